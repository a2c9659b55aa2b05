import base64

from odoo.fields import Command
from odoo.tests import tagged

from ..rules import completeness as rule
from .profile_common import ProfileCommon

PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
)


@tagged("post_install", "-at_install")
class TestProfileCompleteness(ProfileCommon):
    def codes(self, organisation, user=None):
        return [
            item["code"]
            for item in organisation.with_user(user or self.staff)._biginn_profile_missing()
        ]

    def test_from_nothing_to_everything(self):
        organisation = self.new_organisation("Empty", country_id=False)
        self.assertEqual(organisation.profile_completeness, 0)
        asked = set(rule.asked_for("sme", dict.fromkeys(rule.ITEMS, 1)))
        self.assertEqual(set(self.codes(organisation)), asked)
        steps = [
            ("description", lambda: organisation.write({"profile_description": "Cold things"})),
            ("logo", lambda: organisation.write({"image_1920": PIXEL})),
            ("founded", lambda: organisation.write({"founded_year": 1999})),
            (
                "ecosystems",
                lambda: organisation.write({"ecosystem_ids": [Command.link(self.ecosystem.id)]}),
            ),
            ("nace", lambda: organisation.write({"nace_ids": [Command.link(self.nace.id)]})),
            (
                "languages",
                lambda: organisation.write(
                    {"work_language_ids": [Command.link(self.env.ref("base.lang_da_DK").id)]}
                ),
            ),
            ("website", lambda: organisation.write({"website": "https://example.com"})),
            (
                "address",
                lambda: organisation.write({"city": "Odense", "country_id": self.denmark.id}),
            ),
            (
                "contact",
                lambda: organisation.write(
                    {
                        "child_ids": [
                            Command.create(
                                {"name": "A", "email": "a@example.com", "function": "CEO"}
                            )
                        ]
                    }
                ),
            ),
            ("capabilities", lambda: self.new_capability(organisation)),
            ("references", lambda: self.new_reference(organisation)),
            ("certificates", lambda: self.new_certificate(organisation)),
            ("facilities", lambda: self.new_facility(organisation)),
            ("products", lambda: self.new_product(organisation)),
            (
                "figures",
                lambda: (self.new_figure(organisation, 2023), self.new_figure(organisation, 2024)),
            ),
        ]
        self.assertEqual({code for code, _step in steps}, asked)
        percent = 0
        for code, step in steps:
            with self.subTest(code=code):
                step()
                self.assertGreater(organisation.profile_completeness, percent)
                self.assertNotIn(code, self.codes(organisation))
                percent = organisation.profile_completeness
        self.assertEqual(percent, 100)
        self.assertFalse(organisation.profile_missing)

    def test_taking_away_counts_too(self):
        reference = self.new_reference()
        before = self.member_org.profile_completeness
        reference.unlink()
        self.assertLess(self.member_org.profile_completeness, before)

    def test_a_contact_without_function_is_not_enough(self):
        organisation = self.new_organisation("With people")
        person = self.env["res.partner"].create(
            {"name": "P", "parent_id": organisation.id, "email": "p@example.com"}
        )
        self.assertIn("contact", self.codes(organisation))
        person.function = "Head of sales"
        self.assertNotIn("contact", self.codes(organisation))
        person.active = False
        self.assertIn("contact", self.codes(organisation))

    def test_weights_are_settings(self):
        self.member_org.website = "https://member.example.com"
        item = self.env.ref("biginn_cluster.profile_item_description")
        before = self.member_org.profile_completeness
        self.assertIn("description", self.codes(self.member_org))
        item.with_user(self.manager).weight = 0
        self.assertGreater(self.member_org.profile_completeness, before)
        self.assertNotIn("description", self.codes(self.member_org))
        item.with_user(self.manager).weight = 500
        self.assertLess(self.member_org.profile_completeness, before)
        self.assertEqual(self.codes(self.member_org)[0], "description")

    def test_every_item_has_its_words(self):
        items = self.env["biginn.profile.item"].search([])
        self.assertEqual(set(items.mapped("code")), set(rule.ITEMS))
        self.assertEqual(
            {item.code: item.section for item in items}, dict(rule.ITEMS), "the rule's sections"
        )
        self.assertTrue(all(item.why and item.name for item in items))

    def test_members_read_what_is_missing_in_their_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        item = self.env.ref("biginn_cluster.profile_item_description")
        item.update_field_translations("name", {"da_DK": "Hvad I laver"})
        for user in (self.member_reader, self.member_editor):
            mine = self.member_org.with_user(user).with_context(lang="da_DK")
            [found] = [i for i in mine._biginn_profile_missing() if i["code"] == "description"]
            self.assertEqual(found["title"], "Hvad I laver")
            self.assertEqual(found["section"], "about")
            self.assertTrue(found["why"])
            self.assertIn("Hvad I laver", mine.profile_missing)
            self.assertEqual(mine.profile_completeness, self.member_org.profile_completeness)

    def test_persons_and_other_contacts_have_no_profile(self):
        person = self.member_reader.partner_id
        plain = self.env["res.partner"].create({"name": "Printer shop", "is_company": True})
        for partner in person + plain:
            self.assertEqual(partner.profile_completeness, 0)
            self.assertFalse(partner.with_user(self.staff).profile_missing)
        self.assertFalse(self.member_org.with_user(self.employee).profile_missing)

    def test_queries_do_not_grow(self):
        partners = self.env["res.partner"].union(
            *(self.new_organisation(f"Org {number}") for number in range(200))
        )
        for partner in partners:
            self.new_capability(partner)
        self.env.flush_all()
        counts = []
        for number in (10, 10, 200):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some = partners[:number].with_user(self.staff)
            some.read(["profile_completeness", "profile_missing"])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        counts = []
        field = partners._fields["profile_completeness"]
        for number in (10, 10, 200):
            self.env.invalidate_all()
            self.env.add_to_compute(field, partners[:number])
            before = self.cr.sql_log_count
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 1, "the values themselves go out in pages")
