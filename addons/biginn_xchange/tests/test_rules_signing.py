import hashlib
import unittest
from datetime import date, datetime, timedelta

from odoo.addons.biginn_cluster.tests.properties import given, st, steady, tries

from ..rules import signing

PLAIN = st.none() | st.booleans() | st.integers() | st.text()
CONTENTS = st.dictionaries(
    st.text(),
    st.recursive(
        PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
    ),
)


class TestRulesSigning(unittest.TestCase):
    def test_the_canonical_form_is_one(self):
        self.assertEqual(
            signing.canonical({"b": ["ø", 1], "a": None}), '{"a":null,"b":["ø",1]}'.encode()
        )
        self.assertEqual(signing.content_hash({"a": 1}), hashlib.sha256(b'{"a":1}').hexdigest())
        for unclear in ({"a": 1.5}, {1: "a"}, {"a": {"b": float("nan")}}, {"a": [b"x"]}):
            with self.subTest(unclear=str(unclear)), self.assertRaises(TypeError):
                signing.canonical(unclear)

    @given(CONTENTS, CONTENTS)
    @tries(100, 2000)
    def test_equal_contents_and_no_others_have_equal_bytes(self, one, other):
        def typed(value):
            # True and 1 are equal in Python, and differ on paper
            if isinstance(value, dict):
                return {key: typed(part) for key, part in value.items()}
            if isinstance(value, list):
                return [typed(part) for part in value]
            return (type(value).__name__, value)

        try:
            written = signing.canonical(one), signing.canonical(other)
        except UnicodeEncodeError:
            return  # half a character is in no text that a database keeps
        self.assertEqual(written[0] == written[1], typed(one) == typed(other))
        self.assertEqual(
            signing.content_hash(one), signing.content_hash(dict(reversed(one.items())))
        )

    def test_who_signs_what(self):
        self.assertEqual(len(signing.PARTIES["commitment"]), 4)
        self.assertEqual(signing.PARTIES["agreement"], ("visitor", "visiting_partnership"))
        self.assertEqual(signing.missing("commitment", ["host", "visitor", "host", "cook"]),
                         ("visiting_partnership", "host_partnership"))  # fmt: skip
        self.assertEqual(signing.missing("agreement", signing.PARTIES["commitment"]), ())

    def test_names(self):
        for raw, name, problem in (
            ("Ona Kazlauskienė", "Ona Kazlauskienė", ""),
            ("  Ona \n  K. ", "Ona K.", ""),
            ("王芳", "王芳", ""),
            ("X\u202ey\u200bz\x00", "Xyz", ""),
            ("", "", "name_missing"),
            (None, "", "name_missing"),
            (["Ona"], "", "name_missing"),
            ("X", "X", "name_missing"),
            ("12345", "12345", "name_missing"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>", ""),
        ):
            with self.subTest(raw=raw):
                self.assertEqual(signing.read_name(raw), (name, problem))
        self.assertEqual(signing.read_name("a" * 121)[1], "name_long")
        self.assertEqual(signing.read_name("a" * 120)[1], "")

    def test_links_cannot_be_guessed_and_only_their_hash_is_kept(self):
        tokens = {signing.new_token() for _number in range(500)}
        self.assertEqual(len(tokens), 500)
        for token in tokens:
            self.assertRegex(token, "^[A-Za-z0-9_-]{43}$")
            self.assertEqual(signing.token_hash(token), hashlib.sha256(token.encode()).hexdigest())
        for bad in (
            "",
            None,
            7,
            "x",
            "x" * 42,
            "x" * 44,
            "x" * 42 + "/",
            "x" * 42 + "\n",
            "é" * 43,
        ):
            with self.subTest(bad=bad):
                self.assertEqual(signing.token_hash(bad), "")
        self.assertFalse(signing.same("", ""))
        self.assertTrue(signing.same("a", "a"))
        now = datetime(2026, 1, 1)
        self.assertTrue(signing.is_expired(None, now))
        self.assertTrue(signing.is_expired(now, now))
        self.assertFalse(signing.is_expired(now + timedelta(seconds=1), now))

    def test_fingerprints_as_people_copy_them(self):
        digest = hashlib.sha256(b"x").hexdigest()
        spaced = " ".join(digest[at : at + 8] for at in range(0, 64, 8)).upper()
        for raw, wanted in ((digest, digest), (spaced, digest), ("x", ""), (None, ""),
                            (digest + "0", ""), ("g" * 64, "")):  # fmt: skip
            with self.subTest(raw=raw):
                self.assertEqual(signing.read_hash(raw), wanted)

    def test_reminders(self):
        asked = date(2026, 1, 1)
        for days, sent, wanted in (
            (0, 0, 0), (6, 0, 0), (7, 0, 7), (13, 7, 0), (14, 7, 14), (14, 0, 14), (15, 14, 0),
            (400, 0, 14), (400, 14, 0), (-3, 0, 0),
        ):  # fmt: skip
            with self.subTest(days=days, sent=sent):
                day = asked + timedelta(days=days)
                self.assertEqual(signing.due_step(asked, day, (7, 14), sent), wanted)
        self.assertEqual(signing.due_step(asked, date(2030, 1, 1), ()), 0)

    @given(st.lists(st.integers(1, 90), max_size=5), st.lists(st.integers(0, 120), max_size=40))
    @steady
    def test_each_reminder_once_however_often_one_looks(self, steps, looks):
        asked, sent, said = date(2026, 1, 1), 0, []
        for day in sorted(looks):
            step = signing.due_step(asked, asked + timedelta(days=day), steps, sent)
            if step:
                self.assertLessEqual(step, day)
                said.append(step)
                sent = step
        self.assertEqual(len(said), len(set(said)))
        self.assertEqual(said, sorted(said))
        self.assertLessEqual(set(said), set(steps))
