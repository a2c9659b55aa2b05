import glob
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL, config

from .access_common import SECRETS, AccessCommon


@tagged("post_install", "-at_install")
class TestAgendaAccessGone(AccessCommon):
    """Identity data goes with its reason, and is found nowhere afterwards."""

    def setUp(self):
        super().setUp()
        self.assertEqual(self.give(), {})
        self.assertEqual(len(self.accesses.search([])), 2)

    def left(self):
        self.env.invalidate_all()
        return self.accesses.search([]).item_id.mapped("name")

    def test_who_leaves_a_visit(self):
        for state in ("cancelled", "waiting", "absent"):
            attendance = self.attendance(self.gate)
            attendance.write({"state": state})
            self.assertEqual(self.left(), ["Tour"], state)
            attendance._as_checked().write({"state": "registered"})
            self.give()
        self.attendance(self.gate).write({"state": "attended"})
        self.assertEqual(self.left(), ["Gate", "Tour"])

    def test_who_gives_the_place_back(self):
        self.person.action_cancel()
        self.assertEqual(self.left(), [])

    def test_an_archived_registration(self):
        self.person.active = False
        self.assertEqual(self.left(), [])

    def test_somebody_else_takes_the_place(self):
        self.person.partner_id = self.member_editor.partner_id
        self.assertEqual(self.left(), [])

    def test_deleted_registrations_items_and_people(self):
        self.gate.unlink()
        self.assertEqual(self.left(), ["Tour"])
        self.person.unlink()
        self.assertEqual(self.left(), [])

    def test_what_is_asked_for_no_more(self):
        self.gate.write({"access_field_ids": self.asked("family_name").ids})
        self.assertEqual(self.row(self.gate)._given(), ("family_name",))
        self.gate.needs_access_data = False
        self.assertEqual(self.left(), ["Tour"])

    def test_who_asks_for_it(self):
        registrations = self.env["event.registration"]
        ids = (self.event.id, self.person.id)
        self.assertFalse(registrations.with_user(self.stranger)._portal_access_delete(*ids))
        self.assertEqual(self.left(), ["Gate", "Tour"])
        with freeze_time("2023-05-22 12:00:00"):
            mine = registrations.with_user(self.member_reader)
            self.assertTrue(mine._portal_access_delete(*ids))
            self.assertTrue(mine._portal_access_delete(*ids))
        self.assertEqual(self.left(), [])

    def test_after_the_visit(self):
        for moment, expected in (
            ("2023-05-23 06:59:00", ["Gate", "Tour"]),
            ("2023-05-23 07:00:00", ["Tour"]),
            ("2023-05-24 07:00:00", []),
            ("2023-05-24 08:00:00", []),
        ):
            with freeze_time(moment), self.enter_registry_test_mode():
                self.env.ref("biginn_xchange.cron_agenda_access_delete").method_direct_trigger()
            self.assertEqual(self.left(), expected, moment)

    def test_a_run_cut_short_goes_on_with_the_next(self):
        """After a batch of one there is no time left."""
        answers = iter((60, 0, 60, 60, 60))
        with (
            freeze_time("2023-06-01 00:00:00"),
            patch.object(
                self.registry["ir.cron"], "_commit_progress", lambda *_a, **_k: next(answers)
            ),
        ):
            self.accesses._cron_delete(batch=1)
            self.assertEqual(len(self.left()), 1)
            self.accesses._cron_delete(batch=1)
            self.assertEqual(self.left(), [])

    def test_the_cron_finds_what_was_left_behind(self):
        self.env.cr.execute(
            "UPDATE biginn_agenda_attendance SET state = 'cancelled' WHERE id = %s",
            [self.attendance(self.tour).id],
        )
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref("biginn_xchange.cron_agenda_access_delete").method_direct_trigger()
        self.assertEqual(self.left(), ["Gate"])

    def test_my_data_has_it_while_it_is_there(self):
        me = self.member_reader.partner_id.with_user(self.member_reader)
        section = "my_identity_data_for_visits"
        rows = me._biginn_my_data()[section]
        self.assertEqual({row["item_id"] for row in rows}, {"Gate", "Tour"})
        self.assertIn("QX73619054", {row["document_number"] for row in rows})
        editor = self.member_editor.partner_id.with_user(self.member_editor)
        self.assertEqual(editor._biginn_my_data()[section], [])
        self.attendance(self.gate).state = "cancelled"
        self.attendance(self.tour).state = "cancelled"
        self.assertEqual(me._biginn_my_data()[section], [])

    def test_found_nowhere(self):
        """The whole way with its mistakes, then a search of every text in the database."""
        with self.server_log() as log:
            self.give(birth_date="QX73619054")
            self.gate.with_user(self.keeper)._export_access_list()
            self.person.message_post(body="Comes")
            self.env.flush_all()
            self.assertEqual(self.tables(), {"biginn_agenda_access"})
            with freeze_time("2023-05-25 00:00:00"), self.enter_registry_test_mode():
                self.env.ref("biginn_xchange.cron_agenda_access_delete").method_direct_trigger()
        self.assertEqual(self.left(), [])
        self.assertEqual(self.tables(), set())
        self.assertIn("biginn.agenda.access", "\n".join(log), "that they were deleted")
        self.assertNothingOf("\n".join(log))
        self.assertEqual(self.files(), [])

    def tables(self):
        """Tables in which any text, date or document holds one of the values."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type IN"
            " ('text', 'character varying', 'json', 'jsonb', 'date', 'bytea') GROUP BY 1"
        )
        found = set()
        for table, columns in self.env.cr.fetchall():
            tests = [
                SQL(
                    "%s::text LIKE ANY(%s)", SQL.identifier(column), [f"%{one}%" for one in SECRETS]
                )
                for column in columns
            ]
            query = SQL(
                "SELECT 1 FROM %s WHERE %s LIMIT 1", SQL.identifier(table), SQL(" OR ").join(tests)
            )
            self.env.cr.execute(query)
            if self.env.cr.fetchone():
                found.add(table)
        return found

    def files(self):
        """Files of the filestore that hold one of the values."""
        root = config.filestore(self.env.cr.dbname)
        wanted = [secret.encode() for secret in SECRETS]
        found = []
        for path in glob.glob(f"{root}/**/*", recursive=True):
            try:
                with open(path, "rb") as file:
                    content = file.read()
            except IsADirectoryError:
                continue
            if any(secret in content for secret in wanted):
                found.append(path)
        return found
