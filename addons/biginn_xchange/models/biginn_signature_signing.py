import base64
import binascii

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.biginn_cluster.rules import upload

from ..rules import signing
from .biginn_signature_asking import QUIETLY

# Papers that one act completes and that get their PDF at once; of more, a job makes them.
PDF_AT_ONCE = 2


class BiginnSignature(models.Model):
    """Signing: one act for one signature or for many, each with a record and a hash of its own."""

    _inherit = "biginn.signature"

    # ------------------------------------------------------------------
    # Who may sign
    # ------------------------------------------------------------------

    def _get_cannot_sign_reason(self):
        """Why the current user cannot give this signature now; False when nothing is in the way."""
        self.ensure_one()
        return self._get_not_open_reason() or self._get_not_theirs_reason()

    def _get_not_open_reason(self):
        """Why nobody can give this signature."""
        if self.state == "signed":
            return self.env._("This is signed already.")
        if self.state == "void":
            return self.env._("This paper is void: what it said has changed.")
        # sudo: the state alone; a paper is open as long as its exchange waits for signatures
        if self.sudo().exchange_id.state != "signing":
            return self.env._("This exchange does not wait for signatures.")
        return False

    def _get_not_theirs_reason(self):
        """The one who is asked may sign, who edits the organisation's profile, or, for a
        partnership of this database, its staff."""
        user = self.env.user
        # sudo: numbers to compare with one's own, of a record that one may read
        signature_sudo = self.sudo()
        organisation_sudo = signature_sudo.organisation_id.commercial_partner_id
        asked = signature_sudo.signer_id == user.partner_id
        colleague = user.commercial_partner_id == organisation_sudo
        visits = self.role == "visitor" and (
            user.partner_id in signature_sudo.exchange_id.visitor_ids
        )
        if asked or visits or (colleague and user.partner_id.profile_editor):
            return False
        if (
            user.has_group("biginn_cluster.group_staff")
            and organisation_sudo in user.company_ids.partner_id
        ):
            return False
        return self.env._(
            "Only %(person)s or somebody who may sign for %(organisation)s can sign here.",
            person=signature_sudo.signer_id.name or self.env._("the one who is asked"),
            organisation=organisation_sudo.name,
        )

    # ------------------------------------------------------------------
    # The act
    # ------------------------------------------------------------------

    def action_sign(self, name, drawing=False, seen=None):
        """Sign these, under the own name: one act, one record and one hash for each.

        :param str name: the name one signs with
        :param str drawing: a PNG in base64 for a drawn signature; without, the typed name counts
        :param dict seen: {number of the signature: hash of the words that were shown}
        """
        self.check_access("read")
        # a second click finds its own signature: nothing to do, nothing wrong
        waiting = self.filtered(lambda each: each.state != "signed")
        for signature in waiting:
            if signature._get_not_theirs_reason():
                raise AccessError(signature._get_not_theirs_reason())
        # sudo: each was found to be this user's to give, just above
        waiting.sudo()._sign(name, drawing, seen)
        return True

    def _sign(self, name, drawing=False, seen=None):
        """Give these signatures. Whether the one who signs may, the caller has checked."""
        vals = self._sign_values(name, drawing)
        exchanges = self.exchange_id
        exchanges._signing_lock()
        for signature in self:
            reason = signature._get_not_open_reason() or signature._get_other_words_reason(seen)
            if reason:
                raise UserError(reason)
        self._store(vals)
        for signature in self:
            signature._store({"document_hash": signature.document_id.content_hash})
        self._note_signed()
        self.document_id._after_signing()

    def _sign_values(self, name, drawing):
        name, problem = signing.read_name(name)
        if problem:
            raise UserError(self._name_sentence(problem))
        drawn = self._read_drawing(drawing)
        return {
            "state": "signed",
            "signer": name,
            "signed_on": fields.Datetime.now(),
            "method": "drawn" if drawn else "typed",
            "drawing": base64.b64encode(drawn) if drawn else False,
            "ip": request.httprequest.remote_addr if request else False,
            "token_expires_on": False,
        }

    def _name_sentence(self, problem):
        if problem == "name_long":
            return self.env._(
                "This name is too long: at most %(limit)s characters.", limit=signing.NAME_MAX
            )
        return self.env._("Write your full name.")

    def _read_drawing(self, drawing):
        """The picture of a drawn signature; nothing when there is none."""
        if not drawing:
            return b""
        if isinstance(drawing, str):
            drawing = drawing.removeprefix("data:image/png;base64,").encode()
        try:
            content = base64.b64decode(drawing, validate=True)
        except (binascii.Error, TypeError, ValueError):
            content = b""
        if len(content) > signing.DRAWING_MAX or upload.kind_of(content) != "png":
            raise UserError(self.env._("The drawn signature did not arrive whole. Draw it again."))
        return content

    def _get_other_words_reason(self, seen):
        """Nobody signs words that were changed while they were read."""
        if not seen:
            return False
        shown = seen.get(self.id) or seen.get(str(self.id))
        if shown and not signing.same(str(shown), self.document_id.content_hash):
            return self.env._("The paper has changed while you were reading it. Read it again.")
        return False

    def _note_signed(self):
        """One line in each exchange's history."""
        bodies = {}
        for exchange, signatures in self.grouped("exchange_id").items():
            bodies[exchange.id] = self.env._(
                "Signed by %(name)s: %(papers)s",
                name=signatures[0].signer,
                papers="; ".join(
                    f"{each.document_id._kind_label()}, {each._role_label()}" for each in signatures
                ),
            )
        self.exchange_id._message_log_batch(bodies)


class BiginnExchangeDocument(models.Model):
    """What follows when a signature has been given."""

    _inherit = "biginn.exchange.document"

    def _after_signing(self):
        done = self._complete()
        if not done:
            return
        exchanges = done.exchange_id
        exchanges._ask_for_agreement()
        exchanges._forget_tasks()
        if len(done) <= PDF_AT_ONCE and self.env.context.get("biginn_signing") is not QUIETLY:
            done._freeze_pdfs()
        else:
            self.env.ref("biginn_xchange.cron_signed_pdf").sudo()._trigger()
        exchanges._advance()
