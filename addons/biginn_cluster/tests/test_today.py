from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .services_common import ServicesCommon


@tagged("post_install", "-at_install")
class TestToday(ServicesCommon):
    """What waits, for whom, since when, and the one click that leads to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()

    def cards(self, user=None, **context):
        env = self.env(user=user or self.staff, context={"tz": "UTC", **context})
        found = env["biginn.today"].get_cards()
        self.quiet = found["quiet"]
        return {card["key"]: card for card in found["cards"]}

    def ago(self, days):
        return self.today - timedelta(days=days)

    def new_application(self, days, organisation=None, **values):
        """An application that has waited for so many days."""
        return self.new_membership(
            organisation, applied_on=self.ago(days), approved_on=False, **values
        )

    @contextmanager
    def more_cards(self, *cards):
        """The registry with cards of another addon."""
        registry = type(self.env["biginn.today"])
        before = registry._cards
        with patch.object(registry, "_cards", lambda self: [*before(self), *cards]):
            yield

    @property
    def card(self):
        return {
            "key": "test",
            "title": "Trainings",
            "explanation": "A card of a test.",
            "model": "biginn.training",
            "domain": [("hours", "=", 77)],
            "date_field": "date",
            "action": "biginn_cluster.biginn_training_action",
            "icon": "fa-book",
            "colour": "grey",
            "sequence": 1,
            "button": "Read the oldest",
        }

    # -- counting ----------------------------------------------------------------------

    def test_applications(self):
        self.assertNotIn("applications", self.cards())
        self.assertIn("Applications", self.quiet)
        oldest = self.new_application(12)
        self.new_application(3, self.stranger_org)
        card = self.cards()["applications"]
        self.assertNotIn("Applications", self.quiet)
        self.assertEqual((card["count"], card["age"]), (2, "oldest 12 days"))
        self.assertEqual((card["colour"], card["meaning"]), ("blue", "Waits for us"))
        action = self.env["biginn.today"].with_user(self.staff).open_next("applications")
        self.assertEqual((action["res_model"], action["res_id"]), (oldest._name, oldest.id))

    def test_age_in_words(self):
        today = self.env["biginn.today"]
        for days, words in (
            (0, "since today"),
            (1, "oldest since yesterday"),
            (400, "oldest 400 days"),
            (-1, "first tomorrow"),
            (-30, "first in 30 days"),
        ):
            with self.subTest(days=days):
                self.assertEqual(today._age_sentence(self.ago(days)), words)
        self.assertEqual(today._age_sentence(False), "")

    def test_a_moment_is_a_day_of_the_reader(self):
        """Half past eleven at night in UTC is the next day in Vilnius."""
        today = self.env["biginn.today"].with_context(tz="Europe/Vilnius")
        moment = fields.Datetime.to_datetime("2026-06-01 23:30:00")
        self.assertEqual(today._local_day(moment), fields.Date.to_date("2026-06-02"))

    def test_memberships_that_end(self):
        soon = self.new_membership(date_end=self.today + timedelta(days=20))
        card = self.cards()["expiring"]
        self.assertEqual((card["count"], card["age"]), (1, "first in 20 days"))
        soon.with_user(self.manager).action_renew()
        self.assertNotIn("expiring", self.cards())

    def test_memberships_that_have_ended(self):
        ended = self.new_membership(
            date_start=self.ago(400), date_end=self.ago(30), approved_on=self.ago(400)
        )
        self.assertEqual(self.cards()["expired"]["age"], "oldest 30 days")
        # a member in another category has not left
        other = self.new_membership(category=self.new_category(name="Sponsor"))
        self.assertEqual(ended.state, "expired")
        self.assertNotIn("expired", self.cards())
        other.left_on = self.today
        self.assertIn("expired", self.cards())

    def test_profiles_certificates_and_addresses_are_those_of_members(self):
        self.env["biginn.certificate"].create(
            {
                "partner_id": self.member_org.id,
                "kind": "iso_9001",
                "valid_until": self.today + timedelta(days=10),
            }
        )
        self.member_reader.partner_id.message_bounce = 2
        keys = {"certificates", "unconfirmed", "bounced"}
        self.assertFalse(keys & self.cards().keys())
        self.new_membership(date_start=self.ago(700), approved_on=self.ago(700))
        cards = self.cards()
        self.assertEqual(keys & cards.keys(), keys)
        self.assertEqual(cards["certificates"]["age"], "first in 10 days")
        self.assertEqual(cards["unconfirmed"]["count"], 1)
        self.assertEqual(cards["bounced"]["age"], "")
        opened = self.env["biginn.today"].with_user(self.staff).open_next("bounced")
        self.assertEqual(opened["res_id"], self.member_reader.partner_id.id)
        self.member_org.profile_confirmed_on = self.ago(3)
        self.member_reader.partner_id.message_bounce = 0
        self.assertEqual(keys & self.cards().keys(), {"certificates"})
        self.member_org.profile_confirmed_on = self.ago(500)
        self.assertEqual(self.cards()["unconfirmed"]["age"], "oldest 500 days")

    def test_change_requests(self):
        self.env["biginn.change.request"].create(
            {
                "partner_id": self.member_org.id,
                "company_id": self.cluster_company.id,
                "requested_by_id": self.member_editor.partner_id.id,
            }
        )
        card = self.cards()["change_requests"]
        self.assertEqual((card["count"], card["age"]), (1, "since today"))

    def test_possible_duplicates(self):
        before = self.cards().get("duplicates", {"count": 0})["count"]
        self.new_organisation("Beam Instruments A/S", city="Lund")
        self.assertEqual(self.cards().get("duplicates", {"count": 0})["count"], before)
        self.new_organisation("Beam Instruments", city="Lund")
        card = self.cards()["duplicates"]
        self.assertEqual((card["count"], card["age"]), (before + 2, ""))

    def test_services_to_review(self):
        self.new_use(needs_review=True, date=self.ago(1))
        self.assertEqual(self.cards()["service_uses"]["age"], "oldest since yesterday")

    def test_my_overdue_activities(self):
        for user, days in ((self.staff, 2), (self.manager, 9), (self.staff, 0)):
            self.member_org.activity_schedule(
                "mail.mail_activity_data_todo", self.ago(days), user_id=user.id
            )
        card = self.cards()["activities"]
        self.assertEqual((card["count"], card["age"]), (1, "oldest 2 days"))
        opened = self.env["biginn.today"].with_user(self.staff).open_next("activities")
        self.assertEqual(
            (opened["res_model"], opened["res_id"]), ("res.partner", self.member_org.id)
        )

    # -- rights ------------------------------------------------------------------------

    def test_only_what_one_may_read(self):
        self.new_application(5)
        self.assertNotIn("applications", self.cards(self.other_staff))
        for user in (self.staff, self.manager):
            self.assertIn("applications", self.cards(user))
        # invoices are not for staff; what is to be invoiced is for managers
        self.new_membership(self.stranger_org)
        shown = [card["title"] for card in self.cards(self.staff).values()]
        self.assertFalse({"Unpaid fees", "Fees not invoiced"} & {*shown, *self.quiet})
        self.assertIn("fees_to_invoice", self.cards(self.manager))
        self.assertIn("Unpaid fees", self.quiet)

    def test_only_the_clusters_chosen(self):
        self.new_application(5)
        boss = self.new_user("boss", "biginn_cluster.group_staff", self.other_company)
        boss.company_ids += self.cluster_company
        both = (self.other_company + self.cluster_company).ids
        one = self.other_company.ids
        self.assertIn("applications", self.cards(boss, allowed_company_ids=both))
        self.assertNotIn("applications", self.cards(boss, allowed_company_ids=one))

    def test_nobody_else_asks(self):
        today = self.env["biginn.today"]
        for user in (self.employee, self.member_editor, self.stranger):
            for ask in (
                lambda mine: mine.get_cards(),
                lambda mine: mine.open_list("applications"),
                lambda mine: mine.open_next("applications"),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    ask(today.with_user(user))

    def test_no_such_card(self):
        today = self.env["biginn.today"].with_user(self.staff)
        for key in ("nonsense", "fees_unpaid", False, ["applications"]):
            with self.subTest(key=key), self.assertRaises(AccessError):
                today.open_next(key)

    # -- opening -----------------------------------------------------------------------

    def test_every_card_opens_its_list(self):
        today = self.env["biginn.today"].with_user(self.manager)
        for card in today._my_cards():
            with self.subTest(card=card["key"]):
                action = today.open_list(card["key"])
                self.assertEqual(action["res_model"], card["model"])
                self.assertEqual(action["views"][0][1], "list")
                self.env[card["model"]].with_user(self.manager).search(action["domain"])

    def test_somebody_else_was_faster(self):
        action = self.env["biginn.today"].with_user(self.staff).open_next("applications")
        self.assertEqual(action["tag"], "display_notification")

    # -- the registry is open ----------------------------------------------------------

    def test_an_addon_adds_a_card(self):
        self.new_training(hours=77, date=self.ago(4))
        self.new_training()
        self.new_application(2)
        not_mine = {**self.card, "key": "not_mine", "groups": "base.group_system"}
        with self.more_cards(self.card, not_mine):
            cards = self.cards()
            self.assertEqual(next(iter(cards)), "test", "in its place")
            self.assertEqual((cards["test"]["count"], cards["test"]["age"]), (1, "oldest 4 days"))
            self.assertNotIn("not_mine", cards)
        self.assertNotIn("test", self.cards())

    def test_every_card_is_whole(self):
        cards = self.env["biginn.today"].with_user(self.manager)._cards()
        needed = set(self.card)
        self.assertEqual(len({card["key"] for card in cards}), len(cards))
        for card in cards:
            with self.subTest(card=card["key"]):
                self.assertFalse(needed - card.keys())
                self.assertTrue(self.env["biginn.today"]._meaning(card["colour"]))
                self.assertTrue(self.env.ref(card["action"]).exists())

    # -- speed -------------------------------------------------------------------------

    def test_queries_do_not_grow(self):
        """One aggregate for each card, whether one or sixty records wait."""
        counts = []
        today = self.env["biginn.today"].with_user(self.manager)
        for number in (1, 1, 60):
            for _index in range(number):
                organisation = self.new_organisation()
                self.new_membership(organisation)
                category = self.new_category(name=f"Category {organisation.id}")
                self.new_application(3, organisation, category=category)
                self.new_use(organisation, needs_review=True)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            today.get_cards()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], 4 * len(today._my_cards()))
