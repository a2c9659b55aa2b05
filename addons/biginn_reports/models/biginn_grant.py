from odoo import api, fields, models

from .biginn_statement import FROZEN
from .convert import changing


class BiginnGrant(models.Model):
    """A grant agreement, as its first pages say it.

    It belongs to the coordinator's company. Companies of the database that are beneficiaries see
    it too, since their statements rest on it.
    """

    _name = "biginn.grant"
    _description = "Grant"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, number"
    _rec_names_search = ["number", "acronym", "name"]

    number = fields.Char(
        required=True, tracking=True, help="Number of the grant agreement, for example 101037928."
    )
    acronym = fields.Char(required=True, tracking=True)
    name = fields.Char(string="Title of the Action", translate=True)
    active = fields.Boolean(default=True)
    funding_id = fields.Many2one(
        "biginn.funding",
        help="Emblem, funding statement and disclaimer that its papers carry.",
    )
    scheme_id = fields.Many2one(
        "biginn.cost.scheme", required=True, tracking=True, ondelete="restrict",
        help="Cost categories, rates and rounding of the programme.",
    )
    company_id = fields.Many2one(
        "res.company", string="Coordinator", required=True, index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, readonly=True,
        default=lambda self: self.env.ref("base.EUR"),
        help="EU grants are in euro, whatever the books are in.",
    )
    date_start = fields.Date(string="Start of the Action", required=True, tracking=True)
    date_end = fields.Date(string="End of the Action", required=True, tracking=True)
    total_budget = fields.Monetary(tracking=True)
    max_grant = fields.Monetary(
        string="Maximum Grant", tracking=True,
        help="The most the EU pays for the whole action. 0: not known.",
    )
    period_ids = fields.One2many("biginn.grant.period", "grant_id", copy=True)
    work_package_ids = fields.One2many("biginn.work.package", "grant_id", copy=True)
    beneficiary_ids = fields.One2many("biginn.grant.beneficiary", "grant_id", copy=True)
    statement_ids = fields.One2many("biginn.statement", "grant_id")
    statement_count = fields.Integer(compute="_compute_statement_count")
    declared_eur = fields.Monetary(
        compute="_compute_declared_eur", string="Declared so Far", currency_field="currency_id",
        help="Total costs of the statements computed so far that you may see.",
    )

    _number_uniq = models.Constraint(
        "UNIQUE (number, company_id)", "This coordinator has a grant with this number already."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_end >= date_start)", "An action cannot end before it starts."
    )

    @api.depends("statement_ids")
    def _compute_statement_count(self):
        counts = dict(
            self.env["biginn.statement"]._read_group(
                [("grant_id", "in", self.ids)], ["grant_id"], ["__count"]
            )
        )
        for grant in self:
            grant.statement_count = counts.get(grant, 0)

    @api.depends("statement_ids.total_eur")
    def _compute_declared_eur(self):
        sums = dict(
            self.env["biginn.statement"]._read_group(
                [("grant_id", "in", self.ids)], ["grant_id"], ["total_eur:sum"]
            )
        )
        for grant in self:
            grant.declared_eur = sums.get(grant, 0.0)

    @api.depends("number", "acronym")
    def _compute_display_name(self):
        for grant in self:
            grant.display_name = f"{grant.acronym or ''} {grant.number or ''}".strip()

    def write(self, vals):
        """A locked statement is printed with the number of its grant."""
        touched = changing(self, vals, ("number", "currency_id"))
        self.env["biginn.statement"]._refuse_if_any(
            [("grant_id", "in", touched.ids), ("state", "in", FROZEN)],
            self.env._("Number and currency of the grant stay as they are"),
        )
        return super().write(vals)

    def action_open_statements(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_reports.action_biginn_statement"
        )
        return {
            **action,
            "domain": [("grant_id", "=", self.id)],
            "context": {"default_grant_id": self.id},
        }

    def action_prepare_statements(self):
        """One draft statement for each beneficiary with books here and each period begun.

        Existing ones are left alone, so the button may be pressed at any time.
        """
        today = fields.Date.context_today(self)
        have = {(one.beneficiary_id, one.period_id) for one in self.statement_ids}
        wanted = [
            {"beneficiary_id": beneficiary.id, "period_id": period.id}
            for grant in self
            for beneficiary in grant.beneficiary_ids.filtered("company_id")
            for period in grant.period_ids
            if beneficiary.company_id in self.env.companies
            and period.date_start <= today
            and (beneficiary, period) not in have
        ]
        self.env["biginn.statement"].create(wanted)
        return self.action_open_statements() if len(self) == 1 else True
