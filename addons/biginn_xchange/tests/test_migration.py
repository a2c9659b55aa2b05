import runpy

from odoo.tests import tagged
from odoo.tools import file_path

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestMigration(XchangeCommon):
    """What an update brings to a database that had the exchanges' first version."""

    def test_first_version(self):
        young, over = self.new_exchange(), self.new_exchange()
        self.env.flush_all()
        self.cr.execute(
            "UPDATE biginn_exchange SET state = 'completed', completed_on = '2023-05-20',"
            " ended_on = NULL, payment_due = NULL WHERE id = %s",
            [over.id],
        )
        self.cr.execute(
            "UPDATE biginn_exchange SET write_date = '2023-04-03 10:00' WHERE id = %s",
            [young.id],
        )
        kept, filled = (self.env.ref(f"biginn_xchange.programme_cxc{n}") for n in (1, 2))
        kept.commitment_terms = "<p>Our own terms</p>"
        kept.agreement_terms = False
        filled.write({"introduction": False, "commitment_terms": False, "published": False})
        filled.payment_days = 12
        holidays = self.env["biginn.public.holiday"]
        day = holidays.search([("country_id", "=", self.lithuania.id), ("date", "=", "2023-07-06")])
        day.name = "Our own name"
        number = holidays.search_count([])
        draft = self.new_exchange(date_start="2023-04-28", date_end="2023-05-03")
        holidays.search([("date", "=", "2023-05-01")]).unlink()
        self.assertEqual(draft.working_days, 4)
        self.env.flush_all()
        self.env.invalidate_all()

        script = file_path("biginn_xchange/migrations/19.0.1.1.0/post-exchanges.py")
        runpy.run_path(script)["migrate"](self.cr, "19.0.1.0.0")
        self.env.invalidate_all()

        self.assertEqual(holidays.search_count([]), number)
        self.assertEqual(day.name, "Our own name")
        self.assertEqual(draft.working_days, 3, "1 May is back")
        self.assertEqual(str(young.state_since), "2023-04-03")
        self.assertFalse(young.ended_on)
        self.assertEqual(str(over.state_since), "2023-05-20")
        self.assertEqual(over.ended_on, over.date_end)
        self.assertTrue(over.payment_due)
        self.assertIn("Our own terms", kept.commitment_terms)
        self.assertIn("lump sum", kept.agreement_terms)
        self.assertIn("short stays", filled.introduction)
        self.assertIn("goals, objectives", filled.commitment_terms)
        self.assertTrue(filled.published)
        self.assertEqual(filled.payment_days, 12)
