from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import NO_ACCESS

ROLES = [
    ("visitor", "Visiting organisation"),
    ("host", "Host organisation"),
    ("visiting_partnership", "Visiting partnership"),
    ("host_partnership", "Host partnership"),
]
PORTAL_READABLE = frozenset(
    {
        "exchange_id",
        "document_id",
        "kind",
        "role",
        "sequence",
        "organisation_id",
        "signer_id",
        "signer",
        "state",
        "signed_on",
        "method",
        "document_hash",
        "create_date",
        "write_date",
    }
)


class BiginnSignature(models.Model):
    """One party's signature under one paper: asked for, given, or void with the paper.

    A given signature says who (name as signed), when, how (drawn or typed), from which address,
    and the hash of the words that were signed. One organisation that is two parties signs twice:
    two records. Nobody writes a given signature again, whatever right they have.

    Rights: staff of both partnerships read, those of the company that runs the exchange name who
    is to sign; members read those of their own exchanges. Signing itself is `action_sign`, or a
    personal link.
    """

    _name = "biginn.signature"
    _description = "Signature"
    _inherit = ["biginn.checked.mixin", "biginn.portal.readable"]
    _order = "document_id, sequence, id"

    exchange_id = fields.Many2one(
        related="document_id.exchange_id", store=True, index=True, string="Exchange"
    )
    document_id = fields.Many2one(
        "biginn.exchange.document",
        string="Paper",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="document_id.company_id", store=True, index=True, string="Run by"
    )
    kind = fields.Selection(related="document_id.kind", store=True, string="Kind of paper")
    role = fields.Selection(ROLES, string="Party", required=True, readonly=True)
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    organisation_id = fields.Many2one(
        "res.partner", string="Signs for", required=True, readonly=True, index=True
    )
    signer_id = fields.Many2one(
        "res.partner",
        string="Asked to sign",
        index="btree_not_null",
        help="Who gets the mail with the personal link.",
    )
    email = fields.Char(related="signer_id.email", string="Asked at")
    state = fields.Selection(
        [("pending", "Not signed yet"), ("signed", "Signed"), ("void", "Void")],
        required=True,
        readonly=True,
        default="pending",
        index=True,
    )
    asked_on = fields.Datetime(string="Asked on", readonly=True)
    ask_after = fields.Datetime(
        string="Asked after",
        readonly=True,
        help="Whoever changes what is signed goes on for a while: no mail before this moment.",
    )
    reminded_step = fields.Integer(
        string="Last reminder", readonly=True, help="Days after which the last reminder was sent."
    )

    # How it was given
    signer = fields.Char(string="Signed by", readonly=True, help="The name as it was signed.")
    signed_on = fields.Datetime(string="Signed on", readonly=True)
    method = fields.Selection([("drawn", "Drawn"), ("typed", "Typed")], readonly=True)
    ip = fields.Char(string="Signed from", readonly=True, help="The network address.")
    document_hash = fields.Char(
        string="Hash of what was signed",
        readonly=True,
        help="SHA-256 of the words of the paper at the moment of signing.",
    )
    drawing = fields.Binary(readonly=True, attachment=True)

    # The personal link: nobody reads what is kept of it
    token_hash = fields.Char(readonly=True, copy=False, groups=NO_ACCESS)
    token_expires_on = fields.Datetime(string="Link expires on", readonly=True, copy=False)

    _party_uniq = models.UniqueIndex("(document_id, role)", "Each party signs a paper once.")
    _token_uniq = models.UniqueIndex(
        "(token_hash) WHERE token_hash IS NOT NULL", "Two links cannot be the same."
    )
    _signed_whole = models.Constraint(
        "CHECK (state != 'signed' OR (signer IS NOT NULL AND signed_on IS NOT NULL"
        " AND method IS NOT NULL AND document_hash IS NOT NULL))",
        "A signature has a name, a time and the hash of what was signed.",
    )

    @api.depends("role")
    def _compute_sequence(self):
        places = {role: place for place, (role, _label) in enumerate(ROLES)}
        for signature in self:
            signature.sequence = places.get(signature.role, 0)

    @api.depends("role", "organisation_id.name")
    def _compute_display_name(self):
        for signature in self:
            organisation = signature.sudo().organisation_id.name or ""
            signature.display_name = f"{signature._role_label()}: {organisation}"

    @api.constrains("signer_id")
    def _check_signer(self):
        """One of the party's own people: else one cluster could name itself for all four."""
        for signature in self.sudo().filtered("signer_id"):
            person, organisation = signature.signer_id, signature.organisation_id
            party = organisation.commercial_partner_id
            if person.commercial_partner_id != party and (
                party not in person.user_ids.company_ids.partner_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(person)s does not belong to %(organisation)s.",
                        person=person.name,
                        organisation=organisation.display_name,
                    )
                )

    def _role_label(self):
        return dict(self._fields["role"]._description_selection(self.env)).get(self.role, "")

    def _moment(self):
        """When it was given, by the clock of the cluster that runs the exchange."""
        return self.sudo().document_id.company_id._biginn_moment(self.signed_on)

    # ------------------------------------------------------------------
    # Nothing is rewritten
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_checked():
            raise UserError(self.env._("Signatures are asked for with the paper they belong to."))
        return super().create(vals_list)

    def write(self, vals):
        """From outside only this: who is asked, as long as nobody has signed."""
        if not self._is_checked():
            if vals.keys() - {"signer_id"} or self.filtered(lambda each: each.state != "pending"):
                raise UserError(
                    self.env._("A signature cannot be changed, only who is asked to give it.")
                )
            changed = self.filtered(lambda each: each.signer_id.id != vals.get("signer_id"))
            changed.check_access("write")
            # sudo: nobody reads or writes links; one that somebody else has is worth nothing now
            changed.sudo()._store(
                {"token_hash": False, "token_expires_on": False, "asked_on": False}
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if self:
            raise UserError(self.env._("A signature is kept, also when it is void."))

    @api.model
    def _portal_readable_fields(self):
        return super()._portal_readable_fields() | PORTAL_READABLE

    def _void(self):
        self._store({"state": "void", "token_hash": False, "token_expires_on": False})
