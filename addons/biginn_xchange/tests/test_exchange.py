from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestExchangeFigures(XchangeCommon):
    def test_figures_of_a_draft(self):
        exchange = self.new_exchange()
        self.assertRegex(exchange.name, r"^CX/\d{4}/\d+$")
        self.assertEqual(exchange.working_days, 5)
        self.assertAlmostEqual(exchange.distance_km, 813.3, delta=1)
        self.assertEqual(exchange.distance_origin, "coordinates")
        self.assertEqual((exchange.lump_sum, exchange.agreed_amount), (560, 560))
        self.assertEqual(exchange.currency_id, self.euro)
        self.assertEqual(exchange.host_country_id, self.lithuania)
        self.assertIn("560.00", exchange.lump_sum_explanation)
        self.assertIn("Lithuania", exchange.lump_sum_explanation)

    def test_travel_days_weekends_and_holidays_do_not_count(self):
        exchange = self.new_exchange(date_end="2023-05-15")
        self.assertEqual(exchange.working_days, 6)
        exchange.travel_first = True
        exchange.travel_last = True
        self.assertEqual((exchange.working_days, exchange.lump_sum), (4, 280))
        self.assertIn("280.00", exchange.lump_sum_explanation)
        holiday = {"name": "Feast", "date": "2023-05-10"}
        holidays = self.env["biginn.public.holiday"]
        holidays.create({**holiday, "country_id": self.denmark.id})
        exchange.action_check()
        self.assertEqual(exchange.working_days, 4, "only the host's holidays count")
        holidays.create({**holiday, "country_id": self.lithuania.id})
        exchange.action_check()
        self.assertEqual(exchange.working_days, 3)

    def test_typed_distance_and_its_source(self):
        self.host_org.write({"partner_latitude": 0, "partner_longitude": 0})
        exchange = self.new_exchange()
        self.assertFalse(exchange.distance_origin)
        self.assertEqual(exchange.lump_sum, 0)
        self.assertIn("not known", exchange.lump_sum_explanation)
        self.assertIn("distance", exchange.finding_ids.filtered("is_open").mapped("rule"))
        exchange.distance_km = 150
        self.assertEqual((exchange.distance_origin, exchange.lump_sum), ("typed", 280))
        finding = exchange.finding_ids.filtered(lambda row: row.rule == "distance")
        self.assertEqual(finding.verdict, "warning", "a missing source never blocks")
        exchange.distance_source = "map"
        self.assertTrue(finding.ok)

    def test_other_organisations_forget_a_typed_distance(self):
        self.host_org.write({"partner_latitude": 0, "partner_longitude": 0})
        exchange = self.new_exchange(distance_km=812, distance_source="map")
        self.assertEqual(exchange.lump_sum, 560)
        exchange.host_id = self.stranger_org
        self.assertFalse(exchange.distance_origin)
        self.assertFalse(exchange.distance_source)
        exchange.write({"host_id": self.host_org.id, "distance_km": 800})
        self.assertEqual(exchange.distance_km, 800)

    def test_coordinates_change_a_draft(self):
        exchange = self.new_exchange()
        self.host_org.write({"partner_latitude": 55.7, "partner_longitude": 12.6})
        self.assertLess(exchange.distance_km, 10)
        self.assertEqual(exchange.lump_sum, 280)

    def test_agreed_amount(self):
        exchange = self.new_exchange()
        exchange.agreed_amount = 400
        exchange.date_end = "2023-05-17"
        self.assertEqual(exchange.lump_sum, 560)
        self.assertEqual(exchange.agreed_amount, 400, "the same lump sum keeps the agreement")
        exchange.date_end = "2023-05-10"
        self.assertEqual((exchange.lump_sum, exchange.agreed_amount), (280, 280))
        exchange.date_end = "2023-05-12"
        self.assertEqual(exchange.agreed_amount, 560, "never too low by an older lump sum")
        with self.assertRaises(ValidationError):
            exchange.agreed_amount = 561
        with self.assertRaises(ValidationError):
            exchange.agreed_amount = -1
        lower = self.new_exchange(agreed_amount=300)
        lower.action_check()
        self.assertEqual(lower.agreed_amount, 300)

    def test_rate_changes_move_drafts_only(self):
        draft = self.new_exchange(visiting_id=self.host_org.id, host_id=self.visiting_org.id)
        validated = self.new_exchange()
        validated.action_validate()
        self.programme.rate_ids.write({"amount": 100})
        self.programme.half_under_km = 5000
        self.assertEqual(draft.lump_sum, 50)
        self.assertEqual(validated.lump_sum, 560)
        self.assertIn("560.00", validated.lump_sum_explanation)
        self.host_org.write({"partner_latitude": 1, "country_id": self.spain.id})
        self.assertAlmostEqual(validated.distance_km, 813.3, delta=1)
        self.assertEqual(validated.host_country_id, self.lithuania)

    def test_virtual_and_higher_rate(self):
        virtual = self.new_exchange(is_virtual=True)
        self.assertEqual(virtual.lump_sum, 0)
        self.assertFalse(virtual.open_finding_count)
        self.env["biginn.programme.rate"].create(
            {"programme_id": self.programme.id, "amount": 1100, "date_from": "2022-01-01"}
        )
        self.assertEqual(self.new_exchange(higher_rate=True).lump_sum, 1100)

    def test_explanation_in_words(self):
        short = self.new_exchange(date_end="2023-05-11")
        self.assertIn("4 working days are fewer than 5", short.lump_sum_explanation)
        self.host_org.write({"partner_latitude": 55.7, "partner_longitude": 12.6})
        self.assertIn("once", short.lump_sum_explanation)
        self.assertIn("½", short.lump_sum_explanation)
        tiny = self.new_exchange(date_end="2023-05-09")
        self.assertIn("at least 3", tiny.lump_sum_explanation)
        self.programme.max_amount = 200
        self.assertIn("at most", self.new_exchange().lump_sum_explanation)

    def test_every_sentence_can_be_said(self):
        """Each code of the rules has a sentence, and its parameters fill it."""
        findings = self.env["biginn.exchange.finding"]
        params = {
            "name": "A & B 100 %",
            "role": "visitor",
            "type": "sme",
            "country": "LT",
            "home": "DK",
            "host": "LT",
            "days": 4,
            "minimum": 3,
            "maximum": 31,
            "date": "2023-05-08",
            "date_from": None,
            "date_to": "2024-12-31",
            "exchanges": "CX/1",
            "km": 812.5,
            "source": "coordinates",
        }
        for code in findings._sentences():
            message = findings.new({"rule": "rate", "code": code, "params": params}).message
            self.assertTrue(message and "%" not in message.replace("100 %", ""), code)

    def test_query_count_of_the_list(self):
        """A list of exchanges costs the same number of queries whatever its length."""
        for number in range(12):
            organisation = self.new_organisation(f"Org {number}")
            self.new_exchange(visiting_id=organisation.id)
        specification = {
            name: {"fields": {"display_name": {}}} if name in ("visiting_id", "host_id") else {}
            for name in (
                "name",
                "visiting_id",
                "host_id",
                "date_start",
                "working_days",
                "lump_sum",
                "lump_sum_explanation",
                "open_finding_count",
                "visiting_flag",
                "payment_due",
                "state",
            )
        }
        counts = []
        exchanges = self.env["biginn.exchange"].with_user(self.staff)
        exchanges.web_search_read([], specification, limit=1)
        for limit in (2, 12):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = exchanges.web_search_read([], specification, limit=limit)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(found["records"]), limit)
        self.assertEqual(counts[0], counts[1])

    def test_numbers_are_unique_and_copies_start_afresh(self):
        exchange = self.new_exchange()
        exchange.action_validate()
        copy = exchange.copy()
        self.assertNotEqual(copy.name, exchange.name)
        self.assertEqual(copy.state, "draft")

    def test_constraints(self):
        for values in ({"date_end": "2023-05-01"}, {"host_id": self.visiting_org.id}):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
                mute_logger("odoo.sql_db"),
            ):
                self.new_exchange(**values)
        with self.assertRaises(ValidationError):
            self.new_exchange(visitor_ids=[Command.set(self.stranger.partner_id.ids)])
        with self.assertRaises(ValidationError):
            self.new_exchange(visiting_partnership_id=self.other_company.partner_id.id)


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


@tagged("post_install", "-at_install")
class TestExchangeFindings(XchangeCommon):
    def open_rules(self, exchange):
        return set(exchange.finding_ids.filtered("is_open").mapped("rule"))

    def test_all_thirteen(self):
        exchange = self.new_exchange()
        self.assertEqual(len(exchange.finding_ids), 13)
        self.assertEqual(set(exchange.finding_ids.mapped("verdict")), {"passed"})
        self.assertTrue(all(exchange.finding_ids.mapped("message")))

    def test_findings_follow_the_profile(self):
        exchange = self.new_exchange()
        self.host_org.organisation_type = "large_company"
        self.assertEqual(self.open_rules(exchange), {"host_type"})
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
