from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .candidate_common import CandidateCommon


@tagged("post_install", "-at_install")
class TestCandidateFindings(CandidateCommon):
    def open_rules(self, candidate):
        return set(candidate.finding_ids.filtered("is_open").mapped("rule"))

    def not_a_member(self):
        return {"partner_id": self.stranger_org.id, "contact_id": self.stranger.partner_id.id}

    def test_nothing_in_the_way(self):
        candidate = self.new_candidate()
        self.assertFalse(self.open_rules(candidate))
        self.assertEqual(candidate.open_finding_count, 0)
        self.assertTrue(all(candidate.finding_ids.mapped("message")))
        self.assertTrue(all(candidate.finding_ids.mapped("source")))

    def test_a_blocking_one_stops_submission_with_its_sentence(self):
        candidate = self.new_candidate(country_ids=[Command.set(self.denmark.ids)])
        with self.assertRaisesRegex(UserError, "crosses a border.*Denmark"):
            candidate.action_submit()
        self.assertIn("crosses a border", candidate.waiting_for)
        candidate.country_ids = self.lithuania
        candidate.action_submit()

    def test_what_happens_meanwhile_stops_acceptance(self):
        candidate = self.new_candidate()
        candidate.action_submit()
        self.member_org.membership_ids.write({"left_on": "2026-01-01"})
        self.assertEqual(self.open_rules(candidate), {"visitor_membership"})
        with self.assertRaisesRegex(UserError, "No membership of Member A/S"):
            candidate.action_accept()
        self.assertEqual(candidate.state, "submitted")

    def test_override_by_a_manager_holds_and_stays_visible(self):
        host = self.new_host(
            partner_id=self.stranger_org.id, contact_id=self.stranger.partner_id.id
        )
        finding = host.finding_ids.filtered("is_open")
        self.assertEqual(finding.rule, "host_membership")
        with self.assertRaises(AccessError):
            finding.action_override("I say so")
        action = finding.with_user(self.manager).action_open_override()
        wizard = self.env[action["res_model"]].with_user(self.manager)
        wizard = wizard.with_context(**action["context"]).create({"reason": "Agency, 12 March"})
        self.assertEqual(wizard.message, finding.message)
        wizard.action_confirm()
        self.assertEqual((finding.verdict, host.has_overrides), ("overridden", True))
        self.assertIn("Agency, 12 March", host.message_ids[0].body)
        host.action_submit()
        host.action_accept()
        self.assertEqual(finding.override_reason, "Agency, 12 March")
        with self.assertRaisesRegex(UserError, "is decided"):
            finding.with_user(self.manager).action_withdraw_override()

    def test_another_clusters_manager_overrides_nothing(self):
        host = self.new_host(
            partner_id=self.stranger_org.id, contact_id=self.stranger.partner_id.id
        )
        finding = host.finding_ids.filtered("is_open")
        with self.assertRaises(AccessError):
            finding.with_user(self.other_manager).action_override("Ours")

    def test_the_wizard_reads_no_other_model(self):
        wizard = (
            self.env["biginn.finding.override"]
            .with_user(self.manager)
            .create({"finding_model": "res.users", "finding_id": 2, "reason": "x"})
        )
        self.assertFalse(wizard.message)

    def test_visit_once(self):
        self.new_exchange().write({"state": "validated"})
        candidate = self.new_candidate()
        self.assertEqual(self.open_rules(candidate), {"visit_once"})
        self.programme.visit_once_per = "person"
        candidate.action_check()
        self.assertFalse(self.open_rules(candidate))

    def test_others_are_shown_and_block_nothing(self):
        first = self.new_candidate()
        first.action_submit()
        second = self.new_candidate()
        finding = second.finding_ids.filtered(lambda row: row.rule == "other_application")
        self.assertEqual(finding.verdict, "warning")
        self.assertIn(first.name, finding.message)
        second.action_submit()
        self.assertFalse(self.open_rules(second))

    def test_a_cv_the_programme_insists_on(self):
        self.programme.cv_required = True
        candidate = self.new_candidate()
        with self.assertRaisesRegex(UserError, "asks for a CV"):
            candidate.action_submit()
        candidate.write({"cv": b"JVBERi0xLjQ=", "cv_name": "cv.pdf"})
        self.assertTrue(candidate.cv_id)
        self.assertEqual(candidate.cv_id.res_model, "biginn.candidate")
        candidate.action_submit()

    def test_a_virtual_stay_needs_no_days(self):
        candidate = self.new_candidate(date_to="2027-03-01")
        self.assertEqual(self.open_rules(candidate), {"period"})
        candidate.is_virtual = True
        self.assertFalse(self.open_rules(candidate))

    def test_sentences_speak_the_readers_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.lithuania.with_context(lang="da_DK").name = "Litauen"
        candidate = self.new_candidate()
        row = candidate.finding_ids.filtered(lambda row: row.rule == "preferred_countries")
        self.assertIn("Litauen", row.with_context(lang="da_DK").message)
        self.assertIn("Lithuania", row.message)

    def test_judging_many_asks_no_more_than_judging_few(self):
        few = self.new_candidate() | self.new_host()
        many = few.browse()
        for _number in range(10):
            many |= self.new_candidate() | self.new_host()
        counts = []
        for candidates in (few, many):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            candidates._verdicts()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 2)
