from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .matching_common import MatchingCommon


@tagged("post_install", "-at_install")
class TestMatchDesk(MatchingCommon):
    def desk(self, user=None):
        return self.env["biginn.match.desk"].with_user(user or self.staff)

    def test_candidates_of_ones_own_cluster(self):
        rows = self.desk().get_candidates("visitor")
        self.assertIn(self.visitor.id, [row["id"] for row in rows])
        self.assertFalse(self.desk().get_candidates("host"))
        self.assertTrue(self.desk(self.other_manager).get_candidates("host", "Host UAB"))
        self.assertFalse(self.desk(self.other_manager).get_candidates("host", "nobody"))

    def test_ten_best_partners_with_reasons(self):
        for number in range(11):
            self.new_partner(f"Partner {number}", domain_ids=self.domains[2:3].ids)
        found = self.desk().get_best(self.visitor.id)
        partners = found["partners"]
        self.assertEqual(len(partners), 10)
        self.assertEqual(partners[0]["name"], "Host UAB")
        self.assertEqual(
            [partner["score"] for partner in partners],
            sorted((partner["score"] for partner in partners), reverse=True),
        )
        for partner in partners:
            points = sum(reason["points"] for reason in partner["reasons"])
            self.assertEqual(points, partner["score"])
        by_name = self.desk().get_best(self.visitor.id, "partner 7")["partners"]
        self.assertEqual([partner["name"] for partner in by_name], ["Partner 7"])

    def test_hosts_get_their_best_visitors(self):
        found = self.desk(self.other_manager).get_best(self.host.id)
        self.assertEqual([one["id"] for one in found["partners"]], [self.visitor.id])
        mirrored = self.desk().get_best(self.visitor.id)["partners"][0]
        self.assertEqual(found["partners"][0]["score"], mirrored["score"])

    def test_no_person_leaves(self):
        found = repr(self.desk().get_best(self.visitor.id)["partners"])
        self.assertNotIn(self.host.contact_id.name, found)
        self.assertNotIn(self.host.contact_id.email, found)

    def test_propose(self):
        match_id = self.desk().propose(self.visitor.id, self.host.id)
        self.assertEqual(self.desk().propose(self.visitor.id, self.host.id), match_id)
        match = self.env["biginn.match"].browse(match_id)
        self.assertEqual((match.visitor_id, match.host_id), (self.visitor, self.host))
        found = self.desk().get_best(self.visitor.id)
        self.assertFalse(found["partners"])
        self.assertEqual([one["name"] for one in found["matches"]], ["Host UAB"])
        self.assertFalse(self.desk().get_candidates("visitor"))
        self.assertTrue(self.desk().get_candidates("visitor", "", False))

    def test_note_an_agreement(self):
        match_id = self.desk(self.other_manager).propose(self.host.id, self.visitor.id, True)
        match = self.env["biginn.match"].browse(match_id)
        self.assertEqual((match.state, match.prior_agreement), ("validated", True))

    def test_who_may_not(self):
        for user in (self.employee, self.member_editor):
            with self.subTest(user.login):
                for call in (
                    lambda desk: desk.get_candidates(),
                    lambda desk: desk.get_best(self.visitor.id),
                    lambda desk: desk.propose(self.visitor.id, self.host.id),
                ):
                    with self.assertRaisesRegex(UserError, "for cluster staff"):
                        call(self.desk(user))
        with self.assertRaisesRegex(UserError, "another cluster's"):
            self.desk().get_best(self.host.id)
        for wrong in ("1", None, [1], 2**31 - 1):
            with self.subTest(wrong), self.assertRaises(UserError):
                self.desk().get_best(wrong)
        with self.assertRaisesRegex(UserError, "not accepted any more"):
            self.desk().propose(self.visitor.id, self.visitor.id)

    def test_queries_do_not_grow_with_partners(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.desk().get_best(self.visitor.id)
            return self.env.cr.sql_log_count - before

        for number in range(3):
            self.new_partner(f"Partner {number}")
        queries()
        few = queries()
        for number in range(3, 9):
            self.new_partner(f"Partner {number}")
        self.assertLessEqual(queries(), few)

    # -- by night and on demand ------------------------------------------------------

    def night(self):
        with patch.object(self.registry["ir.cron"], "_commit_progress", return_value=60):
            self.env["biginn.match"]._cron_propose()

    def test_night_proposes_where_it_may(self):
        self.night()
        self.assertFalse(self.visitor.visitor_match_ids)
        self.programme.match_nightly = True
        self.programme.match_least_score = 100
        self.night()
        self.assertFalse(self.visitor.visitor_match_ids)
        self.programme.match_least_score = 20
        self.night()
        self.assertEqual(self.visitor.visitor_match_ids.host_id, self.host)
        self.night()
        self.assertEqual(len(self.visitor.visitor_match_ids), 1)

    def test_night_fills_no_host_twice(self):
        self.programme.write({"match_nightly": True, "match_least_score": 0})
        self.host.host_capacity = 1
        organisation = self.new_organisation("Second visitor A/S")
        self.new_membership(
            organisation, date_start="2021-01-01", date_end=False, approved_on="2021-01-01"
        )
        person = self.env["res.partner"].create({"name": "Second", "parent_id": organisation.id})
        second = self.accept(self.new_candidate(partner_id=organisation.id, contact_id=person.id))
        self.night()
        self.assertEqual(len((self.visitor | second).visitor_match_ids), 1)

    def test_on_demand(self):
        self.programme.match_least_score = 0
        action = self.visitor.action_propose_best()
        self.assertEqual(self.visitor.visitor_match_ids.host_id, self.host)
        self.assertEqual(action["res_model"], "biginn.match")
        again = self.visitor.action_propose_best()
        self.assertEqual(again["tag"], "display_notification")

    def test_weights_are_settings(self):
        self.programme.write(
            {f"match_weight_{name}": 0 for name in self.programme._match_weights()}
            | {"match_weight_country": 5}
        )
        self.assertEqual(self.desk().get_best(self.visitor.id)["partners"][0]["score"], 100)

    # -- Today -----------------------------------------------------------------------

    def test_today(self):
        today = self.env["biginn.today"].with_user(self.staff)

        def counts():
            return {card["key"]: card["count"] for card in today.get_cards()["cards"]}

        self.assertEqual(counts()["candidates_unmatched"], 1)
        self.new_match(prior_agreement=True)
        self.assertNotIn("candidates_unmatched", counts())
        self.assertEqual(counts()["matches_agreed"], 1)
