from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .import_common import ImportCase

COLUMNS = (
    "name,is_company,country_id,vat,figure_ids/fiscal_year,figure_ids/headcount,"
    "figure_ids/currency_id,capability_ids/domain_id,capability_ids/work_kind_id\n"
)


@tagged("post_install", "-at_install")
class TestManyRows(ImportCase):
    """Imports, lists and the nightly job stay within queries that do not run away."""

    def rows(self, numbers, headcount=10):
        lines = []
        for number in numbers:
            lines.append(
                f"Firm {number:03},True,DK,DK{number + 10**7},2023,{headcount},EUR,T1,T1\n"
                f",,,,2024,{headcount},EUR,T2,T1\n"
            )
        return COLUMNS + "".join(lines)

    def queries(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_import(self):
        def run(numbers, headcount=10):
            return self.queries(
                lambda: self.import_rows(self.staff, "res.partner", self.rows(numbers, headcount))
            )

        run(range(5))
        few, many = run(range(100, 110)), run(range(200, 250))
        self.assertLess((many - few) / 40, 12, "queries per organisation that comes in")
        same = run(range(200, 250))
        self.assertLess(same / 50, 6, "queries per organisation that is as it was")

    def test_figures_by_themselves(self):
        """Organisations are looked up all at once, not row by row."""
        names = [self.new_organisation(f"Firm {number:02}").name for number in range(40)]

        def run(part):
            rows = "partner_id,fiscal_year,headcount\n"
            rows += "".join(f"{name},2024,7\n" for name in part)
            return self.queries(lambda: self.import_rows(self.staff, "biginn.company.figure", rows))

        run(names[:1])
        few, many = run(names[:5]), run(names)
        self.assertLess((many - few) / 35, 8)

    def test_list_of_organisations(self):
        organisations = self.env["res.partner"].union(
            *(self.new_organisation(f"Org {number:03}") for number in range(200))
        )
        for number, organisation in enumerate(organisations):
            self.new_capability(organisation, domain=number % 4)
            self.new_membership(organisation)
        arch = self.env.ref("biginn_cluster.res_partner_organisation_view_list")
        partners = self.env["res.partner"].with_user(self.staff)
        names = partners.get_view(arch.id, "list")["models"]["res.partner"]
        columns = {
            name: {"fields": {"display_name": {}}} if partners._fields[name].relational else {}
            for name in names
        }

        def read(count):
            domain = [("id", "in", organisations[:count].ids)]
            return self.queries(lambda: partners.web_search_read(domain, columns))

        for count in (10, 200):
            read(count)
        self.assertEqual(read(10), read(200))

    def test_nightly_job(self):
        memberships = self.env["biginn.membership"].union(
            *(self.new_membership(self.new_organisation(f"Org {n:03}")) for n in range(60))
        )

        def run(count):
            self.env.flush_all()
            self.cr.execute(
                "UPDATE biginn_membership SET state = 'upcoming', state_until = %s"
                " WHERE id = ANY(%s)",
                (fields.Date.today(), memberships[:count].ids),
            )
            with patch.object(self.registry["ir.cron"], "_commit_progress", return_value=1):
                return self.queries(self.env["biginn.membership"]._cron_update_states)

        run(5)
        self.assertLessEqual(run(60), run(5) + 5)
        self.assertEqual(set(memberships.mapped("state")), {"active"})
        self.assertLess(run(0), 5)
