from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MockEmail

from .services_common import ServicesCommon

MAIL = """\
From: {sender}
To: {to}
Cc: {cc}
Subject: {subject}
Date: Thu, 05 Mar 2026 23:30:00 +0000
Message-Id: <{number}@test.example>
Content-Type: text/plain; charset=utf-8

{body}
"""
ALIAS = "partner-search@cluster.example"
STAFF = "staff@cluster.example"
MEMBER = "reader@example.com"


@tagged("post_install", "-at_install")
class TestServiceMail(ServicesCommon, MockEmail):
    """Staff put the service's address into Cc, or forward a mail to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create({"name": "cluster.example"})
        cls.cluster_company.alias_domain_id = domain
        cls.staff.write({"email": STAFF, "tz": "Europe/Copenhagen"})
        cls.service.write(
            {"alias_name": "partner-search", "alias_domain_id": domain.id, "default_hours": 0.5}
        )

    @mute_logger("odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_mail")
    def send(self, sender=STAFF, to=ALIAS, cc="", body="Hello", subject="A partner", number=1):
        """The uses that come of a mail, and whether the sender got an answer."""
        uses = self.env["biginn.service.use"]
        before = uses.search([])
        mail = MAIL.format(
            sender=sender, to=to, cc=cc, body=body, subject=subject, number=number
        )
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(None, mail)
        self.answered = [
            address for sent in self._mails for address in sent["email_to"] if sender in address
        ]
        return uses.search([]) - before

    def test_in_cc(self):
        use = self.send(to=f"Reader <{MEMBER}>", cc=ALIAS)
        self.assertRecordValues(
            use,
            [
                {
                    "service_id": self.service.id,
                    "company_id": self.cluster_company.id,
                    "partner_id": self.member_org.id,
                    "contact_id": self.member_reader.partner_id.id,
                    "user_id": self.staff.id,
                    # half past midnight in Copenhagen
                    "date": fields.Date.to_date("2026-03-06"),
                    "hours": 0.5,
                    "origin": "mail",
                    "needs_review": False,
                    "note": "A partner",
                    "outcome": False,
                }
            ],
        )
        self.assertIn("Hello", use.message_ids[-1:].body)
        self.assertTrue(use.message_ids[-1:].subtype_id.internal)
        self.assertFalse(self.answered)

    def test_forwarded(self):
        """The other party stands in the quoted head only."""
        body = f"""FYI

---------- Forwarded message ---------
From: Contact reader <{MEMBER.upper()}>
To: Staff <{STAFF}>
We look for somebody who welds."""
        use = self.send(body=body)
        self.assertEqual(use.partner_id, self.member_org)
        self.assertEqual(use.contact_id, self.member_reader.partner_id)

    def test_written_to_the_organisation_itself(self):
        self.member_org.email = "info@member.example"
        use = self.send(to="info@member.example", cc=ALIAS)
        self.assertEqual(use.partner_id, self.member_org)
        self.assertFalse(use.contact_id)

    def test_unknown_organisation_waits_for_a_review(self):
        use = self.send(to="new@firm.example", cc=ALIAS)
        self.assertRecordValues(
            use,
            [{"partner_id": False, "needs_review": True, "mail_addresses": "new@firm.example"}],
        )
        seen = use.with_user(self.staff)
        self.assertIn("new@firm.example", seen.review_explanation)
        with self.assertRaisesRegex(Exception, "Enter the organisation"):
            seen.action_reviewed()
        seen.partner_id = self.stranger_org
        seen.action_reviewed()
        self.assertFalse(use.needs_review)

    def test_two_organisations_wait_for_a_review(self):
        use = self.send(to=f"{MEMBER}, stranger@example.com", cc=ALIAS)
        self.assertRecordValues(use, [{"partner_id": False, "needs_review": True}])

    def test_nobody_else_waits_for_a_review(self):
        use = self.send()
        self.assertRecordValues(use, [{"partner_id": False, "mail_addresses": False}])
        self.assertIn("no address but your own", use.review_explanation)

    def test_only_staff_of_the_cluster(self):
        self.other_staff.email = "other@cluster.example"
        self.employee.email = "employee@cluster.example"
        for number, sender in enumerate(
            ("anybody@example.org", MEMBER, "other@cluster.example", "employee@cluster.example")
        ):
            with self.subTest(sender=sender):
                self.assertFalse(self.send(sender, MEMBER, ALIAS, number=number))
                self.assertTrue(self.answered, "a sentence says why")

    def test_the_same_mail_twice(self):
        self.assertTrue(self.send(to=MEMBER, cc=ALIAS))
        self.assertFalse(self.send(to=MEMBER, cc=ALIAS))

    def test_script_stays_text_and_nothing_breaks(self):
        use = self.send(
            to=MEMBER, cc=ALIAS, subject="<script>x</script>", body="<script>alert(1)</script>"
        )
        self.assertEqual(use.note, "<script>x</script>")
        self.assertNotIn("<script>", use.message_ids[-1:].body)

    def test_a_mail_dated_in_the_future_is_of_today(self):
        uses = self.env["biginn.service.use"]
        day = uses._day_of_mail({"date": "2099-01-01 00:00:00"}, self.staff)
        self.assertLess(day, fields.Date.to_date("2099-01-01"))

    def test_an_answer_stays_with_the_use(self):
        """Who answers to all does not record anew."""
        use = self.send(to=MEMBER, cc=ALIAS)
        mail = MAIL.format(
            sender=STAFF, to=MEMBER, cc=ALIAS, body="Again", subject="Re: A partner", number=2
        ).replace("Subject:", "In-Reply-To: <1@test.example>\nSubject:")
        before = self.env["biginn.service.use"].search_count([])
        with self.mock_mail_gateway(), mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(None, mail)
        self.assertEqual(self.env["biginn.service.use"].search_count([]), before)
        self.assertIn("Again", use.message_ids[0].body)
