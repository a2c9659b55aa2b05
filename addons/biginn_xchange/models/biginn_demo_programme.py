from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class BiginnDemo(models.AbstractModel):
    """Terms of the demo's programme, and weeks that are whole wherever they fall in the year."""

    _inherit = "biginn.demo"

    @api.model
    def _week_without_holidays(self, monday, country):
        """This week or the nearest one, away from today, in which `country` works five days.

        The demo is dated from the day of its installation: at Christmas, too, its stays have the
        working days that their lump sums rest on.
        """
        step = relativedelta(weeks=1 if monday >= fields.Date.today() else -1)
        friday = relativedelta(days=4)
        holidays = self.env["biginn.public.holiday"]
        while holidays._holidays(country, monday, monday + friday):
            monday += step
        return monday
