"""Cases of Art. 3 and 6 of the Annex to Recommendation 2003/361/EC, as a table."""

from decimal import Decimal as D

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.rules import sme, sme_links

ME = 1


def year(number=2024, figures=(), estimate=False):
    values = [None if value is None else D(str(value)) for value in figures]
    return sme.Year(number, *values, estimate=estimate)


def one(key, *years, nature="enterprise", founded=None):
    """`years`: (headcount, turnover, balance) of 2024, or whole years."""
    years = [y if isinstance(y, sme.Year) else year(figures=y) for y in years]
    return sme_links.Enterprise(key, tuple(years), founded, nature)


def link(holder, held, percent, **values):
    return sme_links.Link(holder, held, D(str(percent)), **values)


def size(enterprises, links, key=ME):
    return sme_links.group_size(key, sme_links.Structure(enterprises, links))


# me, owner -> class with 60 % (linked), with 30 % (partner): every ceiling from both sides
CEILINGS = [
    # staff: 9 / 10, 49 / 50, 249 / 250
    ((5, 1, 1), (4, 1, 1), "micro", "micro"),
    ((5, 1, 1), (5, 1, 1), "small", "micro"),
    ((9, 1, 1), (40, 1, 1), "small", "small"),
    ((10, 1, 1), (40, 1, 1), "medium", "small"),
    ((30, 1, 1), (219, 1, 1), "medium", "medium"),
    ((30, 1, 1), (220, 1, 1), "large", "medium"),
    ((175, 1, 1), (250, 1, 1), "large", "large"),
    ((174, 1, 1), (250, 1, 1), "large", "medium"),
    # turnover and balance: 2, 10, 50 / 43 million, to the cent
    ((1, 1_000_000, 2_000_000), (1, 1_000_000, 1), "micro", "micro"),
    ((1, 1_000_000, 2_000_000), (1, "1000000.01", 1), "small", "micro"),
    ((1, 3_000_000, 1_000_000), (1, 1, 1_000_000), "micro", "micro"),
    ((1, 3_000_000, 1_000_000), (1, 1, "1000000.01"), "small", "micro"),
    ((1, 6_000_000, 60_000_000), (1, 4_000_000, 1), "small", "small"),
    ((1, 6_000_000, 60_000_000), (1, "4000000.01", 1), "medium", "small"),
    ((1, 60_000_000, 6_000_000), (1, 1, 4_000_000), "small", "small"),
    ((1, 60_000_000, 6_000_000), (1, 1, "4000000.01"), "medium", "small"),
    ((1, 40_000_000, 60_000_000), (1, 10_000_000, 1), "medium", "medium"),
    ((1, 40_000_000, 60_000_000), (1, "10000000.01", 1), "large", "medium"),
    ((1, 60_000_000, 40_000_000), (1, 1, 3_000_000), "medium", "medium"),
    ((1, 60_000_000, 40_000_000), (1, 1, "3000000.01"), "large", "medium"),
    # 30 % exactly on the ceiling: 41 + 30 = 71 people; 47 + 0.3 * 10 = 50 million
    ((1, 47_000_000, 60_000_000), (1, 10_000_000, 1), "large", "medium"),
    ((1, 47_000_000, 60_000_000), (1, "10000000.04", 1), "large", "large"),
    # unknown stays unknown, unless nothing it may be would matter
    ((5, 1, 1), (None, 1, 1), "unknown", "unknown"),
    ((300, 1, 1), (None, None, None), "large", "large"),
    ((5, 1, 1), (300, None, None), "large", "unknown"),
    ((5, 1, 1), (1, 1, None), "micro", "micro"),
    ((5, None, 1), (1, None, 1), "micro", "micro"),
    ((None, 1, 1), (9, 1, 1), "unknown", "unknown"),
    ((5, None, None), (1, 60_000_000, 60_000_000), "large", "unknown"),
]

