from odoo.tests import tagged

from .candidate_common import CandidateCommon
from .parallel_common import ParallelCommon


@tagged("post_install", "-at_install")
class TestCandidateParallel(ParallelCommon, CandidateCommon):
    """Two answer one candidate at the same moment: one answer, one mail."""

    @classmethod
    def make(cls):
        cls.candidates = {
            name: cls.new_candidate() for name in ("answer", "accept", "send", "withdraw")
        }
        for name in ("answer", "accept", "withdraw"):
            cls.candidates[name].action_submit()

    def act(self, name, user, method, *values):
        number = self.candidates[name].id

        def act(env):
            candidate = env["biginn.candidate"].with_user(user.id).browse(number)
            return getattr(candidate, method)(*values)

        return act

    def outcome(self, name):
        """State, number of tasks that are open, subjects of what the person was written."""
        with self.look() as env:
            candidate = env["biginn.candidate"].browse(self.candidates[name].id)
            mails = env["mail.mail"].search(
                [("model", "=", candidate._name), ("res_id", "=", candidate.id)], order="id"
            )
            mails = mails.filtered(lambda mail: candidate.contact_id in mail.recipient_ids)
            return candidate.state, len(candidate.activity_ids), mails.mapped("subject")

    def test_yes_and_no_at_once(self):
        results = self.race(
            self.act("answer", self.staff, "action_accept"),
            self.act("answer", self.manager, "action_refuse", "No room"),
        )
        self.assertEqual(len(self.refused(results)), 1)
        state, tasks, subjects = self.outcome("answer")
        self.assertIn(state, ("accepted", "refused"))
        self.assertEqual((tasks, len(subjects)), (0, 2))
        self.assertEqual("welcome" in subjects[-1], state == "accepted")

    def test_yes_twice(self):
        results = self.race(
            self.act("accept", self.staff, "action_accept"),
            self.act("accept", self.manager, "action_accept"),
        )
        self.assertFalse(self.refused(results))
        state, _tasks, subjects = self.outcome("accept")
        self.assertEqual((state, len(subjects)), ("accepted", 2))

    def test_two_colleagues_send_at_once(self):
        send = self.act("send", self.member_editor, "_portal_send")
        self.assertFalse([result for result in self.race(send, send) if result])
        state, tasks, subjects = self.outcome("send")
        self.assertEqual((state, tasks, len(subjects)), ("submitted", 1, 1))

    def test_withdrawn_while_it_is_accepted(self):
        self.race(
            self.act("withdraw", self.staff, "action_accept"),
            self.act("withdraw", self.member_editor, "_portal_withdraw"),
        )
        state, tasks, _subjects = self.outcome("withdraw")
        self.assertEqual((state, tasks), ("withdrawn", 0))
