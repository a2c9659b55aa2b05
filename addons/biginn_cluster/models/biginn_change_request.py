from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# What a decision leaves behind: nobody types it.
DECIDED = ("state", "decided_on", "decided_by_id", "reason")
ASKED = ("partner_id", "company_id", "requested_by_id", "submitted_on", "line_ids")


class BiginnChangeRequest(models.Model):
    """A member asks its cluster to change what agreements and grants rest on.

    profile editor   submits through the portal's gate, withdraws while it waits
    other contacts   read the requests of their organisation
    staff            apply with their own rights, or refuse with a reason
    manager          besides: delete

    What was asked and what was decided never change afterwards; a new wish is a new request.
    """

    _name = "biginn.change.request"
    _description = "Change request"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "submitted_on desc, id desc"

    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Cluster",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        readonly=True,
        help="The cluster that decides: one in which the organisation is a member.",
    )
    requested_by_id = fields.Many2one(
        "res.partner",
        string="Asked by",
        readonly=True,
        help="The person who asked and declared that the new values are right.",
    )
    submitted_on = fields.Datetime(
        string="Asked on", required=True, default=fields.Datetime.now, readonly=True
    )
    note = fields.Text(string="What the member says", readonly=True)
    line_ids = fields.One2many(
        "biginn.change.request.line", "request_id", string="Changes", readonly=True
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Documents",
        readonly=True,
        bypass_search_access=True,
        groups="biginn_cluster.group_staff",
    )
    state = fields.Selection(
        [
            ("submitted", "Waiting"),
            ("applied", "Carried out"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="submitted",
        index=True,
        tracking=True,
        copy=False,
        help="Waiting: the cluster has not decided. Carried out: the new values stand. Refused: "
        "the old values stay, the reason says why. Withdrawn: the member no longer asks.",
    )
    reason = fields.Text(tracking=True, copy=False, help="Why it was refused. The member reads it.")
    decided_on = fields.Datetime(string="Decided on", copy=False)
    decided_by_id = fields.Many2one(
        "res.users", string="Decided by", copy=False, groups="biginn_cluster.group_staff"
    )
    summary = fields.Char(compute="_compute_summary", help="What it is about, in one line.")
    has_conflict = fields.Boolean(
        compute="_compute_has_conflict",
        help="A value has changed since the member asked.",
    )

    # -- computes --------------------------------------------------------------------

    @api.depends("line_ids.field_name", "line_ids.fiscal_year")
    @api.depends_context("lang")
    def _compute_summary(self):
        for request in self:
            request.summary = ", ".join(request.line_ids.mapped("label"))

    @api.depends("partner_id.name", "summary")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for request in self:
            request.display_name = f"{request.partner_id.name or ''}: {request.summary or ''}"

    @api.depends("state", "line_ids.conflict")
    def _compute_has_conflict(self):
        for request in self:
            request.has_conflict = request.state == "submitted" and any(
                request.line_ids.mapped("conflict")
            )

    # -- ORM overrides ---------------------------------------------------------------

    def write(self, vals):
        """Asking goes through the portal, deciding through the buttons."""
        if not self.env.su and vals.keys() & {*DECIDED, *ASKED}:
            raise AccessError(
                self.env._("A change request is applied or refused as it is, not edited.")
            )
        return super().write(vals)

    # -- who may decide --------------------------------------------------------------

    def _get_cannot_decide_reason(self):
        """Why the current user cannot decide this now; False when it is possible."""
        self.ensure_one()
        if not self.env.user.has_group("biginn_cluster.group_staff"):
            return self.env._("Only the staff of the cluster decide about change requests.")
        if self.state != "submitted":
            return self.env._("It has been decided already.")
        return False

    def _check_can_decide(self):
        self.check_access("write")
        for request in self:
            if reason := request._get_cannot_decide_reason():
                raise UserError(
                    self.env._(
                        "%(request)s: %(reason)s", request=request.display_name, reason=reason
                    )
                )

    # -- decisions -------------------------------------------------------------------

    def action_apply(self):
        """Write the new values with the rights of whoever presses the button."""
        self._check_can_decide()
        for request in self:
            if request.has_conflict:
                raise UserError(
                    self.env._(
                        "%(request)s: a value has changed since the member asked. Compare it "
                        "with what stands now, then apply anyway or refuse.",
                        request=request.display_name,
                    )
                )
        return self._apply()

    def action_apply_anyway(self):
        """Apply although a value has changed since the member asked."""
        self._check_can_decide()
        return self._apply()

    def _apply(self):
        for request in self:
            request.line_ids._apply()
            request._log_on_organisation()
        self._decide({"state": "applied"})
        return True

    def action_open_refuse(self):
        self._check_can_decide()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": "biginn.change.request.refuse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_request_ids": self.ids},
        }

    def action_refuse(self, reason):
        """Leave everything as it is and tell the member why."""
        self._check_can_decide()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: the member reads it."))
        self._decide({"state": "refused", "reason": reason.strip()})
        return True

    def _decide(self, values):
        # sudo: _check_can_decide has let the user through; by hand these fields are shut
        self.sudo().write(
            {**values, "decided_on": fields.Datetime.now(), "decided_by_id": self.env.uid}
        )
        self.activity_feedback(["biginn_cluster.mail_activity_type_change_request"])
        self._tell_requester()

    def _log_on_organisation(self):
        """A note on the organisation: who asked, what changed from what to what."""
        rows = Markup().join(
            Markup("<li>%s: %s → %s</li>")
            % (line.label, line.old_display or "–", line.new_display or "–")
            for line in self.line_ids
        )
        asked_by = self.requested_by_id.name or ""
        body = Markup("<p>%s</p><ul>%s</ul>") % (
            self.env._("Change request of %(person)s applied.", person=asked_by),
            rows,
        )
        self.partner_id._message_log(body=body)

    def _tell_requester(self):
        """One mail per request, in the language of the person who asked."""
        template = self.env.ref(
            "biginn_cluster.mail_template_change_request_decided", raise_if_not_found=False
        )
        if not template:  # a cluster that wants no mail deletes the template
            return
        for request in self.filtered("requested_by_id.email"):
            template.send_mail(
                request.id, email_layout_xmlid="mail.mail_notification_light", force_send=False
            )

    # -- merging contacts ------------------------------------------------------------

    @api.model
    def _biginn_before_merge(self, sources, destination):
        """Withdraw what was asked twice as a whole, so that no request is left without lines."""
        waiting = self.search(
            [("partner_id", "in", (sources | destination).ids), ("state", "=", "submitted")],
            order="submitted_on, id",
        ).sorted(lambda request: request.partner_id != destination)
        asked, notes = set(), []
        for request in waiting:
            wishes = {(line.field_name, line.fiscal_year) for line in request.line_ids}
            if not wishes <= asked:
                asked |= wishes
                continue
            request.write({"state": "withdrawn", "decided_on": fields.Datetime.now()})
            request.activity_unlink(["biginn_cluster.mail_activity_type_change_request"])
            notes.append(
                self.env._(
                    "%(request)s: withdrawn, for the same is asked here already: %(values)s.",
                    request=request.display_name,
                    values="; ".join(
                        f"{line.label}: {line.new_display or '–'}" for line in request.line_ids
                    ),
                )
            )
        return notes

    # -- the portal ------------------------------------------------------------------

    def _biginn_portal_withdraw(self):
        """The organisation no longer asks: any of its profile editors may say so."""
        self.ensure_one()
        self.check_access("read")
        reason = self.partner_id._get_cannot_edit_profile_reason()
        if reason:
            raise AccessError(reason)
        if self.state != "submitted":
            return False
        # sudo: an editor of the same organisation, asked for just above
        request_sudo = self.sudo()
        request_sudo.write({"state": "withdrawn", "decided_on": fields.Datetime.now()})
        request_sudo.activity_unlink(["biginn_cluster.mail_activity_type_change_request"])
        return True

    def _handed_in_sudo(self):
        """The documents that came with the request, for whoever may read it."""
        self.check_access("read")
        return self.sudo().attachment_ids

    def _tell_staff_sudo(self):
        """A task for the person who looks after this member. Only the portal's gate calls this."""
        user = self._responsible_user()
        self.activity_schedule(
            "biginn_cluster.mail_activity_type_change_request",
            # to the reader's own language the task's type speaks; the summary names the fields
            summary=self.with_context(lang=user.lang or self.company_id.partner_id.lang).summary,
            user_id=user.id,
        )

    def _responsible_user(self):
        """Who looks after the organisation, else the cluster's first manager, else its staff."""
        staff = (
            self.env["res.users"]
            .search([("company_ids", "in", self.company_id.ids), ("share", "=", False)], order="id")
            .filtered(lambda user: user.has_group("biginn_cluster.group_staff"))
        )
        managers = staff.filtered(lambda user: user.has_group("biginn_cluster.group_manager"))
        people = managers.filtered(lambda user: not user._is_superuser()) or managers
        return (self.partner_id.user_id & staff) or (people or staff)[:1]
