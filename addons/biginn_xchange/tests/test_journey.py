from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..rules.closing import RATINGS
from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestJourney(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        modes = cls.env["biginn.travel.mode"]
        cls.plane, cls.train, cls.sledge = modes.create(
            [
                {"code": "T-PLANE", "name": "Test plane"},
                {"code": "T-TRAIN", "name": "Test train", "is_green": True},
                {"code": "T-SLEDGE", "name": "Test sledge", "is_green": True},
            ]
        )
        for mode, grams, start, end in (
            (cls.plane, 100, "2010-01-01", "2023-05-31"),
            (cls.plane, 200, "2023-06-01", False),
            (cls.train, 30, "2010-01-01", False),
        ):
            cls.env["biginn.travel.factor"].create(
                {
                    "mode_id": mode.id,
                    "grams": grams,
                    "date_from": start,
                    "date_to": end,
                    "source": "Made up",
                }
            )
        cls.exchange = cls.new_exchange()

    def leg(self, mode, exchange=None, **values):
        exchange = exchange or self.exchange
        return exchange.env["biginn.exchange.travel"].create(
            {"exchange_id": exchange.id, "mode_id": mode.id, **values}
        )

    def test_there_and_back_by_default(self):
        distance = self.exchange.distance_km
        leg = self.leg(self.plane)
        self.assertEqual(leg.km, 2 * distance)
        self.assertEqual(leg.co2_kg, round(2 * distance * 100 / 1000, 2))
        self.assertEqual(self.leg(self.train).km, 0, "nothing of the way is left")
        other = self.new_exchange()
        self.leg(self.plane, other, km=1000)
        self.assertAlmostEqual(self.leg(self.train, other).km, 2 * distance - 1000, 1)

    def test_people(self):
        people = self.member_editor.partner_id | self.member_reader.partner_id
        self.exchange.visitor_ids = people
        leg = self.leg(self.plane, km=500)
        self.assertEqual((leg.people, leg.co2_kg), (2, 100))
        self.assertEqual(self.leg(self.train, km=100, people=1).co2_kg, 3)
        self.assertEqual(self.exchange.co2_kg, 103)

    def test_sum_main_mode_and_green(self):
        self.leg(self.plane, km=600)
        self.assertFalse(self.exchange.is_green_travel)
        self.leg(self.train, km=600)
        self.assertRecordValues(
            self.exchange,
            [
                {
                    "co2_kg": 78,
                    "is_co2_known": True,
                    "is_green_travel": True,
                    "travel_mode_id": self.plane.id,
                }
            ],
        )
        self.programme.green_share = 51
        self.assertFalse(self.exchange.is_green_travel)
        self.train.is_green = False
        self.programme.green_share = 0
        self.assertFalse(self.exchange.is_green_travel, "no green kilometre is no green journey")

    def test_the_factor_of_the_first_day(self):
        leg = self.leg(self.plane, km=1000)
        self.assertEqual(leg.co2_kg, 100)
        self.exchange.write({"date_start": "2023-06-01", "date_end": "2023-06-07"})
        self.assertEqual((leg.co2_kg, self.exchange.co2_kg), (200, 200))
        self.plane.factor_ids.filtered(lambda f: not f.date_to).grams = 50
        self.assertEqual(self.exchange.co2_kg, 50)

    def test_an_unknown_factor(self):
        self.leg(self.plane, km=1000)
        self.leg(self.sledge, km=10)
        self.assertFalse(self.exchange.is_co2_known)
        self.assertIn("no CO₂ factor is known", self.exchange.travel_explanation)

    def test_explained(self):
        self.leg(self.plane, km=1000)
        self.assertIn(
            "1000 km × 1 × 100 g = 100.00 kg (Made up; General knowledge)",
            self.exchange.travel_explanation,
        )
        self.assertIn("Not green: 0 %", self.exchange.travel_explanation)

    def test_factors_do_not_overlap(self):
        with self.assertRaises(ValidationError):
            self.env["biginn.travel.factor"].create(
                {
                    "mode_id": self.plane.id,
                    "grams": 1,
                    "date_from": "2023-05-31",
                    "source": "Made up",
                }
            )

    def test_what_is_completed_stands_still(self):
        leg = self.leg(self.plane, km=1000)
        self.walk(self.exchange, "completed")
        self.plane.factor_ids.write({"grams": 1})
        self.plane.is_green = True
        self.assertEqual((leg.co2_kg, self.exchange.co2_kg), (100, 100))
        self.assertFalse(self.exchange.is_green_travel)
        for act in (
            lambda: leg.write({"km": 1}),
            leg.unlink,
            lambda: self.leg(self.train, km=1),
            lambda: self.exchange.write({"co2_kg": 1}),
        ):
            with self.assertRaises(UserError):
                act()

    def test_sums_for_indicators(self):
        def values(first, last):
            exchanges = self.exchange.with_company(self.cluster_company)
            return exchanges._biginn_indicator_values(first, last)

        self.leg(self.plane, km=1000)
        self.assertEqual(values("2023-01-01", "2023-12-31")["travel"]["journeys"], 0, "not held")
        self.walk(self.exchange, "completed")
        found = values("2023-05-12", "2023-05-12")
        self.assertEqual(
            found["travel"],
            {
                "journeys": 1,
                "green": 0,
                "unknown": 0,
                "co2_kg": 100.0,
                "passenger_km": 1000.0,
                "modes": {"T-PLANE": {"co2_kg": 100.0, "passenger_km": 1000.0}},
            },
        )
        self.assertEqual(
            found["outcomes"],
            {
                "reports": 1,
                "ratings": {name: self.ANSWERS[name] for name in RATINGS},
                "business": {"maybe": 1},
                "amount_bands": {"50k_250k": 1},
                "follow_ups": {},
                "publishable": 1,
            },
        )
        later = values("2023-05-13", "2023-12-31")
        self.assertEqual((later["travel"]["journeys"], later["outcomes"]["reports"]), (0, 0))

    def test_shipped_factors_have_their_source(self):
        factors = self.env["biginn.travel.factor"].search([])
        self.assertTrue(all(factors.mapped("source")))
        shipped = self.env.ref("biginn_xchange.travel_mode_bicycle").factor_ids
        self.assertEqual(shipped.mapped("confidence"), ["general"])

    def test_rights(self):
        leg = self.leg(self.plane, km=10)
        with self.assertRaises(AccessError):
            leg.with_user(self.other_manager).write({"km": 1})
        self.assertEqual(leg.with_user(self.other_manager).km, 10)
        with self.assertRaises(AccessError):
            leg.with_user(self.stranger).read(["km"])
        host_user = self.new_member("host", self.host_org)
        with self.assertRaises(AccessError):
            leg.with_user(host_user).read(["km"])
        mine = leg.with_user(self.member_reader)
        self.assertEqual(mine.read(["km", "co2_kg"])[0]["co2_kg"], 1)
        for act in (
            lambda: mine.write({"km": 1}),
            mine.unlink,
            lambda: mine.read(["passenger_km"]),
        ):
            with self.assertRaises(AccessError):
                act()


@tagged("post_install", "-at_install")
class TestDemoClosing(XchangeCommon):
    def test_the_demo_closes_its_stays_the_real_way(self):
        exchange = self.walk(self.new_exchange(), "reporting").with_user(self.manager)
        demo = self.env["biginn.demo"].with_user(self.manager)
        for _time in range(2):
            demo._prepare_step(exchange, "completed")
            self.assertEqual(exchange.report_ids.mapped("state"), ["validated", "validated"])
            self.assertEqual(exchange.evidence_ids.mapped("state"), ["accepted"])
            self.assertGreater(exchange.co2_kg, 0)
        exchange.action_complete()
        demo._prepare_step(exchange, "completed")
        self.assertEqual(exchange.state, "completed")
