from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import BiginnCommon


@tagged("post_install", "-at_install")
class TestDuplicates(BiginnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.new_organisation(
            "Nordic Testvacuum A/S",
            city="Aarhus",
            vat="DK99999910",
            website="https://www.nordic-testvacuum.example/en",
        )

    def hint(self, organisation, user=None):
        return organisation.with_user(user or self.staff).duplicate_hint or ""

    def test_each_sign(self):
        for values, reason in [
            ({"vat": "99 99 99 10"}, "same VAT number"),
            ({"website": "http://nordic-testvacuum.example"}, "same web domain"),
            ({"name": "NORDIC TESTVACUM", "city": "AARHUS"}, "nearly the same"),
            ({"name": "Nordic testvacuum ApS"}, "nearly the same name"),
        ]:
            with self.subTest(**values):
                other = self.new_organisation(**{"name": "Something else", **values})
                self.env.invalidate_all()
                self.assertIn("Nordic Testvacuum A/S", self.hint(other))
                self.assertIn(reason, self.hint(other))
                self.assertIn(reason, self.hint(self.first))
                other.unlink()
                self.env.invalidate_all()
                self.assertFalse(self.first.with_user(self.staff).possible_duplicate)

    def test_no_sign(self):
        for values in [
            {"vat": "LT99999910"},
            {"name": "Nordic Testvacuum A/S", "city": "Odense"},
            {"website": "https://other.example"},
            {
                "name": "A person",
                "is_company": False,
                "organisation_type": False,
                "vat": "99999910",
            },
        ]:
            with self.subTest(**values):
                self.assertFalse(self.hint(self.new_organisation(**{"name": "Else", **values})))

    def test_domains_that_many_share(self):
        page = "https://dk.linkedin.com/company/a"
        one = self.new_organisation("One of those", website=page)
        two = self.new_organisation("Another of them", website=page)
        self.assertFalse(self.hint(one))
        self.env["ir.config_parameter"].set_param("biginn_cluster.shared_web_domains", "")
        self.env.invalidate_all()
        self.assertIn("Another of them", self.hint(one))
        self.assertIn(two, self.listed())

    def listed(self, user=None):
        return (
            self.env["res.partner"]
            .with_user(user or self.staff)
            .search([("possible_duplicate", "=", True)])
        )

    def test_list(self):
        twin = self.new_organisation("Nordic Testvacuum", city="AARHUS")
        lonely = self.new_organisation("Nobody is like this one")
        listed = self.listed()
        self.assertLessEqual(self.first + twin, listed)
        self.assertNotIn(lonely, listed)
        others = self.env["res.partner"].with_user(self.staff)
        self.assertIn(lonely, others.search([("possible_duplicate", "=", False)]))
        twin.active = False
        self.assertNotIn(self.first, self.listed(), "archiving one of them settles it")
        self.env.invalidate_all()
        self.assertIn("archived", self.hint(self.first), "who enters a former member again is told")

    def test_what_one_may_not_see(self):
        self.new_organisation("Nordic Testvacuum", city="Aarhus", company_id=self.other_company.id)
        self.assertFalse(self.hint(self.first, self.staff))
        self.assertNotIn(self.first, self.listed(self.staff))
        self.env.invalidate_all()
        self.assertTrue(self.hint(self.first, self.other_staff))
        self.assertIn(self.first, self.listed(self.other_staff))

    def test_only_staff_are_told(self):
        for user in (self.employee, self.member_editor):
            for name in ("duplicate_hint", "duplicate_warning", "vat_key", "possible_duplicate"):
                with (
                    self.subTest(user=user.login, name=name),
                    self.assertRaises(AccessError),
                ):
                    self.member_org.with_user(user).read([name])

    def test_markup_in_names_is_text(self):
        self.new_organisation("<script>alert(1)</script>", vat="DK99999910")
        warning = self.first.with_user(self.staff).duplicate_warning
        self.assertNotIn("<script>", warning)
        self.assertIn("&lt;script&gt;", warning)

    def test_told_while_typing(self):
        form = Form(
            self.env["res.partner"]
            .with_user(self.staff)
            .with_context(default_is_company=True, default_organisation_type="sme")
        )
        form.name = "nordic testvacuum"
        self.assertIn("Nordic Testvacuum A/S", form.duplicate_warning)
        form.name = "something else entirely"
        self.assertFalse(form.possible_duplicate)

    def test_legal_forms_are_settings(self):
        one = self.new_organisation("Spectral Zzyy", city="Vejle")
        two = self.new_organisation("Spectral Zzyy Qlf", city="Vejle")
        self.assertFalse(self.hint(one))
        form = self.env["biginn.legal.form"].with_user(self.manager).create({"name": "Q.L.F."})
        self.env.invalidate_all()
        self.assertIn("Spectral Zzyy Qlf", self.hint(one))
        self.assertEqual(two.name_key, "spectralzzyy")
        form.active = False
        self.env.invalidate_all()
        self.assertFalse(self.hint(one))
        form.active = True
        form.unlink()
        self.assertEqual(two.name_key, "spectralzzyyqlf")

    def test_buttons(self):
        twin = self.new_organisation("Nordic Testvacuum", city="Aarhus")
        action = self.first.with_user(self.staff).action_show_duplicates()
        self.assertEqual(action["domain"], [("id", "in", [self.first.id, twin.id])])
        action = self.first.with_user(self.staff).action_merge_duplicates()
        self.assertEqual(action["context"]["active_ids"], [self.first.id, twin.id])
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.staff)
        with Form(wizard.with_context(**action["context"])) as form:
            self.assertEqual(len(form.partner_ids), 2)

    def test_queries_do_not_grow(self):
        organisations = (
            self.env["res.partner"]
            .union(
                *(
                    self.new_organisation(
                        f"Twin {chr(97 + n // 2)} works", city="Vejle", vat=f"DK9000{n:04}"
                    )
                    for n in range(50)
                )
            )
            .with_user(self.staff)
        )
        counts = []
        for number in (10, 10, 50):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            organisations[:number].read(["duplicate_hint"])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], 20)

    def test_our_list_of_legal_forms(self):
        """What stands at installation is compared without its legal form as well."""
        keys = self.env["biginn.legal.form"]._keys()
        self.assertLessEqual({"aps", "as", "sl", "uab", "gmbhcokg", "vsi"}, keys)
        self.assertEqual(self.new_organisation("VšĮ Šviesa").name_key, "sviesa")
        self.assertEqual(self.new_organisation("Optica, S. L.").name_key, "optica")
