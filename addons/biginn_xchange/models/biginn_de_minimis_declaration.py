from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import third_party


class BiginnDeMinimisDeclaration(models.Model):
    """What an organisation declares about de minimis aid it has received elsewhere.

    It speaks for the whole undertaking: the organisation and all enterprises linked to it by a
    majority (rules/third_party.py). Lump sums of exchanges recorded here are not entered: they
    are known. The newest declaration is the one that holds.

    Staff enter those of their own cluster; members read their own organisation's and hand in new
    ones in the portal.
    """

    _name = "biginn.de.minimis.declaration"
    _description = "De minimis declaration"
    _inherit = ["biginn.paper.mixin"]
    _order = "signed_on desc, id desc"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('is_company', '=', True)]",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Cluster",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    signed_on = fields.Date(
        string="Signed on", required=True, index=True, default=fields.Date.context_today
    )
    signer = fields.Char(string="Signed by", help="The person who signed for the organisation.")
    aid_ids = fields.One2many(
        "biginn.de.minimis.aid", "declaration_id", string="Other aid received", copy=True
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.ref("base.EUR")
    )
    other_aid = fields.Monetary(
        string="Other aid in all",
        compute="_compute_other_aid",
        store=True,
        currency_field="currency_id",
        help="The sum of the lines, whatever their dates.",
    )
    attachment_id = fields.Many2one(
        "ir.attachment", string="Paper", copy=False, index="btree_not_null", ondelete="set null"
    )

    @api.depends("aid_ids.amount")
    def _compute_other_aid(self):
        for declaration in self:
            declaration.other_aid = sum(declaration.aid_ids.mapped("amount"))

    @api.depends("partner_id.name", "signed_on")
    def _compute_display_name(self):
        for declaration in self:
            declaration.display_name = self.env._(
                "De minimis, %(organisation)s, %(date)s",
                organisation=declaration.partner_id.name or "",
                date=declaration.signed_on or "",
            )

    @api.constrains("partner_id")
    def _check_organisation(self):
        self.partner_id._check_is_organisation()

    @api.constrains("signed_on")
    def _check_signed(self):
        today = fields.Date.context_today(self)
        if self.filtered(lambda declaration: declaration.signed_on > today):
            raise ValidationError(self.env._("A declaration cannot be signed in the future."))

    # ------------------------------------------------------------------
    # The paper
    # ------------------------------------------------------------------

    @api.constrains("attachment_id")
    def _check_paper(self):
        """No number of a file that hangs on something else: its text would be read here."""
        for declaration in self:
            paper_sudo = declaration.sudo().attachment_id
            place = (paper_sudo.res_model, paper_sudo.res_id)
            if paper_sudo and place != (self._name, declaration.id):
                raise ValidationError(
                    self.env._(
                        "%(file)s belongs to another record: upload it here instead.",
                        file=paper_sudo.name,
                    )
                )

    # ------------------------------------------------------------------
    # What hangs on it
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        declarations = super().create(vals_list)
        declarations._refresh_exchanges()
        return declarations

    def write(self, vals):
        before = self.partner_id
        result = super().write(vals)
        if "company_id" in vals:
            # rules look at what was: nobody moves one into a cluster they do not work in
            self.check_access("write")
        self._refresh_exchanges(before)
        return result

    def unlink(self):
        # no refusal: whoever may delete it, may; the findings follow
        partners = self.partner_id
        result = super().unlink()
        self._refresh_exchanges(partners)
        return result

    def _refresh_exchanges(self, partners=None):
        """Drafts of the whole undertaking are judged anew."""
        partners = (partners or self.env["res.partner"]) | self.exists().partner_id
        self.env["biginn.exchange"]._refresh_drafts_of(partners)

    def _as_aids(self, currency):
        """The lines as the rule takes them, in `currency`."""
        self.ensure_one()
        return [
            third_party.Aid(
                line.granted_on,
                Decimal(str(self._in_currency(line.amount, currency, line.granted_on))),
            )
            for line in self.aid_ids
        ]

    def _in_currency(self, amount, currency, day):
        if self.currency_id == currency:
            return amount
        return self.currency_id._convert(amount, currency, self.company_id, day)
