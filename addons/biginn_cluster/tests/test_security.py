from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import BiginnCommon

OPERATIONS = ("read", "write", "create", "unlink")

# Who may do what to a record of the own cluster, or of the own organisation.
MATRIX = {
    "biginn.membership": {"staff": "rwc", "manager": "rwcu", "member": "r"},
    "biginn.membership.category": {"staff": "r", "manager": "rwcu", "member": "r"},
    "biginn.company.figure": {"staff": "rwcu", "manager": "rwcu", "member": "r"},
    "biginn.capability": {"staff": "rwcu", "manager": "rwcu", "member": "r"},
    "biginn.consent": {"staff": "rwc", "manager": "rwc", "member": "r"},
    "biginn.consent.purpose": {"staff": "r", "manager": "rw", "member": "r", "stranger": "r"},
    "biginn.invitation": {"staff": "r", "manager": "r", "member": ""},
    "biginn.consent.record": {"staff": "rwcu", "manager": "rwcu"},
    "biginn.technology.domain": {"staff": "r", "manager": "rwcu", "member": "r", "stranger": "r"},
    "biginn.work.kind": {"staff": "r", "manager": "rwcu", "member": "r", "stranger": "r"},
    "biginn.change.request": {"staff": "rw", "manager": "rwu", "member": "r"},
    "biginn.change.request.line": {"staff": "r", "manager": "r", "member": "r"},
}
# models whose rights another test file proves for every role and operation
HAVE_THEIR_OWN_TESTS = {
    "biginn.funding",
    # members
    "biginn.membership.count",
    "biginn.membership.leave",
    "biginn.membership.month",
    "biginn.membership.reminder",
    "biginn.membership.suspend",
    "biginn.membership.suspension",
    # size
    "biginn.company.link",
    "biginn.legal.form",
    # profile
    "biginn.certificate",
    "biginn.ecosystem",
    "biginn.facility",
    "biginn.nace",
    "biginn.product",
    "biginn.profile.item",
    "biginn.reference",
    # services
    "biginn.service",
    "biginn.service.kind",
    "biginn.service.record",
    "biginn.service.use",
    "biginn.training",
}
OF_A_CLUSTER = (
    "biginn.membership",
    "biginn.membership.category",
    "biginn.change.request",
    "biginn.change.request.line",
)
OF_AN_ORGANISATION = ("biginn.company.figure", "biginn.capability", "biginn.consent")


