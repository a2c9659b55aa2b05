from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import XchangeCommon

SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestPortalExchange(XchangeCommon, HttpCase):
    """My exchanges: list, page, and handing in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange = cls.new_exchange()
        cls.host_user = cls.new_member("host", cls.host_org)

    def page(self, user, path="", status=200):
        self.authenticate(user.login, user.login)
        answer = self.url_open(f"/my/exchanges{path}", allow_redirects=False)
        self.assertEqual(answer.status_code, status)
        return answer.text

    def test_both_sides_see_it_and_what_happens_next(self):
        path = f"/{self.exchange.id}"
        for user, sentence in (
            (self.member_editor, "then submit it"),
            (self.member_reader, "The visitor completes"),
            (self.host_user, "The visitor completes"),
        ):
            for text in (self.page(user), self.page(user, path)):
                with self.subTest(user=user.login):
                    self.assertIn(self.exchange.name, text)
                    self.assertIn("Host UAB", text)
                    self.assertIn("Member A/S", text)
                    self.assertIn(sentence, text)
        self.assertIn("560.00", self.page(self.member_reader, path))
        self.assertNotIn("560.00", self.page(self.host_user, path), "the money is the visitor's")

    def test_strangers_see_nothing(self):
        self.assertNotIn(self.exchange.name, self.page(self.stranger))
        for number in (self.exchange.id, 0, 2**31, 10**20):
            with self.subTest(number=number):
                self.page(self.stranger, f"/{number}", 404)
        self.authenticate(None, None)
        answer = self.url_open("/my/exchanges", allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])

    def submit(self, user, exchange=None, status=303):
        self.authenticate(user.login, user.login)
        answer = self.url_open(
            f"/my/exchanges/{(exchange or self.exchange).id}/submit",
            data={"csrf_token": Request.csrf_token(self)},
            allow_redirects=False,
        )
        self.assertEqual(answer.status_code, status)
        self.env.invalidate_all()
        return answer.text

    def test_submit(self):
        self.assertIn("/submit", self.page(self.member_editor, f"/{self.exchange.id}"))
        self.assertNotIn("/submit", self.page(self.member_reader, f"/{self.exchange.id}"))
        for user, status in (
            (self.stranger, 404),
            (self.host_user, 422),
            (self.member_reader, 422),
        ):
            with self.subTest(user=user.login):
                self.submit(user, status=status)
                self.assertEqual(self.exchange.state, "draft")
        for _click in range(2):
            self.submit(self.member_editor)
            self.assertEqual(self.exchange.state, "submitted")
        self.assertIn(
            "It is with your cluster now",
            self.page(self.member_editor, f"/{self.exchange.id}?saved=submitted"),
        )

    def test_each_state_says_what_comes_next(self):
        states = dict(self.exchange._fields["state"].selection)
        for state in states:
            self.exchange._store({"state": state, "decision_reason": f"{SCRIPT} no"})
            for user in (self.member_editor, self.host_user):
                step = self.exchange.with_user(user)._portal_next_step()
                with self.subTest(state=state, user=user.login):
                    self.assertTrue(step["sentence"])
            with self.subTest(state=state):
                text = self.page(self.member_editor, f"/{self.exchange.id}")
                self.assertNotIn(SCRIPT, text)
                self.assertIn("&lt;script&gt;alert(1)", text)

    def test_the_line_of_steps(self):
        def line():
            steps = self.exchange.with_user(self.member_editor)._portal_steps()
            return "".join("x" if one["done"] else "o" if one["current"] else "." for one in steps)

        for state, expected in (
            ("draft", "o...."),
            ("signing", "xo..."),
            ("ongoing", "xxo.."),
            ("reporting", "xxxo."),
            ("completed", "xxxxo"),
            ("paid", "xxxxx"),
            ("cancelled", "....."),
        ):
            self.exchange._store({"state": state})
            with self.subTest(state=state):
                self.assertEqual(line(), expected)
        self.exchange._store({"state": "completed", "agreed_amount": 0})
        self.assertEqual(line(), "xxxxx", "nothing is paid: it is done")

    def test_queries_do_not_grow_with_exchanges(self):
        def queries():
            self.page(self.member_editor)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.page(self.member_editor)
            return self.env.cr.sql_log_count - before

        few = queries()
        for month in range(1, 13):
            self.new_exchange(date_start=f"2023-{month:02}-06", date_end=f"2023-{month:02}-10")
        self.assertLessEqual(queries(), few + 2)
