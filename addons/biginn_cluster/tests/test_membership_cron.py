from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import BiginnCommon

MANY = 120


@tagged("post_install", "-at_install")
class TestMembershipCron(BiginnCommon):
    """The nightly job at its worst: the first of January, everybody's period ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what is tracked in a working database is tracked here
        cls.env = cls.env["base"].with_context(tracking_disable=False).env
        with freeze_time("2026-06-15"):
            organisations = cls.env["res.partner"].create(
                [
                    {"name": f"Org {number}", "is_company": True, "organisation_type": "sme"}
                    for number in range(MANY)
                ]
            )
            cls.memberships = cls.env["biginn.membership"].create(
                [
                    {
                        "partner_id": organisation.id,
                        "company_id": cls.cluster_company.id,
                        "category_id": cls.category.id,
                        "date_start": "2026-01-01",
                        "date_end": "2026-12-31",
                        "approved_on": "2026-01-01",
                    }
                    for organisation in organisations
                ]
            )
            cls.env.flush_all()

    def queries(self, on):
        cron = self.env.registry["ir.cron"]
        self.env.invalidate_all()
        memberships = self.env["biginn.membership"]
        with (
            freeze_time(on),
            patch.object(cron, "_commit_progress", lambda *_args, **_kw: 60),
        ):
            before = self.cr.sql_log_count
            memberships._cron_update_states()
            self.env.cr.precommit.run()
            return self.cr.sql_log_count - before

    def test_queries(self):
        self.assertLess(self.queries("2026-11-05"), 60)
        self.assertEqual(set(self.memberships.mapped("state")), {"expiring"})
        few = self.queries("2027-01-01")
        self.assertEqual(set(self.memberships.mapped("state")), {"expired"})
        self.assertLess(few, 60)
        self.assertLessEqual(self.queries("2027-01-01"), 3, "nothing has changed")

    def test_changes_are_told_in_the_chatter(self):
        self.queries("2027-01-01")
        message = self.memberships[0].message_ids.filtered("tracking_value_ids")[:1]
        self.assertIn("state", message.tracking_value_ids.field_id.mapped("name"))

    def test_a_second_cluster_is_not_touched(self):
        other = self.new_membership(
            category=self.new_category(self.other_company), date_start="2026-01-01", date_end=False
        )
        state, until = other.state, other.state_until
        self.queries("2027-01-01")
        self.assertEqual((other.state, other.state_until), (state, until))
