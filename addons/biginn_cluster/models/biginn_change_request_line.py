from datetime import date
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools.misc import formatLang

GUARDED_FIELDS = [
    ("name", "Legal name"),
    ("vat", "VAT number"),
    ("country_id", "Country"),
    ("organisation_type", "Organisation type"),
    ("figure_ids.headcount", "Headcount"),
    ("figure_ids.turnover", "Turnover"),
    ("figure_ids.balance_total", "Balance sheet total"),
    ("figure_ids.currency_id", "Currency"),
    ("figure_ids.is_estimate", "Estimate"),
]
AMOUNTS = ("figure_ids.headcount", "figure_ids.turnover", "figure_ids.balance_total")


class BiginnChangeRequestLine(models.Model):
    """One guarded value: what stood when the member asked, and what shall stand.

    Values are kept as texts that mean the same in every language: a code for a country or a
    currency, a key for a choice, a plain decimal for a figure, "1" or nothing for yes or no.
    """

    _name = "biginn.change.request.line"
    _description = "Change request line"
    _order = "request_id, fiscal_year, id"

    request_id = fields.Many2one(
        "biginn.change.request", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="request_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    state = fields.Selection(related="request_id.state", store=True)
    field_name = fields.Selection(GUARDED_FIELDS, string="What", required=True)
    fiscal_year = fields.Integer(
        string="Fiscal year", aggregator=False, help="Of figures; 0 for everything else."
    )
    old_value = fields.Char(string="Value when asked")
    new_value = fields.Char(string="Value asked for")
    label = fields.Char(compute="_compute_label")
    old_display = fields.Char(string="Old", compute="_compute_display")
    new_display = fields.Char(string="New", compute="_compute_display")
    current_display = fields.Char(string="Now", compute="_compute_current")
    conflict = fields.Boolean(string="Changed meanwhile", compute="_compute_current")

    _waits_once = models.UniqueIndex(
        "(partner_id, field_name, fiscal_year) WHERE state = 'submitted'",
        "A request about this is waiting already.",
    )

    # -- computes --------------------------------------------------------------------

    @api.depends("field_name", "fiscal_year")
    @api.depends_context("lang")
    def _compute_label(self):
        names = dict(self._fields["field_name"]._description_selection(self.env))
        for line in self:
            name = names.get(line.field_name, "")
            line.label = f"{name} {line.fiscal_year}" if line.fiscal_year else name

    @api.depends("old_value", "new_value", "field_name")
    @api.depends_context("lang")
    def _compute_display(self):
        for line in self:
            line.old_display = line._as_words(line.old_value)
            line.new_display = line._as_words(line.new_value)

    @api.depends("old_value", "new_value", "field_name", "fiscal_year", "state")
    @api.depends_context("lang")
    def _compute_current(self):
        for line in self:
            current = line.partner_id._biginn_guarded_text(line.field_name, line.fiscal_year)
            line.current_display = line._as_words(current)
            line.conflict = line.state == "submitted" and current not in (
                line.old_value or "",
                line.new_value or "",
            )

    def _as_words(self, value):
        """A kept text as people read it, in the language of the reader."""
        self.ensure_one()
        name = self.field_name
        if name == "country_id":
            return self.env["res.country"].search([("code", "=", value)]).name if value else ""
        if name == "organisation_type":
            types = self.env["res.partner"]._fields[name]._description_selection(self.env)
            return dict(types).get(value, value or "")
        if name == "figure_ids.is_estimate":
            return self.env._("Yes") if value else self.env._("No")
        if name in AMOUNTS and value:
            number = Decimal(value)
            return formatLang(self.env, float(number), digits=0 if number % 1 == 0 else 2)
        return value or ""

    # -- applying --------------------------------------------------------------------

    def _apply(self):
        """Write the new values of one request with the rights of the user who decides."""
        partner = self.partner_id.ensure_one()
        plain = self.filtered(lambda line: not line.fiscal_year)
        if plain:
            partner.write({line.field_name: line._to_write() for line in plain})
        for year, lines in (self - plain).grouped("fiscal_year").items():
            lines._apply_figures(partner, year)

    def _apply_figures(self, partner, year):
        values = {line.field_name.removeprefix("figure_ids."): line._to_write() for line in self}
        if "turnover" in values:
            # a member who writes 0 says that there was none; an empty one is not known
            asked = self.filtered(lambda line: line.field_name == "figure_ids.turnover")
            values["no_turnover"] = asked.new_value == "0"
        figure = partner.figure_ids.filtered(lambda figure: figure.fiscal_year == year)
        if figure:
            figure.write(values)
            return
        if date(year, 12, 31) > fields.Date.today():
            values.setdefault("is_estimate", True)
        self.env["biginn.company.figure"].with_company(self[:1].company_id).create(
            {"partner_id": partner.id, "fiscal_year": year, **values}
        )

    def _to_write(self):
        """The new value as the field takes it."""
        self.ensure_one()
        name, value = self.field_name, self.new_value or ""
        if name == "country_id":
            return self.env["res.country"].search([("code", "=", value)], limit=1).id
        if name == "figure_ids.currency_id":
            currencies = self.env["res.currency"].with_context(active_test=False)
            return currencies.search([("name", "=", value)], limit=1).id
        if name == "figure_ids.is_estimate":
            return bool(value)
        if name in AMOUNTS:
            return float(Decimal(value or 0))
        return value or False
