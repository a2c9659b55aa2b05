import unittest
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytz
import vobject
from dateutil import tz

from odoo.addons.biginn_cluster.tests.properties import given, st, tries

from ..rules import local_time
from ..rules.calendar_file import Entry, calendar_file
from ..rules.calendar_zone import zone_lines

STAMP = datetime(2023, 5, 1, 12, 30, 5)
HOUR = timedelta(hours=1)
FOREIGN = "X-BIGINN/Unknown"  # no library has it: all it knows of it stands in the file
WEEKENDS = [
    (zone, day, summer)
    for zone, summer in (("Europe/Copenhagen", 2), ("Europe/Madrid", 2), ("Europe/Vilnius", 3))
    for day in (date(2023, 3, 26), date(2023, 10, 29), date(2026, 3, 29), date(2026, 10, 25))
]


def as_read(zone, first, last):
    """The zone as dateutil makes it from our lines alone."""
    lines = ["BEGIN:VCALENDAR", *zone_lines(zone, first, last), "END:VCALENDAR"]
    text = "\r\n".join(lines).replace(f"TZID:{zone}", f"TZID:{FOREIGN}")
    return tz.tzical(StringIO(text)).get(FOREIGN)


class TestRulesCalendarZone(unittest.TestCase):
    def test_rule_of_the_union(self):
        lines = zone_lines("Europe/Copenhagen", 2023, 2023)
        self.assertIn("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", lines)
        self.assertIn("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", lines)
        self.assertIn("DTSTART:20220327T020000", lines)
        self.assertIn("DTSTART:20221030T030000", lines)
        self.assertEqual((lines.count("BEGIN:STANDARD"), lines.count("BEGIN:DAYLIGHT")), (1, 1))

    def test_rule_counted_from_the_first(self):
        lines = zone_lines("America/New_York", 2024, 2030)
        self.assertIn("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", lines)
        self.assertIn("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", lines)

    def test_zone_without_summer(self):
        lines = zone_lines("Asia/Kolkata", 2023, 2023)
        self.assertEqual(lines.count("TZOFFSETTO:+0530"), 1)
        self.assertNotIn("BEGIN:DAYLIGHT", lines)

    def test_summer_was_given_up(self):
        """Turkey stayed on summer time in 2016: a rule would put it back each autumn."""
        lines = zone_lines("Europe/Istanbul", 2016, 2017)
        self.assertFalse([line for line in lines if line.startswith("RRULE")])

    def test_weekends_of_the_clocks(self):
        """Hour by hour over Saturday to Monday: what another library makes of the zone."""
        for zone, day, _summer in WEEKENDS:
            read = as_read(zone, day.year, day.year)
            moment = datetime(day.year, day.month, day.day) - timedelta(days=1)
            for _hour in range(72):
                expected = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
                shown = moment.replace(tzinfo=tz.UTC).astimezone(read)
                with self.subTest(zone=zone, moment=moment):
                    self.assertEqual(shown.replace(tzinfo=None), expected.replace(tzinfo=None))
                moment += HOUR

    def test_entries_on_those_weekends(self):
        """9:00 to 10:30 on each of the three days stays 9:00 to 10:30, and is the right moment."""
        for zone, sunday, summer in WEEKENDS:
            days = [sunday + timedelta(days=number) for number in (-1, 0, 1)]
            entries = [
                Entry(f"{day}@b", "Visit", *local_time.span_to_utc(day, 9, 10.5, zone), zone=zone)
                for day in days
            ]
            spring = sunday.month == 3
            offsets = [summer - 1, summer, summer] if spring else [summer, summer - 1, summer - 1]
            events = self.parsed(entries, zone, f"{FOREIGN}-{zone}-{sunday}")
            for day, offset, event in zip(days, offsets, events, strict=True):
                with self.subTest(zone=zone, day=day):
                    self.assertIn(FOREIGN, event.dtstart.params["X-VOBJ-ORIGINAL-TZID"][0])
                    start, stop = event.dtstart.value, event.dtend.value
                    self.assertEqual(start.replace(tzinfo=None), local_time.at_hour(day, 9))
                    self.assertEqual(stop.replace(tzinfo=None), local_time.at_hour(day, 10.5))
                    self.assertEqual(start.utcoffset(), offset * HOUR)
                    utc = start.astimezone(tz.UTC).replace(tzinfo=None)
                    self.assertEqual(utc, local_time.at_hour(day, 9 - offset))

    def parsed(self, entries, zone, name=FOREIGN):
        """As vobject reads them; it keeps each name of a zone with the rules it first had."""
        text = calendar_file(entries, STAMP).decode().replace(zone, name)
        return vobject.readOne(text).vevent_list

    def test_the_hour_that_comes_twice(self):
        """The clock alone cannot say the second one: there it is UTC."""
        zone = "Europe/Copenhagen"
        first = Entry("a@b", "First", datetime(2023, 10, 29, 0, 15), datetime(2023, 10, 29, 0, 45))
        second = Entry("b@b", "Then", datetime(2023, 10, 29, 1, 15), datetime(2023, 10, 29, 1, 45))
        text = calendar_file(
            [Entry(e.uid, e.name, e.start, e.stop, zone=zone) for e in (first, second)], STAMP
        ).decode()
        self.assertIn("DTSTART;TZID=Europe/Copenhagen:20231029T021500", text)
        self.assertIn("DTSTART:20231029T011500Z", text)
        events = self.parsed([Entry("b@b", "Then", second.start, second.stop, zone=zone)], zone)
        self.assertEqual(events[0].dtstart.value.replace(tzinfo=None), second.start)

    @tries(60, 1500)
    @given(
        st.sampled_from(sorted(pytz.common_timezones)),
        st.datetimes(datetime(1995, 1, 1), datetime(2035, 12, 31)),
    )
    def test_any_zone_at_any_time(self, zone, moment):
        """Another library, told nothing but our lines, shows the clock that the zone shows."""
        moment = moment.replace(second=0, microsecond=0)
        read = as_read(zone, moment.year, moment.year)
        shown = moment.replace(tzinfo=tz.UTC).astimezone(read).replace(tzinfo=None)
        self.assertEqual(shown, local_time.to_local(moment, zone), f"{zone} {moment}")


