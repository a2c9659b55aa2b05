from odoo import models

BADGES = {
    "proposed": "text-bg-warning",
    "accepted": "text-bg-warning",
    "validated": "text-bg-success",
    "declined": "text-bg-danger",
}


class BiginnMatch(models.Model):
    """What a member sees of a match: plain values, and of the other one only what may be known."""

    _inherit = "biginn.match"

    def _portal_side(self):
        """Whose side the current user is on."""
        self.ensure_one()
        # sudo: which of the two organisations is the member's own
        visitor_sudo = self.sudo().visitor_partner_id
        own = self.env.user.commercial_partner_id
        return "visitor" if own == visitor_sudo.commercial_partner_id else "host"

    def _portal_card(self):
        """One match as the list and the page of matches show it."""
        self.ensure_one()
        side = self._portal_side()
        other = self._other_side(side)
        # sudo: what the catalogue shows of the other candidate, and the own answer
        match_sudo = self.sudo()
        partner_sudo = match_sudo._side_candidate(other)
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "url": f"/my/matches/{self.id}",
            "side": side,
            "state": self.state,
            "label": states[self.state],
            "badge": BADGES[self.state],
            "score": self.score,
            "partner": self.env["biginn.match.desk"]._card(partner_sudo),
            "mine": match_sudo[f"{side}_answer"],
            "theirs": match_sudo[f"{other}_answer"],
            "next": self._portal_next(side),
            "decline_reason": self.decline_reason or "",
        }

    def _portal_next(self, side):
        """What happens next and who must act, as one sentence."""
        match_sudo = self.sudo()
        name = match_sudo._side_candidate(self._other_side(side)).partner_id.name
        if self.state == "declined":
            if match_sudo[f"{side}_answer"] == "no":
                return self.env._("You have said no. Nothing more happens.")
            return self.env._("%(organisation)s has said no.", organisation=name)
        if self.state == "validated":
            if match_sudo.exchange_id:
                return self.env._("The exchange is being prepared.")
            return self.env._("Both have said yes. The cluster prepares the exchange.")
        if match_sudo[f"{side}_answer"] == "pending":
            return self.env._("Say yes or no.")
        return self.env._("%(organisation)s has to answer.", organisation=name)

    def _portal_values(self):
        """The page of one match."""
        self.ensure_one()
        side = self._portal_side()
        # sudo: whether an exchange of one's own has come of it
        exchange = self.sudo().exchange_id.sudo(False)
        return {
            "card": self._portal_card(),
            "reasons": self._reason_rows(),
            "contact": self._portal_contact(side),
            "cannot_yes": self._get_cannot_answer_reason(side, "yes"),
            "cannot_no": self._get_cannot_answer_reason(side, "no"),
            "exchange_url": f"/my/exchanges/{exchange.id}"
            if exchange and exchange.has_access("read")
            else "",
        }

    def _portal_contact(self, side):
        """The other side's person; nobody before both have said yes."""
        if self.state != "validated":
            return {}
        # sudo: both have agreed to know each other
        person_sudo = self.sudo()._side_candidate(self._other_side(side)).contact_id
        return {
            "name": person_sudo.name or "",
            "function": person_sudo.function or "",
            "email": person_sudo.email or "",
            "phone": person_sudo.phone or "",
        }
