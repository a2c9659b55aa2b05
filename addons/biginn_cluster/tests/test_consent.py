from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import BiginnCommon


@tagged("post_install", "-at_install")
class TestConsent(BiginnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls.member_reader.partner_id
        cls.consent = cls.reader._biginn_give_consent("photos")
        cls.purpose = cls.env.ref("biginn_cluster.consent_purpose_photos")

    # -- proof -------------------------------------------------------------------------

    def test_carries_its_proof(self):
        self.env["res.lang"]._activate_lang("da_DK")
        purpose = self.env.ref("biginn_cluster.consent_purpose_newsletter")
        purpose.with_context(lang="da_DK").wording = "{cluster} må sende mig sit nyhedsbrev."
        self.reader.lang = "da_DK"
        before = fields.Datetime.now()
        consent = self.reader.with_user(self.staff)._biginn_give_consent(
            "newsletter", evidence="Form of the general meeting"
        )
        self.assertRecordValues(
            consent,
            [
                {
                    "given_by_id": self.staff.partner_id.id,
                    "source": "staff",
                    "lang": "da_DK",
                    "wording": "Cluster of tests må sende mig sit nyhedsbrev.",
                    "wording_version": 2,
                    "withdrawn_on": False,
                }
            ],
        )
        self.assertLessEqual(before, consent.given_on)

    def test_new_words_leave_the_old_consent_alone(self):
        agreed, version = self.consent.wording, self.consent.wording_version
        self.purpose.with_user(self.manager).wording = "Anything goes."
        self.assertEqual(self.purpose.version, version + 1)
        self.assertEqual(self.consent.wording, agreed)
        self.purpose.wording = "Anything goes."
        self.assertEqual(self.purpose.version, version + 1, "the same words are no new version")
        self.env["res.lang"]._activate_lang("da_DK")
        self.purpose.update_field_translations("wording", {"da_DK": "Alt er tilladt."})
        self.assertEqual(self.purpose.version, version + 2)

    def test_nobody_changes_or_deletes_it(self):
        stranger = self.stranger_org.id
        forged = [
            {"given_on": "2020-01-01 00:00:00"},
            {"partner_id": stranger},
            {"purpose": "newsletter"},
            {"wording": "I give everything"},
            {"source": "portal"},
            {"withdrawn_on": False},
            {"withdrawn_on": fields.Datetime.now(), "given_by_id": False},
        ]
        self.consent.flush_recordset()
        for user in (self.env.user, self.staff, self.manager, self.member_reader, self.stranger):
            consent = self.consent.with_user(user)
            for vals in forged:
                with self.subTest(user=user.login, vals=vals), self.assertRaises(UserError):
                    consent.write(vals)
            with self.subTest(user=user.login), self.assertRaises(UserError):
                consent.unlink()
        with self.assertRaises(UserError):
            self.consent.sudo().write({"wording": "x"})
        with self.assertRaises(UserError):
            self.consent.sudo().unlink()

    def test_staff_cannot_forge_who_and_where(self):
        consent = (
            self.env["biginn.consent"]
            .with_user(self.staff)
            .create(
                {
                    "partner_id": self.reader.id,
                    "purpose": "newsletter",
                    "given_by_id": self.reader.id,
                    "source": "portal",
                    "lang": "xx",
                }
            )
        )
        self.assertEqual(consent.given_by_id, self.staff.partner_id)
        self.assertEqual(consent.source, "staff")
        self.assertNotEqual(consent.lang, "xx")

    def test_members_create_none_by_a_side_door(self):
        for user in (self.member_editor, self.member_reader, self.stranger):
            for purpose, partner in (("directory", self.member_org), ("photos", user.partner_id)):
                values = {"partner_id": partner.id, "purpose": purpose}
                consents = self.env["biginn.consent"].with_user(user)
                with self.subTest(**values), self.assertRaises(AccessError):
                    consents.create(values)
            with self.assertRaises(AccessError):
                self.consent.with_user(user).action_withdraw()

    def test_never_in_advance(self):
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        with self.assertRaises(ValidationError):
            self.reader._biginn_give_consent("newsletter", given_on=tomorrow)
        with self.assertRaises(ValidationError):
            self.consent.write({"withdrawn_on": tomorrow})
        week_ago = fields.Datetime.now() - timedelta(days=7)
        consent = self.reader._biginn_give_consent("newsletter", given_on=week_ago)
        self.assertEqual(consent.given_on, week_ago, "a form signed last week")

    def test_contacts_with_proof_are_archived_not_deleted(self):
        with self.assertRaisesRegex(UserError, "Archive"):
            self.env["res.partner"].browse(self.reader.id).unlink()

    def test_survives_the_login(self):
        self.member_reader.unlink()
        self.assertTrue(self.consent.exists())
        self.assertTrue(self.reader._biginn_has_consent("photos"))

    # -- giving, withdrawing, asking ---------------------------------------------------

    def test_once_however_often_asked(self):
        self.assertFalse(self.reader._biginn_give_consent("photos"))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["biginn.consent"].create(
                {"partner_id": self.reader.id, "purpose": "photos"}
            ).flush_recordset()
        self.consent.with_user(self.staff).action_withdraw()
        moment = self.consent.withdrawn_on
        self.assertEqual(self.consent.withdrawn_by_id, self.staff.partner_id)
        self.assertEqual(self.consent.withdrawn_source, "staff")
        self.consent.with_user(self.staff).action_withdraw()
        self.assertEqual(self.consent.withdrawn_on, moment)
        with self.assertRaises(UserError):
            self.consent.write({"withdrawn_on": fields.Datetime.now()})
        again = self.reader._biginn_give_consent("photos")
        self.assertEqual(self.reader.consent_ids, self.consent + again)

    def test_asking(self):
        partners = self.reader + self.member_editor.partner_id + self.member_org
        self.assertTrue(self.reader._biginn_has_consent("photos"))
        self.assertFalse(self.reader._biginn_has_consent("newsletter"))
        self.assertEqual(partners._biginn_with_consent("photos"), self.reader)
        self.assertEqual(self.reader.consent_purpose_ids, self.purpose)
        found = self.env["res.partner"].search(
            [("id", "in", partners.ids), ("consent_purpose_ids", "in", self.purpose.ids)]
        )
        self.assertEqual(found, self.reader)
        found = self.env["res.partner"].search(
            [("id", "in", partners.ids), ("consent_purpose_ids", "ilike", "photo")]
        )
        self.assertEqual(found, self.reader)
        none = self.env["res.partner"].search(
            [("id", "in", partners.ids), ("consent_purpose_ids", "=", False)]
        )
        self.assertEqual(none, partners - self.reader)
        self.consent.action_withdraw()
        self.assertFalse(self.reader._biginn_has_consent("photos"))

    def test_one_query_for_many(self):
        partners = self.env["res.partner"].create([{"name": f"P{i}"} for i in range(50)])
        partners._biginn_give_consent("newsletter")
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.assertEqual(partners._biginn_with_consent("newsletter"), partners)

    # -- the directory -----------------------------------------------------------------

    def test_directory_flag_follows_the_consent(self):
        consent = self.member_org._biginn_give_consent("directory")
        self.assertTrue(self.member_org.published_in_directory)
        consent.action_withdraw()
        self.assertFalse(self.member_org.published_in_directory)

    def test_staff_flag_notes_a_consent(self):
        self.member_org.with_user(self.staff).published_in_directory = True
        self.assertRecordValues(
            self.member_org.consent_ids,
            [
                {
                    "purpose": "directory",
                    "source": "staff",
                    "given_by_id": self.staff.partner_id.id,
                    "withdrawn_on": False,
                }
            ],
        )
        self.member_org.with_user(self.staff).published_in_directory = True
        self.assertEqual(len(self.member_org.consent_ids), 1)
        self.member_org.with_user(self.staff).published_in_directory = False
        self.assertTrue(self.member_org.consent_ids.withdrawn_on)
        found = self.env["res.partner"].search(
            [("id", "=", self.member_org.id), ("published_in_directory", "=", True)]
        )
        self.assertFalse(found)

    def test_created_with_the_flag(self):
        organisation = self.new_organisation("Published", published_in_directory=True)
        self.assertEqual(organisation.consent_ids.purpose, "directory")
        self.assertTrue(organisation.published_in_directory)
        self.assertFalse(organisation.copy().published_in_directory)

    def test_import_says_so(self):
        result = (
            self.env["res.partner"]
            .with_user(self.staff)
            .with_context(import_file=True)
            .load(
                ["name", "is_company", "organisation_type", "published_in_directory"],
                [["Imported", "1", "sme", "1"], ["Not published", "1", "sme", "0"]],
            )
        )
        self.assertFalse(result["messages"])
        first, second = self.env["res.partner"].browse(result["ids"])
        self.assertEqual(first.consent_ids.source, "import")
        self.assertTrue(first.published_in_directory)
        self.assertFalse(second.consent_ids)

    def test_only_the_organisation_is_published(self):
        with self.assertRaises(ValidationError):
            self.reader._biginn_give_consent("directory")

    # -- merging -----------------------------------------------------------------------

    def test_merge_loses_no_proof(self):
        twin = self.new_organisation("Member AS")
        first = twin._biginn_give_consent("directory", evidence="first")
        second = self.member_org._biginn_give_consent("directory", evidence="second")
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (twin + self.member_org).ids, self.member_org, extra_checks=False
        )
        self.assertEqual((first + second).exists(), first + second)
        self.assertEqual((first + second).partner_id, self.member_org)
        self.assertFalse(first.withdrawn_on)
        self.assertEqual(second.withdrawn_source, "merge")
        self.assertTrue(self.member_org.published_in_directory)

    # -- staff's dialogue --------------------------------------------------------------

    def test_staff_note_one(self):
        dialogue = self.env["biginn.consent.record"].with_user(self.staff)
        with Form(dialogue.with_context(default_partner_id=self.reader.id)) as form:
            form.purpose = "photos"
            self.assertIn("already", form.hint)
            form.purpose = "directory"
            self.assertIn("Member A/S", form.hint)
            form.purpose = "newsletter"
            self.assertFalse(form.hint)
            form.evidence = "E-mail of 3 May"
        form.save().action_record()
        consent = self.reader.consent_ids.filtered(lambda c: c.purpose == "newsletter")
        self.assertEqual(consent.evidence, "E-mail of 3 May")
        self.assertEqual(consent.source, "staff")
        self.assertIn("Cluster of tests", consent.wording)
        self.assertTrue(consent.wording_version)

    def test_words_of_the_member_carry_no_version(self):
        note = (
            self.env["biginn.consent.record"]
            .with_user(self.staff)
            .create({"partner_id": self.reader.id, "purpose": "newsletter", "evidence": "Letter"})
        )
        note.wording = "Send me things"
        note.action_record()
        consent = self.reader.consent_ids.filtered(lambda c: c.purpose == "newsletter")
        self.assertEqual(consent.wording, "Send me things")
        self.assertFalse(consent.wording_version)

    # -- who sees ----------------------------------------------------------------------

    def test_colleagues_do_not_see_each_others(self):
        directory = self.member_org._biginn_give_consent("directory")
        consents = directory + self.consent
        for user, seen in (
            (self.member_reader, consents),
            (self.member_editor, directory),
            (self.stranger, consents.browse()),
            (self.staff, consents),
        ):
            with self.subTest(user=user.login):
                found = (
                    self.env["biginn.consent"]
                    .with_user(user)
                    .search([("id", "in", consents.ids)], order="id desc")
                )
                self.assertEqual(set(found.ids), set(seen.ids))
