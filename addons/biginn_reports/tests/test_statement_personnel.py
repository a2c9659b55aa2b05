"""Hours × hourly rate: which hours, at the rate of which year, and what stops the statement."""

from datetime import date
from decimal import Decimal

from odoo.fields import Command
from odoo.tests import tagged

from .ledger_common import LedgerCommon


@tagged("post_install", "-at_install")
class TestStatementPersonnel(LedgerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_project()

    def add_rate(self, employee, year, annual_cost, **values):
        return self.books.env["biginn.hourly.rate"].create(
            {
                "employee_id": employee.id,
                "company_id": self.company.id,
                "fiscal_year": year,
                "annual_cost": annual_cost,
                **values,
            }
        )

    def long_period(self):
        """A first period of two years, in which 2022 and 2023 end."""
        self.period_2.unlink()
        self.period_1.date_end = "2024-01-31"
        return self.period_1

    def costs(self, statement):
        """{rate year: (hours, amount)} of the personnel items."""
        items = statement.item_ids.filtered(lambda one: one.source == "personnel")
        return {one.fiscal_year: (one.hours, one.amount_local) for one in items}

    def blocking(self, statement):
        return statement.finding_ids.filtered(lambda one: one.severity == "block")

    # ----------------------------------------------------------- rate years

    def test_each_closed_year_has_its_rate(self):
        period = self.long_period()
        person = self.make_person("Somebody", 172000)
        self.add_rate(person, 2023, 344000)
        self.work(person, 10, ["2022-12-31"])
        self.work(person, 20, ["2023-01-01"])
        self.work(person, 5, ["2024-01-31"])  # 2024 is not closed: the last closed year pays
        statement = self.computed(period)
        self.assertEqual(self.costs(statement), {2022: (10, 1000), 2023: (25, 5000)})
        self.assertNotIn("older_hourly_rate", self.codes(statement))

    def test_rate_of_a_year_that_ends_later_does_not_count(self):
        person = self.make_person("Somebody", 172000)
        self.add_rate(person, 2023, 999999)
        self.work(person, 10, ["2023-01-15"])
        self.assertEqual(self.costs(self.computed()), {2022: (10, 1000)})

    def test_rate_left_out_for_a_year_that_has_ended(self):
        """The older rate is used, but not without a word."""
        period = self.long_period()
        person = self.make_person("Somebody", 172000)
        self.work(person, 10, ["2022-12-31"])
        self.work(person, 20, ["2023-06-01"])
        statement = self.computed(period)
        self.assertEqual(self.costs(statement), {2022: (30, 3000)})
        message = self.finding(statement, "older_hourly_rate").message
        for word in ("Somebody", "20.00", "2023", "2022"):
            self.assertIn(word, message)

    def test_no_closed_year_stops_the_statement(self):
        person = self.make_person("Newcomer", 172000, year=2023)
        other = self.make_person("Nobody's rate", None)
        self.work(person, 7.5, ["2022-05-05"])
        self.work(other, 2, ["2022-05-05"])
        statement = self.computed()
        found = self.blocking(statement)
        self.assertEqual(set(found.mapped("code")), {"no_hourly_rate"})
        text = " ".join(found.mapped("message"))
        for word in ("Newcomer", "7.50", "Nobody's rate", "2.00"):
            self.assertIn(word, text)
        self.assertFalse(self.costs(statement))
        self.assertTrue(statement.cannot_lock_reason)

    def test_financial_year_that_ends_in_june(self):
        self.company.write({"fiscalyear_last_month": "6", "fiscalyear_last_day": 30})
        person = self.make_person("Somebody", 172000)  # July 2021 to June 2022
        self.work(person, 10, ["2022-06-30"])
        self.work(person, 20, ["2022-07-01"])
        statement = self.computed()
        self.assertEqual(self.costs(statement), {2022: (30, 3000)})
        self.assertNotIn("older_hourly_rate", self.codes(statement))

    # -------------------------------------------------------------- methods

    def test_individual_hours(self):
        person = self.make_person(
            "Somebody", 160000, method="individual",
            workable_hours=1650, overtime_hours=50, absence_hours=100,
        )
        self.work(person, 10, ["2022-05-05"])
        statement = self.computed()
        self.assertEqual(self.costs(statement), {2022: (10, 1000)})
        self.assertEqual(statement.item_ids.productive_hours, 1600)

    def test_standard_hours_part_time(self):
        person = self.make_person(
            "Somebody", 80000, percent=50, method="standard",
            workable_hours=1700, standard_hours=1600,
        )
        self.work(person, 10, ["2022-05-05"])
        statement = self.computed()
        self.assertEqual(self.costs(statement), {2022: (10, 1000)})
        self.assertNotIn("standard_hours_below_floor", self.codes(statement))

    def test_standard_hours_never_under_the_floor(self):
        person = self.make_person(
            "Somebody", 162000, method="standard", workable_hours=1800, standard_hours=1500
        )
        self.work(person, 10, ["2022-05-05"])
        statement = self.computed()
        self.assertEqual(self.costs(statement), {2022: (10, 1000)})
        self.assertIn("1620", self.finding(statement, "standard_hours_below_floor").message)

    def test_missing_figures_stop_the_statement(self):
        person = self.make_person("Somebody", 160000, method="individual")
        self.work(person, 10, ["2022-05-05"])
        rate = self.env["biginn.hourly.rate"].search([("employee_id", "=", person.id)])
        self.assertTrue(rate.problem)
        statement = self.computed()
        self.assertEqual(self.blocking(statement).code, "hourly_rate_incomplete")
        self.assertIn("Somebody", self.blocking(statement).message)
        rate.write({"workable_hours": 1600})
        statement.action_compute()
        self.assertFalse(self.blocking(statement))
        self.assertEqual(self.costs(statement), {2022: (10, 1000)})

    # ---------------------------------------------------------------- hours

    def test_minutes_are_not_lost(self):
        """Twenty minutes a day are not a third of an hour cut to two decimals each month."""
        person = self.make_person("Somebody", 172000)
        days = [date(2022, month, 10) for month in range(2, 13)] + [date(2023, 1, 10)]
        self.books.env["account.analytic.line"].create(
            [
                {"name": "Call", "project_id": self.project.id, "task_id": self.task.id,
                 "employee_id": person.id, "date": day, "unit_amount": 1 / 3,
                 "company_id": self.company.id}
                for day in days
            ]
        )
        self.assertEqual(self.costs(self.computed()), {2022: (4, 400)})

    def test_cost_is_rounded_once_per_person_and_year(self):
        person = self.make_person("Somebody", 742560)
        self.work(person, 612.5, [date(2022, month, 10) for month in range(2, 13)])
        self.assertEqual(self.costs(self.computed()), {2022: (612.5, 264429.07)})

    def test_hours_that_cancel_out(self):
        person = self.make_person("Somebody", None)
        self.work(person, 3, ["2022-05-05"])
        self.work(person, -3, ["2022-05-06"])
        statement = self.computed()
        self.assertFalse(statement.item_ids)
        self.assertFalse(self.blocking(statement))

    def test_hours_over_the_ceiling(self):
        person = self.make_person("Somebody", 172000)
        self.work(person, 1720.5, ["2022-05-05", "2022-05-06"])
        statement = self.computed()
        message = self.finding(statement, "hours_over_ceiling").message
        for word in ("Somebody", "1720.50", "1720", "2022"):
            self.assertIn(word, message)
        self.assertNotIn("2 022", message)

    def test_hours_in_a_second_plan(self):
        plan = self.new_plan()
        second = self.new_account("BIGINN", plan)
        self.use_accounts(second)
        self.project[plan._column_name()] = second
        person = self.make_person("Somebody", 172000)
        lines = self.work(person, 10, ["2022-05-05"])
        self.assertEqual(lines[plan._column_name()], second)
        self.assertEqual(self.costs(self.computed()), {2022: (10, 1000)})

    def test_hours_on_other_accounts_and_other_days(self):
        person = self.make_person("Somebody", 172000)
        self.work(person, 1, ["2022-01-31"])
        self.work(person, 1, ["2023-02-01"])
        self.project.account_id = self.new_account("Another grant")
        self.work(person, 1, ["2022-05-05"])
        self.assertIn("nothing_found", self.codes(self.computed()))

    def test_hours_without_work_package(self):
        elsewhere = self.make_grant(self.company, number="999")
        person = self.make_person("Somebody", 172000)
        self.task.work_package_id = False
        bare = self.work(person, 10, ["2022-05-05"])
        statement = self.computed()
        self.assertIn("10.00", self.finding(statement, "hours_without_package").message)
        bare.work_package_id = elsewhere.work_package_ids
        statement.action_compute()
        self.assertIn("hours_without_package", self.codes(statement))
        bare.work_package_id = self.grant.work_package_ids
        statement.action_compute()
        self.assertNotIn("hours_without_package", self.codes(statement))

    def test_person_of_another_company(self):
        """Not this beneficiary's employee: no personnel cost, whatever rate is known elsewhere."""
        person = self.env["hr.employee"].create(
            {"name": "Colleague", "company_id": self.other_company.id}
        )
        self.env["biginn.hourly.rate"].create(
            {"employee_id": person.id, "company_id": self.other_company.id, "fiscal_year": 2022,
             "annual_cost": 172000}
        )
        both = self.company + self.other_company
        self.books.env["account.analytic.line"].with_context(allowed_company_ids=both.ids).create(
            {"name": "Help", "project_id": self.project.id, "employee_id": person.id,
             "date": "2022-05-05", "unit_amount": 10, "company_id": self.company.id}
        )
        self.finance.company_ids |= self.other_company
        statement = self.make_statement()
        for companies in (self.company, both):
            with self.subTest(companies=len(companies)):
                statement.with_context(allowed_company_ids=companies.ids).action_compute()
                self.assertFalse(statement.item_ids)
                self.assertIn(
                    "Colleague", self.finding(statement, "person_of_other_company").message
                )

    def test_hours_booked_in_another_company(self):
        person = self.make_person("Somebody", 172000)
        shared = self.new_account("Shared", company_id=False)
        self.use_accounts(shared)
        project = self.env["project.project"].create(
            {"name": "Elsewhere", "company_id": self.other_company.id, "account_id": shared.id,
             "allow_timesheets": True}
        )
        colleague = self.env["hr.employee"].create(
            {"name": "Colleague", "company_id": self.other_company.id}
        )
        self.env["account.analytic.line"].create(
            {"name": "Theirs", "project_id": project.id, "employee_id": colleague.id,
             "date": "2022-05-05", "unit_amount": 8, "company_id": self.other_company.id}
        )
        self.project.account_id = shared
        self.work(person, 10, ["2022-05-05"])
        self.finance.company_ids |= self.other_company
        statement = self.make_statement()
        statement.with_context(
            allowed_company_ids=(self.company + self.other_company).ids
        ).action_compute()
        self.assertEqual(self.costs(statement), {2022: (10, 1000)})
        self.assertNotIn("person_of_other_company", self.codes(statement))

    def test_scheme_without_a_category_for_people(self):
        self.categories["A.1"].source = "ledger"
        person = self.make_person("Somebody", 172000)
        self.work(person, 10, ["2022-05-05"])
        statement = self.computed()
        self.assertEqual(self.blocking(statement).code, "no_personnel_category")
        self.assertIn("10.00", self.blocking(statement).message)

    def test_item_opens_its_timesheets(self):
        person = self.make_person("Somebody", 172000)
        lines = self.work(person, 10, ["2022-05-05", "2022-05-06"])
        statement = self.computed()
        action = statement.item_ids.action_open_source()
        found = self.env[action["res_model"]].with_user(self.finance).search(action["domain"])
        self.assertEqual(found, lines)

    def test_hourly_cost_of_the_employee_is_left_alone(self):
        """Whoever reads a timesheet could divide it out: the rate never goes there."""
        person = self.make_person("Somebody", 172000)
        self.work(person, 10, ["2022-05-05"])
        self.computed()
        self.assertEqual(person.hourly_cost, 0)

    def test_unrounded_rate_and_its_explanation(self):
        person = self.make_person("Somebody", 742560)
        rate = self.env["biginn.hourly.rate"].search([("employee_id", "=", person.id)])
        self.assertEqual(Decimal(str(round(rate.rate, 6))), Decimal("431.720930"))
        self.assertIn("1720 h", rate.explanation)

    def test_two_accounts_one_person(self):
        """Hours on two accounts of the grant are one item: the cost is rounded once."""
        second = self.new_account("Work package 2")
        self.beneficiary.analytic_account_ids = [Command.link(second.id)]
        person = self.make_person("Somebody", 172000)
        self.work(person, 10, ["2022-05-05"])
        self.project.account_id = second
        self.work(person, 5, ["2022-05-06"])
        self.assertEqual(self.costs(self.computed()), {2022: (15, 1500)})
