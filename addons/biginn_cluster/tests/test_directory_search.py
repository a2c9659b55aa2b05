from odoo.tests import tagged

from ..rules import directory as rule
from .directory_common import LIST, DirectoryCase

ATTACKS = (
    "'; DROP TABLE res_partner; --",
    "%' OR '1'='1",
    "%",
    "_",
    "\\",
    '"',
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "${7*7}",
    "%(x)s",
    "\x00",
    "a" * 100_000,
    "-1",
    "1e309",
    "[('id','>',0)]",
    "../../etc/passwd",
)


@tagged("post_install", "-at_install")
class TestDirectorySearch(DirectoryCase):
    """Words, filters, counts and pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.optics = cls.new_listed(
            "Lentes SL", country_id=cls.spain.id, organisation_type="large_company"
        )
        cls.new_capability(cls.optics, 1, 0, description="Mirrors and LENSES")
        cls.new_capability(cls.optics, 0, 2)
        cls.new_reference(cls.optics)
        cls.env["biginn.product"].create(
            {"partner_id": cls.optics.id, "name": "Periscope", "kind": "product"}
        )

    def test_words(self):
        for words, expected in (
            ("kryostat", ["Kryostat & Søn A/S"]),
            ("KRYO", ["Kryostat & Søn A/S"]),
            ("stay cold", ["Kryostat & Søn A/S"]),
            ("cold bath", ["Kryostat & Søn A/S"]),
            ("cold lenses", []),
            ("lenses", ["Lentes SL"]),
            ("periscope", ["Lentes SL"]),
            ("Test domain 2", ["Kryostat & Søn A/S", "Lentes SL"]),
            ("secret@kryostat.example.com", []),
            ("Hidden", []),
            ("Privata", []),
            ("12345674", []),
        ):
            with self.subTest(words=words):
                self.assertEqual(self.names(search=words), expected)

    def test_filters(self):
        both = ["Kryostat & Søn A/S", "Lentes SL"]
        slug = self.env["ir.http"]._slug((self.bso.id, "BST"))
        for arguments, expected in (
            ({"domain": "t1"}, both),
            ({"domain": "T2"}, both),
            ({"work": "t3"}, both[1:]),
            ({"domain": "t1", "work": "t1"}, both[:1]),
            ({"domain": "t2", "work": "t1"}, both[1:]),
            ({"domain": "t2", "work": "t3"}, []),
            ({"domain": "t1", "country": "es"}, both[1:]),
            ({"domain": "t1", "type": "sme"}, both[:1]),
            ({"domain": "t1", "type": "large_company", "country": "dk"}, []),
            ({"reference": slug}, both[1:]),
            ({"reference": str(self.bso.id)}, both[1:]),
            ({"domain": "t1", "size": "unknown"}, both),
            ({"domain": "t1", "size": "micro"}, []),
        ):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.names(**arguments), expected)

    def test_unpublishable_reference_finds_nothing(self):
        reference = self.optics.big_science_reference_ids
        reference.publishable = False
        self.assertFalse(self.facet("reference"))
        self.assertFalse(self.names(reference=str(self.bso.id)))

    def test_unknown_values_are_ignored(self):
        everything = self.names()
        for arguments in (
            {"domain": "nothing"},
            {"country": "zz"},
            {"country": "denmark"},
            {"type": "big_science"},
            {"size": "huge"},
            {"reference": "x"},
            {"reference": str(self.shown.id)},
            {"reference": "x-99999999999999"},
            {"order": "id desc", "limit": "100000", "model": "res.users"},
        ):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.names(**arguments), everything)

    def test_counts(self):
        self.assertEqual(self.facet("domain")["t1"], 2)
        self.assertEqual(self.facet("work")["t1"], 2)
        self.assertEqual(self.facet("domain", work="t3"), {"t1": 1})
        self.assertEqual(self.facet("domain", domain="t1"), self.facet("domain"))
        self.assertEqual(self.facet("country", domain="t1"), {"dk": 1, "es": 1})
        self.assertEqual(
            self.facet("country", domain="t1", country="es"), {"dk": 1, "es": 1},
            "the chosen filter still offers the others",
        )
        self.assertEqual(self.facet("type", domain="t1", country="es"), {"large_company": 1})
        self.assertEqual(self.facet("type", domain="t1", country="es", type="sme"),
                         {"large_company": 1, "sme": 0}, "and itself, when it finds nothing")

    def test_counts_are_what_each_choice_finds(self):
        for arguments in ({}, {"domain": "t1"}, {"country": "es"}, {"search": "e", "work": "t1"}):
            answer = self.env["biginn.directory"]._answer(arguments)
            for facet in answer["facets"]:
                for option in facet["options"]:
                    asked = {**arguments, facet["name"]: option["value"]}
                    with self.subTest(asked=asked):
                        found = self.env["biginn.directory"]._answer(asked)["total"]
                        self.assertEqual(found, option["count"])

    def test_attacks_in_every_parameter(self):
        for name in ("search", "page", *rule.FILTERS):
            for attack in ATTACKS:
                with self.subTest(name=name, attack=attack[:30]):
                    answer = self.env["biginn.directory"]._answer({name: attack}, attack)
                    self.assertEqual(answer["page"], 1)
        for attack in ATTACKS:
            response = self.opener.get(
                self.base_url() + LIST,
                params={name: attack[:500] for name in ("search", "page", *rule.FILTERS)},
            )
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("<script>alert(1)", response.text)
            self.assertNotIn("49", response.text.split("<h1")[1].split("<nav")[0])

    def test_pages(self):
        for number in range(rule.PAGE_SIZE):
            self.new_listed(f"Paged {number:02}")
        answer = self.env["biginn.directory"]._answer({"search": "paged"})
        self.assertEqual((answer["total"], len(answer["cards"])), (rule.PAGE_SIZE,) * 2)
        self.new_listed("Paged 99")
        first, second, beyond = (
            self.env["biginn.directory"]._answer({"search": "paged"}, page)
            for page in (1, 2, "999999999999")
        )
        self.assertEqual([card["name"] for card in second["cards"]], ["Paged 99"])
        self.assertEqual(beyond["page"], 2, "beyond the end is the last page")
        self.assertEqual(beyond["cards"], second["cards"])
        self.assertFalse({card["url"] for card in first["cards"]} &
                         {card["url"] for card in second["cards"]})
        page = self.url_open(f"{LIST}/page/2?search=paged")
        self.assertIn("Paged 99", page.text)
        self.assertIn("/members?search=paged", page.text)

    def test_queries_do_not_grow(self):
        def count():
            self.env.invalidate_all()
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.env["biginn.directory"].with_user(
                self.env.ref("base.public_user")
            )._answer({"search": "e", "country": "dk"})
            return self.cr.sql_log_count - before

        def fill(names):
            for number, name in enumerate(names):
                organisation = self.new_listed(name, profile_description="We weld.")
                self.new_capability(organisation, number % 4, number % 3)
                self.new_reference(organisation)

        fill(f"Few e {number}" for number in range(8))
        count()
        few = count()
        fill(f"Many e {number}" for number in range(50))
        self.assertEqual(count(), few)
        self.assertLess(few, 30)
