from odoo import models


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _get_stream_from(self, record, *args, **kwargs):
        """Core's routes serve inline what a browser can show, as whatever type the address says.

        What members handed in leaves as bytes without a type, which browsers only save.
        """
        stream = super()._get_stream_from(record, *args, **kwargs)
        model = record.sudo().res_model if record._name == "ir.attachment" else record._name
        if model in self.env["ir.attachment"]._biginn_handed_in():
            stream.mimetype = "application/octet-stream"
            stream.as_attachment = True
            stream.public = False
        return stream
