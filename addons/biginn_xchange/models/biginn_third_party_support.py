from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.biginn_cluster.models.res_partner_profile import ORGANISATION_TYPES


class BiginnThirdPartySupport(models.Model):
    """Support to third parties: one row per recipient, programme and cluster.

    Promised is what is validated and not yet over, due what is completed and not paid. The
    ceiling is the programme's, for the recipient in all clusters together.
    """

    _name = "biginn.third.party.support"
    _description = "Support per recipient"
    _auto = False
    _rec_name = "partner_id"
    _order = "amount_total desc, id"

    partner_id = fields.Many2one("res.partner", string="Recipient", readonly=True)
    programme_id = fields.Many2one("biginn.programme", readonly=True)
    company_id = fields.Many2one("res.company", string="Cluster", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    organisation_type = fields.Selection(ORGANISATION_TYPES, readonly=True)
    exchange_count = fields.Integer(string="Exchanges", readonly=True)
    amount_promised = fields.Monetary(
        string="Promised", currency_field="currency_id", readonly=True
    )
    amount_due = fields.Monetary(
        string="Completed, not paid", currency_field="currency_id", readonly=True
    )
    amount_paid = fields.Monetary(string="Paid", currency_field="currency_id", readonly=True)
    amount_total = fields.Monetary(string="In all", currency_field="currency_id", readonly=True)
    amount_everywhere = fields.Monetary(
        string="In all clusters",
        currency_field="currency_id",
        readonly=True,
        aggregator=None,
        help="The ceiling holds for all clusters of the programme together.",
    )
    ceiling = fields.Monetary(currency_field="currency_id", readonly=True, aggregator=None)
    ceiling_percent = fields.Float(
        string="Used of the ceiling", readonly=True, aggregator="max", digits=(16, 1)
    )
    is_over = fields.Boolean(string="Over the ceiling", readonly=True)
    last_day = fields.Date(string="Last stay", readonly=True)
    declared_on = fields.Date(string="De minimis declared on", readonly=True)

    @property
    def _table_query(self):
        self._flush_what_is_read()
        return SQL(
            """
            WITH sums AS (
                SELECT MIN(e.id) AS id,
                       p.commercial_partner_id AS partner_id,
                       e.programme_id, e.company_id, e.currency_id,
                       COUNT(*) AS exchange_count,
                       SUM(CASE WHEN e.state NOT IN ('completed', 'paid')
                                THEN e.agreed_amount ELSE 0 END) AS amount_promised,
                       SUM(CASE WHEN e.state = 'completed'
                                THEN e.agreed_amount ELSE 0 END) AS amount_due,
                       SUM(CASE WHEN e.state = 'paid'
                                THEN e.agreed_amount ELSE 0 END) AS amount_paid,
                       SUM(e.agreed_amount) AS amount_total,
                       MAX(e.date_end) AS last_day
                  FROM biginn_exchange e
                  JOIN res_partner p ON p.id = e.visiting_id
                 WHERE e.state IN %(states)s AND e.agreed_amount > 0 AND e.is_paid_here
              GROUP BY p.commercial_partner_id, e.programme_id, e.company_id, e.currency_id
            )
            SELECT s.*,
                   o.country_id, o.organisation_type,
                   g.third_party_ceiling AS ceiling,
                   w.total AS amount_everywhere,
                   CASE WHEN g.third_party_ceiling > 0
                        THEN ROUND(100 * w.total / g.third_party_ceiling, 1) ELSE 0
                         END AS ceiling_percent,
                   g.third_party_ceiling > 0 AND w.total > g.third_party_ceiling AS is_over,
                   d.declared_on
              FROM sums s
              JOIN res_partner o ON o.id = s.partner_id
              JOIN biginn_programme g ON g.id = s.programme_id
        CROSS JOIN LATERAL (
                   SELECT SUM(amount_total) AS total FROM sums a
                    WHERE a.partner_id = s.partner_id AND a.programme_id = s.programme_id
                      AND a.currency_id = s.currency_id
                   ) w
         LEFT JOIN LATERAL (
                   SELECT MAX(signed_on) AS declared_on FROM biginn_de_minimis_declaration m
                    WHERE m.partner_id = s.partner_id AND m.company_id = s.company_id
                   ) d ON TRUE
            """,
            states=tuple(self.env["biginn.exchange"]._states_that_count()),
        )

    @api.model
    def _flush_what_is_read(self):
        self.env["biginn.exchange"].flush_model()
        self.env["biginn.programme"].flush_model(["third_party_ceiling"])
        self.env["biginn.de.minimis.declaration"].flush_model()
        self.env["res.partner"].flush_model(
            ["commercial_partner_id", "country_id", "organisation_type"]
        )

    def action_open_exchanges(self):
        """The exchanges behind this sum."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_xchange.action_biginn_exchange"
        )
        return {
            **action,
            "name": self.partner_id.display_name,
            "domain": [
                ("visiting_id.commercial_partner_id", "=", self.partner_id.id),
                ("programme_id", "=", self.programme_id.id),
                ("company_id", "=", self.company_id.id),
                ("is_paid_here", "=", True),
                ("state", "in", self.env["biginn.exchange"]._states_that_count()),
            ],
            "context": {"create": False},
            "views": [(False, "list"), (False, "form")],
        }
