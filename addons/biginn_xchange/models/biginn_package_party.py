from odoo import api, fields, models


class BiginnPackageParty(models.Model):
    """Which of our organisations another cluster means in its files.

    Noted when a file is imported, so that the next one finds the same organisation without asking,
    whatever it is called by then.

    Rights: staff read; only an import writes.
    """

    _name = "biginn.package.party"
    _description = "Organisation in the files of another cluster"
    _rec_name = "partner_id"

    company_id = fields.Many2one(
        "res.company", string="Imported by", required=True, index=True, ondelete="cascade"
    )
    origin_id = fields.Many2one(
        "res.partner", string="Cluster", required=True, index=True, ondelete="cascade"
    )
    uuid = fields.Char(string="Identity there", required=True)
    partner_id = fields.Many2one(
        "res.partner", string="Organisation here", required=True, index=True, ondelete="cascade"
    )

    _party_uniq = models.Constraint(
        "UNIQUE (company_id, origin_id, uuid)", "This organisation is known already."
    )

    @api.model
    def _row(self, company, origin, uuid):
        return self.search(
            [
                ("company_id", "=", company.id),
                ("origin_id", "=", origin.id),
                ("uuid", "=", uuid),
            ]
        )

    @api.model
    def _remember_sudo(self, company, origin, uuid, partner):
        """Only an import calls this."""
        row = self._row(company, origin, uuid)
        if not row:
            self.create(
                {
                    "company_id": company.id,
                    "origin_id": origin.id,
                    "uuid": uuid,
                    "partner_id": partner.id,
                }
            )
        elif row.partner_id != partner:
            row.partner_id = partner