SMALL, LARGE = (34, 6_000_000, 5_000_000), (900, 90_000_000, 90_000_000)
TINY = (1, 1, 1)

# holdings (holder, held, percent) around 1 -> {who is counted in: with how many percent}
STRUCTURES = [
    ("below a quarter", [(2, 1, "24.99")], {}),
    ("a quarter", [(2, 1, 25)], {2: 25}),
    ("half", [(2, 1, 50)], {2: 50}),
    ("above half", [(2, 1, "50.01")], {2: 100}),
    ("downstream below a quarter", [(1, 2, "24.99")], {}),
    ("downstream a quarter", [(1, 2, 25)], {2: 25}),
    ("downstream above half", [(1, 2, "50.01")], {2: 100}),
    ("chain of linked, up", [(3, 2, 60), (2, 1, 60)], {2: 100, 3: 100}),
    ("chain of linked, down", [(1, 2, 60), (2, 3, 60), (3, 4, 100)], {2: 100, 3: 100, 4: 100}),
    ("sisters", [(2, 1, 60), (2, 3, 60)], {2: 100, 3: 100}),
    ("partner of a partner", [(2, 1, 30), (3, 2, 30)], {2: 30}),
    ("partner of a partner, down", [(1, 2, 30), (2, 3, 30)], {2: 30}),
    ("linked of a partner", [(2, 1, 30), (2, 3, 60)], {2: 30, 3: 30}),
    ("owner of a partner", [(2, 1, 30), (3, 2, 60)], {2: 30, 3: 30}),
    ("partner of a linked", [(2, 1, 60), (3, 2, 40)], {2: 100, 3: 40}),
    (
        "partner of a linked of a linked",
        [(2, 1, 60), (3, 2, 60), (3, 4, 33)],
        {2: 100, 3: 100, 4: 33},
    ),
    (
        "linked of a partner of a linked",
        [(2, 1, 60), (2, 3, 25), (3, 4, 51)],
        {2: 100, 3: 25, 4: 25},
    ),
    ("partner of the linked of a partner", [(2, 1, 30), (2, 3, 60), (3, 4, 40)], {2: 30, 3: 30}),
    ("circle of two", [(1, 2, 60), (2, 1, 60)], {2: 100}),
    ("circle of three", [(1, 2, 60), (2, 3, 60), (3, 1, 60)], {2: 100, 3: 100}),
    ("circle of partners", [(1, 2, 30), (2, 3, 30), (3, 1, 30)], {2: 30, 3: 30}),
    ("cross-holding: the greater counts", [(1, 2, 30), (2, 1, 45)], {2: 45}),
    ("diamond", [(2, 1, 60), (3, 1, 30), (4, 2, 100), (4, 3, 100)], {2: 100, 3: 100, 4: 100}),
    # together with linked enterprises, Art. 3(2) and (3)
    ("two sisters hold a quarter together", [(2, 3, 100), (2, 1, 15), (3, 1, 15)], {2: 30, 3: 30}),
    (
        "two sisters hold the majority together",
        [(2, 3, 100), (2, 1, 30), (3, 1, 30)],
        {2: 100, 3: 100},
    ),
    (
        "holdings through two daughters",
        [(1, 2, 100), (1, 3, 100), (2, 4, 26), (3, 4, 26)],
        {2: 100, 3: 100, 4: 100},
    ),
    ("strangers hold a quarter together", [(2, 1, 15), (3, 1, 15)], {}),
    (
        "a partner group in two ways counts once",
        [(1, 2, 30), (1, 3, 40), (2, 3, 60)],
        # 30 % of 2 and with it 40 % of 3: not linked to either
        {2: 40, 3: 40},
    ),
]


