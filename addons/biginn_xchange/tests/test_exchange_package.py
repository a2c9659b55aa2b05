import base64
import json
from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..rules import package_exchange
from .package_common import PDF, UUID, PackageCommon


@tagged("post_install", "-at_install")
class TestSend(PackageCommon):
    def test_versions_increase_with_changes_only(self):
        first = self.exchange._make_package()
        self.assertEqual(first.sequence, 1)
        again = self.exchange._make_package()
        self.assertEqual(again, first, "the same file as long as nothing has changed")
        self.exchange.goals = "See more"
        second = self.exchange._make_package()
        self.assertEqual(second.sequence, 2)
        self.assertEqual(second._read_file().uuid, first._read_file().uuid)
        self.assertEqual(second._read_file().digest, second.digest)
        self.assertEqual(second.user_id, self.staff)
        self.assertEqual(second.partner_id, self.far)

    def test_another_key_makes_another_version(self):
        first = self.exchange._make_package()
        keys = self.env["biginn.package.key"]
        keys.search([("company_id", "=", self.cluster_company.id)]).with_user(
            self.manager
        ).action_rotate()
        second = self.exchange._make_package()
        self.assertEqual(second.sequence, 2)
        self.assertNotEqual(second.key_fingerprint, first.key_fingerprint)

    def test_the_download(self):
        action = self.exchange.action_send_package()
        row = self.exchange.package_ids
        self.assertIn(str(row.attachment_id.id), action["url"])
        self.assertTrue(row.attachment_id.with_user(self.staff).raw)
        for user in (self.other_staff, self.member_editor, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                row.attachment_id.with_user(user).read(["raw"])

    def test_who_may_send(self):
        for user in (self.member_editor, self.other_manager, self.employee):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.exchange.with_user(user).action_send_package()

    def test_why_not(self):
        self.programme.visit_once_per = False
        draft = self.new_exchange(host_partnership_id=self.far.id)
        self.assertIn("validated", draft._get_cannot_send_reason())
        nobody = self.new_exchange(host_partnership_id=False)
        nobody.action_validate()
        self.assertIn("other cluster", nobody._get_cannot_send_reason())
        neighbour = self.new_exchange()
        neighbour.action_validate()
        self.assertIn("works in this database", neighbour._get_cannot_send_reason())
        for exchange in (draft, nobody, neighbour):
            with self.assertRaises(UserError):
                exchange.action_send_package()

    def test_what_it_says(self):
        said = self.exchange._make_package()._read_file().payload
        found = package_exchange.read(said)
        self.assertEqual(found["number"], self.exchange.name)
        self.assertEqual((str(found["lump_sum"]), found["working_days"]), ("560.00", 5))
        self.assertEqual(found["host"]["name"], "Host UAB")
        self.assertEqual(found["days"][0]["place"], "Lab")
        kept = package_exchange.facts_to_keep(found["lump_sum_facts"])
        for name, value in self.exchange.lump_sum_facts.items():
            got = kept[name]
            if name in package_exchange.AMOUNTS and value is not None:
                self.assertEqual(float(got), float(value), name)
            else:
                self.assertEqual(got or None, value or None, name)

    def test_personal_data_stays_at_home(self):
        """Names of those who travel, one contact each; nothing else about people."""
        person = self.member_editor.partner_id
        person.write({"phone": "+45 11 22 33 44", "comment": "Allergic to nuts"})
        reader = self.member_reader.partner_id
        reader.write({"phone": "+45 99 88 77 66"})
        exchange = self.sendable(
            visitor_ids=[Command.set((person | reader).ids)],
            visitor_contact_id=person.id,
            programme_id=self.new_programme(code="AGAIN").id,
            notes="<p>Between us</p>",
        )
        text = exchange._make_package().attachment_id.raw.decode()
        for expected in (person.name, reader.name, person.email, "11 22 33 44"):
            self.assertIn(expected, text)
        for kept in (reader.email, "99 88", "Allergic", "Between us", self.staff.name):
            self.assertNotIn(kept, text)


@tagged("post_install", "-at_install")
class TestReadOnly(PackageCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accept_far()
        cls.imported = cls.take(cls.far_file())

    def test_nobody_changes_it_here(self):
        for user in (self.staff, self.manager):
            exchange = self.imported.with_user(user)
            for values in (
                {"date_end": "2023-05-13"},
                {"goals": "Ours"},
                {"agreed_amount": 1},
                {"state": "ongoing"},
                {"state": "signing"},
                {"is_imported": False},
                {"origin_id": False},
                {"package_uuid": "x"},
                {"imported_facts": {}},
                {"visitor_ids": [Command.clear()]},
                {"day_ids": [Command.clear()]},
                {"host_id": self.stranger_org.id},
            ):
                with self.subTest(user=user.login, values=values), self.assertRaises(UserError):
                    exchange.write(values)
            for method in (
                "action_submit",
                "action_request_signatures",
                "action_complete",
                "action_reset",
                "action_cancel",
                "action_send_package",
            ):
                with self.subTest(method=method), self.assertRaises(UserError):
                    getattr(exchange, method)()
        with self.assertRaises(UserError):
            self.imported.sudo().write({"state": "paid"})
        with self.assertRaises(UserError):
            self.imported.with_user(self.staff).day_ids.write({"name": "Ours"})
        self.imported._advance()
        self.assertEqual(self.imported.state, "validated")

    def test_nothing_is_signed_reported_proven_or_paid_here(self):
        """As far as it gets elsewhere: here no paper, report, evidence or bill comes of it."""
        for version, state in enumerate(("signing", "ready", "reporting", "completed", "paid"), 2):
            self.take(self.far_file(version, state=state))
            with self.subTest(state=state):
                self.assertEqual(self.imported.state, state)
                self.attack(self.imported.with_user(self.manager))
                with self.assertRaises(UserError):
                    self.imported.with_user(self.manager).action_cancel("Ours")
                self.imported._advance()
                self.assertEqual(self.imported.state, state)
        exchange = self.imported.sudo()
        self.assertFalse(exchange.document_ids)
        self.assertFalse(exchange.signature_ids)
        self.assertFalse(exchange.report_ids)
        self.assertFalse(exchange.evidence_ids)
        self.assertFalse(exchange.bill_ids)
        self.assertFalse(exchange.counts_for_kpi, "it counts where it is paid")

    def attack(self, exchange):
        for attempt in (
            lambda: exchange._open_report("host"),
            lambda: exchange.env["biginn.exchange.report"].create(
                {"exchange_id": exchange.id, "side": "host"}
            ),
            lambda: exchange.env["biginn.exchange.evidence"].create(
                {
                    "exchange_id": exchange.id,
                    "kind": "boarding_pass",
                    "paper_name": "pass.pdf",
                    "paper": base64.b64encode(PDF),
                }
            ),
            exchange.action_request_signatures,
            exchange.action_complete,
            exchange.action_create_bill,
            lambda: exchange.action_cancel("Ours"),
            lambda: exchange.action_interrupt("Ours"),
            lambda: exchange.action_end_early("2023-05-09", "Ours"),
        ):
            # refused, or nothing left to do: what came of it, the caller looks at
            with suppress(UserError), self.env.cr.savepoint():
                attempt()
                self.env.flush_all()

    def test_nothing_waits_for_it_here(self):
        self.take(self.far_file(2, state="completed", completed_on="2023-05-13"))
        exchanges = self.env["biginn.exchange"]
        self.assertNotIn(self.imported, exchanges.search(exchanges._domain_to_pay()))
        for card in self.env["biginn.today"].with_user(self.staff)._cards():
            if card["model"] == "biginn.exchange":
                with self.subTest(card=card["key"]):
                    self.assertNotIn(self.imported, exchanges.search(card["domain"]))
        step = self.imported.with_user(self.member_editor)._portal_next_step()
        self.assertIn("Far cluster", step["sentence"])
        self.assertFalse(step["mine"])

    def test_nothing_of_ours_moves_its_figures(self):
        self.visiting_org.country_id = self.spain
        self.programme.rate_ids.amount = 1
        self.visiting_org.partner_latitude = 0
        self.imported.with_user(self.staff).action_check()
        self.assertEqual((self.imported.lump_sum, self.imported.working_days), (560, 5))
        self.assertFalse(self.imported.finding_ids)

    def test_the_office_keeps_notes(self):
        self.imported.with_user(self.staff).write({"notes": "<p>Ask them</p>"})
        self.imported.with_user(self.staff).message_post(body="They called")
        self.assertIn("Ask them", self.imported.notes)

    def test_the_member_here_reads_it(self):
        mine = self.imported.with_user(self.member_editor)
        self.assertEqual(mine.name, self.imported.name)
        for name in ("imported_facts", "origin_told", "package_ids", "package_uuid"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                mine.read([name])

    def test_a_forged_import_is_no_import(self):
        """What an import writes cannot be written by create, copy or context."""
        forged = self.new_exchange(
            is_imported=True, origin_id=self.far.id, package_uuid=UUID.replace("0", "2")
        )
        self.assertFalse(forged.is_imported)
        self.assertFalse(forged.package_uuid)
        copy = self.imported.with_user(self.staff).copy()
        self.assertFalse(copy.is_imported)
        self.assertFalse(copy.package_uuid)
        self.assertEqual(copy.state, "draft")
        for key in ("biginn_checked", "biginn_building"):
            with self.assertRaises(UserError):
                self.imported.with_user(self.staff).with_context(**{key: True}).write(
                    {"state": "paid"}
                )

    def test_taking_back_an_import(self):
        with self.assertRaises(UserError):
            self.imported.with_user(self.staff).unlink()
        self.imported.with_user(self.manager).unlink()
        self.assertTrue(self.take(self.far_file()).is_imported)

    def test_its_log_is_written_by_nobody(self):
        row = self.imported.package_ids
        for user in (self.staff, self.manager):
            with self.assertRaises(AccessError):
                row.with_user(user).write({"sequence": 0})
            with self.assertRaises(AccessError):
                row.with_user(user).unlink()
            with self.assertRaises(AccessError):
                row.with_user(user).copy()
        self.assertFalse(row.with_user(self.other_manager).search([("id", "=", row.id)]))

    def test_json_of_the_file_is_canonical_everywhere(self):
        """The file may be opened, saved and mailed: another layout is the same file."""
        loose = json.dumps(json.loads(self.far_file(2)), indent=4).encode()
        self.take(loose)
        with self.assertRaisesRegex(UserError, "already"):
            self.take(self.far_file(2))
