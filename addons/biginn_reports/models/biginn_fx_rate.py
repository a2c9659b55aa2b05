import re
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import fx

# What may stand in a rate: digits and one point. Published values have at most 15 digits.
PLAIN_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,20})?")
IDENTITY = {"currency_id", "date", "rate", "rate_text"}


class BiginnFxRate(models.Model):
    """A daily euro reference rate of the ECB, exactly as published.

    Kept apart from Odoo's own currency rates, which are inverted, rounded and filled forward:
    their average has other digits. The same for all companies.

    ============  ==================================================================
    grant finance reads, imports, enters by hand; changes with a reason; deletes only
                  what was entered by hand
    ============  ==================================================================
    """

    _name = "biginn.fx.rate"
    _description = "Exchange rate"
    _order = "date desc, currency_id"
    _rec_names_search = ("currency_id", "rate_text")

    currency_id = fields.Many2one("res.currency", required=True, index=True, ondelete="restrict")
    date = fields.Date(required=True)
    rate_text = fields.Char(
        string="Published Value",
        required=True,
        help="Units of the currency per euro, digit by digit as the ECB published it.",
    )
    # A NUMERIC column without a scale: no digit is cut off.
    rate = fields.Float(
        string="Exchange Rate",
        digits=0,
        min_display_digits=4,
        required=True,
        aggregator="avg",
        help="Units of the currency per euro.",
    )
    source = fields.Selection(
        [
            ("hist_csv", "ECB, csv file"),
            ("xml", "ECB, xml file"),
            ("sdmx_csv", "ECB, data service"),
            ("manual", "By hand"),
        ],
        required=True,
        default="manual",
        readonly=True,
    )
    reason = fields.Char(help="Why this value was entered or changed by hand.")
    previous_text = fields.Char(string="Value before the Change", readonly=True, copy=False)

    _currency_date_uniq = models.UniqueIndex(
        "(currency_id, date)", "There is a rate of this currency for this day already."
    )
    _rate_positive = models.Constraint("CHECK (rate > 0)", "An exchange rate is above zero.")

    # ---------------------------------------------------------- constraints

    @api.constrains("currency_id")
    def _check_currency(self):
        if self.env.ref("base.EUR") in self.currency_id:
            raise ValidationError(self.env._("The euro needs no exchange rate to itself."))

    @api.constrains("rate", "rate_text")
    def _check_same_value(self):
        for one in self:
            if float(one.rate_text) != one.rate:
                raise ValidationError(
                    self.env._(
                        "%(text)s is not the value %(rate)s.", text=one.rate_text, rate=one.rate
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(one.source != "manual" for one in self):
            raise UserError(
                self.env._(
                    "A published rate is evidence and cannot be deleted. "
                    "If it is wrong, change it and say why."
                )
            )

    # ------------------------------------------------------------- computes

    @api.depends("currency_id", "date", "rate_text")
    def _compute_display_name(self):
        for one in self:
            parts = (one.currency_id.name, one.date and str(one.date), one.rate_text)
            one.display_name = " ".join(part for part in parts if part)

    @api.onchange("rate_text")
    def _onchange_rate_text(self):
        if self.rate_text and PLAIN_DECIMAL.fullmatch(self.rate_text.strip()):
            self.rate = float(self.rate_text)

    # -------------------------------------------------------- ORM overrides

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._complete(vals) for vals in vals_list])

    def write(self, vals):
        if not IDENTITY & set(vals):
            return super().write(self._complete(vals))
        if not (vals.get("reason") or "").strip():
            raise UserError(self.env._("Say why: a rate is only changed with a reason."))
        vals = self._complete(vals)
        for one in self:
            super(BiginnFxRate, one).write({**vals, "previous_text": one.rate_text})
        return True

    def _complete(self, vals):
        """``rate`` and ``rate_text`` say the same, whichever was given; only an import may say
        that a value comes from a file."""
        vals = dict(vals)
        if not self.env.su:
            vals.pop("previous_text", None)
            vals.pop("source", None)
            if IDENTITY & set(vals):
                vals["source"] = "manual"
        text = vals.get("rate_text")
        if not text and "rate" in vals:
            # The shortest decimal that reads back as the same float is what was typed.
            text = format(Decimal(repr(float(vals["rate"]))), "f").removesuffix(".0")
        if text is None:
            return vals
        text = (text or "").strip()
        if not PLAIN_DECIMAL.fullmatch(text) or not Decimal(text):
            raise ValidationError(
                self.env._(
                    "“%(value)s” is not a rate: write it with a point and above zero, like 7.4393.",
                    value=text,
                )
            )
        return {**vals, "rate_text": text, "rate": float(text)}

    # -------------------------------------------------------------- actions

    def action_open_import(self):
        """The button above the list; it stands there without any selection."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_reports.action_biginn_fx_import"
        )

    # ------------------------------------------------------------- business

    @api.model
    def _average(self, currency, start, end, decimals=fx.DEFAULT_DECIMALS):
        """:class:`~..rules.fx.FxAverage` of the stored rates from ``start`` to ``end``.

        Its ``rates`` are the evidence, its ``findings`` name missing days. One query. Raises
        ``fx.FxError`` with a code when there is no average.
        """
        found = self.search_fetch(
            [("currency_id", "=", currency.id), ("date", ">=", start), ("date", "<=", end)],
            ["date", "rate_text"],
            order="date",
        )
        return fx.period_average(
            ((one.date, Decimal(one.rate_text)) for one in found), start, end, decimals
        )
