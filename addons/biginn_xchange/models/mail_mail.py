from odoo import models

from .biginn_signature_asking import TOKEN_PLACE


class MailMail(models.Model):
    """A personal link is written into its mail when the mail leaves, and kept nowhere."""

    _inherit = "mail.mail"

    def _prepare_outgoing_body(self):
        body = super()._prepare_outgoing_body()
        if self.model != "biginn.signature" or TOKEN_PLACE not in body:
            return body
        # sudo: the queue writes what is kept of the link
        signature_sudo = self.env["biginn.signature"].sudo().browse(self.res_id).exists()
        if signature_sudo.state != "pending":
            # signed or void while the mail waited: the page says so
            return body.replace(TOKEN_PLACE, "-")
        return body.replace(TOKEN_PLACE, signature_sudo._new_token())
