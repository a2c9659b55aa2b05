from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import ValidationError
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
            "amount": "280.00",
            "limit": "60000.00",
            "currency": "EUR",
            "years": 3,
            "group": "C & D",
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
