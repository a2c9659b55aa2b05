from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import depreciation
from .convert import dec


class BiginnEquipment(models.Model):
    """Equipment used for the action: only its depreciation is a cost, for the time and share used.

    The price is what the books carry, so with VAT that cannot be deducted.
    """

    _name = "biginn.equipment"
    _description = "Equipment of a grant"
    _inherit = ["mail.thread"]
    _order = "in_use_from desc, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    beneficiary_id = fields.Many2one(
        "biginn.grant.beneficiary", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="beneficiary_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="beneficiary_id.currency_id")
    category_id = fields.Many2one(
        "biginn.cost.category", compute="_compute_category_id", store=True, readonly=False,
        precompute=True, ondelete="restrict", index="btree_not_null",
    )
    move_line_id = fields.Many2one(
        "account.move.line", string="Bill Line", ondelete="restrict", check_company=True,
        index="btree_not_null", help="The purchase in the books.",
    )
    price = fields.Monetary(required=True, tracking=True)
    life_months = fields.Integer(
        string="Life (months)", required=True, default=36, tracking=True,
        help="By the organisation's usual accounting practice.",
    )
    in_use_from = fields.Date(required=True, tracking=True)
    in_use_to = fields.Date(tracking=True)
    use_percent = fields.Float(
        string="Used for the Action (%)", default=100.0, required=True, digits=(5, 2),
        tracking=True,
    )

    _sane = models.Constraint(
        "CHECK (price >= 0 AND life_months > 0 AND use_percent >= 0 AND use_percent <= 100)",
        "Equipment needs a price, a life of at least a month and a share of use up to 100 %.",
    )

    @api.depends("beneficiary_id")
    def _compute_category_id(self):
        for one in self:
            categories = one.beneficiary_id.grant_id.scheme_id.category_ids
            one.category_id = categories.filtered(lambda c: c.source == "depreciation")[:1]

    @api.constrains("in_use_from", "in_use_to")
    def _check_use_dates(self):
        for one in self:
            if one.in_use_to and one.in_use_to < one.in_use_from:
                raise ValidationError(
                    self.env._("%(name)s cannot go out of use before it is used.", name=one.name)
                )

    def write(self, vals):
        """Nobody moves equipment to a beneficiary for which they could not make one."""
        done = super().write(vals)
        if "beneficiary_id" in vals:
            self.check_access("write")
        return done

    def _cost_in(self, start, end):
        """(months, amount) of depreciation between two dates, both included."""
        self.ensure_one()
        months = depreciation.months_in_use(
            self.in_use_from, start, end, self.life_months, self.in_use_to or None
        )
        amount = depreciation.depreciation(
            dec(self.price), self.life_months, months, dec(self.use_percent) / 100
        )
        return months, amount
