from odoo import api, fields, models


class BiginnProgrammeTarget(models.Model):
    """What a cluster has promised to reach in a programme: so many of one indicator.

    ============= ==== ===== ====== ======
    role          read write create unlink
    ============= ==== ===== ====== ======
    staff         yes
    manager       yes  yes   yes    yes
    ============= ==== ===== ====== ======

    Each cluster reads and keeps its own targets.
    """

    _name = "biginn.programme.target"
    _description = "Target of a programme"
    _order = "programme_id, company_id, sequence, id"

    programme_id = fields.Many2one(
        "biginn.programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        string="Cluster",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    sequence = fields.Integer(default=10)
    indicator = fields.Selection(
        [
            ("exchanges", "Exchanges"),
            ("visiting_organisations", "Visiting organisations"),
            ("visiting_smes", "Visiting SMEs"),
            ("host_organisations", "Host organisations"),
            ("host_countries", "Host countries"),
            ("visitors", "Visitors"),
        ],
        required=True,
        default="exchanges",
    )
    value = fields.Integer(string="Target", required=True)
    source = fields.Char(help="Where this is promised: the grant agreement, a plan.")

    _indicator_uniq = models.Constraint(
        "UNIQUE (programme_id, company_id, indicator)",
        "There is already a target for this indicator.",
    )
    _value_positive = models.Constraint("CHECK (value >= 0)", "A target cannot be negative.")

    @api.depends("indicator", "value")
    def _compute_display_name(self):
        labels = dict(self._fields["indicator"]._description_selection(self.env))
        for target in self:
            target.display_name = f"{labels.get(target.indicator, '')}: {target.value}"
