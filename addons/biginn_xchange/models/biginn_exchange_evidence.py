import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What handing in and deciding leave behind: nobody types it.
DECIDED = {
    "state",
    "decided_on",
    "decided_by_id",
    "reason",
    "registration_id",
    "checksum",
    # the number of any file would do to read that file here
    "attachment_id",
}
HANDED_IN = {"exchange_id", "partner_id", "kind", "paper", "paper_name"}
PORTAL_READABLE_FIELDS = {
    "exchange_id",
    "partner_id",
    "kind",
    "paper_name",
    "note",
    "state",
    "reason",
    "author_id",
    "submitted_on",
    "decided_on",
}


class BiginnExchangeEvidence(models.Model):
    """Something that proves that the stay took place: never what it cost.

    visitor, host   hand in through the portal's gate, and take their own back until it is accepted
    staff           of the company that runs the exchange: enter, accept, refuse with a reason
    nobody          makes a check-in: it follows the registration at the linked agenda

    A file is known by its content (rules/upload.py); the same one is kept once.
    """

    _name = "biginn.exchange.evidence"
    _description = "Evidence of a stay"
    _inherit = ["biginn.checked.mixin", "biginn.portal.readable"]
    _order = "exchange_id desc, id"

    exchange_id = fields.Many2one("biginn.exchange", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        related="exchange_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Handed in by",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        index=True,
        precompute=True,
        help="The organisation: the visitor's or the host.",
    )
    author_id = fields.Many2one("res.partner", string="Person", readonly=True)
    kind = fields.Selection(
        [
            ("boarding_pass", "Ticket or boarding pass"),
            ("invoice", "Hotel or travel invoice"),
            ("photo", "Photo"),
            ("check_in", "Check-in at an agenda"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    state = fields.Selection(
        [("submitted", "Waiting"), ("accepted", "Accepted"), ("refused", "Refused")],
        default="submitted",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        help="Waiting: the office has not looked at it. Accepted: it proves the stay. "
        "Refused: it does not, the reason says why.",
    )
    note = fields.Char(help="What it shows, where that is not plain.")
    reason = fields.Text(readonly=True, help="Why it was refused. The organisation reads it.")
    submitted_on = fields.Datetime(
        string="Handed in on", default=fields.Datetime.now, readonly=True
    )
    decided_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="File",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="biginn_cluster.group_staff",
    )
    # the same file as a field one drops a document on
    paper = fields.Binary(
        string="Document",
        compute="_compute_paper",
        inverse="_inverse_paper",
        attachment=False,
        groups="biginn_cluster.group_staff",
    )
    paper_name = fields.Char(string="File name", compute="_compute_paper", inverse="_inverse_paper")
    checksum = fields.Char(readonly=True, copy=False, groups="biginn_cluster.group_staff")
    registration_id = fields.Many2one(
        "event.registration",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="biginn_cluster.group_staff",
    )

    _same_file_once = models.UniqueIndex(
        "(exchange_id, partner_id, checksum) WHERE checksum IS NOT NULL",
        "This file has been handed in already.",
    )
    _check_in_once = models.UniqueIndex(
        "(exchange_id, registration_id) WHERE registration_id IS NOT NULL",
        "This check-in counts already.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("exchange_id")
    def _compute_partner_id(self):
        for evidence in self:
            evidence.partner_id = evidence.partner_id or evidence.exchange_id.visiting_id

    @api.depends("attachment_id")
    @api.depends_context("bin_size")
    def _compute_paper(self):
        for evidence in self:
            # sudo: whoever reads the evidence may read its file
            paper_sudo = evidence.sudo().attachment_id
            evidence.paper_name = paper_sudo.name
            if not self.env.user._is_portal():
                evidence.paper = paper_sudo.datas

    def _inverse_paper(self):
        """Staff drop a file: it passes the same check as a member's."""
        for evidence in self.filtered("paper"):
            content = base64.b64decode(evidence.paper)
            document, sentence = evidence.partner_id._biginn_read_upload(
                evidence.paper_name, content
            )
            if sentence:
                raise UserError(sentence)
            evidence._keep_sudo(document)
        # what was typed gives way to what is kept: a name without tricks
        self.invalidate_recordset(["paper", "paper_name"])

    @api.depends("kind", "exchange_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for evidence in self:
            evidence.display_name = (
                f"{kinds.get(evidence.kind, '')} {evidence.exchange_id.name or ''}"
            )

    @api.constrains("exchange_id", "partner_id")
    def _check_party(self):
        for evidence in self.sudo():
            exchange = evidence.exchange_id
            if evidence.partner_id not in exchange.visiting_id | exchange.host_id:
                raise ValidationError(
                    self.env._("Evidence comes from the visiting organisation or from the host.")
                )

    # ------------------------------------------------------------------
    # ORM overrides
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        checked = self._is_checked()
        if not checked:
            vals_list = [
                {name: value for name, value in vals.items() if name not in DECIDED}
                for vals in vals_list
            ]
        evidence = super().create(vals_list)
        if not checked:
            evidence._check_by_hand()
        return evidence

    def _check_by_hand(self):
        for evidence in self:
            if evidence.state != "submitted" or evidence.kind == "check_in":
                raise UserError(
                    self.env._(
                        "A check-in follows the registration at the agenda; other evidence is "
                        "handed in first and then accepted."
                    )
                )
            evidence._check_exchange_open()

    def _check_exchange_open(self):
        reason = self.exchange_id._get_no_evidence_reason()
        if reason:
            raise UserError(reason)

    def write(self, vals):
        """The one door: forged decisions, and another file under an accepted one, stop here."""
        if self._is_checked():
            return super().write(vals)
        if vals.keys() & DECIDED:
            raise UserError(self.env._("Evidence is accepted and refused by its buttons."))
        if not vals.keys() & HANDED_IN:
            return super().write(vals)
        self._check_undecided()
        result = super().write(vals)
        self._check_by_hand()
        return result

    def _check_undecided(self):
        for evidence in self:
            if evidence.state != "submitted":
                raise UserError(
                    self.env._(
                        "%(evidence)s is decided: hand in another one instead.",
                        evidence=evidence.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_accepted(self):
        if self._is_checked():
            return
        for evidence in self:
            if evidence.state == "accepted":
                raise UserError(
                    self.env._(
                        "%(evidence)s is accepted: it stays.", evidence=evidence.display_name
                    )
                )
            evidence._check_exchange_open()

    @api.model
    def _guarded_fields(self):
        return DECIDED

    @api.model
    def _portal_readable_fields(self):
        return super()._portal_readable_fields() | PORTAL_READABLE_FIELDS

    # ------------------------------------------------------------------
    # The file
    # ------------------------------------------------------------------

    def _keep_sudo(self, document):
        """Keep a checked file in the place of the one that stands; only gates call this."""
        self.ensure_one()
        evidence_sudo = self.sudo()
        old_sudo = evidence_sudo.attachment_id
        paper_sudo = evidence_sudo.partner_id._biginn_keep_upload_sudo(document, evidence_sudo)
        evidence_sudo._store(
            {"attachment_id": paper_sudo.id, "checksum": self._checksum(document.content)}
        )
        old_sudo.unlink()

    @api.model
    def _checksum(self, content):
        return hashlib.sha256(content).hexdigest()

    def _handed_in_sudo(self):
        """The file, for whoever may read the evidence."""
        self.check_access("read")
        return self.sudo().attachment_id
