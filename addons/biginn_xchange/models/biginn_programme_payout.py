from odoo import api, fields, models
from odoo.exceptions import ValidationError


class BiginnProgrammePayout(models.Model):
    """How one cluster books the lump sums of a programme: journal, product, analytic accounts.

    Each cluster has books of its own, a programme belongs to all of them. Staff read the lines
    of their own cluster, managers write them.
    """

    _name = "biginn.programme.payout"
    _description = "Payout of lump sums"
    _inherit = ["analytic.mixin"]
    _order = "programme_id, company_id"
    _check_company_auto = True

    programme_id = fields.Many2one(
        "biginn.programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        string="Cluster",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    journal_id = fields.Many2one(
        "account.journal",
        required=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self._default_journal(),
        domain="[('type', '=', 'purchase')]",
        help="The journal of vendor bills in which lump sums are booked.",
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        check_company=True,
        ondelete="restrict",
        domain="[('purchase_ok', '=', True), ('type', '=', 'service')]",
        help="Stands on the bill; its expense account is the one that is charged.",
    )

    _company_uniq = models.Constraint(
        "UNIQUE (programme_id, company_id)",
        "This cluster already says how it books the lump sums of the programme.",
    )

    @api.model
    def _default_journal(self):
        journals = self.env["account.journal"]
        if not journals.has_access("read"):
            return journals
        own = journals._check_company_domain(self.env.company)
        return journals.search([*own, ("type", "=", "purchase")], limit=1)

    @api.constrains("journal_id")
    def _check_journal(self):
        for payout in self:
            if payout.journal_id.type != "purchase":
                raise ValidationError(
                    self.env._(
                        "Lump sums are booked as vendor bills: %(journal)s is not a purchase "
                        "journal.",
                        journal=payout.journal_id.display_name,
                    )
                )

    @api.constrains("analytic_distribution", "company_id")
    def _check_analytic_company(self):
        for payout in self:
            # sudo: whose accounts these are, no more
            accounts_sudo = payout.sudo().distribution_analytic_account_ids
            foreign = accounts_sudo.filtered(
                lambda account, company=payout.company_id: (
                    account.company_id and account.company_id not in company.sudo().parent_ids
                )
            )
            if foreign:
                raise ValidationError(
                    self.env._(
                        "%(account)s belongs to the books of another company.",
                        account=foreign[0].name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if "company_id" in vals:
            # rules look at what was: nobody moves one into a cluster they do not work in
            self.check_access("write")
        return result

    @api.depends("programme_id.code", "company_id.name")
    def _compute_display_name(self):
        for payout in self:
            payout.display_name = f"{payout.programme_id.code}, {payout.company_id.name}"
