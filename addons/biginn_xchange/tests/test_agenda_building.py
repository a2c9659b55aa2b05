from datetime import date, datetime
from itertools import product
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import XchangeCommon


class BuildingCommon(XchangeCommon):
    """Three days in Vilnius, and staff whose own clock is in New York."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff.tz = "America/New_York"
        cls.event = cls.new_agenda()
        cls.hall = cls.env["biginn.agenda.place"].create(
            {"name": "Hall", "partner_id": cls.host_org.id, "capacity": 20}
        )
        cls.speaker = cls.env["res.partner"].create({"name": "Dr Speaker"})

    def spring(self, **values):
        """Copenhagen, Saturday to Monday; on Sunday 26 March 02:00 becomes 03:00."""
        return self.new_agenda(
            name="Spring",
            date_tz="Europe/Copenhagen",
            date_begin="2023-03-24 23:00:00",
            date_end="2023-03-27 22:00:00",
            **values,
        )

    def clocks(self, items):
        return [(str(item.local_day), item.start_hour, item.stop_hour) for item in items]


@tagged("post_install", "-at_install")
class TestAgendaFindings(BuildingCommon):
    def test_sentences(self):
        self.event.write({"seats_limited": True, "seats_max": 24})
        first = self.new_item(
            self.event, place_id=self.hall.id, speaker_ids=self.speaker.ids, name="First"
        )
        second = self.new_item(
            self.event,
            start_hour=9.5,
            stop_hour=15,
            place_id=self.hall.id,
            capacity=30,
            is_optional=True,
            speaker_ids=self.speaker.ids,
            name="Second",
        )
        early = self.new_item(self.event, "2023-05-21", 23, 23.5, name="Early")
        dinner = self.new_item(
            self.event, "2023-05-23", 19, 21, kind="networking", counts_as_hours=False
        )
        self.env.invalidate_all()
        self.assertEqual(first.findings, ["It is for everybody, and only 20 of 24 people fit in."])
        self.assertEqual(
            second.findings,
            [
                "Hall is taken at this time: First.",
                "Dr Speaker: at this time also in First.",
                "At the same time as First: whoever chooses the optional one misses the other.",
                "It is planned for 30 people, and the place holds 20.",
                "Since 9:00\u202fAM more than 5 hours without a meal.",
            ],
        )
        self.assertEqual(early.finding_text, "It begins before the agenda does.")
        self.assertFalse(dinner.finding_text)
        self.assertEqual(
            self.event.agenda_day_findings, "Tuesday 23 May: nothing counts as agenda hours."
        )
        self.assertEqual(self.event.agenda_finding_count, 8)
        rows = self.event.agenda_findings
        self.assertEqual((rows[0]["item_id"], rows[0]["name"]), (early.id, "Early"))

    def test_another_agenda_has_the_place_and_the_speaker(self):
        other = self.new_agenda(name="Other agenda")
        values = {"place_id": self.hall.id, "speaker_ids": self.speaker.ids, "name": "Talk"}
        self.new_item(other, start_hour=9.5, stop_hour=11, **values)
        item = self.new_item(self.event, **values)
        expected = [
            "Hall is taken at this time: Talk (Other agenda).",
            "Dr Speaker: at this time also in Talk (Other agenda).",
        ]
        self.assertEqual(item.findings, expected)
        other.kanban_state = "cancel"
        item.invalidate_recordset()
        self.assertFalse(item.findings, "cancelled: it needs no hall")

    def test_the_way_follows_the_settings(self):
        far = self.env["biginn.agenda.place"].create(
            {"name": "Kaunas", "latitude": 54.8985, "longitude": 23.9036}
        )
        self.new_item(self.event, place_id=self.hall.id, name="Here")
        there = self.new_item(self.event, start_hour=12, stop_hour=13, place_id=far.id)
        # 91.2 km at 40 km/h, and ten minutes
        self.assertEqual(there.findings, ["From Here it takes about 147 minutes; 120 are planned."])
        self.cluster_company.sudo().biginn_agenda_travel_speed = 60
        there.invalidate_recordset()
        self.assertFalse(there.findings)
        far.access_minutes = 30
        there.invalidate_recordset()
        self.assertEqual(len(there.findings), 1)

    def test_terms_of_an_agenda_without_a_cluster(self):
        event = self.new_agenda(company_id=False)
        long = self.new_item(event, start_hour=9, stop_hour=14.5)
        self.assertIn("more than 5 hours", long.finding_text)

    def test_nobody_is_stopped(self):
        """Outside the event, also by moving the event away from under its items."""
        item = self.new_item(self.event, "2023-05-24", 23, 24)
        self.event.date_end = "2023-05-24 20:30:00"
        self.assertEqual(item.findings, ["It ends after the agenda does."])
        self.new_item(self.event, "2030-01-01")

    def test_queries_do_not_grow(self):
        """As many for forty items of four agendas as for six of one."""
        people = self.env["res.partner"].create([{"name": f"Person {n}"} for n in range(4)])
        places = self.env["biginn.agenda.place"].create([{"name": f"Room {n}"} for n in range(4)])

        def fill(events, number):
            for event, rank in product(events, range(number)):
                self.new_item(
                    event,
                    start_hour=8 + rank,
                    stop_hour=9.5 + rank,
                    place_id=places[rank % 4].id,
                    speaker_ids=people[rank % 4].ids,
                )

        def queries(events):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            events = events.with_user(self.staff)
            self.assertTrue(all(event.agenda_finding_count for event in events))
            self.assertTrue(any(events.agenda_item_ids.mapped("finding_text")))
            return self.env.cr.sql_log_count - before

        few, standing = self.new_agenda(name="Few"), self.new_agenda(name="Same rooms")
        fill(few | standing, 6)
        many = self.new_agenda(name="Many") | self.new_agenda(name="More")
        fill(many, 14)
        for _warm in range(2):
            counts = queries(few), queries(few | many)
        self.assertEqual(*counts)


@tagged("post_install", "-at_install")
class TestAgendaBuilder(BuildingCommon):
    def test_what_the_timeline_gets(self):
        self.new_item(self.event, start_hour=7.25, stop_hour=9, place_id=self.hall.id)
        self.new_item(self.event, "2023-05-24", 20, 0.5, kind="networking", is_optional=True)
        found = self.event.with_user(self.staff).get_agenda_builder()
        self.assertEqual(
            [day["date"] for day in found["days"]], ["2023-05-22", "2023-05-23", "2023-05-24"]
        )
        self.assertEqual(found["zone"], "Europe/Vilnius (UTC+03:00)")
        tour, dinner = found["items"]
        self.assertEqual((tour["day"], tour["start"], tour["stop"]), ("2023-05-22", 435, 540))
        self.assertEqual((dinner["start"], dinner["stop"]), (1200, 1470))
        self.assertEqual((found["from_hour"], found["to_hour"]), (7, 25))
        self.assertEqual(found["places"], [{"id": self.hall.id, "name": "Hall", "capacity": 20}])
        self.assertEqual(dinner["findings"], ["It ends after the agenda does."])

    def test_drag_and_drop_over_daylight_saving(self):
        """What is dropped at nine is at nine, on each side of the change and for everybody."""
        event = self.spring()
        item = self.new_item(event, "2023-03-25")
        for user in (self.staff, self.manager):
            for day, start, stop, utc in [
                ("2023-03-25", 540, 600, datetime(2023, 3, 25, 8)),
                ("2023-03-26", 540, 600, datetime(2023, 3, 26, 7)),
                ("2023-03-27", 540, 600, datetime(2023, 3, 27, 7)),
                ("2023-03-26", 60, 90, datetime(2023, 3, 26, 0)),
            ]:
                with self.subTest(user=user.login, day=day):
                    found = (
                        event.with_user(user)
                        .with_context(tz=user.tz)
                        .move_agenda_item(item.id, day, start, stop)
                    )
                    self.assertEqual(item.start, utc)
                    row = found["items"][0]
                    self.assertEqual((row["day"], row["start"], row["stop"]), (day, start, stop))
        # an hour that the day has not: an hour later, as long as it was drawn
        row = event.move_agenda_item(item.id, "2023-03-26", 150, 180)["items"][0]
        self.assertEqual((row["start"], row["stop"]), (210, 240))

    def test_the_hour_that_comes_twice(self):
        event = self.new_agenda(
            date_tz="Europe/Copenhagen",
            date_begin="2023-10-27 22:00:00",
            date_end="2023-10-29 23:00:00",
        )
        item = self.env["biginn.agenda.item"].create(
            {
                "name": "Night",
                "event_id": event.id,
                "start": "2023-10-29 00:50:00",
                "stop": "2023-10-29 01:10:00",
            }
        )
        row = event.get_agenda_builder()["items"][0]
        self.assertEqual((row["start"], row["stop"]), (170, 190), "02:50 to 02:10, 20 minutes")
        event.move_agenda_item(item.id, "2023-10-29", 540, 600)
        self.assertEqual(item.start, datetime(2023, 10, 29, 8))

    def test_to_another_place_and_over_midnight(self):
        item = self.new_item(self.event)
        self.event.move_agenda_item(item.id, "2023-05-23", 1380, 1500, self.hall.id)
        self.assertEqual(self.clocks(item), [("2023-05-23", 23, 1)])
        self.assertEqual((item.place_id, item.duration), (self.hall, 2))
        self.event.move_agenda_item(item.id, "2023-05-23", 600, 660)
        self.assertEqual(item.place_id, self.hall)
        self.event.move_agenda_item(item.id, "2023-05-23", 600, 660, False)
        self.assertFalse(item.place_id)

    def test_nonsense_is_refused(self):
        item = self.new_item(self.event)
        before = item.start
        for times in [
            ("2023-05-23", -15, 60),
            ("2023-05-23", 1440, 1500),
            ("2023-05-23", 600, 600),
            ("2023-05-23", 600, 2100),
            ("never", 600, 660),
            ("2023-05-23", "x", None),
            (None, 600, 660),
        ]:
            with self.subTest(times=times), self.assertRaises(ValidationError):
                self.event.move_agenda_item(item.id, *times)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            # longer than any visit
            self.event.move_agenda_item(item.id, "2023-05-23", 0, 1000)
        for place in (2**31 - 1, "1", [1]):
            with self.subTest(place=place), self.assertRaises(UserError):
                self.event.move_agenda_item(item.id, "2023-05-23", 600, 660, place)
        elsewhere = self.new_item(self.new_agenda())
        for wrong in (elsewhere.id, None, "1"):
            with self.subTest(item=wrong), self.assertRaises(UserError):
                self.event.move_agenda_item(wrong, "2023-05-23", 600, 660)
        self.assertEqual(item.start, before)
        with self.assertRaisesRegex(UserError, "no 360º agenda"):
            self.new_agenda(is_360=False).get_agenda_builder()

    def test_who_may_build(self):
        item = self.new_item(self.event)
        desk = new_test_user(
            self.env,
            "agenda_desk",
            "event.group_event_registration_desk",
            company_id=self.cluster_company.id,
            company_ids=self.cluster_company.ids,
        )
        self.assertFalse(self.event.with_user(desk).get_agenda_builder()["can_write"])
        for user in (desk, self.other_manager, self.member_editor, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.event.with_user(user).move_agenda_item(item.id, "2023-05-23", 600, 660)
        for user in (self.other_manager, self.member_editor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.event.with_user(user).get_agenda_builder()

    def test_queries_do_not_grow(self):
        counts = []
        self.new_item(self.new_agenda(), start_hour=0, stop_hour=1, place_id=self.hall.id)
        for number in (3, 20):
            event = self.new_agenda(name=f"With {number}")
            for rank in range(number):
                self.new_item(event, start_hour=rank, stop_hour=rank + 0.5, place_id=self.hall.id)
            for _warm in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                event.with_user(self.staff).get_agenda_builder()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)


@tagged("post_install", "-at_install")
class TestAgendaMoving(BuildingCommon):
    def three(self):
        return [
            self.new_item(self.event, name="One", start_hour=9, stop_hour=10),
            self.new_item(self.event, name="Two", start_hour=10.25, stop_hour=12),
            self.new_item(self.event, "2023-05-23", name="Three", start_hour=9, stop_hour=11),
        ]

    def test_shift_what_follows(self):
        one, two, three = self.three()
        with Form(self.env["biginn.agenda.shift"].with_context(default_item_id=one.id)) as form:
            form.minutes = 20
            self.assertRegex(form.preview, r"^Mon 22 May 10:15.AM → 10:35.AM Two$")
        form.record.action_shift()
        hours = [one.start_hour, two.start_hour, two.stop_hour, three.start_hour]
        self.assertEqual([round(hour * 60) for hour in hours], [540, 635, 740, 540])
        one._shift_following(-20, across_days=True, with_this=True)
        hours = [one.start_hour, two.start_hour, three.start_hour]
        self.assertEqual([round(hour * 60) for hour in hours], [520, 615, 520])
        wizard = self.env["biginn.agenda.shift"].create({"item_id": three.id, "minutes": 5})
        with self.assertRaisesRegex(UserError, "Nothing comes after"):
            wizard.action_shift()
        wizard.minutes = 0
        with self.assertRaisesRegex(UserError, "how many minutes"):
            wizard.action_shift()

    def test_papers_are_looked_at_once(self):
        one, _two, _three = self.three()
        with patch.object(type(self.event), "_void_outdated_papers", autospec=True) as looked:
            one._shift_following(15, across_days=True, with_this=True)
        self.assertEqual([call.args[0] for call in looked.call_args_list], [self.event])

    def test_copy_a_day(self):
        one, _two, _three = self.three()
        one.write(
            {"speaker_ids": self.speaker.ids, "place_id": self.hall.id, "dress_code": "Shoes"}
        )
        wizard = Form(
            self.env["biginn.agenda.day.copy"].with_context(default_event_id=self.event.id)
        )
        self.assertEqual(
            (str(wizard.day), str(wizard.to_day), wizard.item_count, wizard.standing_count),
            ("2023-05-22", "2023-05-24", 2, 0),
        )
        wizard.to_day = date(2023, 5, 23)
        self.assertEqual(wizard.standing_count, 1)
        wizard.save().action_copy()
        copies = self.event.agenda_item_ids.filtered(
            lambda item: str(item.local_day) == "2023-05-23"
        )
        self.assertEqual(
            sorted(copies.mapped("name")), ["One", "Three", "Two"], "what stands there stays"
        )
        copy = copies.filtered(lambda item: item.name == "One")
        self.assertEqual(self.clocks(copy), [("2023-05-23", 9, 10)])
        self.assertEqual(
            (copy.speaker_ids, copy.place_id, copy.dress_code), (self.speaker, self.hall, "Shoes")
        )
        with self.assertRaisesRegex(UserError, "nothing on that day"):
            self.event._copy_agenda_day(date(2023, 5, 24), date(2023, 5, 22))

    def test_copy_a_day_into_an_agenda_elsewhere(self):
        self.three()
        spring = self.spring()
        copies = self.event._copy_agenda_day(date(2023, 5, 22), date(2023, 3, 26), spring)
        self.assertEqual(copies.event_id, spring)
        self.assertEqual(self.clocks(copies), [("2023-03-26", 9, 10), ("2023-03-26", 10.25, 12)])
        self.assertEqual(copies[0].start, datetime(2023, 3, 26, 7))

    def test_copy_an_agenda_over_daylight_saving(self):
        spring = self.spring(
            event_ticket_ids=[
                Command.create({"name": "Guest", "end_sale_datetime": "2023-03-20 11:00:00"})
            ]
        )
        self.new_item(spring, "2023-03-25", 9, 10, name="Winter time")
        self.new_item(spring, "2023-03-27", 9, 10, name="Summer time")
        self.env["event.registration"].create({"event_id": spring.id, "name": "Guest"})
        wizard = Form(self.env["biginn.agenda.copy"].with_context(default_event_id=spring.id))
        self.assertEqual((wizard.name, str(wizard.first_day)), ("Spring", "2023-03-25"))
        wizard.name = "Autumn"
        wizard.first_day = date(2023, 10, 28)
        action = wizard.save().action_confirm()
        autumn = self.env["event.event"].browse(action["res_id"])
        self.assertEqual((autumn.name, autumn.is_360), ("Autumn", True))
        self.assertEqual(
            (autumn.date_begin, autumn.date_end),
            (datetime(2023, 10, 27, 22), datetime(2023, 10, 30, 23)),
            "midnight to midnight, a day of 25 hours in between",
        )
        items = autumn.agenda_item_ids.sorted("start")
        self.assertEqual(self.clocks(items), [("2023-10-28", 9, 10), ("2023-10-30", 9, 10)])
        self.assertEqual(
            items.mapped("start"), [datetime(2023, 10, 28, 7), datetime(2023, 10, 30, 8)]
        )
        self.assertEqual(
            autumn.event_ticket_ids.end_sale_datetime, datetime(2023, 10, 23, 10), "noon stays noon"
        )
        self.assertFalse(autumn.registration_ids)
        self.assertEqual(len(spring.agenda_item_ids), 2)

    def test_put_an_agenda_off(self):
        _one, _two, three = self.three()
        self.event._move_agenda(date(2023, 11, 6))
        self.assertEqual(self.event.date_begin, datetime(2023, 11, 5, 22))
        self.assertEqual(self.clocks(three), [("2023-11-07", 9, 11)])
        self.assertEqual(three.start, datetime(2023, 11, 7, 7))
        self.assertFalse(self.event.agenda_findings)
        before = three.start
        wizard = self.env["biginn.agenda.copy"].create(
            {"event_id": self.event.id, "mode": "move", "first_day": "2023-11-06"}
        )
        wizard.action_confirm()
        self.assertEqual(three.start, before, "once more changes nothing")
