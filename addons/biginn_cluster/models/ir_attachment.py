from odoo import api, models
from odoo.exceptions import ValidationError


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.constrains("public", "res_model")
    def _check_certificates_stay_private(self):
        """The paper of a certificate is for those who may read the certificate."""
        if self.filtered(lambda file: file.public and file.res_model == "biginn.certificate"):
            raise ValidationError(self.env._("The paper of a certificate cannot be made public."))
