from odoo import models

from .biginn_signature_asking import TOKEN_PLACE


class MailMail(models.Model):
    """The link to confirm by is written into its mail when the mail leaves, and kept nowhere."""

    _inherit = "mail.mail"

    def _prepare_outgoing_body(self):
        body = super()._prepare_outgoing_body()
        if self.model != "biginn.exchange.confirmation" or TOKEN_PLACE not in body:
            return body
        # sudo: the queue writes what is kept of the link
        asked_sudo = self.env["biginn.exchange.confirmation"].sudo().browse(self.res_id).exists()
        return body.replace(TOKEN_PLACE, asked_sudo._new_token() if asked_sudo else "-")
