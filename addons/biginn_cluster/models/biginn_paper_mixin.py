from odoo import api, fields, models


class BiginnPaperMixin(models.AbstractModel):
    """One file, `attachment_id`, shown as a field onto which one drops a document.

    The file hangs on the record: who may read the record may read it.
    """

    _name = "biginn.paper.mixin"
    _description = "Paper of a record"

    paper = fields.Binary(
        string="Document", compute="_compute_paper", inverse="_inverse_paper", attachment=False
    )
    paper_name = fields.Char(
        string="File name", compute="_compute_paper", inverse="_inverse_paper_name"
    )

    @api.depends("attachment_id")
    @api.depends_context("bin_size")
    def _compute_paper(self):
        for record in self:
            # sudo: whoever reads the record may read its paper
            paper_sudo = record.sudo().attachment_id
            record.paper = paper_sudo.datas
            record.paper_name = paper_sudo.name

    def _inverse_paper(self):
        """A new file takes the place of the old one, which goes for good."""
        for record in self:
            old_sudo = record.sudo().attachment_id
            new = self.env["ir.attachment"]
            if record.paper:
                new = new.create(
                    {
                        "name": record.paper_name or record.display_name,
                        "datas": record.paper,
                        "res_model": self._name,
                        "res_id": record.id,
                    }
                )
            record.attachment_id = new
            old_sudo.unlink()

    def _inverse_paper_name(self):
        for record in self.filtered(lambda one: one.paper_name and one.attachment_id):
            record.attachment_id.name = record.paper_name

    def _handed_in_sudo(self):
        """The paper, for whoever may read the record; empty when there is none.

        Members have no access to attachments of their own: this is how a route gets it.
        """
        self.ensure_one()
        self.check_access("read")
        return self.sudo().attachment_id
