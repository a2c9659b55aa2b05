from odoo import api, fields, models
from odoo.exceptions import ValidationError

AMOUNT_BANDS = [
    ("under_50k", "Under 50 000 EUR"),
    ("50k_250k", "50 000 to 250 000 EUR"),
    ("250k_1m", "250 000 to 1 million EUR"),
    ("over_1m", "Over 1 million EUR"),
    ("undisclosed", "Not disclosed"),
]
FIRST_YEAR = 1950


class BiginnReference(models.Model):
    """Work an organisation has done for a Big Science organisation.

    Staff read and write; members read their own and change them through the portal. What is
    not publishable stays between the member and its cluster.
    """

    _name = "biginn.reference"
    _description = "Big Science reference"
    _inherit = ["biginn.natural.key.mixin"]
    _order = "partner_id, year desc, id"
    _rec_name = "title"
    _natural_key = ("partner_id", "big_science_id", "title", "year")
    _import_template = "references"

    partner_id = fields.Many2one(
        "res.partner", string="Organisation", required=True, index=True, ondelete="cascade"
    )
    big_science_id = fields.Many2one(
        "res.partner",
        string="Big Science organisation",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('organisation_type', '=', 'big_science')]",
    )
    # members may not read other contacts: a name is all they need
    big_science_name = fields.Char(string="Customer", related="big_science_id.name")
    year = fields.Integer(
        required=True,
        aggregator=False,
        default=lambda self: fields.Date.context_today(self).year,
        help="When the work was delivered, or when the contract began.",
    )
    title = fields.Char(required=True, help="What was delivered, in one line.")
    amount_band = fields.Selection(
        AMOUNT_BANDS, string="Contract value", default="undisclosed", required=True
    )
    publishable = fields.Boolean(
        help="The customer agreed that the member shows this reference to others."
    )
    description = fields.Text()
    country_id = fields.Many2one(related="partner_id.country_id")

    _natural_key_uniq = models.Constraint(
        "UNIQUE (partner_id, big_science_id, title, year)",
        "This organisation already lists this reference.",
    )
    _year_range = models.Constraint(
        f"CHECK (year BETWEEN {FIRST_YEAR} AND 2200)",
        f"The year of a reference has four digits and lies after {FIRST_YEAR - 1}.",
    )
    _publishable_idx = models.Index("(partner_id) WHERE publishable")

    @api.constrains("partner_id")
    def _check_organisation(self):
        self.partner_id._check_is_organisation()

    @api.constrains("big_science_id")
    def _check_big_science(self):
        for reference in self:
            if reference.big_science_id.organisation_type != "big_science":
                raise ValidationError(
                    self.env._(
                        "%(organisation)s is not a Big Science organisation: "
                        "choose one of those, or change its type first.",
                        organisation=reference.big_science_id.name,
                    )
                )

    @api.constrains("year")
    def _check_year(self):
        this_year = fields.Date.context_today(self).year
        for reference in self:
            if reference.year > this_year:
                raise ValidationError(
                    self.env._(
                        "%(year)s has not come yet: a reference is work that was done.",
                        year=str(reference.year),
                    )
                )
