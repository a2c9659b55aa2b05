from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import closing


class BiginnProgramme(models.Model):
    """When the closing report is due, what completes an exchange, what a green journey is.

    No page of ClusterXchange names these figures: they are defaults that each office may change.
    """

    _inherit = "biginn.programme"

    report_days = fields.Integer(
        string="Days for the report",
        default=14,
        help="Days after the end of the stay within which visitor and host report.",
    )
    report_reminder_days = fields.Char(
        string="Remind of the report",
        default="7, 14, 28",
        help="Days after the end of the stay on which those who have not reported get a mail, "
        "such as 7, 14, 28. Empty means never.",
    )
    host_report_required = fields.Boolean(
        string="Host has to report",
        help="The exchange is completed only when the host's feedback is validated, too.",
    )
    green_share = fields.Float(
        string="Green share",
        default=50,
        digits=(5, 1),
        help="A journey is green when at least this share of its kilometres, in per cent, "
        "was travelled by green means.",
    )

    _green_share_percent = models.Constraint(
        "CHECK (green_share >= 0 AND green_share <= 100)", "The green share is a percentage."
    )
    _report_days_positive = models.Constraint(
        "CHECK (report_days >= 0)", "The days for the report cannot be negative."
    )

    @api.constrains("report_reminder_days")
    def _check_report_reminder_days(self):
        for programme in self:
            if closing.read_days(programme.report_reminder_days) is None:
                raise ValidationError(
                    self.env._("Write the days of the reminders like 7, 14, 28, or leave it empty.")
                )
