from datetime import date
from itertools import pairwise
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .link_common import LinkCommon


@tagged("post_install", "-at_install")
class TestCompanyLink(LinkCommon):
    def test_kind(self):
        for percent, values, expected in [
            (24.99, {}, "autonomous"),
            (25, {}, "partner"),
            (50, {}, "partner"),
            (50.01, {}, "linked"),
            (100, {}, "linked"),
            (10, {"control": True}, "linked"),
            (0, {"control": True}, "linked"),
            (40, {"exemption": "university"}, "autonomous"),
            (60, {"exemption": "university"}, "linked"),
        ]:
            with self.subTest(percent=percent, **values):
                link = self.new_link(self.new_organisation(), self.member_org, percent, **values)
                self.assertEqual(link.kind, expected)

    def test_refused(self):
        other = self.new_organisation("Other")
        self.new_link(other, self.member_org, 30)
        for holder, held, percent in [
            (other, self.member_org, 40),
            (other, other, 30),
            (self.member_org, other, 0),
            (self.member_org, other, -1),
            (self.member_org, other, 100.01),
        ]:
            with (
                self.subTest(holder=holder, held=held, percent=percent),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.new_link(holder, held, percent)
        with self.assertRaises(ValidationError):
            self.new_link(self.member_reader.partner_id, other, 30)

    def test_an_owner_counts(self):
        self.small(self.member_org)
        self.assertEqual(self.member_org.size_class, "small")
        owner = self.new_organisation("Owner")
        link = self.new_link(owner, self.member_org, 60)
        self.assertEqual(self.member_org.size_class, "unknown", "the owner's figures are missing")
        self.assertIn("headcount of Owner", self.member_org.size_explanation)
        self.large(owner)
        self.assertEqual(self.member_org.size_class, "large")
        link.percent = 20
        self.assertEqual(self.member_org.size_class, "small")
        link.percent = 30
        # 34 + 30 % of 900 people
        self.assertEqual(self.member_org.size_class, "large")
        owner.figure_ids.write({"headcount": 100, "turnover": 20_000_000})
        # 34 + 30 people, 6.1 + 6 M EUR turnover, but 5 + 27 M EUR balance
        self.assertEqual(self.member_org.size_class, "medium")
        link.unlink()
        self.assertEqual(self.member_org.size_class, "small")

    def test_far_ends_of_a_chain(self):
        """A change at one end is heard at the other, both ways and in a circle."""
        chain = [self.new_organisation(f"Chain {number}") for number in range(5)]
        links = []
        for holder, held in pairwise(chain):
            links.append(self.new_link(holder, held, 80))
        for organisation in chain:
            self.small(organisation)
        self.assertEqual({o.size_class for o in chain}, {"medium"}, "5 times 34 people")
        chain[0].figure_ids.headcount = 900
        self.assertEqual({o.size_class for o in chain}, {"large"})
        chain[0].figure_ids.headcount = 34
        links.append(self.new_link(chain[-1], chain[0], 60))
        self.assertEqual({o.size_class for o in chain}, {"medium"}, "a circle counts once")
        links[0].unlink()
        links[-1].unlink()
        self.assertEqual(chain[0].size_class, "small")
        self.assertEqual(chain[4].size_class, "medium")
        chain[2].unlink()
        rest = [chain[1].size_class, chain[3].size_class, chain[4].size_class]
        self.assertEqual(rest, ["small", "medium", "medium"])

    def test_moving_a_link(self):
        first, second = self.new_organisation("First"), self.new_organisation("Second")
        for organisation in (self.member_org, first, second):
            self.small(organisation)
        link = self.new_link(self.member_org, first, 100)
        self.assertEqual([first.size_class, second.size_class], ["medium", "small"])
        link.other_id = second
        self.assertEqual([first.size_class, second.size_class], ["small", "medium"])
        figures = first.figure_ids
        figures[0].partner_id = self.new_organisation("Third")
        self.assertEqual(len(first.figure_ids), 1)

    def test_what_the_other_is(self):
        """Founding year and type of one decide about the size of another."""
        self.small(self.member_org)
        young = self.new_organisation("Young")
        self.new_figure(young, year=2024, headcount=1)
        self.new_link(self.member_org, young, 100)
        self.assertIn("headcount of Young", self.member_org.size_explanation)
        young.founded_year = 2024
        self.assertNotIn("headcount of Young", self.member_org.size_explanation)
        holder = self.new_organisation("Town")
        link = self.new_link(holder, self.member_org, 26)
        self.assertEqual(self.member_org.size_class, "unknown")
        holder.organisation_type = "public_authority"
        self.assertEqual(self.member_org.size_class, "large")
        self.assertIn("not an SME: public bodies control 26 %", self.member_org.size_explanation)
        self.assertEqual(young.size_class, "small", "26 % of its owner are no control of it")
        link.percent = 51
        self.assertEqual(young.size_class, "large", "held by a body that controls its owner")

    def test_dates(self):
        owner = self.new_organisation("Owner")
        self.small(self.member_org)
        self.large(owner)
        with freeze_time("2026-03-31"):
            link = self.new_link(
                owner, self.member_org, 60, date_from="2026-04-01", date_to="2026-06-30"
            )
            self.assertFalse(link.is_current)
            self.assertEqual(self.member_org.size_class, "small")
        for day, expected in [
            (date(2026, 4, 1), "large"),
            (date(2026, 6, 30), "large"),
            (date(2026, 7, 1), "small"),
        ]:
            with self.subTest(day=day), freeze_time(day), self.enter_registry_test_mode():
                cron = self.env.ref("biginn_cluster.cron_company_link_current")
                cron.method_direct_trigger()
                self.assertEqual(self.member_org.size_class, expected)
                cron.method_direct_trigger()
                self.assertEqual(self.member_org.size_class, expected)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            link.date_to = "2026-01-01"

    def test_cron_does_nothing_when_nothing_is_due(self):
        self.new_link(self.new_organisation(), self.member_org, 60)
        self.env.flush_all()
        before = self.cr.sql_log_count
        with patch.object(self.registry["ir.cron"], "_commit_progress", return_value=1):
            self.env["biginn.company.link"]._cron_update_current()
        self.assertLess(self.cr.sql_log_count - before, 5)

    def test_imported_again(self):
        self.new_organisation("Owner of imports")
        held = self.new_organisation("Held in imports")
        links = self.env["biginn.company.link"].with_user(self.staff)
        for percent in (30, 60):
            result = links.with_context(import_file=True).load(
                ["partner_id", "other_id", "percent"],
                [["Owner of imports", "Held in imports", str(percent)]],
            )
            self.assertFalse(result["messages"])
            self.assertEqual(held.held_by_ids.percent, percent)
        self.assertEqual(held.held_by_ids.kind, "linked")

    def test_staff_enter_it_on_the_form(self):
        owner = self.new_organisation("Owner")
        with Form(self.member_org.with_user(self.staff)) as form:
            with form.held_by_ids.new() as link:
                link.partner_id = owner
                link.percent = 60
                self.assertEqual(link.kind, "linked")
            with form.link_ids.new() as link:
                link.other_id = self.new_organisation("Daughter")
                link.percent = 30
        self.assertEqual(self.member_org.held_by_ids.kind, "linked")
        self.assertEqual(self.member_org.link_ids.kind, "partner")

    def test_form_shows_the_size_before_saving(self):
        self.small(self.member_org)
        owner = self.new_organisation("Owner")
        self.large(owner)
        self.new_link(owner, self.member_org, 60)
        with Form(self.member_org.with_user(self.staff)) as form:
            self.assertEqual(form.size_class, "large")
            with form.figure_ids.new() as figure:
                figure.fiscal_year = 2025
                figure.headcount = 3
            self.assertEqual(form.size_class, "large", "still large with the owner")

    # -- rights ------------------------------------------------------------------------

    def test_rights(self):
        link = self.new_link(self.new_organisation("Owner"), self.member_org, 60)
        form = self.env["biginn.legal.form"].create({"name": "Test form"})
        roles = {
            "staff": self.staff,
            "manager": self.manager,
            "other staff": self.other_staff,
            "editor": self.member_editor,
            "reader": self.member_reader,
            "stranger": self.stranger,
            "employee": self.employee,
            "public": self.env.ref("base.public_user"),
        }
        for record, allowed in (
            (
                link,
                {
                    "staff": "rwcu",
                    "manager": "rwcu",
                    "other staff": "rwcu",
                    "editor": "r",
                    "reader": "r",
                },
            ),
            (form, {"staff": "r", "manager": "rwcu", "other staff": "r"}),
        ):
            for role, user in roles.items():
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(model=record._name, role=role, operation=operation):
                        self.assertEqual(
                            record.with_user(user).has_access(operation),
                            operation[0] in allowed.get(role, ""),
                        )

    def test_a_link_to_what_one_may_not_see(self):
        hidden = self.new_organisation("Hidden", company_id=self.other_company.id)
        link = self.new_link(hidden, self.member_org, 60)
        for user, sees in (
            (self.staff, False),
            (self.other_staff, True),
            (self.member_reader, False),
        ):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                self.assertEqual(link.with_user(user).has_access("read"), sees)
                self.assertEqual(len(self.member_org.with_user(user).held_by_ids), int(sees))
