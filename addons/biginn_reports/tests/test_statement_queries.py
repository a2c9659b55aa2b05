"""Ten times the books do not make ten times the questions to the database."""

from datetime import date

from odoo.tests import Form, tagged

from .lock_common import LockCommon


@tagged("post_install", "-at_install")
class TestStatementQueries(LockCommon):
    def fill(self, count):
        """`count` bills of two lines with lost VAT, `count` people with an hour each."""
        for number in range(count):
            self.books.bill(
                self.supplier,
                "2022-06-20",
                [
                    ("travel", 10 + number, self.distribution, self.books.vat_lost),
                    ("goods", 5, self.distribution, self.books.vat_half),
                ],
            )
            person = self.make_person(f"Person {number}", 172000)
            self.work(person, 1, [date(2022, 5, 5)])

    def queries(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_computing(self):
        statement = self.computed()
        self.fill(3)
        few = self.queries(statement.action_compute)
        self.fill(30)
        many = self.queries(statement.action_compute)
        self.assertGreater(len(statement.item_ids), 90)
        # rows are written in batches: 60 more bill lines and 30 more people cost a handful
        self.assertLess(many - few, 20, (few, many))

    def test_list_of_items(self):
        statement = self.computed()
        views = self.finance_env["biginn.statement.item"].get_views(
            [(False, "list"), (False, "form")]
        )
        names = list(views["models"]["biginn.statement.item"]["fields"])

        def read():
            items = self.finance_env["biginn.statement.item"].search(
                [("statement_id", "=", statement.id)]
            )
            return items.web_read(
                {
                    name: {"fields": {"display_name": {}}}
                    if items._fields[name].type == "many2one"
                    else {}
                    for name in names
                }
            )

        few = self.queries(read)
        self.fill(30)
        statement.action_compute()
        many = self.queries(read)
        self.assertGreater(len(read()), 90)
        self.assertLess(many - few, 8, (few, many))

    def test_list_of_statements(self):
        def read():
            statements = self.finance_env["biginn.statement"].search([])
            return statements.read(
                [
                    "display_name",
                    "total_eur",
                    "finding_count",
                    "blocking_count",
                    "item_count",
                    "cannot_lock_reason",
                    "state",
                ]
            )

        self.computed()
        few = self.queries(read)
        for number in range(8):
            grant = self.make_grant(self.company, number=f"G{number}")
            beneficiary = self.beneficiary.copy({"grant_id": grant.id})
            for period in grant.period_ids:
                self.finance_env["biginn.statement"].create(
                    {"beneficiary_id": beneficiary.id, "period_id": period.id}
                )
        many = self.queries(read)
        self.assertEqual(len(read()), 17)
        self.assertLess(many - few, 8, (few, many))

    def test_verifying_and_locking(self):
        statement = self.computed()
        self.fill(3)
        statement.action_compute()
        few = self.queries(statement.action_lock)
        statement.with_user(self.boss).action_unlock("Test")
        self.fill(30)
        statement.action_compute()
        many = self.queries(statement.action_lock)
        self.assertLess(many - few, 30, (few, many))

    def test_form_opens(self):
        """With a hundred items behind it the form reads as much as with ten."""
        statement = self.computed()
        few = self.queries(lambda: Form(statement.with_env(self.finance_env)))
        self.fill(30)
        statement.action_compute()
        many = self.queries(lambda: Form(statement.with_env(self.finance_env)))
        self.assertLess(many - few, 15, (few, many))
