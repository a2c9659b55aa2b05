import csv

from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.biginn_cluster import hooks
from odoo.addons.biginn_cluster.models.res_partner_big_science import (
    FACILITIES,
    ORGANISATIONS,
    rows_of,
)
from odoo.addons.biginn_cluster.rules.website import host_of

from .common import BiginnCommon


@tagged("post_install", "-at_install")
class TestBigScience(BiginnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # as on a bare database: forget what the installation made
        cls.env["ir.model.data"].search(cls.ours()).unlink()
        cls.env["ir.model.data"].search(
            [("module", "=", "biginn_cluster"), ("model", "=", "biginn.facility")]
        ).unlink()
        seeded = cls.env["res.partner"].search([("organisation_type", "=", "big_science")])
        seeded.write({"website": False, "active": False})
        cls.partners = cls.env["res.partner"]

    @classmethod
    def ours(cls):
        return [("module", "=", "biginn_cluster"), ("model", "=", "res.partner")]

    def load(self):
        self.partners._biginn_load_big_science()
        return self.partners.browse(self.env["ir.model.data"].search(self.ours()).mapped("res_id"))

    def bso(self, code):
        return self.env.ref(f"biginn_cluster.bso_{code}")

    # -- install ---------------------------------------------------------------------

    def test_installs_every_organisation_once(self):
        with file_open(ORGANISATIONS) as source:
            rows = list(csv.DictReader(source))
        loaded = self.load()
        self.assertEqual(len(loaded), len(rows))
        self.assertEqual(self.load(), loaded, "installing again adds nothing")
        self.assertEqual(set(loaded.mapped("organisation_type")), {"big_science"})
        self.assertTrue(all(loaded.mapped("country_id")))
        self.assertTrue(all(self.env["ir.model.data"].search(self.ours()).mapped("noupdate")))

    def test_hosts_are_told_apart(self):
        with file_open(ORGANISATIONS) as source:
            hosts = [
                host_of(address)
                for row in csv.DictReader(source)
                for address in (row["website"], *row["other_hosts"].split())
            ]
        self.assertTrue(all(hosts))
        self.assertEqual(len(hosts), len(set(hosts)))

    def test_host_of(self):
        for address, host in [
            ("https://home.cern", "home.cern"),
            ("HTTP://WWW.CERN.ch:443/some/page?x=1", "cern.ch"),
            ("www.cern.ch", "cern.ch"),
            ("cern.ch.", "cern.ch"),
            ("https://user@cern.ch/", "cern.ch"),
            (" cern.ch ", "cern.ch"),
            ("not-cern.ch", "not-cern.ch"),
            ("", ""),
            (None, ""),
            (False, ""),
            ("http://[", ""),
        ]:
            with self.subTest(address=address):
                self.assertEqual(host_of(address), host)

    def test_adopts_the_customers_contact(self):
        mine = self.partners.create(
            {
                "name": "CERN (our contact)",
                "website": "http://www.cern.ch/procurement",
                "city": "Genève",
            }
        )
        other = self.partners.create({"name": "Not CERN", "website": "https://not-cern.ch"})
        loaded = self.load()
        self.assertEqual(self.bso("cern"), mine)
        self.assertNotIn(other, loaded)
        self.assertRecordValues(
            mine,
            [
                {
                    "name": "CERN (our contact)",
                    "website": "http://www.cern.ch/procurement",
                    "city": "Genève",
                    "organisation_type": "big_science",
                    "big_science_short_name": "CERN",
                    "country_id": self.env.ref("base.ch").id,
                }
            ],
        )

    def test_adopts_the_organisation_not_its_people(self):
        organisation = self.partners.create(
            {"name": "Laser house", "is_company": True, "website": "eli-laser.eu"}
        )
        self.partners.create(
            {"name": "Person", "parent_id": organisation.id, "website": "https://eli-laser.eu"}
        )
        self.load()
        self.assertEqual(self.bso("eli"), organisation)

    def test_archived_contact_is_not_doubled(self):
        mine = self.partners.create(
            {"name": "Old ESO", "website": "https://eso.org", "active": False}
        )
        self.load()
        self.assertEqual(self.bso("eso"), mine)
        self.assertFalse(mine.active)

    # -- member states and places ----------------------------------------------------

    def test_member_states(self):
        self.load()
        union = self.env.ref("base.europe").country_ids
        self.assertEqual(len(union), 27)
        self.assertEqual(self.bso("f4e").member_state_ids, union)
        self.assertEqual(
            set((self.bso("iter").member_state_ids - union).mapped("code")),
            {"CN", "IN", "JP", "KR", "RU", "US"},
        )
        self.assertEqual(
            set(self.bso("ess").member_state_ids.mapped("code")),
            {"CZ", "DE", "DK", "EE", "FR", "HU", "IT", "NO", "PL", "SE", "CH"},
        )
        self.assertIn("2015", self.bso("ess").member_state_note)
        found = self.partners.search([("member_state_ids.code", "=", "DK")])
        self.assertIn(self.bso("cern"), found)

    def test_every_country_of_the_list_exists(self):
        known = set(self.env["res.country"].search([]).mapped("code"))
        for row in rows_of(ORGANISATIONS):
            self.assertLessEqual(set(row["member_states"].split()) - {"EU27"}, known, row["code"])
        codes = {row["code"] for row in rows_of(ORGANISATIONS)}
        for row in rows_of(FACILITIES):
            self.assertIn(row["country"], known)
            self.assertIn(row["organisation"], codes)

    def test_places_that_receive_visitors(self):
        self.load()
        site = self.env.ref("biginn_cluster.bso_facility_ess_site")
        self.assertRecordValues(
            site,
            [
                {
                    "partner_id": self.bso("ess").id,
                    "city": "Lund",
                    "country_id": self.env.ref("base.se").id,
                    "receives_visitors": True,
                    "visitor_capacity": 20,
                }
            ],
        )
        alps = self.env.ref("biginn_cluster.bso_facility_eli_alps")
        self.assertEqual(alps.country_id, self.env.ref("base.hu"), "not where ELI has its seat")
        self.assertTrue(self.bso("ess").hosts_visitors)
        self.assertFalse(self.bso("embl").hosts_visitors)
        before = self.env["biginn.facility"].search_count([])
        self.load()
        self.assertEqual(self.env["biginn.facility"].search_count([]), before)

    def test_a_place_the_customer_knows_is_left_alone(self):
        mine = self.partners.create(
            {"name": "ESS", "is_company": True, "website": "https://ess.eu"}
        )
        place = self.env["biginn.facility"].create(
            {"partner_id": mine.id, "name": "ESS site", "visitor_capacity": 8}
        )
        self.load()
        self.assertEqual(mine.facility_ids, place)
        self.assertEqual((place.visitor_capacity, place.receives_visitors), (8, False))

    # -- uninstall -------------------------------------------------------------------

    def test_unused_ones_may_go(self):
        loaded = self.load()
        self.assertFalse(hooks.used_partners(self.env, loaded))

    def test_used_ones_stay(self):
        loaded = self.load()
        edited, written, referenced, tagged_one, attached, member_of = loaded[:6]
        edited.phone = "+45 12 34 56 78"
        written.message_post(body="Called them")
        self.partners.create({"name": "Buyer", "parent_id": referenced.id})
        tagged_one.category_id = self.env["res.partner.category"].create({"name": "VIP"})
        self.env["ir.attachment"].create(
            {"name": "brochure", "res_model": "res.partner", "res_id": attached.id}
        )
        self.new_capability(member_of)
        used = edited + written + referenced + tagged_one + attached + member_of
        self.assertEqual(hooks.keep_used_big_science(self.env), used)
        left = self.env["ir.model.data"].search(self.ours()).mapped("res_id")
        self.assertEqual(set(left), set((loaded - used).ids))
        # installing again finds the kept ones and makes no second one
        again = self.load()
        self.assertLessEqual(used, again)
        self.assertEqual(len(again), len(loaded))
        # now they are the customer's own for good
        self.assertEqual(hooks.used_partners(self.env, again), used)

    def test_a_place_the_customer_added_is_use(self):
        loaded = self.load()
        self.assertTrue(self.bso("ess").facility_ids)
        self.assertFalse(hooks.used_partners(self.env, loaded), "our own places are none")
        self.env["biginn.facility"].create({"partner_id": self.bso("psi").id, "name": "SINQ"})
        self.new_reference_to(self.bso("ill"))
        self.assertEqual(hooks.used_partners(self.env, loaded), self.bso("psi") + self.bso("ill"))

    def new_reference_to(self, customer):
        return self.env["biginn.reference"].create(
            {
                "partner_id": self.member_org.id,
                "big_science_id": customer.id,
                "title": "Guides",
                "year": 2020,
            }
        )

    def test_adopted_one_stays_untouched(self):
        mine = self.partners.create({"name": "Mine", "website": "https://www.desy.de"})
        self.load()
        self.assertIn(mine, hooks.used_partners(self.env, mine))

    def test_leftovers_are_removed(self):
        filters = self.env["ir.filters"].create(
            [
                {"name": "Ours", "model_id": "biginn.membership"},
                {
                    "name": "Theirs with our field",
                    "model_id": "res.partner",
                    "domain": "[('size_class', '=', 'small')]",
                },
                {
                    "name": "Theirs",
                    "model_id": "res.partner",
                    "domain": "[('my_size_class', '=', 'small')]",
                },
            ]
        )
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("biginn_cluster.something", "1")
        parameters.set_param("biginn_clusters", "1")
        exports = self.env["ir.exports"].create(
            {
                "name": "List",
                "resource": "res.partner",
                "export_fields": [
                    (0, 0, {"name": "name"}),
                    (0, 0, {"name": "figure_ids/turnover"}),
                ],
            }
        )
        attachment = self.env["ir.attachment"].create(
            {"name": "x", "res_model": "biginn.membership", "res_id": self.new_membership().id}
        )
        hooks.clean_up(self.env, "biginn_cluster")
        self.assertEqual(filters.exists().mapped("name"), ["Theirs"])
        self.assertFalse(parameters.get_param("biginn_cluster.something"))
        self.assertEqual(parameters.get_param("biginn_clusters"), "1")
        self.assertEqual(exports.export_fields.mapped("name"), ["name"])
        self.assertFalse(attachment.exists())
        self.assertTrue(self.env.ref("biginn_cluster.res_partner_view_form").exists())
