from odoo.tests import tagged

from .common import XchangeCommon

# what list and kanban show
SHOWN = (
    "name", "visiting_id", "host_id", "visiting_flag", "host_flag", "date_start", "state",
    "waiting_for", "days_waiting", "agreed_amount", "open_finding_count", "user_id",
)  # fmt: skip
ROAD = ("draft", "validated", "signing", "ready", "reporting", "completed")


@tagged("post_install", "-at_install")
class TestExchangeQueries(XchangeCommon):
    """A list of exchanges asks the database as often for many as for few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme.visit_once_per = False
        cls.few = cls.world(1)
        cls.many = cls.few | cls.world(4)

    @classmethod
    def world(cls, times):
        found = cls.env["biginn.exchange"]
        for _turn in range(times):
            for state in ROAD:
                exchange = cls.new_exchange()
                found |= exchange if state == "draft" else cls.walk(exchange, state)
        return found

    def queries(self, exchanges, user):
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        theirs = exchanges.with_user(user)
        before = self.cr.sql_log_count
        theirs.read(SHOWN)
        return self.cr.sql_log_count - before

    def test_list(self):
        for user in (self.staff, self.other_manager):
            few = self.queries(self.few, user)
            many = self.queries(self.many, user)
            with self.subTest(user=user.login, few=few, many=many):
                self.assertLessEqual(many, few + 2)
                self.assertLess(many, 60)
