from odoo import fields, models


class BiginnCandidateFinding(models.Model):
    """What one rule says about one candidate.

    Rights: staff read with the candidate, managers override, nobody writes by hand.
    """

    _name = "biginn.candidate.finding"
    _description = "Finding on a candidate"
    _inherit = ["biginn.finding.mixin"]
    _subject_field = "candidate_id"
    _order = "candidate_id, is_open desc, sequence, id"

    candidate_id = fields.Many2one(
        "biginn.candidate", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="candidate_id.company_id", store=True, index=True)
    rule = fields.Selection(
        [
            ("visitor_type", "Visiting organisation"),
            ("host_type", "Host organisation"),
            ("visitor_membership", "Visitor's membership"),
            ("host_membership", "Host's membership"),
            ("visitor_country", "Home country"),
            ("host_country", "Host country"),
            ("period", "Period"),
            ("preferred_countries", "Preferred countries"),
            ("visit_once", "First visit"),
            ("capacity", "Room for visitors"),
            ("cv", "CV"),
            ("other_application", "Other applications"),
        ],
        required=True,
    )
    blocking = fields.Boolean(help="If it fails, the candidate can be neither sent nor accepted.")

    _rule_uniq = models.Constraint(
        "UNIQUE (candidate_id, rule)", "Each rule speaks once about a candidate."
    )

    def _get_frozen_reason(self):
        if self.candidate_id._is_decided():
            return self.env._("The candidate is decided: its findings stand as they are.")
        return super()._get_frozen_reason()

    def _get_not_ours_reason(self):
        return self.env._(
            "Only %(company)s, which looks after the candidate, can override its findings.",
            company=self.candidate_id.sudo().company_id.name,
        )

    def _record_to_fix(self):
        candidate = self.candidate_id
        if self.rule.endswith(("_type", "_membership", "_country")):
            return candidate.partner_id
        return candidate

    # ------------------------------------------------------------------
    # Sentences
    # ------------------------------------------------------------------

    def _words(self):
        codes = {code for row in self for code in (row.params or {}).get("countries") or ()}
        words = super()._words()
        countries = self.env["res.country"].search([("code", "in", list(codes))])
        words["countries"].update({country.code: country.name for country in countries})
        return words

    def _readable_params(self, words):
        params = super()._readable_params(words)
        names = (words["countries"].get(code, code) for code in params.get("countries") or ())
        params["countries"] = ", ".join(sorted(names))
        return params

    def _sentences(self):
        return {**super()._sentences(), **self._sentences_on_application()}

    def _sentences_on_application(self):
        return {
            "member": self.env._("%(name)s is a member of a cluster."),
            "membership_missing": self.env._(
                "No membership of %(name)s in a cluster is recorded for the first day it applies "
                "for."
            ),
            "period_ok": self.env._(
                "Weekdays in the period: %(days)s, at least %(minimum)s are needed."
            ),
            "period_missing": self.env._("Say from when to when it suits."),
            "period_short": self.env._(
                "Only %(days)s weekdays in the period lie within the programme, at least "
                "%(minimum)s are needed."
            ),
            "period_outside": self.env._(
                "The period lies outside the programme's dates: %(date_from)s to %(date_to)s."
            ),
            "countries_any": self.env._("It would go to any participating country."),
            "countries_ok": self.env._("It would like to go to: %(countries)s."),
            "countries_home": self.env._(
                "An exchange crosses a border: choose another country than %(country)s."
            ),
            "countries_outside": self.env._(
                "None of these countries takes part: %(countries)s. Choose another one."
            ),
            "capacity_ok": self.env._("It has room for visitors: %(capacity)s at a time."),
            "capacity_missing": self.env._("Say how many visitors there is room for at a time."),
            "cv_there": self.env._("A CV is there."),
            "cv_missing": self.env._("The programme asks for a CV: add one."),
            "cv_wanted": self.env._("There is no CV. Hosts like to know who comes."),
            "cv_not_needed": self.env._("A host needs no CV."),
            "others_none": self.env._("It has not applied in this role before."),
            "others_open": self.env._(
                "The organisation has applied in this role already: %(candidates)s."
            ),
        }
