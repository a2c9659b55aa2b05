from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestExchangeMoves(XchangeCommon):
    def test_the_life_of_an_exchange(self):
        exchange = self.new_exchange()
        self.assertFalse(exchange.waiting_for)
        exchange.action_validate()
        self.assertEqual(exchange.state, "validated")
        with freeze_time("2023-05-12 10:00:00"):
            exchange.action_complete()
        self.assertEqual(str(exchange.completed_on), "2023-05-12")
        self.assertEqual(str(exchange.payment_due), "2023-05-22")
        exchange.action_pay()
        self.assertEqual(exchange.state, "paid")
        self.assertTrue(exchange.paid_on)

    def test_why_not(self):
        exchange = self.new_exchange()
        self.assertIn("from “Draft”", exchange._get_cannot_move_reason("paid"))
        self.assertIn("cannot become", exchange._get_cannot_move_reason("nonsense"))
        exchange.action_validate()
        with freeze_time("2023-05-11 10:00:00"):
            self.assertIn("not over yet", exchange._get_cannot_move_reason("completed"))
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
        exchange.action_complete()
        done = exchange.completed_on
        with freeze_time("2031-01-01"):
            exchange.action_complete()
        self.assertEqual(exchange.completed_on, done)

    def test_figures_not_yet_worked_out_are_not_frozen_away(self):
        """Created and validated in one go, nothing read in between."""
        exchange = self.new_exchange()
        exchange.action_validate()
        self.env.invalidate_all()
        self.assertEqual((exchange.lump_sum, exchange.agreed_amount), (560, 560))
