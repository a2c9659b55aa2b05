from odoo.tests import tagged

from .matrix_common import MatrixCommon
from .profile_common import ProfileCommon
from .services_common import ServicesCommon

# Who may do what: (whose it is, staff, manager, members), by the first letters of the operations.
#   catalogue     the same for everybody; members may read it to choose from
#   organisation  hangs on an organisation; all clusters' staff share those, members see their own
#   cluster       belongs to one cluster; members see what is about their own organisation
#   dialogue      lives as long as a window is open; asked of the model, not of a record
# Employees without a role of ours, and the public, may do nothing to any of them.
MATRIX = {
    "biginn.capability": ("organisation", "rwcu", "rwcu", "r"),
    "biginn.certificate": ("organisation", "rwcu", "rwcu", "r"),
    "biginn.change.request": ("cluster", "rw", "rwu", "r"),
    "biginn.change.request.line": ("cluster", "r", "r", "r"),
    "biginn.change.request.refuse": ("dialogue", "rwc", "rwc", ""),
    "biginn.company.figure": ("organisation", "rwcu", "rwcu", "r"),
    "biginn.company.link": ("organisation", "rwcu", "rwcu", "r"),
    "biginn.consent": ("organisation", "rwc", "rwc", "r"),
    "biginn.consent.purpose": ("catalogue", "r", "rw", "r"),
    "biginn.consent.record": ("dialogue", "rwcu", "rwcu", ""),
    "biginn.ecosystem": ("catalogue", "r", "rwcu", "r"),
    "biginn.facility": ("organisation", "rwcu", "rwcu", "r"),
    "biginn.funding": ("catalogue", "r", "rwcu", ""),
    "biginn.invitation": ("organisation", "r", "r", ""),
    "biginn.legal.form": ("catalogue", "r", "rwcu", ""),
    "biginn.member.list": ("dialogue", "rwcu", "rwcu", ""),
    "biginn.member.mail": ("dialogue", "rwcu", "rwcu", ""),
    "biginn.membership": ("cluster", "rwc", "rwcu", "r"),
    "biginn.membership.category": ("cluster", "r", "rwcu", "r"),
    "biginn.membership.count": ("dialogue", "rwcu", "rwcu", ""),
    "biginn.membership.leave": ("dialogue", "rwcu", "rwcu", ""),
    "biginn.membership.month": ("dialogue", "r", "r", ""),
    "biginn.membership.reminder": ("cluster", "r", "r", ""),
    "biginn.membership.suspend": ("dialogue", "", "rwcu", ""),
    "biginn.membership.suspension": ("cluster", "r", "rwcu", ""),
    "biginn.nace": ("catalogue", "r", "rwcu", "r"),
    "biginn.product": ("organisation", "rwcu", "rwcu", "r"),
    "biginn.profile.item": ("catalogue", "r", "rw", "r"),
    "biginn.reference": ("organisation", "rwcu", "rwcu", "r"),
    "biginn.service": ("cluster", "r", "rwcu", "r"),
    "biginn.service.kind": ("catalogue", "r", "rwcu", "r"),
    "biginn.service.record": ("dialogue", "rwcu", "rwcu", ""),
    "biginn.service.use": ("cluster", "rwcu", "rwcu", "r"),
    "biginn.technology.domain": ("catalogue", "r", "rwcu", "r"),
    "biginn.training": ("cluster", "rwcu", "rwcu", ""),
    "biginn.work.kind": ("catalogue", "r", "rwcu", "r"),
}


@tagged("post_install", "-at_install")
class TestAccessMatrix(MatrixCommon, ProfileCommon, ServicesCommon):
    """Every role × every model × every operation, and no model that nobody thought of."""

    addon, matrix = "biginn_cluster", MATRIX

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        membership = cls.new_membership()
        request = cls.env["biginn.change.request"].create(
            {
                "partner_id": cls.member_org.id,
                "company_id": cls.cluster_company.id,
                "line_ids": [(0, 0, {"field_name": "vat", "new_value": "DK1"})],
            }
        )
        holding = {"partner_id": cls.member_org.id, "other_id": cls.stranger_org.id, "percent": 60}
        records = {
            "biginn.capability": cls.new_capability(cls.member_org),
            "biginn.certificate": cls.new_certificate(),
            "biginn.change.request": request,
            "biginn.change.request.line": request.line_ids,
            "biginn.company.figure": cls.new_figure(),
            "biginn.consent": cls.member_org._biginn_give_consent("directory"),
            "biginn.facility": cls.new_facility(),
            "biginn.invitation": cls.env["biginn.invitation"].create(
                {
                    "partner_id": cls.member_org.id,
                    "contact_id": cls.member_reader.partner_id.id,
                    "invited_by_id": cls.member_editor.partner_id.id,
                }
            ),
            "biginn.legal.form": cls.env["biginn.legal.form"].create({"name": "Test form"}),
            "biginn.membership": membership,
            "biginn.membership.category": cls.category,
            "biginn.membership.reminder": cls.env["biginn.membership.reminder"].create(
                {"membership_id": membership.id, "step": 30, "date_end": membership.date_end}
            ),
            "biginn.membership.suspension": cls.env["biginn.membership.suspension"].create(
                {
                    "membership_id": membership.id,
                    "date_from": "2020-01-01",
                    "date_to": "2020-02-01",
                }
            ),
            "biginn.product": cls.new_product(),
            "biginn.reference": cls.new_reference(),
            "biginn.service": cls.service,
            "biginn.service.use": cls.new_use(),
            "biginn.training": cls.new_training(),
        }
        # of a link both ends are members of a group: here the other one is no organisation of ours
        holding["other_id"] = cls.new_organisation("Held by the member").id
        records["biginn.company.link"] = cls.env["biginn.company.link"].create(holding)
        cls.records = records
        cls.users = {
            "staff": cls.staff,
            "manager": cls.manager,
            "other staff": cls.other_staff,
            "member": cls.member_reader,
            "member editor": cls.member_editor,
            "stranger": cls.stranger,
            "employee": cls.employee,
            "public": cls.env.ref("base.public_user"),
        }

    def allowed(self, model):
        scope, staff, manager, members = MATRIX[model]
        return {
            "staff": staff,
            "manager": manager,
            "other staff": "" if scope == "cluster" else staff,
            "member": members,
            "member editor": members,
            "stranger": members if scope in ("catalogue", "dialogue") else "",
            "employee": "",
            "public": "",
        }
