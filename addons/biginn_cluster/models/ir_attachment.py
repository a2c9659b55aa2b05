from odoo import api, models
from odoo.exceptions import ValidationError

# Records whose documents members hand in: never shown by our pages, whoever asks and by which
# route, because a browser would run what is in them under our own address.
HANDED_IN = frozenset({"biginn.certificate", "biginn.change.request"})


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _biginn_handed_in(self):
        """Models whose documents members hand in. Extend this where an addon keeps more.

        Such a model has `partner_id`, the organisation that hands in, and `_handed_in_sudo()`.
        """
        return HANDED_IN

    @api.constrains("public", "res_model")
    def _check_handed_in_stay_private(self):
        """A document is for those who may read the record that it hangs on."""
        handed_in = self._biginn_handed_in()
        if self.filtered(lambda file: file.public and file.res_model in handed_in):
            raise ValidationError(
                self.env._("A document that a member handed in cannot be made public.")
            )
