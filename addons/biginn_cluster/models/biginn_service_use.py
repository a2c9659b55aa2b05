from odoo import api, fields, models
from odoo.exceptions import ValidationError

ORIGINS = [("form", "Form"), ("mail", "Mail"), ("meeting", "Meeting")]
# What a member may read of the services its own organisation has used.
PORTAL_READABLE_FIELDS = {
    "service_id",
    "service_kind_id",
    "partner_id",
    "contact_id",
    "company_id",
    "date",
    "hours",
    "outcome",
    "needs_review",
}


class BiginnServiceUse(models.Model):
    """A service of the cluster, used by one organisation on one day.

    staff    enter, change and delete those of their own cluster
    member   reads its own organisation's, without internal notes and without what still
             waits for a review
    """

    _name = "biginn.service.use"
    _description = "Use of a service"
    _inherit = ["biginn.portal.readable", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    service_id = fields.Many2one(
        "biginn.service",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self._default_service(),
    )
    service_kind_id = fields.Many2one(
        related="service_id.kind_id",
        string="Kind of service",
        store=True,
        index=True,
        precompute=True,
    )
    company_id = fields.Many2one(
        related="service_id.company_id", string="Cluster", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain="[('is_company', '=', True), ('organisation_type', '!=', False)]",
    )
    contact_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="set null",
        domain="[('commercial_partner_id', '=', partner_id), ('is_company', '=', False)]",
    )
    country_id = fields.Many2one(related="partner_id.country_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        string="Given by",
        index="btree_not_null",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    date = fields.Date(required=True, index=True, tracking=True, default=fields.Date.context_today)
    hours = fields.Float(
        compute="_compute_hours", store=True, readonly=False, precompute=True, tracking=True
    )
    outcome = fields.Text(help="What came of it. The member can read this.")
    note = fields.Text(
        string="Internal note",
        groups="biginn_cluster.group_staff",
        help="Seen by the cluster's staff only.",
    )

    # -- where it comes from -----------------------------------------------------------

    origin = fields.Selection(ORIGINS, default="form", required=True, readonly=True)
    calendar_event_id = fields.Many2one(
        "calendar.event",
        string="Meeting",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        groups="biginn_cluster.group_staff",
    )
    needs_review = fields.Boolean(
        string="To be reviewed",
        copy=False,
        tracking=True,
        help="Recorded by mail, but it is not clear for whom. Members do not see it yet.",
    )
    mail_addresses = fields.Char(
        string="Addresses in the mail",
        readonly=True,
        copy=False,
        groups="biginn_cluster.group_staff",
    )
    review_explanation = fields.Char(
        string="What to review",
        compute="_compute_review_explanation",
        groups="biginn_cluster.group_staff",
    )

    _organisation_known = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR needs_review IS TRUE)",
        "Enter the organisation that used the service.",
    )
    _hours_positive = models.Constraint("CHECK (hours >= 0)", "Hours cannot be negative.")
    _once_per_meeting = models.UniqueIndex(
        "(calendar_event_id, partner_id) WHERE calendar_event_id IS NOT NULL",
        "This meeting has been recorded for this organisation already.",
    )

    # -- defaults, constraints, computes -----------------------------------------------

    @api.model
    def _default_service(self):
        """What the same person entered last in the cluster worked in; it is often the same."""
        domain = [("company_id", "=", self.env.company.id), ("service_id.active", "=", True)]
        last = self.search([*domain, ("create_uid", "=", self.env.uid)], order="id desc", limit=1)
        return last.service_id

    @api.depends("service_id")
    def _compute_hours(self):
        for use in self:
            if not use.hours:
                use.hours = use.service_id.default_hours

    @api.depends("service_id.name", "partner_id.name")
    def _compute_display_name(self):
        for use in self:
            names = [use.service_id.name, use.partner_id.name]
            use.display_name = ": ".join(name for name in names if name)

    @api.depends("needs_review", "mail_addresses", "partner_id")
    @api.depends_context("lang")
    def _compute_review_explanation(self):
        for use in self:
            use.review_explanation = use.needs_review and use._review_sentence()

    def _review_sentence(self):
        if self.partner_id:
            return self.env._("The organisation is known now: mark it as reviewed.")
        if self.mail_addresses:
            return self.env._(
                "None or more than one of your organisations uses these addresses: %(addresses)s.",
                addresses=self.mail_addresses,
            )
        return self.env._("The mail names no address but your own.")

    @api.constrains("partner_id", "contact_id")
    def _check_parties(self):
        self.partner_id._check_is_organisation()
        for use in self:
            contact = use.contact_id
            if contact and contact.commercial_partner_id != use.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s does not belong to %(organisation)s.",
                        person=contact.name,
                        organisation=use.partner_id.name or "",
                    )
                )

    # -- rights ------------------------------------------------------------------------

    def write(self, vals):
        if vals.get("service_id"):
            # it carries the cluster: nobody moves a use into one they do not work in
            self.env["biginn.service"].browse(vals["service_id"]).check_access("read")
        return super().write(vals)

    @api.model
    def _portal_readable_fields(self):
        return super()._portal_readable_fields() | PORTAL_READABLE_FIELDS

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Mails and notes on a use are the staff's own: whoever cannot change it reads none."""
        return dict.fromkeys(self, "write")

    # -- actions -----------------------------------------------------------------------

    def action_reviewed(self):
        """The organisation has been entered: the member sees it, and it counts."""
        for use in self:
            if not use.partner_id:
                raise ValidationError(self.env._("Enter the organisation that used the service."))
        self.write({"needs_review": False})
        return True

    # -- indicators --------------------------------------------------------------------

    @api.model
    def _biginn_indicator_values(self, date_from, date_to):
        """What was used from one day to another, both included, in the clusters chosen.

        :return: `uses`, `hours`, `organisations` (each counted once) and `kinds`, a dict of the
            first two by code of the kind of service
        :rtype: dict
        """
        domain = [
            ("company_id", "in", self.env.companies.ids),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
            ("needs_review", "=", False),
        ]
        [(uses, hours, organisations)] = self._read_group(
            domain, [], ["__count", "hours:sum", "partner_id:count_distinct"]
        )
        kinds = self._read_group(domain, ["service_kind_id"], ["__count", "hours:sum"])
        return {
            "uses": uses,
            "hours": hours or 0.0,
            "organisations": organisations,
            "kinds": {kind.code: {"uses": n, "hours": total} for kind, n, total in kinds},
        }
