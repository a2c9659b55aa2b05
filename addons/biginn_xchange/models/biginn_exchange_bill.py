from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

ACCOUNTING = "account.group_account_readonly,account.group_account_invoice"


class BiginnExchange(models.Model):
    """The bill: a draft vendor bill over the agreed amount in the books of the cluster that pays.

    Never two for one exchange: the row of the exchange is locked and written while the bill is
    made, and an index on the bills refuses a second one that stands. A cancelled or credited bill
    makes room for another and stays in the history.

    Made by whoever may make bills in Odoo: cluster managers and grant finance.
    """

    _inherit = "biginn.exchange"

    bill_ids = fields.One2many(
        "account.move",
        "biginn_exchange_id",
        string="All bills",
        readonly=True,
        copy=False,
        groups=ACCOUNTING,
    )
    bill_id = fields.Many2one(
        "account.move",
        compute="_compute_bill_id",
        store=True,
        index="btree_not_null",
        copy=False,
        help="The one that stands: neither cancelled nor credited.",
    )
    bill_payment_state = fields.Selection(
        related="bill_id.payment_state", string="Payment of the bill", store=True
    )
    is_paid_here = fields.Boolean(
        string="Paid by us",
        compute="_compute_is_paid_here",
        store=True,
        help="The company that runs it here is the visiting partnership, which pays. Otherwise a "
        "partner cluster pays, and this is its exchange in our books.",
    )
    bill_count = fields.Integer(string="Bills", compute="_compute_bill_count")
    cannot_bill_reason = fields.Char(compute="_compute_cannot_bill_reason")

    @api.depends("bill_ids.state", "bill_ids.payment_state")
    def _compute_bill_id(self):
        for exchange in self:
            standing = exchange.bill_ids.filtered(
                lambda bill: bill.state != "cancel" and bill.payment_state != "reversed"
            )
            exchange.bill_id = standing[:1]

    @api.depends("company_id.partner_id", "visiting_partnership_id")
    def _compute_is_paid_here(self):
        for exchange in self:
            payer = exchange.company_id.partner_id
            exchange.is_paid_here = bool(payer) and exchange.visiting_partnership_id == payer

    def _compute_bill_count(self):
        # sudo: how many, no more
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [("biginn_exchange_id", "in", self.ids)], ["biginn_exchange_id"], ["__count"]
            )
        )
        counts = {exchange.id: count for exchange, count in groups}
        for exchange in self:
            exchange.bill_count = counts.get(exchange.id, 0)

    @api.model
    def _computed_only(self):
        bills = {"bill_ids", "bill_id", "bill_payment_state", "is_paid_here"}
        return super()._computed_only() | bills

    # ------------------------------------------------------------------
    # Why not
    # ------------------------------------------------------------------

    @api.depends("state", "bill_id", "bank_state", "agreed_amount", "company_id", "programme_id")
    @api.depends_context("uid")
    def _compute_cannot_bill_reason(self):
        for exchange in self:
            exchange.cannot_bill_reason = (
                exchange._get_cannot_bill_reason() if exchange.state == "completed" else False
            )

    def _get_cannot_bill_reason(self):
        """Why this user cannot make the bill now; False if nothing is in the way."""
        self.ensure_one()
        return (
            self._get_no_billing_right_reason()
            or self._get_nothing_to_bill_reason()
            or self._get_no_account_reason()
            or self._get_no_books_reason()
        )

    def _get_no_billing_right_reason(self):
        if self.env.su:
            return False
        if not self.env.user.has_group("biginn_cluster.group_staff") or not self.env[
            "account.move"
        ].has_access("create"):
            return self.env._(
                "Only those who may make bills can do this: a cluster manager or grant finance."
            )
        if not self.has_access("write"):
            return self.env._(
                "Only %(company)s, which runs the exchange, can make its bill.",
                company=self.sudo().company_id.name,
            )
        return False

    def _get_nothing_to_bill_reason(self):
        if self.bill_id:
            return self.env._(
                "%(exchange)s has a bill already: %(bill)s.",
                exchange=self.name,
                bill=self.sudo().bill_id.display_name,
            )
        if self.state != "completed":
            return self.env._(
                "%(exchange)s is “%(state)s”: the bill is made once it is completed.",
                exchange=self.name,
                state=self._state_label(self.state),
            )
        if self.currency_id.is_zero(self.agreed_amount):
            return self.env._("%(exchange)s is worth nothing: no bill.", exchange=self.name)
        if not self.is_paid_here:
            return self._get_not_our_money_reason()
        return False

    def _get_not_our_money_reason(self):
        return self.env._(
            "%(partnership)s pays %(exchange)s, not %(company)s.",
            partnership=self.sudo().visiting_partnership_id.name or "…",
            exchange=self.name,
            company=self.sudo().company_id.name,
        )

    def _get_no_account_reason(self):
        if self.bank_state == "missing":
            return self.env._(
                "%(organisation)s has not said to which account the money goes.",
                organisation=self.visiting_id.name,
            )
        if self.bank_state != "confirmed":
            return self.env._("The bank account has to be confirmed first.")
        return False

    def _get_no_books_reason(self):
        company = self.company_id
        if not self.programme_id._payout_of(company):
            return self.env._(
                "%(programme)s does not say how %(company)s books lump sums: enter it under "
                "Configuration, Programmes, Payout.",
                programme=self.programme_id.display_name,
                company=company.name,
            )
        if not self.currency_id.active:
            return self.env._(
                "%(currency)s is not switched on in Odoo.", currency=self.currency_id.name
            )
        if not self._has_rate():
            return self.env._(
                "There is no exchange rate between %(currency)s and %(own)s in Odoo: the books "
                "would take one for the other.",
                currency=self.currency_id.name,
                own=company.currency_id.name,
            )
        return False

    def _has_rate(self):
        """Odoo takes 1 where it knows no rate: a lump sum in euro would be booked in kroner."""
        currencies = self.currency_id | self.company_id.currency_id
        if len(currencies) < 2:
            return True
        known = self.env["res.currency.rate"].search_count(
            [
                ("currency_id", "in", currencies.ids),
                ("company_id", "in", [False, self.company_id.sudo().root_id.id]),
                ("name", "<=", fields.Date.context_today(self)),
            ],
            limit=1,
        )
        return bool(known)

    def _get_wrong_bill_reason(self, move):
        """What is wrong with this entry as the bill of this exchange; False if nothing is."""
        self.ensure_one()
        if move.commercial_partner_id != self.visiting_id.commercial_partner_id:
            return self.env._(
                "The bill of %(exchange)s is that of %(organisation)s.",
                exchange=self.name,
                organisation=self.visiting_id.name,
            )
        agreed = self.currency_id
        same = move.currency_id == agreed and not agreed.compare_amounts(
            move.amount_total, self.agreed_amount
        )
        if not same or not agreed.is_zero(move.amount_tax):
            return self.env._(
                "The bill of %(exchange)s is over the %(amount)s agreed on, without tax.",
                exchange=self.name,
                amount=agreed.format(self.agreed_amount),
            )
        if self.bank_state != "confirmed" or move.partner_bank_id != self.bank_account_id:
            return self.env._(
                "The bill of %(exchange)s is paid to the account confirmed for it.",
                exchange=self.name,
            )
        return False

    # ------------------------------------------------------------------
    # Making it
    # ------------------------------------------------------------------

    def action_create_bill(self):
        """Make the bill of each that has none, and open it; a second click opens what is there.

        :return: the bills as an action; nothing is posted
        :rtype: dict
        """
        self.check_access("write")
        # whoever comes second waits, is started anew by Odoo because the first one has written the
        # row (`bill_id`), and finds the bill
        self._lock()
        without = self.filtered(lambda exchange: not exchange.bill_id)
        if not self.env.su and self - without:
            # opening what a colleague has made asks for the same right as making it
            self.env["account.move"].check_access("create")
        for exchange in without:
            if reason := exchange._get_cannot_bill_reason():
                raise UserError(reason)
        # the index judges by what is in the database
        self.env["account.move"].flush_model(["biginn_exchange_id", "state", "payment_state"])
        for company, exchanges in without.grouped("company_id").items():
            moves = self.env["account.move"].with_company(company)
            exchanges._bills_made(
                moves.with_context(default_move_type="in_invoice").create(
                    [exchange._bill_values() for exchange in exchanges]
                )
            )
        return self.action_open_bill()

    def _bills_made(self, bills):
        for exchange in self:
            bill = bills.filtered(lambda one, own=exchange: one.biginn_exchange_id == own)
            exchange._message_log(
                body=self.env._(
                    "Draft bill over %(amount)s.",
                    amount=exchange.currency_id.format(bill.amount_total),
                )
            )
        # at once, so that the row is written while it is locked
        self.env.flush_all()

    def _bill_values(self):
        """Values of the draft bill; extend here."""
        self.ensure_one()
        payout = self.programme_id._payout_of(self.company_id)
        lang = self.company_id.partner_id.lang
        line = {
            "product_id": payout.product_id.id,
            "name": self.with_context(lang=lang or self.env.lang)._bill_line_name(),
            "quantity": 1,
            "price_unit": self.agreed_amount,
            # a lump sum is no supply: there is no tax on it
            "tax_ids": [Command.clear()],
            "analytic_distribution": payout.analytic_distribution or False,
        }
        return {
            "move_type": "in_invoice",
            "company_id": self.company_id.id,
            "journal_id": payout.journal_id.id,
            "partner_id": self.visiting_id.id,
            "partner_bank_id": self.bank_account_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": fields.Date.context_today(self),
            # no term of the supplier's: the programme's own
            "invoice_payment_term_id": False,
            "invoice_date_due": self.payment_due or fields.Date.context_today(self),
            "ref": self.name,
            "invoice_origin": self.name,
            "biginn_exchange_id": self.id,
            "invoice_line_ids": [Command.create(line)],
        }

    def _bill_line_name(self):
        return self.env._(
            "Lump sum of exchange %(exchange)s, %(visitor)s at %(host)s",
            exchange=self.name,
            visitor=self.visiting_id.name,
            host=self.host_id.name,
        )

    def action_open_bill(self):
        """The bill that stands; of several exchanges, the list."""
        return self._open_moves(self.bill_id)

    def action_open_bills(self):
        """All bills there ever were, the cancelled ones too."""
        return self._open_moves(self.bill_ids)

    def _open_moves(self, moves):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_in_invoice_type"
        )
        action["context"] = {"default_move_type": "in_invoice", "create": False}
        if len(moves) == 1:
            return action | {
                "res_id": moves.id,
                "views": [(False, "form")],
                "view_mode": "form",
            }
        return action | {"domain": [("id", "in", moves.ids)]}
