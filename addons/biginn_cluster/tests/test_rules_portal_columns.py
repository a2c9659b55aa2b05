from datetime import date
from decimal import Decimal
from unittest import TestCase

from ..rules import portal_columns, profile_input
from ..rules.portal_columns import Column
from .properties import given, st, steady


class TestReaders(TestCase):
    def check(self, reader, table):
        for typed, expected in table:
            with self.subTest(typed=typed):
                self.assertEqual(reader(typed), expected)

    def test_amounts(self):
        right = (
            ("", None),
            ("0", "0"),
            ("34", "34"),
            ("34,5", "34.5"),
            ("34.50", "34.5"),
            ("45506000", "45506000"),
            ("45 506 000", "45506000"),
            ("45\u00a0506\u202f000,25", "45506000.25"),
            ("45.506.000", "45506000"),
            ("45,506,000.25", "45506000.25"),
            ("45.506.000,25", "45506000.25"),
            ("45'506'000", "45506000"),
            ("1.234,5", "1234.5"),
            ("7.", "7"),
        )
        for typed, kept in right:
            with self.subTest(typed=typed):
                value = Decimal(kept) if kept else None
                self.assertEqual(profile_input.read_amount(typed), (value, ""))
        for typed in ("1.234", "45,506", "0.500"):
            self.assertEqual(profile_input.read_amount(typed)[1], "amount_unclear", typed)
        for typed in ("-1", "+1", "1e3", "a", "1,2,3", "12,34,567", "1.2.3,4", "1.5555", ".5", "٣",
                      "NaN", "Infinity", "1" * 30, "1,234.567.8", "€ 5"):
            self.assertEqual(profile_input.read_amount(typed)[1], "amount", typed)

    def test_dates(self):
        self.check(
            profile_input.read_date,
            (
                ("", (None, "")),
                ("2026-12-31", (date(2026, 12, 31), "")),
                ("31.12.2026", (date(2026, 12, 31), "")),
                ("1/2/2026", (date(2026, 2, 1), "")),
                ("2024-02-29", (date(2024, 2, 29), "")),
                ("2023-02-29", (None, "date")),
                ("12/31/2026", (None, "date")),
                ("0001-01-01", (None, "date")),
                ("2026-12-31T00:00", (None, "date")),
                ("tomorrow", (None, "date")),
            ),
        )

    def test_email(self):
        self.check(
            profile_input.read_email,
            (
                ("", ("", "")),
                (" Info@Example.COM ", ("Info@example.com", "")),
                ("a+b@sub.example.dk", ("a+b@sub.example.dk", "")),
            ),
        )
        for typed in ("a", "@b.dk", "a@", "a@b", "a b@c.dk", "a@b.dk,c@d.dk", "<a@b.dk>",
                      "a@b@c.dk", "a@10.0.0.1", "a\n@b.dk", '"a"@b.dk'):
            self.assertEqual(profile_input.read_email(typed)[1], "email", typed)
        self.assertEqual(profile_input.read_email("a@" + "b." * 130 + "dk")[1], "too_long")

    def test_phone(self):
        for typed in ("+45 12 34 56 78", "(+34) 91-234.56.78", "0370/12345", "+370 5 123 4567 x12"):
            self.assertEqual(profile_input.read_phone(typed), (typed, ""), typed)
        for typed in ("call me", "123", "1" * 16, "+", "12+34567", "javascript:1"):
            self.assertEqual(profile_input.read_phone(typed)[1], "phone", typed)

    def test_vat(self):
        self.check(
            profile_input.read_vat,
            (
                ("", ("", "")),
                ("dk 12.34-56 74", ("DK12345674", "")),
                ("ESB12345678", ("ESB12345678", "")),
            ),
        )
        for typed in ("DK", "1", "DK<b>", "X" * 21, "ÆØÅ12345"):
            self.assertEqual(profile_input.read_vat(typed)[1], "vat", typed)

    def test_numbers(self):
        self.assertEqual(profile_input.read_number(""), (0, ""))
        self.assertEqual(profile_input.read_number("007"), (7, ""))
        for typed in ("-1", "1.0", "1e3", "1" * 10, "٣", "a"):
            self.assertEqual(profile_input.read_number(typed)[1], "number", typed)


class TestColumns(TestCase):
    def test_kinds(self):
        for kind, typed, choices, expected in (
            ("text", " a\r\n b ", (), ("a b", "")),
            ("lines", "a\r\nb", (), ("a\nb", "")),
            ("choice", "x", {"x", "y"}, ("x", "")),
            ("choice", "z", {"x", "y"}, ("z", "choice")),
            ("choice", "", {"x"}, ("", "")),
            ("record", "7", {7}, (7, "")),
            ("record", "8", {7}, (8, "choice")),
            ("record", "x", {7}, (0, "choice")),
            ("records", "", {7}, ((), "")),
            ("records", "8,7,8", {7, 8}, ((7, 8), "")),
            ("records", "7,9", {7, 8}, ((7, 9), "choice")),
            ("records", "7,x", {7, 8}, ((0, 7), "choice")),
            ("flag", "1", (), (True, "")),
            ("flag", "", (), (False, "")),
            ("number", "5", (), (5, "")),
        ):
            with self.subTest(kind=kind, typed=typed):
                column = Column("name", kind)
                self.assertEqual(portal_columns.read(column, typed, choices), expected)

    def test_bounds(self):
        column = Column("year", "number", low=1950, high=2026)
        for typed, problem in (("1949", "range"), ("1950", ""), ("2026", ""), ("2027", "range")):
            self.assertEqual(portal_columns.read(column, typed)[1], problem)
        column = Column("name", "text", limit=3)
        self.assertEqual(portal_columns.read(column, "abc")[1], "")
        self.assertEqual(portal_columns.read(column, "abcd")[1], "too_long")

    def test_required(self):
        for kind, problem in (
            ("text", "required"),
            ("number", "required"),
            ("date", "required"),
            ("choice", "choice"),
            ("record", "choice"),
            ("records", "required"),
        ):
            with self.subTest(kind=kind):
                column = Column("name", kind, required=True)
                self.assertEqual(portal_columns.read(column, " ")[1], problem)

    def test_zero_is_an_amount(self):
        column = Column("name", "amount", required=True)
        self.assertEqual(portal_columns.read(column, "0"), (Decimal(0), ""))
        self.assertEqual(portal_columns.as_text(Decimal(0)), "0")

    @given(st.text(max_size=80))
    @steady
    def test_reading_what_is_shown_gives_the_same(self, typed):
        for kind in portal_columns._READERS:
            column = Column("name", kind, limit=100)
            value, problem = portal_columns.read(column, typed, {typed})
            if problem or kind == "file":
                continue
            shown = portal_columns.as_text(value)
            self.assertEqual(portal_columns.read(column, shown, {typed, value}), (value, ""))

    @given(st.decimals(min_value=0, max_value=10**12, places=2))
    @steady
    def test_amounts_come_back(self, amount):
        shown = portal_columns.as_text(amount)
        self.assertEqual(profile_input.read_amount(shown), (amount, ""))
