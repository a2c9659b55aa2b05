"""A locked statement is a document: nothing that happens later moves a cent or a word of it."""

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .lock_common import LockCommon


@tagged("post_install", "-at_install")
class TestStatementLock(LockCommon):
    # ------------------------------------------------------------ computing

    def test_computing_twice_gives_the_same(self):
        statement = self.computed()
        before = self.snapshot(statement)
        statement.action_compute()
        self.assertEqual(self.snapshot(statement), before)

    def test_lock_says_who_and_when(self):
        statement = self.locked()
        self.assertEqual(statement.state, "locked")
        self.assertEqual(statement.locked_by_id, self.finance)
        self.assertTrue(statement.locked_on)
        self.assertRegex(statement.fingerprint, r"^[0-9a-f]{64}$")
        self.assertEqual(self.verified(statement), "success")

    def test_a_draft_is_not_locked(self):
        with self.assertRaisesRegex(UserError, "Compute it first"):
            self.make_statement().action_lock()

    def test_locked_twice(self):
        with self.assertRaisesRegex(UserError, "locked already"):
            self.locked().action_lock()

    def test_blocking_finding_stops_locking(self):
        self.work(self.make_person("Newcomer", None), 3, ["2022-05-05"])
        statement = self.computed()
        with self.assertRaisesRegex(UserError, "Newcomer"):
            statement.action_lock()
        self.assertEqual(statement.state, "computed")

    def test_locked_statement_is_not_computed(self):
        with self.assertRaisesRegex(UserError, "is locked"):
            self.locked().action_compute()

    # ------------------------------------- changed between compute and lock

    def refuse_lock(self, statement, words="books have changed"):
        with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
            statement.action_lock()
        self.env.invalidate_all()
        self.assertEqual(statement.state, "computed")
        self.assertFalse(statement.fingerprint)

    def test_new_cost_after_computing(self):
        statement = self.computed()
        self.books.bill(self.supplier, "2022-06-20", [("travel", 1, self.distribution)])
        self.refuse_lock(statement)
        statement.action_compute()
        statement.action_lock()
        self.assertEqual(statement.state, "locked")

    def test_new_hours_without_rate_after_computing(self):
        """They add no cost line, only a finding that stops."""
        statement = self.computed()
        self.work(self.make_person("Newcomer", None), 3, ["2022-05-05"])
        self.refuse_lock(statement)

    def test_new_rate_after_computing(self):
        statement = self.computed()
        self.senior_rate().annual_cost = 800000
        self.refuse_lock(statement)

    def test_setting_changed_after_computing(self):
        statement = self.computed()
        self.scheme.indirect_rate = 0.25
        self.refuse_lock(statement)

    # ----------------------------------------------- the books after locking

    def test_books_changed_after_locking(self):
        statement = self.locked()
        before = self.snapshot(statement)
        other = self.account.copy({"name": "Another grant"})
        for bill, change in (
            (self.bill_sub, {"price_unit": 1}),
            (self.bill_travel, {"analytic_distribution": {str(other.id): 100}}),
            (self.bill_goods, {"tax_ids": [Command.set(self.books.vat_back.ids)]}),
            (self.bill_laptop, {"price_unit": 99}),
        ):
            bill.button_draft()
            bill.invoice_line_ids.write({**change, "name": "Changed"})
            bill.action_post()
        self.supplier.name = "Renamed"
        self.assert_unmoved(statement, before)
        # and the change is real: a statement made now says something else
        statement.with_user(self.boss).action_unlock("Test")
        statement.action_compute()
        self.assertNotEqual(self.snapshot(statement), before)

    def test_bill_taken_out_of_the_books(self):
        statement = self.locked()
        before = self.snapshot(statement)
        lines = self.bill_travel.invoice_line_ids
        item = statement.item_ids.filtered(lambda one: one.move_line_id in lines)[:1]
        self.bill_travel.button_draft()
        self.bill_travel.with_context(force_delete=True).unlink()
        self.assert_unmoved(statement, before)
        self.assertFalse(item.move_line_id)
        with self.assertRaisesRegex(UserError, "gone from the books"):
            item.action_open_source()

    def test_people_hours_and_rates_after_locking(self):
        statement = self.locked()
        before = self.snapshot(statement)
        self.senior_rate().write({"annual_cost": 1, "full_time_percent": 50})
        self.env["account.analytic.line"].search([("employee_id", "=", self.senior.id)]).unlink()
        self.senior.name = "Renamed"
        self.senior.active = False
        self.assert_unmoved(statement, before)

    def test_exchange_rates_equipment_and_scheme_after_locking(self):
        statement = self.locked()
        before = self.snapshot(statement)
        rate = self.env["biginn.fx.rate"].search(
            [("currency_id", "=", self.krone.id), ("date", "=", "2022-03-01")]
        )
        rate.with_user(self.finance).write({"rate_text": "7.5", "reason": "Test"})
        self.beneficiary.equipment_ids.write({"price": 1, "name": "Renamed"})
        self.beneficiary.equipment_ids.unlink()
        self.beneficiary.cost_rule_ids.unlink()
        self.beneficiary.max_contribution = 5
        self.categories["B"].write({"name": "Renamed", "code": "B9", "reimbursement_rate": 0.1,
                                    "in_indirect_base": True, "form": "lump"})
        self.scheme.write({"indirect_rate": 0.2, "hourly_rate_decimals": 2,
                           "rate_full_precision": True, "rate_decimals": 1})
        self.assert_unmoved(statement, before)

    def test_category_in_use_is_not_deleted(self):
        self.locked()
        with self.refused_by_database():
            self.categories["B"].unlink()

    def test_analytic_account_may_be_archived(self):
        statement = self.locked()
        before = self.snapshot(statement)
        self.account.active = False
        self.assert_unmoved(statement, before)

    def test_person_with_a_rate_is_not_deleted(self):
        statement = self.locked()
        before = self.snapshot(statement)
        with self.refused_by_database():
            self.senior.unlink()
        self.assert_unmoved(statement, before)

    # ------------------------------------------- what the statement rests on

    def test_grant_period_and_beneficiary_stay(self):
        statement = self.locked()
        before = self.snapshot(statement)
        other = self.make_grant(self.company, number="999")
        for record, values in (
            (self.grant, {"number": "1"}),
            (self.grant, {"currency_id": self.krone.id}),
            (self.period_1, {"date_end": "2022-12-31"}),
            (self.period_1, {"number": 7}),
            (self.beneficiary, {"currency_id": self.euro.id}),
            (self.beneficiary, {"company_id": self.other_company.id}),
            (self.beneficiary, {"company_id": False}),
            (self.beneficiary, {"partner_id": self.supplier.id}),
            (self.beneficiary, {"grant_id": other.id}),
        ):
            for env in (self.finance_env, self.env):
                with (
                    self.subTest(record=record._name, values=values, su=env.su),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    record.with_env(env).write(values)
        self.assert_unmoved(statement, before)

    def test_writing_the_same_again_is_no_change(self):
        """As an update of the addon does with its own data."""
        self.locked()
        self.period_1.write({"number": 1, "date_start": "2022-02-01", "date_end": "2023-01-31"})
        self.grant.write({"number": "101037928", "name": "Another title"})
        self.beneficiary.write(
            {"company_id": self.company.id, "grant_id": self.grant.id,
             "partner_id": self.company.partner_id.id, "nonprofit": True}
        )

    def test_grant_with_statements_is_not_deleted(self):
        self.locked()
        for record in (self.grant, self.period_1, self.beneficiary, self.scheme):
            with self.subTest(record=record._name), self.refused_by_database():
                record.unlink()

    # -------------------------------------------------------------- unlock

    def test_unlock_needs_manager_finance_and_a_reason(self):
        statement = self.locked()
        manager = self.new_user("manager.dk", "biginn_cluster.group_manager", self.company)
        for user in (self.finance, manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                statement.with_user(user).action_unlock("Because")
        for reason in ("", "  ", None, False, 7):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "reason"):
                statement.with_user(self.boss).action_unlock(reason)
        fingerprint = statement.fingerprint
        self.assertTrue(statement.with_user(self.boss).action_unlock("Wrong <b>bill</b>"))
        self.assertEqual(statement.state, "computed")
        self.assertFalse(statement.fingerprint)
        note = statement.message_ids[0].body
        self.assertIn("Wrong &lt;b&gt;bill", note)
        self.assertIn(fingerprint, note)

    def test_unlock_by_the_dialogue(self):
        statement = self.locked()
        dialogue = self.env["biginn.statement.unlock"]
        with self.assertRaises(AccessError):
            dialogue.with_user(self.finance).create(
                {"statement_id": statement.id, "reason": "Because"}
            )
        dialogue.with_user(self.boss).create(
            {"statement_id": statement.id, "reason": "Because"}
        ).action_unlock()
        self.assertEqual(statement.state, "computed")

    def test_unlock_what_is_not_locked(self):
        with self.assertRaisesRegex(UserError, "not locked"):
            self.computed().with_user(self.boss).action_unlock("Because")

    def test_submitted_is_frozen_too(self):
        statement = self.computed()
        with self.assertRaisesRegex(UserError, "Only a locked"):
            statement.action_submit()
        statement.action_lock()
        statement.action_submit()
        self.assertEqual(statement.state, "submitted")
        for attempt in (statement.action_compute, statement.action_lock, statement.unlink):
            with self.subTest(attempt=attempt.__name__), self.assertRaises(UserError):
                attempt()
        self.assertEqual(self.verified(statement), "success")
        statement.with_user(self.boss).action_unlock("Refused by the EU")
        self.assertEqual(statement.state, "computed")

    # ------------------------------------------------------------ tampering

    def test_fingerprint_shows_a_change_behind_odoo(self):
        statement = self.locked()
        self.env.flush_all()
        for table, column in (
            ("biginn_statement", "total_eur"),
            ("biginn_statement", "requested_eur"),
            ("biginn_statement_line", "amount_eur"),
            ("biginn_statement_line", "contribution_eur"),
            ("biginn_statement_item", "amount_local"),
            ("biginn_statement_item", "annual_cost"),
            ("biginn_statement_item", "percent"),
        ):
            with self.subTest(table=table, column=column):
                where = "id" if table == "biginn_statement" else "statement_id"
                change = f"UPDATE {table} SET {column} = {column} + %s WHERE {where} = %s"
                self.cr.execute(change, (0.01, statement.id))
                self.assertEqual(self.verified(statement), "danger")
                self.cr.execute(change, (-0.01, statement.id))
                self.assertEqual(self.verified(statement), "success")
        for table in ("item", "line", "fx", "finding"):
            with self.subTest(deleted=table), self.rolled_back():
                self.cr.execute(
                    f"DELETE FROM biginn_statement_{table} WHERE id = ("
                    f"SELECT max(id) FROM biginn_statement_{table} WHERE statement_id = %s)",
                    (statement.id,),
                )
                self.assertEqual(self.verified(statement), "danger")
        self.assertEqual(self.verified(statement), "success")

    # ------------------------------------------------------------------ cap

    def test_next_period_gets_what_the_first_left(self):
        self.beneficiary.max_contribution = 70000
        first = self.locked()
        self.assertTrue(first.is_capped)
        self.assertEqual(first.requested_eur, 63642.40)
        self.load_rates(self.rates_of(2023))
        self.books.bill(self.supplier, "2023-06-15",
                        [("subcontracting", 100000, self.distribution)])
        second = self.make_statement(self.period_2)
        second.action_compute()
        self.assertEqual(round(second.cap_eur, 2), 6357.60)
        self.assertEqual(round(second.requested_eur, 2), 6357.60)
        self.assertGreater(second.max_contribution_eur, 6357.60)
        self.beneficiary.max_contribution = 60000
        second.action_compute()
        self.assertEqual((second.is_capped, second.cap_eur, second.requested_eur), (True, 0, 0))
        self.assertIn("cap", [key for _label, _amount, key in second._results()])
        self.assertEqual(first.requested_eur, 63642.40)

    def test_asking_for_less(self):
        statement = self.make_statement()
        statement.requested_limit_eur = 1000.5
        statement.action_compute()
        self.assertEqual(statement.requested_eur, 1000.5)
        self.assertEqual(round(statement.own_funding_eur, 2), 83856.03)
        statement.requested_limit_eur = 99999999
        self.assertEqual(statement.state, "draft")
        statement.action_compute()
        self.assertEqual(statement.requested_eur, 63642.40)
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            statement.requested_limit_eur = -1
            self.env.flush_all()

    def test_beneficiary_without_books_here(self):
        elsewhere = self.env["biginn.grant.beneficiary"].create(
            {"grant_id": self.grant.id, "partner_id": self.supplier.id}
        )
        with self.assertRaisesRegex(UserError, "books elsewhere"):
            self.env["biginn.statement"].create(
                {"beneficiary_id": elsewhere.id, "period_id": self.period_1.id}
            )
