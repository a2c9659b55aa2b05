from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command


class BiginnDemo(models.AbstractModel):
    """Terms of the demo's programme, and weeks that are whole wherever they fall in the year."""

    _inherit = "biginn.demo"

    def _make_programme(self):
        result = super()._make_programme()
        programme = self._demo("programme")
        if not programme.published:
            programme.published = True
            targets = [("exchanges", 50), ("visiting_smes", 35), ("host_countries", 5)]
            programme.target_ids = [
                Command.create(
                    {
                        "company_id": self._demo("company_dk").id,
                        "indicator": indicator,
                        "value": value,
                        "source": "Illustrative",
                    }
                )
                for indicator, value in targets
            ]
        return result

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
