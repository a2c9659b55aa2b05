from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class BiginnCandidate(models.Model):
    """A member meets candidates of the catalogue and answers proposals."""

    _inherit = "biginn.candidate"

    def _matches_by_partner(self):
        """{id of the other candidate: match}, with the reader's own rights on matches."""
        self.ensure_one()
        side, other = ("visitor", "host") if self.role == "visitor" else ("host", "visitor")
        matches = self.env["biginn.match"].search([(f"{side}_id", "=", self.id)])
        # sudo: the id of the other candidate and nothing else
        return {match.sudo()[f"{other}_id"].id: match for match in matches}

    def _get_cannot_meet_reason(self):
        """Why this member cannot propose or answer for this candidate; False if one can."""
        person = self.env.user.partner_id
        # sudo: the two facts the right rests on
        if person.sudo().profile_editor or person.id == self.sudo().contact_id.id:
            return False
        return self.env._(
            "Only the person who takes part, or who looks after the profile, can answer."
        )

    def _portal_meet(self, partner_id):
        """A member wants to meet this candidate of the catalogue: its own yes is given with it.

        Once more does nothing.
        """
        self.ensure_one()
        catalogue = self.env["biginn.match.catalogue"]
        if self not in catalogue._own_candidates():
            raise UserError(self.env._("Your own candidate is not accepted."))
        reason = self._get_cannot_meet_reason()
        if reason:
            raise UserError(reason)
        # sudo: the gate has said yes; the pool holds what the catalogue shows
        pool = catalogue._pool_domain(self.sudo()) & Domain("id", "=", partner_id)
        partner_sudo = self.sudo().search(pool)
        if not partner_sudo:
            raise UserError(self.env._("This candidate is not in the catalogue any more."))
        pair = (self.sudo(), partner_sudo)
        visitor, host = pair if self.role == "visitor" else pair[::-1]
        matches_sudo = self.env["biginn.match"].sudo()._as_checked()
        match = matches_sudo._propose(
            visitor,
            host,
            **{
                f"{self.role}_answer": "yes",
                f"{self.role}_answered_on": fields.Datetime.now(),
            },
        )
        match = self.env["biginn.match"].browse(match.id)
        match.action_answer(self.role, "yes")
        return match
