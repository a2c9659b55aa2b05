from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.tests.properties import given, st, steady
from odoo.addons.biginn_xchange.rules import package_exchange as rule
from odoo.addons.biginn_xchange.rules import package_fields as fields
from odoo.addons.biginn_xchange.rules.package import PackageError, canonical


def organisation(number):
    return {
        "uuid": f"00000000-0000-4000-8000-{number:012d}",
        "name": f"Organisation {number}",
        "vat": "",
        "country": "LT",
        "organisation_type": "sme",
        "street": "",
        "zip": "",
        "city": "Kaunas",
        "website": "",
    }


FACTS = {
    "zero_reason": "",
    "amount": "780.00",
    "base": "780.0",
    "half_reasons": ["days"],
    "capped": False,
    "higher_rate": False,
    "country": "PT",
    "by_band": False,
    "rate": "780.0",
    "rate_unit": "stay",
    "rate_from": "2020-01-01",
    "km_from": "0.0",
    "km_to": "0.0",
    "working_days": 4,
    "distance_km": 900.5,
    "distance_origin": "coordinates",
    "min_working_days": 3,
    "half_under_days": 5,
    "half_under_km": 200.0,
    "max_amount": 1100.0,
    "currency": "EUR",
}
SAID = {
    "number": "CX/2026/0001",
    "state": "ready",
    "programme": {"code": "CXC2", "name": "Second generation"},
    **{party: organisation(place) for place, party in enumerate(rule.PARTIES)},
    "visitors": ["Ona"],
    "visitor_contact": {"name": "Ona", "email": "ona@example.com", "phone": ""},
    "host_contact": None,
    "date_start": "2026-05-04",
    "date_end": "2026-05-08",
    "travel_first": False,
    "travel_last": True,
    "is_virtual": False,
    "working_days": 4,
    "distance_km": "900.50",
    "distance_origin": "coordinates",
    "distance_source": "",
    "higher_rate": False,
    "currency": "EUR",
    "lump_sum": "390.00",
    "agreed_amount": "300.00",
    "lump_sum_facts": rule.facts_to_file(FACTS),
    "goals": "See",
    "objectives": "Learn",
    "costs_carried": "",
    "days": [{"date": "2026-05-04", "name": "Welcome", "description": "", "place": ""}],
    **{name: None for name in rule.DATES},
    "papers": [
        {
            "kind": "commitment",
            "version": 1,
            "lang": "en_US",
            "words": "a" * 64,
            "file": None,
            "complete": True,
        }
    ],
    "signatures": [
        {
            "paper": "commitment",
            "party": "visitor",
            "name": "Ona",
            "signed_on": "2026-04-01T12:00:00Z",
        }
    ],
    "report_accepted": False,
    "evidence_accepted": False,
}


