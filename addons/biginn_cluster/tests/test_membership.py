from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BiginnCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestMembership(BiginnCommon):
    def new(self, **values):
        return self.new_membership(**{"date_start": "2026-01-01", "date_end": False, **values})

    # -- state -----------------------------------------------------------------------

    def test_state_and_explanation_follow_the_dates(self):
        for values, state, words in [
            ({}, "active", "Member since 01/01/2026"),
            ({"date_end": "2026-12-31"}, "active", "12/31/2026"),
            ({"date_end": "2026-07-01"}, "expiring", "ends on 07/01/2026"),
            ({"date_end": "2026-06-14"}, "expired", "not renewed"),
            ({"date_start": "2026-07-01"}, "upcoming", "begins on 07/01/2026"),
            (
                {"suspended_from": "2026-06-01", "suspension_reason": "unpaid"},
                "suspended",
                "unpaid",
            ),
            ({"left_on": "2026-06-15"}, "left", "No longer a member"),
            ({"approved_on": False, "applied_on": "2026-06-10"}, "applied", "06/10/2026"),
            (
                {"approved_on": False, "refused_on": "2026-06-10", "refusal_reason": "no seat"},
                "refused",
                "no seat",
            ),
        ]:
            with self.subTest(values=values):
                membership = self.new(partner_id=self.new_organisation().id, **values)
                self.assertEqual(membership.state, state)
                self.assertIn(words, membership.state_explanation)

    def test_draft_waits_for_its_submission(self):
        membership = self.env["biginn.membership"].create(
            {
                "partner_id": self.member_org.id,
                "company_id": self.cluster_company.id,
                "category_id": self.category.id,
            }
        )
        self.assertEqual(membership.state, "draft")
        membership.action_apply()
        self.assertEqual((membership.state, membership.applied_on), ("applied", date(2026, 6, 15)))

    def test_nobody_writes_the_state(self):
        membership = self.new()
        with self.assertRaises(UserError):
            membership.with_user(self.manager).write({"state": "expired"})
        with self.assertRaises(UserError):
            self.new(partner_id=self.stranger_org.id, state="active")

    def test_last_day_and_fee_come_from_the_category(self):
        membership = self.env["biginn.membership"].create(
            {
                "partner_id": self.member_org.id,
                "company_id": self.cluster_company.id,
                "category_id": self.category.id,
                "date_start": "2026-03-15",
            }
        )
        self.assertEqual(membership.date_end, date(2027, 3, 14))
        self.assertEqual((membership.fee, membership.currency_id), (1200, self.euro))
        self.category.fee = 5000
        self.assertEqual(membership.fee, 1200, "what was agreed stays")

    # -- the calendar ----------------------------------------------------------------

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("biginn_cluster.cron_membership_state").method_direct_trigger()

    def test_cron_moves_both_ways_and_is_idempotent(self):
        coming = self.new(date_start="2026-07-01", date_end="2027-06-30")
        ending = self.new(partner_id=self.stranger_org.id, date_end="2026-09-30")
        with freeze_time("2026-08-10"):
            self.run_cron()
            self.assertEqual((coming.state, ending.state), ("active", "expiring"))
            stamps = [(m.write_date, m.state_until) for m in coming + ending]
            self.run_cron()
            self.assertEqual([(m.write_date, m.state_until) for m in coming + ending], stamps)
        with freeze_time("2026-10-01"):
            self.run_cron()
            self.assertEqual((coming.state, ending.state), ("active", "expired"))
        self.assertFalse(ending.state_until)

    def test_cron_catches_up_in_batches(self):
        organisations = [self.new_organisation(f"Org {n}") for n in range(7)]
        memberships = self.env["biginn.membership"].union(
            *(self.new(partner_id=o.id, date_end="2026-12-31") for o in organisations)
        )
        steps = []

        def commit_progress(_cron, processed=0, *, remaining=None):
            steps.append((processed, remaining))
            return 60

        cron = self.env.registry["ir.cron"]
        with freeze_time("2027-02-01"), patch.object(cron, "_commit_progress", commit_progress):
            memberships._cron_update_states(batch=3)
        self.assertEqual(set(memberships.mapped("state")), {"expired"})
        self.assertEqual(steps, [(0, 7), (3, None), (3, None), (1, None)])

    def test_suspension_ends_by_itself(self):
        membership = self.new(suspended_from="2026-06-01", suspended_to="2026-06-30")
        self.assertEqual(membership.state, "suspended")
        self.assertEqual(membership.state_until, date(2026, 7, 1))
        with freeze_time("2026-07-01"):
            self.run_cron()
            self.assertEqual(membership.state, "active")

    # -- who decides -----------------------------------------------------------------

    def test_staff_submit_and_managers_approve(self):
        membership = (
            self.env["biginn.membership"]
            .with_user(self.staff)
            .create(
                {
                    "partner_id": self.member_org.id,
                    "category_id": self.category.id,
                    "date_start": "2026-07-01",
                }
            )
        )
        self.assertEqual(membership.state, "draft")
        membership.action_apply()
        self.assertIn("manager", membership.cannot_approve_reason)
        with self.assertRaises(UserError):
            membership.action_approve()
        membership.with_user(self.manager).action_approve()
        self.assertEqual(membership.state, "upcoming")
        self.assertEqual(membership.approved_by_id, self.manager)

    def test_staff_cannot_decide_by_writing(self):
        applied = self.new(approved_on=False, applied_on="2026-06-10").with_user(self.staff)
        for values in (
            {"approved_on": "2026-06-15"},
            {"refused_on": "2026-06-15"},
            {"suspended_from": "2026-06-15"},
            {"fee": 1},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                applied.write(values)
        applied.write({"date_start": "2026-02-01"})
        approved = self.new(partner_id=self.stranger_org.id).with_user(self.staff)
        for values in ({"date_end": "2040-01-01"}, {"date_start": "2025-01-01"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                approved.write(values)
        approved.write({"date_start": approved.date_start, "left_on": "2026-06-15"})
        self.assertEqual(approved.state, "left")

    def test_staff_cannot_create_an_approved_one(self):
        with self.assertRaises(AccessError):
            self.env["biginn.membership"].with_user(self.staff).create(
                {
                    "partner_id": self.member_org.id,
                    "category_id": self.category.id,
                    "date_start": "2026-01-01",
                    "approved_on": "2026-01-01",
                }
            )

    def test_manager_approves_by_entering_unless_it_is_an_application(self):
        values = {
            "partner_id": self.member_org.id,
            "category_id": self.category.id,
            "date_start": "2026-01-01",
        }
        memberships = self.env["biginn.membership"].with_user(self.manager)
        entered = memberships.create(values)
        self.assertEqual((entered.state, entered.approved_by_id), ("active", self.manager))
        applied = memberships.create(
            values | {"partner_id": self.stranger_org.id, "applied_on": "2026-06-01"}
        )
        self.assertEqual(applied.state, "applied")

    def test_refusal_needs_a_reason_and_can_be_taken_back(self):
        membership = self.new(approved_on=False, applied_on="2026-06-10").with_user(self.manager)
        with self.assertRaises(UserError):
            membership.action_refuse()
        membership.refusal_reason = "outside the statutes"
        membership.action_refuse()
        self.assertEqual(membership.state, "refused")
        membership.action_reset()
        self.assertEqual(membership.state, "applied")

    def test_suspend_and_resume(self):
        membership = self.new().with_user(self.manager)
        membership.action_suspend()
        self.assertEqual(membership.state, "suspended")
        membership.action_resume()
        self.assertEqual((membership.state, membership.suspended_from), ("active", False))
        membership.suspended_from = "2026-06-01"
        membership.action_resume()
        self.assertEqual(membership.suspended_to, date(2026, 6, 14))
        self.assertEqual(membership.state, "active")

    def test_leaving(self):
        membership = self.new().with_user(self.staff)
        membership.action_leave()
        self.assertEqual(membership.state, "left")

    # -- constraints -----------------------------------------------------------------

    def test_no_two_on_the_same_day(self):
        self.new(date_end="2026-12-31")
        with self.assertRaises(ValidationError):
            self.new(date_start="2026-12-31")
        self.new(date_start="2027-01-01")
        # another category, cluster or organisation is another matter
        self.new(category=self.new_category(name="Associate"))
        self.new(category=self.new_category(self.other_company))

    def test_may_come_back_after_leaving(self):
        self.new(left_on="2026-03-01")
        self.new(date_start="2026-03-01")

    def test_dates_in_order(self):
        for values in (
            {"date_end": "2025-12-31"},
            {"suspended_from": "2026-02-01", "suspended_to": "2026-01-31"},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.new(**values)

    def test_approval_needs_a_start(self):
        with self.assertRaises(ValidationError):
            self.new(date_start=False)

    def test_history_is_kept(self):
        membership = self.new()
        with self.assertRaises(UserError):
            membership.with_user(self.manager).unlink()
        with self.assertRaises(UserError):
            self.member_org.unlink()
        self.new(
            partner_id=self.stranger_org.id, approved_on=False, applied_on="2026-06-01"
        ).with_user(self.manager).unlink()

    def test_membership_belongs_to_the_organisation(self):
        with self.assertRaises(ValidationError):
            self.new(partner_id=self.member_reader.partner_id.id)

    # -- the organisation's word ------------------------------------------------------

    def test_organisation_state_and_search_agree(self):
        organisations = self.env["res.partner"]
        for name, values in {
            "none": None,
            "applicant": {"approved_on": False, "applied_on": "2026-06-01"},
            "upcoming": {"date_start": "2026-07-01"},
            "active": {},
            "expiring": {"date_end": "2026-06-30"},
            "suspended": {"suspended_from": "2026-06-01"},
            "expired": {"date_end": "2026-05-31"},
            "left": {"left_on": "2026-05-31"},
        }.items():
            organisation = self.new_organisation(name)
            organisations += organisation
            if values is not None:
                self.new(partner_id=organisation.id, **values)
        # and one with history: the membership that counts most speaks
        returned = self.new_organisation("active")
        organisations += returned
        self.new(partner_id=returned.id, date_start="2024-01-01", date_end="2024-12-31")
        self.new(partner_id=returned.id)
        partners = organisations.with_user(self.staff)
        for partner in partners:
            self.assertEqual(partner.cluster_membership_state, partner.name)
        for state in set(partners.mapped("name")):
            with self.subTest(state=state):
                domain = [("cluster_membership_state", "=", state), ("id", "in", partners.ids)]
                self.assertEqual(
                    partners.search(domain), partners.filtered(lambda p, s=state: p.name == s)
                )
        domain = [("cluster_membership_state", "not in", ["none", "left"])]
        found = partners.search(domain) & partners
        self.assertEqual(len(found), len(partners) - 2)

    def test_organisation_state_is_per_cluster(self):
        self.new()
        org = self.member_org
        self.assertEqual(org.with_user(self.staff).cluster_membership_state, "active")
        self.assertEqual(org.with_user(self.other_staff).cluster_membership_state, "none")
        both = self.new_user("both", "biginn_cluster.group_staff", company=self.other_company)
        both.company_ids += self.cluster_company
        seen = org.with_user(both)
        for companies, state in (
            (self.other_company, "none"),
            (self.other_company + self.cluster_company, "active"),
        ):
            in_companies = seen.with_context(allowed_company_ids=companies.ids)
            self.assertEqual(in_companies.cluster_membership_state, state)
        self.assertFalse(
            self.env["res.partner"]
            .with_user(self.other_staff)
            .search([("cluster_membership_state", "=", "active"), ("id", "=", org.id)])
        )

    def test_contact_has_its_organisations_state(self):
        self.new()
        contact = self.member_reader.partner_id.with_user(self.staff)
        self.assertEqual(contact.cluster_membership_state, "active")

    def test_member_sees_its_memberships_in_every_cluster(self):
        self.new(date_end="2026-05-31")
        self.new(category=self.new_category(self.other_company))
        org = self.member_org.with_user(self.member_reader)
        self.assertEqual(len(org.membership_ids), 2)
        self.assertEqual(org.cluster_membership_state, "active")
        self.assertEqual(org.membership_ids.category_id.mapped("name"), ["Ordinary member"] * 2)

    def test_expiring_begins_when_the_category_says(self):
        membership = self.new(date_end="2026-08-01")
        self.assertEqual(membership.state, "expiring")
        self.category.notice_days = 30
        self.assertEqual(membership.state, "active")
        self.assertEqual(membership.state_until, date(2026, 8, 1) - timedelta(days=30))
