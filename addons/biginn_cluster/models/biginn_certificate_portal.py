from odoo import models
from odoo.tools.misc import format_date

from ..rules.portal_columns import Column

STATE_CLASSES = {
    "valid": "text-bg-success",
    "open_ended": "text-bg-success",
    "expiring": "text-bg-warning",
    "expired": "text-bg-danger",
}


class BiginnCertificate(models.Model):
    """Certificates and their papers in the portal."""

    _name = "biginn.certificate"
    _inherit = ["biginn.certificate", "biginn.portal.line"]

    def _portal_columns(self):
        return (
            Column("kind", "choice", self.env._("Certificate"), required=True, width=6),
            Column(
                "name",
                "text",
                self.env._("Name of the certificate"),
                help=self.env._("Needed for “Other”."),
                width=6,
            ),
            Column("number", "text", self.env._("Number"), limit=100, width=6),
            Column("issuer", "text", self.env._("Issued by"), width=6),
            Column("valid_from", "date", self.env._("Valid from"), width=6),
            Column(
                "valid_until",
                "date",
                self.env._("Valid until"),
                help=self.env._("Leave it empty when it does not expire."),
                width=6,
            ),
            Column(
                "attachment_id",
                "file",
                self.env._("The paper"),
                help=self.env._("PDF, PNG or JPEG. A new file takes the place of the old one."),
            ),
        )

    def _portal_check(self, values):
        problems = super()._portal_check(values)
        if values["kind"] == "other" and not values["name"]:
            problems["name"] = "required"
        first, last = values["valid_from"], values["valid_until"]
        if first and last and last < first:
            problems["valid_until"] = "dates"
        return problems

    def _portal_card(self):
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        until = self.valid_until
        badges = [(states[self.state], STATE_CLASSES[self.state])]
        if until:
            day = format_date(self.env, until)
            badges.append((self.env._("until %(day)s", day=day), "text-bg-light border"))
        paper_sudo = self._handed_in_sudo()
        return {
            "title": kinds[self.kind] if self.kind != "other" else self.name,
            "subtitle": ", ".join(
                part
                for part in (self.name if self.kind != "other" else "", self.number, self.issuer)
                if part
            ),
            "badges": badges,
            "document": {"id": paper_sudo.id, "name": paper_sudo.name} if paper_sudo else None,
        }
