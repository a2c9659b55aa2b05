import hashlib
import json

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .biginn_statement import FROZEN
from .convert import jsonable


class BiginnStatement(models.Model):
    """Locking: from here on the statement is a document, not a view on the books."""

    _inherit = "biginn.statement"

    def action_lock(self):
        """Freeze the figures, if they are still what the books say.

        :raises UserError: when a blocking finding stands, or it was not computed
        """
        self.check_access("write")
        for one in self:
            one._check_may_lock()
            before = one._digest()
            one.action_compute()
            if one._digest() != before:
                # never locked on figures that nobody has looked at
                raise UserError(
                    self.env._(
                        "The books have changed since the last compute. Compute again, look at "
                        "what is new, then lock."
                    )
                )
            one._check_may_lock()
            one._store(
                {
                    "state": "locked",
                    "locked_on": fields.Datetime.now(),
                    "locked_by_id": self.env.uid,
                    "fingerprint": one._digest(),
                }
            )
        return True

    def _check_may_lock(self):
        reason = self._get_cannot_lock_reason()
        if reason:
            raise UserError(reason)

    def action_submit(self):
        """Mark a locked statement as sent."""
        self.check_access("write")
        for one in self:
            if one.state != "locked":
                raise UserError(self.env._("Only a locked statement is submitted."))
            one._store({"state": "submitted"})
        return True

    def action_unlock(self, reason):
        """Back to computed: managers of the cluster only, with a reason that stays in the chatter.

        :raises AccessError: for others; :raises UserError: without a reason
        """
        if not self.env.user.has_group("biginn_cluster.group_manager"):
            raise AccessError(self.env._("Only a cluster manager may unlock a statement."))
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Unlocking needs a reason."))
        self.check_access("write")
        for one in self:
            if one.state not in FROZEN:
                raise UserError(self.env._("%(name)s is not locked.", name=one.display_name))
            one.message_post(
                body=self.env._(
                    "Unlocked. Reason: %(reason)s. Fingerprint until now: %(fingerprint)s",
                    reason=reason.strip(),
                    fingerprint=one.fingerprint,
                )
            )
            one._store(
                {"state": "computed", "locked_on": False, "locked_by_id": False,
                 "fingerprint": False}
            )
        return True

    def action_verify(self):
        """Whether the locked figures in the database still give the printed fingerprint."""
        self.ensure_one()
        self.check_access("read")
        fine = bool(self.fingerprint) and self._digest() == self.fingerprint
        message = (
            self.env._("The figures are those that were locked.")
            if fine
            else self.env._("The figures do not match the fingerprint: they were tampered with.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success" if fine else "danger", "message": message},
        }

    def _digest(self):
        """SHA-256 of the canonical JSON of header, lines, items, findings and daily rates.

        It is read from the database, so that a change behind the ORM's back shows.
        """
        self.ensure_one()
        self.env.flush_all()
        self.env.invalidate_all()
        # sudo: the same for all who may read the statement, whatever parts of it they may see
        text = json.dumps(self.sudo()._content(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def _content(self):
        """Everything the statement says, as plain data with amounts as text.

        The names are listed by hand: a field that a later version adds must not change the
        fingerprint of what is locked already.
        """
        header = [
            "fx_rate_text", "fx_mean_text", "fx_total_text", "fx_days", "direct_local",
            "direct_eur", "indirect_base_eur", "indirect_rate", "indirect_eur", "total_eur",
            "max_contribution_eur", "is_capped", "cap_eur", "requested_limit_eur",
            "requested_eur", "own_funding_eur", "hourly_rate_decimals", "explanations",
        ]
        return {
            "grant": self.grant_id.number,
            "beneficiary": self.beneficiary_id.id,
            "books": self.local_currency_id.name,
            "period": [str(self.period_id.date_start), str(self.period_id.date_end)],
            "figures": {name: jsonable(self[name]) for name in header},
            "lines": self.line_ids.sorted("id")._content(
                ["sequence", "code", "form", "is_converted", "amount_local", "amount_eur",
                 "in_indirect_base", "reimbursement_rate", "contribution_eur", "item_count"]
            ),
            "items": self.item_ids.sorted("id")._content(
                ["key", "source", "status", "category_code", "date", "name", "document",
                 "partner_name", "account_name", "rule_name", "reason", "net_local", "tax_local",
                 "percent", "hours", "annual_cost", "productive_hours", "fiscal_year", "months",
                 "life_months", "amount_local", "amount_eur"]
            ),
            "findings": self.finding_ids.sorted("id")._content(["severity", "code", "params"]),
            "rates": self.fx_ids.sorted("date")._content(["date", "rate_text"]),
        }
