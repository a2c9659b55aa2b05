"""Who may do what with grants: by model, by company, by method."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .access_common import AccessCommon

# read, write, create, unlink of: finance, manager, staff, timesheet user, internal user
MATRIX = {
    "biginn.cost.scheme": ("rwcu", "r", "r", "", ""),
    "biginn.cost.category": ("rwcu", "r", "r", "", ""),
    "biginn.grant": ("rwcu", "", "", "", ""),
    "biginn.grant.period": ("rwcu", "", "", "", ""),
    "biginn.work.package": ("rwcu", "", "", "r", ""),
    "biginn.grant.beneficiary": ("rwcu", "", "", "", ""),
    "biginn.beneficiary.budget": ("rwcu", "", "", "", ""),
    "biginn.cost.rule": ("rwcu", "", "", "", ""),
    "biginn.equipment": ("rwcu", "", "", "", ""),
    "biginn.hourly.rate": ("rwcu", "", "", "", ""),
    "biginn.statement": ("rwcu", "", "", "", ""),
    "biginn.statement.line": ("r", "", "", "", ""),
    "biginn.statement.item": ("r", "", "", "", ""),
    "biginn.statement.finding": ("r", "", "", "", ""),
    "biginn.statement.fx": ("r", "", "", "", ""),
    "biginn.statement.unlock": ("", "rwc", "", "", ""),
    "biginn.fx.rate": ("rwcu", "", "", "", ""),
    "biginn.fx.import": ("rwcu", "", "", "", ""),
    "biginn.fx.import.conflict": ("rwcu", "", "", "", ""),
}
MONEY = ("biginn.hourly.rate", "biginn.statement.item", "biginn.statement", "biginn.equipment")


@tagged("post_install", "-at_install")
class TestRoles(AccessCommon):
    def test_matrix(self):
        users = (self.finance, self.manager, self.staff, self.timesheet_user, self.employee)
        for model, expected in MATRIX.items():
            for user, letters in zip(users, expected, strict=True):
                with self.subTest(model=model, user=user.login):
                    self.assertEqual(self.rights(user, model), letters)

    def test_every_model_is_in_the_matrix(self):
        ours = {
            name for name, model in self.registry.items()
            if model._original_module == "biginn_reports" and not model._abstract
        }
        self.assertEqual(ours, set(MATRIX))

    def test_portal_and_public_have_nothing(self):
        for user in (self.member_editor, self.stranger, self.env.ref("base.public_user")):
            for model in MATRIX:
                with self.subTest(model=model, user=user.login):
                    self.assertEqual(self.rights(user, model), "")

    def test_finance_really_works(self):
        """All that the day asks for, with no other group."""
        statement = self.locked()
        grant = self.make_grant(self.company, number="777").with_user(self.finance)
        self.assertTrue(statement.item_ids and statement.finding_ids and statement.fx_ids)
        self.call(statement, self.finance, "action_export_xlsx")
        grant.with_company(self.company).write({"name": "Title"})
        self.call(grant, self.finance, "action_prepare_statements")

    def test_staff_see_no_money_and_no_salaries(self):
        statement = self.locked()
        people = {
            "staff": self.new_user("staff.dk", "biginn_cluster.group_staff", self.company),
            "manager": self.new_user("manager.dk", "biginn_cluster.group_manager", self.company),
            "timesheets": self.timesheet_user,
        }
        for who, user in people.items():
            for model in MONEY:
                with self.subTest(who=who, model=model), self.assertRaises(AccessError):
                    self.seen(user, model)
            for record in (statement, statement.item_ids[:1], self.senior_rate()):
                with self.subTest(who=who, read=record._name), self.assertRaises(AccessError):
                    self.call(record, user, "read", ["display_name"])

    def test_no_oracle_over_related_records(self):
        """A search may not answer what a read would refuse."""
        self.locked()
        for user, model, domain in (
            (self.timesheet_user, "biginn.work.package",
             [("grant_id.statement_ids.item_ids.annual_cost", ">", 1)]),
            (self.timesheet_user, "biginn.work.package", [("grant_id.total_budget", ">", 1)]),
            (self.timesheet_user, "project.task",
             [("work_package_id.grant_id.total_budget", ">", 1)]),
        ):
            with self.subTest(model=model, domain=domain), self.assertRaises(AccessError):
                self.env[model].with_user(user).search(domain)
        items = self.env["biginn.statement"].with_user(self.coordinator)
        self.assertFalse(items.search([("item_ids.annual_cost", ">", 1)]))

    def test_methods_check_for_themselves(self):
        """Called from outside by somebody without rights, each method refuses."""
        statement = self.computed()
        item, line = statement.item_ids[:1], statement.line_ids[:1]
        staff = self.new_user("staff.dk", "biginn_cluster.group_staff", self.company)
        calls = [
            (statement, name, ())
            for name in (
                "action_compute", "action_lock", "action_submit", "action_verify",
                "action_open_items", "action_open_unmapped", "action_open_fx",
                "action_export_xlsx",
            )
        ] + [
            (statement, "action_unlock", ("Because",)),
            (item, "action_open_source", ()),
            (line, "action_open_items", ()),
            (line, "action_why", ()),
            (statement.finding_ids[:1], "action_fix", ()),
            (self.grant, "action_open_statements", ()),
            (self.grant, "action_prepare_statements", ()),
        ]
        for user in (staff, self.employee, self.outsider, self.stranger,
                     self.env.ref("base.public_user")):
            for records, method, args in calls:
                with (
                    self.subTest(user=user.login, model=records._name, method=method),
                    self.assertRaises(AccessError),
                ):
                    self.call(records, user, method, *args)
        self.assertEqual(statement.state, "computed")

    def test_every_public_method_is_known(self):
        """A new method that can be called from outside belongs into the test above."""
        known = {
            "action_compute", "action_lock", "action_submit", "action_verify", "action_unlock",
            "action_open_items", "action_open_unmapped", "action_open_fx", "action_export_xlsx",
            "action_open_source", "action_why", "action_fix", "action_open_statements",
            "action_prepare_statements",
            "action_open_import", "action_import", "action_replace",  # tested with the rates
            "copy_data", "create", "write",
        }
        for model in MATRIX:
            for cls in type(self.env[model]).mro():
                if "biginn_reports" not in cls.__module__:
                    continue
                public = {
                    name for name, value in vars(cls).items()
                    if callable(value) and not name.startswith("_")
                    and not getattr(value, "_api_private", False)
                }
                with self.subTest(model=model):
                    self.assertLessEqual(public, known)

    def test_private_methods_are_not_reached(self):
        statement = self.computed()
        for method in ("_store", "_compute_statement", "_digest", "lock_for_update"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.call(statement, self.finance, method)


@tagged("post_install", "-at_install")
class TestCompanies(AccessCommon):
    def test_outsider_sees_nothing(self):
        statement = self.locked()
        for model in MATRIX:
            if model.startswith(("biginn.cost.s", "biginn.cost.c", "biginn.fx")) or (
                model == "biginn.statement.unlock"
            ):
                continue  # schemes and the ECB's rates are everybody's
            with self.subTest(model=model):
                mine = self.seen(self.outsider, model)
                self.assertFalse(mine & self.seen(self.finance, model))
                if "company_id" in mine._fields:
                    self.assertNotIn(self.company, mine.sudo().mapped("company_id"))
        for record in (statement, statement.line_ids[:1], statement.item_ids[:1], self.grant,
                       self.beneficiary, self.period_1, self.senior_rate()):
            with self.subTest(read=record._name), self.assertRaises(AccessError):
                self.as_user(record, self.outsider).read(["display_name"])

    def test_coordinator_reads_locked_statements_and_lines_only(self):
        statement = self.computed()
        self.assertFalse(self.seen(self.coordinator, "biginn.statement"))
        self.assertFalse(self.seen(self.coordinator, "biginn.statement.line"))
        statement.action_lock()
        theirs = self.seen(self.coordinator, "biginn.statement")
        self.assertEqual(theirs, statement)
        self.assertEqual(theirs.total_eur, statement.total_eur)
        self.assertEqual(theirs.line_ids.mapped("amount_eur"),
                         statement.line_ids.mapped("amount_eur"))
        self.assertTrue(theirs.line_ids[0].why)
        for model in ("item", "finding", "fx"):
            with self.subTest(model=model):
                self.assertFalse(self.seen(self.coordinator, f"biginn.statement.{model}"))
        with self.assertRaises(AccessError):
            self.as_user(statement.item_ids[:1], self.coordinator).read(["name"])
        for model in ("biginn.hourly.rate", "biginn.equipment", "biginn.cost.rule"):
            with self.subTest(model=model):
                self.assertFalse(self.seen(self.coordinator, model))

    def test_coordinator_learns_nothing_about_single_people(self):
        """Neither by a column of the statement nor by the arithmetic it shows."""
        statement = self.as_user(self.locked(), self.coordinator)
        names = statement.fields_get(attributes=["type"])
        text = str(statement.read(list(names))) + str(statement.line_ids.read())
        for secret in ("personnel:", self.senior.name, "264429", "742560"):
            with self.subTest(secret=secret):
                self.assertNotIn(secret, text)

    def test_coordinator_changes_nothing(self):
        statement = self.locked()
        for method, args in (
            ("action_compute", ()), ("action_lock", ()), ("action_submit", ()),
            ("action_unlock", ("Because",)), ("action_export_xlsx", ()),
            ("write", ({"note": "Mine"},)), ("unlink", ()),
        ):
            with self.subTest(method=method), self.assertRaises(UserError):
                self.call(statement, self.coordinator, method, *args)
        manager = self.coordinator
        manager.group_ids |= self.env.ref("biginn_cluster.group_manager")
        with self.assertRaises(AccessError):
            self.call(statement, manager, "action_unlock", "Because")
        self.assertEqual(statement.state, "locked")

    def test_fingerprint_is_the_same_for_all_who_look(self):
        statement = self.locked()
        self.assertEqual(self.verified(self.as_user(statement, self.coordinator)), "success")
        with self.assertRaises(AccessError):
            self.as_user(statement, self.outsider).action_verify()

    def test_coordinator_does_not_pull_a_statement_over(self):
        """Books moved to another company would take the cost lines with them."""
        statement = self.locked()
        beneficiary = self.as_user(self.beneficiary, self.coordinator)
        beneficiary.write({"max_contribution": 70000})  # that is the coordinator's business
        for values in ({"company_id": self.cluster_company.id}, {"company_id": False}):
            with self.subTest(values=values), self.assertRaises(UserError):
                beneficiary.write(values)
        self.assertEqual(statement.company_id, self.company)

    def test_computed_and_changed_drafts_stay_too(self):
        statement = self.computed()
        statement.requested_limit_eur = 5
        self.assertEqual(statement.state, "draft")
        with self.assertRaises(UserError):
            self.as_user(self.beneficiary, self.coordinator).company_id = self.cluster_company

    def test_beneficiary_reads_the_grant_and_fills_in_its_part(self):
        grant = self.seen(self.finance, "biginn.grant") & self.grant
        self.assertTrue(grant.period_ids and grant.work_package_ids)
        mine = self.beneficiary.with_user(self.finance)
        mine.write({"nonprofit": True})
        mine.budget_ids = [
            Command.create({"category_id": self.categories["B"].id, "amount": 100})
        ]
        for record, values in (
            (grant, {"total_budget": 1}),
            (grant.period_ids[0], {"date_end": "2022-12-31"}),
            (grant.work_package_ids, {"name": "Mine"}),
        ):
            with self.subTest(record=record._name), self.assertRaises(AccessError):
                record.write(values)

    def test_nobody_joins_a_grant_by_themselves(self):
        values = {
            "grant_id": self.grant.id,
            "partner_id": self.other_company.partner_id.id,
            "company_id": self.other_company.id,
        }
        with self.assertRaises(AccessError):
            self.env["biginn.grant.beneficiary"].with_user(self.outsider).create(values)
        own = self.make_grant(self.other_company, number="888")
        mine = self.env["biginn.grant.beneficiary"].with_user(self.outsider).create(
            {**values, "grant_id": own.id}
        )
        with self.assertRaises(UserError):
            mine.grant_id = self.grant
        self.assertFalse(self.grant in self.seen(self.outsider, "biginn.grant"))
        with self.assertRaises(AccessError):
            self.beneficiary.with_user(self.finance).unlink()

    def test_nobody_puts_costs_into_others_statements(self):
        own = self.make_grant(self.other_company, number="888")
        mine = self.env["biginn.grant.beneficiary"].create(
            {"grant_id": own.id, "partner_id": self.other_company.partner_id.id,
             "company_id": self.other_company.id}
        )
        equipment = self.env["biginn.equipment"].with_user(self.outsider)
        values = {"name": "Laptop", "price": 1000, "in_use_from": "2022-05-01"}
        with self.assertRaises(AccessError):
            equipment.create({**values, "beneficiary_id": self.beneficiary.id})
        laptop = equipment.create({**values, "beneficiary_id": mine.id})
        with self.assertRaises(AccessError):
            laptop.beneficiary_id = self.beneficiary.id
        rule = self.env["biginn.cost.rule"].with_user(self.outsider).create(
            {"beneficiary_id": mine.id, "reason": "Nothing"}
        )
        with self.assertRaises(AccessError):
            rule.beneficiary_id = self.beneficiary.id
        statements = self.env["biginn.statement"].with_user(self.outsider)
        with self.assertRaises(AccessError):
            statements.create(
                {"beneficiary_id": self.beneficiary.id, "period_id": self.period_1.id}
            )

    def test_statement_is_not_moved_out_of_the_company(self):
        here = self.make_statement()
        other = self.env["biginn.grant.beneficiary"].create(
            {"grant_id": self.grant.id, "partner_id": self.other_company.partner_id.id,
             "company_id": self.other_company.id}
        )
        with self.assertRaises(AccessError):
            here.beneficiary_id = other

    def test_prepare_statements_for_own_companies_only(self):
        self.call(self.grant, self.coordinator, "action_prepare_statements")
        self.assertFalse(self.grant.statement_ids)
        self.finance.company_ids |= self.cluster_company
        self.grant.with_user(self.finance).with_context(
            allowed_company_ids=(self.company + self.cluster_company).ids
        ).action_prepare_statements()
        self.assertEqual(self.grant.statement_ids.period_id, self.period_1 + self.period_2)

    def test_one_company_at_a_time(self):
        """With one company chosen at the top, the other's statement stays out of sight."""
        statement = self.locked()
        self.finance.company_ids |= self.other_company
        found = self.seen(
            self.finance, "biginn.statement", allowed_company_ids=self.other_company.ids
        )
        self.assertNotIn(statement, found)
