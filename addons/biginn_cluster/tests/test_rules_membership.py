from datetime import date, timedelta

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.rules import membership as rule


def day(text):
    return date.fromisoformat(text)


YEAR = rule.Facts(
    date_start=day("2026-01-01"),
    date_end=day("2026-12-31"),
    applied_on=day("2025-11-01"),
    approved_on=day("2025-12-01"),
    notice_days=60,
)


def facts(**changes):
    values = {name: getattr(YEAR, name) for name in YEAR.__dataclass_fields__}
    for name, value in changes.items():
        values[name] = day(value) if isinstance(value, str) else value
    return rule.Facts(**values)


@tagged("post_install", "-at_install")
class TestMembershipRule(BaseCase):
    def test_each_day_of_a_year(self):
        for on, expected in [
            ("2025-12-31", "upcoming"),
            ("2026-01-01", "active"),
            ("2026-10-31", "active"),
            ("2026-11-01", "expiring"),
            ("2026-12-31", "expiring"),
            ("2027-01-01", "expired"),
            ("2040-01-01", "expired"),
        ]:
            with self.subTest(on=on):
                self.assertEqual(rule.state_on(YEAR, day(on)), expected)

    def test_decisions(self):
        today = day("2026-06-15")
        for changes, expected in [
            ({"approved_on": None}, "applied"),
            ({"approved_on": None, "applied_on": None}, "draft"),
            ({"date_start": None, "date_end": None}, "applied"),
            ({"date_start": None, "date_end": None, "applied_on": None}, "draft"),
            ({"refused_on": "2026-02-01"}, "refused"),
            ({"left_on": "2026-06-15"}, "left"),
            ({"left_on": "2026-06-16"}, "active"),
            ({"left_on": "2026-01-15", "approved_on": None}, "left"),
            ({"date_end": None}, "active"),
            ({"suspended_from": "2026-06-15"}, "suspended"),
            ({"suspended_from": "2026-06-16"}, "active"),
            ({"suspended_from": "2026-05-01", "suspended_to": "2026-06-15"}, "suspended"),
            ({"suspended_from": "2026-05-01", "suspended_to": "2026-06-14"}, "active"),
            ({"suspended_from": "2026-05-01", "date_end": "2026-06-14"}, "expired"),
            ({"suspended_from": "2026-05-01", "left_on": "2026-06-01"}, "left"),
            ({"suspended_from": "2026-05-01", "date_end": "2026-06-30"}, "suspended"),
            ({"date_end": "2026-06-15", "notice_days": 0}, "expiring"),
            ({"date_end": "2026-06-16", "notice_days": 0}, "active"),
        ]:
            with self.subTest(changes=changes):
                self.assertEqual(rule.state_on(facts(**changes), today), expected)

    def test_next_change_is_the_first_day_that_differs(self):
        """Compared with walking day by day, over a membership with everything in it."""
        full = facts(suspended_from="2026-03-01", suspended_to="2026-03-31", left_on="2026-12-10")
        on = day("2025-12-20")
        seen = [rule.state_on(full, on)]
        while on < day("2027-01-10"):
            coming = rule.next_change(full, on)
            tomorrow = on + timedelta(days=1)
            state = rule.state_on(full, tomorrow)
            if state != seen[-1]:
                self.assertEqual(coming, tomorrow)
                seen.append(state)
            elif coming:
                self.assertGreater(coming, tomorrow)
            on = tomorrow
        self.assertEqual(seen, ["upcoming", "active", "suspended", "active", "expiring", "left"])
        self.assertIsNone(rule.next_change(full, on))

    def test_every_state_has_its_sentence(self):
        codes = set()
        for state in rule.STATES:
            code, params = rule.explain(state, facts(suspended_from="2026-03-01"))
            self.assertTrue(code.startswith(state), code)
            self.assertTrue(all(isinstance(value, date | None) for value in params.values()))
            codes.add(code)
        self.assertEqual(len(codes), len(rule.STATES))

    def test_organisation_with_several(self):
        for states, expected in [
            ([], "none"),
            (["draft", "refused"], "none"),
            (["applied"], "applicant"),
            (["expired", "active"], "active"),
            (["expired", "applied"], "applicant"),
            (["left", "expired"], "expired"),
            (["suspended", "expiring"], "expiring"),
            (["upcoming", "expired"], "upcoming"),
        ]:
            with self.subTest(states=states):
                self.assertEqual(rule.organisation_state(states), expected)
