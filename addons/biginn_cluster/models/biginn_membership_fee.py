from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import membership_fee as rule


class BiginnMembership(models.Model):
    """What a membership costs and where its money stands (rules/membership_fee.py).

    The fee is proposed from the category and may be typed over. Once the membership is
    approved the fee is agreed: neither new dates nor a dearer category change it.
    """

    _inherit = "biginn.membership"

    fee_kind = fields.Selection(
        [
            ("normal", "Paid by the member"),
            ("free", "Free"),
            ("sponsored", "Paid by a sponsor"),
        ],
        string="Who pays",
        required=True,
        default="normal",
        tracking=True,
    )
    sponsor_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Gets the invoice instead of the member.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_fee",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
    )
    fee = fields.Monetary(
        string="Membership fee",
        compute="_compute_fee",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        copy=False,
    )
    fee_state = fields.Selection(
        [
            ("free", "Nothing to pay"),
            ("to_invoice", "Not invoiced"),
            ("draft", "Invoice prepared"),
            ("unpaid", "Not paid"),
            ("partial", "Partly paid"),
            ("paid", "Paid"),
        ],
        string="Payment",
        compute="_compute_fee_state",
        compute_sudo=True,
        store=True,
        index=True,
        help="Follows the invoice in the books. A cancelled or credited invoice counts as none.",
    )
    invoice_id = fields.Many2one(
        "account.move",
        index="btree_not_null",
        check_company=True,
        copy=False,
        groups="account.group_account_invoice",
    )

    @api.constrains("fee_kind", "sponsor_id", "partner_id")
    def _check_sponsor(self):
        for membership in self:
            if membership.fee_kind == "sponsored" and not membership.sponsor_id:
                raise ValidationError(self.env._("Enter the sponsor who pays the fee."))
            if membership.sponsor_id and membership.sponsor_id == membership.partner_id:
                raise ValidationError(self.env._("A member cannot be its own sponsor."))

    @api.depends("category_id", "date_start", "date_end", "fee_kind")
    def _compute_fee(self):
        for membership in self:
            if membership._origin.approved_on and membership.currency_id:
                # agreed; assigning keeps a recomputation from emptying it
                membership.currency_id = membership.currency_id
                membership.fee = membership.fee
            else:
                membership._propose_fee()

    def _propose_fee(self):
        """Take the category's fee, or the share of it that this period owes."""
        for membership in self:
            category = membership.category_id
            currency = category.currency_id or membership.company_id.currency_id
            membership.currency_id = currency
            if membership.fee_kind == "free":
                membership.fee = 0
                continue
            part = rule.share(
                category.part_period or "full",
                membership.date_start or None,
                membership.date_end or None,
                category.period_months,
                category.period_anchor == "calendar",
            )
            unit = Decimal(str(currency.rounding or 0.01))
            membership.fee = float(rule.fee_for(Decimal(str(category.fee)), part, unit))

    @api.depends("fee_kind", "fee", "invoice_id.state", "invoice_id.payment_state")
    def _compute_fee_state(self):
        for membership in self:
            invoice = membership.invoice_id
            membership.fee_state = rule.fee_state(
                membership.fee_kind,
                Decimal(str(membership.fee)),
                invoice.state or None,
                invoice.payment_state or None,
            )

    def write(self, vals):
        """Another category, or another way to pay, is another agreement: the fee follows."""
        anew = self.filtered(
            lambda m: any(
                name in vals and m._would_change(name, vals) for name in ("category_id", "fee_kind")
            )
        )
        result = super().write(vals)
        if anew and "fee" not in vals:
            anew.filtered("approved_on")._propose_fee()
        return result
