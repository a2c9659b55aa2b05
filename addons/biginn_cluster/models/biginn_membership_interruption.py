from odoo import api, fields, models


class BiginnMembership(models.Model):
    """Suspension and leaving: the dialogues, and the memory of earlier suspensions."""

    _inherit = "biginn.membership"

    suspension_ids = fields.One2many(
        "biginn.membership.suspension",
        "membership_id",
        string="Earlier suspensions",
        groups="biginn_cluster.group_staff",
    )

    def write(self, vals):
        """A new suspension does not make one that is over unhappen: that one is kept."""
        over = self._with_suspension_over(vals)
        if not over:
            return super().write(vals)
        kept = [membership._suspension_values() for membership in over]
        # last day and reason of the one that is over are not those of the new one
        super(BiginnMembership, over).write(
            {"suspended_to": False, "suspension_reason": False} | vals
        )
        result = super(BiginnMembership, self - over).write(vals)
        # sudo: whoever may decide about the new suspension has just been asked by write()
        self.env["biginn.membership.suspension"].sudo().create(kept)
        return result

    def _with_suspension_over(self, vals):
        """Those whose recorded suspension is over before the new one begins."""
        first = fields.Date.to_date(vals.get("suspended_from"))
        if not first:
            return self.browse()
        return self.filtered(lambda m: m.suspended_to and m.suspended_to < first)

    def _suspension_values(self):
        self.ensure_one()
        return {
            "membership_id": self.id,
            "date_from": self.suspended_from,
            "date_to": self.suspended_to,
            "reason": self.suspension_reason,
        }

    @api.model
    def _interruption_sentence(self, code):
        """Why the dialogue refuses, in words."""
        return {
            "leave": self.env._("A refused membership or one that has ended cannot be left."),
            "suspend": self.env._("Only a membership that runs, or is about to, can be suspended."),
        }[code]

    def _get_cannot_leave_reason(self):
        """Why the member cannot leave this membership; False when it can."""
        self.ensure_one()
        if self.state in ("refused", "expired", "left"):
            return self._interruption_sentence("leave")
        return False

    def _get_cannot_suspend_reason(self):
        """Why the current user cannot suspend this; False when it is possible."""
        self.ensure_one()
        if not self._may_decide():
            return self.env._("Only a cluster manager may decide this.")
        if self.state not in ("upcoming", "active", "expiring", "suspended"):
            return self._interruption_sentence("suspend")
        return False
