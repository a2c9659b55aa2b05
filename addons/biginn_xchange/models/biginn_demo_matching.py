from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

# Candidates of today's programme: organisation, role, domains, activities, preferred countries,
# languages, weeks from now when it suits, and what they want or offer.
CANDIDATES = [
    ("roskilde_detectors", "visitor", "det ctl", "knowledge project", "es lt", "en da", (4, 20),
     "See how others test detectors before they go into a vessel."),
    ("vejle_controls", "visitor", "ctl ict", "project network", "lt", "en da de", (6, 30),
     "Find a partner who builds the mechanics around our controls."),
    ("cantabria_criogenia", "visitor", "cry vac", "knowledge market", "dk", "en es", (2, 16),
     "Learn how valve boxes are tested in the north."),
    ("kaunas_inkubatorius", "visitor", "ctl las", "market network", "dk es", "en lt", (8, 24),
     "See how others bring young firms to large facilities."),
    ("klaipeda_mechanika", "visitor", "mec vac", "capacity knowledge", "", "en lt", (4, 50),
     "Train two welders on vacuum vessels."),
    ("nordic_vacuum", "host", "vac mec", "knowledge capacity", "", "en da", (2, 50),
     "Three days in our clean assembly: welding, cleaning, leak tests."),
    ("lyngby_photonics", "host", "opt las", "knowledge project", "", "en da", (5, 40),
     "Our laser laboratory and a day with the technical university."),
    ("bilbao_fusion", "host", "vac mec", "project market", "", "en es", (3, 26),
     "Follow a vessel sector from the drawing to acceptance."),
    ("vilnius_lasers", "host", "las det", "project network", "", "en lt de", (4, 30),
     "Build a test bench with our team."),
    ("kaunas_optics", "host", "opt ctl", "network knowledge", "", "en lt", (2, 45),
     "Visit three firms of the valley in one stay."),
]  # fmt: skip
# Visitor, host, who has said yes ("both" makes the match valid).
MATCHES = [
    ("klaipeda_mechanika", "nordic_vacuum", "visitor"),
    ("roskilde_detectors", "vilnius_lasers", ""),
    ("cantabria_criogenia", "lyngby_photonics", "both"),
]
LANGUAGES = {"en": "en_US", "da": "da_DK", "de": "de_DE", "es": "es_ES", "lt": "lt_LT"}


class BiginnDemo(models.AbstractModel):
    """Accepted candidates at the match desk, and proposals that wait for an answer."""

    _inherit = "biginn.demo"

    @api.model
    def _load_matches(self):
        demo = self._quiet()
        candidates = {row[0]: demo._make_match_candidate(*row) for row in CANDIDATES}
        for visitor, host, answers in MATCHES:
            demo._make_match(candidates[visitor], candidates[host], answers)
        demo._drop_match_mails(demo.env["biginn.candidate"].union(*candidates.values()))
        return True

    def _make_match_candidate(
        self, organisation, role, domains, activities, countries, languages, weeks, words
    ):
        name = f"match_candidate_{organisation}"
        candidate = self._demo(name)
        if candidate:
            return candidate
        partner = self._demo(organisation)
        company = self._cluster_of(partner)
        first, last = (fields.Date.today() + relativedelta(weeks=count) for count in weeks)
        candidate = (
            self.env["biginn.candidate"]
            .with_company(company)
            .create(
                {
                    "programme_id": self._demo("programme").id,
                    "company_id": company.id,
                    "partner_id": partner.id,
                    "contact_id": self._demo(f"{organisation}_contact").id,
                    "role": role,
                    "motivation": words,
                    "objectives": words,
                    "host_offer": words if role == "host" else False,
                    "host_capacity": 2 if role == "host" else 0,
                    "domain_ids": self._match_links("biginn_cluster.domain_", domains),
                    "planned_activity_ids": self._match_links(
                        "biginn_xchange.activity_type_", activities
                    ),
                    "country_ids": self._match_links("base.", countries),
                    "language_ids": self._match_languages(languages),
                    "date_from": first,
                    "date_to": last,
                }
            )
        )
        for target in ("submitted", "accepted"):
            # where the rules refuse, the candidate waits for the office
            if not candidate._get_cannot_move_reason(target):
                candidate.write({"state": target})
        return self._named("biginn_xchange", name, candidate)

    def _match_links(self, prefix, names):
        found = [
            self.env.ref(f"{prefix}{name}", raise_if_not_found=False) for name in names.split()
        ]
        return [Command.link(record.id) for record in found if record]

    def _match_languages(self, codes):
        languages = self.env["res.lang"].with_context(active_test=False)
        found = languages.search([("code", "in", [LANGUAGES[code] for code in codes.split()])])
        return [Command.set(found.ids)]

    def _make_match(self, visitor, host, answers):
        matches = self.env["biginn.match"]
        pair = [("visitor_id", "=", visitor.id), ("host_id", "=", host.id)]
        if matches.search_count(pair, limit=1) or {visitor.state, host.state} != {"accepted"}:
            return
        match = matches.create({"visitor_id": visitor.id, "host_id": host.id})
        for side in ("visitor", "host") if answers == "both" else filter(None, [answers]):
            match.action_answer(side, "yes")

    def _drop_match_mails(self, candidates):
        """Nobody invented gets mail."""
        matches = candidates.visitor_match_ids | candidates.host_match_ids
        for records in (candidates, matches):
            self.env["mail.mail"].search(
                [("model", "=", records._name), ("res_id", "in", records.ids)]
            ).unlink()
