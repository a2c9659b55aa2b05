from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .membership_common import MembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestMembershipCover(MembershipCommon):
    """A group is the member; its subsidiaries are members through it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.new_organisation("The group")
        cls.membership = cls.new_membership(
            cls.group, date_start="2026-01-01", date_end="2027-12-31"
        )
        cls.membership.covered_partner_ids = cls.member_org

    def test_state_explanation_and_search(self):
        seen = self.member_org.with_user(self.staff)
        self.assertEqual(seen.cluster_membership_state, "active")
        self.assertIn("Covered by The group", seen.cluster_membership_explanation)
        self.assertEqual(seen.covering_membership_ids, self.membership)
        for state, found in (("active", True), ("none", False), ("left", False)):
            with self.subTest(state=state):
                domain = [("cluster_membership_state", "=", state), ("id", "=", seen.id)]
                self.assertEqual(bool(seen.search(domain)), found)
        contact = self.member_reader.partner_id.with_user(self.staff)
        self.assertEqual(contact.cluster_membership_state, "active")
        self.membership.left_on = "2026-06-01"
        self.assertEqual(seen.cluster_membership_state, "left")

    def test_own_and_covered_together(self):
        self.new(organisation=self.member_org, date_end="2026-05-31")
        self.assertEqual(self.member_org.with_user(self.staff).cluster_membership_state, "active")
        self.membership.approved_on = False
        self.membership.applied_on = "2026-06-01"
        seen = self.member_org.with_user(self.staff)
        self.assertEqual(seen.cluster_membership_state, "applicant")

    def test_member_knows_without_reading_the_group_s_membership(self):
        seen = self.member_org.with_user(self.member_reader)
        self.assertEqual(seen.cluster_membership_state, "active")
        self.assertIn("Covered by The group", seen.cluster_membership_explanation)
        self.assertFalse(self.membership.with_user(self.member_reader).has_access("read"))
        self.assertTrue(
            seen.search([("cluster_membership_state", "=", "active"), ("id", "=", seen.id)])
        )

    def test_in_its_cluster_only(self):
        seen = self.member_org.with_user(self.other_staff)
        self.assertEqual(seen.cluster_membership_state, "none")
        self.assertFalse(seen.covering_membership_ids)
        self.assertNotIn("The group", seen.cluster_membership_explanation)
        self.assertFalse(
            seen.search([("cluster_membership_state", "=", "active"), ("id", "=", seen.id)])
        )
        self.assertEqual(self.member_org.with_user(self.employee).cluster_membership_state, "none")

    def test_only_organisations_and_not_itself(self):
        for partner in (self.member_reader.partner_id, self.group):
            with self.subTest(partner=partner.name), self.assertRaises(ValidationError):
                self.membership.covered_partner_ids = partner

    def test_covered_ones_are_history_too(self):
        with self.assertRaises(UserError) as caught:
            self.member_org.unlink()
        self.assertIn("Archive it instead", str(caught.exception))
        self.member_org.active = False
        self.assertEqual(self.membership.covered_partner_ids.ids, [])
        self.assertIn(
            self.member_org, self.membership.with_context(active_test=False).covered_partner_ids
        )

    def test_renewal_covers_them_too(self):
        self.membership.action_renew()
        self.assertEqual(self.membership.renewal_ids.covered_partner_ids, self.member_org)

    def test_queries_do_not_grow(self):
        organisations = self.env["res.partner"].union(
            *(self.new_organisation(f"Org {number}") for number in range(30))
        )
        self.membership.covered_partner_ids = organisations
        self.env.flush_all()
        counts = []
        for number in (5, 5, 30):
            self.env.invalidate_all()
            seen = organisations[:number].with_user(self.staff)
            before = self.cr.sql_log_count
            self.assertEqual(set(seen.mapped("cluster_membership_state")), {"active"})
            seen.search([("cluster_membership_state", "=", "active"), ("id", "in", seen.ids)])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
