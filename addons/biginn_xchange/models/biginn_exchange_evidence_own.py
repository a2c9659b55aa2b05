from odoo import models
from odoo.exceptions import AccessError
from odoo.tools.misc import format_date


class BiginnExchangeEvidence(models.Model):
    """Evidence as its own organisation sees it."""

    _inherit = "biginn.exchange.evidence"

    def _portal_remove(self):
        """Take one's own back while the office has not accepted it."""
        self.ensure_one()
        reason = self.exchange_id._get_no_closing_right_reason() or self._get_cannot_remove_reason()
        if reason:
            raise AccessError(reason)
        # sudo: the own organisation's, by one who may hand in for it
        self.sudo().unlink()
        return True

    def _get_cannot_remove_reason(self):
        if self.state == "accepted":
            return self.env._("Your cluster has accepted it: it stays.")
        return self.exchange_id._get_no_evidence_reason()

    def _portal_rows(self):
        """What the page shows of these, as plain values."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        return [
            {
                "id": evidence.id,
                "kind": kinds[evidence.kind],
                "name": evidence.paper_name or "",
                "document": evidence._handed_in_sudo().id,
                "note": evidence.note or "",
                "state": evidence.state,
                "label": states[evidence.state],
                "reason": evidence.reason or "",
                "day": format_date(self.env, evidence.submitted_on),
                "removable": not evidence._get_cannot_remove_reason(),
            }
            for evidence in self
        ]
