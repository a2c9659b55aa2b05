from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import signing

PORTAL_READABLE = frozenset(
    {
        "exchange_id",
        "kind",
        "version",
        "lang",
        "content",
        "content_hash",
        "sha256",
        "state",
        "completed_on",
        "signature_ids",
        "create_date",
        "write_date",
    }
)


class BiginnExchangeDocument(models.Model):
    """A paper that several parties sign: its words, frozen the moment it was made.

    What is signed is `content`, plain words in one language, known by the SHA-256 of its one
    canonical form. Every signature repeats that hash. The PDF is made of these words and of the
    signatures and is frozen as well, with the SHA-256 of its bytes. A change of what the words
    rest on makes this version void and a next one is made; nothing here is ever rewritten.

    Rights: staff of both partnerships and the organisations' own people read; only the program
    writes.
    """

    _name = "biginn.exchange.document"
    _description = "Paper of an exchange"
    _inherit = ["biginn.checked.mixin", "biginn.portal.readable"]
    _order = "exchange_id, kind desc, version desc, id desc"

    exchange_id = fields.Many2one(
        "biginn.exchange", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="exchange_id.company_id", store=True, index=True, string="Run by"
    )
    kind = fields.Selection(
        [("commitment", "Commitment to Quality"), ("agreement", "Financial agreement")],
        required=True,
        readonly=True,
    )
    version = fields.Integer(required=True, readonly=True, default=1)
    lang = fields.Char(string="Language", required=True, readonly=True)
    content = fields.Json(required=True, readonly=True)
    content_hash = fields.Char(
        string="Fingerprint",
        required=True,
        readonly=True,
        index=True,
        help="SHA-256 of the words that are signed.",
    )
    state = fields.Selection(
        [("open", "Being signed"), ("complete", "Signed by all"), ("void", "Void")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    completed_on = fields.Datetime(string="Signed by all on", readonly=True)
    voided_on = fields.Datetime(string="Void since", readonly=True)
    void_code = fields.Selection(
        [
            ("changed", "What it rests on has changed"),
            ("reset", "The exchange was taken back"),
            ("ended", "The exchange does not take place"),
            ("commitment", "The commitment that it follows is void"),
        ],
        string="Void because",
        readonly=True,
    )
    attachment_id = fields.Many2one(
        "ir.attachment", string="Signed PDF", readonly=True, index="btree_not_null"
    )
    sha256 = fields.Char(
        string="Hash of the file",
        readonly=True,
        index="btree_not_null",
        help="SHA-256 of the signed PDF, byte by byte.",
    )
    signature_ids = fields.One2many("biginn.signature", "document_id", string="Signatures")

    _version_uniq = models.UniqueIndex(
        "(exchange_id, kind, version)", "This version of the paper exists already."
    )
    _one_in_force = models.UniqueIndex(
        "(exchange_id, kind) WHERE state != 'void'", "Only one version of a paper is in force."
    )

    @api.depends("kind", "version", "exchange_id.name")
    def _compute_display_name(self):
        for document in self:
            name = f"{document._kind_label()} {document.sudo().exchange_id.name or ''}"
            document.display_name = f"{name} ({document.version})"

    def _kind_label(self):
        return dict(self._fields["kind"]._description_selection(self.env)).get(self.kind, "")

    # ------------------------------------------------------------------
    # Nothing is rewritten
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_checked():
            raise UserError(self.env._("Papers are made when signatures are asked for."))
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_checked():
            raise UserError(self.env._("A paper that is signed or to be signed cannot change."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if self:
            raise UserError(self.env._("A paper is kept, also when it is void."))

    @api.model
    def _portal_readable_fields(self):
        return super()._portal_readable_fields() | PORTAL_READABLE

    # ------------------------------------------------------------------
    # Where it stands
    # ------------------------------------------------------------------

    def _is_intact(self):
        """Whether the words are still the ones whose hash was signed."""
        self.ensure_one()
        return signing.same(signing.content_hash(self.content), self.content_hash)

    def _missing_roles(self):
        """Parties whose valid signature is missing, as the rule counts them."""
        self.ensure_one()
        signed = self.signature_ids.filtered(
            lambda signature: (
                signature.state == "signed"
                and signing.same(signature.document_hash or "", self.content_hash)
            )
        )
        return signing.missing(self.kind, signed.mapped("role"))

    def _void(self, code):
        """Void these papers and their signatures; what has been void stays as it was."""
        papers = self.filtered(lambda document: document.state != "void")
        if not papers:
            return papers
        papers._store({"state": "void", "voided_on": fields.Datetime.now(), "void_code": code})
        papers.signature_ids._void()
        return papers

    def _complete(self):
        """Note which of these papers are signed by all; returns them."""
        done = self.filtered(
            lambda document: (
                document.state == "open" and not document._missing_roles() and document._is_intact()
            )
        )
        if done:
            done._store({"state": "complete", "completed_on": fields.Datetime.now()})
        return done
