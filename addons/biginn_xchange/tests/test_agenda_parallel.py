import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.service.model import retrying
from odoo.tests import get_db_name, tagged
from odoo.tools import mute_logger

from ..models.event_event_allocation import LOCK_CLASS
from .agenda_common import AgendaCommon
from .parallel_common import QUIET, ParallelCommon

CLIENTS = 32
REQUESTS = 200
PLACES = 20


@tagged("post_install", "-at_install")
class TestAgendaParallel(ParallelCommon, AgendaCommon):
    """Many at once, in transactions of their own: nobody fails, nothing is given twice."""

    @classmethod
    def make(cls):
        cls.event.write({"seats_max": PLACES, "name": "Rush"})
        cls.guests = cls.env["res.partner"].create(
            [
                {
                    "name": f"Guest {number:03}",
                    "email": f"rush{number}@example.com",
                    "parent_id": cls.member_org.id,
                }
                for number in range(REQUESTS)
            ]
        )
        cls.changing = cls.new_agenda(seats_max=5, name="Changes", offer_hours=0)
        cls.people_there = cls.register(*cls.guests[:40], event=cls.changing)
        cls.item = cls.new_item(cls.changing, capacity=3)
        cls.late = cls.new_agenda(name="Late")

    def crowd(self, acts):
        """Each act as a request of its own, from as many clients at once as there are."""
        begin = threading.Barrier(CLIENTS, timeout=60)

        def client(number):
            threading.current_thread().dbname = get_db_name()
            begin.wait()
            for act in acts[number::CLIENTS]:
                with closing(self.env.registry.cursor()) as cr, mute_logger(*QUIET):
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    retrying(lambda act=act, env=env: act(env), env)

        with ThreadPoolExecutor(CLIENTS) as clients:
            futures = [clients.submit(client, number) for number in range(CLIENTS)]
        for future in futures:
            future.result()

    def test_200_requests_for_20_places(self):
        def asking(number):
            def act(env):
                event = env["event.event"].browse(self.event.id)
                guest = env["res.partner"].browse(number)
                env["event.registration"]._request_place(event, guest)

            return act

        begun = time.monotonic()
        self.crowd([asking(number) for number in self.guests.ids])
        took = time.monotonic() - begun
        with self.look() as env:
            people = env["event.registration"].search([("event_id", "=", self.event.id)])
            self.assertEqual(len(people), REQUESTS)
            placed = people.filtered(lambda one: one.placement == "placed")
            waiting = people.filtered(lambda one: one.placement == "waiting")
            self.assertEqual((len(placed), len(waiting)), (PLACES, REQUESTS - PLACES))
            self.assertEqual(set(placed.mapped("state")), {"open"})
            self.assertEqual(set(waiting.mapped("state")), {"draft"})
            ranks = waiting.mapped("waiting_rank")
            self.assertEqual(len(set(ranks)), len(ranks))
            self.assertEqual(
                sorted(waiting.mapped("waiting_place")), list(range(1, len(waiting) + 1))
            )
            self.assertTrue(all(people.mapped("news_due")))
            event = env["event.event"].browse(self.event.id)
            self.assertEqual((event.seats_taken, event.seats_available), (PLACES, 0))
            self.assertFalse(event._decisions())
        self.assertLess(took, 60)

    def test_cancelling_and_asking_at_once(self):
        """Places that become free while others ask: all are given, none twice, in order."""
        with self.look() as env:
            order = [
                one.id
                for one in env["event.registration"]
                .browse(self.people_there.ids)
                .filtered(lambda one: one.placement == "waiting")
                .sorted("waiting_rank")
            ]
        placed = [one for one in self.people_there.ids if one not in order]
        cancelled = placed[:3] + order[:4]

        def cancel(number):
            return lambda env: env["event.registration"].browse(number).action_cancel()

        def asking(number):
            def act(env):
                event = env["event.event"].browse(self.changing.id)
                env["event.registration"]._request_place(event, env["res.partner"].browse(number))

            return act

        self.crowd(
            [cancel(number) for number in cancelled]
            + [asking(number) for number in self.guests[40:80].ids]
        )
        with self.look() as env:
            people = env["event.registration"].search([("event_id", "=", self.changing.id)])
            here = people.filtered(lambda one: one.placement == "placed")
            self.assertEqual(len(here), 5)
            # whoever of the list has given up, those who were before others came in before them
            left = [one for one in order if one not in cancelled]
            came = [one for one in left if one in here.ids]
            self.assertEqual(came, left[: len(came)])
            self.assertFalse(people.filtered(lambda one: one.placement == "requested"))
            waiting = people.filtered(lambda one: one.placement == "waiting")
            ranked = waiting.sorted("waiting_rank").ids
            self.assertEqual([one for one in ranked if one in left], left[len(came) :])
            seats = env["biginn.agenda.attendance"].search([("item_id", "=", self.item.id)])
            held = seats.filtered(lambda one: one.state == "registered")
            self.assertEqual(len(held), 3)
            self.assertEqual(len(seats.filtered(lambda one: one.state != "cancelled")), 5)

    def ask_apart(self, number):
        """A request of its own, from its own thread."""

        def act(env):
            event = env["event.event"].browse(self.late.id)
            env["event.registration"]._request_place(event, env["res.partner"].browse(number))

        self.race(act)

    def placements(self):
        with self.look() as env:
            people = env["event.registration"].search([("event_id", "=", self.late.id)])
            return sorted(people.mapped("placement"))

    def test_who_comes_while_another_allocates(self):
        """It leaves without the lock; the holder looks once more after it has let go."""
        events = self.env.registry["event.event"]
        locked, late = events._allocate_locked, [self.guests[1].id]

        def allocate(model, event_id):
            result = locked(model, event_id)
            if late:
                self.ask_apart(late.pop())
            return result

        with patch.object(events, "_allocate_locked", allocate):
            self.ask_apart(self.guests[0].id)
        self.assertEqual(self.placements(), ["placed", "placed"])
        # another process holds the lock and is stopped: the scheduled action is the net
        with closing(self.database.cursor()) as cr:
            cr.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_CLASS, self.late.id])
            self.ask_apart(self.guests[2].id)
            self.assertEqual(self.placements(), ["placed", "placed", "requested"])
            cr.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, self.late.id])
        with self.look() as env:
            env["event.event"].browse(self.late.id)._allocate_places()
        self.assertEqual(self.placements(), ["placed", "placed", "waiting"])

    def test_two_ask_for_one_person(self):
        """A second click, and a colleague at the same moment: one registration, no error."""
        guest = self.guests[150].id
        event_id = self.event.id

        def act(env):
            member = env(user=self.member_editor.id)
            event_sudo = member["event.event"].sudo().browse(event_id)
            return member["event.registration"]._portal_register(event_sudo, [guest], [], "")

        with self.look() as env:
            env["event.event"].browse(event_id).published_on_portal = True
            env.cr.commit()
        self.assertEqual(self.race(act, act, act), ["", "", ""])
        with self.look() as env:
            found = env["event.registration"].search_count(
                [("event_id", "=", event_id), ("partner_id", "=", guest)]
            )
            self.assertEqual(found, 1)
