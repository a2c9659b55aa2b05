from unittest import TestCase

from ..rules import team
from .properties import given, st, steady


class TestTeamRules(TestCase):
    def test_addresses_kept(self):
        for typed, kept in (
            ("anna@example.com", "anna@example.com"),
            ("  Anna.Berg@Example.COM \r\n", "anna.berg@example.com"),
            ("o'hara+eu@sub.example.co.uk", "o'hara+eu@sub.example.co.uk"),
            ("søren@kryoteknik-ø.dk", "søren@kryoteknik-ø.dk"),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(team.read_email(typed), (kept, ""))

    def test_addresses_refused(self):
        for typed, code in (
            ("", "email_missing"),
            ("   ", "email_missing"),
            (None, "email_missing"),
            ("anna", "email"),
            ("anna@example", "email"),
            ("@example.com", "email"),
            ("anna@", "email"),
            ("anna@@example.com", "email"),
            ("anna@example..com", "email"),
            (".anna@example.com", "email"),
            ("a@b.dk, c@d.dk", "email"),
            ("a@b.dk;c@d.dk", "email"),
            ("Anna <anna@example.com>", "email"),
            ('"anna"@example.com', "email"),
            ("anna@example.com\nBcc: all@example.com", "email"),
            ("a" * 65 + "@example.com", "email"),
            ("a@" + "b" * 260 + ".com", "email"),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(team.read_email(typed)[1], code)

    def test_names(self):
        for typed, expected in (
            ("Anna Berg", ("Anna Berg", "")),
            (" Anna \n Berg ", ("Anna Berg", "")),
            ("Dr. J. P. Müller-Ø'Hara", ("Dr. J. P. Müller-Ø'Hara", "")),
            ("Rūta Kazlaitė", ("Rūta Kazlaitė", "")),
            ("", ("", "name_missing")),
            ("a" * 101, ("a" * 101, "too_long")),
            ("Win at https://evil.example", ("Win at https://evil.example", "name")),
            ("www.evil.example", ("www.evil.example", "name")),
            ("<b>Anna</b>", ("<b>Anna</b>", "name")),
            ("anna@example.com", ("anna@example.com", "name")),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(team.read_name(typed), expected)

    def test_functions(self):
        self.assertEqual(team.read_function(" Head of\tsales "), ("Head of sales", ""))
        self.assertEqual(team.read_function(None), ("", ""))
        self.assertEqual(team.read_function("x" * 101)[1], "too_long")

    def test_last_editor(self):
        for editors, leaving, kept in (
            ([1], 1, False),
            ([1, 2], 1, True),
            ([1, 1], 1, False),
            ([1], 2, True),
            ([], 1, True),
        ):
            with self.subTest(editors=editors, leaving=leaving):
                self.assertEqual(team.keeps_an_editor(editors, leaving), kept)

    def test_invitations_left(self):
        for sent, limit, left in ((0, 20, 20), (19, 20, 1), (20, 20, 0), (25, 20, 0), (0, -1, 0)):
            with self.subTest(sent=sent, limit=limit):
                self.assertEqual(team.invitations_left(sent, limit), left)

    @steady
    @given(st.text(max_size=300))
    def test_reading_what_was_kept_gives_the_same(self, raw):
        for reader in (team.read_email, team.read_name, team.read_function):
            kept, problem = reader(raw)
            if not problem:
                self.assertEqual(reader(kept), (kept, ""))

    @steady
    @given(st.sets(st.integers(0, 5)), st.lists(st.integers(0, 5), max_size=12))
    def test_a_team_never_loses_its_last_editor(self, editors, leaving):
        had_one = bool(editors)
        for person in leaving:
            if team.keeps_an_editor(editors, person):
                editors = editors - {person}
        self.assertEqual(bool(editors), had_one)
