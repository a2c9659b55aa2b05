import time
from dataclasses import replace
from decimal import Decimal as D

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.rules import sme, sme_links

from .properties import given, st, tries

heavy = tries(100, 4_000)  # each try works out seven groups
KEYS = range(1, 8)
figure = st.sampled_from([None, D(0), D(5), D(40), D(200), D(3_000_000), D(30_000_000)])
known = st.sampled_from([D(0), D(5), D(40), D(200), D(3_000_000), D(30_000_000)])
percent = st.sampled_from([D(10), D(20), D(25), D(30), D(50), D("50.01"), D(80)])


def graphs(figures):
    """Enterprises with two closed years and holdings among them, circles included."""
    years = st.tuples(figures, figures, figures, figures, figures, figures)
    enterprises = st.lists(years, min_size=len(KEYS), max_size=len(KEYS))
    pairs = st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS), percent)
    return st.tuples(enterprises, st.lists(pairs, max_size=10))


def build(graph):
    rows, pairs = graph
    enterprises = [
        sme_links.Enterprise(key, (sme.Year(2023, *row[:3]), sme.Year(2024, *row[3:])))
        for key, row in zip(KEYS, rows, strict=True)
    ]
    links = {
        (holder, held): sme_links.Link(holder, held, share)
        for holder, held, share in pairs
        if holder != held
    }
    return enterprises, list(links.values())


def size(enterprises, links, key=1):
    return sme_links.group_size(key, sme_links.Structure(enterprises, links))


def rank(name):
    return sme.CLASSES.index(name)


@tagged("post_install", "-at_install")
class TestSmeLinksProperties(BaseCase):
    @heavy
    @given(graphs(known), st.sampled_from(KEYS), st.sampled_from(KEYS), percent)
    def test_one_more_holding_never_makes_smaller(self, graph, holder, held, share):
        enterprises, links = build(graph)
        if holder == held or (holder, held) in {(link.holder, link.held) for link in links}:
            return
        more = [*links, sme_links.Link(holder, held, share)]
        for key in KEYS:
            before, after = (size(enterprises, rows, key) for rows in (links, more))
            self.assertGreaterEqual(
                rank(after.size.size_class), rank(before.size.size_class), (key, links, more)
            )
            for number, year in before.years.items():
                for name in sme.FIGURES:
                    self.assertGreaterEqual(getattr(after.years[number], name), getattr(year, name))

    @heavy
    @given(graphs(figure), st.randoms(use_true_random=False))
    def test_order_does_not_matter(self, graph, random):
        enterprises, links = build(graph)
        expected = [size(enterprises, links, key) for key in KEYS]
        random.shuffle(enterprises)
        random.shuffle(links)
        self.assertEqual([size(enterprises, links, key) for key in KEYS], expected)

    @heavy
    @given(graphs(figure))
    def test_alone_it_is_as_before(self, graph):
        enterprises, _links = build(graph)
        for enterprise in enterprises:
            group = size(enterprises, [], enterprise.key)
            self.assertEqual(group.size, sme.classify(list(enterprise.years)))
            self.assertFalse(any(group.lines.values()))

    @heavy
    @given(graphs(figure), st.lists(known, min_size=42, max_size=42))
    def test_filling_holes_stays_within_what_was_said(self, graph, fill):
        enterprises, links = build(graph)
        values = iter(fill)
        filled = [
            replace(
                enterprise,
                years=tuple(
                    sme.Year(
                        year.year,
                        *(
                            next(values) if getattr(year, name) is None else getattr(year, name)
                            for name in sme.FIGURES
                        ),
                    )
                    for year in enterprise.years
                ),
            )
            for enterprise in enterprises
        ]
        for key in KEYS:
            said = size(enterprises, links, key).size.steps
            true = size(filled, links, key).size.steps
            for step, other in zip(said, true, strict=True):
                self.assertLessEqual(rank(step.low), rank(other.low))
                self.assertGreaterEqual(rank(step.high), rank(other.high))
                self.assertEqual(bool(step.missing), step.low != step.high)

    @heavy
    @given(graphs(known))
    def test_linked_is_mutual_and_each_counts_once(self, graph):
        enterprises, links = build(graph)
        structure = sme_links.Structure(enterprises, links)
        for key in KEYS:
            linked = structure.linked(key)
            self.assertIn(key, linked)
            for other in linked:
                self.assertEqual(structure.linked(other), linked)
            counted = [other for other, *_rest in structure.partners(key)] + linked
            self.assertEqual(len(counted), len(set(counted)))
            self.assertLessEqual(set(counted), structure.reach([key]))

    @heavy
    @given(graphs(known), st.sampled_from(KEYS), known)
    def test_reach_misses_nobody(self, graph, changed, value):
        """Whose size changes with somebody's figures is among those it is computed for."""
        enterprises, links = build(graph)
        reach = sme_links.Structure(enterprises, links).reach([changed])
        other = [
            replace(
                enterprise,
                years=tuple(replace(year, headcount=value) for year in enterprise.years),
            )
            if enterprise.key == changed
            else enterprise
            for enterprise in enterprises
        ]
        for key in KEYS:
            if key not in reach:
                self.assertEqual(size(enterprises, links, key), size(other, links, key))

    @heavy
    @given(graphs(known), st.integers(0, 9))
    def test_reach_of_a_holding_misses_nobody(self, graph, position):
        enterprises, links = build(graph)
        if position >= len(links):
            return
        gone = links[position]
        less = links[:position] + links[position + 1 :]
        ends = [gone.holder, gone.held]
        reach = sme_links.Structure(enterprises, links).reach(ends) | sme_links.Structure(
            enterprises, less
        ).reach(ends)
        for key in KEYS:
            if key not in reach:
                self.assertEqual(size(enterprises, links, key), size(enterprises, less, key))

    def test_large_graphs(self):
        """Ten thousand in a chain, a circle, a star: read in seconds."""
        number = 10_000
        chain = [sme_links.Link(n, n + 1, D(60)) for n in range(number)]
        circle = [*chain, sme_links.Link(number, 0, D(60))]
        star = [sme_links.Link(0, n, D(5)) for n in range(1, number)]
        # each is held by two before it: all become linked only one after the other
        stairs = [
            sme_links.Link(0, 1, D(60)),
            *(sme_links.Link(n - back, n, D(26)) for n in range(2, number) for back in (1, 2)),
        ]
        years = (sme.Year(2024, D(1), D(1), D(1)),)
        members = [sme_links.Enterprise(n, years) for n in range(number + 1)]
        for name, links, people in [
            ("chain", chain, number + 1),
            ("circle", circle, number + 1),
            ("star", star, 1),
            ("stairs", stairs, number),
        ]:
            with self.subTest(name):
                start = time.monotonic()
                group = size(members, links, 0)
                self.assertEqual(group.years[2024].headcount, people)
                self.assertLess(time.monotonic() - start, 10)
