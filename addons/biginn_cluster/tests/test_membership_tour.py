from odoo import fields
from odoo.tests import HttpCase, tagged

from .membership_common import MembershipCommon


@tagged("post_install", "-at_install")
class TestMembershipTour(MembershipCommon, HttpCase):
    def test_from_application_to_invoice(self):
        today = fields.Date.today()
        membership = self.new(
            organisation=self.new_organisation("Tour Applicant"),
            date_start=today.replace(day=1),
            date_end=today.replace(year=today.year + 2, month=12, day=31),
            approved_on=False,
            applied_on=today,
        )
        self.start_tour(
            "/odoo/memberships", "biginn_application_to_invoice", login=self.manager.login
        )
        membership.invalidate_recordset()
        self.assertEqual((membership.state, membership.fee_state), ("active", "draft"))
        self.assertEqual(membership.approved_by_id, self.manager)
        self.assertEqual(membership.invoice_id.amount_untaxed, 1200)
        self.assertEqual(membership.invoice_id.create_uid, self.manager)