@tagged("post_install", "-at_install")
class TestPackageExchange(BaseCase):
    def refused(self, field, **values):
        with self.assertRaises(PackageError) as caught:
            rule.read({**deepcopy(SAID), **values})
        self.assertEqual(caught.exception.params["field"], field)

    def test_read(self):
        found = rule.read(deepcopy(SAID))
        self.assertEqual(found["date_start"], date(2026, 5, 4))
        self.assertEqual(found["lump_sum"], Decimal("390.00"))
        self.assertEqual(found["signatures"][0]["signed_on"], datetime(2026, 4, 1, 12))
        self.assertEqual(found["days"][0]["date"], date(2026, 5, 4))
        self.assertTrue(canonical(SAID), "plain values all through")

    def test_facts_there_and_back(self):
        kept = rule.facts_to_keep(rule.read(deepcopy(SAID))["lump_sum_facts"])
        for name, value in FACTS.items():
            same = float(kept[name]) == float(value) if name in rule.AMOUNTS else None
            self.assertTrue(same or kept[name] == value, name)
        self.assertIsNone(rule.facts_to_file(None))
        self.assertIsNone(rule.facts_to_keep(None))

    def test_facts_of_before_there_were_bands(self):
        old = {
            name: value
            for name, value in FACTS.items()
            if name not in ("by_band", "km_from", "km_to")
        }
        found = rule.read({**deepcopy(SAID), "lump_sum_facts": rule.facts_to_file(old)})
        self.assertEqual(found["lump_sum_facts"]["km_from"], 0)

    def test_what_makes_no_sense(self):
        facts = SAID["lump_sum_facts"]
        for field, values in [
            ("number", {"number": ""}),
            ("state", {"state": "closed"}),
            ("state", {"state": ["ready"]}),
            ("date_end", {"date_end": "2026-05-03"}),
            ("date_start", {"date_start": "2026-02-30"}),
            ("date_start", {"date_start": "20260504"}),
            ("date_start", {"date_start": 20260504}),
            ("host", {"host": SAID["visiting"]}),
            ("host.uuid", {"host": {**SAID["host"], "uuid": "x"}}),
            ("visitors[0]", {"visitors": [5]}),
            ("visitors", {"visitors": {}}),
            ("visitor_contact.phone", {"visitor_contact": {"name": "O", "email": ""}}),
            ("working_days", {"working_days": True}),
            ("working_days", {"working_days": -1}),
            ("lump_sum", {"lump_sum": 390}),
            ("lump_sum", {"lump_sum": "1e9"}),
            ("lump_sum", {"lump_sum": "-1"}),
            ("lump_sum", {"lump_sum": "1.234"}),
            ("agreed_amount", {"agreed_amount": "390.01"}),
            ("lump_sum_facts.rate", {"lump_sum_facts": {**facts, "rate": None}}),
            (
                "lump_sum_facts.distance_km",
                {"lump_sum_facts": {**facts, "half_reasons": ["distance"], "distance_km": None}},
            ),
            ("signatures", {"signatures": SAID["signatures"] * 2}),
            ("papers", {"papers": SAID["papers"] * 2}),
            ("papers[0].words", {"papers": [{**SAID["papers"][0], "words": "A" * 64}]}),
            ("papers[0].lang", {"papers": [{**SAID["papers"][0], "lang": "../.."}]}),
            ("goals", {"goals": "x" * 10_001}),
            ("goals", {"goals": "\x1b[2J"}),
            ("more", {"more": 1}),
        ]:
            with self.subTest(field=field, values=str(values)[:60]):
                self.refused(field, **values)
        for name in SAID:
            with self.subTest(missing=name), self.assertRaises(PackageError):
                rule.read({key: value for key, value in SAID.items() if key != name})

    def test_changes(self):
        after = {**SAID, "state": "ongoing", "visitors": []}
        self.assertEqual(rule.changes(SAID, after), ["state", "visitors"])
        self.assertEqual(rule.changes(SAID, SAID), [])

    def test_plain(self):
        for raw, expected in [
            ("  a\r\nb ", "a\nb"),
            (None, ""),
            (False, ""),
            ("x" * 30, "x" * 9 + "…"),
            ("a\u202eb\x00c", "abc"),
        ]:
            self.assertEqual(fields.plain(raw, 10), expected)


@tagged("post_install", "-at_install")
class TestPackageExchangeProperties(BaseCase):
    @steady
    @given(st.text(max_size=60), st.integers(2, 30))
    def test_what_a_sender_writes_a_reader_takes(self, raw, limit):
        written = fields.plain(raw.encode("utf-8", "ignore").decode(), limit)
        self.assertEqual(fields.text(limit)(written, "x"), written)

    @steady
    @given(
        st.sampled_from(sorted(SAID)),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.text(max_size=3), inner, max_size=3)
            ),
            max_leaves=5,
        ),
    )
    def test_anything_in_any_place_is_read_or_refused(self, name, value):
        try:
            found = rule.read({**deepcopy(SAID), name: value})
        except PackageError:
            return
        self.assertEqual(found.keys(), SAID.keys())
