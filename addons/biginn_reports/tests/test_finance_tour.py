"""Finance in the browser: from a draft to a locked and printed statement."""

from odoo.tests import HttpCase, tagged

from .test_golden_statement import GoldenCommon


@tagged("post_install", "-at_install")
class TestFinanceTour(GoldenCommon, HttpCase):
    def test_finance_computes_locks_and_prints(self):
        statement = self.make_statement()
        self.start_tour(
            "/odoo/grant-statements", "biginn_finance_statement", login=self.finance.login
        )
        statement.invalidate_recordset()
        self.assertEqual(statement.state, "locked")
        self.assertEqual(statement.locked_by_id, self.finance)

    def test_finance_prints_from_the_screen(self):
        statement = self.make_statement()
        statement.action_compute()
        self.authenticate(self.finance.login, self.finance.login)
        answer = self.url_open(
            f"/report/html/biginn_reports.report_statement/{statement.id}"
        )
        self.assertEqual(answer.status_code, 200)
        self.assertIn("84,856.53", answer.text)

    def test_staff_print_nothing(self):
        statement = self.make_statement()
        statement.action_compute()
        staff = self.new_user("staff_print", "biginn_cluster.group_staff", self.company)
        self.authenticate(staff.login, staff.login)
        answer = self.url_open(
            f"/report/html/biginn_reports.report_statement/{statement.id}"
        )
        self.assertNotIn("84,856.53", answer.text)
