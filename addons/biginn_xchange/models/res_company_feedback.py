from odoo import fields, models


class ResCompany(models.Model):
    """Feedback on agendas: how long, and whether people are asked."""

    _inherit = "res.company"

    biginn_agenda_feedback_days = fields.Integer(
        string="Feedback, days after",
        default=30,
        help="How many days after its end people can say what they think of an agenda.",
    )
    biginn_agenda_feedback_mail = fields.Boolean(
        string="Ask for feedback",
        default=True,
        help="One mail to each participant once an agenda is over.",
    )

    _biginn_agenda_feedback_positive = models.Constraint(
        "CHECK (biginn_agenda_feedback_days >= 0)",
        "Days for feedback cannot be less than none.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    biginn_agenda_feedback_days = fields.Integer(
        related="company_id.biginn_agenda_feedback_days", readonly=False
    )
    biginn_agenda_feedback_mail = fields.Boolean(
        related="company_id.biginn_agenda_feedback_mail", readonly=False
    )
