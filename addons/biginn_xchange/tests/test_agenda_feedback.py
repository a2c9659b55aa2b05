from datetime import timedelta
from unittest.mock import patch

import psycopg2.errors

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .agenda_common import AgendaCommon


class FeedbackCommon(AgendaCommon):
    """An agenda that people had places at, and that is over since an hour."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event.seats_max = 6
        cls.welcome = cls.new_item(cls.event, name="Welcome")
        cls.tour = cls.new_item(cls.event, start_hour=11, stop_hour=12, name="Tour of the ring")
        cls.bus = cls.new_item(cls.event, start_hour=12, stop_hour=13, kind="travel", name="Bus")

    @classmethod
    def end(cls, event=None, hours=1):
        """The agenda and its items lie in the past now."""
        event = event or cls.event
        now = fields.Datetime.now().replace(microsecond=0)
        stop = now - timedelta(hours=hours)
        for item in event.agenda_item_ids:
            item.write({"start": stop - timedelta(hours=2), "stop": stop - timedelta(hours=1)})
        event.write({"date_begin": stop - timedelta(days=2), "date_end": stop})

    @classmethod
    def seats(cls, registration, state):
        registration.attendance_ids._store({"state": state})

    @classmethod
    def say(cls, registration, rating, text="", item=None):
        return cls.env["biginn.agenda.feedback"]._make(
            [
                {
                    "registration_id": registration.id,
                    "item_id": item and item.id,
                    "rating": rating,
                    "text": text,
                }
            ]
        )

    @classmethod
    def cron(cls):
        # the job commits between batches: here it is one batch of what is due
        due = cls.env["event.registration"].search(
            [("event_id", "=", cls.event.id), ("feedback_asked", "=", False)]
        )
        due._ask_feedback()


@tagged("post_install", "-at_install")
class TestAgendaFeedback(FeedbackCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one, cls.two, cls.three = cls.register(*cls.people[:3])
        cls.end()

    def asked(self, registration):
        mails = self.mails_about(registration)
        return mails.filtered(lambda mail: "how was it" in mail.subject)

    # -- who may, what -----------------------------------------------------------------

    def test_where_attendance_was_not_taken_the_seat_counts(self):
        items, whole = self.one._feedback_rateable()
        self.assertEqual((items, whole), (self.welcome | self.tour, True))

    def test_where_it_was_taken_only_who_was_there(self):
        self.seats(self.one, "attended")
        self.seats(self.two, "absent")
        self.assertEqual(self.one._feedback_rateable(), (self.welcome | self.tour, True))
        for registration in (self.two, self.three):
            items, whole = registration._feedback_rateable()
            self.assertEqual((bool(items), whole), (False, False))

    def test_cancelled_and_too_late(self):
        self.seats(self.one, "cancelled")
        self.assertFalse(any(self.one._feedback_rateable()))
        self.two._store({"placement": "released", "state": "cancel"})
        self.assertFalse(any(self.two._feedback_rateable()))
        self.cluster_company.biginn_agenda_feedback_days = 3
        self.end(hours=24 * 5)
        self.assertFalse(any(self.three._feedback_rateable()))
        self.cluster_company.biginn_agenda_feedback_days = 30
        self.assertTrue(any(self.three._feedback_rateable()))

    # -- what is kept --------------------------------------------------------------------

    def test_nobody_writes_it_by_hand(self):
        answer = self.say(self.one, 4)
        values = {"registration_id": self.two.id, "rating": 5}
        for user in (self.staff, self.manager, self.member_editor):
            with self.assertRaises(UserError):
                self.env["biginn.agenda.feedback"].with_user(user).create(values)
            with self.assertRaises(AccessError):
                answer.with_user(user).unlink()
        with self.assertRaises(UserError):
            self.env["biginn.agenda.feedback"].create(values)
        with self.assertRaises(UserError):
            self.env["biginn.agenda.feedback"].browse(answer.id).rating = 5
        self.assertIn("themselves", self.one._portal_give_feedback({}))

    def test_once_for_each_item_and_for_the_whole(self):
        for item in (None, self.welcome):
            self.say(self.one, 4, item=item)
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.UniqueViolation),
                self.cr.savepoint(),
            ):
                self.say(self.one, 5, item=item)
                self.env.flush_all()

    # -- figures -------------------------------------------------------------------------

    def test_figures(self):
        self.assertEqual((self.event.feedback_count, self.event.feedback_rating), (0, 0))
        self.say(self.one, 5)
        self.say(self.two, 2)
        self.say(self.three, 0, "Only words")
        self.say(self.one, 3, item=self.welcome)
        self.say(self.two, 0, "Cold", item=self.tour)
        (self.event | self.welcome.event_id).invalidate_recordset()
        event = self.event.with_user(self.staff)
        self.assertEqual((event.feedback_count, event.feedback_rating), (5, 3.5))
        items = (self.welcome | self.tour).with_user(self.staff)
        items.invalidate_recordset()
        self.assertEqual(items.mapped("feedback_count"), [1, 1])
        self.assertEqual(items.mapped("feedback_rating"), [3.0, 0.0])
        action = event.action_view_feedback()
        found = self.env["biginn.agenda.feedback"].with_user(self.staff).search(action["domain"])
        self.assertEqual(len(found), 5)
        groups = found.formatted_read_group(action["domain"], ["item_id"], ["rating:avg"])
        self.assertEqual({group["rating:avg"] for group in groups}, {3.5, 3.0, False})

    # -- asking for it ---------------------------------------------------------------------

    def test_asked_once_and_only_who_was_there(self):
        self.seats(self.one, "attended")
        self.seats(self.two, "absent")
        self.cron()
        self.assertEqual(len(self.asked(self.one)), 1)
        self.assertIn(f"/my/agendas/{self.event.id}", self.asked(self.one).body_html)
        self.assertFalse(self.asked(self.two) | self.asked(self.three))
        self.cron()
        self.assertEqual(len(self.asked(self.one)), 1)

    def run_job(self, job):
        with patch.object(self.env.registry["ir.cron"], "_commit_progress", return_value=60):
            job._cron_ask_feedback(batch=2)

    def test_the_job_asks_all_that_is_due(self):
        job = self.env["event.registration"]
        company = self.cluster_company
        company.biginn_agenda_feedback_mail = False
        self.run_job(job)
        self.assertFalse(self.one.feedback_asked)
        company.biginn_agenda_feedback_mail = True
        self.say(self.two, 5)
        self.run_job(job)
        self.run_job(job)
        self.assertTrue(self.one.feedback_asked and self.two.feedback_asked)
        counts = [len(self.asked(one)) for one in self.one | self.two | self.three]
        self.assertEqual(counts, [1, 0, 1], "who has said it is not asked")

    # -- my data ---------------------------------------------------------------------------

    def test_my_data(self):
        me = self.member_reader.partner_id
        self.welcome.speaker_ids = me
        mine = self.env["event.registration"].create(
            {"event_id": self.event.id, "partner_id": me.id}
        )
        self.say(mine, 5, "Mine")
        self.say(self.one, 5, "Not mine")
        data = me.with_user(self.member_reader)._biginn_my_data()
        self.assertEqual([row["text"] for row in data["my_feedback"]], ["Mine"])
        self.assertEqual([row["name"] for row in data["my_agenda_items_as_speaker"]], ["Welcome"])
        other = self.stranger.partner_id.with_user(self.stranger)._biginn_my_data()
        self.assertFalse(other["my_feedback"] or other["my_agenda_items_as_speaker"])
