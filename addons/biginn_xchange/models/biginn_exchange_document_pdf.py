import logging

from odoo import api, models
from odoo.exceptions import UserError

from ..rules import signing

_logger = logging.getLogger(__name__)
REPORT = "biginn_xchange.report_exchange_paper"


class BiginnExchangeDocument(models.Model):
    """The PDF: drawn from the frozen words and the signatures, then frozen with its own hash."""

    _inherit = "biginn.exchange.document"

    def _freeze_pdfs(self):
        """Make the PDF of those that are signed by all and have none yet.

        A printer that fails loses no signature: the job tries again, and so does whoever opens it.
        """
        for document in self.filtered(lambda each: each.state == "complete" and not each.sha256):
            try:
                content = document._render_pdf()
            except UserError:
                _logger.exception("The PDF of %s was not made", document.display_name)
                continue
            # sudo: the file belongs to the paper; nobody but the program writes either
            attachment_sudo = (
                self.env["ir.attachment"]
                .sudo()
                .create(
                    {
                        "name": document._file_name(),
                        "raw": content,
                        "mimetype": "application/pdf",
                        "res_model": document._name,
                        "res_id": document.id,
                        "public": False,
                    }
                )
            )
            document.sudo()._store(
                {"attachment_id": attachment_sudo.id, "sha256": signing.file_hash(content)}
            )
            document._mail_signed()

    def _render_pdf(self):
        self.ensure_one()
        # sudo: the letterhead is the cluster's; whose paper it is, the caller has checked
        report_sudo = self.env["ir.actions.report"].sudo().with_context(lang=self.lang)
        content, _kind = report_sudo._render_qweb_pdf(REPORT, self.ids)
        return content

    def _file_name(self):
        self.ensure_one()
        exchange = self.sudo().exchange_id
        return f"{exchange.name.replace('/', '-')}-{self.kind}-{self.version}.pdf"

    def _pdf(self):
        """The bytes to hand out: the frozen ones once signed by all, else a print of today."""
        self.ensure_one()
        self.check_access("read")
        # sudo: the file of a paper that one may read
        paper_sudo = self.sudo()
        paper_sudo._freeze_pdfs()
        if paper_sudo.attachment_id:
            return paper_sudo.attachment_id.raw
        return paper_sudo._render_pdf()

    def action_print(self):
        """The paper as it stands, to read or to keep."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/exchanges/{self.exchange_id.id}/paper/{self.id}",
            "target": "new",
        }

    @api.model
    def _cron_freeze_pdfs(self, batch=5):
        waiting = self.search([("state", "=", "complete"), ("sha256", "=", False)], order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(waiting))
        for start in range(0, len(waiting), batch):
            chunk = waiting[start : start + batch]
            chunk._freeze_pdfs()
            if not cron._commit_progress(len(chunk)):
                return

    def _mail_signed(self):
        """Each signer gets the paper that all have signed."""
        self.signature_ids.filtered(lambda each: each.state == "signed")._mail(
            "biginn_xchange.mail_template_paper_signed", attached=self.attachment_id
        )


class BiginnSignature(models.Model):
    _inherit = "biginn.signature"

    def action_print(self):
        return self.document_id.action_print()


class BiginnExchange(models.Model):
    _inherit = "biginn.exchange"

    def action_open_papers(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_xchange.action_biginn_exchange_document"
        )
        return {**action, "domain": [("exchange_id", "=", self.id)]}
