from odoo.tests import tagged

from .common import BiginnCommon


@tagged("post_install", "-at_install")
class TestQueries(BiginnCommon):
    """Lists and cards cost the same number of queries for 10 and for 50 organisations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organisations = cls.env["res.partner"].union(
            *(cls.new_organisation(f"Org {number:02}") for number in range(50))
        )
        for number, organisation in enumerate(cls.organisations):
            cls.new_figure(organisation)
            cls.new_capability(organisation, domain=number % 4)
            cls.new_membership(organisation)

    def fields_of(self, view):
        """The specification the web client reads for the top level of a view."""
        arch = self.env.ref(view)
        tree = self.env[arch.model].with_user(self.staff).get_view(arch.id, arch.type)
        names = tree["models"][arch.model]
        model = self.env[arch.model]
        return {
            name: {"fields": {"display_name": {}}} if model._fields[name].relational else {}
            for name in names
            if model._fields[name].type != "properties"
        }

    def count(self, view, records):
        specification = self.fields_of(view)
        records = records.with_user(self.staff)
        self.env.flush_all()
        counts = []
        for number in (10, 10, 50):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records.web_search_read([("id", "in", records[:number].ids)], specification)
            counts.append(self.cr.sql_log_count - before)
        _warm, few, many = counts
        return few, many

    def test_organisations(self):
        for view in ("kanban", "list"):
            with self.subTest(view=view):
                few, many = self.count(
                    f"biginn_cluster.res_partner_organisation_view_{view}", self.organisations
                )
                self.assertEqual(few, many)
                self.assertLess(many, 25)

    def test_memberships(self):
        for view in ("kanban", "list"):
            with self.subTest(view=view):
                few, many = self.count(
                    f"biginn_cluster.biginn_membership_view_{view}",
                    self.organisations.membership_ids,
                )
                self.assertEqual(few, many)
                self.assertLess(many, 30)

    def test_figures_and_capabilities(self):
        for view, records in (
            ("biginn_company_figure_view_list", self.organisations.figure_ids),
            ("biginn_capability_view_list", self.organisations.capability_ids),
        ):
            with self.subTest(view=view):
                few, many = self.count(f"biginn_cluster.{view}", records)
                self.assertEqual(few, many)

    def test_explanations_in_a_row(self):
        """An export of all explanations is linear in memory, not in queries."""
        partners = self.organisations.with_user(self.staff)
        names = ["size_explanation", "cluster_membership_explanation"]
        counts = []
        for number in (10, 10, 50):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            partners[:number].read(names)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
