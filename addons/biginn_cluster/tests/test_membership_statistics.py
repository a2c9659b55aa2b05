import random
from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.biginn_cluster.rules import membership as rule

from .common import BiginnCommon

START = date(2022, 1, 1)


@tagged("post_install", "-at_install")
class TestMembershipStatistics(BiginnCommon):
    """Counting members on another day says what the rule says, row for row."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(19)
        cls.categories = cls.category + cls.new_category(name="Second")
        cls.organisations = cls.env["res.partner"].union(
            *(cls.new_organisation(f"Counted {number}") for number in range(20))
        )
        cls.memberships = cls.env["biginn.membership"]
        for organisation in cls.organisations:
            for category in cls.categories:
                cls.memberships |= cls.random_membership(organisation, category)
        for membership in cls.random.sample(list(cls.memberships), 8):
            others = cls.organisations - membership.partner_id
            membership.covered_partner_ids = others.browse(cls.random.sample(others.ids, 2))

    @classmethod
    def day(cls, chance=1.0, after=None):
        if cls.random.random() > chance:
            return False
        first = after or START
        return first + timedelta(days=cls.random.randint(0, 1500))

    @classmethod
    def random_membership(cls, organisation, category):
        start = cls.day()
        suspended = cls.day(0.4, start)
        refused = cls.random.random() < 0.1
        values = {
            "date_start": start,
            "date_end": cls.day(0.6, start),
            "approved_on": False if refused or cls.random.random() < 0.1 else start,
            "applied_on": start,
            "refused_on": start if refused else False,
            "left_on": cls.day(0.3, start),
            "suspended_from": suspended,
            "suspended_to": cls.day(0.6, suspended) if suspended else False,
        }
        membership = cls.new_membership(organisation, category, **values)
        if cls.random.random() < 0.4:
            first = cls.day()
            cls.env["biginn.membership.suspension"].create(
                {
                    "membership_id": membership.id,
                    "date_from": first,
                    "date_to": first + timedelta(days=cls.random.randint(0, 120)),
                }
            )
        return membership

    def members(self, on):
        return self.memberships.filtered(lambda m: rule.is_member(m._facts(), on))

    def test_member_on_is_the_rule(self):
        seen = self.memberships.with_user(self.staff)
        counts = set()
        for _try in range(60):
            on = self.day()
            found = seen.search([("member_on", "=", on), ("id", "in", seen.ids)])
            with self.subTest(on=on):
                self.assertEqual(set(found.ids), set(self.members(on).ids))
            counts.add(len(found))
        self.assertGreater(len(counts), 5, "the days differ, else this proves nothing")

    def test_organisations_on_a_day(self):
        partners = self.organisations.with_user(self.staff)
        for _try in range(30):
            on = self.day()
            members = self.members(on)
            expected = members.partner_id | members.covered_partner_ids
            found = partners.search([("cluster_member_on", "=", on), ("id", "in", partners.ids)])
            with self.subTest(on=on):
                self.assertEqual(set(found.ids), set(expected.ids))
        elsewhere = self.organisations.with_user(self.other_staff)
        self.assertFalse(
            elsewhere.search([("cluster_member_on", "=", on), ("id", "in", partners.ids)])
        )

    def test_over_time_is_the_rule(self):
        rows = self.env["biginn.membership.month"].with_user(self.staff)
        rows = rows.search([("membership_id", "in", self.memberships.ids)])
        today = fields.Date.context_today(rows)
        self.assertLessEqual(max(rows.mapped("date")), today)
        found = {(row.date, row.membership_id.id, row.partner_id.id): row.standing for row in rows}
        self.assertEqual(len(found), len(rows), "one row each")
        on = START
        while on < today:
            month_end = (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            at = min(month_end, today)
            for membership in self.memberships:
                state = rule.state_on(membership._facts(), at)
                standing = {"active": "member", "expiring": "member"}.get(state, state)
                expected = standing if standing in ("member", "suspended") else None
                for organisation in membership.partner_id | membership.covered_partner_ids:
                    key = (at, membership.id, organisation.id)
                    self.assertEqual(found.get(key), expected, key)
            on = month_end + timedelta(days=1)

    def test_several_memberships_are_one_member(self):
        organisation = self.new_organisation("Twice a member")
        for category in self.categories:
            self.new_membership(organisation, category, date_start="2026-01-01", date_end=False)
        [(count, rows)] = self.env["biginn.membership.month"]._read_group(
            [("partner_id", "=", organisation.id), ("date", "=", "2026-03-31")],
            [],
            ["member_count:count_distinct", "__count"],
        )
        self.assertEqual((count, rows), (1, 2))

    def test_a_second_suspension_does_not_unmake_the_first(self):
        membership = self.new_membership(
            self.new_organisation(), date_start="2025-01-01", date_end=False
        )
        membership.write({"suspended_from": "2025-03-01", "suspended_to": "2025-03-31"})
        membership.suspension_reason = "Fee not paid"
        membership.suspended_from = "2025-09-01"
        self.assertEqual(membership.suspension_ids.reason, "Fee not paid")
        self.assertFalse(membership.suspended_to, "the last day was the first one's")
        self.assertFalse(membership.suspension_reason)
        for on, found in (
            ("2025-03-15", False),
            ("2025-05-01", True),
            ("2025-09-01", False),
        ):
            with self.subTest(on=on):
                domain = [("member_on", "=", on), ("id", "=", membership.id)]
                self.assertEqual(bool(membership.search(domain)), found)
        membership.write({"suspended_from": "2025-10-01"})
        self.assertEqual(len(membership.suspension_ids), 1, "a correction is not a second one")

    def test_screen(self):
        on = date(2024, 5, 1)
        wizard = self.env["biginn.membership.count"].with_user(self.staff).create({"date": on})
        members = self.members(on)
        self.assertEqual(wizard.membership_count, len(members))
        expected = members.partner_id | members.covered_partner_ids
        self.assertEqual(wizard.organisation_count, len(expected))
        for action, expected_ids in (
            (wizard.action_open_memberships(), members.ids),
            (wizard.action_open_organisations(), expected.ids),
        ):
            model = self.env[action["res_model"]].with_user(self.staff)
            self.assertEqual(set(model.search(action["domain"]).ids), set(expected_ids))


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestMembershipInterruption(BiginnCommon):
    """The dialogues behind the buttons."""

    def new(self, **values):
        return self.new_membership(**{"date_start": "2026-01-01", "date_end": False, **values})

    def dialogue(self, name, memberships, user):
        model = self.env[f"biginn.membership.{name}"].with_user(user)
        return Form(
            model.with_context(active_model="biginn.membership", active_ids=memberships.ids)
        )

    def test_members_leave(self):
        memberships = self.new() + self.new(partner_id=self.stranger_org.id)
        form = self.dialogue("leave", memberships, self.staff)
        form.left_on = "2026-09-01"
        form.reason = "Merged <b>with</b> another"
        form.save().action_confirm()
        self.assertEqual(set(memberships.mapped("left_on")), {date(2026, 9, 1)})
        self.assertEqual(set(memberships.mapped("state")), {"active"})
        with freeze_time("2026-09-01"), self.enter_registry_test_mode():
            self.env.ref("biginn_cluster.cron_membership_state").method_direct_trigger()
            self.assertEqual(set(memberships.mapped("state")), {"left"})
            self.assertIn("Merged <b>with</b>", memberships[0].state_explanation)

    def test_suspend(self):
        membership = self.new()
        form = self.dialogue("suspend", membership, self.manager)
        form.date_from = "2026-06-15"
        form.date_to = "2026-06-30"
        form.reason = "Fee not paid"
        form.save().action_confirm()
        self.assertEqual(membership.state, "suspended")
        self.assertIn("Fee not paid", membership.state_explanation)

    def test_neither_where_it_makes_no_sense(self):
        over = self.new(date_end="2026-05-31")
        for name, user in (("leave", self.staff), ("suspend", self.manager)):
            form = self.dialogue(name, over, user)
            form.reason = "x"
            with self.subTest(name=name), self.assertRaises(UserError):
                form.save().action_confirm()
