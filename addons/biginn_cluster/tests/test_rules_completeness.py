from odoo.tests import BaseCase, tagged

from ..rules import completeness as rule
from .properties import given, st, steady

WEIGHTS = dict.fromkeys(rule.ITEMS, 5)
EVERYTHING = set(rule.ITEMS)


@tagged("post_install", "-at_install")
class TestRulesCompleteness(BaseCase):
    def test_table(self):
        few = {"description": 60, "website": 30, "capabilities": 10}
        for kind, present, weights, percent, missing in [
            ("sme", set(), few, 0, ("description", "website", "capabilities")),
            ("sme", {"website"}, few, 30, ("description", "capabilities")),
            ("sme", {"description", "website"}, few, 90, ("capabilities",)),
            ("sme", set(few), few, 100, ()),
            # what is there but not asked for adds nothing
            ("sme", {"tender_portal", "eccp"}, few, 0, tuple(few)),
            # rounded down: two of three thirds are 66
            ("sme", {"website", "logo"}, {"website": 1, "logo": 1, "nace": 1}, 66, ("nace",)),
            # one of 200 missing is not yet everything
            ("sme", {"website"}, {"website": 199, "logo": 1}, 99, ("logo",)),
            # a weight of 0, or none, is not asked for
            ("sme", {"website"}, {"website": 5, "logo": 0}, 100, ()),
            ("sme", set(), {}, 0, ()),
            # who is asked for what
            ("cluster_organisation", set(), {"figures": 5, "cluster_staff": 5}, 0,
             ("cluster_staff",)),
            ("large_company", set(), {"figures": 5, "cluster_staff": 5}, 0, ("figures",)),
            ("scaleup_support", set(), {"figures": 5, "capabilities": 5}, 0, ("capabilities",)),
            ("public_authority", set(), {"founded": 5, "website": 5}, 0, ("website",)),
            ("big_science", set(), {"capabilities": 5, "tender_portal": 5}, 0,
             ("tender_portal",)),
            # no organisation
            (False, EVERYTHING, WEIGHTS, 0, ()),
            (None, set(), WEIGHTS, 0, ()),
            ("unheard_of", set(), WEIGHTS, 0, ()),
        ]:  # fmt: skip
            with self.subTest(kind=kind, present=present, weights=weights):
                result = rule.completeness(kind, present, weights)
                self.assertEqual((result.percent, result.missing), (percent, missing))

    def test_heaviest_first(self):
        weights = {"website": 1, "capabilities": 20, "description": 5, "logo": 5}
        self.assertEqual(
            rule.completeness("sme", set(), weights).missing,
            ("capabilities", "description", "logo", "website"),
        )

    def test_every_item_is_asked_of_somebody_and_known(self):
        asked = set().union(*rule.APPLIES.values())
        self.assertEqual(asked, EVERYTHING)

    @given(
        st.sampled_from(sorted(rule.APPLIES)),
        st.sets(st.sampled_from(list(rule.ITEMS))),
        st.dictionaries(st.sampled_from(list(rule.ITEMS)), st.integers(0, 1000)),
    )
    @steady
    def test_properties(self, kind, present, weights):
        result = rule.completeness(kind, present, weights)
        asked = set(rule.asked_for(kind, weights))
        self.assertTrue(0 <= result.percent <= 100)
        self.assertEqual(set(result.missing), asked - present)
        self.assertEqual(result.percent == 100, bool(asked) and not result.missing)
        # one thing more never counts for less
        for code in result.missing:
            more = rule.completeness(kind, present | {code}, weights)
            self.assertGreaterEqual(more.percent, result.percent)
            self.assertEqual(set(more.missing), set(result.missing) - {code})
