from dataclasses import replace
from datetime import date

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_xchange.rules import eligibility

MATRIX = {
    ("visitor", "sme"): eligibility.Entitlement(),
    ("host", "sme"): eligibility.Entitlement(preapproval=True),
    ("host", "cluster_organisation"): eligibility.Entitlement(membership_required=False),
    ("host", "large_company"): eligibility.Entitlement(),
}
PROGRAMME = eligibility.Programme(
    date_start=date(2022, 1, 1),
    date_end=date(2024, 12, 31),
    min_working_days=3,
    max_days=31,
    countries=frozenset({"DK", "ES", "LT"}),
    matrix=MATRIX,
)
VISITOR = eligibility.Party("Optics", "sme", "LT", member=True)
HOST = eligibility.Party("Magnets", "sme", "DK", member=True)
VISIT = eligibility.Visit(date(2023, 5, 8), date(2023, 5, 12), working_days=5)


def failed(visitor=VISITOR, host=HOST, visit=VISIT, programme=PROGRAMME):
    found = eligibility.eligibility(visitor, host, visit, programme)
    return {finding.rule: finding.code for finding in found if not finding.ok}


@tagged("post_install", "-at_install")
class TestEligibilityRule(BaseCase):
    def test_everything_in_order(self):
        found = eligibility.eligibility(VISITOR, HOST, VISIT, PROGRAMME)
        self.assertEqual([finding.rule for finding in found if not finding.ok], [])
        self.assertEqual(len(found), 11)
        self.assertEqual(len({finding.rule for finding in found}), 11, "one finding per rule")
        self.assertTrue(all(finding.source for finding in found))

    def test_parties(self):
        for visitor, host, expected in [
            ({"organisation_type": "large_company"}, {}, {"visitor_type": "type_refused"}),
            ({}, {"organisation_type": "large_company"}, {}),
            ({}, {"organisation_type": "big_science"}, {"host_type": "type_refused"}),
            ({"organisation_type": None}, {}, {"visitor_type": "type_missing"}),
            ({"member": False}, {}, {"visitor_membership": "membership_missing"}),
            ({}, {"member": False}, {"host_membership": "membership_or_approval"}),
            ({}, {"member": False, "organisation_type": "cluster_organisation"}, {}),
            (
                {},
                {"member": False, "organisation_type": "large_company"},
                {"host_membership": "membership_missing"},
            ),
            ({"country": "CH"}, {}, {"visitor_country": "country_outside"}),
            ({}, {"country": "CH"}, {"host_country": "country_outside"}),
            (
                {"country": None},
                {},
                {"visitor_country": "country_missing", "cross_border": "border_unknown"},
            ),
            ({"country": "DK"}, {}, {"cross_border": "border_same"}),
        ]:
            with self.subTest(visitor=visitor, host=host):
                got = failed(replace(VISITOR, **visitor), replace(HOST, **host))
                self.assertEqual(got, expected)

    def test_stay(self):
        for visit, expected in [
            ({"working_days": 3}, {}),
            ({"working_days": 2}, {"working_days": "days_too_few"}),
            ({"working_days": 0, "is_virtual": True}, {}),
            ({"date_end": date(2023, 6, 7)}, {}),
            ({"date_end": date(2023, 6, 8)}, {"max_stay": "length_too_long"}),
            ({"date_end": date(2023, 6, 8), "travel_days": frozenset({date(2023, 6, 8)})}, {}),
            (
                {"date_start": date(2021, 12, 31), "date_end": date(2022, 1, 5)},
                {"programme_dates": "dates_outside"},
            ),
            (
                {"date_start": date(2024, 12, 30), "date_end": date(2025, 1, 3)},
                {"programme_dates": "dates_outside"},
            ),
            ({"previous": ("CX/2022/0007",)}, {"visit_once": "visited_before"}),
        ]:
            with self.subTest(visit=visit):
                self.assertEqual(failed(visit=replace(VISIT, **visit)), expected)

    def test_open_limits(self):
        endless = replace(PROGRAMME, date_start=None, date_end=None, max_days=0)
        year = replace(VISIT, date_start=date(2019, 1, 1), date_end=date(2019, 12, 31))
        self.assertEqual(failed(visit=year, programme=endless), {})

    def test_empty_matrix_admits_nobody(self):
        got = failed(programme=replace(PROGRAMME, matrix={}))
        self.assertEqual(got, {"visitor_type": "type_refused", "host_type": "type_refused"})
