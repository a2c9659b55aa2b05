from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What may be read by a member in the portal, on the candidates of the own organisation.
PORTAL_READABLE_FIELDS = {
    "name",
    "programme_id",
    "company_id",
    "partner_id",
    "contact_id",
    "role",
    "is_virtual",
    "motivation",
    "objectives",
    "purpose_ids",
    "planned_activity_ids",
    "country_ids",
    "domain_ids",
    "language_ids",
    "date_from",
    "date_to",
    "host_offer",
    "host_capacity",
    "cv_id",
    "state",
    "submitted_on",
    "decided_on",
    "decision_reason",
    "question",
    "days_waiting",
    "is_late",
    "twin_id",
    "create_date",
    "write_date",
}
# Stored by moves, rules and checks alone, whoever asks.
CHECKED_ONLY = {
    "cv_id",
    "submitted_on",
    "decided_on",
    "decided_by_id",
    "finding_ids",
    "open_finding_count",
    "twin_id",
}
# Said together with a new state, never by themselves.
SAID_WITH_STATE = {"decision_reason", "question"}
# What a decision was about: it does not change under it.
DECIDED_ABOUT = {"programme_id", "company_id", "partner_id", "role", "is_virtual"}


class BiginnCandidate(models.Model):
    """An organisation that wants to visit or to host, with the person who takes part.

    Who applies as both has two candidates, each the other's twin: they are decided one by one,
    for an organisation may be welcome as a host and still have to wait as a visitor.

    Rights: staff of the cluster that was asked read and write; managers override findings. Members
    read their own organisation's candidates and change them by the portal's gate alone.
    """

    _name = "biginn.candidate"
    _description = "Candidate"
    _inherit = [
        "biginn.checked.mixin",
        "biginn.portal.readable",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "submitted_on desc nulls last, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(
        string="Number",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
    )
    programme_id = fields.Many2one(
        "biginn.programme",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self.env["biginn.exchange"]._default_programme(),
    )
    company_id = fields.Many2one(
        "res.company",
        string="Cluster",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="The cluster that was asked: it looks after the candidate.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index="btree_not_null",
        tracking=True,
        default=lambda self: self.env.user if self.env.user._is_internal() else False,
        domain="[('share', '=', False)]",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        index=True,
        tracking=True,
        check_company=True,
        domain="[('is_company', '=', True)]",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Person",
        index="btree_not_null",
        tracking=True,
        domain="[('commercial_partner_id', '=', partner_id), ('is_company', '=', False)]",
        help="Who takes part, and whom the cluster writes to.",
    )
    partner_country_id = fields.Many2one(
        related="partner_id.country_id", string="Home country", store=True, index="btree_not_null"
    )
    partner_flag = fields.Char(related="partner_id.country_id.image_url", string="Home flag")
    role = fields.Selection(
        [("visitor", "Visitor"), ("host", "Host")],
        required=True,
        default="visitor",
        index=True,
        tracking=True,
    )
    twin_id = fields.Many2one(
        "biginn.candidate",
        string="Applies as both",
        index="btree_not_null",
        copy=False,
        readonly=True,
        help="The other half of an organisation that applied as visitor and as host.",
    )
    is_virtual = fields.Boolean(
        string="Virtual", tracking=True, help="Held online: nobody travels, no lump sum is paid."
    )

    # Why
    motivation = fields.Text(help="Why the organisation wants to take part.")
    objectives = fields.Text(help="What it wants to have in hand afterwards.")
    purpose_ids = fields.Many2many("biginn.purpose", string="Purposes")
    # `activity_ids` are the tasks of the chatter
    planned_activity_ids = fields.Many2many("biginn.activity.type", string="Planned activities")

    # Where, when, with whom
    country_ids = fields.Many2many(
        "res.country", string="Preferred countries", help="Where to go; none means anywhere."
    )
    domain_ids = fields.Many2many("biginn.technology.domain", string="Domains")
    language_ids = fields.Many2many("res.lang", string="Languages", context={"active_test": False})
    date_from = fields.Date(string="From", tracking=True, help="First day on which it suits.")
    date_to = fields.Date(string="To", tracking=True, help="Last day on which it suits.")
    host_offer = fields.Text(string="Offer", help="What a visitor can see, learn and use.")
    host_capacity = fields.Integer(
        string="Visitors at a time", aggregator=False, help="How many people fit in at once."
    )

    # CV: bound to this record, so that who may read the candidate may read it
    cv_id = fields.Many2one("ir.attachment", string="CV document", copy=False, readonly=True)
    cv = fields.Binary(string="CV", compute="_compute_cv", inverse="_inverse_cv", attachment=False)
    cv_name = fields.Char(
        string="File name of the CV", compute="_compute_cv", inverse="_inverse_cv_name"
    )

    _name_uniq = models.Constraint("UNIQUE (name)", "Another candidate has this number already.")
    _dates = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day cannot be before the first."
    )
    _capacity_positive = models.Constraint(
        "CHECK (host_capacity >= 0)", "The number of visitors cannot be negative."
    )
    _twin_uniq = models.Constraint("UNIQUE (twin_id)", "Each candidate has one twin.")

    # ------------------------------------------------------------------
    # Constraints, computes
    # ------------------------------------------------------------------

    @api.constrains("contact_id", "partner_id")
    def _check_contact(self):
        for candidate in self.filtered("contact_id"):
            if candidate.contact_id.commercial_partner_id != candidate.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s does not belong to %(organisation)s.",
                        person=candidate.contact_id.name,
                        organisation=candidate.partner_id.display_name,
                    )
                )

    @api.depends("name", "partner_id.name", "role")
    @api.depends_context("lang")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for candidate in self:
            words = f"{candidate.partner_id.name or ''} ({roles.get(candidate.role, '')})"
            candidate.display_name = f"{candidate.name} {words}" if candidate.id else candidate.name

    @api.depends("cv_id")
    @api.depends_context("bin_size")
    def _compute_cv(self):
        for candidate in self:
            # sudo: whoever reads the candidate may read the CV
            cv_sudo = candidate.sudo().cv_id
            candidate.cv = cv_sudo.datas
            candidate.cv_name = cv_sudo.name

    def _inverse_cv(self):
        """A new file takes the place of the old one, which goes for good."""
        for candidate in self:
            new = self.env["ir.attachment"]
            if candidate.cv:
                new = new.create(
                    {
                        "name": candidate.cv_name or self.env._("CV"),
                        "datas": candidate.cv,
                        "res_model": self._name,
                        "res_id": candidate.id,
                    }
                )
            candidate._replace_cv(new)

    def _inverse_cv_name(self):
        for candidate in self.filtered(lambda candidate: candidate.cv_name and candidate.cv_id):
            candidate.cv_id.name = candidate.cv_name

    def _replace_cv(self, attachment):
        # sudo: a member may not touch attachments; the gates have checked who replaces it
        old_sudo = self.sudo().cv_id
        self._store({"cv_id": attachment.id})
        old_sudo.unlink()
        self._refresh_findings()

    def _handed_in_sudo(self):
        """The CV, for staff, the person it is about and the organisation's profile editors."""
        self.check_access("read")
        user = self.env.user
        if not user._is_internal() and self._get_cannot_apply_reason():
            return self.env["ir.attachment"].sudo()
        return self.sudo().cv_id

    # ------------------------------------------------------------------
    # ORM overrides
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        checked = self._is_checked()
        for vals in vals_list:
            if not checked:
                for name in self._guarded_fields() & vals.keys():
                    del vals[name]
            if not vals.get("name") or vals["name"] == self.env._("New"):
                vals["name"] = self._next_number(vals.get("company_id"))
        candidates = super().create(vals_list)
        if any(candidate.state != "draft" for candidate in candidates):
            raise UserError(self.env._("A candidate starts as a draft and is moved on from there."))
        candidates._refresh_findings()
        return candidates

    def write(self, vals):
        """The one door to a candidate: a new state is the wish to move there.

        It passes the same checks as the button; a reason or a question goes with it.
        """
        if self._is_checked():
            return super().write(vals)
        target = vals.get("state")
        said = {name: vals[name] for name in SAID_WITH_STATE & vals.keys()}
        rest = {name: value for name, value in vals.items() if name != "state" and name not in said}
        self._check_writable({**rest, **({} if target else said)})
        if rest:
            super().write(rest)
            if self._finding_triggers() & rest.keys():
                self._refresh_findings()
        if target:
            self._move_to(target, **said)
        return True

    def _store(self, vals):
        """Store what has been checked and what `write` refuses or takes for a wish."""
        self.flush_recordset()
        return super()._store(vals)

    def _check_writable(self, vals):
        for name in sorted((CHECKED_ONLY | SAID_WITH_STATE) & vals.keys()):
            raise UserError(
                self.env._(
                    "%(field)s is set by the steps of a candidate and cannot be written.",
                    field=self._fields[name]._description_string(self.env),
                )
            )
        names = DECIDED_ABOUT & vals.keys()
        for candidate in self.filtered(lambda candidate: candidate._is_decided()):
            for name in sorted(names):
                field = self._fields[name]
                new = field.convert_to_cache(vals[name], candidate)
                if candidate[name] != field.convert_to_record(new, candidate):
                    raise UserError(
                        self.env._(
                            "%(candidate)s is decided: %(field)s cannot change any more.",
                            candidate=candidate.name,
                            field=field._description_string(self.env),
                        )
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        for candidate in self:
            if candidate.state not in ("draft", "withdrawn"):
                raise UserError(
                    self.env._(
                        "%(candidate)s has been submitted: it can be withdrawn, not deleted.",
                        candidate=candidate.name,
                    )
                )

    @api.model
    def _guarded_fields(self):
        return CHECKED_ONLY | SAID_WITH_STATE

    @api.model
    def _portal_readable_fields(self):
        """What a member may read of the own organisation's candidates; override to add."""
        return super()._portal_readable_fields() | PORTAL_READABLE_FIELDS

    @api.model
    def _next_number(self, company_id):
        company = self.env["res.company"].browse(company_id) or self.env.company
        return self.env["ir.sequence"].with_company(company).next_by_code("biginn.candidate")

    def copy_data(self, default=None):
        """A copy is a new application, begun by whoever copies it."""
        default = {"user_id": self.env.uid, **(default or {})}
        return super().copy_data(default)
