from datetime import UTC

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .calendar_common import read_calendar
from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestPortalExchangeStay(XchangeCommon, HttpCase):
    """The stay in the portal: contacts and the programme for one's own calendar."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.host_user = cls.new_member("host", cls.host_org)
        cls.exchange = cls.new_exchange(
            goals="Helium; cold, <b>very</b>",
            visitor_contact_id=cls.member_editor.partner_id.id,
            host_contact_id=cls.host_user.partner_id.id,
            day_ids=[
                Command.create({"date": "2023-05-08", "name": "Welcome", "place": "Hall 1"}),
                Command.create({"date": "2023-05-12", "name": "Wrap-up, with cake"}),
            ],
        )

    def fetch(self, user, path=""):
        self.authenticate(user.login, user.login)
        answer = self.url_open(f"/my/exchanges/{self.exchange.id}{path}")
        self.assertEqual(answer.status_code, 200)
        return answer

    def events(self, user=None):
        answer = self.fetch(user or self.member_reader, "/programme.ics")
        self.assertTrue(answer.headers["Content-Type"].startswith("text/calendar"))
        read = read_calendar(answer.text)
        return read, {event.summary.value: event for event in read.vevent_list}

    def test_contacts_are_told_once_it_is_arranged(self):
        self.assertNotIn("host@example.com", self.fetch(self.member_reader).text)
        self.walk(self.exchange, "ready")
        for user in (self.member_reader, self.host_user):
            text = self.fetch(user).text
            with self.subTest(user=user.login):
                self.assertIn("host@example.com", text)
                self.assertIn("editor@example.com", text)
                self.assertIn("programme.ics", text)

    def test_programme_file(self):
        self.walk(self.exchange, "ready")
        read, events = self.events()
        stay = events["Member A/S → Host UAB"]
        self.assertEqual(str(stay.dtstart.value), "2023-05-08")
        self.assertEqual(str(stay.dtend.value), "2023-05-13")
        self.assertIn("Helium; cold, <b>very</b>", stay.description.value)
        self.assertIn(f"/my/exchanges/{self.exchange.id}", stay.url.value)
        self.assertEqual(events["Welcome"].location.value, "Hall 1")
        self.assertEqual(str(events["Wrap-up, with cake"].dtstart.value), "2023-05-12")
        self.assertEqual(len({event.uid.value for event in events.values()}), 3)
        self.assertEqual(read.method.value, "PUBLISH")

    def test_a_change_replaces_what_the_calendar_holds(self):
        self.walk(self.exchange, "ready")
        _read, before = self.events()
        uid = before["Welcome"].uid.value
        self.env.cr.execute(
            "UPDATE biginn_exchange SET write_date = write_date + interval '1 hour' WHERE id = %s",
            [self.exchange.id],
        )
        self.env.invalidate_all()
        _read, after = self.events()
        self.assertEqual(after["Welcome"].uid.value, uid)
        self.assertGreater(
            int(after["Welcome"].sequence.value), int(before["Welcome"].sequence.value)
        )

    def test_hours_of_the_agenda(self):
        event = self.new_agenda()
        self.new_item(event)  # 9 to 10 in Vilnius, in summer
        self.exchange.event_id = event
        _read, events = self.events(self.host_user)
        start = events["Tour of the laboratory"].dtstart.value
        self.assertEqual(start.astimezone(UTC).isoformat(), "2023-05-22T06:00:00+00:00")
        self.assertEqual(start.hour, 9, "by the clock there")

    def test_cancelled(self):
        self.exchange.action_cancel("Not this year")
        read, events = self.events()
        self.assertEqual(read.method.value, "CANCEL")
        self.assertEqual({event.status.value for event in events.values()}, {"CANCELLED"})

    def test_ended_early(self):
        self.walk(self.exchange, "ongoing")
        self.exchange.action_end_early("2023-05-10", "Called home")
        _read, events = self.events()
        self.assertEqual(str(events["Member A/S → Host UAB"].dtend.value), "2023-05-11")
        self.assertNotIn("Wrap-up, with cake", events)
        self.assertIn("3 of 5 working days", self.fetch(self.member_reader).text)
