import unittest
from datetime import date, datetime

import vobject

from odoo.addons.biginn_cluster.tests.properties import given, st, tries

from ..rules.calendar_file import Entry, calendar_file

STAMP = datetime(2023, 5, 1, 12, 30, 5)


class TestRulesCalendarFile(unittest.TestCase):
    def parsed(self, *entries, **kwargs):
        content = calendar_file(entries, STAMP, kwargs.pop("sequence", 7), **kwargs)
        return content, vobject.readOne(content.decode())

    def test_whole_days(self):
        entry = Entry("a@b", "Stay", date(2023, 5, 8), date(2023, 5, 12), "Vilnius", "Two\nlines")
        _content, read = self.parsed(entry, name="CX/1")
        event = read.vevent
        self.assertEqual((event.uid.value, event.sequence.value), ("a@b", "7"))
        self.assertEqual(event.dtstart.value, date(2023, 5, 8))
        self.assertEqual(event.dtend.value, date(2023, 5, 13), "the day after the last one")
        self.assertEqual(event.description.value, "Two\nlines")
        self.assertEqual(event.location.value, "Vilnius")
        self.assertEqual(event.dtstamp.value.isoformat(), "2023-05-01T12:30:05+00:00")
        self.assertEqual((read.method.value, event.status.value), ("PUBLISH", "CONFIRMED"))

    def test_hours_are_utc(self):
        start, stop = datetime(2023, 3, 26, 0, 30), datetime(2023, 3, 26, 1, 30)
        _content, read = self.parsed(Entry("a@b", "In the night of the clocks", start, stop))
        for line, expected in ((read.vevent.dtstart, start), (read.vevent.dtend, stop)):
            self.assertEqual(line.value.utcoffset().total_seconds(), 0)
            self.assertEqual(line.value.replace(tzinfo=None), expected)

    def test_cancelled(self):
        entry = Entry("a@b", "Stay", date(2023, 5, 8), date(2023, 5, 8))
        _content, read = self.parsed(entry, cancelled=True)
        self.assertEqual((read.method.value, read.vevent.status.value), ("CANCEL", "CANCELLED"))

    @tries(100, 5000)
    @given(st.text(min_size=1, max_size=300), st.text(max_size=300))
    def test_any_text_comes_back(self, name, description):
        entry = Entry("a@b", name, date(2023, 5, 8), date(2023, 5, 8), description=description)
        try:
            entry.name.encode()
            entry.description.encode()
        except UnicodeEncodeError:
            return  # half a sign: no database holds it
        content, read = self.parsed(entry)
        for row in content.split(b"\r\n"):
            self.assertLessEqual(len(row), 75)
            self.assertNotIn(b"\n", row)
        self.assertEqual(len(list(read.components())), 1)
        self.assertEqual(self.plain(read.vevent.summary.value), self.plain(name))

    def plain(self, text):
        """Without what no calendar shows: control signs; line breaks as one sign."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return "".join(sign for sign in text if sign >= " " or sign in "\t\n")
