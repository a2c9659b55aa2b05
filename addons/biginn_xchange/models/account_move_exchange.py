from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

PENDING = "biginn.exchange.payment"


class AccountMove(models.Model):
    """The bill of a lump sum knows its exchange: one that counts for each.

    What happens to the bill in the books (posted, paid, payment taken back, credited, cancelled,
    deleted) shows on the exchange by itself, whoever does it there.
    """

    _inherit = "account.move"

    biginn_exchange_id = fields.Many2one(
        "biginn.exchange",
        string="Exchange",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
    )

    # never twice for one exchange, whoever presses the button at the same moment; a cancelled or
    # credited bill makes room for a new one
    _biginn_exchange_uniq = models.UniqueIndex(
        "(biginn_exchange_id) WHERE biginn_exchange_id IS NOT NULL AND state != 'cancel'"
        " AND COALESCE(payment_state, '') != 'reversed'",
        "This exchange has a bill already.",
    )

    @api.constrains("biginn_exchange_id", "company_id", "move_type")
    def _check_biginn_exchange(self):
        """A bill is that of an exchange only in the books of the company that pays it."""
        for move in self.filtered("biginn_exchange_id"):
            # sudo: accountants need no right on exchanges
            exchange_sudo = move.sudo().biginn_exchange_id
            wrong = (
                move.move_type != "in_invoice"
                or move.company_id != exchange_sudo.company_id
                or exchange_sudo.state not in ("completed", "paid")
            )
            if wrong:
                raise ValidationError(
                    self.env._(
                        "%(exchange)s cannot be paid by this entry.", exchange=exchange_sudo.name
                    )
                )

    @api.constrains(
        "biginn_exchange_id",
        "state",
        "partner_id",
        "partner_bank_id",
        "currency_id",
        "amount_total",
    )
    def _check_biginn_amount(self):
        """What is posted for an exchange is what was agreed on, to the visitor, without tax.

        Also afterwards: the books let the account of a posted bill be changed.
        """
        for move in self.filtered(lambda move: move.biginn_exchange_id and move.state == "posted"):
            if problem := move.sudo().biginn_exchange_id._get_wrong_bill_reason(move):
                raise ValidationError(problem)

    def write(self, vals):
        if "biginn_exchange_id" in vals:
            self._check_biginn_exchange_stays(vals["biginn_exchange_id"])
        return super().write(vals)

    def _check_biginn_exchange_stays(self, number):
        """One payment pays one exchange: its bill is not taken away and given to another."""
        for move_sudo in self.sudo():
            exchange_sudo = move_sudo.biginn_exchange_id
            if exchange_sudo and exchange_sudo.id != number:
                raise UserError(
                    self.env._(
                        "%(exchange)s cannot be paid by this entry.", exchange=exchange_sudo.name
                    )
                )

    # ------------------------------------------------------------------
    # What the books say goes to the exchange
    # ------------------------------------------------------------------

    def _compute_payment_state(self):
        result = super()._compute_payment_state()
        self._biginn_note_payment()
        return result

    def _biginn_note_payment(self):
        """Have the exchanges follow once the transaction is through.

        Not here: a field that is being worked out is no place to move something else. Payments
        without an entry of their own call no hook, so this is where all ways come past.
        """
        ids = self._origin.filtered("biginn_exchange_id").biginn_exchange_id.ids
        if not ids:
            return
        precommit = self.env.cr.precommit
        pending = precommit.data.get(PENDING)
        if pending is None:
            precommit.data[PENDING] = set(ids)
            precommit.add(self._biginn_follow_pending)
        else:
            pending.update(ids)

    def _biginn_follow_pending(self):
        ids = self.env.cr.precommit.data.pop(PENDING, set())
        # sudo: the books have moved it, whoever works there
        exchanges_sudo = self.env["biginn.exchange"].sudo().browse(sorted(ids)).exists()
        exchanges_sudo._follow_payment()
        self.env.flush_all()

    def _invoice_paid_hook(self):
        result = super()._invoice_paid_hook()
        # sudo: the books have moved it, whoever works there
        self.sudo().biginn_exchange_id._follow_payment()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        for move_sudo in self.sudo().filtered("biginn_exchange_id"):
            move_sudo.biginn_exchange_id._bill_gone(move_sudo, "cancelled")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_biginn_bill(self):
        """Core decides whether a bill may be deleted; the exchange keeps that there was one."""
        for move_sudo in self.sudo().filtered("biginn_exchange_id"):
            move_sudo.biginn_exchange_id._bill_gone(move_sudo, "deleted")

    def action_open_biginn_exchange(self):
        """The exchange that this bill pays."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "biginn.exchange",
            "res_id": self.biginn_exchange_id.id,
            "views": [(False, "form")],
        }
