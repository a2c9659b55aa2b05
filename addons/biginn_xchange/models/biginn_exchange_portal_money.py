from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.biginn_cluster.rules import portal_columns
from odoo.addons.biginn_cluster.rules.portal_columns import Column

from ..rules import bank_account

BANK_BADGES = {
    "missing": "text-bg-warning",
    "proposed": "text-bg-info",
    "changed": "text-bg-info",
    "confirmed": "text-bg-success",
}


class BiginnExchange(models.Model):
    """Money in the portal: to which account it goes, and where the payment stands.

    Only those who edit the profile of the visiting organisation say where its money goes; the
    host sees nothing of it.
    """

    _inherit = "biginn.exchange"

    # ------------------------------------------------------------------
    # What the page shows
    # ------------------------------------------------------------------

    def _portal_values(self):
        return {**super()._portal_values(), "money": self._portal_money()}

    def _portal_money(self):
        """Account and payment for the visiting side, as texts; None for the host."""
        self.ensure_one()
        # sudo: whether there is something to pay
        nothing = self.currency_id.is_zero(self.sudo().agreed_amount)
        if self._portal_side() != "visiting" or nothing:
            return None
        # sudo: the own organisation's account and bill, as texts
        exchange_sudo = self.sudo()
        if not exchange_sudo.is_paid_here:
            return None
        state = exchange_sudo.bank_state
        labels = dict(self._fields["bank_state"]._description_selection(self.env))
        number = exchange_sudo.bank_account_id.acc_number
        cannot = self._get_cannot_give_account_reason()
        matters = self.state in self._states_with_account()
        return {
            "account": number and bank_account.masked(number),
            "label": labels[state],
            "badge": BANK_BADGES[state],
            "shows_account": matters or bool(number),
            "bank_url": "" if cannot else f"/my/exchanges/{self.id}/bank",
            "due": self.payment_due,
            "paid_on": self.paid_on,
            "declaration_url": self._portal_declaration_url(),
            "declared_on": self._portal_declared_on(),
        }

    def _portal_next_completed(self):
        # sudo: whether there is one
        if not self.sudo().bank_account_id and not self._get_cannot_give_account_reason():
            return {
                "who": self.env._("You"),
                "mine": True,
                "url": f"/my/exchanges/{self.id}/bank",
                "button": self.env._("Enter the bank account"),
                "sentence": self.env._("Say to which account your cluster pays the lump sum."),
            }
        return super()._portal_next_completed()

    # ------------------------------------------------------------------
    # The account
    # ------------------------------------------------------------------

    def _get_cannot_give_account_reason(self):
        """Why this member cannot say to which account the money goes; False if one can."""
        self.ensure_one()
        partner = self.env.user.partner_id
        # sudo: one's own mark
        if self._portal_side() != "visiting" or not partner.sudo().profile_editor:
            return self.env._(
                "Only those who edit the profile of the visiting organisation can enter its bank "
                "account."
            )
        # sudo: whether there is something to pay
        if self.currency_id.is_zero(self.sudo().agreed_amount):
            return self.env._("There is no lump sum to pay.")
        if not self.sudo().is_paid_here:
            return self._get_not_our_money_reason()
        if self.state not in self._states_with_account():
            return self.env._("No account is needed now.")
        return self._get_account_fixed_reason()

    @api.model
    def _portal_bank_columns(self):
        return (
            Column(
                "account",
                "text",
                self.env._("IBAN"),
                help=self.env._(
                    "The account of your organisation. Your cluster calls you before it pays there."
                ),
                placeholder="DK50 0040 0440 1162 43",
                required=True,
                limit=60,
            ),
            Column(
                "holder",
                "text",
                self.env._("Holder of the account"),
                help=self.env._("Only if it is called otherwise than your organisation."),
                limit=120,
            ),
            Column(
                "bank",
                "text",
                self.env._("Name and BIC of the bank"),
                help=self.env._("Only needed where banks give no IBAN."),
                limit=120,
            ),
            Column(
                "declared",
                "flag",
                self.env._("This account belongs to our organisation."),
                required=True,
            ),
        )

    def _portal_bank_write(self, texts):
        """The gate: an account as a member types it.

        :param dict texts: by name of the columns above
        :return: `errors`, sentences by name of the column; empty when it is kept
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        if reason := self._get_cannot_give_account_reason():
            return {"errors": {"form": reason}}
        values, errors = self._portal_bank_read(texts)
        if errors:
            return {"errors": errors}
        self._lock()
        # sudo: members have no right on accounts; who asks and what for has been checked above
        account_sudo = self.sudo()._portal_bank_account(values)
        if not account_sudo.active:
            return {
                "errors": {
                    "account": self.env._(
                        "Your cluster has set this account aside. Write to it, please."
                    )
                }
            }
        if self.sudo().bank_account_id != account_sudo:
            try:
                self.sudo().bank_account_id = account_sudo
            except UserError as error:  # a colleague or the books were faster
                return {"errors": {"form": str(error)}}
        return {"errors": {}}

    def _portal_bank_read(self, texts):
        values, errors = {}, {}
        sentences = self.env["biginn.portal.form"]
        for column in self._portal_bank_columns():
            values[column.name], problem = portal_columns.read(column, texts.get(column.name))
            if problem:
                errors[column.name] = sentences._portal_sentence(problem, column)
        if "account" in errors:
            return values, errors
        country = self.sudo().visiting_id.commercial_partner_id.country_id.code
        values["account"], problem = bank_account.read(values["account"], country or None)
        if problem:
            errors["account"] = self._portal_account_sentence(problem)
        elif " " not in values["account"] and not values["bank"]:
            errors["bank"] = self.env._("Without an IBAN, the bank has to be named.")
        return values, errors

    def _portal_account_sentence(self, problem):
        return {
            "required": self.env._("Please fill this in."),
            "account_signs": self.env._("An account number has letters and digits only."),
            "account_iban": self.env._(
                "Write the IBAN: it begins with the two letters of the bank's country."
            ),
            "account_country": self.env._("No country begins its account numbers like this."),
            "account_length": self.env._(
                "This IBAN is too short or too long for its country. Please compare."
            ),
            "account_digits": self.env._(
                "The check digits of this IBAN do not fit: a sign is wrong. Please compare."
            ),
        }[problem]

    def _portal_bank_account(self, values):
        """In sudo: the organisation's account of this number, a new one if there is none."""
        organisation = self.visiting_id.commercial_partner_id
        accounts = self.env["res.partner.bank"].with_context(active_test=False)
        found = accounts.search(
            [
                ("partner_id", "=", organisation.id),
                ("sanitized_acc_number", "=", bank_account.sanitize(values["account"])),
            ],
            limit=1,
        )
        if found:
            return found
        return accounts.create(
            {
                "partner_id": organisation.id,
                "acc_number": values["account"],
                "acc_holder_name": values["holder"] or organisation.name,
                "note": values["bank"] or False,
                "allow_out_payment": False,
            }
        )
