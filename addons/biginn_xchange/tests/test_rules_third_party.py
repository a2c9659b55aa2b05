from datetime import date, timedelta
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from odoo.addons.biginn_cluster.tests.properties import given, st, steady

from ..rules import third_party as rule
from ..rules.third_party import Aid, Recipient, Terms

DAY = date(2026, 11, 23)
TERMS = Terms(ceiling=Decimal(60000), de_minimis_ceiling=Decimal(300000))
AIDS = st.lists(
    st.builds(
        Aid,
        st.dates(date(2020, 1, 1), date(2028, 12, 31)),
        st.integers(1, 400000).map(Decimal),
    ),
    max_size=12,
)
PAIRS = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=15)


@tagged("post_install", "-at_install")
class TestRulesThirdParty(BaseCase):
    def verdicts(self, amount="560", terms=TERMS, **recipient):
        found = rule.findings(
            Decimal(amount), Recipient(name="Member A/S", **recipient), terms, DAY
        )
        return {one.rule: (one.ok, one.code) for one in found}

    def test_ceiling(self):
        for before, amount, ok in (
            ("0", "560", True),
            ("59440", "560", True),
            ("59440.01", "560", False),
            ("60000", "0.01", False),
            ("0", "60000.01", False),
        ):
            with self.subTest(before=before, amount=amount):
                found = self.verdicts(amount, supported=Decimal(before))["third_party"]
                self.assertEqual(found, (ok, "support_ok" if ok else "support_over"))

    def test_the_ceiling_blocks_and_says_the_sum(self):
        [found, *_rest] = rule.findings(
            Decimal(560), Recipient("Member A/S", Decimal(59500)), TERMS, DAY
        )
        self.assertTrue(found.blocking)
        self.assertEqual((found.params["amount"], found.params["limit"]), ("60060", "60000"))

    def test_three_years_roll(self):
        for granted, counts in (
            (date(2023, 11, 23), False),
            (date(2023, 11, 24), True),
            (DAY, True),
            (DAY + timedelta(days=1), False),
        ):
            with self.subTest(granted=granted):
                aid = (Aid(granted, Decimal(299900)),)
                self.assertEqual(self.verdicts(aid=aid)["de_minimis"][0], not counts)

    def test_period(self):
        for day, years, start in (
            (DAY, 3, date(2023, 11, 24)),
            (date(2024, 2, 29), 3, date(2021, 3, 1)),
            (date(2024, 2, 29), 4, date(2020, 3, 1)),
            (date(2025, 2, 28), 1, date(2024, 2, 29)),
            (DAY, 0, date(2026, 11, 24)),
        ):
            with self.subTest(day=day, years=years):
                self.assertEqual(rule.period_start(day, years), start)

    def test_settings(self):
        self.assertEqual(self.verdicts(terms=Terms()), {})
        self.assertEqual(self.verdicts(amount="0"), {})
        only = Terms(de_minimis_ceiling=Decimal(300000), declaration=rule.NOT_ASKED)
        self.assertEqual(set(self.verdicts(terms=only)), {"de_minimis"})

    def test_declaration(self):
        for mode, blocking in ((rule.ASKED, False), (rule.NEEDED, True)):
            terms = Terms(de_minimis_ceiling=Decimal(300000), declaration=mode)
            for declared in (True, False):
                found = rule.findings(
                    Decimal(560), Recipient("Member A/S", declared=declared), terms, DAY
                )[-1]
                with self.subTest(mode=mode, declared=declared):
                    self.assertEqual((found.ok, found.blocking), (declared, blocking))

    def test_the_group_is_named(self):
        self.assertEqual(self.verdicts(group=("Holding A/S",))["de_minimis"][1], "aid_ok_group")

    def test_single_undertaking(self):
        links = [(1, 2), (3, 2), (3, 4), (5, 6)]
        for member, group in ((1, {1, 2, 3, 4}), (5, {5, 6}), (9, {9})):
            with self.subTest(member=member):
                self.assertEqual(rule.single_undertaking(member, links), group)

    @steady
    @given(PAIRS, st.integers(1, 12))
    def test_everybody_in_a_group_has_the_same_group(self, links, member):
        group = rule.single_undertaking(member, links)
        self.assertIn(member, group)
        for other in group:
            self.assertEqual(rule.single_undertaking(other, links), group)

    @steady
    @given(AIDS, st.dates(date(2021, 1, 1), date(2028, 1, 1)), st.integers(1, 6))
    def test_the_sum_of_a_period(self, aids, day, years):
        total = rule.aid_in_period(aids, day, years)
        start = rule.period_start(day, years)
        self.assertEqual(total, sum(a.amount for a in aids if start <= a.granted_on <= day))
        self.assertLessEqual(total, rule.aid_in_period(aids, day, years + 1))
        # the day before the period begins belongs to the period that ends with it
        self.assertLess(start - timedelta(days=1), start)
        self.assertEqual(
            rule.aid_in_period(aids, day, years)
            + rule.aid_in_period(aids, start - timedelta(days=1), 100),
            rule.aid_in_period(aids, day, 100 + years),
        )

    @steady
    @given(AIDS, st.integers(1, 300000).map(Decimal), AIDS)
    def test_more_aid_never_helps(self, aids, amount, more):
        before = rule.findings(amount, Recipient("A", aid=tuple(aids)), TERMS, DAY)[1]
        after = rule.findings(amount, Recipient("A", aid=(*aids, *more)), TERMS, DAY)[1]
        self.assertFalse(after.ok and not before.ok)
