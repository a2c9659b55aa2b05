from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import XchangeCommon

RULES = ("third_party", "de_minimis", "de_minimis_declaration")


@tagged("post_install", "-at_install")
class TestExchangeSupport(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme.visit_once_per = False

    def row(self, exchange, rule):
        return exchange.finding_ids.filtered(lambda one: one.rule == rule)

    def declare(self, organisation=None, company=None, **values):
        aids = values.pop("aids", [])
        return self.env["biginn.de.minimis.declaration"].create(
            {
                "partner_id": (organisation or self.visiting_org).id,
                "company_id": (company or self.cluster_company).id,
                "aid_ids": [
                    Command.create({"granted_on": day, "authority": "A", "amount": amount})
                    for day, amount in aids
                ],
                **values,
            }
        )

    # -- the ceiling -------------------------------------------------------------------

    def test_the_ceiling_counts_what_is_promised_and_paid(self):
        self.programme.third_party_ceiling = 1100
        first = self.new_exchange()
        self.assertEqual(self.row(first, "third_party").verdict, "passed")
        self.new_exchange(date_start="2023-06-05", date_end="2023-06-09")
        first.action_validate()
        second = self.new_exchange(date_start="2023-07-10", date_end="2023-07-14")
        row = self.row(second, "third_party")
        self.assertEqual(row.verdict, "failed")
        self.assertIn("1,120.00", row.message)
        self.assertIn("1,100.00", row.message)
        with self.assertRaises(UserError):
            second.action_validate()
        second.agreed_amount = 500
        self.assertEqual(self.row(second, "third_party").verdict, "passed")
        second.agreed_amount = 560
        row = self.row(second, "third_party")
        row.with_user(self.manager).action_override("The agency agrees, ref. 7")
        second.action_validate()
        self.assertEqual(second.state, "validated")

    def test_other_programmes_and_recipients_do_not_count(self):
        self.programme.third_party_ceiling = 1100
        other = self.new_programme(code="OTHER")
        self.new_exchange(programme_id=other.id).action_validate()
        neighbour = self.new_organisation(
            "Neighbour A/S", partner_latitude=55, partner_longitude=12
        )
        self.new_membership(neighbour, date_start="2021-01-01", approved_on="2021-01-01")
        self.new_exchange(visiting_id=neighbour.id).action_validate()
        exchange = self.new_exchange(date_start="2023-07-10", date_end="2023-07-14")
        self.assertIn("560.00", self.row(exchange, "third_party").message)
        self.programme.third_party_ceiling = 0
        exchange.action_check()
        self.assertFalse(self.row(exchange, "third_party"), "0 switches it off")

    def test_a_cancelled_one_gives_its_room_back(self):
        self.programme.third_party_ceiling = 1100
        first = self.new_exchange()
        first.action_validate()
        second = self.new_exchange(date_start="2023-07-10", date_end="2023-07-14")
        self.assertEqual(self.row(second, "third_party").verdict, "failed")
        first.action_cancel("Not needed")
        self.assertEqual(self.row(second, "third_party").verdict, "passed")

    def test_nothing_is_said_about_nothing(self):
        exchange = self.new_exchange(is_virtual=True)
        self.assertFalse(exchange.finding_ids.filtered(lambda one: one.rule in RULES))

    # -- de minimis --------------------------------------------------------------------

    def test_a_declaration_moves_the_finding(self):
        exchange = self.new_exchange()
        self.assertEqual(self.row(exchange, "de_minimis_declaration").verdict, "warning")
        with freeze_time("2026-11-23"):
            declaration = self.declare(
                signed_on="2026-11-20",
                aids=[("2023-11-23", 299000), ("2024-05-01", 299000)],
            )
            self.assertEqual(self.row(exchange, "de_minimis_declaration").verdict, "passed")
            self.assertEqual(self.row(exchange, "de_minimis").verdict, "passed")
            self.assertIn("299,560.00", self.row(exchange, "de_minimis").message)
            declaration.aid_ids.filtered(lambda aid: aid.granted_on.year == 2024).amount = 300000
            self.assertEqual(self.row(exchange, "de_minimis").verdict, "failed")
            declaration.unlink()
        self.assertEqual(self.row(exchange, "de_minimis").verdict, "passed")
        self.assertEqual(self.row(exchange, "de_minimis_declaration").verdict, "warning")

    def test_an_old_declaration_is_none(self):
        exchange = self.new_exchange()
        self.declare(signed_on="2020-01-01")
        self.assertEqual(self.row(exchange, "de_minimis_declaration").verdict, "warning")

    def test_only_the_newest_holds(self):
        exchange = self.new_exchange()
        with freeze_time("2026-11-23"):
            self.declare(signed_on="2026-01-01", aids=[("2025-05-01", 300000)])
            self.assertEqual(self.row(exchange, "de_minimis").verdict, "failed")
            self.declare(signed_on="2026-06-01")
            self.assertEqual(self.row(exchange, "de_minimis").verdict, "passed")

    def test_needed_before_validation(self):
        self.programme.de_minimis_declaration = "needed"
        exchange = self.new_exchange()
        self.assertEqual(self.row(exchange, "de_minimis_declaration").verdict, "failed")
        with self.assertRaises(UserError):
            exchange.action_validate()
        self.declare()
        exchange.action_validate()

    def test_one_undertaking(self):
        """A majority holding makes one undertaking of two; a minority does not."""
        holding = self.new_organisation("Holding A/S")
        link = self.env["biginn.company.link"].create(
            {"partner_id": holding.id, "other_id": self.visiting_org.id, "percent": 40}
        )
        exchange = self.new_exchange()
        with freeze_time("2026-11-23"):
            self.declare(holding, aids=[("2025-05-01", 299900)])
            exchange.action_check()
            self.assertEqual(self.row(exchange, "de_minimis").verdict, "passed")
            link.percent = 60
            exchange.action_check()
            row = self.row(exchange, "de_minimis")
            self.assertEqual(row.verdict, "failed")
            self.assertIn("Holding A/S", row.message)
            self.assertEqual(
                self.row(exchange, "de_minimis_declaration").verdict,
                "warning",
                "the recipient declares itself",
            )

    def test_another_clusters_declaration_is_its_own(self):
        exchange = self.new_exchange()
        self.declare(company=self.other_company, aids=[("2025-05-01", 300000)])
        self.assertEqual(self.row(exchange, "de_minimis").verdict, "passed")
        found = self.env["biginn.de.minimis.declaration"]
        self.assertTrue(found.with_user(self.other_manager).search([]))
        self.assertFalse(found.with_user(self.staff).search([]))

    def test_declaration_checks(self):
        with self.assertRaises(ValidationError):
            self.declare(signed_on="2099-01-01")
        with self.assertRaises(ValidationError):
            self.declare(signed_on="2025-01-01", aids=[("2025-05-01", 5)])
        with self.assertRaises(ValidationError):
            self.declare(self.member_editor.partner_id)
        secret = self.env["ir.attachment"].create({"name": "Secret", "raw": b"x"})
        with self.assertRaises(ValidationError):
            self.declare(attachment_id=secret.id)

    def test_the_paper(self):
        declaration = self.declare().with_user(self.staff)
        declaration.write({"paper": "UERG", "paper_name": "declaration.pdf"})
        file_sudo = declaration.attachment_id.sudo()
        self.assertEqual(
            (file_sudo.res_model, file_sudo.res_id), (declaration._name, declaration.id)
        )
        self.assertFalse(file_sudo.public)
        self.assertEqual(declaration.with_user(self.member_reader).paper_name, "declaration.pdf")
        with self.assertRaises(AccessError):
            declaration.with_user(self.stranger).read(["paper"])
        with self.assertRaises(AccessError):
            declaration.with_user(self.member_editor).write({"signer": "Me"})

    # -- the list ----------------------------------------------------------------------

    def test_list_with_sums(self):
        paid = self.new_completed()
        self.pay_bill(self.make_bill(paid))
        self.new_completed(date_start="2023-06-05", date_end="2023-06-09", agreed_amount=300)
        promised = self.new_exchange(date_start="2023-07-10", date_end="2023-07-14")
        promised.action_validate()
        self.new_exchange(date_start="2023-08-07", date_end="2023-08-11")
        self.declare(signed_on="2023-01-01")
        self.programme.third_party_ceiling = 1400
        rows = self.env["biginn.third.party.support"]
        [row] = rows.with_user(self.staff).search([("partner_id", "=", self.visiting_org.id)])
        self.assertEqual(
            (row.exchange_count, row.amount_promised, row.amount_due, row.amount_paid),
            (3, 560, 300, 560),
        )
        self.assertEqual((row.amount_total, row.amount_everywhere), (1420, 1420))
        self.assertTrue(row.is_over)
        self.assertEqual(row.ceiling_percent, 101.4)
        self.assertEqual(str(row.declared_on), "2023-01-01")
        action = row.action_open_exchanges()
        self.assertEqual(self.env["biginn.exchange"].search_count(action["domain"]), 3)
        self.assertFalse(rows.with_user(self.other_manager).search([]))
        with self.assertRaises(AccessError):
            rows.with_user(self.member_editor).search([])
        totals = rows._read_group([], ["programme_id"], ["amount_total:sum", "amount_paid:sum"])
        self.assertIn((self.programme, 1420, 560), totals)

    def test_queries_do_not_grow_with_exchanges(self):
        def queries(count):
            exchanges = self.new_exchange()
            for number in range(count):
                exchanges |= self.new_exchange(
                    visiting_id=self.new_organisation(f"Org {count}-{number}").id, distance_km=900
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            exchanges.sudo()._recipients()
            return self.env.cr.sql_log_count - before

        self.assertLessEqual(abs(queries(2) - queries(15)), 3)
