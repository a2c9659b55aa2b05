from datetime import date, timedelta

from odoo.tests import TransactionCase, tagged

from odoo.addons.biginn_cluster.tests.properties import given, st, steady

from ..rules.candidate import Application, candidacy
from ..rules.eligibility import HOST, VISITOR, Entitlement, Party, Programme

PROGRAMME = Programme(
    date_start=date(2022, 1, 1),
    date_end=date(2024, 12, 31),
    min_working_days=3,
    max_days=31,
    countries=frozenset({"DK", "LT", "ES"}),
    matrix={
        (VISITOR, "sme"): Entitlement(),
        (HOST, "sme"): Entitlement(preapproval=True),
        (HOST, "large_company"): Entitlement(membership_required=False),
    },
)
PARTY = Party("Member A/S", "sme", "DK", True)
FIRST, LAST = date(2023, 5, 1), date(2023, 5, 31)  # a Monday, a Wednesday

# what is asked for, and the one code that then stands out
CASES = [
    ({}, PARTY, "visitor_type", "type_ok", True),
    ({}, Party("X", "large_company", "DK", True), "visitor_type", "type_refused", False),
    ({}, Party("X", None, "DK", True), "visitor_type", "type_missing", False),
    ({}, Party("X", "sme", "CH", True), "visitor_country", "country_outside", False),
    ({}, Party("X", "sme", "DK", False), "visitor_membership", "membership_missing", False),
    (
        {"role": HOST},
        Party("X", "sme", "DK", False),
        "host_membership",
        "membership_or_approval",
        False,
    ),
    (
        {"role": HOST},
        Party("X", "large_company", "DK", False),
        "host_membership",
        "membership_not_needed",
        True,
    ),
    ({"date_from": None}, PARTY, "period", "period_missing", False),
    ({"date_to": None}, PARTY, "period", "period_missing", False),
    ({"date_to": date(2023, 5, 2)}, PARTY, "period", "period_short", False),
    ({"date_to": date(2023, 5, 3)}, PARTY, "period", "period_ok", True),
    # a weekend gives no stay, and is enough for nothing online either
    (
        {"date_from": date(2023, 5, 6), "date_to": date(2023, 5, 7)},
        PARTY,
        "period",
        "period_short",
        False,
    ),
    ({"date_to": FIRST, "is_virtual": True}, PARTY, "period", "period_ok", True),
    (
        {"date_from": date(2025, 1, 1), "date_to": date(2025, 3, 1)},
        PARTY,
        "period",
        "period_outside",
        False,
    ),
    # only the days within the programme count: Monday and Tuesday
    (
        {"date_from": date(2024, 12, 30), "date_to": date(2025, 3, 1)},
        PARTY,
        "period",
        "period_short",
        False,
    ),
    ({}, PARTY, "preferred_countries", "countries_any", True),
    ({"preferred": frozenset({"LT", "CH"})}, PARTY, "preferred_countries", "countries_ok", True),
    ({"preferred": frozenset({"DK"})}, PARTY, "preferred_countries", "countries_home", False),
    ({"preferred": frozenset({"CH"})}, PARTY, "preferred_countries", "countries_outside", False),
    ({"previous": ("CX/1",)}, PARTY, "visit_once", "visited_before", False),
    ({"role": HOST}, PARTY, "capacity", "capacity_missing", False),
    ({"role": HOST, "capacity": 1}, PARTY, "capacity", "capacity_ok", True),
    ({}, PARTY, "cv", "cv_wanted", False),
    ({"has_cv": True}, PARTY, "cv", "cv_there", True),
    ({"role": HOST}, PARTY, "cv", "cv_not_needed", True),
    ({"others": ("CAN/1",)}, PARTY, "other_application", "others_open", False),
]


def findings(party=PARTY, cv_required=False, **values):
    application = Application(**{"role": VISITOR, "date_from": FIRST, "date_to": LAST, **values})
    return {each.rule: each for each in candidacy(application, party, PROGRAMME, cv_required)}


@tagged("post_install", "-at_install")
class TestRulesCandidate(TransactionCase):
    def test_table(self):
        for values, party, rule, code, ok in CASES:
            with self.subTest(values=values, party=party, rule=rule):
                finding = findings(party, **values)[rule]
                self.assertEqual((finding.code, finding.ok), (code, ok))
                self.assertTrue(finding.source)

    def test_what_blocks(self):
        self.assertFalse(findings()["cv"].blocking)
        self.assertTrue(findings(cv_required=True)["cv"].blocking)
        self.assertFalse(findings(others=("CAN/1",))["other_application"].blocking)

    def test_each_role_has_its_own_rules(self):
        self.assertNotIn("capacity", findings())
        host = findings(role=HOST)
        self.assertFalse({"visit_once", "preferred_countries", "visitor_type"} & host.keys())

    @steady
    @given(
        st.sampled_from([VISITOR, HOST]),
        st.dates(date(2021, 1, 1), date(2026, 1, 1)),
        st.integers(0, 90),
        st.integers(1, 60),
        st.booleans(),
    )
    def test_more_time_never_makes_it_worse(self, role, first, days, more, is_virtual):
        last = first + timedelta(days=days)
        narrow = findings(role=role, date_from=first, date_to=last, is_virtual=is_virtual)
        wide = findings(
            role=role,
            date_from=first,
            date_to=last + timedelta(days=more),
            is_virtual=is_virtual,
        )
        self.assertLessEqual(narrow["period"].ok, wide["period"].ok)
        self.assertEqual(len({each.rule for each in wide.values()}), len(wide))
