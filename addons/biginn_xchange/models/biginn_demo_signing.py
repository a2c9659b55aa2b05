from datetime import datetime, time, timedelta

from odoo import models
from odoo.fields import Command

from .biginn_signature_asking import QUIETLY

PLANS = [
    ("Welcome and safety briefing", "Who is who, what may be touched, where to get help."),
    ("Tour of the workshops", "Production, metrology and the test benches."),
    ("Working session", "Two real tasks, one from each side."),
    ("Meeting with customers of the host", "Short talks, then one-to-one meetings."),
    ("What we do next", "Who does what by when."),
]
GOALS = "Learn how the host works for Big Science customers and find tasks to do together."
OBJECTIVES = "Three contacts to go on with, and one joint answer to a call within a year."
COSTS = "The host pays for lunch and local transport; the visitor pays for travel and hotel."
BEFORE = timedelta(days=9)


class BiginnDemo(models.AbstractModel):
    """The demo's exchanges are built and signed the way all are, only without mails."""

    _inherit = "biginn.demo"

    def _prepare_step(self, stay, target):
        result = super()._prepare_step(stay, target)
        quiet = stay.with_context(biginn_signing=QUIETLY)
        if target == "signing":
            quiet._demo_build()
            quiet.action_request_signatures()
        elif target == "ready":
            quiet._demo_sign()
        return result


class BiginnExchange(models.Model):
    _inherit = "biginn.exchange"

    def _demo_build(self):
        days = (self.date_end - self.date_start).days + 1
        self.write(
            {
                "goals": GOALS,
                "objectives": OBJECTIVES,
                "costs_carried": COSTS,
                "day_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "date": self.date_start + timedelta(days=number),
                            "name": name,
                            "description": text,
                            "place": self.host_id.city or False,
                        }
                    )
                    for number, (name, text) in enumerate(PLANS[:days])
                ],
            }
        )

    def _demo_sign(self):
        """All who are asked sign, a week and some days before the stay."""
        day = datetime.combine(self.date_start - BEFORE, time(10))
        while waiting := self.sudo().signature_ids.filtered(lambda each: each.state == "pending"):
            for signature in waiting:
                signature._sign(signature.signer_id.name or signature.organisation_id.name)
        given = self.sudo().signature_ids
        given._store({"signed_on": min([day, *given.mapped("signed_on")])})
        given.document_id._store({"completed_on": given[:1].signed_on})
