from odoo import fields, models


class BiginnFxImportConflict(models.TransientModel):
    """A day for which the file says something else than what is known."""

    _name = "biginn.fx.import.conflict"
    _description = "Different exchange rate in a file"

    import_id = fields.Many2one("biginn.fx.import", required=True, ondelete="cascade", index=True)
    rate_id = fields.Many2one("biginn.fx.rate", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="rate_id.currency_id")
    date = fields.Date(related="rate_id.date")
    known_text = fields.Char(related="rate_id.rate_text", string="Known")
    file_text = fields.Char(string="In the File", readonly=True)
    layout = fields.Char(readonly=True)
