from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from odoo.addons.biginn_reports.rules.fx import (
    BadRateError,
    ConflictingRateError,
    EmptyWindowError,
    closing_days,
    easter,
    is_business_day,
    missing_days,
    period_average,
    to_eur,
)

from .fx_common import MARCH_2022, march_rates
from .rules_common import D


@tagged("post_install", "-at_install")
class TestPeriodAverage(BaseCase):
    start, end = date(2022, 3, 1), date(2022, 3, 31)

    def test_march_2022(self):
        average = period_average(march_rates(), self.start, self.end)
        self.assertEqual(average.count, 23)
        self.assertEqual(average.total, D("171.1282"))
        self.assertEqual(str(average.mean)[:10], "7.44035652")
        self.assertEqual(average.rate, D("7.4404"))
        self.assertEqual(average.findings, ())
        self.assertEqual([str(rate) for _day, rate in average.rates], list(MARCH_2022.values()))

    def test_full_precision(self):
        average = period_average(march_rates(), self.start, self.end, decimals=None)
        self.assertEqual(average.rate, average.mean)
        # 171.1282 / 23, worked out by long division
        self.assertEqual(str(average.mean)[:30], "7.4403565217391304347826086956")
        self.assertEqual(
            period_average(march_rates(), self.start, self.end, 8).rate, D("7.44035652")
        )

    def test_window_includes_both_ends(self):
        rates = march_rates()
        average = period_average(rates, date(2022, 3, 2), date(2022, 3, 4))
        self.assertEqual(average.count, 3)
        self.assertEqual(average.total, D("7.4387") + D("7.4399") + D("7.4394"))
        self.assertEqual(average.rates[0][0], date(2022, 3, 2))

    def test_weekends_are_not_filled(self):
        """With the Friday's rate on Saturday and Sunday the mean would be 7.44041290."""
        filled, known = [], dict(march_rates())
        last = None
        for step in range(31):
            day = self.start + timedelta(days=step)
            last = known.get(day, last)
            filled.append((day, last))
        wrong = period_average(filled, self.start, self.end, 8)
        self.assertEqual(wrong.rate, D("7.44041290"))
        self.assertNotEqual(wrong.rate, period_average(march_rates(), self.start, self.end, 8).rate)
        self.assertEqual([f.message_code for f in wrong.findings], ["fx_days_unexpected"])

    def test_order_does_not_matter(self):
        backwards = list(reversed(march_rates()))
        self.assertEqual(
            period_average(backwards, self.start, self.end),
            period_average(march_rates(), self.start, self.end),
        )

    def test_half_up(self):
        rates = [(date(2022, 3, 1), D("1.0000")), (date(2022, 3, 2), D("1.0001"))]
        self.assertEqual(period_average(rates, self.start, self.end).rate, D("1.0001"))

    def test_missing_days_are_reported(self):
        rates = [pair for pair in march_rates() if pair[0].day not in (8, 9)]
        (finding,) = period_average(rates, self.start, self.end).findings
        self.assertEqual(finding.message_code, "fx_days_missing")
        self.assertEqual(finding.params["days"], (date(2022, 3, 8), date(2022, 3, 9)))

    def test_easter_gap(self):
        rates = [(date(2022, 4, 14), D("7.4389")), (date(2022, 4, 19), D("7.4391"))]
        average = period_average(rates, date(2022, 4, 14), date(2022, 4, 19))
        self.assertEqual(average.count, 2)
        self.assertEqual(average.mean, D("7.439"))
        self.assertEqual(average.findings, ())

    def test_same_value_twice_counts_once(self):
        rates = march_rates() + march_rates()
        self.assertEqual(period_average(rates, self.start, self.end).count, 23)

    def test_refused(self):
        day = date(2022, 3, 1)
        cases = [
            ([], EmptyWindowError, "no_rates"),
            ([(date(2022, 4, 1), D(1))], EmptyWindowError, "no_rates"),
            ([(day, D("7.4"))] + [(day, D("7.5"))], ConflictingRateError, "conflicting_rates"),
            ([(day, D(0))], BadRateError, "rate_not_positive"),
            ([(day, D(-7))], BadRateError, "rate_not_positive"),
            ([(day, D("NaN"))], BadRateError, "rate_not_positive"),
            ([(day, 7.44)], BadRateError, "rate_not_decimal"),
        ]
        for rates, error, code in cases:
            with self.subTest(code, rates=rates), self.assertRaises(error) as caught:
                period_average(rates, self.start, self.end)
            self.assertEqual(caught.exception.code, code)
        with self.assertRaises(EmptyWindowError) as caught:
            period_average(march_rates(), self.end, self.start)
        self.assertEqual(caught.exception.code, "window_reversed")

    def test_to_eur(self):
        self.assertEqual(to_eur(D("448173.25"), D("7.4393")), D("60244.01"))
        self.assertEqual(to_eur(D("-448173.25"), D("7.4393")), D("-60244.01"))
        with self.assertRaises(BadRateError):
            to_eur(D(1), D(0))


@tagged("post_install", "-at_install")
class TestBusinessDays(BaseCase):
    def test_easter(self):
        # As printed in church calendars; 2008 and 2038 are the ends of its range.
        known = [
            (2008, 3, 23),
            (2019, 4, 21),
            (2022, 4, 17),
            (2023, 4, 9),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2038, 4, 25),
        ]
        for year, month, day in known:
            self.assertEqual(easter(year), date(year, month, day))

    def test_closing_days(self):
        self.assertEqual(
            sorted(closing_days(2022)),
            [
                date(2022, 1, 1),
                date(2022, 4, 15),
                date(2022, 4, 18),
                date(2022, 5, 1),
                date(2022, 12, 25),
                date(2022, 12, 26),
            ],
        )

    def test_danish_holidays_are_business_days(self):
        """Great Prayer Day, 5 June, 24 and 31 December: closed in Copenhagen, not at the ECB."""
        for day in (date(2022, 5, 13), date(2023, 6, 5), date(2024, 12, 24), date(2024, 12, 31)):
            self.assertTrue(is_business_day(day), day)

    def test_days_per_year(self):
        """The counts of the ECB's own file: 257 in 2022, 255 in 2023."""
        for year, count in ((2022, 257), (2023, 255)):
            self.assertEqual(len(missing_days([], date(year, 1, 1), date(year, 12, 31))), count)
