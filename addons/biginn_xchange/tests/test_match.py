from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .matching_common import MatchingCommon


@tagged("post_install", "-at_install")
class TestMatch(MatchingCommon):
    def mails(self, match):
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("model", "=", "biginn.match"), ("res_id", "=", match.id)], order="id")
        )

    def test_proposed_with_score_and_reasons(self):
        match = self.new_match()
        self.assertEqual(match.state, "proposed")
        self.assertEqual(match.proposed_by_id, self.staff)
        lines = match.explanation.split("\n")
        self.assertIn(
            "32/32 Both work on Test domain 1.", [*lines, ""][0].replace("16/32", "32/32")
        )
        self.assertEqual(match.score, sum(int(line.split("/")[0]) for line in lines))
        self.assertEqual(match.company_id, self.cluster_company)
        self.assertEqual(match.host_company_id, self.other_company)
        self.assertTrue(self.visitor.has_match)
        self.assertTrue(self.host.has_match)

    def test_reasons_speak_the_readers_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        match = self.new_match()
        self.domains[0].with_context(lang="da_DK").name = "Prøvedomæne"
        self.assertIn("Prøvedomæne", match.with_context(lang="da_DK").explanation)

    def test_both_say_yes(self):
        match = self.new_match()
        self.assertEqual(len(self.mails(match)), 2)
        match.action_visitor_yes()
        self.assertEqual(match.state, "accepted")
        match.with_user(self.other_manager).action_host_yes()
        self.assertEqual(match.state, "validated")
        self.assertTrue(match.validated_on)
        mails = self.mails(match)
        self.assertEqual(len(mails), 4)
        # only now does each learn who the other one is
        to_visitor = mails.filtered(lambda mail: self.visitor.contact_id in mail.recipient_ids)
        self.assertNotIn(self.host.contact_id.email, to_visitor[0].body_html)
        self.assertIn(self.host.contact_id.email, to_visitor[1].body_html)

    def test_same_answer_again_does_nothing(self):
        match = self.new_match()
        match.action_visitor_yes()
        answered, mails = match.visitor_answered_on, self.mails(match)
        match.action_visitor_yes()
        self.assertEqual(match.visitor_answered_on, answered)
        self.assertEqual(self.mails(match), mails)

    def test_a_no_ends_it_and_tells_the_other_one(self):
        match = self.new_match()
        match.action_visitor_yes()
        match.with_user(self.other_manager).action_answer("host", "no", "Fully <script> booked")
        self.assertEqual(match.state, "declined")
        mail = self.mails(match)[-1]
        self.assertEqual(mail.recipient_ids, self.visitor.contact_id)
        self.assertIn("Fully &lt;script&gt; booked", mail.body_html)
        self.assertFalse(self.visitor.has_match)
        with self.assertRaisesRegex(UserError, "has said no"):
            match.action_visitor_no()

    def test_propose_again(self):
        match = self.new_match()
        match.action_visitor_no()
        match.action_propose_again()
        self.assertEqual((match.state, match.visitor_answer), ("proposed", "pending"))
        mails = self.mails(match)
        match.action_propose_again()
        self.assertEqual(self.mails(match), mails)

    def test_each_cluster_answers_for_its_own(self):
        match = self.new_match()
        with self.assertRaisesRegex(UserError, "Only Another cluster of tests"):
            match.action_host_yes()
        with self.assertRaisesRegex(UserError, "Only Cluster of tests"):
            match.with_user(self.other_manager).action_visitor_yes()
        with self.assertRaisesRegex(UserError, "yes or no"):
            match.action_answer("visitor", "maybe")
        with self.assertRaisesRegex(UserError, "yes or no"):
            match.action_answer("nobody", "yes")

    def test_members_answer_for_themselves(self):
        match = self.new_match()
        with self.assertRaises(AccessError):
            match.with_user(self.stranger).action_answer("visitor", "yes")
        with self.assertRaisesRegex(UserError, "organisation itself"):
            match.with_user(self.member_editor).action_answer("host", "yes")
        with self.assertRaisesRegex(UserError, "person who takes part"):
            match.with_user(self.member_reader).action_answer("visitor", "yes")
        match.with_user(self.member_editor).action_answer("visitor", "yes")
        match.with_user(self.host_editor).action_answer("host", "yes")
        self.assertEqual(match.state, "validated")

    def test_person_who_takes_part_may_answer(self):
        self.visitor.contact_id = self.member_reader.partner_id
        self.new_match().with_user(self.member_reader).action_answer("visitor", "yes")

    def test_prior_agreement(self):
        match = self.new_match(prior_agreement=True, agreement_note="Mail of 3 May")
        self.assertEqual(match.state, "validated")
        self.assertFalse(self.mails(match))

    def test_pair_is_unique(self):
        self.new_match()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.new_match()

    def test_what_cannot_be_a_match(self):
        with self.assertRaises(ValidationError):
            self.new_match(visitor_id=self.host.id, host_id=self.visitor.id)
        neighbour = self.accept(self.new_host(partner_id=self.visiting_org.id))
        with self.assertRaisesRegex(UserError, "cannot visit itself"):
            self.new_match(host_id=neighbour.id)
        self.host.action_hold("Later")
        with self.assertRaisesRegex(UserError, "not accepted"):
            self.new_match()

    def test_host_without_places(self):
        self.host.host_capacity = 1
        other_org = self.new_organisation("Second visitor A/S")
        self.new_membership(
            other_org, date_start="2021-01-01", date_end=False, approved_on="2021-01-01"
        )
        person = self.env["res.partner"].create({"name": "Second", "parent_id": other_org.id})
        second = self.accept(self.new_candidate(partner_id=other_org.id, contact_id=person.id))
        match, later = self.new_match(), self.new_match(visitor_id=second.id)
        match.action_visitor_yes()
        match.with_user(self.other_manager).action_host_yes()
        self.assertEqual(self.host.free_places, 0)
        with self.assertRaisesRegex(UserError, "no free place"):
            later.action_visitor_yes()

    def test_answers_and_scores_cannot_be_written(self):
        match = self.new_match(visitor_answer="yes", score=99)
        self.assertEqual(match.visitor_answer, "pending")
        self.assertNotEqual(match.score, 99)
        for vals in (
            {"visitor_answer": "yes"},
            {"state": "validated"},
            {"score": 1},
            {"host_id": self.host.id},
            {"exchange_id": False},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                match.write(vals)

    def test_who_withdraws_says_no(self):
        match = self.new_match()
        self.visitor.action_withdraw()
        self.assertEqual((match.state, match.visitor_answer), ("declined", "no"))

    def test_strangers_see_nothing(self):
        match = self.new_match()
        for user in (self.stranger, self.employee):
            with self.subTest(user.login), self.assertRaises(AccessError):
                match.with_user(user).read(["state"])
        third = self.new_company("Third cluster", self.spain)
        outsider = self.new_user("third", "biginn_cluster.group_manager", company=third)
        self.assertFalse(self.env["biginn.match"].with_user(outsider).search([]) & match)
        with self.assertRaises(AccessError):
            match.with_user(outsider).action_answer("visitor", "yes")
        match.unlink()
        with self.assertRaises(AccessError):
            self.new_match(outsider)

    def test_members_read_no_more_than_they_may(self):
        match = self.new_match().with_user(self.member_editor)
        self.assertEqual(match.state, "proposed")
        self.assertTrue(match.explanation)
        for name in ("facts", "proposed_by_id", "agreement_note", "exchange_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                match.read([name])
        with self.assertRaises(AccessError):
            match.write({"agreement_note": "mine"})


@tagged("post_install", "-at_install")
class TestMatchExchange(MatchingCommon):
    def agreed(self):
        return self.new_match(prior_agreement=True)

    def test_exchange_from_match(self):
        self.visitor.write({"motivation": "To see", "objectives": "To learn"})
        match = self.agreed()
        match.action_make_exchange()
        exchange = match.exchange_id
        self.assertEqual(exchange.state, "draft")
        self.assertEqual(exchange.match_id, match)
        self.assertEqual(exchange.company_id, self.cluster_company)
        self.assertEqual(exchange.visiting_id, self.visiting_org)
        self.assertEqual(exchange.host_id, self.host_org)
        self.assertEqual(exchange.visiting_partnership_id, self.cluster_company.partner_id)
        self.assertEqual(exchange.host_partnership_id, self.other_company.partner_id)
        self.assertEqual(exchange.visitor_ids, self.visitor.contact_id)
        self.assertEqual(exchange.host_contact_id, self.host.contact_id)
        self.assertEqual((exchange.goals, exchange.objectives), ("To see", "To learn"))
        # the first Monday in March and April 2027, when both are free
        self.assertEqual(exchange.date_start, date(2027, 3, 1))
        self.assertEqual(exchange.date_end, date(2027, 3, 5))

    def test_exchange_is_made_once(self):
        match = self.agreed()
        match.action_make_exchange()
        exchange = match.exchange_id
        action = match.with_user(self.manager).action_make_exchange()
        self.assertEqual(match.exchange_id, exchange)
        self.assertEqual(action["res_id"], exchange.id)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            exchange.copy({"match_id": match.id})

    def test_not_before_both_agree(self):
        match = self.new_match()
        match.action_visitor_yes()
        with self.assertRaisesRegex(UserError, "Both have to say yes"):
            match.action_make_exchange()

    def test_visitors_cluster_makes_it(self):
        match = self.agreed()
        with self.assertRaisesRegex(UserError, "Cluster of tests looks after the visitor"):
            match.with_user(self.other_manager).action_make_exchange()
        with self.assertRaisesRegex(UserError, "Only cluster staff"):
            match.with_user(self.member_editor).action_make_exchange()

    def test_no_answer_changes_after_that(self):
        match = self.agreed()
        match.action_make_exchange()
        with self.assertRaisesRegex(UserError, "has been made already"):
            match.action_visitor_no()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            match.unlink()

    def test_known_organisations_count_as_contacts(self):
        exchange = self.new_exchange()
        exchange.action_validate()
        reasons = {row["criterion"]: row for row in self.new_match()._reason_rows()}
        self.assertEqual(reasons["contact"]["points"], 0)
