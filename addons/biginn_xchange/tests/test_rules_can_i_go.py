from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.tests.properties import given, st, steady
from odoo.addons.biginn_xchange.rules import can_i_go, eligibility, working_days

TYPES = ["sme", "cluster_organisation", "large_company", "big_science", "other"]
PROGRAMME = eligibility.Programme(
    date_start=date(2022, 1, 1),
    date_end=date(2024, 12, 31),
    min_working_days=3,
    max_days=31,
    countries=frozenset({"DK", "ES", "LT", "SE"}),
    matrix={
        ("visitor", "sme"): eligibility.Entitlement(),
        ("visitor", "cluster_organisation"): eligibility.Entitlement(membership_required=False),
        ("host", "sme"): eligibility.Entitlement(preapproval=True),
        ("host", "large_company"): eligibility.Entitlement(membership_required=False),
    },
)
QUESTION = can_i_go.Question("sme", "DK", "LT", days=5, day=date(2023, 5, 8), member=True)


def verdict(programme=PROGRAMME, **changes):
    return can_i_go.judge(replace(QUESTION, **changes), programme).verdict


@tagged("post_install", "-at_install")
class TestCanIGoRule(BaseCase):
    def test_verdicts(self):
        for changes, expected in [
            ({}, "yes"),
            ({"once": True}, "yes"),
            ({"member": None}, "perhaps"),
            ({"member": False}, "no"),
            ({"organisation_type": "cluster_organisation", "member": None}, "yes"),
            ({"organisation_type": "cluster_organisation", "member": False}, "yes"),
            ({"organisation_type": "large_company"}, "no"),
            ({"organisation_type": "other"}, "no"),
            ({"home": "CH"}, "no"),
            ({"host": "CH"}, "no"),
            ({"host": "DK"}, "no"),
            ({"days": 2}, "no"),
            ({"days": 3}, "yes"),
            ({"days": 2, "is_virtual": True}, "yes"),
            ({"days": 23}, "yes"),
            ({"days": 24}, "no"),
            ({"day": date(2021, 12, 31)}, "no"),
            ({"day": date(2024, 12, 30)}, "no"),
            ({"host_type": "big_science"}, "perhaps"),
            ({"host_type": "large_company"}, "yes"),
        ]:
            with self.subTest(changes=changes):
                self.assertEqual(verdict(**changes), expected)

    def test_a_place_that_the_matrix_admits_is_a_host(self):
        matrix = {**PROGRAMME.matrix, ("host", "big_science"): eligibility.Entitlement()}
        admitting = replace(PROGRAMME, matrix=matrix)
        self.assertEqual(verdict(admitting, host_type="big_science"), "yes")

    def test_nobody_may_host(self):
        matrix = {("visitor", "sme"): eligibility.Entitlement()}
        self.assertEqual(verdict(replace(PROGRAMME, matrix=matrix)), "no")

    def test_weights_name_what_is_open(self):
        judgement = can_i_go.judge(replace(QUESTION, member=None, once=True), PROGRAMME)
        self.assertEqual([f.rule for f in judgement.of("open")], ["visitor_membership"])
        self.assertEqual(
            [f.rule for f in judgement.of("note")], ["host_type", "host_membership", "visit_once"]
        )
        self.assertEqual(len(judgement.marked), 11, "each rule has its say")

    def test_hosting(self):
        for changes, expected in [
            ({}, "yes"),
            ({"member": None}, "perhaps"),
            ({"member": False}, "no"),
            ({"organisation_type": "large_company", "member": None}, "yes"),
            ({"organisation_type": "cluster_organisation"}, "no"),
            ({"home": "CH"}, "no"),
        ]:
            with self.subTest(changes=changes):
                asked = replace(QUESTION, **changes)
                self.assertEqual(can_i_go.judge_host(asked, PROGRAMME).verdict, expected)

    def test_who(self):
        self.assertEqual(can_i_go.who_may_host(PROGRAMME), (("sme",), ("large_company",)))
        self.assertEqual(can_i_go.who_may_visit(PROGRAMME), ("cluster_organisation", "sme"))

    def test_days(self):
        today = date(2023, 5, 8)
        self.assertEqual(can_i_go.first_day(today, None), today)
        self.assertEqual(can_i_go.first_day(today, date(2023, 6, 1)), date(2023, 6, 1))
        limits = (date(2022, 1, 1), date(2024, 12, 31))
        self.assertEqual(can_i_go.day_of_rates(today, *limits), today)
        self.assertEqual(can_i_go.day_of_rates(date(2026, 1, 1), *limits), limits[1])
        self.assertEqual(can_i_go.day_of_rates(date(2020, 1, 1), *limits), limits[0])

    @steady
    @given(
        st.sampled_from(TYPES),
        st.sampled_from(["DK", "LT", "CH"]),
        st.sampled_from(["DK", "LT", "CH"]),
        st.integers(1, 40),
        st.sampled_from([None, True, False]),
        st.booleans(),
        st.dates(date(2021, 1, 1), date(2025, 12, 31)),
    )
    def test_the_answer_is_that_of_the_rules(self, kind, home, host, days, member, virtual, day):
        """Yes for all that is told: then an exchange with a fitting host passes, and only then."""
        asked = replace(
            QUESTION, organisation_type=kind, home=home, host=host, days=days, member=member,
            is_virtual=virtual, day=day,
        )  # fmt: skip
        told = can_i_go.judge(asked, PROGRAMME).verdict
        fitting = eligibility.Party("Host", "large_company", host, member=False)
        visit = eligibility.Visit(day, working_days.last_day(day, days), days, virtual)
        passes = {
            is_member: all(
                finding.ok
                for finding in eligibility.eligibility(
                    eligibility.Party("Visitor", kind, home, is_member), fitting, visit, PROGRAMME
                )
            )
            for is_member in (True, False)
        }
        known = passes.values() if member is None else [passes[member]]
        expected = "yes" if all(known) else "perhaps" if any(known) else "no"
        self.assertEqual(told, expected)

    def test_stay(self):
        asked = replace(QUESTION, km=Decimal("12.5"), higher_rate=True)
        stay = can_i_go.stay(asked, date(2024, 1, 1))
        self.assertEqual((stay.host_country, stay.working_days), ("LT", 5))
        self.assertEqual((stay.distance_km, stay.higher_rate), (Decimal("12.5"), True))


