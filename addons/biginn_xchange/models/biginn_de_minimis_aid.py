from odoo import api, fields, models
from odoo.exceptions import ValidationError


class BiginnDeMinimisAid(models.Model):
    """One aid that a recipient declares: from whom, when, how much."""

    _name = "biginn.de.minimis.aid"
    _description = "Declared de minimis aid"
    _order = "granted_on desc, id desc"

    declaration_id = fields.Many2one(
        "biginn.de.minimis.declaration", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="declaration_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="declaration_id.company_id", store=True, index=True)
    granted_on = fields.Date(
        string="Granted on",
        required=True,
        help="The day on which the right to the aid was given, whenever it was paid.",
    )
    authority = fields.Char(string="Granted by", required=True)
    amount = fields.Monetary(required=True, currency_field="currency_id")
    currency_id = fields.Many2one(related="declaration_id.currency_id")

    _amount_positive = models.Constraint("CHECK (amount > 0)", "Aid is more than nothing.")

    @api.constrains("granted_on", "declaration_id")
    def _check_granted(self):
        for aid in self:
            if aid.granted_on > aid.declaration_id.signed_on:
                raise ValidationError(
                    self.env._("Aid that was granted after the declaration cannot stand in it.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        aids = super().create(vals_list)
        aids.declaration_id._refresh_exchanges()
        return aids

    def write(self, vals):
        result = super().write(vals)
        if "declaration_id" in vals:
            # rules look at what was: a line does not move to a declaration made to others
            self.check_access("write")
        self.declaration_id._refresh_exchanges()
        return result

    def unlink(self):
        declarations = self.declaration_id
        result = super().unlink()
        declarations._refresh_exchanges()
        return result
