from odoo import api, fields, models
from odoo.fields import Domain

PAY = "biginn_xchange.activity_pay_lump_sum"
BATCH = 100


class BiginnExchange(models.Model):
    """Paid is what the books call paid, and the term is watched.

    Nobody marks an exchange as paid: it follows its bill, and back again when the payment is
    taken back. A cron looks after what slipped through.
    """

    _inherit = "biginn.exchange"

    is_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        help="Completed, worth something, not paid, and the programme's term is over.",
    )
    payment_noticed_for = fields.Date(
        string="Reminded of payment due",
        readonly=True,
        copy=False,
        help="The due date of which somebody has been reminded.",
    )

    # ------------------------------------------------------------------
    # The term
    # ------------------------------------------------------------------

    @api.depends("state", "payment_due", "agreed_amount", "is_paid_here")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for exchange in self:
            exchange.is_overdue = (
                exchange.state == "completed"
                and exchange.is_paid_here
                and bool(exchange.payment_due)
                and exchange.payment_due < today
                and not exchange.currency_id.is_zero(exchange.agreed_amount)
            )

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = self._domain_to_pay() & Domain(
            "payment_due", "<", fields.Date.context_today(self)
        )
        return Domain.OR(overdue if wanted else ~overdue for wanted in value)

    @api.model
    def _domain_to_pay(self):
        """Completed, worth something, and ours to pay: the visitor waits for the money."""
        return (
            Domain("state", "=", "completed")
            & Domain("agreed_amount", ">", 0)
            & Domain("is_paid_here", "=", True)
        )

    @api.model
    def _computed_only(self):
        return super()._computed_only() | {"payment_noticed_for"}

    # ------------------------------------------------------------------
    # What the books say
    # ------------------------------------------------------------------

    @api.depends("bank_state", "bill_id.state", "bill_payment_state")
    def _compute_waiting_for(self):
        return super()._compute_waiting_for()

    def _get_not_ready_reason(self, target):
        reason = super()._get_not_ready_reason(target)
        if reason or target != "paid":
            return reason
        return self._get_not_paid_reason()

    def _get_not_paid_reason(self):
        self.ensure_one()
        # sudo: whether it is paid; who may see the bill is another question
        bill_sudo = self.sudo().bill_id
        if self.currency_id.is_zero(self.agreed_amount):
            return self.env._("%(exchange)s is worth nothing.", exchange=self.name)
        if not self.is_paid_here:
            return self._get_not_our_money_reason()
        if not bill_sudo:
            return self._get_no_account_reason() or self.env._("The bill has to be made.")
        if bill_sudo.state == "draft":
            return self.env._("The bill has to be posted.")
        if bill_sudo.payment_state != "paid":
            return self.env._("The bill has to be paid.")
        return self._get_wrong_bill_reason(bill_sudo) if self.state == "completed" else False

    def _after_move(self, target):
        result = super()._after_move(target)
        if target == "paid":
            self._store({"paid_on": self._day_of_payment()})
            self.activity_unlink([PAY])
        return result

    def _day_of_payment(self):
        """The day on which the books have the last payment of the bill."""
        # sudo: a day
        bill_sudo = self.sudo().bill_id
        lines_sudo = bill_sudo.line_ids
        others = lines_sudo.matched_debit_ids.debit_move_id
        others |= lines_sudo.matched_credit_ids.credit_move_id
        days = (others - lines_sudo).mapped("date") or bill_sudo.matched_payment_ids.mapped("date")
        return max(days, default=None) or fields.Date.context_today(self)

    def _follow_payment(self):
        """Go where the bill is: on to paid, or back from it."""
        for exchange in self:
            if exchange.state == "paid" and exchange._is_payment_gone():
                exchange._take_back_payment()
        self.filtered(lambda exchange: exchange.state == "completed")._advance()

    def _is_payment_gone(self):
        """Paid once, and the books say no longer. Exchanges from before bills keep their state."""
        self.ensure_one()
        exchange_sudo = self.sudo()
        bill_sudo = exchange_sudo.bill_id
        stands = bill_sudo.state == "posted" and bill_sudo.payment_state == "paid"
        return bool(exchange_sudo.bill_ids) and not stands

    def _take_back_payment(self):
        """The payment was taken back or the bill credited: the visitor waits again."""
        self.ensure_one()
        self._store(
            {
                "state": "completed",
                "state_since": fields.Date.context_today(self),
                "paid_on": False,
                "payment_noticed_for": False,
            }
        )
        self._message_log(
            body=self.env._("The payment has been taken back: the exchange waits for it again.")
        )
        self._remind_of_payment()

    def _bill_gone(self, bill, how):
        """A bill was cancelled or deleted: another one can be made."""
        self.ensure_one()
        sentences = {
            "cancelled": self.env._("The bill %(bill)s was cancelled.", bill=bill.display_name),
            "deleted": self.env._("The bill %(bill)s was deleted.", bill=bill.display_name),
        }
        self._message_log(body=sentences[how])
        if how == "deleted" and self.state == "paid":
            # taken back and deleted in one go: once it is gone nothing tells that there was one
            self._take_back_payment()

    # ------------------------------------------------------------------
    # Crons
    # ------------------------------------------------------------------

    @api.model
    def _cron_follow_payments(self):
        """The safety net: what the books say and the exchange does not."""
        forward = self._domain_to_pay() & Domain("bill_payment_state", "=", "paid")
        stands = Domain("bill_id.state", "=", "posted") & Domain("bill_payment_state", "=", "paid")
        back = Domain("state", "=", "paid") & Domain("bill_ids", "!=", False) & ~stands
        self._in_batches(forward | back, lambda exchange: exchange._follow_payment())

    @api.model
    def _cron_remind_of_payments(self):
        """Whoever looks after an exchange hears once that its payment falls due."""
        today = fields.Date.context_today(self)
        terms = self.env["biginn.programme"].search(Domain.TRUE)
        due = Domain.OR(
            Domain("programme_id", "in", programmes.ids)
            & Domain("payment_due", "<=", fields.Date.add(today, days=days))
            for days, programmes in terms.grouped("payment_notice_days").items()
        )
        new = Domain("payment_noticed_for", "=", False)
        self._in_batches(
            self._domain_to_pay() & due & new, lambda exchange: exchange._remind_of_payment()
        )

    def _remind_of_payment(self):
        self.ensure_one()
        if self.user_id and not self.activity_search([PAY]):
            self.activity_schedule(PAY, date_deadline=self.payment_due, user_id=self.user_id.id)
        self._store({"payment_noticed_for": self.payment_due})

    @api.model
    def _in_batches(self, domain, act):
        """Do it to each, committing now and then; whatever is done is not found again."""
        ids = self.search(domain, order="id").ids
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(ids))
        for start in range(0, len(ids), BATCH):
            batch = self.browse(ids[start : start + BATCH]).try_lock_for_update()
            for exchange in batch:
                act(exchange)
            if not cron._commit_progress(len(batch)):
                break
