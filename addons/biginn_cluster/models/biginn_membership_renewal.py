from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..rules import membership_period as rule


class BiginnMembership(models.Model):
    """Renewal: the next period begins the day after this one ends (rules/membership_period.py)."""

    _inherit = "biginn.membership"

    renewal_of_id = fields.Many2one(
        "biginn.membership",
        string="Renews",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        readonly=True,
    )
    renewal_ids = fields.One2many("biginn.membership", "renewal_of_id", string="Renewed by")
    is_renewed = fields.Boolean(
        string="Renewed",
        compute="_compute_is_renewed",
        search="_search_is_renewed",
        help="A later membership of the same category has been entered or waits for approval.",
    )
    cannot_renew_reason = fields.Char(
        string="Why it cannot be renewed", compute="_compute_cannot_renew_reason"
    )

    # two people who press the button at the same moment make one renewal
    _renewal_uniq = models.UniqueIndex(
        "(renewal_of_id) WHERE refused_on IS NULL AND (left_on IS NULL OR left_on > date_start)",
        "This membership has been renewed already.",
    )

    @api.depends("partner_id", "company_id", "category_id", "date_end")
    def _compute_is_renewed(self):
        renewals = self._existing_renewals()
        for membership in self:
            membership.is_renewed = bool(renewals.get(membership._origin.id))

    def _search_is_renewed(self, operator, value):
        """Those with a later one beside them, as `renewal_of` of the rule finds it."""
        if operator != "in":
            return NotImplemented
        later = SQL(
            """(SELECT m.id FROM biginn_membership m JOIN biginn_membership n
                  ON n.partner_id = m.partner_id AND n.company_id = m.company_id
                 AND n.category_id = m.category_id AND n.date_start > m.date_end
               WHERE n.refused_on IS NULL
                 AND (n.left_on IS NULL OR n.left_on > n.date_start))"""
        )
        self.env["biginn.membership"].flush_model(
            ["partner_id", "company_id", "category_id", "date_start", "date_end"]
            + ["refused_on", "left_on"]
        )
        return [("id", "in" if True in value else "not in", later)]

    def _existing_renewals(self):
        """{id: the membership that renews it already}; one query for all."""
        saved = self._origin.filtered(lambda m: m.partner_id and m.date_end)
        siblings = self.sudo().search(
            [
                ("partner_id", "in", saved.partner_id.ids),
                ("category_id", "in", saved.category_id.ids),
                ("date_start", "!=", False),
            ]
        )
        by_key = siblings.grouped(lambda m: (m.partner_id, m.company_id, m.category_id))
        found = {}
        for membership in saved:
            key = (membership.partner_id, membership.company_id, membership.category_id)
            others = [other._period() for other in by_key.get(key, ())]
            renewal = rule.renewal_of(membership._period(), others)
            if renewal:
                # sudo only looked; what comes out is read with the user's own rights
                found[membership.id] = self.browse(renewal.key)
        return found

    def _period(self):
        """This record as the rule reads it."""
        self.ensure_one()
        return rule.Period(
            key=self.id,
            start=self.date_start or None,
            end=self.date_end or None,
            counts=not (self.refused_on or self._last_day_before_start()),
        )

    # -- why not ---------------------------------------------------------------------

    @api.depends("state", "date_end", "left_on")
    @api.depends_context("lang")
    def _compute_cannot_renew_reason(self):
        for membership in self:
            membership.cannot_renew_reason = membership._get_cannot_renew_reason()

    def _get_cannot_renew_reason(self):
        """Why this cannot be renewed; False when it can. A renewed one can: one is shown which."""
        self.ensure_one()
        code = rule.cannot_renew(self.state, self._period(), bool(self.left_on))
        return self._renewal_sentence(code) if code else False

    @api.model
    def _renewal_sentence(self, code):
        return {
            "not_approved": self.env._("It has not been approved yet."),
            "refused": self.env._("It was refused."),
            "left": self.env._("The organisation leaves or has left: enter a new application."),
            "no_end": self.env._("It has no end: it goes on by itself."),
        }[code]

    # -- action ----------------------------------------------------------------------

    def action_renew(self):
        """Enter the next period of each; one that is renewed already is shown, not doubled.

        A manager thereby approves it; what staff renew waits for the manager.
        """
        self.check_access("write")
        skipped = {m: m._get_cannot_renew_reason() for m in self}
        skipped = {membership: reason for membership, reason in skipped.items() if reason}
        able = self.filtered(lambda m: m not in skipped)
        if not able:
            raise UserError(self._sentences(skipped))
        found = able._existing_renewals()
        missing = able.filtered(lambda m: m.id not in found)
        renewals = self.browse([renewal.id for renewal in found.values()])
        renewals |= missing._create_renewals()
        return self._show_with_skipped(renewals._action_open(), skipped)

    def action_open_renewals(self):
        """Show what has renewed these already."""
        found = self._existing_renewals().values()
        return self.browse([renewal.id for renewal in found])._action_open()

    def _create_renewals(self):
        decides = self._may_decide()
        # the unique index judges by what is in the database
        self.renewal_ids.flush_recordset(["refused_on", "left_on", "date_start"])
        today = fields.Date.today()
        decision = (
            {"approved_on": today, "approved_by_id": self.env.uid}
            if decides
            else {"applied_on": today}
        )
        values = [membership._renewal_values() | decision for membership in self]
        # sudo: who may write these memberships renews them on the same terms, the sponsor
        # included, which staff could not choose anew; without `approved_on` it waits
        return self.sudo().create(values).sudo(self.env.su)

    def _renewal_values(self):
        """What the next period takes over; fee and last day come from the category of today."""
        self.ensure_one()
        start = rule.renewal_start(self._period())
        return {
            **self._suspension_for_renewal(start),
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "category_id": self.category_id.id,
            "date_start": start,
            "fee_kind": self.fee_kind,
            "sponsor_id": self.sponsor_id.id,
            "user_id": self.user_id.id,
            "covered_partner_ids": [Command.set(self.covered_partner_ids.ids)],
            "renewal_of_id": self.id,
        }

    # -- what a button answers ---------------------------------------------------------

    def _action_open(self):
        """Open these memberships: one as a form, several as a list."""
        action = {
            "type": "ir.actions.act_window",
            "res_model": "biginn.membership",
            "name": self.env._("Memberships"),
        }
        if len(self) == 1:
            return action | {"res_id": self.id, "views": [(False, "form")]}
        return action | {
            "domain": [("id", "in", self.ids)],
            "views": [(False, "list"), (False, "form")],
        }

    @api.model
    def _chosen_in_list(self):
        """The memberships on which a dialogue was opened."""
        if self.env.context.get("active_model") != self._name:
            return self.browse()
        return self.browse(self.env.context.get("active_ids", []))

    def _refuse_together(self, guard):
        """Name all memberships that may not go on, each with what its method `guard` answers."""
        reasons = {membership: getattr(membership, guard)() for membership in self}
        refused = {membership: reason for membership, reason in reasons.items() if reason}
        if refused:
            raise UserError(self._sentences(refused))

    @api.model
    def _sentences(self, skipped):
        """One line per membership that was left out, with the reason."""
        return "\n".join(
            self.env._(
                "%(membership)s: %(reason)s", membership=membership.display_name, reason=reason
            )
            for membership, reason in skipped.items()
        )

    @api.model
    def _show_with_skipped(self, action, skipped):
        """The action, and before it a message that says what was left out and why."""
        if not skipped:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Left out: %(count)s", count=len(skipped)),
                "message": self._sentences(skipped),
                "next": action,
            },
        }
