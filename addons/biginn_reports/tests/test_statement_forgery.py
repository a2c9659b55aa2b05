"""Nobody types a figure of a statement: not finance, not by one2many, not with all rights."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.biginn_statement import FREE, INPUTS
from .lock_common import PARTS, LockCommon


@tagged("post_install", "-at_install")
class TestStatementForgery(LockCommon):
    def envs(self):
        return (("finance", self.finance_env), ("all rights", self.env))

    def test_every_field_of_a_statement(self):
        """Whatever is stored and not an input is refused, in every state."""
        statement = self.computed()
        typed = {
            name
            for name, field in statement._fields.items()
            if (field.store or field.inverse) and name not in INPUTS | FREE and not (
                name.startswith(("activity_", "message_", "my_activity")) or name == "id"
                or name in ("create_uid", "create_date", "write_uid", "write_date")
            )
        }
        self.assertLess({"state", "total_eur", "line_ids", "fingerprint"}, typed)
        for lock in (False, True):
            if lock:
                statement.action_lock()
            before = self.snapshot(statement)
            for who, env in self.envs():
                for name in sorted(typed):
                    with (
                        self.subTest(field=name, who=who, locked=lock),
                        self.assertRaises(UserError),
                    ):
                        statement.with_env(env).write({name: statement[name]})
            self.assertEqual(self.snapshot(statement), before)

    def test_inputs_of_a_locked_statement(self):
        statement = self.locked()
        before = self.snapshot(statement)
        for who, env in self.envs():
            for values in (
                {"requested_limit_eur": 1},
                {"period_id": self.period_2.id},
                {"beneficiary_id": self.beneficiary.id},
            ):
                with self.subTest(who=who, values=values), self.assertRaises(UserError):
                    statement.with_env(env).write(values)
        self.assert_unmoved(statement, before)

    def test_a_note_may_still_be_written(self):
        statement = self.locked()
        before = self.snapshot(statement)
        statement.write({"note": "Sent by registered mail"})
        statement.message_post(body="Sent")
        before["statement"]["note"] = statement.note
        self.assert_unmoved(statement, before)

    def test_forged_on_creation(self):
        """A new statement is an empty draft, whatever is sent along."""
        forged = {
            "state": "locked", "total_eur": 1e6, "requested_eur": 1e6, "fingerprint": "0" * 64,
            "fx_rate_text": "1", "locked_by_id": self.finance.id, "is_capped": True,
            "computed_on": "2022-01-01 00:00:00",
            "item_ids": [Command.create({"key": "x", "source": "manual", "amount_eur": 5})],
            "line_ids": [Command.create({"category_id": self.categories["B"].id})],
        }
        defaults = {f"default_{name}": value for name, value in forged.items()}
        inputs = {"beneficiary_id": self.beneficiary.id, "period_id": self.period_1.id}
        for who, env in self.envs():
            for how, context, values in (("values", {}, forged), ("context", defaults, {})):
                with self.subTest(who=who, how=how), self.rolled_back():
                    statement = (
                        env["biginn.statement"].with_context(**context).create({**inputs, **values})
                    )
                    self.env.flush_all()
                    self.env.invalidate_all()
                    self.assertEqual(statement.state, "draft")
                    self.assertFalse(statement.total_eur or statement.requested_eur)
                    self.assertFalse(statement.fingerprint or statement.fx_rate_text)
                    self.assertFalse(statement.item_ids)
                    self.assertFalse(statement.line_ids)

    def test_defaults_do_not_reach_the_parts(self):
        statement = self.make_statement()
        statement.with_context(
            default_reason="Forged", default_rule_name="Forged", default_months=7
        ).action_compute()
        self.assertNotIn("Forged", statement.item_ids.mapped("reason"))
        self.assertNotIn("Forged", statement.item_ids.mapped("rule_name"))
        self.assertNotIn(7, statement.item_ids.filtered(
            lambda one: one.source != "depreciation").mapped("months"))

    def test_parts_by_hand_as_finance(self):
        """Not even in a statement that is still open."""
        statement = self.computed()
        for part in self.every_part(statement):
            part = part.with_env(self.finance_env)
            with self.subTest(part=part._name):
                with self.assertRaises(AccessError):
                    part.write({"statement_id": statement.id})
                with self.assertRaises(AccessError):
                    part.unlink()
                with self.assertRaises(AccessError):
                    part.create({"statement_id": statement.id})

    def test_parts_of_a_locked_statement_with_all_rights(self):
        statement = self.locked()
        other = self.make_statement(self.period_2)
        before = self.snapshot(statement)
        for part in self.every_part(statement):
            part = part.with_env(self.env)
            values = part.copy_data()[0] | {"statement_id": statement.id}
            for how, attempt in (
                ("write", lambda part=part: part.write({"company_id": self.company.id})),
                ("move out", lambda part=part: part.write({"statement_id": other.id})),
                ("delete", part.unlink),
                ("create", lambda part=part, values=values: part.create(values)),
                ("copy", part.copy),
            ):
                # the unique keys of items and rates refuse a second one before we do
                with self.subTest(part=part._name, how=how), self.refused():
                    attempt()
        self.assert_unmoved(statement, before)

    def test_parts_moved_into_a_locked_statement(self):
        statement = self.locked()
        self.load_rates(self.rates_of(2023))
        other = self.make_statement(self.period_2)
        self.books.bill(self.supplier, "2023-06-15", [("travel", 1, self.distribution)])
        other.action_compute()
        before = self.snapshot(statement)
        for part in self.every_part(other):
            with (
                self.subTest(part=part._name),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                part.with_env(self.env).write({"statement_id": statement.id})
        self.assert_unmoved(statement, before)

    def test_one2many_commands(self):
        statement = self.locked()
        before = self.snapshot(statement)
        for who, env in self.envs():
            for name in PARTS:
                for commands in self.commands(statement[name][0]):
                    with (
                        self.subTest(who=who, field=name, command=commands[0][0]),
                        self.assertRaises(UserError),
                    ):
                        statement.with_env(env).write({name: commands})
        self.assert_unmoved(statement, before)

    def test_through_grant_and_beneficiary(self):
        statement = self.locked()
        before = self.snapshot(statement)
        for who, env in self.envs():
            for owner in (self.grant, self.beneficiary):
                for command in (
                    Command.update(statement.id, {"state": "draft"}),
                    Command.update(statement.id, {"requested_limit_eur": 1}),
                    Command.update(statement.id, {"total_eur": 1}),
                    Command.delete(statement.id),
                    Command.unlink(statement.id),
                    Command.clear(),
                ):
                    with (
                        self.subTest(who=who, owner=owner._name, command=command),
                        self.refused(),
                    ):
                        owner.with_env(env).write({"statement_ids": [command]})
        self.assert_unmoved(statement, before)

    def test_locked_is_not_deleted(self):
        statement = self.locked()
        for who, env in self.envs():
            with self.subTest(who=who), self.assertRaisesRegex(UserError, "is locked"):
                statement.with_env(env).unlink()
        self.assertTrue(statement.exists())

    def test_open_ones_are_deleted_with_their_parts(self):
        statement = self.computed()
        items = statement.item_ids
        statement.unlink()
        self.assertFalse(items.exists())

    def test_import_of_figures(self):
        """Odoo's own import goes the same way."""
        statement = self.locked()
        before = self.snapshot(statement)
        result = self.finance_env["biginn.statement"].load(
            [".id", "total_eur"], [[str(statement.id), "1"]]
        )
        self.assertTrue(result["messages"])
        self.assert_unmoved(statement, before)

    def test_copy_is_an_empty_draft(self):
        statement = self.locked()
        copy = statement.copy({"period_id": self.period_2.id})
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.total_eur or copy.line_ids or copy.fingerprint)
