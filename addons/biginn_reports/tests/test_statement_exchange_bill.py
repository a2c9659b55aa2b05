from odoo.tests import tagged

from .ledger_common import LedgerCommon


@tagged("post_install", "-at_install")
class TestStatementExchangeBill(LedgerCommon):
    """A lump sum is declared once: the exchange, not its bill in the books."""

    def test_the_bill_of_an_exchange_is_not_declared_beside_its_lump_sum(self):
        """Whatever the cost rules say of the account it was booked on."""
        exchange = self.completed_exchange(560)
        self.open_payout(self.company, analytic_distribution=self.own)
        self.new_rate(self.euro, "2020-01-01", 0.134, self.company)
        bill = self.make_bill(exchange, post=False)
        bill.invoice_line_ids.account_id = self.books.accounts["travel"]
        bill.write({"invoice_date": "2022-06-01", "date": "2022-06-01"})
        bill.action_post()
        self.bill(("travel", 100, self.own))
        for form, travel, status in (("lump", 100, "excluded"), ("actual", 4279.10, "mapped")):
            with self.subTest(form=form):
                self.categories["C"].form = form
                statement = self.computed()
                self.assertEqual(self.amount(statement, "C"), 560 if form == "lump" else 0)
                total = statement.line_ids.filtered(lambda one: one.code == "D.1").amount_local
                self.assertAlmostEqual(total, travel, places=2)
                self.assertEqual("exchange_twice" in self.codes(statement), form == "lump")
                billed = statement.item_ids.filtered(lambda one: one.move_line_id.move_id == bill)
                self.assertEqual(billed.status, status)
                statement.unlink()
        self.categories["C"].form = "lump"
        bill._reverse_moves([{"invoice_date": "2022-07-01", "date": "2022-07-01"}], cancel=True)
        statement = self.computed()
        total = statement.line_ids.filtered(lambda one: one.code == "D.1").amount_local
        self.assertEqual(total, 100, "nor is its credit note")

    def test_an_exchange_that_another_partnership_pays_is_not_declared(self):
        exchange = self.completed_exchange(560)
        exchange._store({"visiting_partnership_id": self.host_org.id})
        self.assertFalse(self.computed().item_ids)

    def test_a_stay_cut_short_counts_on_its_last_day(self):
        exchange = self.completed_exchange(560, date_start="2023-01-30", date_end="2023-02-03")
        statement = self.computed()
        self.assertFalse(statement.item_ids)
        exchange._store({"ended_on": "2023-01-31"})
        statement.action_compute()
        self.assertTrue(statement.item_ids)
