from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import eligibility, lump_sum


class BiginnProgramme(models.Model):
    """A scheme of exchanges with its own terms: one call, one generation.

    Every threshold of the rules is a field here, so that another call is data, not code.

    Rights: everybody in the office reads, managers write.
    """

    _name = "biginn.programme"
    _description = "Exchange programme"
    _order = "date_start desc, code"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="A short code of your own, such as CXC2.")
    active = fields.Boolean(default=True)
    funding_id = fields.Many2one(
        "biginn.funding",
        help="The funding statement that papers of this programme carry.",
    )
    date_start = fields.Date(string="First day", help="No stay may start before this day.")
    date_end = fields.Date(string="Last day", help="No stay may end after this day.")
    country_ids = fields.Many2many(
        "res.country",
        string="Participating countries",
        help="Where a visiting or host organisation may be registered.",
    )
    eligibility_ids = fields.One2many(
        "biginn.programme.eligibility", "programme_id", string="Who may take part", copy=True
    )
    rate_ids = fields.One2many(
        "biginn.programme.rate", "programme_id", string="Rate table", copy=True
    )

    # Length and repetition of stays
    min_working_days = fields.Integer(
        string="Shortest stay",
        default=3,
        help="In working days at the host, days of travel excluded. Shorter stays get nothing.",
    )
    max_days = fields.Integer(
        string="Longest stay",
        default=31,
        help="In calendar days, days of travel excluded. 0 means no limit.",
    )
    visit_once_per = fields.Selection(
        [("person", "Person"), ("organisation", "Organisation")],
        string="One visit per",
        default="organisation",
        help="Who may visit only once in the whole programme. Empty means no limit.\n"
        "Person: each participant may visit once.\n"
        "Organisation: each visiting organisation may visit once.",
    )

    # Money
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.ref("base.EUR")
    )
    half_under_days = fields.Integer(
        string="Half below days",
        default=5,
        help="Stays of fewer working days get half the rate. 0 switches this off.",
    )
    half_under_km = fields.Float(
        string="Half below distance",
        default=200,
        digits=(10, 1),
        help="Organisations nearer to each other than this, in kilometres, get half the rate. "
        "0 switches this off.",
    )
    max_amount = fields.Monetary(
        string="Highest lump sum",
        currency_field="currency_id",
        help="No lump sum is above this amount. 0 means no limit.",
    )
    payment_days = fields.Integer(
        string="Payment term",
        default=10,
        help="Days after which the lump sum has to be paid.",
    )
    payment_from = fields.Selection(
        [("completion", "End of the exchange"), ("validation", "Validation of the closing report")],
        string="Payment term starts at",
        default="completion",
        required=True,
    )

    third_party_ceiling = fields.Monetary(
        string="Ceiling per recipient",
        default=60000,
        currency_field="currency_id",
        help="All the support that one organisation gets in the programme. 0 means no limit.",
    )
    de_minimis_ceiling = fields.Monetary(
        string="De minimis ceiling",
        default=300000,
        currency_field="currency_id",
        help="All de minimis aid that one undertaking may get in the years below. "
        "0 means that no declaration is asked for.",
    )
    de_minimis_years = fields.Integer(
        string="De minimis years",
        default=3,
        help="The years over which de minimis aid is added up, back from the day it is granted.",
    )

    # Signing
    signature_days = fields.Integer(
        string="Signing links last",
        default=60,
        help="Days after which a personal link for signing without an account expires.",
    )
    reminder_days = fields.Char(
        string="Reminders after",
        default="7,14",
        help="Days after which a missing signature is asked for again, for example 7,14. "
        "Empty means never.",
    )

    _code_uniq = models.Constraint("UNIQUE (code)", "Another programme has this code already.")
    _limits_positive = models.Constraint(
        "CHECK (min_working_days >= 0 AND max_days >= 0 AND half_under_days >= 0"
        " AND half_under_km >= 0 AND max_amount >= 0 AND payment_days >= 0"
        " AND third_party_ceiling >= 0 AND de_minimis_ceiling >= 0 AND de_minimis_years >= 0"
        " AND signature_days >= 0)",
        "The limits of a programme cannot be negative.",
    )

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for programme in self:
            if (
                programme.date_start
                and programme.date_end
                and (programme.date_end < programme.date_start)
            ):
                raise ValidationError(
                    self.env._(
                        "%(programme)s ends before it starts.", programme=programme.display_name
                    )
                )

    @api.constrains("reminder_days")
    def _check_reminder_days(self):
        for programme in self:
            try:
                days = programme._reminder_days()
            except ValueError:
                days = [0]
            if any(day < 1 for day in days):
                raise ValidationError(
                    self.env._("Write reminder days as numbers from 1, with commas between: 7,14.")
                )

    def copy_data(self, default=None):
        return [
            {**vals, "code": self.env._("%(code)s (copy)", code=programme.code)}
            if "code" not in (default or {})
            else vals
            for programme, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # ------------------------------------------------------------------
    # What the rules need, as plain values
    # ------------------------------------------------------------------

    def _rule_terms(self):
        self.ensure_one()
        return lump_sum.Terms(
            min_working_days=self.min_working_days,
            half_under_days=self.half_under_days,
            half_under_km=Decimal(str(self.half_under_km)),
            max_amount=Decimal(str(self.max_amount)),
        )

    def _lump_sum_facts(self, stay):
        """The lump sum of a stay and all its explanation needs, as plain values (JSON).

        No later change of a rate or a term touches them.
        """
        self.ensure_one()
        rates, terms = self._rule_rates(), self._rule_terms()
        result = lump_sum.lump_sum(stay, rates, terms)
        rate = result.rate
        return {
            "zero_reason": result.zero_reason,
            "amount": str(result.amount),
            "base": str(result.base),
            "half_reasons": list(result.half_reasons),
            "capped": result.capped,
            "higher_rate": stay.higher_rate,
            "country": stay.host_country or "",
            "by_band": lump_sum.by_band(rates, stay),
            "rate": rate and str(rate.amount),
            "rate_unit": rate and rate.unit,
            "rate_from": rate and rate.date_from.isoformat(),
            "km_from": rate and str(rate.km_from),
            "km_to": rate and str(rate.km_to),
            "working_days": stay.working_days,
            "distance_km": None if stay.distance_km is None else float(stay.distance_km),
            "min_working_days": self.min_working_days,
            "half_under_days": self.half_under_days,
            "half_under_km": self.half_under_km,
            "max_amount": self.max_amount,
            "currency": self.currency_id.name,
        }

    def _reminder_days(self):
        """The days of reminders as numbers, in order."""
        self.ensure_one()
        parts = (part.strip() for part in (self.reminder_days or "").split(","))
        return sorted({int(part) for part in parts if part})

    def _rule_rates(self):
        self.ensure_one()
        return [rate._rule_rate() for rate in self.rate_ids]

    def _rule_programme(self):
        self.ensure_one()
        return eligibility.Programme(
            date_start=self.date_start or None,
            date_end=self.date_end or None,
            min_working_days=self.min_working_days,
            max_days=self.max_days,
            countries=frozenset(self.country_ids.mapped("code")),
            matrix={
                (line.role, line.organisation_type): eligibility.Entitlement(
                    membership_required=line.membership_required, preapproval=line.preapproval
                )
                for line in self.eligibility_ids
                if line.allowed
            },
        )
