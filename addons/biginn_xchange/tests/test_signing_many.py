import time

from odoo import Command
from odoo.tests import tagged
from odoo.tests.common import Form

from .common import XchangeCommon

STAYS = 18


@tagged("post_install", "-at_install")
class TestSigningMany(XchangeCommon):
    """A mission: 18 organisations, one agenda, 72 signatures by few people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme.visit_once_per = False
        cls.agenda = cls.new_agenda()
        cls.new_item(cls.agenda)
        organisations = [cls.new_organisation(f"Visitor {n:02} A/S") for n in range(STAYS)]
        for organisation in organisations:
            organisation.write({"partner_latitude": 55.6, "partner_longitude": 12.5})
            cls.new_membership(
                organisation, date_start="2021-01-01", date_end=False, approved_on="2021-01-01"
            )
        cls.exchanges = cls.env["biginn.exchange"].with_user(cls.staff)
        for organisation in organisations:
            cls.exchanges += cls.new_exchange(
                visiting_id=organisation.id,
                host_partnership_id=cls.cluster_company.partner_id.id,
                event_id=cls.agenda.id,
                date_start="2023-05-22",
                date_end="2023-05-24",
                goals="See the laboratory",
                objectives="A joint offer",
            )
        cls.exchanges.action_validate()
        cls.exchanges.action_request_signatures()

    def all(self, *roles, kind="commitment"):
        return self.exchanges.signature_ids.filtered(
            lambda each: each.kind == kind and each.role in roles
        )

    def test_72_signatures_each_with_its_own_record_and_hash(self):
        dialogue = Form(
            self.env["biginn.sign"]
            .with_user(self.staff)
            .with_context(active_model="biginn.exchange", active_ids=self.exchanges.ids)
        ).save()
        self.assertEqual(dialogue.count, 2 * STAYS, "one organisation is both partnerships")
        begun = time.monotonic()
        dialogue.action_sign()
        self.all("visitor", "host").sudo()._sign("Ona Example")
        taken = time.monotonic() - begun
        given = self.exchanges.signature_ids.filtered(lambda each: each.kind == "commitment")
        self.assertEqual(len(given), 4 * STAYS)
        self.assertEqual(set(given.mapped("state")), {"signed"})
        self.assertEqual(len(set(given.mapped("document_hash"))), STAYS)
        for signature in given:
            self.assertEqual(signature.document_hash, signature.document_id.content_hash)
        self.assertLess(taken, 60, "the act takes no minutes")

    def test_the_cost_of_the_act_grows_by_little_with_each_signature(self):
        """Notes, notifications and the move of each exchange, but nothing by the square."""

        def queries(exchanges):
            signatures = exchanges.signature_ids.filtered(lambda each: each.role == "host")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            signatures.sudo()._sign("Ona Example")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few, many = queries(self.exchanges[:2]), queries(self.exchanges[2:])
        self.assertLessEqual(many, few + 4 * (STAYS - 4), (few, many))

    def test_the_page_of_many_asks_for_all_of_them_together(self):
        user = self.staff

        def queries(count):
            waiting = self.env["biginn.signature"].with_user(user)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            items = [each._sign_item() for each in waiting._waiting_for_me()[:count]]
            self.assertEqual(len(items), count)
            return self.env.cr.sql_log_count - before

        queries(1)
        one, all_of_them = queries(1), queries(2 * STAYS)
        self.assertLessEqual(all_of_them, one + 12)

    def test_an_agenda_that_changes_asks_those_who_signed_it_again(self):
        self.all("host").sudo()._sign("Ona Example")
        alone = self.exchanges[0]
        alone.write({"day_ids": [Command.create({"date": "2023-05-22", "name": "Own plan"})]})
        kept = alone._paper("commitment")
        self.agenda.agenda_item_ids[:1].name = "Another tour"
        self.assertEqual(alone._paper("commitment"), kept, "it has a plan of its own")
        for exchange in self.exchanges[1:]:
            self.assertEqual(exchange._paper("commitment").version, 2)
            self.assertIn("Another tour", str(exchange._paper("commitment").content["days"]))
            self.assertNotIn("signed", exchange._paper("commitment").signature_ids.mapped("state"))
