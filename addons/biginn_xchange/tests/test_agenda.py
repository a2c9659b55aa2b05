from datetime import datetime

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestAgenda(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff.tz = "America/New_York"
        cls.event = cls.new_agenda()

    def test_no_specimen_text_on_an_agenda(self):
        self.assertFalse(self.event.description)
        events = self.env["event.event"]
        blank = events.with_context(default_is_360=True).default_get(["description", "is_360"])
        self.assertFalse(blank.get("description"))
        self.assertTrue(events.default_get(["description"])["description"], "of core's events")
        own = self.new_agenda(description="<p>Two days in the tunnel</p>")
        self.assertIn("tunnel", own.description)

    def test_typed_by_the_clock_at_the_event(self):
        item = self.new_item(self.event, start_hour=9.5, stop_hour=12)
        self.assertEqual(item.start, datetime(2023, 5, 22, 6, 30))
        self.assertEqual(item.stop, datetime(2023, 5, 22, 9, 0))
        self.assertEqual(item.duration, 2.5)
        self.assertEqual((item.start_hour, item.stop_hour), (9.5, 12))

    def test_shown_by_the_clock_at_the_event(self):
        """Midnight in Vilnius is yesterday in New York: the day is the event's, not the user's."""
        item = self.env["biginn.agenda.item"].create(
            {
                "name": "Night shift",
                "event_id": self.event.id,
                "start": "2023-05-22 22:15:00",
                "stop": "2023-05-23 00:00:00",
            }
        )
        for user in (self.staff, self.manager):
            seen = item.with_user(user).with_context(lang="en_US", tz=user.tz)
            self.assertEqual(str(seen.local_day), "2023-05-23")
            self.assertEqual((seen.start_hour, seen.stop_hour), (1.25, 3))
            self.assertRegex(seen.local_period, r"^1:15.AM – 3:00.AM$")
        groups = (
            self.env["biginn.agenda.item"]
            .with_user(self.staff)
            .with_context(tz="America/New_York")
            .formatted_read_group([("event_id", "=", self.event.id)], ["local_day:day"])
        )
        self.assertEqual([group["local_day:day"][0] for group in groups], ["2023-05-23"])

    def test_written_by_the_clock_at_the_event(self):
        items = self.new_item(self.event) | self.new_item(self.event, start_hour=14, stop_hour=15)
        items[0].write({"start_hour": 8, "name": "Earlier"})
        self.assertEqual(items[0].start, datetime(2023, 5, 22, 5, 0))
        self.assertEqual(items[0].stop, datetime(2023, 5, 22, 7, 0))
        items.write({"local_day": "2023-05-23"})
        self.assertEqual(items.mapped("start_hour"), [8, 14])
        self.assertEqual(
            items.mapped("start"), [datetime(2023, 5, 23, 5), datetime(2023, 5, 23, 11)]
        )
        items[1].write({"start": "2023-05-24 06:00:00", "stop": "2023-05-24 07:00:00"})
        self.assertEqual((str(items[1].local_day), items[1].start_hour), ("2023-05-24", 9))

    def test_over_midnight(self):
        dinner = self.new_item(self.event, start_hour=20, stop_hour=0.5, kind="networking")
        self.assertEqual(dinner.duration, 4.5)
        self.assertEqual(str(dinner.local_day), "2023-05-22")

    def test_another_zone_for_the_event(self):
        item = self.new_item(self.event, "2023-05-23")
        start = item.start
        self.event.date_tz = "Europe/Madrid"
        self.assertEqual((item.start, item.start_hour), (start, 8))

    def test_days_on_which_clocks_change(self):
        spring = self.new_agenda(
            date_begin="2023-03-25 22:00:00", date_end="2023-03-27 21:00:00", name="Spring"
        )
        before = self.new_item(spring, "2023-03-26", 2, 2.5)
        after = self.new_item(spring, "2023-03-26", 9, 10)
        self.assertEqual(before.start, datetime(2023, 3, 26, 0, 0))
        self.assertEqual(after.start, datetime(2023, 3, 26, 6, 0))
        night = self.new_item(spring, "2023-03-26", 2, 5, name="Night")
        self.assertEqual(night.duration, 2, "the skipped hour is nobody's")
        autumn = self.new_agenda(
            date_begin="2023-10-27 21:00:00", date_end="2023-10-30 22:00:00", name="Autumn"
        )
        long = self.new_item(autumn, "2023-10-29", 2, 5)
        self.assertEqual(long.duration, 4, "the hour that comes twice counts twice")
        self.assertEqual([str(day) for day, _items in autumn._get_agenda_days()], ["2023-10-29"])

    def test_length(self):
        with self.assertRaises(ValidationError):
            self.new_item(self.event, start_hour=8, stop_hour=22.25)
        self.new_item(self.event, start_hour=8, stop_hour=22)
        self.new_item(self.event, start_hour=8, stop_hour=7, kind="travel")
        with (
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            self.env["biginn.agenda.item"].create(
                {
                    "name": "Backwards",
                    "event_id": self.event.id,
                    "start": "2023-05-22 10:00:00",
                    "stop": "2023-05-22 09:00:00",
                }
            )

    def test_hours(self):
        self.new_item(self.event, start_hour=9, stop_hour=12.5)
        self.new_item(self.event, start_hour=12.5, stop_hour=13.5, kind="break")
        talk = self.new_item(self.event, start_hour=13.5, stop_hour=15, kind="other")
        self.assertEqual((self.event.agenda_hours, self.event.agenda_item_count), (5, 3))
        talk.counts_as_hours = False
        self.assertEqual(self.event.agenda_hours, 3.5)
        talk.kind = "workshop"
        self.assertTrue(talk.counts_as_hours, "another kind asks anew")

    def test_only_whole_360_agendas_have_items(self):
        with self.assertRaises(ValidationError):
            self.event.is_multi_slots = True
        with self.assertRaises(ValidationError):
            self.new_agenda(is_multi_slots=True)
        ordinary = self.new_agenda(is_360=False)
        with self.assertRaises(ValidationError):
            self.new_item(ordinary)
        ordinary.is_multi_slots = True
        self.new_item(self.event)
        with self.assertRaises(ValidationError):
            self.event.is_360 = False

    def test_capacity_comes_from_the_place(self):
        place = self.env["biginn.agenda.place"].create({"name": "Hall", "capacity": 20})
        self.assertEqual(self.new_item(self.event, place_id=place.id).capacity, 20)
        own = self.new_item(self.event, place_id=place.id, capacity=12)
        self.assertEqual(own.capacity, 12)

    def test_facility_proposes_host_access_and_capacity(self):
        facility = self.env["biginn.facility"].create(
            {
                "partner_id": self.host_org.id,
                "name": "Clean room",
                "receives_visitors": True,
                "visitor_capacity": 12,
                "access_note": "Gate B with a passport",
            }
        )
        place = self.env["biginn.agenda.place"].create({"name": "Hall", "capacity": 20})
        item = self.new_item(self.event, facility_id=facility.id, place_id=place.id)
        self.assertEqual(
            (item.host_id, item.access_notes, item.capacity),
            (self.host_org, "Gate B with a passport", 12),
        )
        own = self.new_item(
            self.event, facility_id=facility.id, access_notes="Gate C", host_id=self.member_org.id
        )
        self.assertEqual((own.host_id, own.access_notes), (self.member_org, "Gate C"))

    def test_place_takes_the_coordinates_of_its_organisation(self):
        places = self.env["biginn.agenda.place"]
        place = places.create({"name": "Hall", "partner_id": self.host_org.id})
        self.assertEqual((place.latitude, place.longitude), (54.6872, 25.2797))
        own = places.create(
            {"name": "Field", "partner_id": self.host_org.id, "latitude": 55, "longitude": 25}
        )
        self.assertEqual((own.latitude, own.longitude), (55, 25))

    def test_days_are_typed_by_the_calendar_at_the_event(self):
        """Evening in New York is tomorrow in Vilnius: the days are those of the event."""
        events = self.env["event.event"].with_user(self.staff).with_context(tz=self.staff.tz)
        with Form(events.with_context(default_is_360=True)) as form:
            form.name = "Spring"
            form.date_tz = "Europe/Vilnius"
            form.agenda_first_day = "2023-03-25"
            form.agenda_last_day = "2023-03-26"
        event = form.record
        self.assertEqual(event.date_begin, datetime(2023, 3, 24, 22))
        self.assertEqual(event.date_end, datetime(2023, 3, 26, 21), "a day of 23 hours")
        self.assertEqual(event.local_dates, "25 March 2023 – 26 March 2023")
        self.assertIn("UTC+02:00 → UTC+03:00", event._readable_zone())
        event.date_begin = "2023-03-25 07:00:00"
        event.agenda_last_day = "2023-03-27"
        self.assertEqual(
            (event.date_begin, event.date_end),
            (datetime(2023, 3, 25, 7), datetime(2023, 3, 27, 21)),
            "the day that stays keeps its hour",
        )

    def test_copy_takes_the_programme_along(self):
        item = self.new_item(self.event)
        copy = self.event.copy()
        self.assertEqual(copy.agenda_item_ids.mapped("start"), [item.start])
        self.assertTrue(copy.is_360)

    def test_typed_in_the_form_of_the_event(self):
        with Form(self.event) as form:
            with form.agenda_item_ids.new() as line:
                self.assertEqual(str(line.local_day), "2023-05-22")
                line.name = "Welcome"
                line.local_day = "2023-05-23"
                line.start_hour = 8.5
                line.stop_hour = 9.25
            with form.agenda_item_ids.new() as line:
                line.name = "Second"
                line.local_day = "2023-05-23"
                line.start_hour = 10
                line.stop_hour = 11
        self.assertEqual(
            self.event.agenda_item_ids.mapped("start"),
            [datetime(2023, 5, 23, 5, 30), datetime(2023, 5, 23, 7, 0)],
        )
        with Form(self.event) as form, form.agenda_item_ids.edit(0) as line:
            line.stop_hour = 9.5
        self.assertEqual(self.event.agenda_item_ids[0].stop, datetime(2023, 5, 23, 6, 30))

    def test_created_with_its_items(self):
        event = self.new_agenda(
            agenda_item_ids=[
                Command.create(
                    {
                        "name": "First",
                        "start": "2023-05-22 06:00:00",
                        "stop": "2023-05-22 07:00:00",
                    }
                )
            ]
        )
        self.assertEqual(str(event.agenda_item_ids.local_day), "2023-05-22")

    def test_query_count_of_the_list(self):
        place = self.env["biginn.agenda.place"].create({"name": "Hall"})
        for hour in range(8, 22):
            event = self.event if hour % 2 else self.new_agenda(name=f"Agenda {hour}")
            self.new_item(event, start_hour=hour, stop_hour=hour + 1, place_id=place.id)
        specification = {
            "local_period": {},
            "local_day": {},
            "start_hour": {},
            "name": {},
            "kind": {},
            "duration": {},
            "date_tz": {},
            "place_id": {"fields": {"display_name": {}}},
        }
        counts = []
        items = self.env["biginn.agenda.item"].with_user(self.staff)
        items.web_search_read([], specification, limit=1)
        for limit in (2, 14):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = items.web_search_read([("place_id", "=", place.id)], specification, limit=limit)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(found["records"]), limit)
        self.assertEqual(counts[0], counts[1])
