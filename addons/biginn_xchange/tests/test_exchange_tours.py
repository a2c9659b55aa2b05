from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .candidate_common import CandidateCommon


@tagged("post_install", "-at_install")
class TestExchangeTours(CandidateCommon, HttpCase):
    """Two journeys in a browser: a member on the phone, the office from a candidate to the payment.

    What the other parties do meanwhile is done here: they sign, travel and report.
    """

    browser_size = "1280x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.host = cls.new_host(
            cls.other_manager,
            company_id=cls.other_company.id,
            partner_id=cls.host_org.id,
            contact_id=cls.new_member("host_editor", cls.host_org).partner_id.id,
        )
        cls.host.action_submit()
        cls.host.action_accept()

    def test_a_member_applies_and_signs_on_a_phone(self):
        self.browser_size = "390x844"
        member = self.member_editor.login
        self.start_tour("/my/candidates", "biginn_member_applies", login=member)
        candidate = self.env["biginn.candidate"].search([("partner_id", "=", self.member_org.id)])
        self.assertEqual((candidate.state, candidate.cv_id.name), ("submitted", "cv.pdf"))
        self.assertEqual(candidate.country_ids, self.lithuania)
        self.walk(self.exchange_of(candidate.with_user(self.manager)), "signing")
        self.start_tour("/my/exchanges", "biginn_member_signs", login=member)
        exchange = candidate.visitor_match_ids.exchange_id
        signature = exchange.signature_ids.filtered(lambda one: one.role == "visitor")
        self.assertEqual((signature.state, signature.signer), ("signed", "Editor of Tests"))
        self.assertTrue(signature.drawing)
        self.assertEqual(exchange.state, "signing", "three parties are still missing")

    def exchange_of(self, candidate):
        """Accepted, and both have said yes."""
        candidate.action_accept()
        desk = self.env["biginn.match.desk"].with_user(self.manager)
        match = self.env["biginn.match"].browse(desk.propose(candidate.id, self.host.id))
        match.with_user(self.member_editor).action_answer("visitor", "yes")
        match.with_user(self.other_manager).action_host_yes()
        match.with_user(self.manager).action_make_exchange()
        return match.exchange_id.with_user(self.manager)

    def test_the_office_takes_it_from_a_candidate_to_the_payment(self):
        candidate = self.new_candidate()
        candidate.action_submit()
        self.open_payout()
        self.bank_journal(self.cluster_company)
        # one person in the office of both clusters notes what both sides have said on the phone
        self.manager.company_ids = [Command.link(self.other_company.id)]
        office = {
            "login": self.manager.login,
            "cookies": {"cids": f"{self.cluster_company.id}-{self.other_company.id}"},
        }
        self.start_tour(
            f"/odoo/candidates/{candidate.id}", "biginn_candidate_to_signatures", **office
        )
        exchange = candidate.visitor_match_ids.exchange_id.with_user(self.manager)
        self.assertEqual((exchange.state, len(exchange.signature_ids)), ("signing", 4))
        self.walk(exchange, "reporting")
        self.give_account(exchange)
        self.report_handed_in(exchange)
        self.start_tour(f"/odoo/exchanges/{exchange.id}", "biginn_report_to_bill", **office)
        exchange.invalidate_recordset()
        self.assertEqual(exchange.state, "paid")
        self.assertEqual(exchange.sudo().bill_id.amount_total, exchange.agreed_amount)

    def report_handed_in(self, exchange):
        report = exchange.report_ids.filtered(lambda one: one.side == "visitor")
        report.write(self.ANSWERS)
        report.action_submit()
        self.new_evidence(exchange)
