from odoo.tests import HttpCase, tagged

from .matching_common import MatchingCommon


@tagged("post_install", "-at_install")
class TestExchangeTours(MatchingCommon, HttpCase):
    """Two journeys in a browser: a member on the phone, the office from a match to the payment."""

    browser_size = "1280x900"

    def test_a_member_submits_and_signs_on_a_phone(self):
        self.browser_size = "390x844"
        exchange = self.build(
            self.new_exchange(visitor_contact_id=self.member_editor.partner_id.id)
        )
        member = self.member_editor.login
        self.start_tour("/my/exchanges", "biginn_member_submits_exchange", login=member)
        exchange.invalidate_recordset()
        self.assertEqual(exchange.state, "submitted")
        exchange.action_validate()
        exchange.action_request_signatures()
        self.env.flush_all()
        self.start_tour("/my/exchanges", "biginn_member_signs_exchange", login=member)
        exchange.invalidate_recordset()
        signature = exchange.signature_ids.filtered(lambda one: one.role == "visitor")
        self.assertEqual((signature.state, signature.signer), ("signed", "Editor of Tests"))
        self.assertEqual(exchange.state, "signing", "three parties are still missing")

    def test_the_office_takes_it_from_a_match_to_the_payment(self):
        self.programme.write({"date_start": "2022-01-01", "date_end": False})
        match = self.new_match(self.manager)
        match.action_visitor_yes()
        match.with_user(self.other_manager).action_host_yes()
        self.open_payout()
        self.bank_journal(self.cluster_company)
        manager = self.manager.login
        self.start_tour(
            f"/odoo/matches/{match.id}", "biginn_match_to_signatures", login=manager
        )
        match.invalidate_recordset()
        exchange = match.exchange_id.with_user(self.manager)
        self.assertEqual((exchange.state, len(exchange.signature_ids)), ("signing", 4))
        self.walk(exchange, "reporting")
        self.give_account(exchange)
        self.report_handed_in(exchange)
        self.start_tour(f"/odoo/exchanges/{exchange.id}", "biginn_report_to_bill", login=manager)
        exchange.invalidate_recordset()
        self.assertEqual(exchange.state, "paid")
        self.assertEqual(exchange.sudo().bill_id.amount_total, exchange.agreed_amount)

    def report_handed_in(self, exchange):
        report = exchange.report_ids.filtered(lambda one: one.side == "visitor")
        report.write(self.ANSWERS)
        report.action_submit()
        self.new_evidence(exchange)
