"""VAT that cannot be deducted is part of the cost it was charged on; other VAT never is."""

from odoo.fields import Command
from odoo.tests import tagged

from .ledger_common import LedgerCommon, row


@tagged("post_install", "-at_install")
class TestStatementVat(LedgerCommon):
    def test_deductible(self):
        self.bill(("travel", 1000, self.own, self.books.vat_back))
        self.assertEqual(self.figures(self.computed()), [row("D.1", 1000, 0, 100, 1000)])

    def test_not_deductible(self):
        self.bill(("goods", 17720, self.own, self.books.vat_lost))
        self.assertEqual(self.figures(self.computed()), [row("D.3", 17720, 4430, 100, 22150)])

    def test_half_deductible_two_categories_two_grants(self):
        other = self.new_account("Another grant")
        share = {str(self.account.id): 60, str(other.id): 40}
        half = self.books.vat_half
        self.bill(
            ("travel", 1000, share, half),
            ("goods", 600, share, half),
            ("subcontracting", 500, {str(other.id): 100}, half),
        )
        self.assertEqual(
            self.figures(self.computed()),
            [row("D.1", 1000, 125, 60, 675), row("D.3", 600, 75, 60, 405)],
        )

    def test_tax_line_merged_over_two_products(self):
        """Same account and distribution: one tax line in the books, two categories here."""
        flight, hotel = self.new_product("Flight"), self.new_product("Consultant")
        travel = self.books.accounts["travel"].id
        self.set_rules(
            ("B", {"account_id": travel, "product_id": hotel.id}), ("D.1", {"account_id": travel})
        )
        bill = self.bill(
            ("travel", 100.01, self.own, self.books.vat_half, {"product_id": flight.id}),
            ("travel", 299.99, self.own, self.books.vat_half, {"product_id": hotel.id}),
        )
        lost = bill.line_ids.filtered(
            lambda line: line.display_type == "tax" and line.account_id.id == travel
        )
        self.assertEqual(len(lost), 1)
        self.assertEqual(
            self.figures(self.computed()),
            [row("D.1", "100.01", "12.50", 100, "112.51"),
             row("B", "299.99", "37.50", 100, "337.49")],
        )

    def test_merged_tax_of_own_and_other_lines(self):
        """Lines that are no cost of the grant carry their part of the merged tax."""
        self.bill(
            ("travel", 100, self.own, self.books.vat_lost),
            ("travel", 300, None, self.books.vat_lost),
        )
        self.assertEqual(self.figures(self.computed()), [row("D.1", 100, 25, 100, 125)])

    def test_tax_on_an_account_of_its_own(self):
        """Lost VAT booked on one cost account, whatever was bought."""
        tax = self.books.tax("25 % lost, own account", [(100, "goods")])
        self.bill(
            ("travel", 100, self.own, tax),
            ("subcontracting", 300, self.own, tax),
            ("travel", 40, None, tax),
        )
        self.assertEqual(
            self.figures(self.computed()),
            [row("D.1", 100, 25, 100, 125), row("B", 300, 75, 100, 375)],
        )

    def test_deductible_vat_with_analytics_is_no_cost(self):
        self.books.vat_back.analytic = True
        self.bill(("travel", 1000, self.own, self.books.vat_back))
        self.assertEqual(self.figures(self.computed()), [row("D.1", 1000, 0, 100, 1000)])

    def test_reverse_charge_not_deductible(self):
        """A service from abroad: VAT is owed, and lost."""
        tax = self.books.tax("25 % reverse charge, lost", [(100, None), (-100, "vat")])
        self.bill(("subcontracting", 1000, self.own, tax))
        self.assertEqual(self.figures(self.computed()), [row("B", 1000, 250, 100, 1250)])

    def test_price_with_the_tax_in_it(self):
        self.books.vat_lost.price_include_override = "tax_included"
        self.bill(("goods", 1250, self.own, self.books.vat_lost))
        self.assertEqual(self.figures(self.computed()), [row("D.3", 1000, 250, 100, 1250)])

    def test_tax_corrected_by_hand_on_the_bill(self):
        bill = self.bill(("goods", 1000, self.own, self.books.vat_lost), post=False)
        tax = bill.line_ids.filtered(lambda line: line.display_type == "tax")
        payable = bill.line_ids.filtered(lambda line: line.display_type == "payment_term")
        bill.line_ids = [
            Command.update(tax.id, {"balance": 250.01, "amount_currency": 250.01}),
            Command.update(payable.id, {"balance": -1250.01, "amount_currency": -1250.01}),
        ]
        bill.action_post()
        self.assertEqual(
            self.figures(self.computed()), [row("D.3", 1000, "250.01", 100, "1250.01")]
        )

    def test_partly_private_expense(self):
        self.bill(("goods", 1000, self.own, self.books.vat_back, {"deductible_amount": 60}))
        self.assertEqual(self.figures(self.computed()), [row("D.3", 600, 0, 100, 600)])

    def test_partly_private_expense_with_lost_vat(self):
        bill = self.bill(
            ("goods", 1000, self.own, self.books.vat_lost, {"deductible_amount": 60}),
            ("travel", 100, self.own, self.books.vat_lost),
        )
        costs = bill.line_ids.filtered(
            lambda line: line.account_id in (
                self.books.accounts["goods"] | self.books.accounts["travel"]
            )
        )
        self.assertTrue(costs)
        self.assertEqual(
            self.figures(self.computed()),
            [row("D.3", 600, 150, 100, 750), row("D.1", 100, 25, 100, 125)],
        )

    def test_orphan_tax_is_reported(self):
        """An entry by hand: the tax is marked as one, its base line is not."""
        part = self.books.vat_lost.invoice_repartition_line_ids.filtered(
            lambda one: one.repartition_type == "tax"
        )
        goods, bank = self.books.accounts["goods"].id, self.books.accounts["bank"].id
        move = self.books.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.books.entries.id,
                "date": "2022-05-05",
                "line_ids": [
                    Command.create({"account_id": goods, "debit": 100,
                                    "analytic_distribution": self.own}),
                    Command.create({"account_id": goods, "debit": 25,
                                    "display_type": "tax",
                                    "tax_repartition_line_id": part.id,
                                    "analytic_distribution": self.own}),
                    Command.create({"account_id": bank, "credit": 125}),
                ],
            }
        )
        move.action_post()
        statement = self.computed()
        self.assertEqual(self.figures(statement), [row("D.3", 100, 0, 100, 100)])
        self.assertIn("25.00 DKK", self.finding(statement, "orphan_tax").message)

    def test_orphan_tax_on_other_accounts_is_none_of_ours(self):
        part = self.books.vat_lost.invoice_repartition_line_ids.filtered(
            lambda one: one.repartition_type == "tax"
        )
        goods, bank = self.books.accounts["goods"].id, self.books.accounts["bank"].id
        self.books.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.books.entries.id,
                "date": "2022-05-05",
                "line_ids": [
                    Command.create({"account_id": goods, "debit": 100,
                                    "analytic_distribution": self.own}),
                    Command.create({"account_id": goods, "debit": 25,
                                    "display_type": "tax",
                                    "tax_repartition_line_id": part.id}),
                    Command.create({"account_id": bank, "credit": 125}),
                ],
            }
        ).action_post()
        self.assertNotIn("orphan_tax", self.codes(self.computed()))

    def test_orphan_tax_without_any_base_line(self):
        """Nothing on the grant's account is lost silently, not even a tax alone."""
        part = self.books.vat_lost.invoice_repartition_line_ids.filtered(
            lambda one: one.repartition_type == "tax"
        )
        goods, bank = self.books.accounts["goods"].id, self.books.accounts["bank"].id
        self.books.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.books.entries.id,
                "date": "2022-05-05",
                "line_ids": [
                    Command.create({"account_id": goods, "debit": 25,
                                    "display_type": "tax",
                                    "tax_repartition_line_id": part.id,
                                    "analytic_distribution": self.own}),
                    Command.create({"account_id": bank, "credit": 25}),
                ],
            }
        ).action_post()
        self.assertIn("orphan_tax", self.codes(self.computed()))