@tagged("post_install", "-at_install")
class TestLastDay(BaseCase):
    def test_last_day(self):
        monday = date(2023, 5, 8)
        for start, days, holidays, expected in [
            (monday, 5, set(), date(2023, 5, 12)),
            (monday, 6, set(), date(2023, 5, 15)),
            (monday, 1, {monday}, date(2023, 5, 9)),
            (monday, 5, {date(2023, 5, 10)}, date(2023, 5, 15)),
            (date(2023, 5, 13), 1, set(), date(2023, 5, 15)),
            (monday, 0, set(), monday),
        ]:
            with self.subTest(start=start, days=days):
                self.assertEqual(working_days.last_day(start, days, holidays), expected)

    def test_it_ends_when_every_day_is_free(self):
        every_day = frozenset(range(7))
        self.assertTrue(working_days.last_day(date(2023, 1, 1), 3, weekend=every_day))

    @steady
    @given(
        st.dates(date(2020, 1, 1), date(2035, 1, 1)),
        st.integers(1, 60),
        st.sets(st.integers(0, 80)),
    )
    def test_it_is_the_first_day_with_so_many(self, start, days, offsets):
        holidays = {start + timedelta(days=offset) for offset in offsets}
        last = working_days.last_day(start, days, holidays)
        self.assertEqual(working_days.working_days(start, last, holidays), days)
        before = last - timedelta(days=1)
        self.assertEqual(working_days.working_days(start, before, holidays), days - 1)
