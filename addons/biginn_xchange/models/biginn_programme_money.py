from decimal import Decimal

from odoo import fields, models

from ..rules import counting, third_party


class BiginnProgramme(models.Model):
    """How lump sums are booked and watched, and what counts.

    What the sources leave open is chosen here: see rules/third_party.py and rules/counting.py.
    """

    _inherit = "biginn.programme"

    payout_ids = fields.One2many(
        "biginn.programme.payout",
        "programme_id",
        copy=True,
        groups="biginn_cluster.group_staff",
    )
    payment_notice_days = fields.Integer(
        string="Payment notice",
        default=3,
        help="So many days before the payment is due, whoever looks after the exchange is "
        "reminded. Once.",
    )
    de_minimis_declaration = fields.Selection(
        [
            (third_party.NOT_ASKED, "Not asked for"),
            (third_party.ASKED, "Asked for, does not block"),
            (third_party.NEEDED, "Needed before validation"),
        ],
        string="De minimis declaration",
        default=third_party.ASKED,
        required=True,
        help="What the recipient declares about other de minimis aid of the last years.",
    )
    count_by = fields.Selection(
        [
            (counting.STAY, "End of the stay"),
            (counting.COMPLETION, "Completion"),
            (counting.PAYMENT, "Payment"),
        ],
        string="Counts on the day of",
        default=counting.STAY,
        required=True,
        help="The day that decides in which period an exchange counts.",
    )
    count_virtual = fields.Boolean(
        string="Virtual exchanges count",
        help="Otherwise they are listed beside, but do not count towards the target.",
    )

    _notice_positive = models.Constraint(
        "CHECK (payment_notice_days >= 0)", "The days of notice cannot be negative."
    )

    def _rule_support_terms(self):
        self.ensure_one()
        return third_party.Terms(
            ceiling=Decimal(str(self.third_party_ceiling)),
            de_minimis_ceiling=Decimal(str(self.de_minimis_ceiling)),
            years=self.de_minimis_years,
            declaration=self.de_minimis_declaration,
            currency=self.currency_id.name,
        )

    def _payout_of(self, company):
        """How `company` books the lump sums of this programme; empty if it does not say."""
        self.ensure_one()
        # found by search: who may read it, the rules of the model say
        return self.env["biginn.programme.payout"].search(
            [("programme_id", "=", self.id), ("company_id", "=", company.id)], limit=1
        )
