from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# What only a manager decides, and what nobody else may change once it is decided.
DECISIONS = (
    "approved_on",
    "approved_by_id",
    "refused_on",
    "refusal_reason",
    "suspended_from",
    "suspended_to",
    "suspension_reason",
    "fee",
    "fee_kind",
    "sponsor_id",
    "currency_id",
)
AGREED = (
    "partner_id",
    "company_id",
    "category_id",
    "date_start",
    "date_end",
    "covered_partner_ids",
)


class BiginnMembership(models.Model):
    """Who decides about a membership: approval, refusal, suspension, leaving.

    Each question has one function that gives the reason in words; buttons, server checks
    and tests all ask it.
    """

    _inherit = "biginn.membership"

    cannot_approve_reason = fields.Char(string="Why not", compute="_compute_cannot_approve_reason")

    @api.depends("state", "date_start", "category_id", "partner_id")
    @api.depends_context("uid", "lang")
    def _compute_cannot_approve_reason(self):
        for membership in self:
            membership.cannot_approve_reason = membership._get_cannot_approve_reason()

    # -- ORM overrides ---------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_entry_decision(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_may_write(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_may_write(vals)
        result = super().write(vals)
        if "company_id" in vals:
            # rules look at what was: nobody moves one into a cluster they do not work in
            self.check_access("write")
        return result

    @api.model
    def _with_entry_decision(self, vals):
        """A manager who enters a dated membership thereby approves it.

        Staff who bring one over in an import submit it. An application is entered by
        giving `applied_on`: it then waits, whoever enters it.
        """
        decided = ("applied_on", "approved_on", "refused_on")
        if not vals.get("date_start") or any(vals.get(name) for name in decided):
            return vals
        today = fields.Date.today()
        if self._may_decide():
            return vals | {"approved_on": today, "approved_by_id": self.env.uid}
        if self.env.context.get("import_file"):
            return vals | {"applied_on": today}
        return vals

    @api.model
    def _import_complete(self, values):
        """A row may name the cluster: then the category of that name there is meant."""
        values = super()._import_complete(values)
        company = values.get("company_id") or self.env.company.id
        category = self.env["biginn.membership.category"].browse(values.get("category_id") or [])
        if category and category.company_id.id != company:
            own = category.with_context(active_test=False).search(
                [("name", "=", category.name), ("company_id", "=", company)]
            )
            if not own:
                raise ValidationError(
                    self.env["biginn.import.rows"]
                    .with_company(company)
                    ._unknown(category, category.name)
                )
            values["category_id"] = own.id
        return values

    @api.model
    def _may_decide(self):
        return self.env.su or self.env.user.has_group("biginn_cluster.group_manager")

    def _check_may_write(self, vals):
        """Refuse a forged state, and decisions by someone who may not decide."""
        if "state" in vals or "state_until" in vals:
            raise UserError(
                self.env._(
                    "The state follows from the dates: use the buttons, or enter the day of "
                    "approval, suspension or leaving."
                )
            )
        if self._may_decide():
            return
        names = [name for name in DECISIONS if self._would_change(name, vals)]
        agreed = self.filtered("approved_on")
        names += [name for name in AGREED if agreed and agreed._would_change(name, vals)]
        left = agreed.filtered(lambda m: m.state == "left")
        if left and left._would_change("left_on", vals):
            # who has left is not let in again by a date
            names.append("left_on")
        if names:
            labels = self.fields_get(names, ["string"])
            raise AccessError(
                self.env._(
                    "Only a cluster manager may decide this: %(fields)s.",
                    fields=", ".join(labels[name]["string"] for name in names),
                )
            )

    def _would_change(self, name, vals):
        """Whether writing `vals` gives the field another value on any record (or on a new one)."""
        if name not in vals:
            return False
        field = self._fields[name]
        if field.type == "many2many":
            return any(self._would_link_others(name, record, vals[name]) for record in self)
        new = field.convert_to_cache(vals[name], self, validate=False)
        if not self:
            default = self.default_get([name]).get(name)
            return bool(new) and new != field.convert_to_cache(default, self, validate=False)
        return any(
            new != field.convert_to_cache(record[name], record, validate=False) for record in self
        )

    @api.model
    def _would_link_others(self, name, record, commands):
        """Whether these commands leave other records linked than there are, archived ones too."""
        record = record.with_context(active_test=False)
        linked = record._fields[name].convert_to_cache(commands, record, validate=False)
        return set(linked or ()) != set(record[name].ids)

    # -- authority: one function per action, the reason in words ----------------------

    def _get_cannot_approve_reason(self):
        """Why the current user cannot approve this now; False when it is possible."""
        self.ensure_one()
        if not self._may_decide():
            return self.env._("Only a cluster manager may approve memberships.")
        if self.state not in ("draft", "applied"):
            return self.env._("It has been decided already.")
        if not self.date_start:
            return self.env._("The first day is missing.")
        return False

    def _check_can_approve(self):
        for membership in self:
            reason = membership._get_cannot_approve_reason()
            if reason:
                raise UserError(
                    self.env._(
                        "%(membership)s: %(reason)s",
                        membership=membership.display_name,
                        reason=reason,
                    )
                )

    def _check_can_decide(self):
        if not self._may_decide():
            raise AccessError(self.env._("Only a cluster manager may decide this."))

    # -- actions ---------------------------------------------------------------------

    def action_apply(self):
        self.filtered(lambda m: not m.applied_on).write({"applied_on": fields.Date.today()})
        return True

    def action_approve(self):
        self._check_can_approve()
        self.write({"approved_on": fields.Date.today(), "approved_by_id": self.env.uid})
        return True

    def action_refuse(self):
        self._check_can_decide()
        for membership in self:
            if membership.approved_on:
                raise UserError(
                    self.env._("An approved membership is not refused but ended or suspended.")
                )
            if not membership.refusal_reason:
                raise UserError(
                    self.env._("Write the reason into 'Refusal reason' first: the applicant asks.")
                )
        self.write({"refused_on": fields.Date.today()})
        return True

    def action_suspend(self):
        self._check_can_decide()
        self.write({"suspended_from": fields.Date.today(), "suspended_to": False})
        return True

    def action_resume(self):
        """End a suspension: today the member has its rights again."""
        self._check_can_decide()
        today = fields.Date.today()
        for membership in self | self._with_renewals(lambda renewal: renewal.suspended_from):
            if membership.suspended_to and membership.suspended_to < today:
                continue
            if membership.suspended_from and membership.suspended_from < today:
                membership.suspended_to = today - relativedelta(days=1)
            else:
                membership.write({"suspended_from": False, "suspended_to": False})
        return True

    def action_leave(self):
        self.filtered(lambda m: not m.left_on)._leave(fields.Date.today())
        return True

    def action_reset(self):
        """Take a refusal back: the application waits again."""
        self._check_can_decide()
        self.write({"refused_on": False, "refusal_reason": False})
        return True
