from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import reminder
from .biginn_certificate import REMINDER_PARAMETER
from .res_partner_confirmation import MONTHS_DEFAULT, MONTHS_PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    biginn_certificate_reminder_days = fields.Char(
        string="Reminders of certificates",
        config_parameter=REMINDER_PARAMETER,
        help="Days before the end of a certificate, with commas between: 60, 30, 0.",
    )
    biginn_profile_confirmation_months = fields.Integer(
        string="Profile confirmed every",
        config_parameter=MONTHS_PARAMETER,
        default=MONTHS_DEFAULT,
    )

    @api.constrains("biginn_certificate_reminder_days", "biginn_profile_confirmation_months")
    def _check_biginn_profile_settings(self):
        for settings in self:
            days = settings.biginn_certificate_reminder_days
            if days and reminder.read_steps(days) is None:
                raise ValidationError(
                    self.env._(
                        "“%(text)s” are no days: write at most %(number)s whole numbers up to "
                        "%(limit)s with commas between, such as 60, 30, 0.",
                        text=days,
                        number=reminder.STEPS_MAX,
                        limit=reminder.DAYS_MAX,
                    )
                )
            if not 1 <= settings.biginn_profile_confirmation_months <= 120:
                raise ValidationError(
                    self.env._("A profile is confirmed every so many months: 1 to 120.")
                )
