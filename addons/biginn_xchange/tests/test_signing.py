import io
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.pdf import PdfReader

from ..rules import signing
from .common import XchangeCommon

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5E"
    "rkJggg=="
)
ROLES = ("visitor", "host", "visiting_partnership", "host_partnership")


@tagged("post_install", "-at_install")
class TestSigning(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(freeze_time("2023-04-28 10:00:00"))
        cls.exchange = cls.walk(cls.new_exchange(), "validated")

    def start(self, exchange=None, **values):
        exchange = exchange or self.exchange
        self.build(exchange, **values)
        exchange.action_request_signatures()
        return exchange._paper("commitment")

    def signature(self, role, kind="commitment"):
        return self.exchange._paper(kind).signature_ids.filtered(lambda each: each.role == role)

    # -- making ----------------------------------------------------------------------

    def test_the_commitment_needs_goals_objectives_a_plan_and_four_parties(self):
        for values, sentence in (
            ({}, "goals"),
            ({"goals": "See"}, "objectives"),
            ({"objectives": "Learn"}, "at least one day"),
            ({"day_ids": [Command.create({"date": "2023-05-08", "name": "Tour"})]}, ""),
        ):
            self.exchange.write(values)
            reason = self.exchange._get_cannot_move_reason("signing")
            with self.subTest(sentence=sentence):
                self.assertIn(sentence, reason or "")
                self.assertEqual(bool(sentence), bool(reason))
        other = self.new_exchange(
            visiting_id=self.new_organisation("Lone").id, host_partnership_id=False
        )
        self.build(other)
        self.assertIn("host partnership", other._get_not_ready_reason("signing"))

    def test_asking_makes_one_paper_and_asks_four_parties(self):
        paper = self.start()
        self.assertEqual(tuple(paper.signature_ids.mapped("role")), ROLES)
        self.assertEqual(set(paper.signature_ids.mapped("state")), {"pending"})
        self.assertEqual(paper.content_hash, signing.content_hash(paper.content))
        self.assertEqual(
            paper.signature_ids.organisation_id,
            self.visiting_org
            + self.host_org
            + self.cluster_company.partner_id
            + self.other_company.partner_id,
        )
        self.exchange.action_request_signatures()
        self.assertEqual(self.exchange.document_ids, paper, "a second click makes nothing")

    def test_one_organisation_may_be_both_partnerships(self):
        exchange = self.walk(
            self.new_exchange(
                programme_id=self.new_programme(code="BOTH").id,
                host_partnership_id=self.cluster_company.partner_id.id,
            ),
            "validated",
        )
        paper = self.start(exchange)
        ours = paper.signature_ids.filtered(
            lambda each: each.organisation_id == self.cluster_company.partner_id
        )
        self.assertEqual(len(ours), 2)
        ours.with_user(self.staff).action_sign("Staff of Both")
        self.assertEqual(ours.mapped("state"), ["signed", "signed"])
        self.assertFalse(exchange._is_commitment_signed())
        self.sign(exchange)
        self.assertEqual(exchange.state, "ready")

    def test_papers_speak_the_language_chosen(self):
        self.env["res.lang"]._activate_lang("da_DK")
        paper = self.start(document_lang="da_DK")
        self.assertEqual((paper.lang, paper.content["lang"]), ("da_DK", "da_DK"))
        self.assertIn("mandag den 8. maj 2023", str(paper.content["days"]))

    # -- signing ---------------------------------------------------------------------

    def test_four_signatures_then_the_agreement_then_ready(self):
        paper = self.start()
        self.sign(self.exchange, "visitor", "host", "host_partnership", kind="commitment")
        self.assertFalse(self.exchange._is_commitment_signed())
        self.assertFalse(self.exchange._paper("agreement"))
        self.sign(self.exchange, "visiting_partnership", kind="commitment")
        self.assertTrue(self.exchange._is_commitment_signed())
        self.assertEqual((paper.state, self.exchange.state), ("complete", "signing"))
        agreement = self.exchange._paper("agreement")
        self.assertEqual(
            agreement.signature_ids.mapped("role"), ["visitor", "visiting_partnership"]
        )
        self.assertIn(paper.content_hash, str(agreement.content["facts"]))
        self.sign(self.exchange, "visitor", kind="agreement")
        self.assertIn("Visiting partnership", self.exchange._get_cannot_move_reason("ready"))
        self.sign(self.exchange)
        self.assertTrue(self.exchange._is_agreement_signed())
        self.assertEqual(self.exchange.state, "ready")
        for document in paper + agreement:
            self.assertTrue(document.attachment_id.raw)
            self.assertEqual(document.sha256, signing.file_hash(document.attachment_id.raw))
            for signature in document.signature_ids:
                self.assertEqual(signature.document_hash, document.content_hash)
                self.assertIn(signature.signer.encode(), document.attachment_id.raw)

    def test_no_agreement_without_a_lump_sum(self):
        exchange = self.walk(
            self.new_exchange(programme_id=self.new_programme(code="V").id, is_virtual=True),
            "validated",
        )
        self.start(exchange)
        self.sign(exchange)
        self.assertEqual(exchange.state, "ready")
        self.assertEqual(exchange.document_ids.mapped("kind"), ["commitment"])

    def test_what_is_kept_of_a_signature(self):
        paper = self.start()
        visitor = self.signature("visitor")
        visitor.sudo()._sign("  Ona   Example ", PNG)
        self.assertEqual(visitor.signer, "Ona Example")
        self.assertEqual((visitor.method, visitor.document_hash), ("drawn", paper.content_hash))
        self.assertTrue(visitor.drawing)
        self.signature("host").sudo()._sign("Jonas Example")
        self.assertEqual(self.signature("host").method, "typed")
        self.assertTrue(self.signature("host").signed_on)
        self.signature("host").sudo()._store({"signed_on": "2023-05-01 22:30:00"})
        for zone, moment in (
            (False, "05/02/2023 12:30:00 AM Europe/Copenhagen (UTC+02:00)"),
            ("Europe/Vilnius", "05/02/2023 01:30:00 AM Europe/Vilnius (UTC+03:00)"),
        ):
            with self.subTest(zone=zone):
                paper.company_id.partner_id.sudo().tz = zone
                self.assertEqual(paper._sheet()["signatures"][1]["moment"], moment)

    def test_bad_names_and_drawings_are_refused_with_a_sentence(self):
        self.start()
        visitor = self.signature("visitor").sudo()
        huge = PNG + "A" * 900_000
        for name, drawing in (
            ("", False), ("  ", False), ("X" * 200, False), (None, False), (7, False),
            ({}, False), ("12 34", False), ("Ona Example", "no base64!"),
            ("Ona Example", "PHNjcmlwdD4="), ("Ona Example", huge), ("Ona Example", 12),
        ):  # fmt: skip
            with self.subTest(name=str(name)[:9]), self.assertRaises(UserError):
                visitor._sign(name, drawing)
        self.assertEqual(visitor.state, "pending")

    def test_who_may_sign(self):
        self.start()
        visitor, host = self.signature("visitor"), self.signature("host")
        ours, theirs = (
            self.signature("visiting_partnership"),
            self.signature("host_partnership"),
        )
        visitor.signer_id = False
        may = {
            (self.member_editor, visitor): True,
            (self.member_reader, visitor): False,
            (self.staff, visitor): False,
            (self.member_editor, host): False,
            (self.staff, ours): True,
            (self.manager, ours): True,
            (self.other_staff, ours): False,
            (self.staff, theirs): False,
            (self.other_staff, theirs): True,
            (self.member_editor, theirs): False,
        }
        for (user, signature), allowed in may.items():
            reason = signature.with_user(user)._get_cannot_sign_reason()
            with self.subTest(user=user.login, role=signature.role):
                self.assertEqual(not reason, allowed, reason)
                if not allowed:
                    with self.assertRaises(AccessError):
                        signature.with_user(user).action_sign("Somebody Else")
        for user in (self.stranger, self.employee, self.env.ref("base.public_user")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                visitor.with_user(user).action_sign("Somebody Else")
        visitor.signer_id = self.member_reader.partner_id
        visitor.with_user(self.member_reader).action_sign("Contact Reader")
        self.assertEqual(visitor.signer, "Contact Reader")

    def test_a_second_click_is_harmless(self):
        self.start()
        ours = self.signature("visiting_partnership").with_user(self.staff)
        ours.action_sign("Staff")
        signed_on = ours.signed_on
        with freeze_time("2023-04-29"):
            self.assertTrue(ours.action_sign("Other Name"))
        self.assertEqual((ours.signer, ours.signed_on), ("Staff", signed_on))

    def test_nobody_signs_words_that_changed_meanwhile(self):
        self.start()
        ours = self.signature("visiting_partnership").with_user(self.staff)
        with self.assertRaisesRegex(UserError, "changed while"):
            ours.action_sign("Staff", seen={str(ours.id): "0" * 64})
        ours.action_sign("Staff", seen={ours.id: ours.document_id.content_hash})
        self.assertEqual(ours.state, "signed")

    # -- nothing is rewritten --------------------------------------------------------

    def test_nobody_forges_papers_or_signatures(self):
        paper = self.start()
        visitor = self.signature("visitor")
        self.sign(self.exchange, "visitor")
        for record, vals in (
            (paper, {"content": {}}),
            (paper, {"content_hash": "x"}),
            (paper, {"state": "complete"}),
            (visitor, {"signer": "X"}),
            (visitor, {"signer_id": self.stranger.partner_id.id}),
            (self.signature("host"), {"state": "signed"}),
            (self.signature("host"), {"token_hash": "x"}),
        ):
            for user in (self.manager, self.env.ref("base.user_root")):
                with self.subTest(vals=vals, user=user.login), self.assertRaises(UserError):
                    record.with_user(user).with_context(biginn_checked=True).write(vals)
        for record in (paper, visitor):
            with self.assertRaises(UserError):
                record.sudo().unlink()
            with self.assertRaises(UserError):
                record.sudo().copy()
        self.assertEqual(self.exchange._paper("commitment"), paper)
        for vals in ({"signature_ids": [Command.clear()]}, {"document_ids": [Command.clear()]}):
            with self.assertRaises(UserError):
                self.exchange.write(vals)
        with self.assertRaises(AccessError):
            visitor.with_user(self.manager).read(["token_hash"])

    def test_words_that_were_tampered_with_count_for_nothing(self):
        paper = self.start()
        self.sign(self.exchange)
        self.assertTrue(self.exchange._is_commitment_signed())
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE biginn_exchange_document SET content = jsonb_set(content, '{title}', '\"X\"')"
            " WHERE id = %s",
            [paper.id],
        )
        paper.invalidate_recordset()
        self.assertFalse(self.exchange._is_commitment_signed())

    # -- voiding ---------------------------------------------------------------------

    def test_any_change_of_what_is_signed_asks_again(self):
        day = Command.create({"date": "2023-05-09", "name": "Second day"})
        changes = [
            lambda: self.exchange.write({"goals": "Something else"}),
            lambda: self.exchange.write({"objectives": "More"}),
            lambda: self.exchange.write({"costs_carried": "None"}),
            lambda: self.exchange.write(
                {"planned_activity_ids": self.env["biginn.activity.type"].search([], limit=1).ids}
            ),
            lambda: self.exchange.write({"visitor_contact_id": self.member_reader.partner_id.id}),
            lambda: self.exchange.write({"day_ids": [day, day]}),
            lambda: self.exchange.day_ids[:1].write({"place": "Hall"}),
            lambda: self.exchange.day_ids[:1].unlink(),
            lambda: self.env["biginn.exchange.day"].create(
                {"exchange_id": self.exchange.id, "date": "2023-05-10", "name": "One more"}
            ),
        ]
        self.start()
        for number, change in enumerate(changes, 1):
            self.sign(self.exchange)
            self.assertEqual(self.exchange.state, "ready", number)
            before = self.exchange._paper("commitment")
            with self.subTest(number=number):
                change()
                after = self.exchange._paper("commitment")
                self.assertEqual(before.state, "void")
                self.assertEqual(set(before.signature_ids.mapped("state")), {"void"})
                self.assertEqual((after.version, after.state), (number + 1, "open"))
                self.assertEqual(self.exchange.state, "signing")
                self.assertFalse(self.exchange._is_commitment_signed())
                self.assertFalse(self.exchange._paper("agreement"))

    def test_what_is_no_change_voids_nothing(self):
        paper = self.start()
        self.sign(self.exchange)
        self.exchange.write({"goals": self.exchange.goals, "notes": "A call", "day_ids": []})
        self.exchange.day_ids.write({"name": self.exchange.day_ids.name})
        self.host_org.street = "Another street"
        self.assertEqual((paper.state, self.exchange.state), ("complete", "ready"))

    def test_draft_and_never_void_everything(self):
        paper = self.start()
        self.sign(self.exchange, "host")
        self.exchange.with_user(self.manager).action_reset()
        self.assertEqual((paper.state, paper.void_code), ("void", "reset"))
        self.exchange.action_validate()
        self.exchange.action_request_signatures()
        again = self.exchange._paper("commitment")
        self.assertEqual(again.version, 2)
        self.exchange.action_cancel("The visitor is ill.")
        self.assertEqual((again.state, again.void_code), ("void", "ended"))

    def test_once_the_stay_has_begun_nothing_changes(self):
        self.walk(self.exchange, "ongoing")
        for vals in ({"goals": "X"}, {"day_ids": [Command.clear()]}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.exchange.write(vals)
        with self.assertRaises(UserError):
            self.exchange.day_ids.write({"name": "X"})
        with self.assertRaises(UserError):
            self.exchange.day_ids.unlink()
        self.assertTrue(self.exchange._is_commitment_signed())

    # -- the file --------------------------------------------------------------------

    def test_a_printer_that_fails_loses_no_signature(self):
        self.start()
        reports = self.registry["ir.actions.report"]
        with (
            patch.object(reports, "_render_qweb_pdf", side_effect=UserError("no paper")),
            self.assertLogs("odoo.addons.biginn_xchange", level="ERROR"),
        ):
            self.sign(self.exchange)
        paper = self.exchange._paper("commitment")
        self.assertEqual((self.exchange.state, paper.sha256), ("ready", False))
        cron = self.env.ref("biginn_xchange.cron_signed_pdf")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            kept = paper.attachment_id
            cron.method_direct_trigger()
        self.assertTrue(paper.sha256)
        self.assertEqual(paper.attachment_id, kept)

    def test_the_file_is_a_pdf_that_carries_the_signatures(self):
        self.start()
        self.exchange = self.exchange.with_context(force_report_rendering=True)
        for signature in self.exchange._paper("commitment").signature_ids.sudo():
            signature._sign(f"Signer {signature.role.replace('_', ' ')}")
        paper = self.exchange._paper("commitment")
        raw = paper.attachment_id.raw
        if not raw.startswith(b"%PDF"):
            self.skipTest("wkhtmltopdf is not installed")
        self.assertEqual(paper.sha256, signing.file_hash(raw))
        pages = PdfReader(io.BytesIO(raw)).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        for role in ROLES:
            self.assertIn(f"Signer {role.replace('_', ' ')}", text)
        self.assertEqual(paper._pdf(), raw, "the frozen file, not a new print")
