from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestExchangeFindings(XchangeCommon):
    def open_rules(self, exchange):
        return set(exchange.finding_ids.filtered("is_open").mapped("rule"))

    def test_all_sixteen(self):
        exchange = self.new_exchange()
        self.assertEqual(len(exchange.finding_ids), 16)
        others = exchange.finding_ids.filtered(lambda row: row.verdict != "passed")
        self.assertEqual(
            [(row.rule, row.verdict) for row in others], [("de_minimis_declaration", "warning")]
        )
        self.assertTrue(all(exchange.finding_ids.mapped("message")))

    def test_findings_follow_the_profile(self):
        exchange = self.new_exchange()
        self.host_org.organisation_type = "large_company"
        self.assertEqual(self.open_rules(exchange), {"host_type"})
        self.assertEqual(exchange.finding_ids[0].rule, "host_type", "what blocks comes first")
        self.assertEqual(exchange.open_finding_count, 1)
        self.assertIn("Large company", exchange.waiting_for)
        self.host_org.organisation_type = "sme"
        self.host_org.country_id = self.denmark
        self.assertEqual(self.open_rules(exchange), {"cross_border"})
        self.host_org.country_id = self.env.ref("base.ch")
        self.assertEqual(self.open_rules(exchange), {"host_country", "rate"})

    def test_membership_on_the_first_day(self):
        exchange = self.new_exchange()
        membership = self.visiting_org.membership_ids
        membership.date_end = "2023-05-07"
        self.assertEqual(self.open_rules(exchange), {"visitor_membership"})
        membership.date_end = "2023-05-08"
        self.assertEqual(self.open_rules(exchange), set())
        membership.suspended_from = "2023-05-01"
        self.assertEqual(self.open_rules(exchange), {"visitor_membership"})
        membership.suspended_to = "2023-05-07"
        self.assertEqual(self.open_rules(exchange), set())
        exchange.date_start = "2020-12-01"
        self.assertIn("visitor_membership", self.open_rules(exchange))

    def test_membership_of_the_group_covers_its_subsidiary(self):
        exchange = self.new_exchange()
        own = self.visiting_org.membership_ids
        own.date_end = "2023-05-07"
        self.assertEqual(self.open_rules(exchange), {"visitor_membership"})
        group = self.new_organisation("The group")
        covering = self.new_membership(
            group, date_start="2023-01-01", date_end="2023-12-31", approved_on="2023-01-01"
        )
        covering.covered_partner_ids = self.visiting_org
        self.assertEqual(self.open_rules(exchange), set())
        covering.covered_partner_ids = False
        self.assertEqual(self.open_rules(exchange), {"visitor_membership"})

    def test_one_visit(self):
        first = self.new_exchange()
        second = self.new_exchange(date_start="2023-06-05", date_end="2023-06-09")
        self.assertEqual(self.open_rules(second), set())
        first.action_validate()
        self.assertEqual(self.open_rules(second), {"visit_once"})
        self.assertIn(first.name, second.waiting_for)
        with self.assertRaises(UserError):
            second.action_validate()
        first.with_user(self.manager).action_reset()
        self.assertEqual(self.open_rules(second), set())
        self.programme.visit_once_per = False
        first.action_validate()
        second.action_validate()

    def test_a_department_is_no_other_visitor(self):
        laboratory = self.env["res.partner"].create(
            {"name": "Laboratory", "parent_id": self.visiting_org.id, "type": "other"}
        )
        stay = {"date_start": "2023-06-05", "date_end": "2023-06-09"}
        again = self.new_exchange(visiting_id=laboratory.id, **stay)
        self.assertNotIn("visit_once", self.open_rules(again))
        self.new_exchange().action_validate()
        self.assertIn("visit_once", self.open_rules(again))

    def test_one_visit_per_person(self):
        self.programme.visit_once_per = "person"
        editor, reader = self.member_editor.partner_id, self.member_reader.partner_id
        first = self.new_exchange(visitor_ids=editor.ids)
        first.action_validate()
        self.assertFalse(self.open_rules(self.new_exchange(visitor_ids=reader.ids)))
        again = self.new_exchange(visitor_ids=(editor + reader).ids)
        self.assertEqual(self.open_rules(again), {"visit_once"})

    def test_override_by_a_manager_with_a_reason(self):
        exchange = self.new_exchange(host_id=self.stranger_org.id, distance_km=900)
        finding = exchange.finding_ids.filtered("is_open")
        self.assertEqual(finding.rule, "host_membership")
        self.assertIn("agency", finding.message)
        with self.assertRaises(UserError):
            finding.action_override("I say so")
        managers = finding.with_user(self.manager)
        with self.assertRaises(UserError):
            managers.action_override("  ")
        wizard = self.env["biginn.finding.override"].with_user(self.manager)
        wizard.create({"finding_id": finding.id, "reason": "Agency, 12 March"}).action_confirm()
        self.assertEqual(finding.verdict, "overridden")
        self.assertEqual(finding.overridden_by, self.manager)
        self.assertIn("Agency, 12 March", exchange.message_ids[0].body)
        exchange.action_check()
        self.assertEqual(finding.verdict, "overridden", "looking again keeps the override")
        exchange.action_validate()
        self.assertEqual(exchange.state, "validated")

    def test_another_verdict_takes_the_override_away(self):
        exchange = self.new_exchange(host_id=self.stranger_org.id, distance_km=900)
        finding = exchange.finding_ids.filtered("is_open").with_user(self.manager)
        finding.action_override("Agency, 12 March")
        stranger = self.new_organisation("Second stranger", country_id=self.spain.id)
        exchange.write({"host_id": stranger.id, "distance_km": 900})
        self.assertEqual(finding.verdict, "failed")
        self.assertFalse(finding.overridden_by or finding.override_reason)

    def test_withdrawn_override_blocks_again(self):
        exchange = self.new_exchange(host_id=self.stranger_org.id, distance_km=900)
        finding = exchange.finding_ids.filtered("is_open").with_user(self.manager)
        finding.action_override("Agency, 12 March")
        finding.action_withdraw_override()
        with self.assertRaises(UserError):
            exchange.action_validate()

    def test_a_passed_finding_needs_no_override(self):
        finding = self.new_exchange().finding_ids[0].with_user(self.manager)
        with self.assertRaises(UserError):
            finding.action_override("Just in case")

    def test_the_rules_are_asked_at_validation(self):
        """Rows that somebody tampered with, or that are out of date, decide nothing."""
        exchange = self.new_exchange(date_end="2023-05-09")
        exchange.finding_ids.sudo().write({"ok": True})
        with self.assertRaises(UserError):
            exchange.action_validate()

    def test_fix_it_leads_to_the_record(self):
        self.host_org.country_id = False
        exchange = self.new_exchange()
        finding = exchange.finding_ids.filtered(lambda row: row.rule == "host_country")
        action = finding.action_fix()
        self.assertEqual((action["res_model"], action["res_id"]), ("res.partner", self.host_org.id))

    def test_sentences_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.lithuania.with_context(lang="da_DK").name = "Litauen"
        exchange = self.new_exchange()
        danish = exchange.with_context(lang="da_DK")
        self.assertIn("Litauen", danish.lump_sum_explanation)
        border = danish.finding_ids.filtered(lambda row: row.rule == "cross_border")
        self.assertIn("Litauen", border.message)
