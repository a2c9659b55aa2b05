from odoo import api, models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _biginn_handed_in(self):
        return super()._biginn_handed_in() | {"biginn.exchange.evidence"}
