from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .services_common import ServicesCommon

OPERATIONS = ("read", "write", "create", "unlink")
ROLES = (
    "staff",
    "manager",
    "employee",
    "member_editor",
    "member_reader",
    "stranger",
    "other_staff",
    "public",
)
# What each role may do with a record of `cluster_company` and `member_org`; the rest: nothing.
# Kinds of service are shared by all clusters.
MATRIX = {
    "biginn.service.kind": {
        "staff": "r",
        "manager": "rwcu",
        "member_editor": "r",
        "member_reader": "r",
        "stranger": "r",
        "other_staff": "r",
    },
    "biginn.service": {
        "staff": "r",
        "manager": "rwcu",
        "member_editor": "r",
        "member_reader": "r",
    },
    "biginn.service.use": {
        "staff": "rwcu",
        "manager": "rwcu",
        "member_editor": "r",
        "member_reader": "r",
    },
    "biginn.training": {"staff": "rwcu", "manager": "rwcu"},
    "biginn.service.record": {"staff": "rwcu", "manager": "rwcu", "other_staff": "c"},
}


@tagged("post_install", "-at_install")
class TestServiceRights(ServicesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.use = cls.new_use(note="Between us", outcome="Two partners found")
        cls.records = {
            "biginn.service.kind": cls.kind,
            "biginn.service": cls.service,
            "biginn.service.use": cls.use,
            "biginn.training": cls.new_training(),
        }
        cls.users = {role: getattr(cls, role) for role in ROLES[:-1]}
        cls.users["public"] = cls.env.ref("base.public_user")

    def test_matrix(self):
        for model, record in self.records.items():
            for role in ROLES:
                for operation in OPERATIONS:
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            record.with_user(self.users[role]).has_access(operation),
                            operation[0] in MATRIX[model].get(role, ""),
                        )

    def test_recording_a_meeting_is_for_staff(self):
        records = self.env["biginn.service.record"]
        for role in ROLES:
            with self.subTest(role=role):
                self.assertEqual(
                    records.with_user(self.users[role]).has_access("create"),
                    "c" in MATRIX["biginn.service.record"].get(role, ""),
                )

    def test_a_member_reads_no_internal_note_nor_where_it_comes_from(self):
        use = self.use.with_user(self.member_reader)
        self.assertEqual(use.outcome, "Two partners found")
        self.assertEqual(use.service_id.name, "Partner search")
        names = ("note", "mail_addresses", "calendar_event_id", "user_id", "origin")
        for name in names:
            with self.subTest(name=name), self.assertRaises(AccessError):
                use.read([name])
        with self.assertRaises(AccessError):
            use.service_id.read(["alias_name"])
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            use.search([("note", "ilike", "Between")])

    def test_a_member_does_not_see_what_still_waits_for_a_review(self):
        use = self.new_use(needs_review=True)
        self.assertFalse(use.with_user(self.member_reader).has_access("read"))
        use.with_user(self.staff).action_reviewed()
        self.assertTrue(use.with_user(self.member_reader).has_access("read"))

    def test_a_member_reads_no_mail_on_its_use(self):
        """What staff forwarded or wrote there is not addressed to the member."""
        comment = self.use.message_post(
            body="Forwarded", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertTrue(comment.with_user(self.staff).has_access("read"))
        self.assertFalse(comment.with_user(self.member_reader).has_access("read"))

    def test_a_use_cannot_be_moved_into_another_cluster(self):
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.use.with_user(self.staff).write({"service_id": self.other_service.id})

    def test_staff_of_two_clusters_see_both(self):
        user = self.new_user("two", "biginn_cluster.group_staff")
        user.company_ids += self.other_company
        uses = self.use + self.new_use(service=self.other_service)
        for companies, seen in (
            (self.cluster_company + self.other_company, uses),
            (self.cluster_company, self.use),
        ):
            found = uses.with_user(user).with_context(allowed_company_ids=companies.ids)
            self.assertEqual(set(found.search([("id", "in", uses.ids)]).ids), set(seen.ids))
