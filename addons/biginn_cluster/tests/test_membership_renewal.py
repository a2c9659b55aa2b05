from datetime import date, timedelta
from itertools import pairwise

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .membership_common import MembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestMembershipRenewal(MembershipCommon):
    def periods(self):
        memberships = self.member_org.membership_ids.sorted("date_start")
        return [(m.date_start, m.date_end) for m in memberships]

    def test_starts_the_day_after(self):
        membership = self.new().with_user(self.manager)
        action = membership.action_renew()
        renewal = self.env["biginn.membership"].browse(action["res_id"])
        self.assertEqual(action["res_model"], "biginn.membership")
        self.assertEqual(renewal.renewal_of_id, membership)
        self.assertEqual(
            (renewal.date_start, renewal.date_end), (date(2027, 1, 1), date(2027, 12, 31))
        )
        self.assertEqual((renewal.state, renewal.approved_by_id), ("upcoming", self.manager))
        self.assertEqual((renewal.category_id, renewal.fee), (self.category, 1200))
        self.assertTrue(membership.is_renewed)

    def test_twice_shows_the_one_there_is(self):
        membership = self.new().with_user(self.manager)
        first = membership.action_renew()
        second = membership.action_renew()
        self.assertEqual(first["res_id"], second["res_id"])
        self.assertEqual(len(self.member_org.membership_ids), 2)
        self.assertEqual(membership.action_open_renewals()["res_id"], first["res_id"])

    def test_many_at_once_and_further_on(self):
        """A row of renewals, the same ones pressed again: no gap and no overlap."""
        self.new()
        for _press in range(2):
            self.member_org.membership_ids.with_user(self.manager).action_renew()
        periods = self.periods()
        self.assertEqual(len(periods), 3)
        for earlier, later in pairwise(periods):
            self.assertEqual(later[0], earlier[1] + timedelta(days=1))

    def test_one_entered_by_hand_counts(self):
        membership = self.new()
        later = self.new(date_start="2027-01-01", date_end="2027-12-31")
        action = membership.action_renew()
        self.assertEqual(action["res_id"], later.id)
        self.assertEqual(len(self.member_org.membership_ids), 2)

    def test_refused_and_left_ones_do_not_count(self):
        membership = self.new().with_user(self.manager)
        membership.action_renew()
        membership.renewal_ids.left_on = "2027-01-01"
        self.assertFalse(membership.is_renewed)
        membership.action_renew()
        self.assertEqual(len(membership.renewal_ids), 2)

    def test_two_at_the_same_moment(self):
        """What the search has not seen yet, the database refuses."""
        membership = self.new()
        membership.action_renew()
        values = membership._renewal_values()
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.env["biginn.membership"].create(
                values | {"category_id": self.new_category(name="Other").id}
            )

    def test_why_not(self):
        for values, words in [
            ({"date_end": False}, "no end"),
            ({"approved_on": False, "applied_on": "2026-06-01"}, "not been approved"),
            ({"left_on": "2026-06-01"}, "leaves or has left"),
            ({"left_on": "2026-12-01"}, "leaves or has left"),
            (
                {"approved_on": False, "refused_on": "2026-06-01", "refusal_reason": "x"},
                "refused",
            ),
        ]:
            with self.subTest(values=values):
                membership = self.new(partner_id=self.new_organisation().id, **values)
                self.assertIn(words, membership.cannot_renew_reason)
                with self.assertRaises(UserError) as caught:
                    membership.action_renew()
                self.assertIn(words, str(caught.exception))
                self.assertFalse(membership.renewal_ids)

    def test_of_a_selection_those_that_can(self):
        able = self.new()
        unable = self.new(partner_id=self.stranger_org.id, date_end=False)
        answer = (able + unable).action_renew()
        self.assertEqual(answer["tag"], "display_notification")
        self.assertIn("Stranger SL", answer["params"]["message"])
        self.assertNotIn("Member A/S", answer["params"]["message"])
        self.assertEqual(answer["params"]["next"]["res_id"], able.renewal_ids.id)

    def test_staff_renew_and_a_manager_approves(self):
        membership = self.new(fee_kind="sponsored", sponsor_id=self.stranger_org.id)
        action = membership.with_user(self.staff).action_renew()
        renewal = self.env["biginn.membership"].browse(action["res_id"])
        self.assertEqual(renewal.state, "applied")
        self.assertEqual(renewal.sponsor_id, self.stranger_org)
        renewal.with_user(self.manager).action_approve()
        self.assertEqual(renewal.state, "upcoming")
        with self.assertRaises(AccessError):
            membership.with_user(self.member_editor).action_renew()

    def test_it_starts_by_itself(self):
        membership = self.new()
        membership.action_renew()
        renewal = membership.renewal_ids
        with freeze_time("2027-01-01"), self.enter_registry_test_mode():
            self.env.ref("biginn_cluster.cron_membership_state").method_direct_trigger()
            self.assertEqual((membership.state, renewal.state), ("expired", "active"))
            self.assertEqual(self.member_org.cluster_membership_state, "active")

    def test_category_of_today(self):
        """Fee and length come from the category as it is when one renews."""
        membership = self.new()
        self.category.write({"fee": 1500, "period_months": 24})
        membership.action_renew()
        self.assertEqual(membership.renewal_ids.fee, 1500)
        self.assertEqual(membership.renewal_ids.date_end, date(2028, 12, 31))
        self.assertEqual(membership.fee, 1200)

    def test_search_renewed(self):
        renewed, alone = self.new(), self.new(partner_id=self.stranger_org.id)
        renewed.action_renew()
        mine = [("id", "in", (renewed + alone).ids)]
        memberships = self.env["biginn.membership"]
        self.assertEqual(memberships.search([("is_renewed", "=", True), *mine]), renewed)
        self.assertEqual(memberships.search([("is_renewed", "=", False), *mine]), alone)
        self.assertEqual((renewed + alone).mapped("is_renewed"), [True, False])

    def test_calendar_year(self):
        self.category.write({"period_anchor": "calendar", "part_period": "months"})
        membership = self.new_membership(date_start="2026-07-10", date_end="2026-12-31")
        self.assertEqual(membership.fee, 600)
        membership.action_renew()
        renewal = membership.renewal_ids
        self.assertEqual((renewal.date_end, renewal.fee), (date(2027, 12, 31), 1200))
