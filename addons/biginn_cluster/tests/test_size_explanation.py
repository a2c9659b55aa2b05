from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .link_common import LinkCommon


@tagged("post_install", "-at_install")
class TestSizeExplanation(LinkCommon):
    """The group line by line, for whoever reads it: staff, another cluster's staff, a member."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.small(cls.member_org)
        cls.owner = cls.new_organisation("Owner of theirs")
        cls.partner = cls.new_organisation("Partner of theirs")
        cls.sister = cls.new_organisation("Sister of the partner")
        cls.new_figure(cls.owner, 2024, headcount=10, turnover=1_000_000, balance_total=2_000_000)
        cls.new_figure(cls.partner, 2024, headcount=10, turnover=2_000_000, balance_total=400_000)
        cls.new_figure(cls.sister, 2024, headcount=1, turnover=100_000, balance_total=100_000)
        for organisation in (cls.owner, cls.partner, cls.sister):
            organisation.founded_year = 2024
        cls.new_link(cls.owner, cls.member_org, 60)
        cls.new_link(cls.member_org, cls.partner, 30)
        cls.new_link(cls.partner, cls.sister, 80)

    def lines(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        organisation = self.member_org.with_user(user or self.staff)
        return organisation.size_explanation.replace("\xa0", " ").split("\n")

    def test_line_by_line(self):
        lines = self.lines()
        self.assertEqual(
            lines[:-1],
            [
                "Small: the two closed years 2023 and 2024 agree.",
                (
                    "Counted in: Owner of theirs (linked, in full); "
                    "Partner of theirs (partner, 30 %); "
                    "Sister of the partner (linked to a partner, 30 %)."
                ),
                (
                    "2023, own figures: 34 people; turnover 6,100,000.00 €; "
                    "balance sheet total 5,000,000.00 €"
                ),
                (
                    "+ Owner of theirs (linked, in full): 0 people; turnover 0.00 €; "
                    "balance sheet total 0.00 €"
                ),
                (
                    "+ Partner of theirs (partner, 30 %): 0 people; turnover 0.00 €; "
                    "balance sheet total 0.00 €"
                ),
                (
                    "+ Sister of the partner (linked to a partner, 30 %): 0 people; "
                    "turnover 0.00 €; balance sheet total 0.00 €"
                ),
                (
                    "= 2023 together: 34 people; turnover 6,100,000.00 €; "
                    "balance sheet total 5,000,000.00 €. Alone: Small."
                ),
                (
                    "2024, own figures: 34 people; turnover 6,100,000.00 €; "
                    "balance sheet total 5,000,000.00 €"
                ),
                (
                    "+ Owner of theirs (linked, in full): 10 people; turnover 1,000,000.00 €; "
                    "balance sheet total 2,000,000.00 €"
                ),
                (
                    "+ Partner of theirs (partner, 30 %): 3 people; turnover 600,000.00 €; "
                    "balance sheet total 120,000.00 €"
                ),
                (
                    "+ Sister of the partner (linked to a partner, 30 %): 0.30 people; "
                    "turnover 30,000.00 €; balance sheet total 30,000.00 €"
                ),
                (
                    "= 2024 together: 47.30 people; turnover 7,730,000.00 €; "
                    "balance sheet total 7,150,000.00 €. Alone: Small."
                ),
            ],
        )
        self.assertIn("Linked enterprises are counted in full", lines[-1])

    def test_without_a_group(self):
        self.small(self.stranger_org)
        text = self.stranger_org.size_explanation
        self.assertIn("No partner or linked enterprise is counted in.", text)
        self.assertNotIn("Counted in:", text)

    def test_what_is_missing_and_whose(self):
        self.owner.figure_ids.turnover = 0
        self.owner.figure_ids.headcount = 0
        lines = self.lines()
        self.assertNotIn("turnover of", lines[-2], "the balance sheet total is low already")
        self.assertIn("headcount of Owner of theirs", lines[-2])
        self.assertIn("at least 37.30 people", lines[-2])

    def test_members_see_sums_of_others(self):
        """Names of the own group, never what one of the others earns."""
        text = "\n".join(self.lines(self.member_reader))
        self.assertIn("Owner of theirs (linked, in full)", text)
        self.assertIn("Partner of theirs (partner, 30 %)", text)
        self.assertNotIn("Sister", text, "whom a partner owns is the partner's business")
        self.assertIn("another organisation (linked to a partner, 30 %)", text)
        self.assertIn("+ 3 organisations together: 13.30 people; turnover 1,630,000.00 €", text)
        self.assertIn("= 2024 together: 47.30 people", text)
        for alone in ("1,000,000.00", "600,000.00", ": 10 people"):
            self.assertNotIn(alone, text)
        self.owner.figure_ids.turnover = 0
        text = "\n".join(self.lines(self.member_reader))
        self.assertIn("turnover at least 630,000.00 €", text)

    def test_the_facts_themselves_are_shut(self):
        for user in (self.staff, self.manager, self.member_reader, self.employee):
            with (
                self.subTest(user=user.login),
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models.ir_model"),
            ):
                self.member_org.with_user(user).read(["size_group_facts"])
        facts = str(self.member_org.with_user(self.member_reader).size_facts)
        for key in (self.owner, self.partner, self.sister):
            self.assertNotIn(f"[{key.id},", facts)
        self.assertNotIn("1000000.0", facts)

    def test_what_another_cluster_may_not_see(self):
        """Neither the name nor the figures of an organisation that belongs to one cluster."""
        self.owner.company_id = self.cluster_company
        text = "\n".join(self.lines(self.other_staff))
        self.assertNotIn("Owner of theirs", text)
        self.assertIn("another organisation (linked, in full)", text)
        self.assertIn("+ one other organisation: 10 people", text)
        self.assertIn("+ Partner of theirs (partner, 30 %): 3 people", text)
        self.assertIn("Owner of theirs", "\n".join(self.lines(self.staff)))
        self.owner.company_id = self.other_company
        self.assertNotIn("Owner of theirs", "\n".join(self.lines(self.member_reader)))
        self.owner.figure_ids.headcount = 0
        self.assertNotIn("Owner of theirs", "\n".join(self.lines(self.staff)))

    def test_names_are_text(self):
        self.owner.name = "<script>alert(1)</script>"
        self.assertIn("<script>alert(1)</script> (linked", "\n".join(self.lines()))

    def test_public_body_is_said(self):
        town = self.new_organisation("Town", organisation_type="public_authority")
        self.new_link(town, self.member_org, 25.5)
        lines = self.lines()
        self.assertIn("public bodies control 25.5 % of it", lines[0])
        self.assertEqual(self.member_org.size_class, "large")
        self.env["res.lang"]._activate_lang("da_DK")
        danish = self.member_org.with_user(self.staff).with_context(lang="da_DK")
        self.assertIn("25,5 %", danish.size_explanation)

    def test_queries_do_not_grow(self):
        organisations = self.env["res.partner"].union(
            *(self.new_organisation(f"Group {number:02}") for number in range(50))
        )
        for number, organisation in enumerate(organisations):
            self.new_figure(organisation)
            self.new_link(organisations[number - 1], organisation, 30)
        for user in (self.staff, self.member_reader):
            counts = []
            records = organisations.with_user(user)
            if user == self.member_reader:
                records = organisations.sudo().with_user(user).sudo()
            for number in (10, 10, 50):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                records[:number].mapped("size_explanation")
                counts.append(self.cr.sql_log_count - before)
            with self.subTest(user=user.login):
                self.assertLessEqual(counts[2], counts[1])

    def test_computing_many_takes_few_queries(self):
        organisations = self.env["res.partner"].union(
            *(self.new_organisation(f"Group {number:02}") for number in range(50))
        )
        for number, organisation in enumerate(organisations):
            self.new_figure(organisation)
            self.new_link(organisations[number - 1], organisation, 60)
        counts = []
        for number in (10, 50):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            field = organisations._fields["size_class"]
            self.env.add_to_compute(field, organisations[:number])
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertEqual(set(organisations.mapped("size_class")), {"large"})