class TestRulesCalendarEntries(unittest.TestCase):
    def parsed(self, *entries, **kwargs):
        return vobject.readOne(calendar_file(entries, STAMP, 7, **kwargs).decode())

    def entry(self, uid="a@b", **values):
        start = datetime(2023, 5, 22, 6)
        return Entry(uid, "Visit", start, start + HOUR, **{"zone": "Europe/Vilnius", **values})

    def test_entry_with_a_history_of_its_own(self):
        changed = datetime(2023, 5, 2, 8)
        read = self.parsed(self.entry(sequence=0, changed=changed), self.entry("b@b"))
        own, common = read.vevent_list
        self.assertEqual((own.sequence.value, common.sequence.value), ("0", "7"))
        self.assertEqual(own.last_modified.value.replace(tzinfo=None), changed)
        self.assertEqual(common.last_modified.value.replace(tzinfo=None), STAMP)

    def test_one_entry_is_cancelled(self):
        read = self.parsed(self.entry(cancelled=True), self.entry("b@b"))
        statuses = [event.status.value for event in read.vevent_list]
        self.assertEqual((statuses, read.method.value), (["CANCELLED", "CONFIRMED"], "PUBLISH"))

    def test_subscribed_calendar_stays_published(self):
        read = self.parsed(self.entry(), cancelled=True, refresh_hours=1)
        self.assertEqual(read.method.value, "PUBLISH")
        self.assertEqual(read.vevent.status.value, "CANCELLED")
        self.assertEqual(read.contents["refresh-interval"][0].value, "PT1H")

    def test_calendar_without_entries_is_one(self):
        read = self.parsed(zone="Europe/Vilnius", name="Nothing yet")
        self.assertEqual([part.name for part in read.components()], ["VTIMEZONE"])

    def test_zones_are_told_once_each(self):
        text = calendar_file(
            [self.entry(), self.entry("b@b"), self.entry("c@b", zone="UTC")],
            STAMP,
            zone="Europe/Vilnius",
        ).decode()
        self.assertEqual(text.count("BEGIN:VTIMEZONE"), 1)
        self.assertIn("DTSTART:20230522T060000Z", text)
