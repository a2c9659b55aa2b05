from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from ..rules.bank_account import IBAN_LENGTHS, with_check_digits

# whose account nobody has made sure of yet, and whose bill is made
UNCONFIRMED = {"lyngby_photonics"}
WITH_DRAFT_BILL = {"nordic_vacuum"}
# euro and krone are tied to each other; Odoo knows no rate of its own
DKK_CENTRAL_RATE = 7.46038
# member: days ago, years and euro of other aid
DECLARATIONS = {
    "nordic_vacuum": [(20, "Danish Board of Business Development", 12000)],
    "bilbao_fusion": [],
}


class BiginnDemo(models.AbstractModel):
    """Accounts, bills and payments of the demo's stays, the way they come about in life."""

    _inherit = "biginn.demo"

    def _prepare_step(self, stay, target):
        result = super()._prepare_step(stay, target)
        if target == "signing" and stay.agreed_amount:
            self._give_account(stay)
        elif target == "paid":
            self._pay_lump_sum(stay)
        return result

    # -- accounts ----------------------------------------------------------------------

    def _give_account(self, stay):
        """An invented account at an invented bank, whose check digits fit."""
        organisation = stay.visiting_id.commercial_partner_id
        accounts = self.env["res.partner.bank"]
        account = accounts.search([("partner_id", "=", organisation.id)], limit=1)
        if not account:
            country = organisation.country_id.code
            number = f"{organisation.id:0{IBAN_LENGTHS[country] - 4}d}"
            account = accounts.create(
                {
                    "partner_id": organisation.id,
                    "acc_number": with_check_digits(country, number),
                }
            )
        stay.bank_account_id = account
        unconfirmed = [self._demo(name) for name in UNCONFIRMED]
        if organisation not in unconfirmed:
            stay.action_confirm_bank()

    # -- bills -------------------------------------------------------------------------

    def _make_payout(self, stay):
        company, programme = stay.company_id, stay.programme_id
        if programme._payout_of(company):
            return
        journal = self.env["account.journal"].search(
            [("type", "=", "purchase"), ("company_id", "=", company.id)], limit=1
        )
        product = self._demo("product_lump_sum") or self._named(
            "biginn_xchange",
            "product_lump_sum",
            self.env["product.product"].create(
                {
                    "name": "Lump sum of an exchange",
                    "type": "service",
                    "sale_ok": False,
                    "taxes_id": [Command.clear()],
                    "supplier_taxes_id": [Command.clear()],
                }
            ),
        )
        self.env["biginn.programme.payout"].create(
            {
                "programme_id": programme.id,
                "company_id": company.id,
                "journal_id": journal.id,
                "product_id": product.id,
            }
        )

    def _make_rate(self, stay):
        if stay._has_rate():
            return
        self.env["res.currency.rate"].create(
            {
                "currency_id": stay.currency_id.id,
                "company_id": stay.company_id.id,
                "name": "2020-01-01",
                "rate": 1 / DKK_CENTRAL_RATE,
            }
        )

    def _make_lump_sum_bill(self, stay):
        """The draft bill, dated as it would have been."""
        company = stay.company_id
        demo = self.with_company(company)
        demo._make_payout(stay)
        demo._make_rate(stay)
        stay.with_company(company).action_create_bill()
        day = stay.date_end + timedelta(days=2)
        stay.bill_id.write(
            {"invoice_date": day, "date": day, "invoice_date_due": stay.payment_due or day}
        )
        return stay.bill_id

    def _pay_lump_sum(self, stay):
        bill = stay.bill_id or self._make_lump_sum_bill(stay)
        if bill.state == "draft":
            bill.action_post()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        wizard.with_company(stay.company_id).create(
            {
                "journal_id": self._bank_journal(stay.company_id).id,
                "payment_date": stay.date_end + timedelta(days=9),
            }
        )._create_payments()

    def _bank_journal(self, company):
        journals = self.env["account.journal"].with_company(company)
        journal = journals.search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
        if journal:
            return journal
        # only the plain chart of the demo comes without
        if not company.transfer_account_id:
            company.transfer_account_id = (
                self.env["account.account"]
                .with_company(company)
                .create(
                    {
                        "code": "181000",
                        "name": "Payments under way",
                        "account_type": "asset_current",
                        "reconcile": True,
                        "company_ids": [Command.set(company.ids)],
                    }
                )
            )
        return journals.create(
            {
                "code": "BNK1",
                "name": "Bank",
                "type": "bank",
                "company_id": company.id,
                "default_account_id": self._plain_account(company, "bank").id,
            }
        )

    # -- what else the screens show ----------------------------------------------------

    @api.model
    def _load_money(self):
        demo = self._quiet()
        for name in sorted(WITH_DRAFT_BILL):
            stay = demo._demo(f"stay_{name}_today")
            if stay.state == "completed" and not stay.bill_id:
                demo._make_lump_sum_bill(stay)
        for member, aids in DECLARATIONS.items():
            if not demo._demo(f"de_minimis_{member}"):
                demo._make_declaration(member, aids)
        return True

    def _make_declaration(self, member, aids):
        organisation = self._demo(member)
        today = fields.Date.today()
        declaration = self.env["biginn.de.minimis.declaration"].create(
            {
                "partner_id": organisation.id,
                "company_id": self._cluster_of(organisation).id,
                "signed_on": today - timedelta(days=10),
                "signer": organisation.child_ids[:1].name,
                "aid_ids": [
                    Command.create(
                        {
                            "granted_on": today - timedelta(days=days),
                            "authority": authority,
                            "amount": amount,
                        }
                    )
                    for days, authority, amount in aids
                ],
            }
        )
        self._named("biginn_xchange", f"de_minimis_{member}", declaration)
