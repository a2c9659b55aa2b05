from odoo import api, fields, models

from ..rules import completeness

SECTIONS = [
    ("about", "About"),
    ("contact", "Contact"),
    ("capabilities", "Capabilities"),
    ("references", "References"),
    ("certificates", "Certificates"),
    ("facilities", "Facilities and equipment"),
    ("products", "Products and services"),
    ("figures", "Figures"),
]


class BiginnProfileItem(models.Model):
    """One thing a complete profile has: what it is called, why it matters, how much it counts.

    Managers change the words and the weights; which items there are, and for which type of
    organisation, is the rule's (rules/completeness.py).
    """

    _name = "biginn.profile.item"
    _description = "Item of a complete profile"
    _order = "weight desc, id"

    code = fields.Selection(
        selection="_selection_code", required=True, readonly=True, string="Checked by"
    )
    name = fields.Char(required=True, translate=True, help="What is missing, in a few words.")
    why = fields.Text(required=True, translate=True, help="Why it matters, as the member reads it.")
    section = fields.Selection(SECTIONS, compute="_compute_section")
    weight = fields.Integer(
        default=5,
        required=True,
        aggregator=False,
        help="How much it counts, compared with the others. 0: it is not asked for.",
    )

    _code_uniq = models.Constraint("UNIQUE (code)", "This item is there already.")
    _weight_range = models.Constraint(
        "CHECK (weight BETWEEN 0 AND 1000)", "A weight lies between 0 and 1000."
    )

    @api.model
    def _selection_code(self):
        return [(code, code) for code in completeness.ITEMS]

    @api.depends("code")
    def _compute_section(self):
        for item in self:
            item.section = completeness.ITEMS.get(item.code)

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        self._recount_profiles()
        return items

    def write(self, vals):
        result = super().write(vals)
        if "weight" in vals:
            self._recount_profiles()
        return result

    @api.model
    def _recount_profiles(self):
        """Other weights, other percentages: every organisation is counted again."""
        # sudo: the figure is the same for everybody, whoever changed the weight
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        organisations = partners.search([("organisation_type", "!=", False)])
        self.env.add_to_compute(partners._fields["profile_completeness"], organisations)

    @api.model
    def _weights(self):
        """{code: weight} of all items; sudo, as whoever saves a contact must be able to count."""
        return {item.code: item.weight for item in self.sudo().search_fetch([], ["code", "weight"])}
