from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .profile_common import ProfileCommon

OPERATIONS = ("read", "write", "create", "unlink")
# Who may do what to a record of the own organisation, or of any where it is a list for all.
MATRIX = {
    "biginn.reference": {"staff": "rwcu", "manager": "rwcu", "member": "r"},
    "biginn.certificate": {"staff": "rwcu", "manager": "rwcu", "member": "r"},
    "biginn.facility": {"staff": "rwcu", "manager": "rwcu", "member": "r"},
    "biginn.product": {"staff": "rwcu", "manager": "rwcu", "member": "r"},
    "biginn.ecosystem": {"staff": "r", "manager": "rwcu", "member": "r", "stranger": "r"},
    "biginn.nace": {"staff": "r", "manager": "rwcu", "member": "r", "stranger": "r"},
    "biginn.profile.item": {"staff": "r", "manager": "rw", "member": "r", "stranger": "r"},
}
OF_AN_ORGANISATION = (
    "biginn.reference",
    "biginn.certificate",
    "biginn.facility",
    "biginn.product",
)


@tagged("post_install", "-at_install")
class TestProfileRights(ProfileCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = {
            "biginn.reference": cls.new_reference(),
            "biginn.certificate": cls.new_certificate(),
            "biginn.facility": cls.new_facility(),
            "biginn.product": cls.new_product(),
            "biginn.ecosystem": cls.ecosystem,
            "biginn.nace": cls.nace,
            "biginn.profile.item": cls.env.ref("biginn_cluster.profile_item_logo"),
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
        self.assertEqual(set(MATRIX), set(self.records))
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

    def test_other_staff_see_shared_organisations_only(self):
        for model in OF_AN_ORGANISATION:
            with self.subTest(model=model):
                record = self.records[model].with_user(self.other_staff)
                self.assertTrue(record.has_access("read"))
        self.member_org.company_id = self.cluster_company
        for model in OF_AN_ORGANISATION:
            with self.subTest(model=model):
                record = self.records[model].with_user(self.other_staff)
                self.assertFalse(record.search([("id", "=", record.id)]))
                for operation in OPERATIONS:
                    self.assertFalse(record.has_access(operation), operation)
                self.assertTrue(self.records[model].with_user(self.staff).has_access("write"))

    def test_members_find_only_their_own(self):
        other = {
            "biginn.reference": self.new_reference(self.stranger_org),
            "biginn.certificate": self.new_certificate(self.stranger_org),
            "biginn.facility": self.new_facility(self.stranger_org),
            "biginn.product": self.new_product(self.stranger_org),
        }
        for model in OF_AN_ORGANISATION:
            with self.subTest(model=model):
                mine, theirs = self.records[model], other[model]
                found = mine.with_user(self.member_reader).search(
                    [("id", "in", (mine + theirs).ids)]
                )
                self.assertEqual(found, mine.with_user(self.member_reader))

    def test_members_read_the_customers_name_without_reading_the_contact(self):
        reference = self.records["biginn.reference"].with_user(self.member_reader)
        self.assertEqual(reference.big_science_name, "Collider of tests")
        with self.assertRaises(AccessError):
            reference.big_science_id.read(["email"])

    def test_employees_without_a_role_see_contacts_as_before(self):
        contact = self.member_org.with_user(self.employee)
        known = contact.fields_get()
        for name in (
            "big_science_reference_ids",
            "certificate_ids",
            "facility_ids",
            "product_ids",
        ):
            self.assertNotIn(name, known)

    # -- the paper of a certificate --------------------------------------------------

    def new_paper(self, user, **values):
        return (
            self.env["ir.attachment"]
            .with_user(user)
            .create({"name": "iso.pdf", "raw": b"%PDF-1.4 test", **values})
        )

    def test_paper_follows_the_certificate(self):
        paper = self.new_paper(self.staff)
        certificate = self.records["biginn.certificate"]
        certificate.with_user(self.staff).attachment_id = paper
        self.assertEqual((paper.res_model, paper.res_id), (certificate._name, certificate.id))
        for role, user in self.users.items():
            with self.subTest(role=role):
                self.assertEqual(
                    paper.with_user(user).has_access("read"), role in ("staff", "manager")
                )
                # members may not read attachments at all: one method hands this one out
                reader = certificate.with_user(user)
                if role in ("staff", "manager", "member", "member editor"):
                    self.assertEqual(reader._handed_in_sudo().raw, b"%PDF-1.4 test")
                else:
                    with self.assertRaises(AccessError):
                        reader._handed_in_sudo()
        with self.assertRaises(ValidationError):
            paper.sudo().public = True

    def test_nobody_takes_the_paper_of_another_record(self):
        certificate = self.records["biginn.certificate"].with_user(self.staff)
        elsewhere = self.env["ir.attachment"].create(
            {"name": "contract.pdf", "res_model": "res.partner", "res_id": self.stranger_org.id}
        )
        with self.assertRaises(ValidationError):
            certificate.attachment_id = elsewhere
        unbound = self.new_paper(self.manager)
        with self.assertRaises(AccessError):
            certificate.attachment_id = unbound

    def test_papers_go_with_the_organisation(self):
        organisation = self.new_organisation("Passing firm")
        paper = self.new_paper(self.staff)
        self.new_certificate(organisation).with_user(self.staff).attachment_id = paper
        organisation.unlink()
        self.assertFalse(paper.exists())
