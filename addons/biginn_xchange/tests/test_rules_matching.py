import random
import tracemalloc
from dataclasses import replace
from datetime import date

from odoo.tests import BaseCase, tagged

from odoo.addons.biginn_cluster.tests.properties import given, st, tries

from ..rules.matching import CRITERIA, KNOWN, Candidate, Terms, obstacle, reasons, score, share
from ..rules.matching_pass import best_hosts
from .matching_world import by_brute_force, candidates

VISITOR = Candidate(
    key="v",
    organisation=1,
    country="DK",
    domains=frozenset({"vacuum", "cryo", "rf"}),
    capabilities=frozenset({"magnets", "rf"}),
    activities=frozenset({"share"}),
    countries=frozenset({"LT", "ES"}),
    languages=frozenset({"en", "da"}),
    date_from=date(2026, 3, 1),
    date_to=date(2026, 3, 31),
)
HOST = Candidate(
    key="h",
    organisation=2,
    country="LT",
    domains=frozenset({"vacuum", "magnets"}),
    capabilities=frozenset({"cryo", "vacuum"}),
    activities=frozenset({"share", "market"}),
    countries=frozenset({"DK"}),
    languages=frozenset({"en", "lt"}),
    date_from=date(2026, 3, 20),
    date_to=None,
    places=3,
)


def points(visitor=VISITOR, host=HOST, **terms):
    return {reason.criterion: reason.points for reason in reasons(visitor, host, Terms(**terms))}


def reason(criterion, visitor=VISITOR, host=HOST, **terms):
    found = reasons(visitor, host, Terms(**terms))
    return next(one for one in found if one.criterion == criterion)


