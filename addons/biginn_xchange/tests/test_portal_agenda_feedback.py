from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.biginn_cluster.tests.portal_common import SCRIPT

from .test_agenda_feedback import FeedbackCommon


@tagged("post_install", "-at_install")
class TestPortalAgendaFeedback(FeedbackCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.me = cls.member_editor.partner_id
        cls.mine, cls.theirs = cls.register(cls.me, cls.people[0])
        cls.page = f"/my/agendas/{cls.event.id}"

    def sign_in(self, user):
        self.authenticate(user.login, user.login)

    def give(self, **data):
        data = {name.replace("_", "-"): value for name, value in data.items()}
        data["csrf_token"] = Request.csrf_token(self)
        response = self.url_open(f"{self.page}/feedback", data=data)
        self.env.invalidate_all()
        return response

    def said(self, registration=None):
        answers = (registration or self.mine).feedback_ids
        return {(answer.item_id.name or ""): (answer.rating, answer.text) for answer in answers}

    def test_give_and_change(self):
        self.sign_in(self.member_editor)
        self.assertNotIn("How was it?", self.url_open(self.page).text)
        self.assertEqual(self.give(rating_0="5").status_code, 422, "not over yet")
        self.end()
        page = self.url_open(self.page).text
        self.assertIn("How was it?", page)
        self.assertNotIn(f"rating-{self.bus.id}", page)
        form = {"rating_0": "5", f"text_{self.tour.id}": SCRIPT, "text_0": "Thank you"}
        for _click in range(2):
            response = self.give(**form)
            self.assertIn("Thank you for your feedback", response.text)
            expected = {"": (5, "Thank you"), "Tour of the ring": (0, SCRIPT)}
            self.assertEqual(self.said(), expected)
        self.assertNotIn(SCRIPT, response.text)
        self.assertIn("&lt;script&gt;alert(1)", response.text)
        # taken back and changed
        self.give(rating_0="3", **{f"text_{self.tour.id}": "", f"rating_{self.welcome.id}": "1"})
        self.assertEqual(self.said(), {"": (3, ""), "Welcome": (1, "")})
        self.seats(self.mine, "absent")
        self.assertNotIn("Your feedback", self.url_open(self.page).text)
        self.assertEqual(self.give(rating_0="5").status_code, 422)

    def test_bad_input_is_said_and_nothing_is_lost(self):
        self.end()
        self.sign_in(self.member_editor)
        self.assertIn("Choose a rating or write", self.give().text)
        huge = "long " * 20000
        for name, value, sentence in (
            ("rating_0", "6", "from 1 to 5"),
            ("rating_0", "<b>", "from 1 to 5"),
            ("text_0", huge, "too long"),
            (f"rating_{self.bus.id}", "4", "cannot be rated"),
            ("rating_999999999999999", "4", "cannot be rated"),
            ("text_x", "?", "cannot be rated"),
        ):
            with self.subTest(name=name):
                kept = {f"text_{self.tour.id}": "Typed with care"}
                response = self.give(**{name: value}, **kept)
                self.assertEqual(response.status_code, 422)
                self.assertIn(sentence, response.text)
                self.assertIn("Typed with care", response.text)
                self.assertFalse(self.mine.feedback_ids)

    def test_only_the_person_itself(self):
        self.end()
        self.sign_in(self.stranger)
        self.assertEqual(self.give(rating_0="1").status_code, 404)
        # a colleague of the people who were there, without a place of one's own
        self.sign_in(self.member_reader)
        self.assertEqual(self.give(rating_0="1").status_code, 404)
        # an editor sees the page of a colleague, and speaks for oneself alone
        self.sign_in(self.member_editor)
        page = self.url_open(f"{self.page}?person={self.theirs.id}").text
        self.assertIn("Guest 0", page)
        self.assertNotIn("How was it?", page)
        self.give(rating_0="4", registration=str(self.theirs.id), person=str(self.theirs.id))
        self.assertEqual(self.said(), {"": (4, "")})
        self.assertFalse(self.theirs.feedback_ids)
        response = self.url_open(f"{self.page}/feedback", data={"rating-0": "5"})
        self.assertEqual(response.status_code, 400, "without the token of the form")

    def test_as_many_questions_for_many_items(self):
        self.end()
        few = self.questions()
        for number in range(12):
            item = self.new_item(self.event, name=f"Talk {number}")
            self.env["biginn.agenda.attendance"]._make(
                [{"registration_id": self.mine.id, "item_id": item.id, "state": "attended"}]
            )
        self.end()
        self.assertLessEqual(self.questions(), few)

    def questions(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        mine = self.mine.with_user(self.member_editor).sudo()
        self.assertGreaterEqual(len(mine._portal_feedback()["rows"]), 3)
        return self.cr.sql_log_count - before
