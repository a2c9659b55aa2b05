from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .candidate_common import CandidateCommon


@tagged("post_install", "-at_install")
class TestCandidateStates(CandidateCommon):
    def test_accept(self):
        candidate = self.new_candidate()
        self.assertFalse(candidate.waiting_for)
        candidate.action_submit()
        self.assertTrue(candidate.submitted_on)
        self.assertEqual(candidate.activity_ids.user_id, self.staff)
        candidate.action_accept()
        self.assertEqual(candidate.state, "accepted")
        self.assertEqual(candidate.decided_by_id, self.staff)
        self.assertFalse(candidate.activity_ids)
        subjects = self.mails_to(candidate).mapped("subject")
        self.assertEqual(len(subjects), 2)
        self.assertIn("has arrived", subjects[0])
        self.assertIn("accepted", subjects[1])

    def test_a_second_click_does_nothing(self):
        candidate = self.new_candidate()
        candidate.action_submit()
        candidate.action_submit()
        self.assertEqual(len(self.mails_to(candidate)), 1)
        self.assertEqual(len(candidate.activity_ids), 1)

    def test_a_refusal_needs_a_reason(self):
        candidate = self.new_candidate()
        candidate.action_submit()
        with self.assertRaisesRegex(UserError, "Say why"):
            candidate.action_refuse("  ")
        with self.assertRaisesRegex(UserError, "Say why"):
            candidate.write({"state": "refused"})
        candidate.action_refuse("Not this year")
        self.assertIn("Not this year", self.mails_to(candidate)[-1].body_html)
        with self.assertRaisesRegex(UserError, "manager"):
            candidate.action_submit()
        candidate.with_user(self.manager).action_submit()
        self.assertEqual((candidate.state, candidate.decision_reason), ("submitted", False))

    def test_a_question_opens_the_form_again(self):
        candidate = self.new_candidate()
        candidate.action_submit()
        first = candidate.submitted_on
        candidate.action_ask("Which machine?")
        self.assertEqual((candidate.state, candidate.question), ("on_hold", "Which machine?"))
        self.assertIn("Which machine?", self.mails_to(candidate)[-1].body_html)
        self.assertFalse(candidate.activity_ids)
        candidate.action_submit()
        self.assertFalse(candidate.question)
        self.assertEqual(candidate.submitted_on, first, "waiting goes on from the first day")
        self.assertEqual(len(candidate.activity_ids), 1)

    def test_on_hold_says_why(self):
        candidate = self.new_candidate()
        candidate.action_submit()
        with self.assertRaisesRegex(UserError, "Say why"):
            candidate.action_hold("")
        candidate.action_hold("All places are taken")
        self.assertIn("All places are taken", self.mails_to(candidate)[-1].body_html)

    def test_the_wizard_answers_many(self):
        candidates = self.new_candidate() | self.new_host()
        candidates.action_submit()
        action = candidates.action_open_refuse()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.staff)
            .with_context(action["context"])
            .create({"text": "The call is over"})
        )
        wizard.action_confirm()
        self.assertEqual(candidates.mapped("state"), ["refused", "refused"])
        self.assertEqual(set(candidates.mapped("decision_reason")), {"The call is over"})

    def test_what_is_missing_stops_it_with_a_sentence(self):
        candidate = self.new_candidate(motivation=False, contact_id=False)
        with self.assertRaisesRegex(UserError, "Still to fill in: Person, Motivation"):
            candidate.action_submit()

    def test_forged_facts(self):
        candidate = self.new_candidate(state="draft", decided_on="2026-01-01", twin_id=1)
        self.assertFalse(candidate.decided_on or candidate.twin_id)
        for values in (
            {"submitted_on": "2020-01-01"},
            {"decision_reason": "Because"},
            {"question": "Why?"},
            {"cv_id": 1},
            {"finding_ids": [(5,)]},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                candidate.write(values)
        with self.assertRaises(UserError):
            candidate.write({"state": "accepted"})
        with self.assertRaises(UserError):
            self.new_candidate(state="accepted")

    def test_a_decided_one_keeps_what_was_decided_about(self):
        candidate = self.new_candidate()
        candidate.action_submit()
        candidate.action_accept()
        with self.assertRaisesRegex(UserError, "Role cannot change"):
            candidate.role = "host"
        candidate.write({"role": "visitor", "date_to": "2027-05-31"})
        with self.assertRaisesRegex(UserError, "withdrawn, not deleted"):
            candidate.unlink()

    def test_withdraw_tells_the_responsible(self):
        candidate = self.new_candidate(user=self.manager)
        candidate.action_submit()
        candidate.with_user(self.staff).action_withdraw()
        self.assertFalse(candidate.activity_ids)
        told = self.env["mail.message"].search(
            [("model", "=", candidate._name), ("res_id", "=", candidate.id)]
        )
        self.assertIn(self.manager.partner_id, told.partner_ids)
        candidate.with_user(self.staff).action_reset()
        self.assertEqual(candidate.state, "draft")

    def test_only_the_own_staff_moves_it(self):
        candidate = self.new_candidate()
        for user in (self.other_staff, self.employee, self.member_editor, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                candidate.with_user(user).action_submit()
        self.assertEqual(candidate.state, "draft")

    def test_days_waiting(self):
        candidate = self.new_candidate()
        candidate.action_submit()
        candidate._store({"submitted_on": fields.Datetime.now() - timedelta(days=30)})
        self.assertEqual((candidate.days_waiting, candidate.is_late), (30, True))
        self.programme.answer_days = 0
        self.assertFalse(candidate.is_late)
        candidate.action_accept()
        self.assertEqual((candidate.days_waiting, candidate.days_to_decide), (30, 30))

    def test_the_person_belongs_to_the_organisation(self):
        with self.assertRaises(ValidationError):
            self.new_candidate(contact_id=self.stranger.partner_id.id)

    def test_a_mail_carries_no_markup_of_the_applicant(self):
        self.member_editor.partner_id.name = "<script>alert(1)</script>"
        candidate = self.new_candidate()
        candidate.action_submit()
        candidate.action_ask("<b onclick=x>now</b>")
        body = self.mails_to(candidate)[-1].body_html
        self.assertNotIn("<script", body)
        self.assertNotIn("<b onclick", body)
