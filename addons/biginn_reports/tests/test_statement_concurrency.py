"""Two people press the button at the same moment: one statement, not two halves.

The rows have to be committed for the second connection to see them, so they are made and taken
away outside of the test's own transaction.
"""

from contextlib import closing

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged


@tagged("post_install", "-at_install")
class TestTwoAtOnce(BaseCase):
    def setUp(self):
        super().setUp()
        Registry(get_db_name())
        self.database = db_connect(get_db_name())
        with closing(self.database.cursor()) as cr:
            self.statement_id, self.made = self.make(_env(cr))
            cr.commit()
        self.addCleanup(self.take_away)

    def make(self, env):
        company = env["res.company"].search([], limit=1)
        account = env["account.analytic.account"].create(
            {"name": "Two at once", "company_id": company.id,
             "plan_id": env.ref("analytic.analytic_plan_projects").id}
        )
        grant = env["biginn.grant"].create(
            {
                "number": "two-at-once", "acronym": "TWO", "company_id": company.id,
                "scheme_id": env.ref("biginn_reports.scheme_cosme").id,
                "date_start": "2022-02-01", "date_end": "2023-01-31",
                "period_ids": [Command.create(
                    {"number": 1, "date_start": "2022-02-01", "date_end": "2023-01-31"})],
            }
        )
        beneficiary = env["biginn.grant.beneficiary"].create(
            {"grant_id": grant.id, "partner_id": company.partner_id.id, "company_id": company.id,
             "currency_id": env.ref("base.EUR").id,
             "analytic_account_ids": [Command.set(account.ids)]}
        )
        statement = env["biginn.statement"].create(
            {"beneficiary_id": beneficiary.id, "period_id": grant.period_ids.id}
        )
        return statement.id, [(one._name, one.id) for one in
                              (statement, beneficiary, grant.period_ids, grant, account)]

    def take_away(self):
        with closing(self.database.cursor()) as cr:
            env = _env(cr)
            for model, record_id in self.made:
                record = env[model].browse(record_id).exists()
                if model == "biginn.statement" and record.state == "locked":
                    record._store({"state": "draft"})
                record.unlink()
            cr.commit()

    def statement(self, cr):
        return _env(cr)["biginn.statement"].browse(self.statement_id)

    def test_second_one_is_told_so(self):
        with closing(self.database.cursor()) as one, closing(self.database.cursor()) as other:
            first, second = self.statement(one), self.statement(other)
            first.action_compute()
            with self.assertRaises(UserError):
                second.action_compute()
            other.rollback()
            with self.assertRaises(UserError):
                second.action_lock()
            other.rollback()
            one.commit()
            second.action_compute()  # a transaction that began after the first had finished
            other.commit()
        with closing(self.database.cursor()) as cr:
            statement = self.statement(cr)
            codes = statement.line_ids.mapped("code")
            self.assertEqual(len(codes), len(set(codes)))
            self.assertEqual(len(codes), len(statement.scheme_id.category_ids))

    def test_computing_over_a_lock_taken_meanwhile(self):
        """Who looked before the lock does not compute after it."""
        with closing(self.database.cursor()) as one, closing(self.database.cursor()) as other:
            first, second = self.statement(one), self.statement(other)
            first.action_compute()
            one.commit()
            self.assertEqual(second.state, "computed")
            first.action_lock()
            fingerprint = first.fingerprint
            one.commit()
            # PostgreSQL refuses: the row is newer than what this transaction has seen
            with self.assertRaisesRegex(Exception, "concurrent update"):
                second.action_compute()
            other.rollback()
            second = self.statement(other)
            with self.assertRaisesRegex(UserError, "is locked"):
                second.action_compute()
            self.assertEqual(second.fingerprint, fingerprint)


def _env(cr):
    return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
