from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .membership_common import MembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestMembershipComplaints(MembershipCommon):
    """What users of other membership modules complain about, one test each.

    Named after the issues in OCA/vertical-association and Odoo where they stand.
    """

    def night(self, on):
        """All our nightly jobs of memberships on a day, as the server runs them."""
        with freeze_time(on), self.enter_registry_test_mode():
            self.env.ref("biginn_cluster.cron_membership_state").method_direct_trigger()
            self.env.ref("biginn_cluster.cron_membership_reminder").method_direct_trigger()

    def test_1_no_addon_that_may_disappear(self):
        """#216: core's membership was removed. Ours stands on nothing of the kind."""
        module = self.env.ref("base.module_biginn_cluster")
        names = set(module.dependencies_id.mapped("name"))
        self.assertFalse(names & {"membership", "partnership", "association"}, names)

    def test_2_future_dated_ones_become_active_by_themselves(self):
        """#146, #147: and nobody opens or saves them."""
        membership = self.new(date_start="2026-09-01")
        for on, state in (
            ("2026-08-31", "upcoming"),
            ("2026-09-01", "active"),
            ("2026-11-01", "expiring"),
            ("2027-01-01", "expired"),
        ):
            self.night(on)
            with self.subTest(on=on):
                self.env.invalidate_all()
                self.assertEqual(membership.state, state)

    def test_3_past_its_end_it_is_not_a_paid_member(self):
        """#138: the money says paid, the dates say over: neither hides the other."""
        membership = self.new()
        membership.action_invoice_fees()
        membership.invoice_id.action_post()
        self.night("2027-01-01")
        self.assertEqual((membership.state, membership.fee_state), ("expired", "unpaid"))
        partner = self.member_org.with_user(self.staff)
        self.assertEqual(partner.cluster_membership_state, "expired")

    def test_4_renewal_counts_lines_already_made(self):
        """#205, #234: the day after, same category, whatever stands there already."""
        membership = self.new()
        membership.action_renew()
        first = membership.renewal_ids
        (membership | first).action_renew()
        second = first.renewal_ids
        dates = [str(m.date_start) for m in membership | first | second]
        self.assertEqual(dates, ["2026-01-01", "2027-01-01", "2028-01-01"])
        self.assertEqual((first | second).category_id, self.category)

    def test_5_reminders_once_per_step(self):
        """#217: no duplicate when the job is tried again."""
        self.member_org.email = "office@member.example.com"
        membership = self.new()
        mails = [("model", "=", "biginn.membership"), ("res_id", "=", membership.id)]
        for _try in range(3):
            self.night("2026-12-01")
        found = self.env["mail.mail"].search(mails)
        self.assertEqual(len(found.filtered(lambda m: self.member_org in m.recipient_ids)), 1)
        self.assertEqual(membership.reminder_ids.mapped("step"), [30])

    def test_6_who_has_a_history_is_archived(self):
        """#47: deleting the organisation would rewrite the past."""
        self.new()
        refused = self.new_organisation("Refused")
        self.new(organisation=refused, approved_on=False, refused_on="2026-02-01")
        for organisation in (self.member_org, refused):
            with self.subTest(name=organisation.name), self.assertRaises(UserError) as caught:
                organisation.with_user(self.manager).unlink()
            self.assertIn("Archive it instead", str(caught.exception))
            organisation.with_user(self.staff).action_archive()
            self.assertFalse(organisation.active)
            self.assertTrue(organisation.membership_ids)
        waiting = self.new_organisation("Only applied")
        self.new(organisation=waiting, approved_on=False, applied_on="2026-06-01").unlink()
        waiting.with_user(self.manager).unlink()

    def test_7_menus_borrow_no_group(self):
        """odoo#146373: without any right to the books, staff see the members' menu."""
        self.assertFalse(self.staff.has_group("account.group_account_invoice"))
        visible = self.env["ir.ui.menu"].with_user(self.staff)._visible_menu_ids()
        for name in ("menu_members", "menu_membership", "menu_membership_month"):
            menu = self.env.ref(f"biginn_cluster.{name}")
            with self.subTest(name=name):
                self.assertIn(menu.id, visible)
                self.assertEqual(menu.group_ids, self.env.ref("biginn_cluster.group_staff"))
        self.env["biginn.membership"].with_user(self.staff).get_views(
            [(False, kind) for kind in ("list", "kanban", "form", "calendar", "pivot", "graph")]
        )

    def test_a_member_of_two_clusters_has_two_states(self):
        self.new(date_end="2026-06-01")
        there = self.new_category(self.other_company)
        self.new(category=there, date_end="2027-12-31")
        seen = self.member_org.with_user(self.staff)
        self.assertEqual(seen.cluster_membership_state, "expired")
        seen = self.member_org.with_user(self.other_staff)
        self.assertEqual(seen.cluster_membership_state, "active")
