"""From the books to the cost lines: which journal items count, for how much, and as what."""

from odoo.fields import Command
from odoo.tests import Form, tagged

from .ledger_common import LedgerCommon, row


@tagged("post_install", "-at_install")
class TestStatementLedger(LedgerCommon):
    # -------------------------------------------------------- distribution

    def test_two_grants_share_a_bill(self):
        other = self.new_account("Another grant")
        share = {str(self.account.id): 60, str(other.id): 40}
        self.bill(("travel", 1000, share), ("goods", 333.33, share))
        statement = self.computed()
        self.assertEqual(
            self.figures(statement),
            [row("D.1", 1000, 0, 60, 600), row("D.3", "333.33", 0, 60, 200)],
        )
        self.beneficiary.analytic_account_ids = [Command.set(other.ids)]
        statement.action_compute()
        self.assertEqual(
            self.figures(statement),
            [row("D.1", 1000, 0, 40, 400), row("D.3", "333.33", 0, 40, "133.33")],
        )

    def test_halves_of_an_odd_cent_are_one_whole(self):
        other = self.new_account("Another part of the action")
        self.use_accounts(self.account, other)
        self.bill(("goods", 0.05, {str(self.account.id): 50, str(other.id): 50}))
        amounts = [line[-1] for line in self.figures(self.computed())]
        self.assertEqual(str(sum(amounts)), "0.05")

    def test_two_own_accounts_in_one_line(self):
        other = self.new_account("Work package 2")
        self.use_accounts(self.account, other)
        self.bill(("travel", 1000, {str(self.account.id): 25, str(other.id): 75}))
        statement = self.computed()
        self.assertEqual(
            sorted(self.figures(statement)),
            [row("D.1", 1000, 0, 25, 250), row("D.1", 1000, 0, 75, 750)],
        )

    def test_account_of_a_second_plan(self):
        plan = self.new_plan()
        grant = self.new_account("BIGINN", plan)
        self.use_accounts(grant)
        self.bill(
            ("travel", 1000, {f"{self.account.id},{grant.id}": 30, str(self.account.id): 70}),
            ("goods", 500, {str(grant.id): 50}),
            ("goods", 77, {str(self.account.id): 100}),
        )
        self.assertEqual(
            self.figures(self.computed()),
            [row("D.1", 1000, 0, 30, 300), row("D.3", 500, 0, 50, 250)],
        )

    def test_key_naming_two_own_accounts_counts_once(self):
        second = self.new_account("BIGINN", self.new_plan())
        self.use_accounts(self.account, second)
        self.bill(("travel", 1000, {f"{self.account.id},{second.id}": 100}))
        self.assertEqual(self.figures(self.computed()), [row("D.1", 1000, 0, 100, 1000)])

    def test_two_plans_distribute_the_same_money(self):
        """Keys of different plans lie over each other: the cost exists once."""
        second = self.new_account("BIGINN", self.new_plan())
        other = self.new_account("Another grant")
        self.use_accounts(self.account, second)
        self.bill(
            ("travel", 1000, {str(self.account.id): 100, str(second.id): 100}),
            ("goods", 500, {str(self.account.id): 60, str(other.id): 40, str(second.id): 100}),
        )
        statement = self.computed()
        self.assertEqual(self.line_total(statement, "D.1"), 1000)
        self.assertEqual(self.line_total(statement, "D.3"), 500)
        self.assertIn("distributed_twice", self.codes(statement))

    def test_never_more_than_the_line(self):
        self.bill(("travel", 1000, {str(self.account.id): 150}))
        statement = self.computed()
        self.assertEqual(self.line_total(statement, "D.1"), 1000)
        self.assertIn("distributed_twice", self.codes(statement))

    def line_total(self, statement, code):
        return statement.line_ids.filtered(lambda one: one.code == code).amount_local

    def test_account_archived_after_the_action_still_counts(self):
        self.bill(("travel", 1000, self.own))
        self.account.active = False
        self.env.invalidate_all()
        self.assertEqual(self.figures(self.computed()), [row("D.1", 1000, 0, 100, 1000)])

    # ------------------------------------------------------------ documents

    def test_credit_note(self):
        self.bill(("travel", 1000, self.own, self.books.vat_half))
        self.bill(("travel", 300, self.own, self.books.vat_half), kind="in_refund")
        statement = self.computed()
        self.assertEqual(
            self.figures(statement),
            [row("D.1", 1000, 125, 100, 1125), row("D.1", -300, "-37.50", 100, "-337.50")],
        )
        self.assertEqual(self.line_total(statement, "D.1"), 787.5)

    def test_bill_in_euro_follows_the_books(self):
        """What the books made of it that day is converted at the average of the period."""
        self.env["res.currency.rate"].create(
            {"currency_id": self.euro.id, "company_id": self.company.id, "name": "2022-06-01",
             "company_rate": 1 / 7.5}
        )
        self.bill(("travel", 100, self.own, self.books.vat_lost), currency_id=self.euro.id)
        statement = self.computed()
        self.assertEqual(self.figures(statement), [row("D.1", 750, "187.50", 100, "937.50")])
        self.assertEqual(str(self.amount(statement, "D.1")), "126.02")  # 937.50 / 7.4393

    def test_accounting_date_decides(self):
        self.bill(("travel", 10, self.own), day="2022-01-20", date="2022-02-03")
        self.bill(("travel", 20, self.own), day="2023-01-20", date="2023-02-03")
        statement = self.computed()
        self.assertEqual([line[-1] for line in self.figures(statement)], [10])
        self.assertEqual(str(statement.item_ids.date), "2022-02-03")

    def test_date_of_the_bill_decides_when_the_scheme_says_so(self):
        self.scheme.cost_date = "bill"
        self.bill(("travel", 10, self.own), day="2022-01-20", date="2022-02-03")
        self.bill(("travel", 20, self.own), day="2023-01-20", date="2023-02-03")
        self.books.entry("2022-05-05", "travel", "bank", 5, self.own)
        statement = self.computed()
        self.assertEqual(sorted(line[-1] for line in self.figures(statement)), [5, 20])
        self.assertEqual(
            sorted(map(str, statement.item_ids.mapped("date"))), ["2022-05-05", "2023-01-20"]
        )

    def test_first_and_last_day_belong_to_the_period(self):
        for day in ("2022-01-31", "2022-02-01", "2023-01-31", "2023-02-01"):
            self.bill(("travel", 1, self.own), day=day)
        self.assertEqual(len(self.figures(self.computed())), 2)

    def test_journal_entry(self):
        self.books.entry("2022-05-05", "travel", "bank", 250, self.own)
        self.assertEqual(self.figures(self.computed()), [row("D.1", 250, 0, 100, 250)])

    def test_only_posted_bills(self):
        self.bill(("travel", 1000, self.own), post=False)
        cancelled = self.bill(("travel", 500, self.own), post=False)
        cancelled.button_cancel()
        statement = self.computed()
        self.assertFalse(statement.item_ids)
        self.assertIn("nothing_found", self.codes(statement))

    def test_books_of_another_company(self):
        shared = self.new_account("Shared", company_id=False)
        self.use_accounts(shared)
        books = type(self.books)(self.env, "Other books (test)", self.euro, self.spain)
        books.bill(self.supplier, "2022-06-15", [("travel", 1000, {str(shared.id): 100})])
        self.finance.company_ids |= books.company
        statement = self.make_statement()
        statement.with_context(
            allowed_company_ids=(self.company + books.company).ids
        ).action_compute()
        self.assertFalse(statement.item_ids)

    # ----------------------------------------------------------- categories

    def test_unmapped_is_listed_and_not_declared(self):
        self.beneficiary.cost_rule_ids.filtered(
            lambda rule: rule.category_id.code == "D.3"
        ).unlink()
        self.bill(("goods", 400, self.own, self.books.vat_lost))
        statement = self.computed()
        self.assertEqual(statement.item_ids.status, "unmapped")
        self.assertEqual(statement.total_eur, 0)
        self.assertIn("500.00 DKK", self.finding(statement, "unmapped").message)

    def test_rule_without_category_leaves_out_and_says_why(self):
        travel = self.books.accounts["travel"].id
        self.set_rules((None, {"account_id": travel, "reason": "Board meetings"}),
                       ("D.1", {"account_id": travel}))
        self.bill(("travel", 400, self.own))
        item = self.computed().item_ids
        self.assertEqual((item.status, item.reason), ("excluded", "Board meetings"))
        self.assertFalse(item.category_id)

    def test_first_rule_that_fits_decides(self):
        travel = self.books.accounts["travel"].id
        flight = self.new_product("Flight")
        first = ("B", {"account_id": travel, "product_id": flight.id})
        second = ("D.1", {"account_id": travel})
        self.bill(("travel", 400, self.own, None, {"product_id": flight.id}))
        for rules, code in (((first, second), "B"), ((second, first), "D.1")):
            with self.subTest(first=code):
                self.set_rules(*rules)
                statement = self.make_statement()
                statement.action_compute()
                self.assertEqual(statement.item_ids.category_code, code)
                self.assertIn(code, statement.item_ids.rule_name)
                statement.unlink()

    def test_rules_by_journal_and_by_analytic_account(self):
        other = self.new_account("Work package 2")
        self.use_accounts(self.account, other)
        self.set_rules(
            ("B", {"journal_id": self.books.entries.id}),
            ("D.1", {"analytic_account_id": other.id}),
            ("D.3", {}),
        )
        self.books.entry("2022-05-05", "goods", "bank", 1, self.own)
        self.bill(("goods", 10, {str(other.id): 70, str(self.account.id): 30}))
        found = {line[0]: line[-1] for line in self.figures(self.computed())}
        self.assertEqual(found, {"B": 1, "D.1": 7, "D.3": 3})

    def test_only_costs_count(self):
        """Neither an asset nor an income, unless a rule names the very account."""
        self.set_rules(("D.3", {}))
        self.bill(("equipment", 14400, self.own))
        statement = self.computed()
        self.assertEqual(statement.item_ids.status, "excluded")
        self.assertTrue(statement.item_ids.reason)
        self.assertIn("not_a_cost", self.codes(statement))
        self.set_rules(("D.2", {"account_id": self.books.accounts["equipment"].id}))
        statement.action_compute()
        self.assertEqual(self.figures(statement), [row("D.2", 14400, 0, 100, 14400)])

    def test_payment_of_an_exchange_is_not_declared_beside_its_lump_sum(self):
        self.set_rules(("C", {}))
        self.bill(("goods", 9000, self.own))
        for funding in (self.grant.funding_id, self.env["biginn.funding"]):
            with self.subTest(funding=funding):
                self.grant.funding_id = funding
                statement = self.make_statement()
                statement.action_compute()
                self.assertEqual(statement.item_ids.status, "excluded")
                self.assertTrue(statement.item_ids.reason)
                self.assertEqual(statement.total_eur, 0)
                self.assertIn("exchange_twice", self.codes(statement))
                self.assertFalse(statement.blocking_count)
                statement.unlink()

    def test_exchanges_at_their_lump_sum(self):
        exchange = self.completed_exchange(560)
        self.completed_exchange(830, date_start="2023-05-08", date_end="2023-05-12")
        self.completed_exchange(0)
        elsewhere = self.completed_exchange(1100)
        self.cr.execute(
            "UPDATE biginn_exchange SET company_id = %s WHERE id = %s",
            (self.other_company.id, elsewhere.id),
        )
        statement = self.computed()
        self.assertEqual(statement.item_ids.exchange_id, exchange)
        line = statement.line_ids.filtered(lambda one: one.code == "C")
        self.assertEqual((line.amount_eur, line.contribution_eur), (560, 560))
        self.assertFalse(line.is_converted)
        self.assertEqual((statement.indirect_eur, statement.total_eur), (0, 560))

    def test_exchanges_by_what_they_cost(self):
        """In a category of actual costs the ledger speaks, and the lump sums do not."""
        self.categories["C"].form = "actual"
        self.completed_exchange(560)
        self.set_rules(("C", {}))
        self.bill(("goods", 3720, self.own))
        self.assertEqual(self.figures(self.computed()), [row("C", 3720, 0, 100, 3720)])

    def test_ledger_lines_in_a_unit_category_do_not_stop_the_rest(self):
        self.categories["D.3"].form = "unit"
        self.bill(("goods", 9000, self.own), ("travel", 100, self.own))
        statement = self.computed()
        self.assertEqual(self.figures(statement, status="mapped"), [row("D.1", 100, 0, 100, 100)])
        self.assertIn("nominal_from_ledger", self.codes(statement))

    def test_scheme_that_cannot_be_computed_says_so(self):
        self.categories["E"].form = "actual"  # 7 % indirect costs, but no flat category
        self.bill(("travel", 100, self.own))
        statement = self.computed()
        finding = statement.finding_ids.filtered(lambda one: one.severity == "block")
        self.assertTrue(finding)
        self.assertNotEqual(finding[0].message, finding[0].code)
        self.assertIn(finding[0].message, statement.cannot_lock_reason)

    # -------------------------------------------------------- analytic lines

    def test_manual_analytic_line(self):
        plan = self.new_plan()
        second = self.new_account("BIGINN", plan)
        self.use_accounts(self.account, second)
        self.set_rules(("D.3", {}))
        values = {"name": "By hand", "date": "2022-05-05", "company_id": self.company.id}
        self.books.env["account.analytic.line"].create(
            [
                {**values, "account_id": self.account.id, "amount": -120.5},
                {**values, plan._column_name(): second.id, "amount": -80},
                {**values, "account_id": self.account.id, "amount": 20},
                {**values, "account_id": self.account.id, "amount": -9, "date": "2021-05-05"},
            ]
        )
        statement = self.computed()
        self.assertEqual(set(statement.item_ids.mapped("source")), {"manual"})
        self.assertEqual(self.line_total(statement, "D.3"), 180.5)
        finding = self.finding(statement, "manual_lines")
        self.assertEqual(finding.severity, "warning")
        self.assertIn("180.50 DKK", finding.message)

    def test_analytic_lines_of_bills_and_timesheets_are_no_source(self):
        self.make_project()
        person = self.make_person("Somebody", 172000)
        person.hourly_cost = 500
        self.work(person, 10, ["2022-05-05"])
        self.bill(("travel", 100, self.own))
        self.set_rules(("D.3", {}))
        statement = self.computed()
        self.assertEqual(
            sorted(statement.item_ids.mapped(lambda one: (one.source, one.amount_local))),
            [("ledger", 100), ("personnel", 1000)],
        )

    # ----------------------------------------------------------------- form

    def test_rules_entered_in_the_form(self):
        with Form(
            self.beneficiary.with_user(self.finance).with_context(
                allowed_company_ids=self.company.ids
            )
        ) as form, form.cost_rule_ids.new() as rule:
            rule.account_id = self.books.accounts["equipment"]
            rule.reason = "Equipment counts by its depreciation"
        self.assertFalse(self.beneficiary.cost_rule_ids[-1].category_id)
