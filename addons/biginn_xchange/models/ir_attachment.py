from odoo import api, models

# What makes a file another one, or another one's.
CONTENT = {"raw", "datas", "db_datas", "store_fname", "url", "type", "res_model", "res_id"}


class IrAttachment(models.Model):
    """What visitors, hosts and candidates hand in only leaves as a download.

    A file that was looked at and decided about is kept as it was: by hand nobody swaps it.
    """

    _inherit = "ir.attachment"

    @api.model
    def _biginn_handed_in(self):
        return super()._biginn_handed_in() | {
            "biginn.candidate",
            "biginn.exchange.evidence",
            "biginn.de.minimis.declaration",
        }

    def write(self, vals):
        if CONTENT & vals.keys():
            self._check_not_decided_about()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided_about(self):
        self._check_not_decided_about()

    def _check_not_decided_about(self):
        if self.env.su:
            return
        files = self.filtered(lambda file: file.res_model == "biginn.exchange.evidence")
        if not files:
            return
        # sudo: whether it was decided about; core asks who may touch the file
        evidence_sudo = self.env["biginn.exchange.evidence"].sudo().browse(files.mapped("res_id"))
        evidence_sudo.exists()._check_undecided()
