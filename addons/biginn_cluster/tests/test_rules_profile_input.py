from unittest import TestCase

from ..rules import profile_input
from ..rules.funding import agency_on


class TestProfileInput(TestCase):
    def test_websites_kept(self):
        for typed, kept in (
            ("", ""),
            ("  ", ""),
            ("example.com", "https://example.com"),
            ("WWW.Example.COM/Path?Q=1#Top", "https://www.example.com/Path?Q=1#Top"),
            ("http://example.com/", "http://example.com"),
            ("HTTPS://example.com:8443/x", "https://example.com:8443/x"),
            ("example.com:8080", "https://example.com:8080"),
            ("//example.com", "https://example.com"),
            ("https://kryoteknik-ø.dk", "https://kryoteknik-ø.dk"),
            ("https://sub.domain.example.com.", "https://sub.domain.example.com"),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(profile_input.read_website(typed), (kept, ""))

    def test_websites_are_stable(self):
        """Reading what was kept gives the same again."""
        for typed in ("a.dk", "http://a.dk/æ b".replace(" ", ""), "HTTP://A.dk:81/?q=%20"):
            kept, problem = profile_input.read_website(typed)
            self.assertFalse(problem)
            self.assertEqual(profile_input.read_website(kept), (kept, ""))

    def test_websites_refused(self):
        for typed, code in (
            ("javascript:alert(1)", "website_scheme"),
            ("ftp://example.com", "website_scheme"),
            ("data:text/html,1", "website_scheme"),
            ("https://a b.com", "website"),
            ("https://x:y@example.com", "website"),
            ("https://@example.com", "website"),
            ("https://example", "website"),
            ("https://10.0.0.1", "website"),
            ("https://-a.com", "website"),
            ("https://a..com", "website"),
            ("https://example.com:port", "website"),
            ("https://<b>.com", "website"),
            ("https://example.com/" + "x" * 250, "too_long"),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(profile_input.read_website(typed)[1], code)

    def test_text(self):
        self.assertEqual(profile_input.clean_text(" a\r\nb\rc\x00\x07\td "), "a\nb\nc\td")
        self.assertEqual(profile_input.clean_text("e\u0301"), "é")
        self.assertEqual(profile_input.clean_text(None), "")
        self.assertEqual(profile_input.read_text("x" * 10, 10), ("x" * 10, ""))
        self.assertEqual(profile_input.read_text("x" * 11, 10)[1], "too_long")

    def test_ids(self):
        self.assertEqual(profile_input.read_id("12"), 12)
        for typed in ("", None, "a", "-1", "1e3", "1" * 20, "٣", "0x1"):
            self.assertEqual(profile_input.read_id(typed), 0, typed)

    def test_fingerprint(self):
        self.assertEqual(
            profile_input.fingerprint("a\r\nb"), profile_input.fingerprint(" a\nb ")
        )
        self.assertNotEqual(
            profile_input.fingerprint("a", "b"), profile_input.fingerprint("ab", "")
        )

    def test_agency(self):
        from datetime import date

        self.assertEqual(agency_on(date(2021, 3, 31)), "EASME")
        self.assertEqual(agency_on(date(2021, 4, 1)), "EISMEA")
        self.assertEqual(agency_on(None), "EISMEA")
