from odoo.tests import BaseCase, tagged

from odoo.addons.biginn_cluster.tests.properties import given, st, steady

from ..rules import bank_account as rule

# examples of the SWIFT IBAN Registry
IBANS = {
    "DK": "DK50 0040 0440 1162 43",
    "ES": "ES91 2100 0418 4502 0005 1332",
    "LT": "LT12 1000 0111 0100 1000",
    "SE": "SE45 5000 0000 0583 9825 7466",
    "FR": "FR14 2004 1010 0505 0001 3M02 606",
    "MT": "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
    "NO": "NO93 8601 1117 947",
    "XK": "XK05 1212 0123 4567 8906",
}
ACCOUNTS = st.text("0123456789", min_size=14, max_size=14)


@tagged("post_install", "-at_install")
class TestRulesBankAccount(BaseCase):
    def test_examples(self):
        for country, iban in IBANS.items():
            for typed in (iban, iban.lower(), iban.replace(" ", ""), iban.replace(" ", "-")):
                with self.subTest(typed=typed):
                    self.assertEqual(rule.read(typed, country), (iban, ""))

    def test_what_is_wrong(self):
        for typed, country, problem in (
            ("", "DK", "required"),
            (None, "DK", "required"),
            ("DK50 0040 0440 1162 44", "DK", "account_digits"),
            ("DK50 0040 0440 1162 4", "DK", "account_length"),
            ("QQ50 0040 0440 1162 43", "DK", "account_country"),
            ("0040 0440116243", "DK", "account_iban"),
            ("0040 0440116243", None, "account_iban"),
            ("<script>", "DK", "account_signs"),
            ("1" * 35, "AM", "account_signs"),
            ("12", "AM", "account_signs"),
        ):
            with self.subTest(typed=typed, country=country):
                self.assertEqual(rule.read(typed, country)[1], problem)

    def test_a_country_without_ibans(self):
        self.assertEqual(rule.read("1930 0001 2345 6700", "AM"), ("1930000123456700", ""))
        self.assertEqual(rule.read(IBANS["DK"], "AM"), (IBANS["DK"], ""))

    def test_masked(self):
        self.assertEqual(rule.masked(IBANS["DK"]), "DK50 … 6243")
        self.assertEqual(rule.masked("123456"), "…56")
        self.assertEqual(rule.masked(False), "…")

    @steady
    @given(ACCOUNTS)
    def test_check_digits_fit_what_they_are_made_for(self, account):
        iban = rule.with_check_digits("DK", account)
        self.assertEqual(rule.read(iban, "DK"), (rule.pretty(iban), ""))

    @steady
    @given(ACCOUNTS, st.integers(4, 17), st.integers(1, 9))
    def test_one_wrong_digit_is_found(self, account, place, more):
        iban = rule.with_check_digits("DK", account)
        wrong = iban[:place] + str((int(iban[place]) + more) % 10) + iban[place + 1 :]
        self.assertEqual(rule.read(wrong, "DK")[1], "account_digits")

    @steady
    @given(ACCOUNTS, st.integers(4, 16))
    def test_two_digits_swapped_are_found(self, account, place):
        iban = rule.with_check_digits("DK", account)
        swapped = iban[:place] + iban[place + 1] + iban[place] + iban[place + 2 :]
        problem = rule.read(swapped, "DK")[1]
        self.assertEqual(problem, "" if swapped == iban else "account_digits")
