from odoo.exceptions import UserError
from odoo.tests import tagged

from .link_common import LinkCommon


@tagged("post_install", "-at_install")
class TestPartnerMerge(LinkCommon):
    """Core's wizard joins two entries of one organisation; nothing that hangs on them is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twin = cls.new_organisation("Member AS (again)", email="again@example.com")

    def merge(self, user=None, sources=None, destination=None):
        destination = destination or self.member_org
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(user or self.manager)
        wizard.create(
            {
                "partner_ids": [(6, 0, ((sources or self.twin) + destination).ids)],
                "dst_partner_id": destination.id,
                "state": "selection",
            }
        ).action_merge()
        self.env.invalidate_all()

    def notes(self):
        return " ".join(self.member_org.message_ids.mapped("body"))

    def test_everything_comes_along(self):
        kept = [self.new_figure(year=2024), self.new_capability(self.member_org)]
        theirs = [
            self.new_figure(self.twin, year=2023),
            self.new_capability(self.twin, domain=1),
            self.new_membership(self.twin),
            self.env["biginn.reference"].create(
                {
                    "partner_id": self.twin.id,
                    "big_science_id": self.new_organisation(
                        "Lab", organisation_type="big_science"
                    ).id,
                    "year": 2020,
                    "title": "Magnets",
                    "amount_band": "undisclosed",
                }
            ),
            self.env["biginn.certificate"].create({"partner_id": self.twin.id, "kind": "iso_9001"}),
            self.env["biginn.facility"].create({"partner_id": self.twin.id, "name": "Hall"}),
            self.env["biginn.product"].create({"partner_id": self.twin.id, "name": "Pump"}),
            self.twin._biginn_give_consent("directory"),
            self.new_member("twin", self.twin).partner_id,
        ]
        message = self.twin.message_post(body="Met at the fair")
        self.merge()
        self.assertFalse(self.twin.exists())
        for record in theirs:
            with self.subTest(model=record._name):
                self.assertTrue(record.exists())
                owner = record.parent_id if record._name == "res.partner" else record.partner_id
                self.assertEqual(owner, self.member_org)
        self.assertTrue(all(record.exists() for record in kept))
        self.assertEqual(theirs[-1].commercial_partner_id, self.member_org)
        self.assertEqual((message.res_id, message.model), (self.member_org.id, "res.partner"))
        self.assertEqual(self.member_org.size_class, "small", "2023 and 2024 agree now")
        self.assertIn("two closed years 2023 and 2024", self.member_org.size_explanation)
        self.assertIn("Company figures: 1 taken over", self.notes())
        self.assertIn("Membership: 1 taken over", self.notes())
        member = self.member_org.with_user(self.staff)
        self.assertEqual(member.cluster_membership_state, "active")
        membership = theirs[2]
        self.assertEqual(membership.country_id, self.member_org.country_id)

    def test_what_both_have_is_kept_once(self):
        mine = self.new_figure(year=2024, headcount=34)
        other = self.new_figure(self.twin, year=2024, headcount=77)
        earlier = self.new_figure(self.twin, year=2023, headcount=33)
        skill = self.new_capability(self.member_org, description="ours")
        self.new_capability(self.twin, description="<b>theirs</b>")
        paper = self.env["ir.attachment"].create(
            {
                "name": "accounts.txt",
                "raw": b"77",
                "res_model": "biginn.company.figure",
                "res_id": other.id,
            }
        )
        self.merge()
        self.assertEqual(self.member_org.figure_ids, mine + earlier)
        self.assertEqual(mine.headcount, 34)
        self.assertFalse(other.exists())
        self.assertEqual(self.member_org.capability_ids, skill)
        self.assertEqual(paper.exists().res_id, mine.id, "what hung on it is not lost")
        notes = self.notes()
        self.assertIn("77", notes)
        self.assertIn("&lt;b&gt;theirs&lt;/b&gt;", notes)
        self.assertNotIn("<b>theirs</b>", notes)

    def test_two_at_once_that_collide_with_each_other(self):
        third = self.new_organisation("Member third")
        kept = self.new_figure(self.twin, year=2024, headcount=40)
        self.new_figure(third, year=2024, headcount=50)
        self.new_figure(third, year=2022, headcount=20)
        self.merge(sources=self.twin + third)
        self.assertEqual(
            sorted(self.member_org.figure_ids.mapped(lambda f: (f.fiscal_year, f.headcount))),
            [(2022, 20), (2024, kept.headcount)] if kept.exists() else [(2022, 20), (2024, 50)],
        )

    def test_memberships_of_both_are_history(self):
        first = self.new_membership(date_start="2020-01-01", date_end="2021-12-31")
        same = self.new_membership(self.twin, date_start="2020-01-01", date_end="2021-12-31")
        later = self.new_membership(self.twin, date_start="2023-01-01", date_end="2024-12-31")
        self.merge()
        self.assertEqual(self.member_org.membership_ids, first + same + later)

    def test_memberships_of_both_share_no_day(self):
        """Else whoever edits one of them, or notes that the member leaves, is stopped."""
        first = self.new_membership(date_start="2026-01-01", date_end="2026-12-31")
        longer = self.new_membership(self.twin, date_start="2026-04-01", date_end="2027-03-31")
        waits = self.new_membership(
            self.twin,
            date_start="2026-01-01",
            date_end="2026-03-31",
            approved_on=False,
            applied_on="2025-12-01",
        )
        elsewhere = self.new_membership(self.twin, self.new_category(name="Another"))
        self.merge()
        self.assertEqual(len(self.member_org.membership_ids), 4)
        self.assertEqual(str(first.left_on), "2026-04-01")
        self.assertEqual(waits.left_on, waits.date_start)
        self.assertFalse(longer.left_on or elsewhere.left_on)
        for membership in self.member_org.membership_ids:
            self.assertFalse(membership._find_overlap())
        longer.date_end = "2027-04-30"
        (longer | elsewhere)._leave(longer.date_end, "Closed")
        self.assertIn("another one goes on from there", self.notes())

    def test_a_group_merged_with_what_it_covers(self):
        membership = self.new_membership()
        branch = self.new_organisation("Branch")
        membership.covered_partner_ids = self.twin | branch
        self.merge()
        self.assertEqual(membership.covered_partner_ids, branch)
        self.assertIn("covers itself no more", self.notes())

    def test_holdings(self):
        owner, daughter = self.new_organisation("Owner"), self.new_organisation("Daughter")
        for organisation in (self.member_org, daughter):
            self.small(organisation)
        self.large(owner)
        inside = self.new_link(self.member_org, self.twin, 100)
        mine = self.new_link(self.member_org, daughter, 30)
        theirs = self.new_link(self.twin, daughter, 60)
        held = self.new_link(owner, self.twin, 60)
        self.assertEqual(daughter.size_class, "large")
        self.merge()
        self.assertFalse((inside + theirs).exists())
        self.assertEqual((mine + held).exists(), mine + held)
        self.assertEqual(held.other_id, self.member_org)
        self.assertEqual(mine.percent, 30)
        self.assertIn("60", self.notes())
        self.assertEqual(self.member_org.size_class, "large", "its owner's figures count")
        self.assertEqual(daughter.size_class, "large", "30 % of the owner's 900 people")
        held.unlink()
        self.assertEqual([self.member_org.size_class, daughter.size_class], ["small", "small"])

    def test_waiting_change_requests(self):
        """Core would leave a unique index to fail half-way."""
        requests = self.env["biginn.change.request"].sudo()
        values = {"line_ids": [(0, 0, {"field_name": "vat", "fiscal_year": 0, "new_value": "1"})]}
        first = requests.create({"partner_id": self.member_org.id, **values})
        second = requests.create({"partner_id": self.twin.id, **values})
        self.merge()
        self.assertEqual((first + second).exists().partner_id, self.member_org)
        self.assertEqual((first + second).mapped("state"), ["submitted", "withdrawn"])
        self.assertEqual(second.line_ids.new_value, "1", "what was asked stays to be read")
        self.assertIn("withdrawn, for the same is asked here already", self.notes())

    def test_waiting_change_requests_that_share_a_part(self):
        requests = self.env["biginn.change.request"].sudo()
        vat, name = (
            (0, 0, {"field_name": field, "fiscal_year": 0, "new_value": "1"})
            for field in ("vat", "name")
        )
        first = requests.create({"partner_id": self.member_org.id, "line_ids": [vat]})
        second = requests.create({"partner_id": self.twin.id, "line_ids": [vat, name]})
        self.merge()
        self.assertEqual((first + second).mapped("state"), ["submitted", "submitted"])
        self.assertEqual(second.line_ids.mapped("field_name"), ["name"])
        self.assertIn("Change request line", self.notes())

    def test_who_may(self):
        """Two entries with different addresses: managers join them, others as core allows."""
        self.member_org.email = "office@example.com"
        with self.assertRaises(UserError):
            self.merge(self.staff)
        person = self.member_reader.partner_id
        other = self.member_editor.partner_id
        with self.assertRaises(UserError):
            self.merge(self.manager, person, other)
        self.merge(self.manager)
        self.assertFalse(self.twin.exists())

    def test_other_contacts_as_ever(self):
        """Nothing of ours on them: core's merge, and no note of ours."""
        one, two = self.env["res.partner"].create([{"name": "A"}, {"name": "A"}])
        self.merge(self.staff, one, two)
        self.assertFalse(one.exists())
        self.assertNotIn("taken over", " ".join(two.message_ids.mapped("body")))
