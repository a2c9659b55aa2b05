from ast import literal_eval

from odoo import api, fields, models
from odoo.tools import email_normalize

from odoo.addons.mail.tools.alias_error import AliasError

# What a member may read of the services its organisation has used.
# the first two: a search asks for what is archived, and sorts
PORTAL_READABLE_FIELDS = {
    "active",
    "sequence",
    "name",
    "description",
    "kind_id",
    "company_id",
}


class BiginnService(models.Model):
    """One service in a cluster's catalogue.

    manager  keeps the catalogue
    staff    read it, record uses of it, also by a mail to its address
    member   reads the services its organisation has used
    """

    _name = "biginn.service"
    _description = "Service"
    _inherit = ["biginn.portal.readable", "mail.alias.mixin.optional"]
    _order = "company_id, sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    kind_id = fields.Many2one(
        "biginn.service.kind",
        string="Kind of service",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Cluster",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    description = fields.Text(translate=True, help="What a member gets. Members can read this.")
    default_hours = fields.Float(
        string="Usual hours", help="Proposed when a use is recorded. 0: nothing is proposed."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    use_ids = fields.One2many("biginn.service.use", "service_id", string="Uses")
    use_count = fields.Integer(string="Number of uses", compute="_compute_use_count")

    _name_company_uniq = models.Constraint(
        "UNIQUE (name, company_id)", "This cluster already has a service of this name."
    )
    _default_hours_positive = models.Constraint(
        "CHECK (default_hours >= 0)", "Hours cannot be negative."
    )

    @api.depends("use_ids")
    def _compute_use_count(self):
        counts = dict(
            self.env["biginn.service.use"]._read_group(
                [("service_id", "in", self.ids)], ["service_id"], ["__count"]
            )
        )
        for service in self:
            service.use_count = counts.get(service._origin, 0)

    def write(self, vals):
        result = super().write(vals)
        if "company_id" in vals:
            # rules look at what was: nobody moves one into a cluster they do not work in
            self.check_access("write")
        return result

    @api.model
    def _portal_readable_fields(self):
        return super()._portal_readable_fields() | PORTAL_READABLE_FIELDS

    # -- mail --------------------------------------------------------------------------

    def _alias_get_creation_values(self):
        """A mail to the service's address records a use of it."""
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("biginn.service.use")
        if self.id:
            defaults = literal_eval(self.alias_defaults or "{}")
            values["alias_defaults"] = {**defaults, "service_id": self.id}
        return values

    def _alias_get_error(self, message, message_dict, alias):
        """Only people of this cluster record what their members used; others get an answer."""
        error = super()._alias_get_error(message, message_dict, alias)
        if error or self._biginn_staff_by_address(message_dict.get("email_from")):
            return error
        return AliasError(
            "error_biginn_not_staff",
            self.env._("Only the staff of the cluster can record services by mail."),
        )

    def _biginn_staff_by_address(self, address):
        """The staff member of this service's cluster who writes from that address."""
        self.ensure_one()
        email = email_normalize(address)
        if not email:
            return self.env["res.users"]
        # sudo: the mail gateway asks, and learns nothing but who of the staff has written
        users_sudo = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("email_normalized", "=", email),
                    ("share", "=", False),
                    ("company_ids", "in", self.company_id.ids),
                ],
                order="id",
            )
        )
        staff = users_sudo.filtered(lambda user: user.has_group("biginn_cluster.group_staff"))
        return staff[:1].sudo(False)

    # -- actions -----------------------------------------------------------------------

    def action_view_uses(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_cluster.biginn_service_use_action"
        )
        action["domain"] = [("service_id", "=", self.id)]
        action["context"] = {"default_service_id": self.id}
        return action
