from datetime import datetime

from odoo.tests import HttpCase, tagged

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestAgendaTour(XchangeCommon, HttpCase):
    """Staff in New York build three days in Copenhagen, the clocks changing on the second."""

    browser_size = "1280x900"

    def test_staff_build_a_three_day_agenda(self):
        self.staff.tz = "America/New_York"
        event = self.new_agenda(
            date_tz="Europe/Copenhagen",
            agenda_first_day="2027-03-27",
            agenda_last_day="2027-03-29",
            seats_limited=False,
        )
        self.start_tour(
            f"/odoo/agendas/{event.id}", "biginn_staff_builds_agenda", login=self.staff.login
        )
        self.env.invalidate_all()
        rows = [
            (item.name, str(item.local_day), item.start_hour, item.stop_hour, item.start)
            for item in event.agenda_item_ids.sorted("start")
        ]
        self.assertEqual(
            rows,
            [
                ("Tour", "2027-03-27", 9.5, 12, datetime(2027, 3, 27, 8, 30)),
                ("Welcome", "2027-03-28", 9, 9.5, datetime(2027, 3, 28, 7)),
                ("Tour", "2027-03-28", 9.5, 12, datetime(2027, 3, 28, 7, 30)),
                ("Dinner", "2027-03-28", 19.5, 22.5, datetime(2027, 3, 28, 17, 30)),
                ("Welcome", "2027-03-29", 10.25, 10.75, datetime(2027, 3, 29, 8, 15)),
            ],
        )
        sheet = event.with_user(self.staff)._agenda_sheet()
        self.assertEqual([len(day["items"]) for day in sheet["days"]], [1, 3, 1])
