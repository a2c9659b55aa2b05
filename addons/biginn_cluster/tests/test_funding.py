from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from .common import BiginnCommon


@tagged("post_install", "-at_install")
class TestFunding(BiginnCommon):
    def test_biginn_grant(self):
        funding = self.env.ref("biginn_cluster.funding_biginn")
        self.assertEqual(funding.grant_number, "101037928")
        self.assertIn("European Union", funding.statement)
        self.assertIn("EASME", funding.disclaimer)
        self.assertIn("101037928", funding.display_name)

    def test_agency_is_a_proposal(self):
        fundings = self.env["biginn.funding"].create(
            [
                {"name": "COSME", "statement": "s", "date_start": date(2020, 1, 1)},
                {"name": "SMP", "statement": "s", "date_start": date(2024, 1, 1)},
                {"name": "Other", "statement": "s", "agency": "REA"},
            ]
        )
        self.assertEqual(fundings.mapped("agency"), ["EASME", "EISMEA", "REA"])
        fundings[0].date_start = date(2023, 1, 1)
        self.assertEqual(fundings[0].agency, "EASME", "never changed behind one's back")

    @mute_logger("odoo.sql_db")
    def test_constraints(self):
        values = {"name": "COSME", "statement": "s"}
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["biginn.funding"].create(
                {**values, "date_start": date(2024, 1, 2), "date_end": date(2024, 1, 1)}
            ).flush_recordset()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["biginn.funding"].create(
                {**values, "grant_number": "101037928"}
            ).flush_recordset()

    def test_rights(self):
        funding = self.env.ref("biginn_cluster.funding_biginn")
        self.assertTrue(funding.with_user(self.staff).read(["statement"]))
        with self.assertRaises(AccessError):
            funding.with_user(self.staff).write({"agency": "x"})
        funding.with_user(self.manager).write({"agency": "EISMEA"})
        with self.assertRaises(AccessError):
            funding.with_user(self.member_editor).read(["statement"])

    def test_emblem_is_drawn_by_the_book(self):
        """Twelve stars, the two official colours, three by two."""
        with file_open("biginn_cluster/static/src/img/eu_emblem.svg") as emblem:
            drawing = emblem.read()
        self.assertEqual(drawing.count("<polygon"), 12)
        self.assertIn('fill="#003399"', drawing)
        self.assertIn('fill="#FFCC00"', drawing)
        self.assertIn('viewBox="0 0 810 540"', drawing)
        self.assertTrue(
            self.env["biginn.funding"]._emblem_data_uri().startswith("data:image/svg+xml;base64,")
        )
