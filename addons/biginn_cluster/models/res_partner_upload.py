from odoo import models

from ..rules import upload

MAX_MB, MAX_FILES = 10, 50


class ResPartner(models.Model):
    """Documents that members hand in, and who may have them back."""

    _inherit = "res.partner"

    def _biginn_upload_setting(self, name, default):
        # sudo: a number for everybody; members may not read the settings themselves
        text = self.env["ir.config_parameter"].sudo().get_param(f"biginn_cluster.{name}")
        try:
            return float(text) if text else default
        except ValueError:
            return default

    def _biginn_read_upload(self, name, content):
        """Check a file that was sent: `(rules.upload.Upload or None, sentence)`."""
        self.ensure_one()
        limit = self._biginn_upload_setting("upload_max_mb", MAX_MB)
        document, problem = upload.check(name, content, limit)
        if problem:
            return None, self._biginn_upload_sentence(problem, limit)
        most = int(self._biginn_upload_setting("upload_max_files", MAX_FILES))
        if self._biginn_count_uploads() >= most:
            return None, self.env._(
                "Your organisation has %(count)s documents here, which is all there is room for. "
                "Ask your cluster to remove old ones.",
                count=most,
            )
        return document, ""

    def _biginn_upload_sentence(self, problem, limit):
        return {
            "file_empty": lambda: self.env._("This file is empty."),
            "file_large": lambda: self.env._(
                "This file is too large: at most %(limit)s MB.", limit=f"{limit:g}"
            ),
            "file_type": lambda: self.env._(
                "Only plain PDF, PNG and JPEG files are taken. What counts is what is in the "
                "file, not its name."
            ),
            "file_active": lambda: self.env._(
                "This PDF contains a program or another file and is not taken. Print it to a new "
                "PDF and send that."
            ),
        }[problem]()

    def _biginn_count_uploads(self):
        # sudo: only a count, of documents that hang on the own organisation's records
        count = 0
        handed_in = self.env["ir.attachment"]._biginn_handed_in()
        for model in sorted(handed_in & set(self.env.registry)):
            records = self.env[model].sudo().search([("partner_id", "=", self.id)])
            count += (
                self.env["ir.attachment"]
                .sudo()
                .search_count([("res_model", "=", model), ("res_id", "in", records.ids)])
            )
        return count

    def _biginn_keep_upload_sudo(self, document, record):
        """Store a checked document on a record of this organisation; only the gates call this."""
        return self.env["ir.attachment"].create(
            {
                "name": document.name,
                "raw": document.content,
                "mimetype": document.mimetype,
                "res_model": record._name,
                "res_id": record.id,
                "public": False,
            }
        )

    def _biginn_portal_document(self, attachment_id):
        """A document of the own organisation, or of one whose records the asking staff may read.

        Empty for everything else: no answer tells a stranger whether there is such a document.
        """
        # sudo: members have no right on attachments; what it hangs on decides, with their rights
        attachment_sudo = self.env["ir.attachment"].sudo().browse(attachment_id).exists()
        model = attachment_sudo.res_model
        handed_in = attachment_sudo._biginn_handed_in()
        if model not in handed_in or model not in self.env or not attachment_sudo.res_id:
            return attachment_sudo.browse()
        record = self.env[model].browse(attachment_sudo.res_id).exists()
        if not record or not record.has_access("read"):
            return attachment_sudo.browse()
        if not self.env.user._is_internal() and attachment_sudo not in record._handed_in_sudo():
            # what staff put into an internal note hangs on the same record
            return attachment_sudo.browse()
        return attachment_sudo
