"""No way but the real one leads to *paid*: attempts by hand, by import, by context and by books.

Whatever is tried, and whoever tries: an exchange that is paid has four signatures under its
commitment, a validated report, accepted evidence and exactly one bill. The way itself, at random,
is walked elsewhere; here stand the attempts somebody would think of.
"""

from contextlib import suppress

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..rules import signing
from .common import XchangeCommon

REFUSED = (UserError, AccessError, ValidationError, ValueError, IntegrityError)
STATES = [
    "submitted",
    "validated",
    "signing",
    "ready",
    "ongoing",
    "interrupted",
    "reporting",
    "completed",
    "paid",
    "refused",
    "cancelled",
]
BEFORE = ("draft", "validated", "signing", "ready", "ongoing", "reporting", "completed")


@tagged("post_install", "-at_install")
class TestAttacks(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange = cls.new_exchange()

    def everybody(self):
        return (self.staff, self.manager, self.other_manager, self.member_editor, self.employee)

    def proven(self, exchange):
        """Does it have all that a paid exchange must have? Asked of the rows themselves."""
        self.env.flush_all()
        exchange.invalidate_recordset()
        exchange = exchange.sudo()
        papers = exchange.document_ids.filtered(
            lambda paper: paper.kind == "commitment" and paper.state == "complete"
        )
        signed = papers.signature_ids.filtered(lambda one: one.state == "signed")
        bills = exchange.bill_ids.filtered(lambda bill: bill.state == "posted")
        return (
            set(signed.mapped("role")) == set(signing.PARTIES["commitment"])
            and "validated"
            in exchange.report_ids.filtered(lambda one: one.side == "visitor").mapped("state")
            and "accepted" in exchange.evidence_ids.mapped("state")
            and len(bills) == 1
            and bills.payment_state == "paid"
        )

    def tried(self, attempt, *values):
        """Make an attempt; refused, or without effect on the state."""
        before = self.exchange.state
        with mute_logger("odoo.sql_db", "odoo.models"), suppress(*REFUSED), self.env.cr.savepoint():
            attempt(*values)
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotEqual(self.exchange.state, "paid")
        self.assertEqual(self.exchange.state, before)

    def test_the_real_way_has_it_all(self):
        """The measure itself: it says yes to the real way, and no one step before."""
        for state in BEFORE[1:]:
            self.walk(self.exchange, state)
            self.assertFalse(self.proven(self.exchange), state)
        self.walk(self.exchange, "paid")
        self.assertTrue(self.proven(self.exchange))

    def test_states_are_not_written(self):
        """At each point of the way, each later state is asked for by each of them."""
        for state in BEFORE:
            if state != "draft":
                self.walk(self.exchange, state)
            wanted = STATES[STATES.index(state) + 1 if state in STATES else 1 :]
            day = self.exchange.date_start.replace(day=3)
            for user in self.everybody():
                mine = self.exchange.with_user(user)
                for target in {"paid", "completed", *wanted} - {"cancelled", "interrupted"}:
                    if (state, target) in (
                        ("draft", "validated"),
                        ("draft", "submitted"),
                        ("validated", "signing"),
                    ):
                        continue
                    with (
                        self.subTest(state=state, user=user.login, target=target),
                        freeze_time(f"{day} 10:00:00"),
                    ):
                        self.tried(mine.write, {"state": target})
                        self.tried(self.exchange.sudo().write, {"state": target})

    def test_contexts_are_not_forged(self):
        """What marks a write as checked is an object that no caller can send."""
        self.walk(self.exchange, "completed")
        for value in (True, 1, "CHECKED", {}, [], "<object object>", object()):
            for key in ("biginn_checked", "biginn_building", "biginn_look"):
                for user in (self.staff, self.manager):
                    forged = self.exchange.with_user(user).with_context(**{key: value})
                    with self.subTest(key=key, value=value):
                        self.tried(forged.write, {"state": "paid"})
                        self.tried(forged.write, {"paid_on": "2023-05-20"})
                        self.tried(forged.create, {**self.stay(), "state": "paid"})
        for user in (self.staff, self.manager):
            forged = self.exchange.with_user(user).with_context(
                default_state="paid",
                default_paid_on="2023-05-20",
                install_mode=True,
                tracking_disable=True,
                import_file=True,
                default_biginn_checked=True,
            )
            self.tried(forged.create, self.stay())
        self.nothing_paid()

    def stay(self):
        return self.exchange.sudo().copy_data()[0]

    def nothing_paid(self):
        self.assertFalse(self.env["biginn.exchange"].search([("state", "=", "paid")]))

    def test_create_copy_and_import(self):
        exchanges = self.env["biginn.exchange"]
        self.walk(self.exchange, "completed")
        for user in (self.staff, self.manager):
            mine = exchanges.with_user(user)
            for state in STATES:
                with self.subTest(user=user.login, state=state):
                    self.tried(mine.create, {**self.stay(), "state": state})
                    self.tried(
                        mine.load,
                        [
                            "name",
                            "programme_id/.id",
                            "visiting_id/.id",
                            "host_id/.id",
                            "date_start",
                            "date_end",
                            "state",
                        ],
                        [
                            [
                                "X",
                                str(self.programme.id),
                                str(self.visiting_org.id),
                                str(self.host_org.id),
                                "2023-06-05",
                                "2023-06-09",
                                state,
                            ]
                        ],
                    )
                    self.tried(mine.load, [".id", "state"], [[str(self.exchange.id), state]])
                    self.tried(
                        mine.load, [".id", "paid_on"], [[str(self.exchange.id), "2023-06-09"]]
                    )
            copy = self.exchange.with_user(user).copy()
            self.assertEqual(copy.state, "draft")
            for name in ("signature_ids", "document_ids", "report_ids", "evidence_ids", "bill_ids"):
                self.assertFalse(copy.sudo()[name], name)
            self.assertFalse(copy.sudo().bill_id)
            copy.unlink()
        others = exchanges.search([("id", "!=", self.exchange.id)])
        self.assertLessEqual(set(others.mapped("state")), {"draft"})

    def test_signatures_are_not_made_by_hand(self):
        self.walk(self.exchange, "signing")
        paper = self.exchange.document_ids
        signature = self.exchange.signature_ids[0]
        given = {
            "state": "signed",
            "signer": "Nobody",
            "signed_on": "2023-05-01 10:00:00",
            "method": "typed",
            "document_hash": paper.content_hash,
        }
        signed_by_hand = {
            **given,
            "document_id": paper.id,
            "role": "host",
            "organisation_id": self.host_org.id,
        }
        for user in self.everybody():
            with self.subTest(user=user.login):
                for record in (signature, *self.exchange.signature_ids):
                    mine = record.with_user(user)
                    self.tried(mine.write, given)
                    self.tried(mine.with_context(biginn_checked=True).write, given)
                    self.tried(mine.unlink)
                    self.tried(mine.copy)
                self.tried(signature.with_user(user).create, signed_by_hand)
                self.tried(paper.with_user(user).write, {"state": "complete"})
                self.tried(paper.with_user(user).write, {"content": {}})
                self.tried(paper.with_user(user).unlink)
                self.tried(paper.with_user(user).create, paper.sudo().copy_data()[0])
                mine = self.exchange.with_user(user)
                self.tried(mine.write, {"signature_ids": [Command.create(signed_by_hand)]})
                self.tried(mine.write, {"signature_ids": [Command.update(signature.id, given)]})
                self.tried(mine.write, {"document_ids": [Command.clear()]})
                self.tried(mine.write, {"missing_signature_count": 0})
        self.assertEqual(set(self.exchange.signature_ids.mapped("state")), {"pending"})
        self.assertEqual(paper.state, "open")

    def test_nobody_signs_for_all_four(self):
        """Each of the users signs whatever they can: that is never all of the commitment."""
        self.walk(self.exchange, "signing")
        signatures = self.exchange.signature_ids
        for user in (self.member_editor, self.staff, self.employee, self.stranger):
            for signature in signatures:
                with suppress(*REFUSED), self.env.cr.savepoint():
                    signature.with_user(user).action_sign("Somebody Else")
        self.env.invalidate_all()
        self.assertEqual(self.exchange.state, "signing")
        pending = signatures.filtered(lambda one: one.state == "pending").mapped("role")
        self.assertIn("host", pending, "no user of ours signs for the host")

    def test_reports_and_evidence_are_not_decided_by_hand(self):
        self.walk(self.exchange, "reporting")
        exchange = self.exchange
        report = exchange.report_ids.filtered(lambda one: one.side == "visitor")
        self.assertEqual(report.state, "draft")
        evidence = self.env["biginn.exchange.evidence"]
        proof = {"exchange_id": exchange.id, "kind": "check_in", "state": "accepted"}
        for user in self.everybody():
            with self.subTest(user=user.login):
                mine = report.with_user(user)
                for values in ({"state": "validated"}, {"state": "submitted"}):
                    self.tried(mine.write, values)
                    self.tried(mine.with_context(biginn_checked=True).write, values)
                    self.tried(
                        exchange.with_user(user).write,
                        {"report_ids": [Command.update(report.id, values)]},
                    )
                self.tried(mine.action_validate)
                self.tried(
                    mine.create,
                    {"exchange_id": exchange.id, "side": "visitor", "state": "validated"},
                )
                for values in (proof, {**proof, "kind": "photo"}):
                    self.tried(evidence.with_user(user).create, values)
                    self.tried(
                        exchange.with_user(user).write, {"evidence_ids": [Command.create(values)]}
                    )
                self.tried(exchange.with_user(user).action_complete)
        self.assertEqual(set(report.mapped("state")), {"draft"})
        self.assertNotIn("accepted", exchange.evidence_ids.mapped("state"))

    def test_bills_are_not_linked_by_hand(self):
        """A bill written by hand over any amount, and the bill of another exchange."""
        self.walk(self.exchange, "completed")
        self.open_payout()
        biller = self.new_user(
            "biller", "biginn_cluster.group_manager,account.group_account_manager"
        )
        moves = self.env["account.move"].with_user(biller).with_company(self.cluster_company)
        line = {"name": "Lump sum", "quantity": 1, "price_unit": 1, "tax_ids": [Command.clear()]}
        values = {
            "move_type": "in_invoice",
            "partner_id": self.visiting_org.id,
            "invoice_date": "2023-05-20",
            "currency_id": self.euro.id,
            "journal_id": self._purchase_journal(self.cluster_company).id,
            "invoice_line_ids": [Command.create(line)],
        }

        def linked_at_once():
            bill = moves.create({**values, "biginn_exchange_id": self.exchange.id})
            bill.action_post()
            self.pay_bill(bill.sudo())
            self.exchange._advance()

        def linked_afterwards():
            bill = moves.create(values)
            bill.action_post()
            self.pay_bill(bill.sudo())
            bill.biginn_exchange_id = self.exchange
            self.exchange._advance()

        for attempt in (linked_at_once, linked_afterwards):
            self.tried(attempt)
        bill = self.make_bill(self.exchange, post=False)
        for attempt in (
            lambda: moves.create({**values, "biginn_exchange_id": self.exchange.id}),
            lambda: bill.copy({"biginn_exchange_id": self.exchange.id}),
            lambda: bill.with_user(biller).write({"payment_state": "paid"}),
            lambda: self.exchange.with_user(biller).write({"bill_payment_state": "paid"}),
            lambda: self.exchange.with_user(biller).write({"bill_id": False}),
            lambda: self.exchange.with_user(biller).write({"bill_ids": [Command.clear()]}),
        ):
            self.tried(attempt)
        self.assertEqual(len(self.exchange.sudo().bill_ids), 1)

    def test_half_a_payment_is_none(self):
        self.walk(self.exchange, "completed")
        bill = self.make_bill(self.exchange)
        self.pay_bill(bill, amount=100)
        self.env.cr.precommit.run()
        self.assertEqual(self.exchange.state, "completed")
        self.pay_bill(bill)
        self.env.cr.precommit.run()
        self.assertEqual(self.exchange.state, "paid")
        self.assertTrue(self.proven(self.exchange))

    def test_every_public_button_at_every_point(self):
        """All `action_` methods that take nothing, by everybody, one step of the way after another.

        Only the next step may come of it, and *paid* never.
        """
        names = sorted(
            name
            for name in dir(type(self.exchange))
            if name.startswith("action_")
            and getattr(type(self.exchange), name).__module__.startswith("odoo.addons.biginn_")
        )
        self.assertIn("action_complete", names)
        for state in BEFORE:
            if state != "draft":
                self.walk(self.exchange, state)
            for user in self.everybody():
                for name in names:
                    with self.subTest(state=state, user=user.login, name=name):
                        self.press(user, name)

    def press(self, user, name):
        point = self.env.cr.savepoint()
        with mute_logger("odoo.sql_db", "odoo.models"), suppress(*REFUSED, TypeError):
            getattr(self.exchange.with_user(user), name)()
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotEqual(self.exchange.state, "paid")
        self.assertLessEqual(len(self.exchange.sudo().bill_ids), 1)
        point.rollback()
        point.close(rollback=False)
        self.env.invalidate_all()
