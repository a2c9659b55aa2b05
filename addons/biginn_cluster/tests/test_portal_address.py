from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import PortalCase

ADDRESS = {
    "street": "Testvej 1",
    "city": "Odense",
    "zip": "5000",
    "phone": "+4512345678",
}


@tagged("post_install", "-at_install")
class TestPortalAddress(PortalCase):
    """Core's address pages write in sudo; a member must not reach its organisation through them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice_address = cls.env["res.partner"].create(
            {
                "name": "Member A/S, invoices",
                "parent_id": cls.member_org.id,
                "type": "invoice",
                "email": "invoices@example.com",
                "country_id": cls.denmark.id,
            }
        )

    def submit(self, partner, **values):
        data = {
            "csrf_token": Request.csrf_token(self),
            "partner_id": partner.id,
            "name": partner.name,
            "email": partner.email or "",
            "country_id": partner.country_id.id or self.denmark.id,
            **ADDRESS,
            **values,
        }
        response = self.url_open("/my/address/submit", data=data)
        self.env.invalidate_all()
        return response

    def test_own_contact_still_editable(self):
        self.sign_in(self.member_reader)
        own = self.member_reader.partner_id
        response = self.submit(own, name="New Name", street="Nyvej 2")
        self.assertIn("redirectUrl", response.json())
        self.assertRecordValues(own, [{"name": "New Name", "street": "Nyvej 2"}])

    def test_contact_cannot_rename_the_organisation(self):
        for user in (self.member_reader, self.member_editor):
            self.sign_in(user)
            self.submit(user.partner_id, company_name="Renamed A/S", vat="DK99999999")
            self.assertRecordValues(
                self.member_org, [{"name": "Member A/S", "vat": "DK12345674"}]
            )

    def test_new_address_cannot_rename_the_organisation(self):
        self.sign_in(self.member_reader)
        self.submit(
            self.env["res.partner"],
            partner_id="",
            name="Depot",
            email="depot@example.com",
            company_name="Renamed A/S",
        )
        self.assertTrue(
            self.env["res.partner"].search(
                [("name", "=", "Depot"), ("parent_id", "=", self.member_org.id)]
            )
        )
        self.assertEqual(self.member_org.name, "Member A/S")

    @mute_logger("odoo.http")
    def test_contact_cannot_edit_its_colleague(self):
        colleague = self.member_editor.partner_id
        self.sign_in(self.member_reader)
        for kind in ("contact", "other", "invoice"):
            colleague.type = kind
            with self.subTest(type=kind):
                self.assertEqual(self.submit(colleague, email="mine@x.dk").status_code, 403)
                self.assertEqual(colleague.email, "editor@example.com")
                self.make_archive_request(colleague)
                self.assertTrue(colleague.active)
        self.assertEqual(self.submit(self.member_org, name="Renamed").status_code, 403)

    def make_archive_request(self, partner):
        self.url_open(
            "/my/address/archive",
            json={"jsonrpc": "2.0", "method": "call", "params": {"partner_id": partner.id}},
        )
        self.env.invalidate_all()

    def test_shared_address_keeps_its_email(self):
        self.sign_in(self.member_reader)
        response = self.submit(self.invoice_address, email="mine@x.dk", street="Nyvej 2")
        self.assertIn("redirectUrl", response.json())
        self.assertRecordValues(
            self.invoice_address, [{"email": "invoices@example.com", "street": "Nyvej 2"}]
        )

    def test_login_on_the_organisation_itself(self):
        """Some databases hang the login on the company contact: its identity stays shut too."""
        user = self.new_user("direct", "base.group_portal")
        contact = user.partner_id
        contact.write(
            {
                "name": "Direct ApS",
                "is_company": True,
                "organisation_type": "sme",
                "vat": "DK12345674",
                "country_id": self.denmark.id,
                "email": "direct@example.com",
            }
        )
        self.sign_in(user)
        self.submit(contact, name="Renamed", vat="DK99999999", country_id=self.spain.id)
        self.assertRecordValues(
            contact,
            [
                {
                    "name": "Direct ApS",
                    "vat": "DK12345674",
                    "country_id": self.denmark.id,
                    "street": "Testvej 1",
                }
            ],
        )

    def test_stranger_cannot_reach_the_shared_address(self):
        self.sign_in(self.stranger)
        with mute_logger("odoo.http"):
            response = self.submit(self.invoice_address, street="Stolen 1")
        self.assertEqual(response.status_code, 403)

    def test_other_customers_are_left_to_core(self):
        """Not a cluster organisation: core's own behaviour, untouched by us."""
        customer = self.env["res.partner"].create({"name": "Shop Ltd", "is_company": True})
        user = self.new_member("customer", customer)
        names = self.env["res.partner"].with_user(user)._get_frontend_writable_fields()
        self.assertLessEqual({"vat", "company_name"}, names)
        member = self.env["res.partner"].with_user(self.member_reader)
        self.assertFalse({"vat", "company_name"} & member._get_frontend_writable_fields())
