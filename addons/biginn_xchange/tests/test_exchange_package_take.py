
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..rules import package
from .package_common import UUID, PackageCommon


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