@tagged("post_install", "-at_install")
class TestMatchingRules(BaseCase):
    def test_reasons_add_up_to_the_score(self):
        self.assertEqual(
            points(),
            {
                "domain": 16,  # one of two: vacuum
                "complement": 16,  # learns cryogenics, brings magnets
                "activity": 16,  # the only one it asks for
                "country": 16,
                "language": 8,
                "period": 8,  # 20 to 31 March
                "places": 2,
                "contact": 2,
            },
        )
        self.assertEqual(score(VISITOR, HOST, Terms()), 84)

    def test_each_criterion(self):
        nobody = replace(HOST, domains=frozenset(), languages=frozenset(), activities=frozenset())
        for criterion, host, code, got in (
            ("domain", HOST, "domain_shared", 16),
            ("domain", replace(HOST, domains=VISITOR.domains), "domain_shared", 32),
            ("domain", replace(HOST, domains=frozenset({"magnets"})), "domain_none", 0),
            ("domain", nobody, "domain_unknown", 0),
            ("complement", replace(HOST, capabilities=frozenset()), "complement_brings", 8),
            ("complement", replace(HOST, domains=frozenset({"rf"})), "complement_learns", 16),
            ("complement", replace(nobody, capabilities=frozenset()), "complement_none", 0),
            ("activity", nobody, "activity_unknown", 0),
            ("country", HOST, "country_both", 16),
            ("country", replace(HOST, country="FR"), "country_host", 8),
            ("country", replace(HOST, countries=frozenset({"FR"})), "country_visitor", 8),
            ("country", replace(HOST, country="FR", countries=frozenset("X")), "country_none", 0),
            ("country", replace(HOST, countries=frozenset()), "country_both", 16),
            ("language", replace(HOST, languages=frozenset({"lt"})), "language_none", 0),
            ("language", nobody, "language_unknown", 0),
            ("period", replace(HOST, date_from=date(2026, 3, 22)), "period_shared", 8),
            ("period", replace(HOST, date_from=date(2026, 3, 23)), "period_shared", 4),
            ("period", replace(HOST, date_from=date(2026, 3, 29)), "period_shared", 4),
            ("period", replace(HOST, date_from=date(2026, 3, 30)), "period_short", 0),
            ("period", replace(HOST, date_from=date(2026, 4, 1)), "period_none", 0),
            ("places", replace(HOST, places=1), "places_free", 1),
            ("places", replace(HOST, places=9), "places_free", 2),
            ("contact", replace(HOST, known=frozenset({1})), "contact_known", 0),
        ):
            with self.subTest(criterion, code=code, points=got):
                found = reason(criterion, host=host)
                self.assertEqual((found.code, found.points), (code, got))

    def test_contacts_may_be_wanted(self):
        known = replace(VISITOR, known=frozenset({2}))
        self.assertEqual(points(contact=KNOWN)["contact"], 0)
        self.assertEqual(points(visitor=known, contact=KNOWN)["contact"], 2)
        self.assertEqual(points(visitor=known)["contact"], 0)

    def test_the_common_period_is_told(self):
        found = reason("period")
        self.assertEqual(found.params, {"days": 12, "first": "2026-03-20", "last": "2026-03-31"})
        always = replace(VISITOR, date_from=None, date_to=None)
        found = reason("period", visitor=always)
        self.assertEqual((found.params["first"], found.params["last"]), ("2026-03-20", None))

    def test_obstacles(self):
        self.assertEqual(obstacle(VISITOR, HOST), "")
        for host, code in (
            (replace(HOST, organisation=1), "same_organisation"),
            (replace(HOST, country="DK"), "same_country"),
            (replace(HOST, is_virtual=True), "virtual_differs"),
            (replace(HOST, places=0), "no_places"),
            (replace(HOST, barred=frozenset({"v"})), "proposed_before"),
        ):
            with self.subTest(code):
                self.assertEqual(obstacle(VISITOR, host), code)
                self.assertIsNone(score(VISITOR, host, Terms()))
                self.assertEqual(list(best_hosts([VISITOR], [host], Terms())), [[]])
        self.assertEqual(
            obstacle(replace(VISITOR, barred=frozenset({"h"})), HOST), "proposed_before"
        )

    def test_weights_are_scaled_to_hundred(self):
        self.assertEqual(sum(Terms().points.values()), 100)
        thirds = Terms(weights={"domain": 1, "country": 1, "period": 1}).points
        self.assertEqual((thirds["domain"], thirds["country"], thirds["period"]), (34, 33, 33))
        self.assertEqual(set(Terms(weights={}).points.values()), {0})

    def test_shares_are_rounded_half_up(self):
        table = ((1, 2, 15, 8), (2, 2, 15, 15), (9, 2, 15, 15), (0, 2, 15, 0), (1, 3, 5, 2))
        for level, full, of, expected in table:
            self.assertEqual(share(level, full, of), expected)

    def test_fast_pass_equals_brute_force(self):
        """200 visitors × 200 hosts, all profiles different."""
        chance = random.Random(200)
        visitors = candidates(chance, 200, "visitor")
        hosts = candidates(chance, 200, "host")
        found = list(best_hosts(visitors, hosts, Terms()))
        self.assertEqual(found, list(by_brute_force(visitors, hosts, Terms())))
        self.assertTrue(all(len(one) == 10 for one in found))

    def test_equal_hosts_keep_their_order(self):
        hosts = [replace(HOST, key=number, organisation=number + 10) for number in range(30)]
        ((found),) = best_hosts([VISITOR], hosts, Terms())
        self.assertEqual([host.key for _score, host in found], list(range(10)))

    def test_nobody_to_match(self):
        self.assertEqual(list(best_hosts([VISITOR], [], Terms())), [[]])
        self.assertEqual(list(best_hosts([], [HOST], Terms())), [])

    def test_memory_grows_with_the_candidates_not_with_the_pairs(self):
        def peak(size):
            chance = random.Random(size)
            visitors, hosts = (candidates(chance, size, role) for role in ("visitor", "host"))
            tracemalloc.start()
            for _found in best_hosts(visitors, hosts, Terms()):
                pass
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return most

        self.assertLess(peak(800) / peak(400), 2.5)

    @tries(60, 2000)
    @given(st.randoms(use_true_random=False), st.integers(1, 40), st.integers(1, 15))
    def test_fast_pass_equals_brute_force_whatever_the_terms(self, chance, size, keep):
        terms = Terms(
            weights={name: chance.randint(0, 40) for name in CRITERIA},
            full_domains=chance.randint(1, 6),
            full_activities=chance.randint(1, 5),
            full_days=chance.randint(1, 200),
            least_days=chance.randint(1, 20),
            full_places=chance.randint(1, 6),
            contact=chance.choice(["new", "known"]),
        )
        visitors = candidates(chance, 5, "visitor", size)
        hosts = candidates(chance, size, "host")
        self.assertEqual(
            list(best_hosts(visitors, hosts, terms, keep)),
            list(by_brute_force(visitors, hosts, terms, keep)),
        )
