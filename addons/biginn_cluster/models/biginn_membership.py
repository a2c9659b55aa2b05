from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date

from ..rules import membership as rule
from ..rules import membership_period as period_rule

STATES = [
    ("draft", "Draft"),
    ("applied", "Applied"),
    ("upcoming", "Upcoming"),
    ("active", "Active"),
    ("expiring", "Expiring"),
    ("suspended", "Suspended"),
    ("expired", "Expired"),
    ("left", "Left"),
    ("refused", "Refused"),
]


class BiginnMembership(models.Model):
    """One dated membership of one organisation in one cluster.

    staff    enter, submit an application, note that a member leaves
    manager  approve, refuse, suspend, change fee, and dates or category of what is approved
    member   reads its own in the portal

    The state follows from dates and decisions (rules/membership.py); nobody writes it. A
    daily job moves the memberships whose day has come.
    """

    _name = "biginn.membership"
    _description = "Membership"
    _inherit = ["biginn.natural.key.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _natural_key = ("partner_id", "company_id", "category_id", "date_start")
    _import_template = "memberships"

    # -- who and what ----------------------------------------------------------------

    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Cluster",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    category_id = fields.Many2one(
        "biginn.membership.category",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    country_id = fields.Many2one(related="partner_id.country_id", store=True, index=True)
    organisation_type = fields.Selection(
        string="Organisation type", related="partner_id.organisation_type"
    )
    size_class = fields.Selection(string="Size class", related="partner_id.size_class")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        copy=False,
    )

    # -- dates and decisions ---------------------------------------------------------

    date_start = fields.Date(string="First day", tracking=True)
    date_end = fields.Date(
        string="Last day",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Last day of the membership, proposed from the category's period. Empty: until "
        "someone ends it.",
    )
    applied_on = fields.Date(string="Applied on", tracking=True, copy=False)
    approved_on = fields.Date(string="Approved on", tracking=True, copy=False)
    approved_by_id = fields.Many2one("res.users", string="Approved by", copy=False)
    refused_on = fields.Date(string="Refused on", tracking=True, copy=False)
    refusal_reason = fields.Char(string="Refusal reason", tracking=True, copy=False)
    left_on = fields.Date(
        string="Left on",
        tracking=True,
        copy=False,
        help="First day on which the organisation is no longer a member.",
    )
    leaving_reason = fields.Char(string="Leaving reason", copy=False)
    suspended_from = fields.Date(string="Suspended from", tracking=True, copy=False)
    suspended_to = fields.Date(
        string="Suspended until",
        tracking=True,
        copy=False,
        help="Last day of the suspension. Empty: until lifted.",
    )
    suspension_reason = fields.Char(string="Suspension reason", copy=False)

    # -- state -----------------------------------------------------------------------

    state = fields.Selection(
        STATES,
        compute="_compute_state",
        store=True,
        precompute=True,
        index=True,
        tracking=True,
        group_expand="_expand_states",
        help="Draft: not submitted. Applied: waits for the manager. Upcoming: approved, not "
        "begun. Active: member today. Expiring: member, the end is near. Suspended: rights "
        "rest. Expired: the period is over. Left: ended by the member or the cluster. "
        "Refused: not admitted.",
    )
    state_until = fields.Date(
        string="State until",
        compute="_compute_state",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="The day on which the state changes by itself.",
    )
    state_explanation = fields.Char(string="Why", compute="_compute_state_explanation")

    _dates_in_order = models.Constraint(
        "CHECK (date_end >= date_start)", "A membership cannot end before it starts."
    )
    _suspension_in_order = models.Constraint(
        "CHECK (suspended_to >= suspended_from)", "A suspension cannot end before it starts."
    )

    # -- constraints -----------------------------------------------------------------

    @api.constrains("partner_id")
    def _check_organisation(self):
        self.partner_id._check_is_organisation()

    @api.constrains("approved_on", "date_start")
    def _check_approved_has_start(self):
        if self.filtered(lambda m: m.approved_on and not m.date_start):
            raise ValidationError(
                self.env._("Enter the first day of the membership before approving it.")
            )

    @api.constrains("approved_on", "refused_on")
    def _check_one_decision(self):
        if self.filtered(lambda m: m.approved_on and m.refused_on):
            raise ValidationError(self.env._("A membership is approved or refused, not both."))

    @api.constrains(
        "partner_id", "company_id", "category_id", "date_start", "date_end", "refused_on", "left_on"
    )
    def _check_overlap(self):
        for membership in self:
            other = membership._find_overlap()
            if other:
                raise ValidationError(
                    self.env._(
                        "%(organisation)s already has a membership %(category)s from %(start)s "
                        "in this cluster that overlaps.",
                        organisation=membership.partner_id.name,
                        category=other.category_id.name,
                        start=format_date(self.env, other.date_start),
                    )
                )

    def _find_overlap(self):
        """Another membership of the same category on one of the same days."""
        self.ensure_one()
        if not self.date_start or self.refused_on or self._last_day_before_start():
            return self.browse()
        domain = [
            ("id", "!=", self.id),
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("category_id", "=", self.category_id.id),
            ("date_start", "!=", False),
            ("refused_on", "=", False),
            "|",
            ("date_end", "=", False),
            ("date_end", ">=", self.date_start),
            "|",
            ("left_on", "=", False),
            ("left_on", ">", self.date_start),
        ]
        last = self._last_day()
        if last:
            domain.append(("date_start", "<=", last))
        others = self.sudo().search(domain)
        return others.filtered(lambda m: not m._last_day_before_start())[:1]

    def _last_day(self):
        days = [self.date_end, self.left_on and self.left_on - relativedelta(days=1)]
        return min((day for day in days if day), default=False)

    def _last_day_before_start(self):
        last = self._last_day()
        return bool(last and last < self.date_start)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if self.filtered(lambda m: m.approved_on or m.refused_on):
            raise UserError(
                self.env._(
                    "A membership that was approved or refused is history and cannot be "
                    "deleted. Enter the day on which the member left instead."
                )
            )

    # -- computes --------------------------------------------------------------------

    @api.depends("partner_id.name", "category_id.name", "date_start")
    def _compute_display_name(self):
        for membership in self:
            parts = [membership.partner_id.name, membership.category_id.name]
            if membership.date_start:
                parts.append(str(membership.date_start.year))
            membership.display_name = ", ".join(part for part in parts if part)

    @api.depends("date_start", "category_id")
    def _compute_date_end(self):
        for membership in self:
            category = membership.category_id
            membership.date_end = membership.date_start and period_rule.period_end(
                membership.date_start,
                category.period_months,
                category.period_anchor == "calendar",
            )

    @api.depends("category_id")
    def _compute_user_id(self):
        for membership in self:
            membership.user_id = membership.user_id or membership.category_id.user_id

    @api.depends(
        "date_start",
        "date_end",
        "applied_on",
        "approved_on",
        "refused_on",
        "left_on",
        "suspended_from",
        "suspended_to",
        "suspension_ids.date_from",
        "suspension_ids.date_to",
        "category_id.notice_days",
    )
    def _compute_state(self):
        today = fields.Date.today()
        for membership in self:
            facts = membership._facts()
            membership.state = rule.state_on(facts, today)
            membership.state_until = rule.next_change(facts, today)

    def _facts(self):
        """This record as the rule reads it."""
        self.ensure_one()
        return rule.Facts(
            date_start=self.date_start or None,
            date_end=self.date_end or None,
            applied_on=self.applied_on or None,
            approved_on=self.approved_on or None,
            refused_on=self.refused_on or None,
            left_on=self.left_on or None,
            suspended_from=self.suspended_from or None,
            suspended_to=self.suspended_to or None,
            # sudo: who may read the membership learns its state, not the suspensions themselves
            suspended_before=tuple((s.date_from, s.date_to) for s in self.sudo().suspension_ids),
            notice_days=self.category_id.notice_days,
        )

    @api.depends("state", "refusal_reason", "leaving_reason", "suspension_reason")
    @api.depends_context("lang")
    def _compute_state_explanation(self):
        for membership in self:
            code, days = rule.explain(membership.state or "draft", membership._facts())
            values = {name: format_date(self.env, day) if day else "" for name, day in days.items()}
            sentence = self._state_sentence(code, values)
            reason = {
                "refused": membership.refusal_reason,
                "left": membership.leaving_reason,
                "suspended": membership.suspension_reason,
            }.get(membership.state)
            if reason:
                sentence = self.env._(
                    "%(sentence)s Reason: %(reason)s", sentence=sentence, reason=reason
                )
            membership.state_explanation = sentence

    def _explanation_line(self):
        """Cluster, category and why, for lists of several memberships."""
        self.ensure_one()
        # sudo: two names; a member of several clusters may not read the other companies itself
        membership_sudo = self.sudo()
        names = f"{membership_sudo.company_id.name}, {membership_sudo.category_id.name}"
        return f"{names}: {self.state_explanation}"

    @api.model
    def _state_sentence(self, code, values):
        return {
            "draft": lambda: self.env._("Not submitted yet."),
            "draft_undated": lambda: self.env._("Not submitted yet; the first day is missing."),
            "applied": lambda: self.env._(
                "Applied on %(date)s; a manager has to approve it.", **values
            ),
            "applied_undated": lambda: self.env._(
                "Applied on %(date)s; the first day is missing, then a manager can approve it.",
                **values,
            ),
            "upcoming": lambda: self.env._("Approved; begins on %(date)s.", **values),
            "active_until": lambda: self.env._("Member from %(date)s to %(end)s.", **values),
            "active_open": lambda: self.env._("Member since %(date)s, without an end.", **values),
            "expiring_until": lambda: self.env._(
                "Member since %(date)s; ends on %(end)s.", **values
            ),
            "suspended_until": lambda: self.env._("Suspended from %(date)s to %(end)s.", **values),
            "suspended_open": lambda: self.env._(
                "Suspended since %(date)s, until lifted.", **values
            ),
            "expired": lambda: self.env._("Ended on %(date)s and was not renewed.", **values),
            "left": lambda: self.env._("No longer a member since %(date)s.", **values),
            "refused": lambda: self.env._("Refused on %(date)s.", **values),
        }[code]()

    @api.model
    def _expand_states(self, states, _domain):
        """Columns of the board: those of a living membership, and what the records need."""
        living = ("applied", "upcoming", "active", "expiring")
        return [state for state, _label in STATES if state in living or state in states]
