from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import XchangeCommon

YEAR = ("2023-01-01", "2023-12-31")


@tagged("post_install", "-at_install")
class TestExchangeCounting(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme.visit_once_per = False
        cls.exchange = cls.new_completed(visitor_ids=[(6, 0, cls.member_editor.partner_id.ids)])

    def values(self, *period, user=None):
        exchanges = self.env["biginn.exchange"].with_user(user or self.staff)
        company = (user or self.staff).company_id
        return exchanges.with_company(company)._biginn_indicator_values(*(period or YEAR))

    def test_counts_when_completed(self):
        draft = self.new_exchange(date_start="2023-06-05", date_end="2023-06-09")
        self.assertFalse(draft.counts_for_kpi)
        draft.action_validate()
        self.assertFalse(draft.counts_for_kpi)
        self.assertTrue(self.exchange.counts_for_kpi)
        self.assertEqual(str(self.exchange.counted_on), "2023-05-12")

    def test_for_the_paying_partnership_alone(self):
        exchange = self.new_completed(
            date_start="2023-06-05",
            date_end="2023-06-09",
            visiting_partnership_id=self.host_org.id,
        )
        self.assertFalse(exchange.counts_for_kpi, "held for a partner cluster that pays")
        self.assertEqual(self.values()["exchanges"], 1)
        self.assertEqual(self.values()["not_counted"], 1)
        self.assertEqual(self.values(user=self.other_manager)["exchanges"], 0)

    def test_virtual_ones_by_the_programme(self):
        virtual = self.new_completed(
            date_start="2023-06-05", date_end="2023-06-09", is_virtual=True
        )
        self.assertFalse(virtual.counts_for_kpi)
        self.programme.count_virtual = True
        self.assertTrue(virtual.counts_for_kpi)

    def test_the_day_is_the_programmes_choice(self):
        self.exchange._store({"ended_on": "2023-05-11"})
        self.assertEqual(str(self.exchange.counted_on), "2023-05-11", "the actual last day")
        self.programme.count_by = "completion"
        self.assertEqual(str(self.exchange.counted_on), "2023-05-15")
        self.programme.count_by = "payment"
        self.assertFalse(self.exchange.counted_on)
        self.assertFalse(self.exchange.counts_for_kpi)
        self.pay_bill(self.make_bill(self.exchange))
        self.assertEqual(self.exchange.counted_on, self.exchange.paid_on)
        self.assertTrue(self.exchange.counts_for_kpi)

    def test_values(self):
        self.new_completed(date_start="2023-06-05", date_end="2023-06-08")
        self.new_completed(date_start="2024-06-03", date_end="2024-06-07")
        found = self.values()
        # what came of the stays is told besides; test_journey
        self.assertEqual(found.pop("travel")["journeys"], 0)
        self.assertEqual(found.pop("outcomes")["reports"], 0)
        self.assertEqual(
            found,
            {
                "exchanges": 2,
                "not_counted": 0,
                "organisations": 1,
                "hosts": 1,
                "people": 1,
                "working_days": 9,
                "amounts": {"EUR": 840.0},
                "home_countries": {"DK": 2},
                "host_countries": {"LT": 2},
                "types": {"sme": 2},
                "host_types": {"sme": 2},
            },
        )
        self.assertEqual(self.values("2023-05-12", "2023-05-12")["exchanges"], 1)
        self.assertEqual(self.values("2023-05-13", "2023-05-31")["exchanges"], 0)

    def test_the_type_stands_still_from_validation_on(self):
        self.visiting_org.organisation_type = "large_company"
        self.assertEqual(self.exchange.visiting_type, "sme")
        self.assertEqual(self.values()["types"], {"sme": 1})

    def test_what_counts_cannot_be_written(self):
        for name, value in (
            ("counts_for_kpi", True),
            ("counted_on", "2023-01-01"),
            ("visiting_type", "sme"),
        ):
            with self.subTest(name=name), self.assertRaises(UserError):
                self.exchange.with_user(self.manager).write({name: value})

    def test_few_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.values()
        self.assertLess(self.env.cr.sql_log_count - before, 45)
