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

    def measured(self, statement):
        """Queries of what people do with a statement, by name; the books are made once for all."""
        found = {"compute": self.queries(statement.action_compute)}
        found["list of items"] = self.queries(lambda: self.read_items(statement))
        found["form"] = self.queries(lambda: Form(statement.with_env(self.finance_env)))
        found["lock"] = self.queries(statement.action_lock)
        statement.with_user(self.boss).action_unlock("Test")
        return found

    def read_items(self, statement):
        items = self.finance_env["biginn.statement.item"]
        views = items.get_views([(False, "list"), (False, "form")])
        return items.search([("statement_id", "=", statement.id)]).web_read(
            {
                name: {"fields": {"display_name": {}}}
                if items._fields[name].type == "many2one"
                else {}
                for name in views["models"][items._name]["fields"]
            }
        )

    def test_ten_times_the_books(self):
        statement = self.computed()
        self.fill(3)
        # the first time reads what is then kept: views, rights, settings
        self.measured(statement)
        few = self.measured(statement)
        self.fill(30)
        many = self.measured(statement)
        self.assertGreater(len(statement.item_ids), 90)
        # rows are written in batches: 60 more bill lines and 30 more people cost a handful
        for action, most in (("compute", 20), ("list of items", 8), ("form", 15), ("lock", 30)):
            with self.subTest(action=action):
                self.assertLess(many[action] - few[action], most, (few, many))

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
