import time

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.rules import duplicates as rule

from .properties import given, st, steady

FORMS = frozenset(
    map(
        rule.word_key,
        ("ApS", "A/S", "S.L.", "S.A.", "UAB", "MB", "GmbH", "GmbH & Co. KG", "AB", "VšĮ"),
    )
)


def record(key, name="", city="", vat="", domain="", country=""):
    home, number = rule.vat_parts(vat, country)
    return rule.Record(
        key, rule.name_key(name, FORMS), rule.word_key(city), number, home or country, domain
    )


@tagged("post_install", "-at_install")
class TestDuplicatesRule(BaseCase):
    def test_name_key(self):
        for name, expected in [
            ("Nordic Vacuum A/S", "nordicvacuum"),
            ("NORDIC  VACUUM a.s.", "nordicvacuum"),
            ("Nordic-Vacuum A / S", "nordicvacuum"),
            ("Øresund Cryo ApS", "oresundcryo"),
            ("UAB „Vilniaus Lazeriai“", "vilniauslazeriai"),
            ("Vilniaus lazeriai, UAB", "vilniauslazeriai"),
            ("VšĮ Šviesa", "sviesa"),
            ("Criogenia de España, S. L.", "criogeniadeespana"),
            ("Müller Großanlagen GmbH & Co. KG", "mullergrossanlagen"),
            ("Łódź Æther", "lodzaether"),
            # a legal form alone is the name; in the middle it is a word of the name
            ("UAB", "uab"),
            ("A/S", "as"),
            ("Holding AB Nord", "holdingabnord"),
            ("AB Holding AB", "holding"),
            ("Ελληνικό ΑΕ", "ελληνικοαε"),
            ("", ""),
            (None, ""),
            ("---", ""),
        ]:
            with self.subTest(name=name):
                self.assertEqual(rule.name_key(name, FORMS), expected)

    def test_vat_parts(self):
        for vat, country, expected in [
            ("DK12345674", "DK", ("DK", "12345674")),
            ("dk 12 34 56 74", "", ("DK", "12345674")),
            ("12345674", "DK", ("DK", "12345674")),
            ("12345674", "", ("", "12345674")),
            ("ES-B12345678", "ES", ("ES", "B12345678")),
            ("B12345678", "ES", ("ES", "B12345678")),
            ("EL123456789", "GR", ("GR", "123456789")),
            ("GR123456789", "GR", ("GR", "123456789")),
            ("/", "DK", ("", "")),
            ("none", "DK", ("", "")),
            ("DK", "DK", ("", "")),
            (None, None, ("", "")),
        ]:
            with self.subTest(vat=vat, country=country):
                self.assertEqual(rule.vat_parts(vat, country), expected)

    def test_near(self):
        for one, other, expected in [
            ("nordicvacuum", "nordicvacuum", True),
            ("nordicvacuum", "nordicvacum", True),
            ("nordicvacum", "nordicvacuum", True),
            ("nordicvacuum", "nordikvacuum", True),
            ("nordicvacuum", "nordicvaucum", True),
            ("nordicvacuum", "nordicvacuums", True),
            ("nordicvacuum", "xnordicvacuum", True),
            ("nordicvacuum", "nordikvakuum", False),
            ("nordicvacuum", "nordicvacuumgroup", False),
            # short names are one letter apart by nature, numbers tell apart
            ("cern", "cerm", False),
            ("cern", "cern", True),
            ("plant1south", "plant2south", False),
            ("", "", False),
            ("", "a", False),
        ]:
            with self.subTest(one=one, other=other):
                self.assertEqual(rule.near(one, other), expected)
                self.assertEqual(rule.near(other, one), expected)

    def test_reasons(self):
        base = record(1, "Nordic Vacuum A/S", "Aarhus", "DK12345674", "nordic.dk")
        for values, expected in [
            ({"vat": "12345674"}, ("vat",)),
            ({"vat": "12345674", "country": "DK"}, ("vat",)),
            ({"vat": "LT12345674"}, ()),
            ({"vat": "12345674", "country": "LT"}, ()),
            ({"domain": "nordic.dk"}, ("domain",)),
            ({"name": "Nordic Vacum", "city": "AARHUS"}, ("name",)),
            ({"name": "Nordic Vacum", "city": "Odense"}, ()),
            ({"name": "Nordic Vacuum", "city": "Odense"}, ()),
            ({"name": "Nordic Vacuum"}, ("name",)),
            ({"name": "Nordic Vacuum", "country": "LT"}, ()),
            ({"name": "Nordic Vacum"}, ()),
            (
                {"name": "Nordic Vacuum", "vat": "DK12345674", "domain": "nordic.dk"},
                ("vat", "domain", "name"),
            ),
            ({}, ()),
        ]:
            with self.subTest(**values):
                other = record(2, **values)
                self.assertEqual(rule.reasons(base, other), expected)
                self.assertEqual(rule.reasons(other, base), expected)

    def test_shared_domains(self):
        shared = frozenset({"linkedin.com"})
        self.assertTrue(rule.is_shared("linkedin.com", shared))
        self.assertTrue(rule.is_shared("dk.linkedin.com", shared))
        self.assertFalse(rule.is_shared("notlinkedin.com", shared))

    def test_ten_thousand(self):
        """Also where a city or a domain is common to thousands."""
        records = [
            record(
                n, f"Firm {chr(97 + n % 26)}{n * 7919:x} works", "Copenhagen", f"DK{10_000_000 + n}"
            )
            for n in range(10_000)
        ]
        records += [record(20_000 + n, domain="common.example") for n in range(3000)]
        records.append(record(50_000, "Firm b7919x works"))
        records.append(record(50_001, "Something else", vat="10000042", country="DK"))
        start = time.monotonic()
        found = rule.find(records)
        self.assertLess(time.monotonic() - start, 10)
        self.assertEqual(found[50_001], {42: ("vat",)})
        self.assertEqual(len([key for key in found if 20_000 <= key < 50_000]), 3000)

    @steady
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["nordic", "nordik", "nordics", "anordic", "cern", "dtu", ""]),
                st.sampled_from(["a", "b", ""]),
                st.sampled_from(["12345", "12346", ""]),
                st.sampled_from(["DK", "LT", ""]),
                st.sampled_from(["x.dk", "y.dk", ""]),
            ),
            max_size=8,
        )
    )
    def test_blocks_miss_nothing(self, rows):
        records = [rule.Record(key, *row) for key, row in enumerate(rows)]
        expected = {}
        for one in records:
            for other in records:
                if one is not other and rule.reasons(one, other):
                    expected.setdefault(one.key, {})[other.key] = rule.reasons(one, other)
        self.assertEqual(rule.find(records), expected)
        some = {key for key in expected if key % 2}
        found = rule.find(records, some)
        self.assertEqual({key: found.get(key) for key in some}, {k: expected[k] for k in some})

    def test_a_letter_that_is_a_capital_only_when_taken_apart(self):
        self.assertEqual(rule.name_key("\U0001d71c"), rule.name_key("\u03b1"))

    @steady
    @given(st.text(max_size=30), st.text(max_size=4))
    def test_keys_do_not_change_any_more(self, name, extra):
        key = rule.name_key(name)
        self.assertEqual(rule.name_key(key), key)
        self.assertEqual(rule.near(key, key), bool(key))
        self.assertEqual(rule.near(key, extra), rule.near(extra, key))
