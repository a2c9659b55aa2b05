from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import BiginnCommon

OPERATIONS = ("read", "write", "create", "unlink")
MATRIX = {
    "biginn.membership.suspension": {"staff": "r", "manager": "rwcu"},
    "biginn.membership.reminder": {"staff": "r", "manager": "r"},
    "biginn.membership.month": {"staff": "r", "manager": "r"},
    "biginn.membership.leave": {"staff": "rwcu", "manager": "rwcu"},
    "biginn.membership.suspend": {"manager": "rwcu"},
    "biginn.membership.count": {"staff": "rwcu", "manager": "rwcu"},
}
OF_A_CLUSTER = (
    "biginn.membership.suspension",
    "biginn.membership.reminder",
    "biginn.membership.month",
)


@tagged("post_install", "-at_install")
class TestMembershipRights(BiginnCommon):
    """Who may do what with all that hangs on a membership."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.membership = cls.new_membership()
        cls.records = {
            "biginn.membership.suspension": cls.env["biginn.membership.suspension"].create(
                {
                    "membership_id": cls.membership.id,
                    "date_from": "2020-01-01",
                    "date_to": "2020-01-31",
                }
            ),
            "biginn.membership.reminder": cls.env["biginn.membership.reminder"].create(
                {
                    "membership_id": cls.membership.id,
                    "step": 30,
                    "date_end": cls.membership.date_end,
                }
            ),
            "biginn.membership.month": cls.env["biginn.membership.month"].search(
                [("membership_id", "=", cls.membership.id)], limit=1
            ),
        }
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
        for model, roles in MATRIX.items():
            for role, user in self.users.items():
                record = self.records.get(model, self.env[model]).with_user(user)
                for operation in OPERATIONS:
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            record.has_access(operation), operation[0] in roles.get(role, "")
                        )

    def test_other_clusters_are_not_seen(self):
        for model in OF_A_CLUSTER:
            record = self.records[model].with_user(self.other_staff)
            with self.subTest(model=model):
                self.assertTrue(self.records[model].with_user(self.staff).has_access("read"))
                self.assertFalse(record.has_access("read"))
                self.assertFalse(record.search([("membership_id", "=", self.membership.id)]))

    def test_members_do_not_read_the_cluster_s_notes(self):
        own = self.membership.with_user(self.member_reader)
        self.assertTrue(own.state_explanation)
        for name in ("reminder_ids", "suspension_ids", "invoice_id"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                own.read([name])

    def test_staff_neither_invoice_nor_choose_who_pays(self):
        for user in (self.staff, self.member_editor, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.membership.with_user(user).action_invoice_fees()
        for values in ({"fee_kind": "free"}, {"sponsor_id": self.stranger_org.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.membership.with_user(self.staff).write(values)

    def test_strangers_press_no_button(self):
        for user in (self.member_editor, self.stranger, self.employee, self.other_staff):
            membership = self.membership.with_user(user)
            for name in ("action_renew", "action_leave", "action_suspend", "action_approve"):
                with self.subTest(user=user.login, name=name):
                    with self.assertRaises(Exception) as caught, self.cr.savepoint():
                        getattr(membership, name)()
                    self.assertIn(type(caught.exception).__name__, ("AccessError", "UserError"))
        self.assertFalse(self.membership.left_on)
        self.assertFalse(self.membership.renewal_ids)
