from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestExchangeMoves(XchangeCommon):
    def test_the_life_of_an_exchange(self):
        exchange = self.new_exchange()
        self.assertFalse(exchange.waiting_for)
        exchange.action_submit()
        for state, noted in (
            ("validated", "2023-04-28"),
            ("signing", "2023-04-28"),
            ("ready", "2023-04-29"),
            ("ongoing", "2023-05-08"),
            ("reporting", "2023-05-13"),
            ("completed", "2023-05-15"),
            ("paid", "2023-05-21"),
        ):
            self.walk(exchange, state)
            with self.subTest(state=state):
                self.assertEqual((exchange.state, str(exchange.state_since)), (state, noted))
        self.assertEqual(str(exchange.validated_on), "2023-04-28")
        self.assertEqual(str(exchange.ended_on), "2023-05-12")
        self.assertEqual(str(exchange.completed_on), "2023-05-15")
        self.assertEqual(str(exchange.paid_on), "2023-05-21")

    def test_the_payment_term_starts_where_the_programme_says(self):
        exchange = self.walk(self.new_exchange(), "completed")
        self.assertEqual(str(exchange.payment_due), "2023-05-22", "ten days after the stay")
        self.programme.payment_from = "validation"
        self.assertEqual(str(exchange.payment_due), "2023-05-25", "ten days after the report")

    def test_dates_move_it_on(self):
        exchange = self.walk(self.new_exchange(), "ready")
        with freeze_time("2023-05-07 20:30:00"):
            self.assertIn("begins on", exchange._get_cannot_move_reason("ongoing"))
            exchange._advance()
            self.assertEqual(exchange.state, "ready")
        with freeze_time("2023-05-12 10:00:00"):
            exchange._advance()
            self.assertEqual(exchange.state, "ongoing", "the last day still belongs to the stay")
            self.assertIn("not over yet", exchange._get_cannot_move_reason("reporting"))
        exchange._advance()
        self.assertEqual((exchange.state, str(exchange.ended_on)), ("reporting", "2023-05-12"))

    def test_every_state_but_draft_can_be_reached_and_none_by_magic(self):
        exchanges = self.env["biginn.exchange"]
        states = set(dict(exchanges._fields["state"].selection))
        moves = exchanges._moves()
        self.assertEqual(set(moves), states)
        for target, sources in moves.items():
            self.assertLessEqual(set(sources), states - {target}, target)
        for state, target in (exchanges._next_states() | exchanges._steps_alone()).items():
            self.assertIn(state, moves[target])

    def test_a_member_submits_and_nothing_else(self):
        exchange = self.new_exchange()
        reader = exchange.with_user(self.member_reader)
        with self.assertRaises(UserError):
            reader.action_submit()
        exchange.visitor_ids = self.member_reader.partner_id
        reader.action_submit()
        self.assertEqual(exchange.state, "submitted")
        for target in ("validated", "refused", "cancelled", "draft"):
            with self.subTest(target=target), self.assertRaisesRegex(UserError, "staff"):
                exchange.with_user(self.member_editor)._move_to(target)
        for user in (self.stranger, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.new_exchange(programme_id=self.programme.id).with_user(user).action_submit()

    def test_no_and_never_need_a_word(self):
        exchange = self.new_exchange()
        for method in ("action_refuse", "action_cancel"):
            for reason in ("", "  "):
                with self.subTest(method=method), self.assertRaisesRegex(UserError, "Say why"):
                    getattr(exchange, method)(reason)
        with self.assertRaisesRegex(UserError, "Say why"):
            exchange.write({"state": "refused"})
        exchange.action_refuse("The host has closed.")
        exchange.action_refuse("Another word")
        self.assertEqual(exchange.decision_reason, "The host has closed.")
        with self.assertRaises(UserError):
            exchange.action_validate()
        other = self.walk(self.new_exchange(), "ready")
        other.action_cancel("The visitor is ill.")
        self.assertEqual(other.state, "cancelled")
        for one in (exchange, other):
            with self.subTest(state=one.state), self.assertRaises(UserError):
                one.unlink()

    def test_a_cancelled_visit_was_none(self):
        first = self.walk(self.new_exchange(), "validated")
        second = self.new_exchange(date_start="2023-06-12", date_end="2023-06-16")
        self.assertTrue(second.open_finding_count)
        first.action_cancel("Not this spring.")
        self.assertFalse(second.open_finding_count)

    def test_why_not(self):
        exchange = self.new_exchange()
        self.assertIn("from “Draft”", exchange._get_cannot_move_reason("paid"))
        self.assertIn("cannot become", exchange._get_cannot_move_reason("nonsense"))
        exchange.action_validate()
        self.assertIn("manager", exchange._get_cannot_move_reason("draft"))
        self.assertFalse(exchange.with_user(self.manager)._get_cannot_move_reason("draft"))

    def test_forged_states_are_refused(self):
        exchange = self.new_exchange(date_end="2023-05-09")
        for target in ("validated", "completed", "paid", "nonsense"):
            with self.subTest(target=target), self.assertRaises(UserError):
                exchange.write({"state": target})
            with self.subTest(target=target), self.assertRaises(UserError):
                exchange.sudo().write({"state": target})
        self.assertEqual(exchange.state, "draft")
        with self.assertRaises(UserError):
            exchange.with_context(biginn_checked=True).write({"state": "paid"})
        with self.assertRaises(UserError):
            self.new_exchange(state="paid")
        with self.assertRaises(UserError):
            self.env["biginn.exchange"].with_user(self.staff).with_context(
                default_state="validated"
            ).create(exchange.copy_data()[0])

    def test_a_written_state_is_a_wish_that_passes_the_same_checks(self):
        exchange = self.new_exchange()
        exchange.write({"state": "validated"})
        self.assertEqual((exchange.state, exchange.lump_sum), ("validated", 560))

    def test_forged_figures_are_refused(self):
        exchange = self.new_exchange()
        for name, value in [
            ("lump_sum", 9999),
            ("lump_sum_facts", {}),
            ("working_days", 20),
            ("agreed_for", 1),
            ("open_finding_count", 0),
            ("paid_on", "2023-01-01"),
            ("finding_ids", [Command.clear()]),
        ]:
            with self.subTest(name=name), self.assertRaises(UserError):
                exchange.write({name: value})
        forged = self.new_exchange(lump_sum=9999, working_days=20)
        self.assertEqual((forged.lump_sum, forged.working_days), (560, 5))

    def test_validation_freezes_what_the_lump_sum_rests_on(self):
        exchange = self.new_exchange()
        exchange.action_validate()
        for name, value in [
            ("date_end", "2023-05-20"),
            ("host_id", self.stranger_org.id),
            ("is_virtual", True),
            ("distance_km", 10),
            ("agreed_amount", 100),
            ("programme_id", self.new_programme(code="T2").id),
            ("visitor_ids", [Command.set(self.member_editor.partner_id.ids)]),
        ]:
            with self.subTest(name=name), self.assertRaises(UserError):
                exchange.write({name: value})
        exchange.write({"notes": "Went well", "date_end": exchange.date_end})
        with self.assertRaises(UserError):
            exchange.unlink()

    def test_back_to_draft_asks_the_rules_anew(self):
        exchange = self.new_exchange()
        exchange.action_validate()
        self.programme.rate_ids.write({"amount": 300})
        with self.assertRaises(UserError):
            exchange.action_reset()
        exchange.with_user(self.manager).action_reset()
        self.assertEqual((exchange.state, exchange.lump_sum), ("draft", 300))
        self.assertEqual(exchange.agreed_amount, 300)

    def test_second_click_does_nothing(self):
        exchange = self.new_exchange()
        self.assertTrue(exchange.action_validate())
        messages = exchange.message_ids
        self.assertTrue(exchange.action_validate())
        self.assertEqual(exchange.message_ids, messages)
        done = self.walk(exchange, "completed").completed_on
        with freeze_time("2031-01-01"):
            exchange.action_complete()
        self.assertEqual(exchange.completed_on, done)

    def test_figures_not_yet_worked_out_are_not_frozen_away(self):
        """Created and validated in one go, nothing read in between."""
        exchange = self.new_exchange()
        exchange.action_validate()
        self.env.invalidate_all()
        self.assertEqual((exchange.lump_sum, exchange.agreed_amount), (560, 560))
