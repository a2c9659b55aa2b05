from odoo import api, fields, models
from odoo.tools.misc import format_amount, format_date, formatLang

from ..rules import sme

SIZE_CLASSES = [
    ("micro", "Micro"),
    ("small", "Small"),
    ("medium", "Medium"),
    ("large", "Large"),
    ("unknown", "Unknown"),
]
_READERS = "biginn_cluster.group_staff,base.group_portal"


class ResPartner(models.Model):
    """SME size class from the organisation's figures, with an explanation to check.

    What is stored are facts (figures, rates, verdicts); the sentences are made when
    somebody reads them, in the reader's language.
    """

    _inherit = "res.partner"

    figure_ids = fields.One2many(
        "biginn.company.figure", "partner_id", string="Company figures", groups=_READERS
    )
    size_class = fields.Selection(
        SIZE_CLASSES,
        string="Size class",
        compute="_compute_size_class",
        store=True,
        index=True,
        tracking=True,
        help="Size after EU Recommendation 2003/361/EC: headcount, and turnover or balance "
        "sheet total, over two consecutive closed years.",
    )
    size_facts = fields.Json(
        string="Size facts", compute="_compute_size_class", store=True, groups=_READERS
    )
    size_explanation = fields.Text(
        string="Size explained", compute="_compute_size_explanation", groups=_READERS
    )

    @api.depends(
        "figure_ids.fiscal_year",
        "figure_ids.is_estimate",
        "figure_ids.headcount",
        "figure_ids.turnover",
        "figure_ids.no_turnover",
        "figure_ids.balance_total",
        "figure_ids.currency_id",
        "figure_ids.eur_rate",
        "figure_ids.eur_rate_date",
    )
    def _compute_size_class(self):
        for partner in self:
            figures = partner.figure_ids.sorted("fiscal_year")
            size = sme.classify([figure._as_rule_year() for figure in figures])
            partner.size_class = size.size_class
            partner.size_facts = self._size_facts(figures, size)

    @api.model
    def _size_facts(self, figures, size):
        """Plain JSON: everything the sentences need, so that they stay true later."""
        if not figures:
            return {"code": size.code}
        by_year = {figure.fiscal_year: figure for figure in figures}
        return {
            "code": size.code,
            "params": size.params,
            "steps": [
                {
                    "year": step.year,
                    "low": step.low,
                    "high": step.high,
                    "missing": list(step.missing),
                    "gap": step.gap,
                    **({} if step.gap else by_year[step.year]._size_inputs()),
                }
                for step in size.steps
            ],
        }

    @api.depends("size_facts")
    @api.depends_context("lang")
    def _compute_size_explanation(self):
        for partner in self:
            partner.size_explanation = "\n".join(partner._size_sentences())

    # -- sentences -------------------------------------------------------------------

    def _size_sentences(self):
        self.ensure_one()
        facts = self.size_facts or {"code": "no_figures"}
        labels = dict(self._fields["size_class"]._description_selection(self.env))
        sentences = [self._size_headline(facts, labels)]
        sentences += [self._size_year_sentence(step, labels) for step in facts.get("steps", [])]
        sentences.append(
            self.env._(
                "Rule: EU Recommendation 2003/361/EC, Annex, Articles 2 and 4. Micro: fewer than "
                "10 people and at most 2 million EUR turnover or balance sheet total; small: 50, "
                "10, 10; medium: 250, 50, 43. Partner and linked enterprises are not counted in."
            )
        )
        return sentences

    def _size_headline(self, facts, labels):
        params = facts.get("params", {})
        values = {
            "size": labels[self.size_class or "unknown"],
            "year": str(params.get("year", "")),
            "previous": str(params.get("previous", "")),
            "other": labels.get(params.get("other"), ""),
        }
        return {
            "no_figures": lambda: self.env._("Unknown: no company figures have been entered."),
            "undecided": lambda: self.env._(
                "Unknown: the figures up to %(year)s do not decide it; see what is missing below.",
                **values,
            ),
            "estimate": lambda: self.env._(
                "%(size)s: estimate for %(year)s; no accounts have been closed yet.", **values
            ),
            "one_year": lambda: self.env._(
                "%(size)s: the accounts of %(year)s are the only closed year known.", **values
            ),
            "two_years_agree": lambda: self.env._(
                "%(size)s: the two closed years %(previous)s and %(year)s agree.", **values
            ),
            "status_kept": lambda: self.env._(
                "%(size)s: %(previous)s was different, but only two consecutive years "
                "change the class.",
                **values,
            ),
            "last_year_differs": lambda: self.env._(
                "%(size)s: %(year)s alone would be %(other)s, but only two consecutive years "
                "change the class.",
                **values,
            ),
            "last_year_open": lambda: self.env._(
                "%(size)s: figures of %(year)s are missing, but no single year can change the "
                "class.",
                **values,
            ),
        }[facts["code"]]()

    def _size_year_sentence(self, step, labels):
        if step["gap"]:
            return self.env._("%(year)s: nothing entered.", year=str(step["year"]))
        verdict = labels[step["low"]]
        if step["low"] != step["high"]:
            verdict = self.env._(
                "%(low)s to %(high)s, missing: %(missing)s",
                low=labels[step["low"]],
                high=labels[step["high"]],
                missing=", ".join(
                    dict.fromkeys(self._size_missing_name(name, step) for name in step["missing"])
                ),
            )
        return self.env._(
            "%(year)s: %(headcount)s; %(turnover)s; %(balance)s. Alone: %(verdict)s.",
            year=str(step["year"]),
            headcount=self.env._(
                "%(number)s people",
                number=formatLang(
                    self.env, step["headcount"], digits=0 if step["headcount"] % 1 == 0 else 2
                ),
            )
            if step["headcount"]
            else self.env._("headcount not known"),
            turnover=self._size_amount(self.env._("turnover"), step, "turnover"),
            balance=self._size_amount(self.env._("balance sheet total"), step, "balance"),
            verdict=verdict,
        )

    def _size_amount(self, name, step, key):
        amount = step[key]
        if amount is None:
            return self.env._("%(figure)s not known", figure=name)
        euro = self.env["biginn.company.figure"]._euro()
        currency = self.env["res.currency"].browse(step["currency_id"])
        if currency == euro:
            return f"{name} {format_amount(self.env, amount, euro)}"
        shown = format_amount(self.env, amount, currency)
        if not step["rate"]:
            return self.env._("%(figure)s %(amount)s, no exchange rate", figure=name, amount=shown)
        values = {
            "figure": name,
            "amount": shown,
            "rate": formatLang(self.env, step["rate"], digits=4),
            "currency": currency.name,
            "day": format_date(self.env, step["rate_date"]) if step["rate_date"] else "",
            "euro": format_amount(self.env, amount / step["rate"], euro),
        }
        if not values["day"]:
            return self.env._(
                "%(figure)s %(amount)s at %(rate)s %(currency)s per EUR, typed by hand, = %(euro)s",
                **values,
            )
        return self.env._(
            "%(figure)s %(amount)s at %(rate)s %(currency)s per EUR of %(day)s = %(euro)s",
            **values,
        )

    def _size_missing_name(self, name, step):
        if name != "headcount" and step[name] is not None:
            currency = self.env["res.currency"].browse(step["currency_id"])
            return self.env._(
                "exchange rate EUR/%(currency)s of %(day)s",
                currency=currency.name,
                day=format_date(self.env, step["date_end"]),
            )
        return {
            "headcount": self.env._("headcount"),
            "turnover": self.env._("turnover"),
            "balance": self.env._("balance sheet total"),
        }[name]
