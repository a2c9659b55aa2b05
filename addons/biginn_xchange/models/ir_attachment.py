from odoo import api, models


class IrAttachment(models.Model):
    """What visitors, hosts and candidates hand in only leaves as a download."""

    _inherit = "ir.attachment"

    @api.model
    def _biginn_handed_in(self):
        return super()._biginn_handed_in() | {
            "biginn.candidate",
            "biginn.exchange.evidence",
            "biginn.de.minimis.declaration",
        }
