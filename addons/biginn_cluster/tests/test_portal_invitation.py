from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .test_portal_team import SCRIPT, TEAM, TeamCase

REFUSED = "This address cannot be invited from here."


@tagged("post_install", "-at_install")
class TestPortalInvitation(TeamCase):
    def setUp(self):
        super().setUp()
        self.env.ref("auth_signup.portal_set_password_email").auto_delete = False
        self.sign_in(self.member_editor)

    def mails_to(self, address):
        return self.env["mail.mail"].sudo().search([("recipient_ids.email", "=", address)])

    def assertRefused(self, response, *names):
        self.assertEqual(response.status_code, 422)
        self.assertIn(REFUSED, response.text)
        for name in names:
            self.assertNotIn(name, response.text)
        self.assertEqual(self.contacts(), self.editor + self.reader)
        self.assertAddressesUntouched()

    # -- inviting ----------------------------------------------------------------------

    def test_invite(self):
        response = self.invite()
        self.assertIn("done=invited", response.url)
        person = self.contacts() - self.editor - self.reader
        self.assertRecordValues(
            person,
            [
                {
                    "name": "Anna Berg",
                    "email": "anna@example.com",
                    "function": "Head of sales",
                    "parent_id": self.member_org.id,
                    "profile_editor": False,
                    "is_company": False,
                }
            ],
        )
        user = person.user_ids
        self.assertEqual(user.login, "anna@example.com")
        self.assertTrue(user._is_portal())
        self.assertEqual(user.company_ids, self.cluster_company)
        self.assertEqual(person.signup_type, "signup")
        self.assertTrue(self.mails_to("anna@example.com"))
        self.assertIn("was invited", self.last_note().body)
        self.assertEqual(self.last_note().author_id, self.editor)
        self.assertIn("not signed in yet", self.url_open(TEAM).text)
        self.assertAddressesUntouched()

    def test_mail_in_the_colleagues_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        template = self.env.ref("auth_signup.portal_set_password_email")
        template.with_context(lang="da_DK").subject = "Velkommen"
        self.invite(lang="da_DK")
        person = self.contacts() - self.editor - self.reader
        self.assertEqual(person.lang, "da_DK")
        self.assertEqual(self.mails_to("anna@example.com").subject, "Velkommen")

    def test_double_click(self):
        self.invite()
        again = self.invite()
        self.assertEqual(again.status_code, 422)
        self.assertIn("in your team already", again.text)
        self.assertEqual(len(self.contacts()), 3)

    def test_known_colleague_without_login(self):
        """An address the organisation itself has on file: that contact, unchanged."""
        person = self.env["res.partner"].create(
            {"name": "Anna B.", "email": "Anna@Example.com", "parent_id": self.member_org.id}
        )
        self.assertIn("done=invited", self.invite().url)
        self.assertEqual(person.name, "Anna B.")
        self.assertEqual(person.email, "Anna@Example.com")
        self.assertTrue(person.user_ids._is_portal())
        self.assertEqual(len(self.contacts()), 3)

    def test_invite_from_the_list(self):
        person = self.env["res.partner"].create(
            {"name": "Listed", "email": "listed@example.com", "parent_id": self.member_org.id}
        )
        self.assertIn("done=invite", self.act("invite", person).url)
        self.assertTrue(person.user_ids._is_portal())
        nameless = self.env["res.partner"].create(
            {"name": "No address", "parent_id": self.member_org.id}
        )
        self.assertEqual(self.act("invite", nameless).status_code, 422)

    def test_again(self):
        self.invite()
        person = self.contacts() - self.editor - self.reader
        mails = self.mails_to("anna@example.com")
        self.assertIn("done=again", self.act("again", person).url)
        self.assertEqual(len(self.mails_to("anna@example.com")), len(mails) + 1)
        self.assertIn("once more", self.last_note().body)

    def test_not_again_once_signed_in(self):
        self.authenticate(self.member_reader.login, self.member_reader.login)
        self.sign_in(self.member_editor)
        response = self.act("again", self.reader)
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self.mails_to(self.reader.email))

    # -- refusing ----------------------------------------------------------------------

    def test_addresses_of_others(self):
        other = self.env["res.partner"].create(
            {"name": "Taken", "email": "taken@example.com", "parent_id": self.stranger_org.id}
        )
        self.stranger_org.email = "info@stranger.example"
        archived = self.new_user("gone", "base.group_portal", email="gone@example.com")
        archived.active = False
        for address in (
            self.stranger.partner_id.email,
            self.stranger.partner_id.email.upper(),
            other.email,
            "info@stranger.example",
            "gone@example.com",
        ):
            with self.subTest(address=address):
                self.assertRefused(self.invite(email=address), "Stranger SL", "Taken")

    def test_logins_of_others(self):
        self.employee.login = "login@example.com"
        self.addresses = self.addresses_of_everybody()
        self.assertRefused(self.invite(email="login@example.com"), self.employee.name)
        self.assertRefused(self.invite(email="LOGIN@example.com"), self.employee.name)

    def test_contact_whose_address_is_a_strangers_login(self):
        """A contact with somebody else's address does not become a way into that login."""
        person = self.env["res.partner"].create(
            {
                "name": "Trap",
                "email": self.stranger.partner_id.email,
                "parent_id": self.member_org.id,
            }
        )
        response = self.act("invite", person)
        self.assertEqual(response.status_code, 422)
        self.assertFalse(person.user_ids)
        self.assertAddressesUntouched()

    def test_wildcards_in_an_address_are_letters(self):
        self.new_user("wild", "base.group_portal", email="annaxberg@example.com")
        self.assertIn("done=invited", self.invite(email="anna_berg@example.com").url)

    def test_wrong_input(self):
        for changes, text in (
            ({"name": ""}, "Enter the name"),
            ({"name": "Win at https://evil.example"}, "just the name"),
            ({"name": SCRIPT}, "just the name"),
            ({"name": "x" * 50_000}, "too long"),
            ({"email": ""}, "Enter the e-mail"),
            ({"email": "anna"}, "not an e-mail"),
            ({"email": "a@b.dk\nBcc: c@d.dk"}, "not an e-mail"),
            ({"email": "x" * 50_000}, "not an e-mail"),
            ({"function": "x" * 50_000}, "too long"),
        ):
            with self.subTest(**{key: value[:20] for key, value in changes.items()}):
                response = self.invite(**changes)
                self.assertEqual(response.status_code, 422)
                self.assertIn(text, response.text)
                self.assertNotIn("<script>alert(1)", response.text)
        self.assertIn('value="Anna Berg"', self.invite(email="anna").text, "nothing typed is lost")
        self.assertEqual(self.contacts(), self.editor + self.reader)
        self.assertFalse(self.env["biginn.invitation"].search([]))

    def test_what_is_not_asked_for_is_ignored(self):
        self.invite(
            parent_id=str(self.stranger_org.id),
            profile_editor="1",
            login="admin",
            group_ids="1",
            company_id="1",
            lang="xx_XX",
        )
        person = self.contacts() - self.editor - self.reader
        self.assertEqual(person.parent_id, self.member_org)
        self.assertFalse(person.profile_editor)
        self.assertEqual(person.user_ids.login, "anna@example.com")
        self.assertFalse(person.user_ids._is_internal())

    # -- the daily limit ---------------------------------------------------------------

    def test_limit(self):
        self.env["ir.config_parameter"].set_param("biginn_cluster.invitations_per_day", "2")
        self.invite()
        self.assertRefusedTry()
        response = self.invite(email="third@example.com")
        self.assertEqual(response.status_code, 422)
        self.assertIn("as many invitations as it may", response.text)
        person = self.contacts() - self.editor - self.reader
        self.assertEqual(self.act("again", person).status_code, 422)
        self.assertEqual(len(self.contacts()), 3)
        invitations = self.env["biginn.invitation"].search([])
        self.env.cr.execute(
            "UPDATE biginn_invitation SET create_date = %s WHERE id IN %s",
            [fields.Datetime.now() - timedelta(days=1, minutes=1), tuple(invitations.ids)],
        )
        self.env.invalidate_all()
        self.assertIn("done=invited", self.invite(email="third@example.com").url)

    def assertRefusedTry(self):
        response = self.invite(email=self.stranger.partner_id.email)
        self.assertIn(REFUSED, response.text)

    def test_limit_is_the_organisations_own(self):
        self.env["ir.config_parameter"].set_param("biginn_cluster.invitations_per_day", "1")
        self.invite()
        self.sign_in(self.stranger)
        self.assertIn("done=invited", self.invite(email="other@example.com").url)

    def test_limit_that_is_no_number(self):
        self.env["ir.config_parameter"].set_param("biginn_cluster.invitations_per_day", "many")
        self.assertEqual(self.env["biginn.invitation"]._left(self.member_org), 20)

    def test_old_tries_are_forgotten(self):
        self.invite()
        invitation = self.env["biginn.invitation"].search([])
        self.env.cr.execute(
            "UPDATE biginn_invitation SET create_date = create_date - interval '31 days'"
        )
        self.env["biginn.invitation"]._gc_old()
        self.assertFalse(invitation.exists())
