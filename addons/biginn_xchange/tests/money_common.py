from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command

from ..rules.bank_account import with_check_digits


class MoneyBuilders:
    """What it takes to pay a lump sum: books of the cluster, an account, a payment."""

    @classmethod
    def new_completed(cls, **values):
        """A stay that is over, as it stands when money comes into play: signing and reporting,
        which other tests walk through, are left out."""
        exchange = cls.new_exchange(**values)
        with freeze_time(f"{exchange.date_start - timedelta(days=10)} 10:00:00"):
            exchange.action_validate()
        exchange._store(
            {
                "state": "completed",
                "ended_on": exchange.date_end,
                "completed_on": exchange.date_end + timedelta(days=3),
            }
        )
        return exchange

    @classmethod
    def open_payout(cls, company=None, programme=None, **values):
        """How `company` books the lump sums of `programme`: made once, in books made by hand."""
        company = company or cls.cluster_company
        programme = programme or cls.programme
        payouts = cls.env["biginn.programme.payout"].sudo()
        key = [("company_id", "=", company.id), ("programme_id", "=", programme.id)]
        if found := payouts.search(key):
            return found
        journal = cls._purchase_journal(company)
        product = cls.env["product.product"].create(
            {
                "name": "Lump sum of an exchange",
                "type": "service",
                "supplier_taxes_id": [Command.clear()],
            }
        )
        return payouts.create(
            {
                "programme_id": programme.id,
                "company_id": company.id,
                "journal_id": journal.id,
                "product_id": product.id,
                **values,
            }
        )

    @classmethod
    def _purchase_journal(cls, company):
        journals = cls.env["account.journal"].with_company(company)
        journal = journals.search(
            [("type", "=", "purchase"), ("company_id", "=", company.id)], limit=1
        )
        if journal.default_account_id:
            return journal
        payable = cls._book_account(company, "210900", "Visitors", "liability_payable")
        cls.env["ir.default"].set(
            "res.partner", "property_account_payable_id", payable.id, company_id=company.id
        )
        return journals.create(
            {
                "code": "LUMP",
                "name": "Lump sums",
                "type": "purchase",
                "company_id": company.id,
                "default_account_id": cls._book_account(
                    company, "360900", "Support to third parties", "expense"
                ).id,
            }
        )

    @classmethod
    def bank_journal(cls, company):
        journals = cls.env["account.journal"].with_company(company)
        found = journals.search([("code", "=", "PAYS"), ("company_id", "=", company.id)], limit=1)
        # what is paid and has not come by the bank statement yet
        company.transfer_account_id = cls._book_account(
            company, "100901", "Payments under way", "asset_current"
        )
        return found or journals.create(
            {
                "code": "PAYS",
                "name": "Bank of the cluster",
                "type": "bank",
                "company_id": company.id,
                "default_account_id": cls._book_account(company, "100900", "Bank", "asset_cash").id,
            }
        )

    @classmethod
    def _book_account(cls, company, code, name, kind):
        accounts = cls.env["account.account"].with_company(company)
        found = accounts.search([("code", "=", code), ("company_ids", "in", company.ids)], limit=1)
        return found or accounts.create(
            {
                "code": code,
                "name": name,
                "account_type": kind,
                "company_ids": [Command.set(company.ids)],
                "reconcile": kind in ("liability_payable", "asset_current"),
            }
        )

    @classmethod
    def new_iban(cls, number=1, country="DK"):
        return with_check_digits(country, f"{5000 + number:04d}{number:010d}")

    @classmethod
    def new_bank_account(cls, organisation, number=1):
        banks = cls.env["res.partner.bank"]
        iban = cls.new_iban(number)
        found = banks.search(
            [("partner_id", "=", organisation.id), ("sanitized_acc_number", "=", iban)]
        )
        return found or banks.create({"partner_id": organisation.id, "acc_number": iban})

    @classmethod
    def give_account(cls, exchange, number=1, confirm=True):
        """The visiting organisation names its account, and the office makes sure."""
        # sudo: both what the member and what the manager of whichever cluster would do
        exchange_sudo = cls.env["biginn.exchange"].browse(exchange.id).sudo()
        exchange_sudo.bank_account_id = cls.new_bank_account(
            exchange_sudo.visiting_id.commercial_partner_id, number
        )
        if confirm:
            exchange_sudo.action_confirm_bank()
        return exchange.bank_account_id

    @classmethod
    def make_bill(cls, exchange, post=True):
        """The bill of a completed exchange in the books of the company that pays."""
        exchange_sudo = cls.env["biginn.exchange"].browse(exchange.id).sudo()
        company = exchange_sudo.company_id
        cls.open_payout(company, exchange_sudo.programme_id)
        if exchange_sudo.bank_state != "confirmed":
            cls.give_account(exchange)
        exchange_sudo.with_company(company).action_create_bill()
        if post:
            exchange_sudo.bill_id.action_post()
        return exchange_sudo.bill_id

    @classmethod
    def pay_bill(cls, bill, amount=None):
        """Register a payment with Odoo's own dialogue."""
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        values = {"journal_id": cls.bank_journal(bill.company_id).id}
        if amount is not None:
            values["amount"] = amount
        wizard = wizard.with_company(bill.company_id).create(values)
        return wizard._create_payments()
