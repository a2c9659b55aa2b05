from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ..rules import sme, sme_links

SIZE_CLASSES = [
    ("micro", "Micro"),
    ("small", "Small"),
    ("medium", "Medium"),
    ("large", "Large"),
    ("unknown", "Unknown"),
]
_READERS = "biginn_cluster.group_staff,base.group_portal"


class ResPartner(models.Model):
    """SME size class from the figures of the organisation and its group.

    What is stored are facts (figures, rates, shares, verdicts); the sentences are made when
    somebody reads them, in the reader's language (res_partner_size_sentences.py).
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
        "sheet total, over two consecutive closed years, with partner and linked enterprises.",
    )
    size_facts = fields.Json(
        string="Size facts", compute="_compute_size_class", store=True, groups=_READERS
    )
    # figures of other organisations: the explanation shows each reader what it may see
    size_group_facts = fields.Json(
        string="Size facts of the group",
        compute="_compute_size_class",
        store=True,
        groups=NO_ACCESS,
    )

    size_explanation = fields.Text(
        string="Size explained", compute="_compute_size_explanation", groups=_READERS
    )

    # what others in the group have or change is added by _biginn_group_changed
    @api.depends(
        "founded_year",
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
        structure = self._origin._biginn_group_links()._as_rule_structure()
        for partner in self:
            # what stands on the screen counts, saved or not
            own = partner._as_rule_enterprise()
            structure.by_key[own.key] = own
            group = sme_links.group_size(own.key, structure)
            partner.size_class = group.size.size_class
            partner.size_facts = self._size_facts(partner.figure_ids, group)
            partner.size_group_facts = self._size_group_facts(group)

    @api.model
    def _size_facts(self, figures, group):
        """Plain JSON: everything the sentences need, so that they stay true later.

        Of others only what they add up to: members may read this of their own organisation.
        """
        size = group.size
        facts = {"code": size.code}
        if size.params:
            facts["params"] = size.params
        if size.steps:
            by_year = {figure.fiscal_year: figure for figure in figures}
            facts["steps"] = [
                {
                    "year": step.year,
                    "low": step.low,
                    "high": step.high,
                    "missing": list(step.missing),
                    "gap": step.gap,
                    **(by_year[step.year]._size_inputs() if step.year in by_year else {}),
                    **self._size_totals(group, step.year),
                }
                for step in size.steps
            ]
        return facts

    @api.model
    def _size_totals(self, group, number):
        lines = group.lines.get(number)
        if not lines:
            return {}
        year = group.years[number]
        return {
            "others": self._size_sum([line.figures for line in lines]),
            "together": [
                [_plain(low), getattr(year, name) is not None]
                for name, low in zip(sme.FIGURES, year.floor, strict=True)
            ],
        }

    @api.model
    def _size_sum(self, rows):
        """Per figure [what is known of the sum, whether that is all]."""
        return [
            [_plain(sum(value for value in column if value is not None)), None not in column]
            for column in zip(*rows, strict=True)
        ]

    @api.model
    def _size_group_facts(self, group):
        """Who is counted in, and with what in which year."""
        lines = next((lines for lines in group.lines.values() if lines), ())
        if not lines:
            return False
        return {
            "members": [[line.key, line.relation, float(line.percent)] for line in lines],
            "years": {
                str(number): [
                    [*(_plain(value) for value in line.figures), line.year, line.estimate]
                    for line in lines
                ]
                for number, lines in group.lines.items()
            },
        }


def _plain(value):
    """A figure as JSON keeps it: cents and hundredths of a person are all anyone reads."""
    return None if value is None else round(float(value), 2)
