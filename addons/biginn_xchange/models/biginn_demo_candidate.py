from datetime import timedelta

from dateutil.relativedelta import MO, relativedelta

from odoo import api, fields, models
from odoo.fields import Command

# Applications for today's programme: organisation, role, countries it would like to go to, weeks
# from now until it suits, state, days ago it was sent, and what the cluster asks.
CANDIDATES = [
    ("vejle_controls", "visitor", ("es", "lt"), 12, "accepted", 20, ""),
    ("cantabria_criogenia", "visitor", ("dk",), 14, "submitted", 30, ""),
    (
        "klaipeda_mechanika", "visitor", ("dk", "es"), 10, "on_hold", 9,
        "Which of the Danish companies would you like to see, and do you want to weld there?",
    ),
    ("roskilde_detectors", "both", ("es", "lt"), 16, "submitted", 4, ""),
    ("nordic_vacuum", "host", (), 8, "accepted", 40, ""),
    ("bilbao_fusion", "host", (), 6, "accepted", 25, ""),
    # its membership has ended: to be mended before it can be sent
    ("bornholm_glas", "virtual", ("lt",), 9, "draft", 0, ""),
]  # fmt: skip
WORDS = {
    "motivation": "We work for Big Science and want to see how others in Europe do it.",
    "objectives": "Two contacts we can ask, and one call for tenders we answer together.",
}
OFFER = "Three days in our workshop and test hall, with an engineer beside you."
WEEKS_LONG = 10


class BiginnDemo(models.AbstractModel):
    """Candidates in every state as seen from today, walked there the way people do."""

    _inherit = "biginn.demo"

    @api.model
    def _load_candidates(self):
        demo = self._quiet()
        made = demo.env["biginn.candidate"]
        for organisation, role, countries, weeks, state, days, question in CANDIDATES:
            if demo._demo(f"candidate_{organisation}"):
                continue
            candidate = demo._make_candidate(organisation, role, countries, weeks)
            demo._named("biginn_xchange", f"candidate_{organisation}", candidate)
            demo._answer(candidate, state, days, question)
            made |= candidate | candidate.twin_id
        # nobody gets a mail about what is made up
        demo.env["mail.mail"].search(
            [("model", "=", made._name), ("res_id", "in", made.ids)]
        ).unlink()
        return True

    def _make_candidate(self, organisation, role, countries, weeks):
        partner = self._demo(organisation)
        monday = fields.Date.today() + relativedelta(weekday=MO(-1), weeks=weeks)
        activities = ("knowledge", "network")
        vals = {
            **WORDS,
            "programme_id": self._demo("programme").id,
            "company_id": self._cluster_of(partner).id,
            "user_id": self.env.ref("biginn_cluster.demo_user_staff").id
            if self._cluster_of(partner) == self._demo("company_dk")
            else self.env.ref("biginn_cluster.demo_user_manager").id,
            "partner_id": partner.id,
            "contact_id": self._demo(f"{organisation}_contact").id,
            "role": "host" if role == "host" else "visitor",
            "is_virtual": role == "virtual",
            "purpose_ids": [Command.link(self.env.ref("biginn_xchange.purpose_learn").id)],
            "planned_activity_ids": [
                Command.link(self.env.ref(f"biginn_xchange.activity_type_{name}").id)
                for name in activities
            ],
            "country_ids": [Command.link(self.env.ref(f"base.{code}").id) for code in countries],
            "domain_ids": [Command.set(partner.technology_domain_ids.ids)],
            "language_ids": [Command.set(partner.work_language_ids.ids)],
            "date_from": monday,
            "date_to": monday + timedelta(weeks=WEEKS_LONG),
        }
        if role == "host":
            vals |= {"host_offer": OFFER, "host_capacity": 2}
        candidate = self.env["biginn.candidate"].create(vals)
        if role == "both":
            candidate._portal_set_role_sudo("both")
            candidate.twin_id.write({"host_offer": OFFER, "host_capacity": 3})
        return candidate

    def _answer(self, candidate, state, days, question):
        """Send it so many days ago, and let the cluster answer; of two halves the host is in."""
        if state == "draft":
            return
        halves = candidate | candidate.twin_id
        halves.action_submit()
        halves._store({"submitted_on": fields.Datetime.now() - timedelta(days=days)})
        if question:
            candidate.action_ask(question)
        accepted = halves if state == "accepted" else candidate.twin_id
        if accepted:
            accepted.action_accept()
            accepted._store({"decided_on": fields.Datetime.now() - timedelta(days=days // 2)})
