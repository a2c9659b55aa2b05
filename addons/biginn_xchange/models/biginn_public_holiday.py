from odoo import api, fields, models


class BiginnPublicHoliday(models.Model):
    """A day that is not a working day in a country.

    The stay is counted with the host country's holidays; a country without any counts weekends
    only, so an empty list is a safe start.
    """

    _name = "biginn.public.holiday"
    _description = "Public holiday"
    _order = "date desc, country_id"

    name = fields.Char(required=True, translate=True)
    date = fields.Date(required=True, index=True)
    country_id = fields.Many2one("res.country", required=True, index=True)

    _day_uniq = models.Constraint(
        "UNIQUE (country_id, date)", "This country has a public holiday on this day already."
    )

    @api.model
    def _holidays(self, countries, date_from, date_to):
        """{country: frozenset of dates} between two dates, in one query."""
        groups = self._read_group(
            [
                ("country_id", "in", countries.ids),
                ("date", ">=", date_from),
                ("date", "<=", date_to),
            ],
            ["country_id"],
            ["date:array_agg"],
        )
        return {country: frozenset(dates) for country, dates in groups}
