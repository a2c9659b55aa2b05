from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import XchangeCommon

KEYS = {
    "exchanges_draft",
    "exchanges_validated",
    "exchanges_interrupted",
    "exchanges_over",
    "exchanges_to_pay",
    "exchanges_to_bill",
    "exchanges_overdue",
    "exchanges_bank",
    "agendas_empty",
}


@tagged("post_install", "-at_install")
class TestTodayCards(XchangeCommon):
    def cards(self, user=None):
        env = self.env(user=user or self.staff, context={"tz": "UTC"})
        found = {card["key"]: card for card in env["biginn.today"].get_cards()["cards"]}
        return {key: card for key, card in found.items() if key in KEYS}

    def test_an_exchange_wanders_from_card_to_card(self):
        self.assertFalse(self.cards())
        exchange = self.new_exchange()
        days = (fields.Date.today() - exchange.date_start).days
        [(key, card)] = self.cards().items()
        self.assertEqual((key, card["age"]), ("exchanges_draft", f"oldest {days} days"))
        for state, expected in (
            ("validated", {"exchanges_validated"}),
            ("ready", set()),
            ("reporting", {"exchanges_over"}),
            ("completed", {"exchanges_overdue"}),
            ("paid", set()),
        ):
            self.walk(exchange, state)
            self.assertEqual(set(self.cards()), expected)

    def test_one_that_is_still_to_come_is_not_over(self):
        self.programme.date_end = False
        start = fields.Date.today() + timedelta(days=20)
        start += timedelta(days=-start.weekday())
        exchange = self.new_exchange(date_start=start, date_end=start + timedelta(days=4))
        self.assertIn("first in", self.cards()["exchanges_draft"]["age"])
        exchange.write({"state": "validated"})
        self.assertEqual(set(self.cards()), {"exchanges_validated"})
        self.assertFalse(self.cards(self.other_manager))
        self.walk(exchange, "ready")
        self.assertFalse(self.cards())
        exchange.action_interrupt("Strike at the host")
        self.assertEqual(set(self.cards()), {"exchanges_interrupted"})

    def test_the_other_partnership_sees_no_card(self):
        exchange = self.new_exchange()
        self.assertTrue(exchange.with_user(self.other_manager).has_access("read"))
        self.assertFalse(self.cards(self.other_manager))

    def test_agendas(self):
        begin = fields.Datetime.now() + timedelta(days=30)
        self.new_agenda()
        event = self.new_agenda(date_begin=begin, date_end=begin + timedelta(days=2), date_tz="UTC")
        self.assertEqual(self.cards()["agendas_empty"]["age"], "first in 30 days")
        opened = self.env["biginn.today"].with_user(self.staff).open_next("agendas_empty")
        self.assertEqual((opened["res_model"], opened["res_id"]), ("event.event", event.id))
        day = fields.Date.to_string(event.date_begin.date() + timedelta(days=1))
        self.new_item(event, day)
        self.assertFalse(self.cards())

    def test_every_card_opens_its_list(self):
        today = self.env["biginn.today"].with_user(self.staff)
        self.assertFalse(KEYS - {card["key"] for card in today._my_cards()})
        for key in KEYS:
            with self.subTest(key=key):
                action = today.open_list(key)
                self.assertEqual(action["views"][0][1], "list")
                self.env[action["res_model"]].with_user(self.staff).search(action["domain"])
