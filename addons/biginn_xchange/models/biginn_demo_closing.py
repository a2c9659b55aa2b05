import base64
from datetime import datetime, time, timedelta

from odoo import models
from odoo.fields import Command

# The smallest picture there is: what a photo shows is nobody's business in a demo.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)
# What visitors say, in turns: outcomes, learned, ratings, follow-ups, business, value, publicity.
REPORTS = [
    (
        "Two joint offers are being written. The host lends us its test stand in autumn.",
        "How thin walls are welded without distortion.",
        (4, 5, 4, 5),
        ("offer", "visit"),
        ("yes", "50k_250k"),
        "named",
    ),
    (
        "We know now whom to ask, and they know what we make. Nothing is decided yet.",
        "How a laboratory plans its shutdowns, and when suppliers have to be ready.",
        (4, 4, 3, 4),
        ("contact",),
        ("maybe", "under_50k"),
        "anonymous",
    ),
    (
        "A project proposal with the host and a university; the call closes in spring.",
        "Which papers a proposal needs from each partner.",
        (5, 5, 5, 5),
        ("project", "development"),
        ("no", False),
        "none",
    ),
]
HOST_SAYS = "Well prepared guests with real tasks. We would have them again."
# Means of the journey, in turns; the second one takes what the first leaves of the way.
JOURNEYS = [(("train", 0.8), ("plane", 0)), (("plane", 0),), (("train", 0),), (("car_shared", 0),)]


class BiginnDemo(models.AbstractModel):
    """The demo's stays are reported on and proven the way all are, only without mails."""

    _inherit = "biginn.demo"

    def _prepare_step(self, stay, target):
        result = super()._prepare_step(stay, target)
        if target == "completed":
            stay._demo_journey()
            stay._demo_report()
            stay._demo_evidence()
        return result


class BiginnExchange(models.Model):
    _inherit = "biginn.exchange"

    def _demo_journey(self):
        if self.is_virtual or self.travel_ids:
            return
        for mode, share in JOURNEYS[self.id % len(JOURNEYS)]:
            vals = {
                "exchange_id": self.id,
                "mode_id": self.env.ref(f"biginn_xchange.travel_mode_{mode}").id,
            }
            if share:
                vals["km"] = round(2 * self.distance_km * share, 1)
            self.env["biginn.exchange.travel"].create(vals)

    def _demo_report(self):
        """Visitor and host report some days after the stay, the office validates."""
        outcomes, learned, ratings, follow_ups, business, publicity = REPORTS[
            self.id % len(REPORTS)
        ]
        names = ("rating_programme", "rating_partner", "rating_support", "rating_overall")
        answers = {
            "goals_reached": "mostly",
            "outcomes": outcomes,
            "learned": learned,
            **dict(zip(names, ratings, strict=True)),
            "follow_up_ids": [
                Command.set(
                    [self.env.ref(f"biginn_xchange.follow_up_{name}").id for name in follow_ups]
                )
            ],
            "business_expected": business[0],
            "amount_band": business[1],
            "publicity": publicity,
        }
        last = datetime.combine(self.ended_on or self.date_end, time(9))
        for side, days in (("visitor", 3), ("host", 5)):
            report = self._open_report(side)
            if report.state != "draft":
                continue
            report.write(answers if side == "visitor" else {**answers, "outcomes": HOST_SAYS})
            author = self._closing_contacts(side)[:1]
            report._submit_sudo(author)
            report._decide({"state": "validated"})
            report._store(
                {
                    "submitted_on": last + timedelta(days=days),
                    "decided_on": last + timedelta(days=days + 2),
                }
            )

    def _demo_evidence(self):
        if self.evidence_ids:
            return
        evidence = self.env["biginn.exchange.evidence"].create(
            {
                "exchange_id": self.id,
                "kind": "photo",
                "paper": base64.b64encode(PICTURE),
                "paper_name": "With the host.png",
            }
        )
        evidence.action_accept()
