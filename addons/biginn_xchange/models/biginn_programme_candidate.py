from odoo import fields, models


class BiginnProgramme(models.Model):
    """What the programme asks of those who apply."""

    _inherit = "biginn.programme"

    cv_required = fields.Boolean(
        string="CV needed",
        help="Nobody can apply without a CV of the person who takes part. "
        "Without this mark a visitor is only reminded of it.",
    )
    answer_days = fields.Integer(
        string="Answer within",
        default=21,
        help="Days within which candidates are promised an answer; later ones stand out. "
        "0 promises nothing.",
    )

    _answer_days_positive = models.Constraint(
        "CHECK (answer_days >= 0)", "The days until an answer cannot be negative."
    )
