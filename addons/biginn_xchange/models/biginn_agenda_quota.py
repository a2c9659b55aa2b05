from odoo import api, fields, models
from odoo.exceptions import ValidationError

KEY_OF = {"country": "country_id", "company": "cluster_id", "organisation": "organisation_id"}


class BiginnAgendaQuota(models.Model):
    """At most so many places of an agenda for one country, cluster or organisation.

    Without a key it holds for each of them: at most two people from each organisation.

    Rights: those of the event.
    """

    _name = "biginn.agenda.quota"
    _description = "Quota of an agenda"
    _order = "event_id, kind, id"

    event_id = fields.Many2one(
        "event.event", string="Agenda", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="event_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("country", "Country"), ("company", "Cluster"), ("organisation", "Organisation")],
        string="For each",
        default="organisation",
        required=True,
        help="Of which kind the places are counted.",
    )
    country_id = fields.Many2one("res.country")
    cluster_id = fields.Many2one("res.company")
    organisation_id = fields.Many2one("res.partner", domain="[('is_company', '=', True)]")
    key = fields.Char(
        string="Only for",
        compute="_compute_key",
        help="The one it holds for. Empty: for each of them.",
    )
    seats = fields.Integer(string="At most", required=True, default=2)

    _seats_positive = models.Constraint(
        "CHECK (seats >= 0)", "A quota cannot be less than no place at all."
    )
    _once = models.UniqueIndex(
        "(event_id, kind, COALESCE(country_id, 0), COALESCE(cluster_id, 0),"
        " COALESCE(organisation_id, 0))",
        "There is such a quota already: change that one.",
    )

    @api.depends("kind", "country_id", "cluster_id", "organisation_id")
    def _compute_key(self):
        for quota in self:
            quota.key = quota._key_record().display_name or False

    @api.depends("kind", "country_id", "cluster_id", "organisation_id", "seats")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for quota in self:
            quota.display_name = f"{quota.key or kinds.get(quota.kind)}: {quota.seats}"

    @api.constrains("kind", "country_id", "cluster_id", "organisation_id")
    def _check_key(self):
        for quota in self:
            if any(quota[name] for kind, name in KEY_OF.items() if kind != quota.kind):
                raise ValidationError(
                    self.env._(
                        "A quota is for a country, a cluster or an organisation: choose one."
                    )
                )

    def _key_record(self):
        return self[KEY_OF.get(self.kind, "organisation_id")]

    # ------------------------------------------------------------------
    # Another quota, other places
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        quotas = super().create(vals_list)
        quotas.event_id._allocate_after_commit()
        return quotas

    def write(self, vals):
        events = self.event_id
        result = super().write(vals)
        (events | self.event_id)._allocate_after_commit()
        return result

    def unlink(self):
        events = self.event_id
        result = super().unlink()
        events._allocate_after_commit()
        return result
