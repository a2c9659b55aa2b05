from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..rules.profile_input import fingerprint
from .biginn_consent_purpose import OF_THE_ORGANISATION


class ResPartner(models.Model):
    """Consents as a member gives and withdraws them in the portal.

    ================ ================================ =====================
    who              the organisation's (directory)   the own (all others)
    ================ ================================ =====================
    profile editor   give, withdraw                   give, withdraw
    sibling contact  read                             give, withdraw
    stranger, public
    ================ ================================ =====================
    """

    _inherit = "res.partner"

    def _get_cannot_consent_reason(self, purpose):
        """Why the current user may not decide on `purpose` for this contact; empty when it may."""
        self.ensure_one()
        member = self.env.user.partner_id
        if purpose in OF_THE_ORGANISATION:
            if self != member._biginn_portal_organisation():
                return self.env._("You can only decide for your own organisation.")
            if not member.profile_editor:
                return self.env._(
                    "Only the profile editors of %(organisation)s decide this.",
                    organisation=self.name,
                )
        elif self != member:
            return self.env._("Everybody decides this for themselves.")
        return ""

    def _biginn_portal_whose(self, purpose):
        """The organisation or this contact: whose consent `purpose` takes. May be empty."""
        if purpose in OF_THE_ORGANISATION:
            return self._biginn_portal_organisation()
        return self

    def _biginn_portal_consents(self):
        """What the privacy page shows this contact: each purpose with its state and history."""
        self.ensure_one()
        purposes = (
            self.env["biginn.consent.purpose"].with_context(active_test=False).search(Domain.TRUE)
        )
        organisation = self._biginn_portal_organisation()
        consents = self.env["biginn.consent"].search(
            [("partner_id", "in", (self + organisation).ids)]
        )
        rows = []
        for purpose in purposes:
            whose = self._biginn_portal_whose(purpose.code)
            history = consents.filtered(
                lambda c, p=purpose, w=whose: c.purpose == p.code and c.partner_id == w
            )
            given = history.filtered(lambda c: not c.withdrawn_on)
            # A purpose that is switched off is not asked for; what was agreed stays in sight.
            if whose and (purpose.active or history):
                rows.append(self._biginn_portal_consent_row(purpose, whose, given, history))
        return rows

    def _biginn_portal_consent_row(self, purpose, whose, given, history):
        text = purpose._text(self.env.company)
        return {
            "code": purpose.code,
            "name": purpose.name,
            "text": text,
            "seen": fingerprint(text),
            "of_organisation": purpose.code in OF_THE_ORGANISATION,
            "given": given,
            "asked": purpose.active,
            "reason": whose._get_cannot_consent_reason(purpose.code),
            "history": [consent._portal_line() for consent in history],
        }

    def _biginn_portal_consent(self, purpose, give, seen=""):
        """Give or withdraw a consent on behalf of the member who asks.

        :param str purpose: its code, as posted
        :param bool give: give, or else withdraw
        :param str seen: mark of the words the page showed; nobody agrees to words unseen
        :return: a sentence when nothing was done, else empty
        :rtype: str
        """
        self.ensure_one()
        kinds = self.env["biginn.consent.purpose"]
        known = kinds._of(purpose) if isinstance(purpose, str) else kinds
        whose = self._biginn_portal_whose(purpose) if known else self.browse()
        if not whose:
            return self.env._("Choose a purpose from the list.")
        reason = whose._get_cannot_consent_reason(purpose)
        if reason:
            raise AccessError(reason)
        if not give:
            # The check above answers for the sudo: the own, or an editor's organisation.
            whose.sudo()._biginn_withdraw_consent(purpose)
            return ""
        if not known.active:
            return self.env._("Your cluster no longer asks for this.")
        text = known._text(self.env.company)
        if seen != fingerprint(text):
            return self.env._(
                "The words have changed meanwhile. Please read them again before you agree."
            )
        values = {
            "source": "portal",
            "wording": text,
            "wording_version": known.version,
            "lang": self.env.lang,
        }
        try:
            with self.env.cr.savepoint():
                whose.sudo()._biginn_give_consent(purpose, **values)
        except IntegrityError:
            # Another click, or a colleague, was faster: it is given.
            self.env.invalidate_all()
        return ""
