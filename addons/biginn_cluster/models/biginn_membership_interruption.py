from dateutil.relativedelta import relativedelta

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

    # -- the dialogues -----------------------------------------------------------------

    def _with_renewals(self, wanted):
        """The renewals entered already, and theirs, as long as they are `wanted`."""
        found, last = self.browse(), self
        while last:
            renewals = self.browse().union(*last._existing_renewals().values())
            last = (renewals - self - found).filtered(wanted)
            found |= last
        return found

    def _leave(self, day, reason=""):
        """End these, and what was renewed before: who leaves does not come back by itself."""
        renewals = self._with_renewals(
            lambda m: not m.refused_on and (not m.left_on or m.left_on > day)
        )
        values = {"leaving_reason": reason} if reason else {}
        (self | renewals).write({"left_on": day, **values})

    def _suspend(self, first, last, reason):
        """Let the rights rest; one that runs until then goes on, one that is over is kept."""
        day_before = first - relativedelta(days=1)
        running = self.filtered(
            lambda m: m.suspended_from
            and m.suspended_from < first
            and (not m.suspended_to or m.suspended_to >= day_before)
        )
        for membership in running:
            reasons = dict.fromkeys(filter(None, [membership.suspension_reason, reason]))
            membership.write({"suspended_to": last, "suspension_reason": "; ".join(reasons)})
        (self - running).write(
            {"suspended_from": first, "suspended_to": last, "suspension_reason": reason}
        )
        for renewal in self._with_renewals(lambda m: not last or m.date_start <= last):
            renewal.write(
                {
                    "suspended_from": max(first, renewal.date_start),
                    "suspended_to": last,
                    "suspension_reason": reason,
                }
            )

    def _suspension_for_renewal(self, start):
        """What of a suspension goes on when the next period begins."""
        self.ensure_one()
        if not self.suspended_from or (self.suspended_to and self.suspended_to < start):
            return {}
        return {
            "suspended_from": max(self.suspended_from, start),
            "suspended_to": self.suspended_to,
            "suspension_reason": self.suspension_reason,
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
