import csv

from odoo import api, fields, models
from odoo.tools import SQL, file_open

SHIPPED = "biginn_xchange/data/public_holidays.csv"


class BiginnPublicHoliday(models.Model):
    """A day that is not a working day in a country.

    The stay is counted with the host country's holidays; a country without any counts weekends
    only, so an empty list is a safe start. Dates are days of the host's own calendar: nobody's
    time zone moves them.

    What ships covers the programmes' countries from 2020 to 2035 (config/public_holidays.py). It
    belongs to the office from then on: changed and deleted days stay changed and deleted.
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

    @api.model_create_multi
    def create(self, vals_list):
        holidays = super().create(vals_list)
        self._count_again(holidays._stays_sudo())
        return holidays

    def write(self, vals):
        moved = bool({"date", "country_id"} & vals.keys())
        stays_sudo = self._stays_sudo() if moved else None
        result = super().write(vals)
        if moved:
            self._count_again(stays_sudo | self._stays_sudo())
        return result

    def unlink(self):
        stays_sudo = self._stays_sudo()
        result = super().unlink()
        self._count_again(stays_sudo)
        return result

    def _stays_sudo(self):
        """Exchanges not validated yet that these days fall into, of whichever cluster."""
        # sudo: days are the same for every cluster, and so is their effect
        exchanges = self.env["biginn.exchange"].sudo()
        if not self:
            return exchanges
        stays = exchanges.search(
            [
                ("host_country_id", "in", self.country_id.ids),
                ("date_start", "<=", max(self.mapped("date"))),
                ("date_end", ">=", min(self.mapped("date"))),
            ]
        )
        return stays.filtered(lambda exchange: not exchange._is_frozen())

    @api.model
    def _count_again(self, stays):
        if stays:
            stays._recompute_from_sources()
            stays._refresh_findings()

    @api.model
    def _load_shipped(self):
        """Add the days that ship with the addon and are not there yet, all in one statement.

        A day that an office has entered before keeps the name it has. Exchanges that are not
        validated yet are counted again where a new day falls into the stay.
        """
        with file_open(SHIPPED) as file:
            rows = list(csv.DictReader(file))
        codes, days, names = zip(
            *((row["country"], row["date"], row["name"]) for row in rows), strict=True
        )
        # in SQL: the ORM would take a minute of every installation for thousands of plain rows
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO biginn_public_holiday
                            (country_id, date, name, create_uid, write_uid, create_date, write_date)
                     SELECT country.id, day.date, jsonb_build_object('en_US', day.name),
                            %(user)s, %(user)s, %(now)s, %(now)s
                       FROM unnest(%(codes)s::varchar[], %(days)s::date[], %(names)s::varchar[])
                            AS day (code, date, name)
                       JOIN res_country AS country ON country.code = day.code
                ON CONFLICT (country_id, date) DO NOTHING
                  RETURNING id
                """,
                user=self.env.uid,
                now=fields.Datetime.now(),
                codes=list(codes),
                days=list(days),
                names=list(names),
            )
        )
        self.invalidate_model()
        new = self.browse([row[0] for row in rows])
        self._count_again(new._stays_sudo())
        return True

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
