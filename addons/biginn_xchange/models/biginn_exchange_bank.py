from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..rules import bank_account

CHECK_ACCOUNT = "biginn_xchange.activity_check_account"


class BiginnExchange(models.Model):
    """Where the lump sum goes: an account of the visiting organisation, confirmed by the office.

    The account is Odoo's own, with its mark of trust. A member proposes one in the portal, staff
    may enter one, and whoever may trust accounts confirms it, for this exchange, preferably after
    a telephone call. Another account later on is seen, and has to be confirmed anew.
    """

    _inherit = "biginn.exchange"

    bank_account_id = fields.Many2one(
        "res.partner.bank",
        string="Bank account",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        tracking=True,
        domain="[('partner_id.commercial_partner_id', '=', visiting_id)]",
        help="The visiting organisation's account to which the lump sum is paid.",
    )
    bank_confirmed_by_id = fields.Many2one(
        "res.users", string="Account confirmed by", readonly=True, copy=False
    )
    bank_confirmed_on = fields.Datetime(string="Account confirmed on", readonly=True, copy=False)
    bank_confirmed_number = fields.Char(
        string="Confirmed number",
        readonly=True,
        copy=False,
        help="The number as it was confirmed: another one asks to be confirmed anew.",
    )
    bank_state = fields.Selection(
        [
            ("missing", "No account yet"),
            ("proposed", "To be confirmed"),
            ("changed", "Changed, to be confirmed anew"),
            ("confirmed", "Confirmed"),
        ],
        string="State of the account",
        compute="_compute_bank_state",
        store=True,
    )
    cannot_confirm_bank_reason = fields.Char(compute="_compute_cannot_confirm_bank_reason")

    @api.depends(
        "bank_account_id.sanitized_acc_number",
        "bank_account_id.allow_out_payment",
        "bank_confirmed_number",
    )
    def _compute_bank_state(self):
        for exchange in self:
            account = exchange.bank_account_id
            confirmed = exchange.bank_confirmed_number
            if not account:
                exchange.bank_state = "missing"
            elif not confirmed:
                exchange.bank_state = "proposed"
            elif account.allow_out_payment and account.sanitized_acc_number == confirmed:
                exchange.bank_state = "confirmed"
            else:
                exchange.bank_state = "changed"

    @api.constrains("bank_account_id", "visiting_id")
    def _check_bank_account(self):
        for exchange in self:
            # sudo: an account belongs to its holder, whoever looks
            holder = exchange.sudo().bank_account_id.partner_id.commercial_partner_id
            if holder and holder != exchange.visiting_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "The account belongs to %(holder)s, not to %(organisation)s.",
                        holder=holder.name,
                        organisation=exchange.visiting_id.name,
                    )
                )

    @api.model
    def _states_with_account(self):
        """States in which it matters to which account the money goes."""
        return [
            state
            for state, _label in self._fields["state"].selection
            if state not in ("draft", "paid", "refused", "cancelled")
        ]

    # ------------------------------------------------------------------
    # Another account
    # ------------------------------------------------------------------

    @api.model
    def _computed_only(self):
        confirmed = {"bank_confirmed_by_id", "bank_confirmed_on", "bank_confirmed_number"}
        return super()._computed_only() | confirmed | {"bank_state"}

    def write(self, vals):
        if "bank_account_id" not in vals:
            return super().write(vals)
        old = {exchange: exchange.sudo().bank_account_id for exchange in self}
        for exchange in self:
            if exchange.sudo().bank_account_id.id != vals["bank_account_id"]:
                exchange._check_account_can_change()
        result = super().write(vals)
        for exchange, account_sudo in old.items():
            if exchange.sudo().bank_account_id != account_sudo:
                exchange._bank_account_changed(account_sudo)
        return result

    def _get_account_fixed_reason(self):
        """Why the account cannot change any more; False while it can."""
        self.ensure_one()
        # sudo: how far the bill is
        if self.sudo().bill_id.state == "posted":
            return self.env._(
                "The bill of %(exchange)s is posted: its account cannot change any more.",
                exchange=self.name,
            )
        return False

    def _check_account_can_change(self):
        if reason := self._get_account_fixed_reason():
            raise UserError(reason)

    def _bank_account_changed(self, old_sudo):
        """Say so where the office looks; a draft bill must not go to an unconfirmed account."""
        self.ensure_one()
        exchange_sudo = self.sudo()
        if exchange_sudo.bill_id.state == "draft":
            exchange_sudo.bill_id.partner_bank_id = False
        new_sudo = exchange_sudo.bank_account_id
        if not new_sudo:
            return
        if old_sudo:
            self._message_log(
                body=self.env._(
                    "Another bank account: %(new)s instead of %(old)s. It has to be confirmed.",
                    new=bank_account.masked(new_sudo.acc_number),
                    old=bank_account.masked(old_sudo.acc_number),
                )
            )
        exchange_sudo._ask_to_check_account()

    def _ask_to_check_account(self):
        """Something to do for whoever looks after the exchange, once."""
        if self.user_id and not self.activity_search([CHECK_ACCOUNT]):
            self.activity_schedule(CHECK_ACCOUNT, user_id=self.user_id.id)

    # ------------------------------------------------------------------
    # Confirming
    # ------------------------------------------------------------------

    @api.depends("bank_state", "company_id")
    @api.depends_context("uid")
    def _compute_cannot_confirm_bank_reason(self):
        for exchange in self:
            exchange.cannot_confirm_bank_reason = exchange._get_cannot_confirm_bank_reason()

    def _get_cannot_confirm_bank_reason(self):
        """Why this user cannot confirm the account now; False if nothing is in the way."""
        self.ensure_one()
        if not self.env.user.has_group("biginn_cluster.group_staff"):
            return self.env._("Only cluster staff can confirm a bank account.")
        if not self.has_access("write"):
            return self.env._(
                "Only %(company)s, which pays, can confirm the account.",
                company=self.sudo().company_id.name,
            )
        if self.bank_state == "missing":
            return self.env._("There is no bank account yet.")
        if self.bank_state == "confirmed":
            return self.env._("The account is confirmed already.")
        if not (
            self.sudo().bank_account_id.allow_out_payment
            or self.env.user.has_group("account.group_validate_bank_account")
        ):
            return self.env._(
                "Trusting an account needs the right “Validate bank account”, which a cluster "
                "manager has."
            )
        return False

    def action_confirm_bank(self):
        """The account is that of the organisation: somebody has made sure."""
        for exchange in self.filtered(lambda one: one.bank_state != "confirmed"):
            exchange.check_access("read")
            if reason := exchange._get_cannot_confirm_bank_reason():
                raise AccessError(reason)
            account = exchange.bank_account_id
            if not account.allow_out_payment:
                account.allow_out_payment = True
            exchange._store(
                {
                    "bank_confirmed_by_id": self.env.uid,
                    "bank_confirmed_on": fields.Datetime.now(),
                    "bank_confirmed_number": account.sanitized_acc_number,
                }
            )
            exchange._message_log(
                body=self.env._(
                    "Bank account confirmed: %(account)s.",
                    account=bank_account.masked(account.acc_number),
                )
            )
            # sudo: the bill may be out of the confirming person's sight
            if exchange.sudo().bill_id.state == "draft":
                exchange.sudo().bill_id.partner_bank_id = account
            exchange.activity_unlink([CHECK_ACCOUNT])
        return True
