from datetime import timedelta

from odoo import api, fields, models

from ..rules import team

LIMIT_PARAMETER = "biginn_cluster.invitations_per_day"
LIMIT_DEFAULT = 20
KEPT_DAYS = 30


class BiginnInvitation(models.Model):
    """That an organisation's editor tried to invite somebody: what the daily limit counts.

    Refused tries count too, or one could find out whose addresses are known by trying. Only the
    portal's own code writes; staff read. Kept for a month; the chatter tells the rest.
    """

    _name = "biginn.invitation"
    _description = "Portal invitation"
    _order = "create_date desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Organisation", required=True, index=True, ondelete="cascade"
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Invited",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty when the invitation was refused.",
    )
    invited_by_id = fields.Many2one(
        "res.partner", string="Invited by", index="btree_not_null", ondelete="set null"
    )

    @api.model
    def _limit(self):
        text = self.env["ir.config_parameter"].sudo().get_param(LIMIT_PARAMETER)
        try:
            return int(text)
        except (TypeError, ValueError):
            return LIMIT_DEFAULT

    @api.model
    def _left(self, organisation):
        """How many more invitations `organisation` may send within these 24 hours."""
        since = fields.Datetime.now() - timedelta(days=1)
        # sudo: a count about the own organisation; whose it is, the caller has checked
        sent = self.sudo().search_count(
            [("partner_id", "=", organisation.id), ("create_date", ">", since)]
        )
        return team.invitations_left(sent, self._limit())

    @api.autovacuum
    def _gc_old(self):
        """Forget tries that no limit counts any more."""
        before = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.search([("create_date", "<", before)], limit=10_000).unlink()
