"""The golden statement, looked at from all sides."""

from contextlib import contextmanager
from datetime import date

import psycopg2

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import daily_rates
from .test_golden_statement import GoldenCommon

PARTS = ("line_ids", "item_ids", "finding_ids", "fx_ids")
# What a snapshot leaves out: who touched it when, and links to the books as they are today.
VOLATILE = {
    "id", "create_uid", "create_date", "write_uid", "write_date", "computed_on", "display_name",
    "state", "locked_on", "locked_by_id", "fingerprint", "cannot_lock_reason",
    "message_ids", "activity_ids", *PARTS,
}


class LockCommon(GoldenCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.new_user(
            "boss", "biginn_cluster.group_manager,biginn_reports.group_finance", cls.company
        )
        cls.finance_env = cls.books.env(user=cls.finance)

    def computed(self):
        statement = self.make_statement()
        statement.action_compute()
        return statement

    def locked(self):
        statement = self.computed()
        statement.action_lock()
        return statement

    def senior_rate(self):
        return self.env["biginn.hourly.rate"].search([("employee_id", "=", self.senior.id)])

    @staticmethod
    def rates_of(year):
        return daily_rates(date(year, 2, 1), date(year + 1, 1, 31), 250, "1860")

    def verified(self, statement):
        """What the check of the fingerprint says."""
        return statement.action_verify()["params"]["type"]

    def snapshot(self, statement):
        """Everything that is stored in the statement and its parts, and what is printed."""
        self.env.flush_all()
        self.env.invalidate_all()
        statement = statement.with_env(self.env)
        matrix = statement._matrix()
        return {
            "statement": _stored(statement),
            **{name: [_stored(part) for part in statement[name].sorted("id")] for name in PARTS},
            "printed": [
                [{name: row[name] for name in row if name != "line"} for row in matrix["rows"]],
                matrix["results"],
                statement._explain("total"),
            ],
        }

    def assert_unmoved(self, statement, before):
        after = self.snapshot(statement)
        for name, value in before.items():
            self.assertEqual(after[name], value, name)
        self.assertEqual(self.verified(statement), "success")

    @contextmanager
    def refused_by_database(self):
        """A foreign key holds; Odoo turns it into a sentence for whoever asked."""
        with (
            self.assertRaises(psycopg2.errors.ForeignKeyViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            yield
            self.env.flush_all()
        self.env.invalidate_all()

    @contextmanager
    def refused(self):
        """By a sentence of ours, or by a constraint that Odoo makes a sentence of."""
        try:
            with self.muted(), self.cr.savepoint():
                yield
                self.env.flush_all()
        except (UserError, psycopg2.IntegrityError):
            self.env.invalidate_all()
        else:
            self.fail("it was not refused")

    @contextmanager
    def rolled_back(self):
        self.cr.execute("SAVEPOINT test_tamper")
        try:
            yield
        finally:
            self.cr.execute("ROLLBACK TO SAVEPOINT test_tamper")
            self.env.invalidate_all()

    def muted(self):
        return mute_logger("odoo.sql_db", "odoo.models.unlink")

    def every_part(self, statement):
        return [part for name in PARTS for part in statement[name][:1]]

    @staticmethod
    def commands(part):
        """One2many commands that would change, cut loose, delete or add a part."""
        return (
            [Command.update(part.id, {"sequence": 99})],
            [Command.unlink(part.id)],
            [Command.delete(part.id)],
            [Command.clear()],
            [Command.set([])],
            [Command.create({})],
        )


def _stored(record):
    """Stored plain values; links to records of the books are left out."""
    return {
        name: record[name]
        for name, field in record._fields.items()
        if field.store and name not in VOLATILE and not field.relational
    }
