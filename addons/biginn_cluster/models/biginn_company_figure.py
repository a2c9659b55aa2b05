from datetime import date, timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import sme

# A rate holds until the next one is published, but one from an earlier month is no rate
# "of the fiscal year's end" any more.
RATE_MAX_AGE_DAYS = 31
FIRST_YEAR, LAST_YEAR = 1900, 2200


class BiginnCompanyFigure(models.Model):
    """Headcount and accounts of one organisation for one fiscal year.

    The size rule counts in EUR: amounts in another currency are converted at the rate of
    the fiscal year's end. Rate and day stay on the record, so that the conversion can be
    checked years later. Without a rate the amount counts as unknown, never as 1:1.
    """

    _name = "biginn.company.figure"
    _description = "Company figures"
    _inherit = ["biginn.natural.key.mixin"]
    _order = "partner_id, fiscal_year desc, id"
    _natural_key = ("partner_id", "fiscal_year")
    _import_template = "figures"

    partner_id = fields.Many2one(
        "res.partner", string="Organisation", required=True, index=True, ondelete="cascade"
    )
    fiscal_year = fields.Integer(
        string="Fiscal year",
        required=True,
        aggregator=False,
        default=lambda self: fields.Date.today().year - 1,
    )
    date_end = fields.Date(
        string="Year ends on",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        precompute=True,
        help="Last day of the fiscal year: 31 December unless the books close on another day.",
    )
    is_estimate = fields.Boolean(
        string="Estimate",
        help="The accounts of this year are not closed. Estimates count only for a new "
        "organisation that has no closed year yet.",
    )
    headcount = fields.Float(
        digits=(16, 2),
        aggregator="avg",
        help="Annual work units: full-time people over the whole year, part-time and "
        "seasonal work as fractions, owner-managers included.",
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    turnover = fields.Monetary(help="Annual turnover without VAT. Leave empty when not known.")
    no_turnover = fields.Boolean(
        string="No turnover yet",
        help="The organisation really had no turnover. Otherwise an empty turnover means "
        "that nobody has told us.",
    )
    balance_total = fields.Monetary(
        string="Balance sheet total", help="Sum of all assets. Leave empty when not known."
    )
    eur_rate = fields.Float(
        string="Units per EUR",
        digits=(16, 6),
        compute="_compute_eur_rate",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=False,
        help="Units of the currency per EUR at the fiscal year's end. Looked up in the "
        "exchange rates of the cluster; can be typed when no rate is there.",
    )
    eur_rate_date = fields.Date(
        string="Rate of",
        compute="_compute_eur_rate",
        store=True,
        readonly=False,
        precompute=True,
    )
    eur_currency_id = fields.Many2one("res.currency", compute="_compute_eur")
    turnover_eur = fields.Monetary(
        string="Turnover in EUR", currency_field="eur_currency_id", compute="_compute_eur"
    )
    balance_total_eur = fields.Monetary(
        string="Balance sheet total in EUR",
        currency_field="eur_currency_id",
        compute="_compute_eur",
    )
    rate_missing = fields.Boolean(
        string="Rate missing", compute="_compute_eur", search="_search_rate_missing"
    )

    _natural_key_uniq = models.Constraint(
        "UNIQUE (partner_id, fiscal_year)",
        "There are already figures of this organisation for this fiscal year.",
    )
    _amounts_positive = models.Constraint(
        "CHECK (headcount >= 0 AND turnover >= 0 AND balance_total >= 0 AND eur_rate >= 0)",
        "Headcount, turnover, balance sheet total and rate cannot be negative.",
    )
    _fiscal_year_range = models.Constraint(
        "CHECK (fiscal_year BETWEEN 1900 AND 2200)", "The fiscal year has four digits."
    )

    # -- constraints -----------------------------------------------------------------

    @api.constrains("partner_id")
    def _check_organisation(self):
        self.partner_id._check_is_organisation()

    @api.constrains("date_end", "fiscal_year", "is_estimate")
    def _check_closed(self):
        today = fields.Date.today()
        for figure in self:
            if not figure.date_end:
                raise ValidationError(self.env._("Say on which day the fiscal year ended."))
            if figure.date_end > today and not figure.is_estimate:
                raise ValidationError(
                    self.env._(
                        "The fiscal year %(year)s of %(organisation)s has not ended yet: "
                        "mark its figures as an estimate.",
                        year=str(figure.fiscal_year),
                        organisation=figure.partner_id.name,
                    )
                )

    @api.constrains("turnover", "no_turnover")
    def _check_no_turnover(self):
        if self.filtered(lambda figure: figure.no_turnover and figure.turnover):
            raise ValidationError(
                self.env._("Either there is a turnover or there was none: not both.")
            )

    # -- computes --------------------------------------------------------------------

    @api.depends("fiscal_year", "partner_id.name")
    def _compute_display_name(self):
        for figure in self:
            figure.display_name = f"{figure.partner_id.name or ''} {figure.fiscal_year or ''}"

    @api.depends("fiscal_year")
    def _compute_date_end(self):
        for figure in self:
            year = figure.fiscal_year
            known = FIRST_YEAR <= year <= LAST_YEAR
            figure.date_end = date(year, 12, 31) if known else False

    @api.depends("currency_id", "date_end")
    def _compute_eur_rate(self):
        found = {}
        for figure in self:
            key = (figure.currency_id, figure.date_end)
            if key not in found:
                found[key] = self._find_eur_rate(*key)
            figure.eur_rate, figure.eur_rate_date = found[key]

    @api.depends("turnover", "balance_total", "currency_id", "eur_rate")
    def _compute_eur(self):
        euro = self._euro()
        for figure in self:
            figure.eur_currency_id = euro
            figure.rate_missing = figure.currency_id != euro and not figure.eur_rate
            figure.turnover_eur = figure._in_eur(figure.turnover) or 0.0
            figure.balance_total_eur = figure._in_eur(figure.balance_total) or 0.0

    def _search_rate_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        euro = self._euro()
        return [("currency_id", "!=", euro.id), ("eur_rate", "=", 0)]

    # -- ORM overrides: the sizes of others in the group ------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        figures = super().create(vals_list)
        figures.sudo().partner_id._biginn_group_changed()
        return figures

    def write(self, vals):
        # the organisation it was of, where it is moved to another
        before = self.sudo().partner_id
        result = super().write(vals)
        (before | self.sudo().partner_id)._biginn_group_changed()
        return result

    def unlink(self):
        organisations = self.sudo().partner_id
        result = super().unlink()
        organisations._biginn_group_changed()
        return result

    # -- business --------------------------------------------------------------------

    @api.model
    def _euro(self):
        # env.ref() asks the database each time whether the record still exists
        return self.env["res.currency"].browse(
            self.env["ir.model.data"]._xmlid_to_res_id("base.EUR", raise_if_not_found=True)
        )

    @api.model
    def _find_eur_rate(self, currency, on, company=None):
        """(units of `currency` per EUR, day of that rate), or (0, False) without a rate.

        Odoo's own conversion falls back on 1 or on a later rate when there is none; a size
        class must not rest on either, so the published rows are read here.
        """
        euro = self._euro()
        if not currency or not on or currency == euro:
            return 0.0, False
        root = (company or self.env.company).root_id
        days, units = [], []
        for unit in (currency, euro):
            if unit == root.currency_id:
                units.append(Decimal(1))
                continue
            rate = (
                self.env["res.currency.rate"]
                .sudo()
                .search(
                    [
                        ("currency_id", "=", unit.id),
                        ("company_id", "in", (False, root.id)),
                        ("name", "<=", on),
                        ("name", ">=", on - timedelta(days=RATE_MAX_AGE_DAYS)),
                    ],
                    order="name desc, company_id, id desc",
                    limit=1,
                )
            )
            if not rate.rate:
                return 0.0, False
            days.append(rate.name)
            units.append(Decimal(str(rate.rate)))
        return float(units[0] / units[1]), min(days, default=False)

    def _in_eur(self, amount):
        """The amount in EUR as an unrounded Decimal, None without a rate."""
        self.ensure_one()
        if self.currency_id == self._euro():
            return Decimal(str(amount))
        if not self.eur_rate:
            return None
        return Decimal(str(amount)) / Decimal(str(self.eur_rate))

    def _as_rule_year(self):
        """This record as the size rule reads it: an empty figure is unknown, not zero."""
        self.ensure_one()
        return sme.Year(
            self.fiscal_year,
            headcount=Decimal(str(self.headcount)) if self.headcount else None,
            turnover=self._in_eur(self.turnover)
            if self.turnover
            else (Decimal(0) if self.no_turnover else None),
            balance=self._in_eur(self.balance_total) if self.balance_total else None,
            estimate=self.is_estimate,
        )

    def _size_inputs(self):
        """What the size explanation shows of this year, as plain JSON."""
        self.ensure_one()
        return {
            "headcount": self.headcount,
            "turnover": self.turnover if self.turnover or self.no_turnover else None,
            "balance": self.balance_total or None,
            "currency_id": self.currency_id.id,
            "rate": self.eur_rate,
            "rate_date": fields.Date.to_string(self.eur_rate_date) or False,
            "date_end": fields.Date.to_string(self.date_end) or False,
        }

    def action_lookup_rate(self):
        """Look up the exchange rates again, for example after they were imported."""
        for figure in self:
            rate, day = self._find_eur_rate(figure.currency_id, figure.date_end)
            if rate:
                figure.write({"eur_rate": rate, "eur_rate_date": day})
        return True

    @api.model
    def _cron_lookup_rates(self, batch=500):
        """Fill in rates that were published or imported after the figures were typed."""
        figures = self.search([("rate_missing", "=", True)])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(figures))
        companies = self.env["res.company"].search([("parent_id", "=", False)])
        for start in range(0, len(figures), batch):
            chunk = figures[start : start + batch]
            for figure in chunk:
                for company in companies:
                    rate, day = self._find_eur_rate(figure.currency_id, figure.date_end, company)
                    if rate:
                        figure.write({"eur_rate": rate, "eur_rate_date": day})
                        break
            if not cron._commit_progress(len(chunk)):
                break

    # -- import ------------------------------------------------------------------------

    @api.model
    def _import_problem(self, values):
        labels = self.env["ir.model.fields"].get_field_string(self._name)
        for name in ("headcount", "turnover", "balance_total", "eur_rate"):
            if (values.get(name) or 0) < 0:
                return self.env._(
                    "%(column)s cannot be negative: %(value)s.",
                    column=labels[name],
                    value=values[name],
                )
        year = values.get("fiscal_year") or FIRST_YEAR
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return self.env._(
                "%(column)s is a year of four digits, not %(value)s.",
                column=labels["fiscal_year"],
                value=str(year),
            )
        return super()._import_problem(values)
