from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .services_common import ServicesCommon

YEAR = ("2026-01-01", "2026-12-31")


@tagged("post_install", "-at_install")
class TestServiceUse(ServicesCommon):
    # -- quick to enter ----------------------------------------------------------------

    def test_one_line_on_the_members_form(self):
        """Today, what the same person entered last, its usual hours: only the member is typed."""
        self.service.default_hours = 1.5
        uses = self.env["biginn.service.use"].with_user(self.staff)
        uses.create({"service_id": self.service.id, "partner_id": self.stranger_org.id})
        member = self.member_org.with_user(self.staff)
        with Form(member) as form, form.service_use_ids.new() as use:
            self.assertEqual(use.service_id, self.service)
            use.outcome = "Two partners found"
        use = self.member_org.service_use_ids
        self.assertRecordValues(
            use,
            [
                {
                    "service_id": self.service.id,
                    "date": fields.Date.context_today(use),
                    "hours": 1.5,
                    "user_id": self.staff.id,
                    "origin": "form",
                    "company_id": self.cluster_company.id,
                }
            ],
        )
        self.assertEqual(self.member_org.with_user(self.staff).service_hours, 1.5)
        action = self.member_org.with_user(self.staff).action_view_services()
        self.assertEqual(uses.search(action["domain"]), use.with_user(self.staff))

    def test_the_last_service_is_of_the_cluster_worked_in(self):
        user = self.new_user("two", "biginn_cluster.group_staff")
        user.company_ids += self.other_company
        uses = self.env["biginn.service.use"].with_user(user)
        for company, service in (
            (self.cluster_company, self.service),
            (self.other_company, self.other_service),
        ):
            here = uses.with_company(company)
            self.assertFalse(here._default_service())
            here.create({"service_id": service.id, "partner_id": self.member_org.id})
            self.assertEqual(here._default_service(), service)
        self.service.active = False
        self.assertFalse(uses.with_company(self.cluster_company)._default_service())

    def test_typed_hours_stay(self):
        self.service.default_hours = 1.5
        use = self.new_use(hours=4)
        use.service_id = self.new_service("Advice", default_hours=3)
        self.assertEqual(use.hours, 4)

    def test_hours_are_summed_for_many_in_one_query(self):
        self.new_use()
        self.new_use(self.stranger_org, hours=1)
        both = (self.member_org + self.stranger_org).with_user(self.staff)
        both.mapped("service_hours")
        self.env.invalidate_all()
        both.mapped("name")
        with self.assertQueryCount(1):
            self.assertEqual(both.mapped("service_hours"), [2.5, 1.0])
        self.assertEqual(self.member_org.with_user(self.other_staff).service_hours, 0)

    # -- what cannot be ----------------------------------------------------------------

    def test_wrong_values_are_refused(self):
        for values in ({"hours": -1}, {"partner_id": False}):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
            ):
                self.new_use(**values)
        contact = self.member_reader.partner_id
        for values in ({"partner_id": contact.id}, {"contact_id": self.stranger.partner_id.id}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.new_use(**values)

    def test_used_services_and_organisations_are_not_deleted(self):
        used = self.new_organisation()
        self.new_use(used)
        for record in (self.service, used):
            with (
                self.subTest(record=record),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
            ):
                record.unlink()

    # -- from a meeting ----------------------------------------------------------------

    def meeting(self, *people, **values):
        return (
            self.env["calendar.event"]
            .with_user(self.staff)
            .create(
                {
                    "name": "Visit",
                    "start": "2026-03-05 22:30:00",
                    "stop": "2026-03-06 01:00:00",
                    "partner_ids": [
                        Command.set([self.staff.partner_id.id, *(person.id for person in people)])
                    ],
                    **values,
                }
            )
        )

    def record(self, event, **values):
        self.staff.tz = "Europe/Copenhagen"
        action = event.with_user(self.staff).action_record_service()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.staff)
            .with_context(**action["context"], tz="Europe/Copenhagen")
            .create({"service_id": self.service.id, **values})
        )
        before = event.sudo().service_use_ids
        wizard.action_record()
        return event.sudo().service_use_ids - before

    def test_a_meeting_with_two_members(self):
        reader, editor = self.member_reader.partner_id, self.member_editor.partner_id
        event = self.meeting(reader, editor, self.stranger.partner_id)
        uses = self.record(event, outcome="They meet again").sorted("partner_id")
        self.assertEqual(uses.partner_id, self.member_org + self.stranger_org)
        for use in uses:
            self.assertRecordValues(
                use,
                [
                    {
                        "service_id": self.service.id,
                        # half past eleven at night in Copenhagen: still the fifth
                        "date": fields.Date.to_date("2026-03-05"),
                        "hours": 2.5,
                        "origin": "meeting",
                        "outcome": "They meet again",
                        "user_id": self.staff.id,
                    }
                ],
            )
        [of_member] = uses.filtered(lambda use: use.partner_id == self.member_org)
        self.assertIn(of_member.contact_id, reader + editor)

    def test_twice_is_once(self):
        event = self.meeting(self.member_reader.partner_id)
        self.assertTrue(self.record(event))
        self.assertIn("recorded for every organisation", event.cannot_record_service_reason)
        with self.assertRaises(UserError):
            event.action_record_service()
        # who comes late is recorded, and alone
        event.sudo().partner_ids += self.stranger.partner_id
        self.assertEqual(self.record(event).partner_id, self.stranger_org)

    def test_two_people_press_at_the_same_moment(self):
        event = self.meeting(self.member_reader.partner_id)
        self.record(event)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.new_use(calendar_event_id=event.id)

    def test_who_declined_was_not_there(self):
        event = self.meeting(self.member_reader.partner_id, self.stranger.partner_id)
        declined = event.attendee_ids.filtered(
            lambda attendee: attendee.partner_id == self.stranger.partner_id
        )
        declined.state = "declined"
        self.assertEqual(self.record(event).partner_id, self.member_org)

    def test_who_is_taken_out_is_not_recorded(self):
        event = self.meeting(self.member_reader.partner_id, self.stranger.partner_id)
        uses = self.record(event, partner_ids=[Command.set(self.stranger_org.ids)])
        self.assertEqual(uses.partner_id, self.stranger_org)

    def test_a_whole_day_proposes_no_hours(self):
        event = self.meeting(
            self.member_reader.partner_id,
            allday=True,
            start_date="2026-03-05",
            stop_date="2026-03-05",
        )
        use = self.record(event)
        self.assertEqual((use.hours, use.date), (0, fields.Date.to_date("2026-03-05")))

    def test_reasons_why_not(self):
        alone = self.meeting()
        self.assertIn("Nobody of an organisation", alone.cannot_record_service_reason)
        private = self.meeting(self.member_reader.partner_id, privacy="private")
        seen = private.with_user(self.manager)
        self.assertIn("private", seen.cannot_record_service_reason)
        with self.assertRaises(UserError):
            seen.action_record_service()
        with self.assertRaises(AccessError):
            private.with_user(self.employee).action_record_service()

    # -- what is counted ---------------------------------------------------------------

    def test_indicators_of_services(self):
        other_kind = self.env["biginn.service.kind"].create({"code": "U", "name": "Other kind"})
        advice = self.new_service("Advice", kind_id=other_kind.id)
        self.new_use(date="2026-01-01", hours=2)
        self.new_use(date="2026-12-31", hours=1)
        self.new_use(self.stranger_org, advice, date="2026-06-01", hours=0.5)
        self.new_use(date="2025-12-31")
        self.new_use(date="2027-01-01")
        self.new_use(date="2026-06-01", needs_review=True)
        self.new_use(service=self.other_service, date="2026-06-01")
        uses = self.env["biginn.service.use"].with_user(self.staff)
        self.assertEqual(
            uses._biginn_indicator_values(*YEAR),
            {
                "uses": 3,
                "hours": 3.5,
                "organisations": 2,
                "kinds": {"T": {"uses": 2, "hours": 3.0}, "U": {"uses": 1, "hours": 0.5}},
            },
        )
        self.assertEqual(
            uses._biginn_indicator_values("2020-01-01", "2020-12-31"),
            {"uses": 0, "hours": 0.0, "organisations": 0, "kinds": {}},
        )

    def test_indicators_of_training(self):
        self.new_training(certificate="UERG", certificate_name="proof.pdf")
        self.new_training(person_id=self.manager.partner_id.id, hours=2)
        self.new_training(hours=1)
        self.new_training(date="2025-01-01")
        self.new_training(company_id=self.other_company.id)
        trainings = self.env["biginn.training"].with_user(self.staff)
        self.assertEqual(
            trainings._biginn_indicator_values(*YEAR),
            {"trainings": 3, "hours": 9.0, "people": 2, "certificates": 1},
        )

    def test_training_is_quick_to_enter(self):
        with Form(self.env["biginn.training"].with_user(self.staff)) as form:
            form.name = "Public procurement"
            form.hours = 6
        training = form.save()
        self.assertEqual(training.person_id, self.staff.partner_id)
        self.assertLess(fields.Date.today() - training.date, timedelta(days=2))
        with self.assertRaises(ValidationError):
            training.person_id = self.member_org
