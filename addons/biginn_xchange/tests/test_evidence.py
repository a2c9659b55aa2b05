import base64

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .closing_common import PNG, picture
from .common import XchangeCommon

HTML = b"<html><script>alert(1)</script></html>"


@tagged("post_install", "-at_install")
class TestEvidence(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange = cls.new_exchange(visitor_ids=cls.member_reader.partner_id.ids)
        cls.walk(cls.exchange, "reporting")

    def test_accepted_evidence_proves_the_stay(self):
        evidence = self.new_evidence(self.exchange)
        self.assertRecordValues(
            evidence,
            [{"state": "submitted", "partner_id": self.visiting_org.id, "paper_name": "group.png"}],
        )
        paper = evidence.attachment_id
        self.assertEqual((paper.res_model, paper.res_id), (evidence._name, evidence.id))
        self.assertFalse(paper.public)
        self.assertFalse(self.exchange._is_evidence_accepted())
        self.assertIn("waits to be looked at", self.exchange._get_no_proof_reason())
        evidence.action_accept()
        evidence.action_accept()
        self.assertTrue(self.exchange._is_evidence_accepted())
        self.assertEqual(evidence.decided_by_id, self.staff)

    def test_known_by_content_for_staff_as_well(self):
        for content in (HTML, b"PK\x03\x04 anything", b""):
            with self.subTest(content=content), self.assertRaises(UserError):
                self.new_evidence(self.exchange, content or b" ")
        self.assertFalse(self.exchange.evidence_ids)

    def test_refused_with_a_reason(self):
        evidence = self.new_evidence(self.exchange)
        with self.assertRaises(UserError):
            evidence.action_refuse(" ")
        wizard = self.env["biginn.closing.remark"].with_user(self.staff)
        action = evidence.action_open_refuse()
        wizard = wizard.with_context(**action["context"]).create({"remark": "Too dark"})
        wizard.action_confirm()
        self.assertEqual((evidence.state, evidence.reason), ("refused", "Too dark"))
        self.assertIn("was refused", self.exchange._get_no_proof_reason())
        mail = self.env["mail.mail"].sudo().search([("model", "=", evidence._name)])
        self.assertEqual(mail.recipient_ids, self.member_reader.partner_id)
        self.assertIn("Too dark", mail.body_html)

    def test_without_a_file_there_is_nothing_to_accept(self):
        evidence = (
            self.env["biginn.exchange.evidence"]
            .with_user(self.staff)
            .create({"exchange_id": self.exchange.id, "kind": "invoice"})
        )
        with self.assertRaises(UserError):
            evidence.action_accept()

    def test_forged_decisions_are_refused(self):
        evidence = self.new_evidence(self.exchange)
        for values in (
            {"state": "accepted"},
            {"decided_by_id": self.staff.id},
            {"registration_id": False},
            {"kind": "check_in"},
        ):
            for records in (evidence, evidence.sudo()):
                with self.subTest(values=values, su=records.env.su), self.assertRaises(UserError):
                    records.write(values)
        forged = self.new_evidence(self.exchange, picture(1), state="accepted", note="Forged")
        self.assertEqual(forged.state, "submitted")
        with self.assertRaises(UserError):
            self.new_evidence(self.exchange, picture(2), kind="check_in")

    def test_the_same_file_is_kept_once(self):
        self.new_evidence(self.exchange)
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            self.new_evidence(self.exchange)
            self.env.flush_all()
        self.assertIn("checksum", str(caught.exception))

    def test_accepted_evidence_stays_as_it_is(self):
        evidence = self.new_evidence(self.exchange)
        evidence.action_accept()
        with self.assertRaises(UserError):
            evidence.write({"paper": base64.b64encode(PNG + b" "), "paper_name": "x.png"})
        with self.assertRaises(UserError):
            evidence.unlink()

    def test_a_file_goes_with_its_evidence(self):
        evidence = self.new_evidence(self.exchange)
        paper = evidence.attachment_id
        evidence.unlink()
        self.assertFalse(paper.exists())

    def test_it_comes_from_one_of_the_parties(self):
        with self.assertRaises(ValidationError):
            self.new_evidence(self.exchange, partner_id=self.stranger_org.id)
        self.new_evidence(self.exchange, partner_id=self.host_org.id)

    def test_the_other_cluster_decides_nothing(self):
        evidence = self.new_evidence(self.exchange).with_user(self.other_manager)
        self.assertEqual(evidence.state, "submitted")
        for act in (evidence.action_accept, lambda: evidence.action_refuse("No")):
            with self.assertRaises(UserError):
                act()

    def test_a_completed_exchange_takes_no_more(self):
        evidence = self.new_evidence(self.exchange, PNG, partner_id=self.host_org.id)
        self.walk(self.exchange, "completed")
        with self.assertRaises(UserError):
            self.new_evidence(self.exchange, partner_id=self.host_org.id)
        for act in (evidence.action_accept, evidence.unlink):
            with self.assertRaises(UserError):
                act()


@tagged("post_install", "-at_install")
class TestCheckIn(XchangeCommon):
    """A visitor checked in at the linked agenda counts by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event = cls.new_agenda()
        cls.visitor = cls.member_reader.partner_id
        cls.exchange = cls.new_exchange(
            visitor_ids=cls.visitor.ids,
            date_start="2023-05-22",
            date_end="2023-05-26",
            event_id=cls.event.id,
        )

    def register(self, person=None, **values):
        person = person or self.visitor
        return (
            self.env["event.registration"]
            .with_user(self.staff)
            .create(
                {
                    "event_id": self.event.id,
                    "partner_id": person.id,
                    "name": person.name,
                    "email": person.email,
                    "state": "open",
                    **values,
                }
            )
        )

    def test_it_counts_as_soon_as_it_happens(self):
        registration = self.register()
        self.assertFalse(self.exchange.evidence_ids)
        registration.action_set_done()
        [evidence] = self.exchange.evidence_ids
        self.assertEqual((evidence.kind, evidence.state), ("check_in", "accepted"))
        self.assertTrue(self.exchange._is_evidence_accepted())
        registration.action_set_done()
        self.assertEqual(len(self.exchange.evidence_ids), 1)
        with self.assertRaises(UserError):
            evidence.action_refuse("No")
        registration.action_confirm()
        self.assertFalse(self.exchange.evidence_ids, "checked in by mistake")

    def test_a_desk_that_sees_no_exchanges(self):
        desk = self.new_user("desk", "base.group_user,event.group_event_registration_desk")
        registration = self.register()
        registration.with_user(desk).write({"state": "done"})
        self.assertTrue(self.exchange._is_evidence_accepted())

    def test_whose_check_in(self):
        colleague = self.member_editor.partner_id
        for person, values, counts in (
            (self.stranger.partner_id, {}, False),
            (colleague, {}, False),
            (colleague, {"email": f" {self.visitor.email.upper()} "}, True),
        ):
            registration = self.register(person, state="done", **values)
            with self.subTest(person=person.name, values=values):
                self.assertEqual(bool(self.exchange.evidence_ids), counts)
            registration.sudo().unlink()
            self.assertFalse(self.exchange.evidence_ids)
        self.exchange.visitor_ids = False
        self.register(colleague, state="done")
        self.assertTrue(self.exchange.evidence_ids, "nobody is named: anybody of the organisation")

    def test_only_during_the_stay(self):
        self.register(state="done")
        self.assertTrue(self.exchange.evidence_ids)
        self.exchange.write({"date_start": "2023-06-05", "date_end": "2023-06-09"})
        self.assertFalse(self.exchange.evidence_ids)
        self.exchange.write({"date_start": "2023-05-24", "date_end": "2023-05-26"})
        self.assertTrue(self.exchange.evidence_ids)
        self.exchange.event_id = False
        self.assertFalse(self.exchange.evidence_ids)

    def test_what_a_completed_exchange_rests_on_stays(self):
        registration = self.register(state="done")
        self.walk(self.exchange, "completed")
        registration.write({"state": "cancel"})
        registration.sudo().unlink()
        self.assertIn("check_in", self.exchange.evidence_ids.mapped("kind"))