@tagged("post_install", "-at_install")
class TestSecurity(BiginnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = {
            "biginn.membership": cls.new_membership(),
            "biginn.membership.category": cls.category,
            "biginn.company.figure": cls.new_figure(),
            "biginn.capability": cls.new_capability(cls.member_org),
            "biginn.consent": cls.member_org._biginn_give_consent("directory"),
            "biginn.invitation": cls.env["biginn.invitation"].create(
                {"partner_id": cls.member_org.id}
            ),
            "biginn.consent.purpose": cls.env.ref("biginn_cluster.consent_purpose_photos"),
            "biginn.technology.domain": cls.domains[0],
            "biginn.work.kind": cls.work_kinds[0],
        }
        request = cls.env["biginn.change.request"].create(
            {
                "partner_id": cls.member_org.id,
                "company_id": cls.cluster_company.id,
                "line_ids": [(0, 0, {"field_name": "vat", "new_value": "DK1"})],
            }
        )
        cls.records["biginn.change.request"] = request
        cls.records["biginn.change.request.line"] = request.line_ids
        cls.users = {
            "staff": cls.staff,
            "manager": cls.manager,
            "member": cls.member_reader,
            "member editor": cls.member_editor,
            "stranger": cls.stranger,
            "employee": cls.employee,
            "public": cls.env.ref("base.public_user"),
        }

    def test_matrix(self):
        for model, record in self.records.items():
            allowed = dict(MATRIX[model])
            allowed["member editor"] = allowed["member"]
            for role, user in self.users.items():
                for operation in OPERATIONS:
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            record.with_user(user).has_access(operation),
                            operation[0] in allowed.get(role, ""),
                        )

    def test_every_model_is_in_the_matrix(self):
        ours = {
            row.model
            for row in self.env["ir.model"].search([("model", "=like", "biginn.%")])
            if row.modules == "biginn_cluster"
            and not self.env[row.model]._abstract
            and not self.env[row.model]._transient
        }
        self.assertEqual(ours - set(MATRIX) - HAVE_THEIR_OWN_TESTS, set())

    def test_other_clusters_are_not_seen(self):
        for model in OF_A_CLUSTER:
            record = self.records[model].with_user(self.other_staff)
            with self.subTest(model=model):
                self.assertFalse(record.search([("id", "=", record.id)]))
                with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                    record.read(["display_name"])

    def test_what_hangs_on_a_contact_of_one_cluster_stays_there(self):
        """Organisations are shared, unless the contact itself belongs to one company."""
        for model in OF_AN_ORGANISATION:
            record = self.records[model].with_user(self.other_staff)
            with self.subTest(model=model):
                self.assertTrue(record.has_access("read"))
        self.member_org.company_id = self.cluster_company
        for model in OF_AN_ORGANISATION:
            record = self.records[model].with_user(self.other_staff)
            with self.subTest(model=model):
                self.assertFalse(record.has_access("read"))
                self.assertFalse(record.search([("id", "=", record.id)]))
                self.assertTrue(self.records[model].with_user(self.staff).has_access("read"))

    def test_staff_do_their_work(self):
        """Everything daily, with nothing but the role."""
        env = self.env(user=self.staff)
        organisation = env["res.partner"].create(
            {
                "name": "New firm",
                "is_company": True,
                "organisation_type": "sme",
                "figure_ids": [(0, 0, {"fiscal_year": 2024, "headcount": 3, "turnover": 1})],
                "capability_ids": [
                    (
                        0,
                        0,
                        {
                            "domain_id": self.domains[0].id,
                            "work_kind_id": self.work_kinds[0].id,
                        },
                    )
                ],
                "membership_ids": [(0, 0, {"category_id": self.category.id})],
                "child_ids": [(0, 0, {"name": "Person", "email": "person@example.com"})],
            }
        )
        self.assertEqual(organisation.size_class, "micro")
        organisation.membership_ids.action_apply()
        self.assertEqual(organisation.cluster_membership_state, "applicant")
        organisation.child_ids.profile_editor = True
        wizard = env["portal.wizard"].create({"partner_ids": organisation.child_ids.ids})
        wizard.user_ids.action_grant_access()
        self.assertTrue(organisation.child_ids.user_ids.has_group("base.group_portal"))

    def test_staff_fill_in_the_forms(self):
        """What the screens send is what staff may write: no fee, no decision."""
        organisation = self.new_organisation()
        with Form(self.env["biginn.membership"].with_user(self.staff)) as form:
            form.partner_id = organisation
            form.category_id = self.category
            form.date_start = "2026-01-01"
        membership = form.save()
        self.assertEqual((membership.fee, membership.state), (1200, "draft"))
        with Form(organisation.with_user(self.staff)) as form:
            with form.figure_ids.new() as figure:
                figure.fiscal_year = 2024
                figure.headcount = 3
                figure.turnover = 100_000
            with form.capability_ids.new() as capability:
                capability.domain_id = self.domains[0]
                capability.work_kind_id = self.work_kinds[0]
        self.assertEqual(organisation.size_class, "micro")
        self.assertEqual(organisation.technology_domain_ids, self.domains[0])

    def test_managers_do_their_work(self):
        env = self.env(user=self.manager)
        category = env["biginn.membership.category"].create({"name": "Sponsor", "fee": 9000})
        self.assertEqual(category.company_id, self.cluster_company)
        env["biginn.technology.domain"].create({"code": "NEW", "name": "New"})
        membership = env["biginn.membership"].create(
            {
                "partner_id": self.stranger_org.id,
                "category_id": category.id,
                "date_start": "2020-01-01",
                "date_end": False,
            }
        )
        membership.fee = 0
        self.assertEqual(membership.state, "active")
        self.assertTrue(self.manager.has_group("base.group_allow_export"))
        self.assertTrue(self.env["account.move"].with_user(self.manager).has_access("create"))

    def test_staff_get_no_invoicing_and_no_export(self):
        self.assertFalse(self.staff.has_group("base.group_allow_export"))
        self.assertFalse(self.env["account.move"].with_user(self.staff).has_access("read"))

    def test_employee_reads_contacts_without_our_business(self):
        """An ordinary colleague opens a contact as before: nothing of ours breaks or leaks."""
        contact = self.member_org.with_user(self.employee)
        known = contact.fields_get()
        for name in ("figure_ids", "membership_ids", "capability_ids", "size_explanation"):
            with self.subTest(name=name):
                self.assertNotIn(name, known)
                with self.assertRaises(AccessError):
                    contact.read([name])
        [values] = contact.read(["name", "size_class", "cluster_membership_state"])
        self.assertEqual(values["cluster_membership_state"], "none")
        self.assertTrue(contact.get_view(self.env.ref("base.view_partner_form").id, "form"))
        found = contact.search([("cluster_membership_state", "=", "active")])
        self.assertFalse(found)

    def test_menus(self):
        menus = self.env["ir.ui.menu"]
        root = self.env.ref("biginn_cluster.menu_root")
        configuration = self.env.ref("biginn_cluster.menu_configuration")
        for user, sees_root, sees_configuration in (
            (self.staff, True, False),
            (self.manager, True, True),
            (self.employee, False, False),
        ):
            visible = menus.with_user(user)._visible_menu_ids()
            with self.subTest(user=user.login):
                self.assertEqual(root.id in visible, sees_root)
                self.assertEqual(configuration.id in visible, sees_configuration)

    def test_administrator_is_a_manager(self):
        self.assertTrue(self.env.ref("base.user_admin").has_group("biginn_cluster.group_manager"))
