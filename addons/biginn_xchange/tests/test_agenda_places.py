from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .agenda_common import AgendaCommon


@tagged("post_install", "-at_install")
class TestAgendaPlaces(AgendaCommon):
    def placements(self, registrations):
        return registrations.mapped("placement")

    # -- asking ----------------------------------------------------------------------

    def test_a_request_only_adds_a_row(self):
        [registration] = self.ask(self.people[0])
        self.assertEqual((registration.placement, registration.state), ("requested", "draft"))
        self.assertEqual(registration.organisation_id, self.member_org)
        self.assertEqual(registration.cluster_id, self.cluster_company)
        self.assertEqual(self.event.seats_available, 2)

    def test_first_come_first_served(self):
        people = self.register(*self.people[:4])
        self.assertEqual(self.placements(people), ["placed", "placed", "waiting", "waiting"])
        self.assertEqual(people.mapped("state"), ["open", "open", "draft", "draft"])
        self.assertEqual(people.mapped("waiting_place"), [0, 0, 1, 2])
        self.assertEqual((self.event.seats_available, self.event.people_waiting), (0, 2))

    def test_asking_twice_is_asking_once(self):
        first = self.register(self.people[0])
        self.assertEqual(self.register(self.people[0]), first)
        first.action_cancel()
        again = self.register(self.people[0])
        self.assertNotEqual(again, first)
        self.assertEqual(again.placement, "placed")

    def test_ordinary_events_stay_as_they_are(self):
        ordinary = self.new_agenda(is_360=False)
        registration = self.env["event.registration"].create(
            {"event_id": ordinary.id, "partner_id": self.people[0].id}
        )
        self.assertEqual((registration.placement, registration.state), (False, "open"))
        self.assertFalse(registration.organisation_id)
        registration.action_cancel()
        self.assertEqual((registration.placement, registration.state), (False, "cancel"))

    def test_an_event_becomes_an_agenda(self):
        event = self.new_agenda(is_360=False)
        values = {"event_id": event.id, "partner_id": self.people[0].id}
        registration = self.env["event.registration"].create(values)
        event.is_360 = True
        self.assertEqual((registration.placement, registration.state), ("placed", "open"))
        self.assertEqual(registration.organisation_id, self.member_org)
        event.is_360 = False
        self.assertFalse(registration.placement)

    # -- promotion -------------------------------------------------------------------

    def test_offer_taken(self):
        people = self.register(*self.people[:4])
        people[0].action_cancel()
        with freeze_time("2030-05-01 10:00:00"):
            self.event._allocate_now()
            self.assertEqual(self.placements(people), ["released", "placed", "offered", "waiting"])
            self.assertEqual(people[2].offer_expires_on, datetime(2030, 5, 3, 10))
            self.assertEqual(people[2].state, "draft")
            # held: neither core's desk nor the next request gets it
            self.assertEqual(self.event.seats_available, 0)
            self.assertEqual(self.register(self.people[4]).placement, "waiting")
            people[2]._accept_offer()
            people[2]._accept_offer()
        self.assertEqual((people[2].placement, people[2].state), ("placed", "open"))
        self.assertEqual((self.event.seats_taken, self.event.seats_available), (2, 0))

    def test_offer_declined_or_run_out(self):
        people = self.register(*self.people[:5])
        people[0].action_cancel()
        with freeze_time("2030-05-01 10:00:00"):
            self.event._allocate_now()
            people[2]._decline_offer()
            self.event._allocate_now()
        self.assertEqual(self.placements(people[2:]), ["released", "offered", "waiting"])
        with freeze_time("2030-05-03 10:00:00"):
            with self.assertRaises(UserError):
                people[3]._accept_offer()
            self.event._allocate_now()
            self.assertEqual(self.placements(people[2:]), ["released", "released", "offered"])
            self.assertEqual(
                people.mapped("release_reason"),
                ["cancelled", False, "declined", "expired", False],
            )
            with self.assertRaises(UserError):
                people[3]._accept_offer()

    def test_without_offers_the_next_one_gets_the_place(self):
        self.event.offer_hours = 0
        people = self.register(*self.people[:3])
        people[1].action_cancel()
        self.event._allocate_now()
        self.assertEqual(self.placements(people), ["placed", "released", "placed"])

    def test_an_offer_is_kept_when_the_room_becomes_smaller(self):
        people = self.register(*self.people[:3])
        people[0].action_cancel()
        self.event._allocate_now()
        self.event.seats_max = 1
        people[2]._accept_offer()
        self.event._allocate_now()
        self.assertEqual(people[2].state, "open")
        self.assertEqual(self.event.seats_available, -1)

    def test_more_places(self):
        self.event.offer_hours = 0
        people = self.register(*self.people[:5])
        self.event.seats_max = 4
        self.event._allocate_now()
        self.assertEqual(self.placements(people), ["placed"] * 4 + ["waiting"])
        self.event.seats_limited = False
        self.event._allocate_now()
        self.assertEqual(people[4].placement, "placed")

    def test_nothing_is_given_once_it_has_begun(self):
        people = self.register(*self.people[:3])
        people[0].action_cancel()
        with freeze_time(self.BEGIN):
            self.event._allocate_now()
            self.assertEqual(people[2].placement, "waiting")
            # at the door it is given by hand
            people[2].action_set_done()
        self.assertEqual((people[2].placement, people[2].state), ("placed", "done"))

    # -- quotas ----------------------------------------------------------------------

    def test_quotas(self):
        self.event.seats_max = 5
        self.new_quota(1)
        self.new_quota(2, organisation_id=self.stranger_org.id)
        people = self.register(*self.people)
        self.assertEqual(
            self.placements(people),
            ["placed", "placed", "placed", "waiting", "placed", "waiting"],
        )
        with self.assertRaisesRegex(UserError, "Member A/S"):
            people[3].action_confirm()
        self.event.quota_ids.unlink()
        self.event.offer_hours = 0
        self.event._allocate_now()
        self.assertEqual(self.placements(people).count("waiting"), 1)

    def test_quota_of_a_cluster_and_of_a_country(self):
        self.event.seats_max = 6
        self.new_quota(1, kind="company", cluster_id=self.cluster_company.id)
        self.new_quota(1, kind="country", country_id=self.lithuania.id)
        people = self.register(*self.people)
        # 0 and 3 come from the cluster, 2 and 5 from Lithuania, 1 and 4 from nowhere that counts
        self.assertEqual(
            self.placements(people),
            ["placed", "placed", "placed", "waiting", "placed", "waiting"],
        )

    def test_tickets_are_quotas(self):
        self.event.event_ticket_ids = [
            Command.create({"name": "With hotel", "seats_max": 1, "seats_limited": True})
        ]
        ticket = self.event.event_ticket_ids
        people = self.register(*self.people[:2], event_ticket_id=ticket.id)
        self.assertEqual(self.placements(people), ["placed", "waiting"])

    # -- by hand ---------------------------------------------------------------------

    def test_by_hand_in_the_order_of_the_list(self):
        people = self.register(*self.people[:4])
        with self.assertRaisesRegex(UserError, "All 2 places"):
            people[2].action_confirm()
        people[0].action_cancel()
        with self.assertRaisesRegex(UserError, "Guest 2 comes first"):
            people[3].action_confirm()
        people[2].action_confirm()
        self.assertEqual((people[2].placement, people[2].state), ("placed", "open"))

    def test_made_with_a_place(self):
        def made(person, state):
            return self.env["event.registration"].create(
                {"event_id": self.event.id, "partner_id": person.id, "state": state}
            )

        self.assertEqual(made(self.people[0], "open").placement, "placed")
        done = made(self.people[1], "done")
        self.assertEqual((done.placement, done.state), ("placed", "done"))
        with self.assertRaises(UserError):
            made(self.people[2], "done")
        late = made(self.people[2], "open")
        self.event._allocate_now()
        self.assertEqual((late.placement, late.state), ("waiting", "draft"))

    def test_what_is_not_written_by_hand(self):
        [registration] = self.ask(self.people[0], placement="placed", waiting_rank=1)
        self.assertEqual((registration.placement, registration.waiting_rank), ("requested", 0))
        for values in (
            {"placement": "placed"},
            {"waiting_rank": 1},
            {"offer_expires_on": datetime.now()},
            {"event_id": self.new_agenda().id},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                registration.write(values)

    def test_order_is_changed_by_managers_with_a_reason(self):
        people = self.register(*self.people[:5])
        with self.assertRaises(UserError):
            people[4]._move_in_list(1, "A friend")
        manager = people[4].with_user(self.manager)
        with self.assertRaises(UserError):
            manager._move_in_list(1, "  ")
        manager._move_in_list(1, "Speaks on the second day")
        self.assertEqual(people.mapped("waiting_place"), [0, 0, 2, 3, 1])
        self.assertIn("Speaks on the second day", people[4].message_ids[0].body)
        with self.assertRaises(UserError):
            people[0].with_user(self.manager)._move_in_list(1, "Has a place")

    # -- items -----------------------------------------------------------------------

    def test_items_for_everybody_and_chosen_ones(self):
        welcome = self.new_item(self.event)
        tour = self.new_item(self.event, start_hour=11, stop_hour=12, is_optional=True, capacity=1)
        people = self.register(*self.people[:3], items=tour | welcome)

        def states(item):
            return [
                people[number].attendance_ids.filtered(lambda row: row.item_id == item).state
                for number in range(3)
            ]

        self.assertEqual(states(welcome), ["registered", "registered", False])
        self.assertEqual(states(tour), ["registered", "waiting", "waiting"])
        row = people[1].attendance_ids.filtered(lambda one: one.item_id == tour)
        self.assertEqual(row.waiting_rank, 1)
        with self.assertRaises(UserError):
            row.state = "registered"
        people[0].action_cancel()
        self.event._allocate_now()
        self.assertEqual(states(tour), ["cancelled", "registered", "waiting"])
        people[2]._accept_offer()
        self.event._allocate_now()
        self.assertEqual(states(welcome), ["cancelled", "registered", "registered"])

    def test_items_that_come_later(self):
        people = self.register(*self.people[:2])
        item = self.new_item(self.event, capacity=1)
        self.event._allocate_now()
        self.assertEqual(item.attendance_ids.mapped("state"), ["registered", "waiting"])
        item.capacity = 0
        self.event._allocate_now()
        self.assertEqual(item.attendance_ids.mapped("state"), ["registered", "registered"])
        self.assertEqual(people.attendance_ids, item.attendance_ids)

    # -- the rules of the programme ----------------------------------------------------

    def test_findings_hold_back_until_they_are_overridden(self):
        self.event.programme_id = self.programme
        self.programme.date_end = False
        people = self.register(self.people[0], self.people[1])
        self.assertEqual(self.placements(people), ["placed", "requested"])
        finding = people[1].finding_ids.filtered("is_open")
        self.assertEqual(finding.rule, "visitor_membership")
        self.assertIn("Stranger SL", finding.message)
        with self.assertRaisesRegex(UserError, "Stranger SL"):
            people[1].action_confirm()
        finding.with_user(self.manager).action_override("Guest of the host")
        self.event._allocate_now()
        self.assertEqual(people[1].placement, "placed")

    def test_findings_that_mend_themselves(self):
        self.event.programme_id = self.programme
        people = self.register(self.people[1])
        self.new_membership(self.stranger_org, date_start="2023-01-01", date_end=False)
        people._recheck_held_back()
        self.event._allocate_now()
        self.assertEqual(people.placement, "placed")

    # -- news ------------------------------------------------------------------------

    def test_each_piece_of_news_once(self):
        people = self.register(*self.people[:3])
        (people[0] | people[2])._tell_news()
        self.assertIn("you have a place", self.mails_about(people[0]).subject)
        waits = self.mails_about(people[2])
        self.assertIn("waiting list", waits.subject)
        self.assertRegex(waits.body_html, r"number\s+<strong>1</strong>")
        self.assertFalse((people[0] | people[2]).filtered("news_due"))
        people[0].action_cancel()
        with freeze_time("2030-05-01 10:00:00"):
            self.event._allocate_now()
            people._tell_news()
            people._tell_news()
        self.assertEqual(len(self.mails_about(people[0])), 2)
        offer = self.mails_about(people[2])[-1]
        self.assertIn("Friday 3 May 2030", offer.body_html)
        self.assertIn("(Europe/Vilnius)", offer.body_html)
        people[2]._accept_offer()
        people._tell_news()
        self.assertIn("you have a place", self.mails_about(people[2])[-1].subject)

    def test_news_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("da_DK")
        template = self.env.ref("biginn_xchange.mail_template_registration_placed")
        template.with_context(lang="da_DK").subject = "Du har en plads"
        [registration] = self.register(self.people[0], lang="da_DK")
        registration._tell_news()
        self.assertEqual(self.mails_about(registration).subject, "Du har en plads")

    def test_old_news_is_no_news(self):
        people = self.register(*self.people[:3])
        people[0].action_cancel()
        self.event.offer_hours = 0
        self.event._allocate_now()
        people._tell_news()
        self.assertEqual(len(self.mails_about(people[2])), 1)
        self.assertIn("you have a place", self.mails_about(people[2]).subject)

    def test_news_of_the_past_is_not_told(self):
        [registration] = self.register(self.people[0])
        with freeze_time("2030-06-01"):
            registration._tell_news()
        self.assertFalse(self.mails_about(registration))

    def test_core_mail_after_registration_is_ours_to_send(self):
        kinds = self.event.event_mail_ids.mapped("interval_type")
        self.assertNotIn("after_sub", kinds)
        self.assertIn("before_event", kinds)

    # -- query counts ------------------------------------------------------------------

    def test_allocator_reads_no_more_for_more_people(self):
        def count(number):
            event = self.new_agenda(seats_max=1, name=f"For {number}")
            people = self.env["res.partner"].create(
                [{"name": f"P {one}", "parent_id": self.member_org.id} for one in range(number)]
            )
            self.ask(*people, event=event)
            event._allocate_now()
            event._decisions()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            event._decisions()
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(3), count(30))

    def test_offers_last_no_longer_than_until_the_beginning(self):
        people = self.register(*self.people[:3])
        people[0].action_cancel()
        with freeze_time(datetime.fromisoformat(self.BEGIN) - timedelta(hours=3)):
            self.event._allocate_now()
        self.assertEqual(people[2].offer_expires_on, self.event.date_begin)
