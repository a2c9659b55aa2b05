from odoo import fields
from odoo.tests import tagged

from .lock_common import LockCommon


@tagged("post_install", "-at_install")
class TestTodayCards(LockCommon):
    def card(self, user):
        found = self.env["biginn.today"].with_user(user).get_cards()
        return {card["key"]: card for card in found["cards"]}.get("statements_open")

    def test_open_statements_wait_for_finance_alone(self):
        self.assertFalse(self.card(self.finance))
        statement = self.make_statement()
        days = (fields.Date.context_today(statement) - statement.date_end).days
        card = self.card(self.finance)
        self.assertEqual((card["count"], card["age"]), (1, f"oldest {days} days"))
        staff = self.new_user("staff_today", "biginn_cluster.group_staff", self.company)
        self.assertFalse(self.card(staff))
        today = self.env["biginn.today"].with_user(self.finance)
        self.assertEqual(today.open_next("statements_open")["res_id"], statement.id)
        listed = self.env["biginn.statement"].search(today.open_list("statements_open")["domain"])
        self.assertEqual(listed, statement.with_env(self.env))
        statement.action_compute()
        statement.action_lock()
        self.assertFalse(self.card(self.finance))
