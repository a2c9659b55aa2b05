import csv
import time
from collections import Counter
from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import file_open

from ..models.biginn_public_holiday import SHIPPED
from .common import XchangeCommon

YEARS = range(2020, 2036)
# Who keeps Easter Monday, after the western or the eastern calendar.
WEST = {"AT", "DE", "DK", "FR", "HU", "IT", "LT", "LV", "NL", "PL", "SE", "SI", "SK"}
EAST = {"BG", "CY", "GR", "RO", "RS"}


def easter(year):
    """Easter Sunday in the Gregorian calendar: Meeus, Astronomical Algorithms, chapter 8."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = c // 4, c % 4
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year):
    """Easter Sunday after the Julian calendar, as the Gregorian calendar counts it (to 2099)."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def shipped():
    with file_open(SHIPPED) as file:
        return list(csv.DictReader(file))


@tagged("post_install", "-at_install")
class TestShippedHolidays(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.days = {(row["country"], date.fromisoformat(row["date"])) for row in shipped()}

    def test_every_country_of_the_programmes_every_year(self):
        programmes = self.env.ref("biginn_xchange.programme_cxc1")
        programmes |= self.env.ref("biginn_xchange.programme_cxc2")
        countries = programmes.country_ids | programmes.rate_ids.country_id
        count = Counter((country, day.year) for country, day in self.days)
        for country in countries.mapped("code"):
            for year in YEARS:
                if country == "UA" and year > 2022:
                    continue  # suspended while martial law lasts
                # the UK keeps eight; one more where the new king was crowned
                self.assertGreaterEqual(count[country, year], 1 if country == "UA" else 4)
        self.assertEqual({day.year for _country, day in self.days}, set(YEARS))

    def test_easter(self):
        """The library's dates against the calendar's own arithmetic."""
        monday = timedelta(days=1)
        for year in YEARS:
            for country in WEST:
                self.assertIn((country, easter(year) + monday), self.days, (country, year))
            self.assertIn(("ES", easter(year) - timedelta(days=2)), self.days)
            for country in EAST:
                self.assertIn((country, orthodox_easter(year) + monday), self.days, (country, year))

    def test_known_days(self):
        for country, day, expected in [
            ("DK", "2023-05-05", True),
            ("DK", "2024-04-26", False),  # the Great Prayer Day is a working day since 2024
            ("DK", "2020-12-25", True),
            ("LT", "2023-02-16", True),
            ("LT", "2023-07-06", True),
            ("LT", "2019-11-02", False),  # All Souls' Day is free since 2020
            ("LT", "2020-11-02", True),
            ("ES", "2035-10-12", True),
            ("ES", "2023-07-25", False),  # of some regions only
            ("PT", "2030-04-25", True),
            ("DE", "2028-10-03", True),
            ("SE", "2026-06-06", True),
            ("CH", "2027-08-01", True),
            ("XK", "2031-02-17", True),
        ]:
            with self.subTest(country=country, day=day):
                self.assertIs((country, date.fromisoformat(day)) in self.days, expected)

    def test_the_file_is_clean(self):
        rows = shipped()
        self.assertEqual(len(rows), len(self.days), "no day twice")
        self.assertFalse([row for row in rows if not row["name"].strip()])
        known = set(self.env["res.country"].search([]).mapped("code"))
        self.assertLessEqual({row["country"] for row in rows}, known)

    def test_all_are_installed_in_the_country_s_words(self):
        holidays = self.env["biginn.public.holiday"]
        self.assertGreaterEqual(holidays.search_count([]), len(self.days))
        found = holidays.search(
            [("country_id", "=", self.lithuania.id), ("date", "=", "2023-02-16")]
        )
        self.assertEqual(found.name, "Lietuvos valstybės atkūrimo diena")

    def test_loading_again_adds_nothing_and_takes_no_name_back(self):
        holidays = self.env["biginn.public.holiday"]
        day = holidays.search([("country_id", "=", self.denmark.id), ("date", "=", "2023-05-05")])
        day.name = "Our own name"
        self.env.flush_all()
        before = holidays.search_count([])
        start = time.monotonic()
        with self.assertQueryCount(1):
            holidays._load_shipped()
        self.assertLess(time.monotonic() - start, 5)
        self.assertEqual(holidays.search_count([]), before)
        self.assertEqual(day.name, "Our own name")

    def test_loading_fills_what_is_missing(self):
        holidays = self.env["biginn.public.holiday"]
        of_country = holidays.search([("country_id", "=", self.denmark.id)])
        number = len(of_country)
        of_country.unlink()
        self.env.flush_all()
        holidays._load_shipped()
        found = holidays.search([("country_id", "=", self.denmark.id)])
        self.assertEqual(len(found), number)
        self.assertEqual(found[0].create_uid, self.env.user)


@tagged("post_install", "-at_install")
class TestWorkingDaysAcrossHolidays(XchangeCommon):
    """What ships and what the rule counts, through an exchange."""

    def test_stays_over_real_holidays(self):
        for host, first, last, expected in [
            (self.lithuania, "2023-07-03", "2023-07-07", 4),  # Statehood Day, a Thursday
            (self.lithuania, "2023-04-06", "2023-04-11", 3),  # Good Friday is a working day there
            (self.spain, "2023-12-04", "2023-12-08", 3),  # the long weekend of December
            (self.spain, "2023-04-03", "2023-04-07", 4),
            (self.lithuania, "2023-12-25", "2023-12-29", 3),
        ]:
            with self.subTest(host=host.code, first=first):
                self.host_org.country_id = host
                exchange = self.new_exchange(date_start=first, date_end=last)
                self.assertEqual(exchange.working_days, expected)

    def test_the_home_country_s_holidays_do_not_count(self):
        exchange = self.new_exchange(date_start="2023-05-01", date_end="2023-05-05")
        self.assertEqual(exchange.working_days, 4, "1 May in Lithuania, not Denmark's 5 May")

    def test_nobody_s_time_zone_moves_a_day(self):
        found = set()
        for zone in ("Pacific/Kiritimati", "Europe/Vilnius", "UTC", "Pacific/Pago_Pago"):
            self.staff.tz = zone
            staff = self.staff.with_context(tz=zone)
            exchange = self.new_exchange(staff, date_start="2023-07-03", date_end="2023-07-10")
            exchange.with_context(tz=zone).action_check()
            found.add((exchange.working_days, exchange.lump_sum, str(exchange.date_start)))
        self.assertEqual(found, {(5, 560, "2023-07-03")})

    def test_a_changed_holiday_counts_again_what_is_not_validated(self):
        draft = self.new_exchange(date_start="2023-05-08", date_end="2023-05-10")
        self.assertEqual((draft.working_days, draft.open_finding_count), (3, 0))
        holiday = self.env["biginn.public.holiday"].create(
            {"name": "Strike", "date": "2023-05-09", "country_id": self.lithuania.id}
        )
        self.assertEqual((draft.working_days, draft.lump_sum, draft.open_finding_count), (2, 0, 1))
        holiday.date = "2023-05-11"
        self.assertEqual(
            (draft.working_days, draft.lump_sum, draft.open_finding_count), (3, 280, 0)
        )
        holiday.date = "2023-05-10"
        self.assertEqual(draft.working_days, 2)
        holiday.country_id = self.spain
        self.assertEqual(draft.working_days, 3)
        holiday.country_id = self.lithuania
        holiday.unlink()
        self.assertEqual(draft.working_days, 3)

    def test_what_is_validated_stands(self):
        exchange = self.new_exchange()
        exchange.action_validate()
        self.env["biginn.public.holiday"].create(
            {"name": "Strike", "date": "2023-05-09", "country_id": self.lithuania.id}
        )
        exchange.action_check()
        self.assertEqual((exchange.working_days, exchange.lump_sum), (5, 560))

    def test_managers_edit_and_staff_read(self):
        holidays = self.env["biginn.public.holiday"]
        values = {"date": "2023-05-09", "country_id": self.lithuania.id, "name": "City feast"}
        mine = holidays.with_user(self.manager).create(values)
        mine.name = "Feast of the city"
        self.assertTrue(mine.with_user(self.staff).name)
        with self.assertRaises(AccessError):
            mine.with_user(self.staff).name = "Mine"
