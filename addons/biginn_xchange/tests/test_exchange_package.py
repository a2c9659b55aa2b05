import base64
import json
from contextlib import suppress
from copy import deepcopy

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..rules import package, package_exchange
from .common import XchangeCommon

UUID = "0f8b2c5e-8d3a-4c61-9a57-2f1f2b3c4d5e"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


class PackageCommon(XchangeCommon):
    """A cluster far away (`far`), with a key of its own, that sends its exchange to our cluster.

    The file is one that this program itself has made of an exchange: `said` is its payload, with
    the parties turned round, so that our cluster is the host's.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.far = cls.new_organisation(
            "Far cluster", country_id=cls.lithuania.id, organisation_type="cluster_organisation"
        )
        cls.private, public = package.new_key()
        cls.far_fingerprint = package.fingerprint(public)
        cls.exchange = cls.sendable()
        cls.said = cls.exchange._make_package()._read_file().payload
        cls.said = {
            **deepcopy(cls.said),
            "visiting": cls.organisation_row("Visitor UAB", "LT"),
            "host": cls.visiting_org._biginn_package_row(),
            "visiting_partnership": cls.far._biginn_package_row(),
            "host_partnership": cls.cluster_company.partner_id._biginn_package_row(),
            "visitors": ["Ona Onaitė"],
        }

    @classmethod
    def sendable(cls, **values):
        exchange = cls.new_exchange(
            host_partnership_id=cls.far.id,
            goals="See how they do it",
            objectives="One offer",
            day_ids=[Command.create({"date": "2023-05-08", "name": "Welcome", "place": "Lab"})],
            **values,
        )
        exchange.action_validate()
        return exchange

    @classmethod
    def organisation_row(cls, name, country, **values):
        number = sum(map(ord, name))
        return {
            "uuid": f"00000000-0000-4000-8000-{number:012d}",
            "name": name,
            "vat": "",
            "country": country,
            "organisation_type": "sme",
            "street": "Gatvė 1",
            "zip": "01100",
            "city": "Vilnius",
            "website": "",
            **values,
        }

    @classmethod
    def far_file(cls, sequence=1, uuid=UUID, private=None, kind="exchange", **values):
        return package.seal(
            private or cls.private,
            kind=kind,
            uuid=uuid,
            sequence=sequence,
            made_at=cls.env.cr.now(),
            sender={"name": "Far cluster", "country": "LT", "vat": ""},
            payload={**cls.said, **values},
        )

    @classmethod
    def wizard(cls, content, user=None):
        return (
            cls.env["biginn.exchange.import"]
            .with_user(user or cls.staff)
            .create({"file": base64.b64encode(content)})
        )

    @classmethod
    def accept_far(cls):
        wizard = cls.wizard(cls.far_file(), cls.manager)
        wizard.action_read()
        wizard.cluster_id = cls.far
        wizard.action_accept()
        return wizard

    @classmethod
    def take(cls, content, user=None):
        wizard = cls.wizard(content, user)
        wizard.action_read()
        return cls.env["biginn.exchange"].browse(wizard.action_import()["res_id"])


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
class TestTake(PackageCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accept_far()

    def test_there_and_back(self):
        exchange = self.take(self.far_file())
        self.assertTrue(exchange.is_imported)
        self.assertEqual(exchange.origin_id, self.far)
        self.assertEqual(exchange.company_id, self.cluster_company)
        self.assertEqual(exchange.host_id, self.visiting_org)
        self.assertEqual(exchange.visiting_id.name, "Visitor UAB")
        self.assertEqual(exchange.visiting_id.country_id, self.lithuania)
        self.assertEqual(exchange.state, "validated")
        self.assertEqual((exchange.lump_sum, exchange.working_days), (560, 5))
        self.assertEqual(exchange.lump_sum_facts["amount"], "560.00")
        self.assertIn("560", exchange.lump_sum_explanation)
        self.assertEqual(exchange.day_ids.name, "Welcome")
        self.assertEqual(exchange.goals, "See how they do it")
        self.assertIn("Ona Onaitė", exchange.origin_told)
        self.assertFalse(exchange.finding_ids)
        row = exchange.package_ids
        self.assertEqual((row.direction, row.sequence), ("in", 1))
        self.assertEqual(row.key_fingerprint, package.spelled(self.far_fingerprint))
        self.assertEqual(row.user_id, self.staff)

    def test_a_second_import_updates(self):
        exchange = self.take(self.far_file())
        partners = self.env["res.partner"].search_count([])
        again = self.take(
            self.far_file(2, state="completed", completed_on="2023-05-13", date_end="2023-05-11")
        )
        self.assertEqual(again, exchange)
        self.assertEqual(exchange.state, "completed")
        self.assertEqual(str(exchange.date_end), "2023-05-11")
        self.assertEqual(len(exchange.day_ids), 1)
        self.assertEqual(exchange.package_ids.mapped("sequence"), [2, 1])
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertEqual(self.env["biginn.exchange"].search_count([("package_uuid", "=", UUID)]), 1)

    def test_old_files_are_refused(self):
        self.take(self.far_file(2))
        for content, word in [
            (self.far_file(2), "already"),
            (self.far_file(1), "older"),
            (self.far_file(2, state="paid"), "same version number"),
        ]:
            with self.subTest(word=word), self.assertRaisesRegex(UserError, word):
                self.take(content)
        self.assertEqual(self.taken().state, "validated")

    def taken(self):
        return self.env["biginn.exchange"].search([("package_uuid", "=", UUID)])

    def test_an_unknown_key_is_shown_and_not_imported(self):
        private, public = package.new_key()
        content = self.far_file(private=private)
        wizard = self.wizard(content)
        wizard.action_read()
        self.assertEqual(wizard.stage, "key")
        self.assertEqual(wizard.fingerprint, package.spelled(package.fingerprint(public)))
        self.assertEqual(wizard.claimed_name, "Far cluster")
        with self.assertRaises(AccessError):
            wizard.action_accept()
        wizard.write({"stage": "preview", "programme_id": self.programme.id})
        with self.assertRaisesRegex(UserError, "has not been accepted"):
            wizard.action_import()
        self.assertFalse(self.taken())

    def test_a_withdrawn_key(self):
        self.take(self.far_file())
        key = self.env["biginn.accepted.key"].search([("partner_id", "=", self.far.id)])
        key.with_user(self.manager).action_withdraw()
        wizard = self.wizard(self.far_file(2))
        wizard.action_read()
        self.assertEqual(wizard.stage, "key")
        with self.assertRaises(UserError):
            wizard.action_import()

    def test_only_the_cluster_that_runs_it_changes_it(self):
        """Another accepted cluster signs a newer version of somebody else's exchange."""
        exchange = self.take(self.far_file())
        private, _public = package.new_key()
        rogue = self.new_organisation("Rogue cluster", country_id=self.spain.id)
        wizard = self.wizard(self.far_file(9, private=private, state="paid"), self.manager)
        wizard.action_read()
        wizard.cluster_id = rogue
        with self.assertRaisesRegex(UserError, "only their files"):
            wizard.action_accept()
        self.assertEqual(exchange.state, "validated")

    def test_our_own_exchange_is_not_changed_from_outside(self):
        with self.assertRaisesRegex(UserError, "runs in this database"):
            self.take(self.far_file(9, uuid=self.exchange.package_uuid))

    def test_who_pays_here_runs_it_here(self):
        with self.assertRaisesRegex(UserError, "run here"):
            self.take(
                self.far_file(
                    visiting_partnership=self.said["host_partnership"],
                    host_partnership=self.said["visiting_partnership"],
                )
            )
        with self.assertRaisesRegex(UserError, "not Cluster of tests"):
            self.take(self.far_file(host_partnership=self.organisation_row("Third", "LT")))

    def test_organisations_are_matched(self):
        self.host_org.write({"vat": "LT100001919017"})
        by_vat = self.organisation_row("Other name", "LT", vat="LT 100001919017")
        self.assertEqual(self.take(self.far_file(visiting=by_vat)).visiting_id, self.host_org)
        self.assertEqual(self.host_org.name, "Host UAB", "never overwritten")
        named = self.organisation_row("HOST uab", "LT")
        lines = self.preview(self.far_file(uuid=UUID.replace("0", "1"), visiting=named))
        self.assertEqual(lines["visiting"].partner_id, self.host_org)
        self.assertEqual(lines["visiting"].how, "name")
        self.assertEqual(lines["visiting_partnership"].how, "known")
        elsewhere = self.organisation_row("Host UAB", "ES")
        lines = self.preview(self.far_file(uuid=UUID.replace("0", "1"), visiting=elsewhere))
        self.assertFalse(lines["visiting"].partner_id, "another country, another organisation")
        self.assertEqual(lines["visiting"].how, "new")

    def preview(self, content):
        wizard = self.wizard(content)
        wizard.action_read()
        return {line.party: line for line in wizard.line_ids}

    def test_two_that_fit_are_for_a_person_to_choose(self):
        self.new_organisation("Host ApS", country_id=self.lithuania.id)
        row = self.organisation_row("Host", "LT")
        wizard = self.wizard(self.far_file(visiting=row))
        wizard.action_read()
        line = wizard.line_ids.filtered(lambda line: line.party == "visiting")
        self.assertEqual(line.how, "several")
        line.partner_id = self.host_org
        exchange = self.env["biginn.exchange"].browse(wizard.action_import()["res_id"])
        self.assertEqual(exchange.visiting_id, self.host_org)
        lines = self.preview(self.far_file(2, visiting=row))
        self.assertEqual(lines["visiting"].partner_id, self.host_org)
        self.assertEqual(lines["visiting"].how, "known", "never asked twice")

    def test_the_preview_says_what_changes(self):
        wizard = self.wizard(self.far_file())
        wizard.action_read()
        self.assertIn("Ona Onaitė", wizard.changes)
        self.assertFalse(wizard.exchange_id)
        exchange = self.take(self.far_file())
        self.visiting_org.street = "Ours 1"
        host = {**self.said["host"], "street": "Theirs 2"}
        wizard = self.wizard(self.far_file(2, host=host, visitors=["<script>alert(1)</script>"]))
        wizard.action_read()
        self.assertEqual(wizard.exchange_id, exchange)
        self.assertIn("Ona Onaitė", wizard.changes)
        self.assertIn("&lt;script&gt;", wizard.changes)
        self.assertNotIn("<script>", wizard.changes)
        self.assertNotIn("560", wizard.changes, "what stays is not told")
        line = wizard.line_ids.filtered(lambda line: line.party == "host")
        self.assertIn("Theirs 2", line.differences)
        wizard.action_import()
        self.assertEqual(self.visiting_org.street, "Ours 1")
        self.assertNotIn("<script>", exchange.origin_told)

    def test_nonsense_under_a_right_signature(self):
        good = self.said["visiting"]
        for values in (
            {"state": "nonsense"},
            {"lump_sum": "-1"},
            {"lump_sum": "100", "agreed_amount": "101"},
            {"date_end": "2023-05-01"},
            {"date_start": "1812-01-01"},
            {"visitors": "Ona"},
            {"visitors": ["x"] * 61},
            {"visiting": {**good, "more": 1}},
            {"visiting": {**good, "name": " "}},
            {"visiting": {**good, "name": "\u202egnihsif"}},
            {"visiting": self.said["host"]},
            {"days": [{"date": "2023-05-08"}]},
            {"lump_sum_facts": {"zero_reason": "x"}},
            {"signatures": [{"paper": "commitment", "party": "visitor", "name": "x"}]},
            {"surprise": 1},
        ):
            with self.subTest(values=str(values)[:60]), self.assertRaises(UserError):
                self.take(self.far_file(**values))
        for content in (b"", b"x", b"[]", self.far_file(kind="statement")):
            with self.subTest(content=content[:10]), self.assertRaises(UserError):
                self.take(content)
        with self.assertRaises(UserError):
            self.env["biginn.exchange.import"].with_user(self.staff).create(
                {"file": "%%%"}
            ).action_read()
        self.assertFalse(self.taken())

    def test_an_unknown_currency(self):
        with self.assertRaisesRegex(UserError, "currency"):
            self.take(self.far_file(currency="ZZZ", lump_sum_facts=None))

    def test_a_programme_unknown_here_is_chosen(self):
        content = self.far_file(programme={"code": "THEIRS", "name": "Their programme"})
        wizard = self.wizard(content)
        wizard.action_read()
        self.assertFalse(wizard.programme_id)
        with self.assertRaisesRegex(UserError, "THEIRS"):
            wizard.action_import()
        wizard.programme_id = self.programme
        wizard.action_import()
        self.assertEqual(self.taken().programme_id, self.programme)
        wizard = self.wizard(
            self.far_file(2, programme={"code": "THEIRS", "name": "Their programme"})
        )
        wizard.action_read()
        self.assertEqual(wizard.programme_id, self.programme, "not asked again")

    def test_a_screen_that_asks_for_sizes(self):
        """The web client reads binaries as their sizes: each step opens the file all the same."""
        wizard = self.wizard(self.far_file()).with_context(bin_size=True)
        self.assertNotEqual(wizard.file, wizard.with_context(bin_size=False).file)
        wizard.action_read()
        self.env.invalidate_all()
        wizard.web_read({"changes": {}, "exchange_id": {}, "stage": {}})
        self.assertEqual(wizard.stage, "preview")
        self.assertTrue(wizard.action_import()["res_id"])

    def test_who_may_import(self):
        for user in (self.member_editor, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.wizard(self.far_file(), user)
        wizard = self.wizard(self.far_file(), self.other_staff)
        wizard.action_read()
        self.assertEqual(wizard.stage, "key", "each cluster accepts keys for itself")


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
