from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .membership_common import MembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestMembershipGuards(MembershipCommon):
    """Ways round a decision: coverage, another cluster, a renewal entered before."""

    def dialogue(self, name, membership, user, **values):
        model = self.env[f"biginn.membership.{name}"].with_user(user)
        context = {"active_model": "biginn.membership", "active_ids": membership.ids}
        model.with_context(**context).create(values).action_confirm()

    def renewed(self):
        membership = self.new()
        membership.with_user(self.manager).action_renew()
        return membership, membership.renewal_ids

    # -- who becomes a member ----------------------------------------------------------

    def test_staff_make_nobody_a_member_by_coverage(self):
        membership = self.new().with_user(self.staff)
        other = self.new_organisation("Branch")
        for command in (Command.link(other.id), Command.set(other.ids)):
            with self.subTest(command=command), self.assertRaises(AccessError):
                membership.covered_partner_ids = [command]
        with self.assertRaises(AccessError):
            other.with_user(self.staff).covering_membership_ids = [Command.link(membership.id)]
        self.assertFalse(other.covering_membership_ids)
        membership.with_user(self.manager).covered_partner_ids = other
        membership.write({"covered_partner_ids": [Command.set(other.ids)]})
        with self.assertRaises(AccessError):
            membership.covered_partner_ids = [Command.clear()]
        draft = self.new(organisation=self.stranger_org, approved_on=False, applied_on="2026-06-01")
        draft.with_user(self.staff).covered_partner_ids = other

    def test_nobody_covers_by_a_membership_of_another_cluster(self):
        foreign = self.new_membership(self.stranger_org, self.new_category(self.other_company))
        for user in (self.staff, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.member_org.with_user(user).write(
                    {"covering_membership_ids": [Command.link(foreign.id)]}
                )

    def test_only_managers_take_back_that_a_member_has_left(self):
        membership = self.new(left_on="2026-06-01").with_user(self.staff)
        for day in (False, "2026-12-01"):
            with self.subTest(day=day), self.assertRaises(AccessError):
                membership.left_on = day
        membership.with_user(self.manager).left_on = False
        self.assertEqual(membership.state, "active")
        membership.left_on = "2026-12-01"
        membership.left_on = False

    def test_nothing_moves_into_a_cluster_one_does_not_work_in(self):
        category = self.new_category(self.other_company)
        there = {"company_id": self.other_company.id}
        membership = self.new().with_user(self.manager)
        with self.assertRaises(AccessError):
            membership.write({**there, "category_id": category.id})
        own = self.new_category(name="Mine").with_user(self.manager)
        with self.assertRaises(AccessError):
            own.write(there)
        training = self.env["biginn.training"].with_user(self.staff).create({"name": "A course"})
        with self.assertRaises(AccessError):
            training.write(there)
        kind = self.env["biginn.service.kind"].search([], limit=1)
        service = self.env["biginn.service"].with_user(self.manager)
        service = service.create({"name": "Tender watch for all", "kind_id": kind.id})
        with self.assertRaises(AccessError):
            service.write(there)

    # -- leaving and suspension reach what was renewed before ---------------------------

    def test_who_leaves_does_not_come_back_by_the_renewal(self):
        membership, renewal = self.renewed()
        self.dialogue("leave", membership, self.staff, left_on="2026-07-01", reason="Closed")
        self.assertEqual(renewal.left_on, date(2026, 7, 1))
        self.assertEqual(renewal.leaving_reason, "Closed")
        with freeze_time("2027-02-01"):
            (membership | renewal)._move_states()
            self.assertEqual((membership | renewal).mapped("state"), ["left", "left"])
        self.assertTrue(renewal._last_day_before_start())

    def test_who_leaves_later_stays_until_then(self):
        membership, renewal = self.renewed()
        self.dialogue("leave", renewal, self.staff, left_on="2027-03-01", reason="Moved")
        self.assertFalse(membership.left_on)

    def test_a_suspension_until_lifted_outlives_a_renewal(self):
        membership = self.new()
        values = {"date_from": "2026-06-01", "reason": "Unpaid"}
        self.dialogue("suspend", membership, self.manager, **values)
        membership.with_user(self.manager).action_renew()
        renewal = membership.renewal_ids
        with freeze_time("2027-02-01"):
            (membership | renewal)._move_states()
            self.assertEqual(renewal.state, "suspended")
            self.assertEqual(renewal.suspension_reason, "Unpaid")
            renewal.with_user(self.manager).action_resume()
            self.assertEqual(renewal.state, "active")

    def test_a_suspension_reaches_the_renewal_there_is_and_so_does_its_end(self):
        membership, renewal = self.renewed()
        values = {"date_from": "2026-06-01", "reason": "Unpaid"}
        self.dialogue("suspend", membership, self.manager, **values)
        self.assertEqual(renewal.suspended_from, renewal.date_start)
        membership.with_user(self.manager).action_resume()
        self.assertEqual(membership.state, "active")
        self.assertFalse(renewal.suspended_from)

    def test_a_suspension_that_ends_in_time_leaves_the_renewal_alone(self):
        membership, renewal = self.renewed()
        values = {"date_from": "2026-06-01", "date_to": "2026-08-31", "reason": "Unpaid"}
        self.dialogue("suspend", membership, self.manager, **values)
        self.assertFalse(renewal.suspended_from)

    # -- the past stays as it was --------------------------------------------------------

    def test_a_suspension_that_goes_on_keeps_its_first_day(self):
        membership = self.new(suspended_from="2026-02-01", suspension_reason="Unpaid")
        values = {"date_from": "2026-07-01", "date_to": "2026-07-31", "reason": "Agreed"}
        self.dialogue("suspend", membership, self.manager, **values)
        self.assertEqual(
            (membership.suspended_from, membership.suspended_to),
            (date(2026, 2, 1), date(2026, 7, 31)),
        )
        self.assertEqual(membership.suspension_reason, "Unpaid; Agreed")
        self.assertEqual(membership.state, "suspended")
        membership.with_user(self.manager).action_resume()
        self.assertEqual(membership.state, "active")

    def test_lifting_what_is_over_does_not_lengthen_it(self):
        membership = self.new(suspended_from="2026-02-01", suspended_to="2026-02-28")
        membership.with_user(self.manager).action_resume()
        self.assertEqual(membership.suspended_to, date(2026, 2, 28))
