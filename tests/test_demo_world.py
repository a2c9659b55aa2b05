"""The demo world loads where nothing is installed for it, and shows what it promises."""

from lxml.html import fromstring

from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file
from odoo.tools.misc import mute_logger

ADDONS = ("biginn_cluster", "biginn_xchange", "biginn_reports")


@tagged("post_install", "-at_install")
class TestDemoWorld(TransactionCase):
    """Loaded once, in this class's transaction, with whatever chart of accounts is there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.had_demo = bool(cls.env.ref("biginn_reports.demo_grant", raise_if_not_found=False))
        if not cls.had_demo:
            cls.load_demo()

    @classmethod
    def load_demo(cls):
        """What the installation does with the files of the manifests' `demo` lists."""
        with mute_logger("odoo.models.unlink"):
            for addon in ADDONS:
                for name in Manifest.for_addon(addon)["demo"]:
                    convert_file(cls.env(su=True), addon, name, {}, "init", noupdate=True)

    def demo(self, name):
        return self.env["biginn.demo"]._demo(name)

    def test_clusters_keep_their_currency(self):
        found = {self.demo(f"company_{key}").currency_id.name for key in ("dk", "es", "lt")}
        self.assertEqual(found, {"DKK", "EUR"})
        self.assertEqual(self.demo("company_dk").currency_id.name, "DKK")

    def test_members_in_every_state(self):
        memberships = self.env["biginn.membership"].search(
            [("partner_id.category_id", "in", self.demo("category").ids)]
        )
        wanted = {name for name, _label in memberships._fields["state"].selection}
        self.assertEqual(set(memberships.mapped("state")), wanted)
        self.assertGreaterEqual(len(memberships.partner_id), 30)

    def test_an_active_member_can_be_invoiced_in_each_cluster(self):
        members = {"dk": "vejle_controls", "es": "bilbao_fusion", "lt": "kaunas_optics"}
        for cluster, member in members.items():
            membership = self.demo(f"membership_{cluster}_{member}")
            membership = membership.with_company(membership.company_id)
            membership.action_invoice_fees()
            invoice = membership.invoice_id
            self.assertEqual(invoice.state, "draft")
            self.assertEqual(invoice.amount_untaxed, membership.fee)

    def test_exchanges_in_every_state(self):
        exchanges = self.env["biginn.exchange"].search(
            [("visiting_id.category_id", "in", self.demo("category").ids)]
        )
        wanted = {name for name, _label in exchanges._fields["state"].selection}
        self.assertEqual(set(exchanges.mapped("state")), wanted)
        drafts = exchanges.filtered(lambda one: one.state == "draft")
        self.assertTrue(drafts.filtered("open_finding_count"))
        self.assertTrue(drafts.filtered(lambda one: not one.open_finding_count))

    def test_agenda_of_three_days(self):
        agenda = self.demo("agenda_ess")
        self.assertEqual(len(set(agenda.agenda_item_ids.mapped("local_day"))), 3)
        self.assertTrue(agenda.registration_ids)
        self.assertEqual(min(agenda.agenda_item_ids.mapped("start_hour")), 8.5)

    def test_locked_statement_is_example_1(self):
        """grant-finance, example 1, to the cent, from the ECB's real rates."""
        statement = self.demo("statement_1")
        self.assertEqual(statement.state, "locked")
        self.assertEqual(statement.fx_rate_text, "7.4393")
        self.assertAlmostEqual(statement.total_eur, 84856.53, 2)
        self.assertAlmostEqual(statement.requested_eur, 63642.40, 2)

    def test_open_statement_is_example_2_with_findings(self):
        statement = self.demo("statement_2")
        self.assertEqual(statement.state, "computed")
        self.assertAlmostEqual(statement.total_eur, 101568.61, 2)
        self.assertAlmostEqual(statement.requested_eur, 76773.96, 2)
        severities = set(statement.finding_ids.mapped("severity"))
        self.assertTrue({"block", "warning"} <= severities)

    def test_printed_rows_fill_their_columns(self):
        """An empty cell is a cell: figures stay under their headings."""
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "biginn_reports.report_statement", self.demo("statement_2").ids
        )
        for table in fromstring(html.decode()).iter("table"):
            widths = {
                sum(int(cell.get("colspan", 1)) for cell in row.xpath("./td|./th"))
                for row in table.iter("tr")
            }
            self.assertEqual(len(widths), 1, table.text_content())

    def test_budget_is_the_public_total(self):
        grant = self.demo("grant")
        budget = sum(grant.beneficiary_ids.mapped("budget_total"))
        self.assertAlmostEqual(budget, grant.total_budget, 2)

    def test_a_second_loading_changes_nothing(self):
        models = (
            "biginn.membership",
            "biginn.exchange",
            "account.move",
            "biginn.fx.rate",
            "account.analytic.line",
            "event.registration",
            "res.company",
            "hr.employee",
        )
        before = {name: self.env[name].search_count([]) for name in models}
        demo = self.env["biginn.demo"].sudo()
        for step in (
            "companies",
            "memberships",
            "languages",
            "exchanges",
            "guests",
            "rates",
            "books",
        ):
            getattr(demo, f"_load_{step}")()
        self.assertEqual(before, {name: self.env[name].search_count([]) for name in models})

    def test_users_may_log_in(self):
        for login in ("staff", "manager", "member"):
            with self.subTest(login=login):
                user = self.demo(f"user_{login}")
                self.assertEqual(user.login, login)
                self.assertTrue(user.active)
        self.assertTrue(self.demo("user_member").partner_id.profile_editor)
        self.assertTrue(self.demo("user_finance").has_group("biginn_reports.group_finance"))
