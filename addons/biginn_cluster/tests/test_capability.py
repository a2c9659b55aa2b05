from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BiginnCommon


@tagged("post_install", "-at_install")
class TestCapability(BiginnCommon):
    def test_one_cell_of_the_matrix(self):
        self.new_capability(self.member_org)
        self.new_capability(self.member_org, work_kind=1)
        self.new_capability(self.member_org, domain=1)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.new_capability(self.member_org)

    def test_trl_range(self):
        self.new_capability(self.member_org, trl=9)
        for trl in (-1, 10):
            with (
                self.subTest(trl=trl),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.new_capability(self.member_org, domain=1, trl=trl)

    def test_belongs_to_the_organisation(self):
        with self.assertRaises(ValidationError):
            self.new_capability(self.member_reader.partner_id)

    def test_search_organisations_by_domain(self):
        self.new_capability(self.member_org)
        self.new_capability(self.member_org, work_kind=1)
        self.new_capability(self.stranger_org, domain=1)
        partners = self.env["res.partner"].with_user(self.staff)
        found = partners.search([("technology_domain_ids", "in", self.domains[0].ids)])
        self.assertEqual(found, self.member_org)
        self.assertEqual(found.technology_domain_ids, self.domains[0])
        found = partners.search([("technology_domain_ids", "ilike", self.domains[1].name)])
        self.assertIn(self.stranger_org, found)
        self.assertNotIn(self.member_org, found)

    def test_domains_and_kinds_are_found_by_code(self):
        """Import names them by code: names are translated, codes are not."""
        for model, code in (("biginn.technology.domain", "OPT"), ("biginn.work.kind", "DES")):
            found = self.env[model].name_search(code, operator="=")
            self.assertEqual(len(found), 1)

    def test_seed_is_complete(self):
        self.assertEqual(
            len(
                self.env["ir.model.data"].search(
                    [
                        ("module", "=", "biginn_cluster"),
                        ("model", "=", "biginn.technology.domain"),
                    ]
                )
            ),
            25,
        )
        self.assertEqual(
            len(
                self.env["ir.model.data"].search(
                    [
                        ("module", "=", "biginn_cluster"),
                        ("model", "=", "biginn.work.kind"),
                    ]
                )
            ),
            11,
        )

    def test_display_name(self):
        self.assertEqual(
            self.new_capability(self.member_org).display_name, "Test domain 1: Test work 1"
        )
