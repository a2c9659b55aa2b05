from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import XchangeCommon

SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestPortalClosing(XchangeCommon, HttpCase):
    """Report and evidence the way a browser without scripts sends them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visitor = cls.new_member("visitor", cls.visiting_org)
        cls.exchange = cls.new_exchange(visitor_ids=cls.visitor.partner_id.ids)
        cls.walk(cls.exchange, "reporting")
        cls.host_user = cls.new_member("host", cls.host_org, profile_editor=True)

    def sign_in(self, user):
        self.authenticate(user and user.login, user and user.login)

    def address(self, path="report"):
        return f"/my/exchanges/{self.exchange.id}/{path}".rstrip("/")

    def get(self, path="report", status=200):
        answer = self.url_open(self.address(path), allow_redirects=False)
        self.assertEqual(answer.status_code, status, path)
        return answer

    def post(self, path="report", status=303, files=None, **data):
        answer = self.url_open(
            self.address(path),
            data={"csrf_token": Request.csrf_token(self), **data},
            files=files,
            allow_redirects=False,
        )
        self.assertEqual(answer.status_code, status, answer.text[:2000])
        self.env.invalidate_all()
        return answer

    def seen(self, step):
        """The mark that the form of this step carries now."""
        text = self.get(f"report?step={step}").text
        return text.split('name="seen" value="')[1].split('"')[0]

    def fill(self, step, action="next", status=303, **answers):
        return self.post(step=step, seen=self.seen(step), action=action, status=status, **answers)

    def report(self, side="visitor"):
        return self.exchange.report_ids.filtered(lambda report: report.side == side)

    def test_step_by_step(self):
        self.sign_in(self.visitor)
        train = self.env.ref("biginn_xchange.travel_mode_train")
        plane = self.env.ref("biginn_xchange.travel_mode_plane")
        follow_ups = self.env["biginn.follow.up"].search([], limit=2)
        answer = self.fill("stay", goals_reached="mostly", outcomes=f"An offer {SCRIPT}")
        self.assertIn("step=travel", answer.headers["Location"])
        self.assertEqual(self.report().outcomes, f"An offer {SCRIPT}")
        self.assertNotIn(SCRIPT, self.get("report?step=stay").text)
        answer = self.fill("travel", **{f"km_{train.id}": "1200.5", f"km_{plane.id}": ""})
        self.assertIn("step=ratings", answer.headers["Location"])
        self.assertRecordValues(
            self.exchange.travel_ids, [{"mode_id": train.id, "km": 1200.5, "people": 1}]
        )
        self.fill("travel", **{f"km_{train.id}": "900", f"km_{plane.id}": "700"})
        self.assertEqual(sorted(self.exchange.travel_ids.mapped("km")), [700, 900])
        self.fill("ratings", rating_programme="4", rating_partner="5", rating_support="3")
        answer = self.post(
            step="next",
            seen=self.seen("next"),
            action="next",
            business_expected="yes",
            **{"records-follow_up_ids": [str(number) for number in follow_ups.ids]},
        )
        self.assertEqual(self.report().follow_up_ids, follow_ups)
        # two answers are missing: it stays a draft and says which
        answer = self.fill("publicity", "submit", 422, publicity="anonymous", photos_allowed="1")
        self.assertIn("step=ratings#rating_overall", answer.text)
        self.assertIn("step=next#amount_band", answer.text)
        self.assertEqual(self.report().state, "draft")
        self.assertTrue(self.report().photos_allowed)
        self.fill(
            "ratings",
            rating_programme="4",
            rating_partner="5",
            rating_support="3",
            rating_overall="4",
        )
        self.fill("next", business_expected="yes", amount_band="under_50k")
        answer = self.fill("publicity", "submit", publicity="anonymous")
        self.assertIn("saved=sent", answer.headers["Location"])
        self.assertRecordValues(
            self.report(),
            [{"state": "submitted", "author_id": self.visitor.partner_id.id, "rating_overall": 4}],
        )
        page = self.get().text
        self.assertIn("4 of 5", page)
        self.assertNotIn('<form class="o_biginn_report_form"', page)
        self.post(step="publicity", action="submit", publicity="none", status=409)
        self.assertEqual(self.report().publicity, "anonymous")

    def test_wrong_input_gives_a_sentence_and_loses_nothing(self):
        self.sign_in(self.visitor)
        for step, name, value, kept in (
            ("stay", "goals_reached", "nonsense", "Kept typing"),
            ("stay", "outcomes", "x" * 5000, "x" * 100),
            ("ratings", "rating_overall", "6", ""),
            ("ratings", "rating_overall", "-1", ""),
            ("next", "amount_band", "'; DROP TABLE", ""),
        ):
            answers = {"learned": "Kept typing"} if step == "stay" else {}
            with self.subTest(step=step, name=name, value=value[:20]):
                answer = self.fill(step, status=422, **{**answers, name: value})
                self.assertIn(f'id="{name}-error"', answer.text)
                self.assertIn(kept, answer.text)
        mode = self.env.ref("biginn_xchange.travel_mode_car")
        for value in ("far", "-5", "1e9", "99999999", "1.234"):
            with self.subTest(km=value):
                answer = self.fill("travel", status=422, **{f"km_{mode.id}": value})
                self.assertIn(f'id="km_{mode.id}-error"', answer.text)
        self.assertFalse(self.exchange.travel_ids)
        self.fill("no such step", outcomes="Falls on the first step")
        self.assertEqual(self.report().outcomes, "Falls on the first step")

    def test_a_colleague_was_faster(self):
        self.sign_in(self.visitor)
        seen = self.seen("stay")
        self.report().write({"outcomes": "By a colleague"})
        answer = self.post(step="stay", seen=seen, outcomes="Mine", action="next", status=422)
        self.assertIn("A colleague has changed this meanwhile", answer.text)
        self.assertIn("Mine", answer.text)
        seen = answer.text.split('name="seen" value="')[1].split('"')[0]
        self.post(step="stay", seen=seen, outcomes="Mine", action="next")
        self.assertEqual(self.report().outcomes, "Mine")

    def test_who_may(self):
        reader = self.member_reader
        for user, status in ((self.stranger, 404), (reader, 403), (None, 303)):
            self.sign_in(user)
            for path in ("report", "report/publicity", "evidence", "evidence/1/remove"):
                with self.subTest(user=user and user.login, path=path):
                    self.post(path, status=status)
        self.sign_in(self.stranger)
        for path in ("report", "report/pdf", "evidence", "certificate"):
            self.get(path, 404)
        self.sign_in(reader)
        self.assertIn("Only the people named", self.get().text)
        self.assertIn("Only the people named", self.get("evidence").text)
        self.sign_in(self.member_editor)
        self.fill("stay", goals_reached="fully", outcomes="By an editor")
        self.assertEqual(self.report().outcomes, "By an editor")

    def test_the_host_gives_feedback_and_reads_nothing_of_the_visitors(self):
        self.report().write({**self.ANSWERS, "outcomes": "Secret of the visitor"})
        self.sign_in(self.host_user)
        page = self.get().text
        self.assertIn("What came of the visit for you?", page)
        self.assertNotIn("Secret", page)
        self.fill("stay", goals_reached="fully", outcomes="Good guests")
        self.assertEqual(self.report("host").outcomes, "Good guests")
        self.assertEqual(self.report().outcomes, "Secret of the visitor")
        theirs = self.env["biginn.exchange.report"].with_user(self.host_user)
        self.assertEqual(theirs.search([]), self.report("host"))

    def test_consent_is_taken_back(self):
        report = self.report()
        report.write({**self.ANSWERS, "publicity": "named", "photos_allowed": True})
        report.action_submit()
        report.action_validate()
        self.sign_in(self.visitor)
        self.assertIn("Do not publish it after all", self.get().text)
        self.post("report/publicity")
        self.assertRecordValues(report, [{"publicity": "none", "photos_allowed": False}])
        self.assertTrue(report.publicity_withdrawn_on)
        when = report.publicity_withdrawn_on
        self.post("report/publicity")
        self.assertEqual(report.publicity_withdrawn_on, when)
        self.assertEqual(report.state, "validated")

    def test_returned_with_the_remarks(self):
        report = self.report()
        report.write(self.ANSWERS)
        report.action_submit()
        report.action_return(f"Which offer? {SCRIPT}")
        self.sign_in(self.visitor)
        page = self.get().text
        self.assertIn("Which offer?", page)
        self.assertNotIn(SCRIPT, page)
        self.fill("publicity", "submit", publicity="none")
        self.assertEqual(report.state, "submitted")

    def test_what_happens_next(self):
        self.sign_in(self.visitor)
        self.assertIn("Write the report", self.get("").text)
        self.report().write(self.ANSWERS)
        self.report().action_submit()
        self.assertIn("Send evidence", self.get("").text)
        self.new_evidence(self.exchange)
        self.assertIn("looks at the report and the evidence", self.get("").text)
        self.sign_in(self.host_user)
        self.assertIn("how the visit went", self.get("").text)
