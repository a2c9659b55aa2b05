from odoo import api, fields, models
from odoo.tools import SQL

from ..rules import signing
from .biginn_exchange_building import SIGNING_STATES

MARKS = [("none", "Not asked"), ("pending", "Missing"), ("signed", "Signed")]
# moves that end an exchange before it took place
ENDINGS = ("cancelled", "refused")


class BiginnExchange(models.Model):
    """The papers of an exchange: when they are made, when they are void, whether they are signed.

    Asking for signatures makes the Commitment to Quality; once all four parties have signed it and
    a lump sum is due, the financial agreement follows. Whatever changes what a paper rests on
    makes it void, and a new version asks again.
    """

    _inherit = "biginn.exchange"

    document_ids = fields.One2many("biginn.exchange.document", "exchange_id", string="Papers")
    signature_ids = fields.One2many("biginn.signature", "exchange_id", string="Signatures")
    current_signature_ids = fields.Many2many(
        "biginn.signature",
        string="Signatures in force",
        compute="_compute_current_signature_ids",
    )
    paper_count = fields.Integer(string="Papers made", compute="_compute_paper_count")
    missing_signature_count = fields.Integer(
        string="Missing signatures", compute="_compute_missing_signature_count", store=True
    )
    visitor_mark = fields.Selection(
        MARKS, string="Visitor's signature", compute="_compute_signature_marks"
    )
    host_mark = fields.Selection(
        MARKS, string="Host's signature", compute="_compute_signature_marks"
    )
    visiting_partnership_mark = fields.Selection(
        MARKS, string="Signature of the visiting partnership", compute="_compute_signature_marks"
    )
    host_partnership_mark = fields.Selection(
        MARKS, string="Signature of the host partnership", compute="_compute_signature_marks"
    )
    agreement_mark = fields.Selection(
        MARKS, string="Signatures of the agreement", compute="_compute_signature_marks"
    )

    @api.depends("signature_ids.state")
    def _compute_missing_signature_count(self):
        for exchange in self:
            exchange.missing_signature_count = len(
                exchange.signature_ids.filtered(lambda signature: signature.state == "pending")
            )

    @api.depends("signature_ids.state")
    def _compute_current_signature_ids(self):
        for exchange in self:
            exchange.current_signature_ids = exchange.signature_ids.filtered(
                lambda signature: signature.state != "void"
            )

    @api.depends("document_ids")
    def _compute_paper_count(self):
        for exchange in self:
            exchange.paper_count = len(exchange.document_ids)

    @api.depends("signature_ids.state", "signature_ids.role", "document_ids.state")
    def _compute_signature_marks(self):
        for exchange in self:
            # sudo: a mark says no more than the state that everybody who reads this may see
            exchange_sudo = exchange.sudo()
            paper_sudo = exchange_sudo._paper(signing.COMMITMENT)
            states = {each.role: each.state for each in paper_sudo.signature_ids}
            for role in signing.PARTIES[signing.COMMITMENT]:
                exchange[f"{role}_mark"] = states.get(role, "none")
            agreement_sudo = exchange_sudo._paper(signing.AGREEMENT)
            if not agreement_sudo:
                exchange.agreement_mark = "none"
            else:
                signed = agreement_sudo.state == "complete"
                exchange.agreement_mark = "signed" if signed else "pending"

    @api.model
    def _computed_only(self):
        return super()._computed_only() | {
            "document_ids",
            "signature_ids",
            "missing_signature_count",
        }

    # ------------------------------------------------------------------
    # What is signed
    # ------------------------------------------------------------------

    def _paper(self, kind):
        """The version of a paper that is in force, if there is one."""
        self.ensure_one()
        return self.document_ids.filtered(
            lambda document: document.kind == kind and document.state != "void"
        )[:1]

    def _is_paper_signed(self, kind):
        """Signed by all its parties, and its words are still the ones they signed."""
        # sudo: whether it is signed decides for everybody who asks
        paper_sudo = self.sudo()._paper(kind)
        return bool(
            paper_sudo.state == "complete"
            and not paper_sudo._missing_roles()
            and paper_sudo._is_intact()
        )

    def _is_commitment_signed(self):
        self.ensure_one()
        return self._is_paper_signed(signing.COMMITMENT)

    def _is_agreement_signed(self):
        self.ensure_one()
        return self._is_paper_signed(signing.AGREEMENT)

    def _needs_agreement(self):
        """Only where there is a lump sum to agree on."""
        self.ensure_one()
        return self.currency_id.compare_amounts(self.lump_sum, 0) > 0

    # ------------------------------------------------------------------
    # States: what must hold, and what they trigger
    # ------------------------------------------------------------------

    def _get_not_ready_reason(self, target):
        reason = super()._get_not_ready_reason(target)
        if not reason and target == "signing":
            reason = self._get_all_signed_reason() or self._get_not_built_reason()
        if not reason and target == "ready":
            reason = self._get_not_signed_reason()
        return reason

    @api.model
    def _moves(self):
        """A change of what was signed takes an exchange that was ready back to signing."""
        moves = super()._moves()
        return {**moves, "signing": (*moves["signing"], "ready")}

    def _get_all_signed_reason(self):
        if self.state == "ready" and not self._get_not_signed_reason():
            return self.env._("Everybody has signed, and nothing has changed since.")
        return False

    def _get_not_built_reason(self):
        """What the Commitment to Quality cannot be made without."""
        if not (self.goals or "").strip():
            return self.env._("Write the goals of the exchange: they stand in the commitment.")
        if not (self.objectives or "").strip():
            return self.env._("Write the objectives: they stand in the commitment.")
        if not self._has_plan():
            return self.env._("Plan at least one day, or name the agenda it is part of.")
        labels = dict(self.env["biginn.signature"]._fields["role"]._description_selection(self.env))
        for role, organisation in self._parties(signing.COMMITMENT).items():
            if not organisation:
                return self.env._(
                    "Four parties sign: say who is the %(party)s.", party=labels[role].lower()
                )
        return False

    def _get_not_signed_reason(self):
        for kind in (signing.COMMITMENT, signing.AGREEMENT):
            if self._is_paper_signed(kind) or (
                kind == signing.AGREEMENT and not self._needs_agreement()
            ):
                continue
            # sudo: the names of the parties that everybody who reads the exchange sees on it
            paper_sudo = self.sudo()._paper(kind)
            label = self.env["biginn.exchange.document"]._title(kind)
            if not paper_sudo:
                return self.env._("The %(paper)s has not been made yet.", paper=label)
            waiting = paper_sudo.signature_ids.filtered(lambda each: each.state == "pending")
            return self.env._(
                "Signatures are missing under the %(paper)s: %(parties)s.",
                paper=label,
                parties=", ".join(f"{s._role_label()} ({s.organisation_id.name})" for s in waiting),
            )
        return False

    def _after_move(self, target):
        result = super()._after_move(target)
        if target == "signing":
            self._ask_for_signatures()
        elif target == "draft":
            self._void_papers("reset")
        elif target in ENDINGS:
            self._void_papers("ended")
        return result

    # ------------------------------------------------------------------
    # Making papers
    # ------------------------------------------------------------------

    def _ask_for_signatures(self, later=False):
        """Make the commitments that do not stand yet, and ask the parties to sign them."""
        without = self.filtered(lambda exchange: not exchange._paper(signing.COMMITMENT))
        papers = without._make_papers(signing.COMMITMENT)
        papers.signature_ids._ask(later)
        return papers

    def _ask_for_agreement(self, later=False):
        """Once the commitment is signed by all: the agreement, where money is due."""
        due = self.filtered(
            lambda exchange: (
                exchange._needs_agreement()
                and exchange._is_commitment_signed()
                and not exchange._paper(signing.AGREEMENT)
            )
        )
        papers = due._make_papers(signing.AGREEMENT)
        papers.signature_ids._ask(later)
        return papers

    def _make_papers(self, kind):
        # sudo: papers and signatures are written by the program alone, from checked moves
        documents_sudo = self.env["biginn.exchange.document"].sudo()
        if not self:
            return documents_sudo
        # the version before is void in the database, too, when this one comes into force
        documents_sudo.flush_model()
        versions = dict(
            documents_sudo._read_group(
                [("exchange_id", "in", self.ids), ("kind", "=", kind)],
                ["exchange_id"],
                ["version:max"],
            )
        )
        rows = []
        for exchange in self:
            version = versions.get(exchange.sudo(), 0) + 1
            content = documents_sudo._content_of(exchange, kind, version)
            rows.append(
                {
                    "exchange_id": exchange.id,
                    "kind": kind,
                    "version": version,
                    "lang": content["lang"],
                    "content": content,
                    "content_hash": signing.content_hash(content),
                }
            )
        papers_sudo = documents_sudo._make(rows)
        signatures_sudo = self.env["biginn.signature"].sudo()
        signatures_sudo._make(
            [
                {
                    "document_id": paper_sudo.id,
                    "role": role,
                    "organisation_id": organisation.id,
                    "signer_id": paper_sudo.exchange_id._signer_of(role).id,
                }
                for paper_sudo in papers_sudo
                for role, organisation in paper_sudo.exchange_id._parties(kind).items()
            ]
        )
        return papers_sudo

    def _signer_of(self, role):
        """Who is asked: the named contact, else who looks after the organisation, else itself."""
        self.ensure_one()
        organisation = self._parties(signing.COMMITMENT)[role]
        looks_after = (
            self.user_id if role == signing.VISITING_PARTNERSHIP else self.env["res.users"]
        )
        if organisation in looks_after.company_ids.partner_id:
            return looks_after.partner_id
        contact = self._contact_of(role)
        if contact.email:
            return contact
        people = organisation.child_ids.filtered(
            lambda person: person.type == "contact" and person.email and not person.is_company
        )
        editors = people.filtered("profile_editor")
        if role in (signing.VISITOR, signing.HOST):
            people = editors or contact or people
        return people[:1] or contact or organisation

    # ------------------------------------------------------------------
    # Voiding
    # ------------------------------------------------------------------

    def _signing_lock(self):
        """Two signers, or a signer and somebody who changes something: one after the other.

        Written, not only locked: under REPEATABLE READ the second one would go on with what it saw
        before. So it starts over and finds what the first one did.
        """
        if self:
            self.flush_recordset()
            self.env.cr.execute(
                SQL(
                    "UPDATE biginn_exchange SET write_date = write_date WHERE id IN (SELECT id"
                    " FROM biginn_exchange WHERE id IN %s ORDER BY id FOR NO KEY UPDATE)",
                    tuple(self.ids),
                )
            )

    def _void_papers(self, code, kinds=(signing.COMMITMENT, signing.AGREEMENT)):
        """Void the papers in force; signatures given and asked for go with them."""
        # sudo: papers are written by the program alone; the move that leads here was checked
        papers_sudo = self.sudo().document_ids.filtered(
            lambda document: document.kind in kinds and document.state != "void"
        )
        voided_sudo = papers_sudo._void(code)
        self.browse(voided_sudo.exchange_id.ids)._forget_tasks()
        return voided_sudo

    def _void_outdated(self):
        """Void papers that say something else than the exchange does, and ask again."""
        # sudo: whoever may change what the papers rest on makes them void, whatever else they may
        concerned = self.sudo().filtered(lambda exchange: exchange.state in SIGNING_STATES)
        outdated = concerned.filtered(lambda exchange: exchange._outdated_kinds())
        if not outdated:
            return
        outdated._signing_lock()
        for exchange in outdated:
            kinds = exchange._outdated_kinds()
            given = exchange.signature_ids.filtered(
                lambda each, kinds=kinds: each.state == "signed" and each.kind in kinds
            )
            exchange._void_papers("changed", kinds)
            exchange._tell_void(len(given))
            if exchange.state == "ready":
                exchange._store(exchange._state_values("signing"))
        # whoever edits goes on for a while: one mail for it all, not one for each change
        outdated._ask_for_signatures(later=True)
        outdated._ask_for_agreement(later=True)

    def _outdated_kinds(self):
        """Papers in force whose words would be others today."""
        self.ensure_one()
        exchange_sudo = self.sudo()
        commitment_sudo = exchange_sudo._paper(signing.COMMITMENT)
        agreement_sudo = exchange_sudo._paper(signing.AGREEMENT)
        if commitment_sudo and commitment_sudo.content["basis"] != exchange_sudo._signing_basis(
            signing.COMMITMENT
        ):
            return (signing.COMMITMENT, signing.AGREEMENT)
        if agreement_sudo and agreement_sudo.content["basis"] != exchange_sudo._signing_basis(
            signing.AGREEMENT
        ):
            return (signing.AGREEMENT,)
        return ()

    def _tell_void(self, given):
        self.ensure_one()
        if given:
            body = self.env._(
                "What the papers rest on has changed: %(count)s signatures are void, the parties "
                "are asked again.",
                count=given,
            )
        else:
            body = self.env._("What the papers rest on has changed: they were made anew.")
        self._message_log(body=body)
