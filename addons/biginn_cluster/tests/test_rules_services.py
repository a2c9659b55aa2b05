import unittest
from datetime import date, timedelta

from ..rules.age import age
from ..rules.mail_parties import ADDRESSES_MAX, TEXT_MAX, addresses, other_parties
from .properties import given, st, steady

TODAY = date(2026, 3, 1)


class TestAge(unittest.TestCase):
    def test_table(self):
        for since, expected in (
            (None, ("none", 0)),
            (TODAY, ("today", 0)),
            (date(2026, 2, 28), ("past", 1)),
            (date(2024, 2, 29), ("past", 731)),
            (date(2026, 3, 2), ("future", 1)),
        ):
            with self.subTest(since=since):
                self.assertEqual(age(since, TODAY), expected)

    @steady
    @given(st.integers(-4000, 4000))
    def test_days_lead_back(self, days):
        code, number = age(TODAY - timedelta(days=days), TODAY)
        self.assertEqual({"past": number, "future": -number, "today": 0}[code], days)


class TestMailParties(unittest.TestCase):
    def test_addresses(self):
        for text, expected in (
            ("", []),
            (None, []),
            ("nobody at home", []),
            ("Mette <Mette.K@Firm.example>, b@c.example", ["mette.k@firm.example", "b@c.example"]),
            ("a@b.example; a@b.example A@B.example", ["a@b.example"]),
            ("write to a@b.example.", ["a@b.example"]),
            ("[mailto:a+x@b.example]", ["a+x@b.example"]),
            ("'a@b.example'", ["a@b.example"]),
            ("a@localhost, @b.example, a@", []),
            ("<script>a@b.example</script>", ["a@b.example"]),
        ):
            with self.subTest(text=text):
                self.assertEqual(addresses(text), expected)

    def test_headers_go_before_the_text(self):
        own = {"Alias@cluster.example", "staff@cluster.example"}
        alias = "alias@cluster.example"
        for headers, body, expected in (
            (f"m@firm.example, {alias}", "x@y.example", ["m@firm.example"]),
            (alias, "From: m@firm.example To: STAFF@cluster.example", ["m@firm.example"]),
            (alias, "", []),
            ("", "", []),
        ):
            with self.subTest(headers=headers, body=body):
                self.assertEqual(other_parties(headers, body, own), expected)

    def test_huge_texts_end(self):
        many = " ".join(f"a{number}@b.example" for number in range(10_000))
        self.assertEqual(len(addresses(many)), ADDRESSES_MAX)
        self.assertEqual(addresses("x" * TEXT_MAX + " a@b.example"), [])
        self.assertEqual(addresses("a" * 1_000_000), [])
        self.assertEqual(addresses("@" * 1_000_000), [])

    @steady
    @given(st.text(max_size=200))
    def test_any_text_gives_whole_addresses_once(self, text):
        found = addresses(text)
        self.assertEqual(len(found), len(set(found)))
        for address in found:
            self.assertEqual(addresses(address), [address])
