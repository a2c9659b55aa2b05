import json
import re
from datetime import timedelta

from dateutil import tz
from lxml import html

from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .agenda_common import AgendaCommon
from .calendar_common import read_calendar

SCRIPT = "</script><script>alert(1)</script>"


class CalendarCommon(AgendaCommon):
    """`registration` of the member's reader, who has a place at two items for everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = cls.env["biginn.agenda.place"].create(
            {"name": "Hall", "partner_id": cls.host_org.id}
        )
        cls.visit = cls.new_item(cls.event, name="Visit", place_id=cls.place.id)
        cls.talk = cls.new_item(cls.event, None, 11, 12, name="Talk", access_notes="Gate B")
        cls.extra = cls.new_item(cls.event, None, 14, 15, name="Extra", is_optional=True)
        cls.registration = cls.register(cls.member_reader.partner_id).sudo()

    def entries(self, content):
        """{name: entry} of a file, as another library reads it."""
        read = read_calendar(content.decode())
        return {event.summary.value: event for event in read.contents.get("vevent", [])}

    def own(self):
        self.env.flush_all()
        return self.entries(self.registration._calendar_file())

    def sequence(self, name):
        return int(self.own()[name].sequence.value)


@tagged("post_install", "-at_install")
class TestAgendaCalendar(CalendarCommon):
    def test_only_own_items(self):
        entries = self.own()
        self.assertEqual(set(entries), {"Visit", "Talk"})
        start = entries["Visit"].dtstart.value
        self.assertEqual((start.hour, start.utcoffset()), (9, timedelta(hours=3)))
        self.assertEqual(
            start.astimezone(tz.UTC).replace(tzinfo=None), self.visit.start, "the same moment"
        )
        self.assertTrue(entries["Visit"].location.value.startswith("Hall"))
        self.assertIn("Europe/Vilnius (UTC+03:00)", entries["Visit"].description.value)
        self.assertIn("Gate B", entries["Talk"].description.value)

    def test_whole_agenda(self):
        content = self.event._calendar_file()
        entries = self.entries(content)
        self.assertEqual(set(entries), {"Visit", "Talk", "Extra"})
        self.assertNotIn(b"Gate B", content)
        self.assertEqual(content, self.event._calendar_file(), "nothing has changed")

    def test_number_stays_and_version_grows(self):
        uid, before = self.own()["Visit"].uid.value, self.sequence("Visit")
        self.visit.start_hour = 8
        self.visit.write({"capacity": 12, "description": "<p>More words</p>"})
        self.visit.name = "Visit"
        self.assertEqual(self.sequence("Visit"), before + 1, "only what a calendar moves for")
        self.place.name = "Great hall"
        self.assertEqual(self.sequence("Visit"), before + 2)
        self.event.date_tz = "Europe/Madrid"
        self.assertEqual(self.sequence("Visit"), before + 3)
        self.assertEqual(self.own()["Visit"].uid.value, uid)
        self.assertEqual(self.own()["Visit"].dtstart.value.hour, 7, "the clock in Madrid")

    def test_deleted_item_arrives_as_cancelled(self):
        uid, before = self.own()["Talk"].uid.value, self.sequence("Talk")
        self.talk.unlink()
        gone = self.own()["Talk"]
        self.assertEqual((gone.uid.value, gone.status.value), (uid, "CANCELLED"))
        self.assertGreater(int(gone.sequence.value), before)
        self.extra.unlink()
        self.assertNotIn("Extra", self.own(), "never was in this calendar")

    def test_tombstones_go(self):
        self.talk.unlink()
        removed = self.event.removed_item_ids.sudo()
        self.assertEqual(removed.registration_ids, self.registration)
        self.env["biginn.agenda.removed.item"]._gc_removed_items()
        self.assertTrue(removed.exists())
        removed.stop = "2020-01-01 10:00:00"
        removed.start = "2020-01-01 09:00:00"
        self.env["biginn.agenda.removed.item"]._gc_removed_items()
        self.assertFalse(removed.exists())

    def test_nobody_knows_of_a_draft(self):
        draft = self.new_agenda(name="Draft")
        self.new_item(draft).unlink()
        self.assertFalse(draft.removed_item_ids)

    def test_seat_given_back(self):
        row = self.registration.attendance_ids.filtered(lambda one: one.item_id == self.talk)
        before = self.sequence("Talk")
        row.write({"state": "cancelled"})
        talk = self.own()["Talk"]
        self.assertEqual((talk.status.value, int(talk.sequence.value)), ("CANCELLED", before + 1))
        self.assertEqual(self.own()["Visit"].status.value, "CONFIRMED")

    def test_cancelled_registration(self):
        before = self.sequence("Visit")
        self.registration.action_cancel()
        read = read_calendar(self.registration._calendar_file().decode())
        self.assertEqual({event.status.value for event in read.vevent_list}, {"CANCELLED"})
        self.assertEqual(read.method.value, "CANCEL")
        self.assertGreater(self.sequence("Visit"), before)

    def test_agenda_called_off(self):
        before = self.sequence("Visit")
        self.event.kanban_state = "cancel"
        self.assertEqual(self.own()["Visit"].status.value, "CANCELLED")
        self.assertGreater(self.sequence("Visit"), before)

    def test_link(self):
        registrations = self.env["event.registration"]
        token = self.registration._calendar_token()
        self.assertEqual(registrations._by_calendar_token(token), self.registration)
        self.assertEqual(self.registration._calendar_token(), token, "can be shown again")
        other = self.register(self.stranger.partner_id)
        secret = token.split("-")[1]
        huge = f"{2**40}-{secret}"
        for wrong in ("", "x", secret, f"{other.id}-{secret}", token[:-1], token + "0", huge):
            self.assertFalse(registrations._by_calendar_token(wrong), wrong)
        mine = self.registration.with_user(self.member_reader)
        with self.assertRaises(AccessError):
            self.registration.with_user(self.stranger)._renew_calendar_link(0)
        mine._renew_calendar_link(0)
        mine._renew_calendar_link(0)
        self.assertEqual(self.registration.calendar_link_number, 1, "pressed twice")
        self.assertFalse(registrations._by_calendar_token(token))

    def test_queries_do_not_grow(self):
        self.event._calendar_file()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.registration._calendar_file()
        few = self.env.cr.sql_log_count - before
        for hour in range(8):
            self.new_item(self.event, "2030-05-23", hour + 9, hour + 10, name=f"More {hour}")
        self.event._allocate_now()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(len(self.own()), 10)
        self.assertLessEqual(self.env.cr.sql_log_count - before, few)


@tagged("post_install", "-at_install")
class TestAgendaPages(CalendarCommon, HttpCase):
    def test_subscribed(self):
        link = self.registration._calendar_link()
        path = link[len(self.registration.get_base_url()) :]
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(set(self.entries(answer.content)), {"Visit", "Talk"})
        self.assertIn("REFRESH-INTERVAL", answer.text)
        again = self.url_open(path, headers={"If-None-Match": answer.headers["ETag"]})
        self.assertEqual((again.status_code, again.content), (304, b""))
        self.assertEqual(self.url_open(path.replace("agenda.ics", "")).status_code, 404)

    def test_my_calendar(self):
        self.authenticate("test_reader", "test_reader")
        base = f"/my/agendas/{self.event.id}/calendar"
        page = html.fromstring(self.url_open(base).content)
        (link,) = page.xpath("//input[@id='calendar-link']/@value")
        self.assertEqual(link, self.registration._calendar_link())
        self.assertTrue(page.xpath("//a[starts-with(@href, 'webcal://')]"))
        self.assertIn("Europe/Vilnius", page.text_content())
        for tail, names in ((".ics", {"Visit", "Talk"}),):
            self.assertEqual(set(self.entries(self.url_open(base + tail).content)), names)
        whole = self.url_open(f"/my/agendas/{self.event.id}/agenda.ics")
        self.assertEqual(set(self.entries(whole.content)), {"Visit", "Talk", "Extra"})
        form = {"csrf_token": Request.csrf_token(self), "number": "0"}
        answer = self.url_open(f"{base}/renew", data=form)
        self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        self.assertNotEqual(self.registration._calendar_link(), link)
        self.authenticate("test_stranger", "test_stranger")
        for tail in ("", ".ics", "/renew"):
            data = {"csrf_token": Request.csrf_token(self)} if tail == "/renew" else None
            self.assertEqual(self.url_open(base + tail, data=data).status_code, 404, tail)

    def test_public_page(self):
        self.event.write(
            {
                "published_on_portal": True,
                "name": f"Agenda {SCRIPT}",
                "description": "<p>Three days of cryogenics.</p>",
            }
        )
        self.visit.write({"name": f"Visit {SCRIPT}", "speaker_ids": self.people[:1].ids})
        path = self.event._public_agenda_path()
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("<script>alert(1)", answer.text)
        for secret in ("Gate B", "Guest 0", "guest0@", "reader"):
            self.assertNotIn(secret, answer.text)
        page = html.fromstring(answer.content)
        for words in ("Three days of cryogenics.", "Europe/Vilnius (UTC+03:00)", "Talk", "Hall"):
            self.assertIn(words, page.text_content())
        self.assertTrue(page.xpath(f"//a[@href='/my/agendas/{self.event.id}']"))
        (image,) = page.xpath("//meta[@property='og:image']/@content")
        picture = self.url_open(image[len(self.event.get_base_url()) :])
        self.assertTrue(picture.headers["Content-Type"].startswith("image/"))
        (found,) = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', answer.text, flags=re.DOTALL
        )
        data = json.loads(found)
        self.assertEqual(data["startDate"], "2030-05-22T00:00:00+03:00")
        self.assertEqual(data["name"], f"Agenda {SCRIPT}")
        self.assertEqual(data["eventStatus"], "https://schema.org/EventScheduled")
        old = self.url_open(f"/agendas/other-words-{self.event.id}", allow_redirects=False)
        self.assertEqual((old.status_code, old.headers["Location"][-len(path) :]), (301, path))
        self.assertIn("Extra", self.entries(self.url_open(f"{path}/programme.ics").content))
        self.assertIn(path, self.url_open("/agendas").text)

    def test_unpublished(self):
        path = self.event._public_agenda_path()
        for address in (path, f"{path}/programme.ics"):
            self.assertEqual(self.url_open(address).status_code, 404, address)
        self.assertNotIn(path, self.url_open("/agendas").text)
        ordinary = self.new_agenda(is_360=False, published_on_portal=True, name="Ordinary")
        self.assertEqual(self.url_open(ordinary._public_agenda_path()).status_code, 404)
        self.event.write({"published_on_portal": True, "active": False})
        self.assertEqual(self.url_open(path).status_code, 404)
