import unittest
from urllib.parse import parse_qs, urlsplit

from ..rules import directory as rule
from .properties import given, st, steady


class TestReadQuery(unittest.TestCase):
    """What a visitor may ask; everything else is dropped without a word."""

    def test_what_is_understood(self):
        raw = {"search": "  cold   boxes ", "domain": "cry", "country": "dk"}
        query = rule.read_query(raw, "3")
        self.assertEqual(query.search, "cold boxes")
        self.assertEqual(query.filters, {"domain": "cry", "country": "dk"})
        self.assertEqual(query.page, 3)
        self.assertEqual(query.words, ["cold", "boxes"])

    def test_what_is_dropped(self):
        for raw in (
            {"domain": ["a", "b"]},
            {"domain": {"x": 1}},
            {"domain": None},
            {"domain": 7},
            {"domain": ""},
            {"domain": " \x00 "},
            {"domain": "x" * 61},
            {"order": "name desc"},
            {"email": "@"},
            {"search": None},
            {"search": object()},
        ):
            with self.subTest(raw=raw):
                query = rule.read_query(raw)
                self.assertEqual(query, rule.Query())

    def test_long_search_is_cut(self):
        query = rule.read_query({"search": "a b " * 5_000_000})
        self.assertEqual(len(query.search), 79)
        self.assertEqual(len(query.words), rule.WORDS_MAX)

    def test_pages(self):
        for raw, page in (
            ("2", 2),
            (2, 2),
            ("0", 1),
            ("-1", 1),
            ("1.5", 1),
            ("two", 1),
            ("", 1),
            (None, 1),
            (["2"], 1),
            ("٣", 1),
            ("9" * 400, 999_999_999),
        ):
            with self.subTest(raw=raw):
                self.assertEqual(rule.read_page(raw), page)
        for total, pages in ((0, 1), (1, 1), (24, 1), (25, 2), (240, 10), (241, 11)):
            self.assertEqual(rule.page_count(total), pages)

    @given(
        st.dictionaries(st.text(max_size=12), st.text(max_size=100)),
        st.text(max_size=10),
        st.sampled_from(rule.FILTERS),
    )
    @steady
    def test_one_question_has_one_address(self, raw, page, name):
        query = rule.read_query({**raw, name: raw.get("", "x")}, page)
        parts = urlsplit(query.address("/members"))
        arguments = {key: values[0] for key, values in parse_qs(parts.query).items()}
        number = parts.path.removeprefix("/members").removeprefix("/page/") or 1
        self.assertEqual(rule.read_query(arguments, number), query)
        self.assertNotIn(name, query.without(name).filters)
        self.assertEqual(query.without(name).page, 1)


class TestTexts(unittest.TestCase):
    def test_summary(self):
        for text, expected in (
            (None, ""),
            ("", ""),
            ("Short.", "Short."),
            ("Two\n\nlines", "Two lines"),
            ("We make magnets. " + "And more. " * 40, "We make magnets. And more. And more."),
            ("word " * 60, None),
            ("x" * 500, "x" * 159 + "…"),
        ):
            with self.subTest(text=text):
                found = rule.summary(text)
                self.assertLessEqual(len(found), rule.SUMMARY_MAX)
                if expected is not None:
                    self.assertTrue(found.startswith(expected[:30]), found)
        self.assertTrue(rule.summary("word " * 60).endswith("word…"))
        self.assertTrue(rule.summary("We make magnets. " + "And more. " * 40).endswith("more."))

    @given(st.text(max_size=600))
    @steady
    def test_summary_is_one_line_that_fits(self, text):
        found = rule.summary(text)
        self.assertLessEqual(len(found), rule.SUMMARY_MAX)
        self.assertNotIn("\n", found)
        self.assertTrue(" ".join(text.split()).startswith(found.rstrip("…")))

    def test_web_link(self):
        for address in ("https://cern.ch", "http://cern.ch:8080/a?b=c#d", "HTTPS://CERN.ch"):
            self.assertEqual(rule.web_link(address), address)
        for address in (
            None,
            "",
            "cern.ch",
            "javascript:alert(1)",
            "JaVaScRiPt://cern.ch/%0aalert(1)",
            "data:text/html,x",
            "https:///x",
            "https://cern.ch@example.com",
            "https://cern.ch/a b",
            "//cern.ch",
            "http://[cern.ch",
        ):
            with self.subTest(address=address):
                self.assertEqual(rule.web_link(address), "")

    def test_mail_link(self):
        self.assertEqual(
            rule.mail_link("info@cluster.example", "A & B?"),
            "mailto:info@cluster.example?subject=A%20%26%20B%3F",
        )
        for address in (None, "", "x", "a@b?cc=c@d", "a@b,c@d", '"x" <a@b>', "a@b&x=1"):
            with self.subTest(address=address):
                self.assertEqual(rule.mail_link(address, "x"), "")

    def test_structured_data_leaves_out_what_is_empty(self):
        page = {"name": "A", "url": "https://x/members/a-1"}
        self.assertEqual(
            rule.structured_data(page),
            {
                "@context": "https://schema.org",
                "@type": "Organization",
                "name": "A",
                "url": "https://x/members/a-1",
            },
        )
        full = rule.structured_data(
            {
                **page,
                "city": "Lund",
                "country_code": "SE",
                "founded_year": 1999,
                "links": ["https://a.se", ""],
                "clusters": ["Cluster"],
                "domains": ["Cryogenics"],
            }
        )
        self.assertEqual(full["address"]["addressCountry"], "SE")
        self.assertEqual(full["foundingDate"], "1999")
        self.assertEqual(full["sameAs"], ["https://a.se"])
        self.assertEqual(full["memberOf"][0]["name"], "Cluster")
        self.assertEqual(full["knowsAbout"], ["Cryogenics"])
