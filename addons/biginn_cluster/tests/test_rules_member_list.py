import unittest
from datetime import date

from ..rules import mailing, member_list
from ..rules.membership import STATES
from .properties import given, st, steady

JAN, JUN, DEC = date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31)


def entry(organisation, state, category="A", start=JAN, end=DEC, cluster="C"):
    return member_list.Entry(organisation, state, category, cluster, start, end)


class TestMemberList(unittest.TestCase):
    """One row per organisation, in the list of the state that speaks for it."""

    def numbers(self, entries, group):
        return [row.organisation for row in member_list.rows(entries, group)]

    def test_groups(self):
        entries = [entry(number, state) for number, state in enumerate(STATES)]
        by_state = {state: number for number, state in enumerate(STATES)}
        for group, states in (
            ("members", ("active", "expiring")),
            ("suspended", ("suspended",)),
            ("waiting", ("applied", "upcoming")),
            ("former", ("expired", "left")),
            ("all", ("applied", "upcoming", "active", "expiring", "suspended", "expired", "left")),
        ):
            with self.subTest(group=group):
                self.assertEqual(
                    self.numbers(entries, group), [by_state[state] for state in states]
                )

    def test_the_best_state_speaks(self):
        both = [entry(1, "expired", "Old", JAN, JUN), entry(1, "active", "New", JUN, DEC)]
        (row,) = member_list.rows(both, "members")
        self.assertEqual((row.categories, row.since, row.until), (("New",), JUN, DEC))
        self.assertFalse(member_list.rows(both, "former"), "who renewed is no former member")

    def test_several_memberships(self):
        entries = [entry(1, "active", "A", JUN, None), entry(1, "expiring", "B", JAN, DEC)]
        (row,) = member_list.rows(entries, "members")
        self.assertEqual(row.state, "active")
        self.assertEqual(row.categories, ("A", "B"))
        self.assertEqual((row.since, row.until), (JAN, None), "one of them has no end")
        self.assertEqual(row.clusters, ("C",))

    def test_drafts_and_refusals_are_on_no_list(self):
        self.assertFalse(member_list.rows([entry(1, "draft"), entry(1, "refused")], "all"))
        (row,) = member_list.rows([entry(1, "applied", start=None, end=None)], "waiting")
        self.assertEqual((row.state, row.since, row.until), ("applicant", None, None))

    @given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(STATES)), max_size=20))
    @steady
    def test_lists_are_a_partition(self, facts):
        entries = [entry(number, state) for number, state in facts]
        groups = [set(self.numbers(entries, group)) for group in member_list.GROUPS]
        *parts, everybody = groups
        self.assertEqual(sum(map(len, parts)), len(everybody))
        self.assertEqual(set().union(*parts), everybody)


class TestMailing(unittest.TestCase):
    """Everybody once who may be written to; for the others a reason."""

    def choose(self, *candidates, purpose="membership"):
        return mailing.choose(
            [mailing.Candidate(number, *facts) for number, facts in enumerate(candidates)], purpose
        )

    def test_reasons(self):
        choice = self.choose(
            ("a@x.dk",), ("",), ("b@x.dk", True), ("c@x.dk", False, True), ("a@x.dk",), ("d@x.dk",)
        )
        self.assertEqual(choice.chosen, (0, 5))
        self.assertEqual(
            choice.skipped, {"no_address": 1, "bounced": 1, "blacklisted": 1, "duplicate": 1}
        )

    def test_newsletter_needs_consent(self):
        candidates = (("a@x.dk",), ("b@x.dk", False, False, True), ("c@x.dk", True, False, True))
        choice = self.choose(*candidates, purpose="newsletter")
        self.assertEqual(choice.chosen, (1,))
        self.assertEqual(choice.skipped, {"bounced": 1, "no_consent": 1})

    def test_who_did_not_agree_hides_nobody(self):
        """One address, two people: the one who agreed gets the newsletter."""
        choice = self.choose(
            ("a@x.dk",), ("a@x.dk", False, False, True), purpose="newsletter"
        )
        self.assertEqual(choice.chosen, (1,))

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["", "a@x", "b@x", "c@x"]),
                st.booleans(),
                st.booleans(),
                st.booleans(),
            )
        ),
        st.sampled_from(mailing.PURPOSES),
    )
    @steady
    def test_nobody_is_lost_and_nobody_gets_two(self, facts, purpose):
        choice = self.choose(*facts, purpose=purpose)
        self.assertEqual(len(choice.chosen) + sum(choice.skipped.values()), len(facts))
        addresses = [facts[number][0] for number in choice.chosen]
        self.assertEqual(len(set(addresses)), len(addresses))
        for number in choice.chosen:
            self.assertFalse(facts[number][1] or facts[number][2])
