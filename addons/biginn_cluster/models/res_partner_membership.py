from odoo import fields, models


class ResPartner(models.Model):
    """Membership of an organisation in the clusters one may see."""

    _inherit = "res.partner"

    membership_ids = fields.One2many(
        "biginn.membership",
        "partner_id",
        string="Memberships",
        groups="biginn_cluster.group_staff,base.group_portal",
    )
    cluster_membership_state = fields.Selection(
        [
            ("none", "Not a member"),
            ("applicant", "Applicant"),
            ("upcoming", "Upcoming"),
            ("active", "Active"),
            ("expiring", "Expiring"),
            ("suspended", "Suspended"),
            ("expired", "Expired"),
            ("left", "Left"),
        ],
        string="Membership",
        compute="_compute_cluster_membership_state",
    )

    def _compute_cluster_membership_state(self):
        self.cluster_membership_state = "none"
