from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .candidate_common import CandidateCommon

RIGHTS = {
    # model: (manager, staff, employee, member, public)
    "biginn.activity.type": ("rwcu", "r", "r", "r", ""),
    "biginn.purpose": ("rwcu", "r", "r", "r", ""),
    "biginn.candidate": ("rwcu", "rwcu", "", "r", ""),
    "biginn.candidate.finding": ("r", "r", "", "", ""),
    "biginn.candidate.decision": ("rwc", "rwc", "", "", ""),
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


@tagged("post_install", "-at_install")
class TestCandidateAccess(CandidateCommon):
    def test_who_may_do_what(self):
        users = (
            self.manager,
            self.staff,
            self.employee,
            self.member_editor,
            self.env.ref("base.public_user"),
        )
        for model, rights in RIGHTS.items():
            for user, letters in zip(users, rights, strict=True):
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=model, user=user.login, operation=operation):
                        records = self.env[model].with_user(user)
                        self.assertEqual(records.has_access(operation), letter in letters)

    def test_another_cluster_sees_nothing(self):
        candidate = self.new_candidate()
        for user in (self.other_staff, self.other_manager):
            self.assertFalse(self.env["biginn.candidate"].with_user(user).search([]))
            self.assertFalse(self.env["biginn.candidate.finding"].with_user(user).search([]))
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            candidate.with_user(self.other_staff).read(["motivation"])

    def test_members_read_their_own_and_write_nothing(self):
        candidate = self.new_candidate()
        own = candidate.with_user(self.member_reader)
        self.assertEqual(own.motivation, candidate.motivation)
        for name in ("finding_ids", "user_id", "decided_by_id", "activity_ids", "cv"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                own.read([name])
        for operation in ("write", "create", "unlink"):
            self.assertFalse(own.has_access(operation))
        with self.assertRaises(AccessError):
            own.write({"motivation": "Mine"})
        self.assertFalse(self.env["biginn.candidate"].with_user(self.stranger).search([]))

    def test_the_gates_are_shut_for_others(self):
        candidate = self.new_candidate()
        for user in (self.member_reader, self.stranger):
            one = candidate.with_user(user)
            gates = (
                lambda one=one: one._portal_save("why", {"motivation": "Mine"}),
                lambda one=one: one._portal_send(),
                lambda one=one: one._portal_withdraw(),
                lambda one=one: one._portal_reopen(),
                lambda one=one: one._portal_remove_cv(),
            )
            for gate in gates:
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    gate()
        self.assertEqual(candidate.state, "draft")

    def test_the_person_itself_may_change_and_send(self):
        candidate = self.new_candidate(contact_id=self.member_reader.partner_id.id)
        one = candidate.with_user(self.member_reader)
        self.assertFalse(one._portal_save("why", {"motivation": "Mine"}))
        self.assertFalse(one._portal_send())
        self.assertEqual((candidate.motivation, candidate.state), ("Mine", "submitted"))

    def test_the_cv_is_for_the_person_editors_and_staff(self):
        candidate = self.new_candidate(cv=b"JVBERi0xLjQ=", cv_name="cv.pdf")
        number = candidate.cv_id.id
        self.assertFalse(candidate.cv_id.public)
        for user, sees in (
            (self.staff, True),
            (self.member_editor, True),
            (self.member_reader, False),
            (self.stranger, False),
            (self.other_staff, False),
        ):
            with self.subTest(user=user.login):
                partners = self.env["res.partner"].with_user(user)
                self.assertEqual(bool(partners._biginn_portal_document(number)), sees)

    def test_my_data_holds_applications_and_the_cv(self):
        self.new_candidate(cv=b"JVBERi0xLjQ=", cv_name="cv.pdf")
        person = self.member_editor.partner_id.with_user(self.member_editor)
        data = person._biginn_my_data()
        self.assertEqual(len(data["candidates"]), 1)
        self.assertTrue(data["candidates"][0]["motivation"])
        self.assertTrue([path for path, _blob in person._biginn_my_data_files() if "cv" in path])
        other = self.member_reader.partner_id.with_user(self.member_reader)
        self.assertFalse([path for path, _blob in other._biginn_my_data_files() if "cv" in path])

    def test_count_on_the_organisation(self):
        self.new_candidate()
        self.assertEqual(self.member_org.with_user(self.staff).candidate_count, 1)
        action = self.member_org.with_user(self.staff).action_view_candidates()
        self.assertEqual(action["res_model"], "biginn.candidate")

    def test_cards_of_the_day(self):
        def keys(user):
            today = self.env["biginn.today"].with_user(user)
            return {
                card["key"]: card["count"]
                for card in today.get_cards()["cards"]
                if card["key"].startswith("candidates_")
            }

        candidate = self.new_candidate()
        self.assertFalse(keys(self.staff))
        candidate.action_submit()
        self.assertEqual(keys(self.staff), {"candidates_to_assess": 1})
        self.assertFalse(keys(self.other_staff))
        candidate.action_ask("Which one?")
        self.assertEqual(keys(self.staff), {"candidates_asked": 1})
        candidate.action_submit()
        candidate.action_hold("Later")
        self.assertEqual(keys(self.staff), {"candidates_on_hold": 1})