@tagged("post_install", "-at_install")
class TestSmeLinks(BaseCase):
    def test_ceilings(self):
        for me, owner, linked, partner in CEILINGS:
            for percent, expected in ((60, linked), (30, partner), (24, None)):
                with self.subTest(me=me, owner=owner, percent=percent):
                    group = size([one(ME, me), one(2, owner)], [link(2, ME, percent)])
                    alone = sme.classify([year(figures=me)]).size_class
                    self.assertEqual(group.size.size_class, expected or alone)

    def test_structures(self):
        for name, rows, expected in STRUCTURES:
            with self.subTest(name):
                keys = {key for row in rows for key in row[:2]} | {ME}
                group = size([one(key, TINY) for key in keys], [link(*row) for row in rows])
                lines = {line.key: line.percent for line in group.lines.get(2024, ())}
                self.assertEqual(lines, {key: D(value) for key, value in expected.items()})
                total = 1 + sum(D(value) / 100 for value in expected.values())
                self.assertEqual(group.years[2024].headcount, total)
                # who holds is as good as who is held
                turned = [link(held, holder, percent) for holder, held, percent in rows]
                if len(rows) == 1:
                    self.assertEqual(
                        size([one(key, TINY) for key in keys], turned).years, group.years
                    )

    def test_relations(self):
        group = size(
            [one(key, TINY) for key in range(1, 6)],
            [link(2, 1, 60), link(3, 2, 30), link(3, 4, 80), link(1, 5, 26)],
        )
        self.assertEqual(
            [(line.key, line.relation) for line in group.lines[2024]],
            [(2, "linked"), (3, "partner"), (4, "partner_linked"), (5, "partner")],
        )

    def test_control_and_exempt_investors(self):
        for values, expected in [
            ((10, {"control": True}), "large"),
            ((40, {"exempt": True}), "small"),
            ((50, {"exempt": True}), "small"),
            ((50.01, {"exempt": True}), "large"),
            ((40, {"exempt": True, "control": True}), "large"),
            ((40, {}), "large"),
        ]:
            percent, flags = values
            with self.subTest(percent=percent, **flags):
                group = size([one(ME, SMALL), one(2, LARGE)], [link(2, ME, percent, **flags)])
                self.assertEqual(group.size.size_class, expected)
        # the exemption is for whom the investor holds, not for the investor
        group = size([one(ME, TINY), one(2, LARGE)], [link(ME, 2, 40, exempt=True)])
        self.assertEqual(group.size.size_class, "large")

    def test_public_bodies(self):
        town = one(9, nature="public")
        for rows, expected in [
            ([(9, 1, 24)], None),
            ([(9, 1, "24.99")], None),
            ([(9, 1, 25)], "25"),
            ([(9, 1, 60)], "60"),
            # jointly
            ([(9, 1, 13), (8, 1, 12)], "25"),
            # indirectly, through what a body controls
            ([(9, 2, 51), (2, 1, 25)], "25"),
            ([(9, 2, 51), (2, 3, 51), (3, 1, 25)], "25"),
            ([(9, 2, 30), (8, 2, 30), (2, 1, 25)], "25"),
            ([(9, 2, 50), (2, 1, 25)], None),
            ([(9, 2, 51), (2, 1, 15), (9, 1, 10)], "25"),
        ]:
            with self.subTest(rows=rows):
                members = [one(ME, TINY), one(2, TINY), one(3, TINY), town, one(8, nature="public")]
                group = size(members, [link(*row) for row in rows])
                if expected:
                    self.assertEqual(group.size.code, "public_body")
                    self.assertEqual(group.size.size_class, "large")
                    self.assertEqual(group.size.params["percent"], expected)
                else:
                    self.assertEqual(group.size.size_class, "micro")
        # a university or a small local authority may hold up to half
        group = size([one(ME, TINY), town], [link(9, ME, 50, exempt=True)])
        self.assertEqual(group.size.size_class, "micro")
        # two firms of one town are not linked through it, its missing figures matter to nobody
        group = size([one(ME, TINY), one(2, LARGE), town], [link(9, ME, 20), link(9, 2, 100)])
        self.assertEqual(group.size.size_class, "micro")

    def test_natural_persons(self):
        person = one(7, nature="person")
        group = size([one(ME, SMALL), one(2, SMALL), person], [link(7, ME, 100), link(7, 2, 60)])
        self.assertEqual(group.years[2024].headcount, 68, "linked, the person adds nothing")
        group = size([one(ME, SMALL), one(2, SMALL), person], [link(7, ME, 40), link(7, 2, 60)])
        self.assertEqual(group.years[2024].headcount, 34, "a person is no partner enterprise")

    def test_two_years(self):
        """Art. 4(2) on the figures of the group; the structure is that of today."""
        small = [year(n, SMALL) for n in (2022, 2023, 2024)]
        for owner, expected, code in [
            ([TINY, TINY, TINY], "small", "two_years_agree"),
            ([TINY, TINY, LARGE], "small", "last_year_differs"),
            ([TINY, LARGE, LARGE], "large", "two_years_agree"),
            ([TINY, LARGE, TINY], "small", "status_kept"),
            ([TINY, None, TINY], "small", "status_kept"),
            ([TINY, TINY, None], "small", "last_year_open"),
            ([None, LARGE, LARGE], "large", "two_years_agree"),
            ([TINY, None, None], "unknown", "undecided"),
        ]:
            years = [
                year(n, figures)
                for n, figures in zip((2022, 2023, 2024), owner, strict=True)
                if figures
            ]
            with self.subTest(owner=owner):
                group = size([one(ME, *small), one(2, *years)], [link(2, ME, 60)])
                got = group.size
                if expected == "small" and None in owner:
                    self.assertEqual(got.size_class, expected)
                else:
                    self.assertEqual((got.size_class, got.code), (expected, code))

    def test_which_year_of_the_other(self):
        mine = [year(2023, SMALL), year(2024, SMALL)]

        def lines(*years, **values):
            group = size([one(ME, *mine), one(2, *years, **values)], [link(2, ME, 60)])
            return {n: (row[0].year, row[0].figures[0]) for n, row in group.lines.items()}

        self.assertEqual(
            lines(year(2022, LARGE), year(2024, TINY)), {2023: (None, None), 2024: (2024, 1)}
        )
        self.assertEqual(lines(year(2024, TINY), founded=2024), {2023: (None, 0), 2024: (2024, 1)})
        # an estimate counts for a firm without closed accounts only
        self.assertEqual(lines(year(2024, TINY, estimate=True))[2024], (2024, 1))
        self.assertEqual(
            lines(year(2023, TINY), year(2024, TINY, estimate=True))[2024], (None, None)
        )

    def test_a_young_firm(self):
        estimate = year(2026, TINY, estimate=True)
        for owner, expected, code, number in [
            ([year(2024, LARGE), year(2025, LARGE)], "large", "estimate", 2025),
            ([year(2026, SMALL, estimate=True)], "small", "estimate", 2026),
            ([year(2025, LARGE), year(2026, SMALL, estimate=True)], "small", "estimate", 2026),
            ([], "unknown", "undecided", None),
        ]:
            with self.subTest(owner=owner):
                group = size([one(ME, estimate), one(2, *owner)], [link(2, ME, 60)])
                self.assertEqual((group.size.size_class, group.size.code), (expected, code))
                self.assertEqual(group.lines[2026][0].year, number)

    def test_without_own_figures(self):
        """The group may decide alone; otherwise nothing is said about years nobody entered."""
        group = size([one(ME), one(2, year(2023, LARGE), year(2024, LARGE))], [link(2, ME, 60)])
        self.assertEqual((group.size.size_class, group.size.code), ("large", "two_years_agree"))
        group = size([one(ME), one(2, year(2024, SMALL))], [link(2, ME, 60)])
        self.assertEqual((group.size.size_class, group.size.code), ("unknown", "no_figures"))
        self.assertFalse(group.size.steps)
        self.assertEqual(size([], []).size.code, "no_figures")
