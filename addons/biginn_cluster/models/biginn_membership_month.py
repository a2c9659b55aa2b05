from odoo import api, fields, models
from odoo.tools import SQL

from .res_partner_profile import ORGANISATION_TYPES
from .res_partner_size import SIZE_CLASSES


class BiginnMembershipMonth(models.Model):
    """Members over time: one row per membership, organisation and month at whose end it counts.

    The end of the present month is today. A suspended membership has its row, so that the two
    can be told apart; by default the screens show members only. Type, size and country are
    those the organisation has today.
    """

    _name = "biginn.membership.month"
    _description = "Members over time"
    _auto = False
    _rec_name = "membership_id"
    _order = "date desc, id"

    date = fields.Date(string="Month", readonly=True)
    membership_id = fields.Many2one("biginn.membership", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Organisation", readonly=True)
    member_count = fields.Integer(
        string="Members",
        readonly=True,
        aggregator="count_distinct",
        help="Organisations, each counted once whatever the number of its memberships.",
    )
    is_covered = fields.Boolean(
        string="Through its group",
        readonly=True,
        help="The membership is that of another organisation of the same group.",
    )
    company_id = fields.Many2one("res.company", string="Cluster", readonly=True)
    category_id = fields.Many2one("biginn.membership.category", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    organisation_type = fields.Selection(
        ORGANISATION_TYPES, string="Organisation type", readonly=True
    )
    size_class = fields.Selection(SIZE_CLASSES, string="Size class", readonly=True)
    standing = fields.Selection([("member", "Member"), ("suspended", "Suspended")], readonly=True)

    @property
    def _table_query(self):
        self._flush_what_is_read()
        today = fields.Date.context_today(self)
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY d.day, m.id, p.id) AS id,
                   d.day AS date,
                   m.id AS membership_id,
                   p.id AS partner_id,
                   p.id AS member_count,
                   o.is_covered,
                   m.company_id, m.category_id,
                   p.country_id, p.organisation_type, p.size_class,
                   s.standing
              FROM biginn_membership m
        CROSS JOIN LATERAL (
                   SELECT m.partner_id, FALSE AS is_covered
                    UNION ALL
                   SELECT c.partner_id, TRUE
                     FROM biginn_membership_covered_rel c
                    WHERE c.membership_id = m.id
                   ) o
              JOIN res_partner p ON p.id = o.partner_id
        CROSS JOIN LATERAL (
                   SELECT LEAST((month + interval '1 month - 1 day')::date, %(today)s) AS day
                     FROM generate_series(
                          date_trunc('month', m.date_start),
                          LEAST(m.date_end, m.left_on, %(today)s)::timestamp,
                          interval '1 month') month
                   ) d
        CROSS JOIN LATERAL (
                   SELECT CASE WHEN (m.suspended_from <= d.day
                                     AND (m.suspended_to IS NULL OR m.suspended_to >= d.day))
                                 OR EXISTS (SELECT 1 FROM biginn_membership_suspension e
                                             WHERE e.membership_id = m.id
                                               AND d.day BETWEEN e.date_from AND e.date_to)
                               THEN 'suspended' ELSE 'member' END AS standing
                   ) s
             WHERE m.approved_on IS NOT NULL
               AND m.refused_on IS NULL
               AND m.date_start <= d.day
               AND (m.date_end IS NULL OR m.date_end >= d.day)
               AND (m.left_on IS NULL OR m.left_on > d.day)
            """,
            today=today,
        )

    @api.model
    def _flush_what_is_read(self):
        self.env["biginn.membership"].flush_model()
        self.env["biginn.membership.suspension"].flush_model()
        self.env["res.partner"].flush_model(["country_id", "organisation_type", "size_class"])
