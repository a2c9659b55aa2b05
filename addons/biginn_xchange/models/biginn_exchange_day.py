from odoo import api, fields, models

from .biginn_exchange_building import BUILDING


class BiginnExchangeDay(models.Model):
    """One day of the stay as planned: part of what the parties sign.

    Rights: as the exchange; members read their own, and plan them through the exchange's page while
    it is a draft. A change voids signatures like any other change of what is signed.
    """

    _name = "biginn.exchange.day"
    _description = "Day of an exchange"
    _inherit = ["biginn.portal.readable"]
    _order = "exchange_id, date, sequence, id"

    exchange_id = fields.Many2one("biginn.exchange", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        related="exchange_id.company_id", store=True, index=True, string="Run by"
    )
    sequence = fields.Integer(default=10)
    date = fields.Date(string="Day", required=True)
    name = fields.Char(string="What", required=True)
    description = fields.Text(string="Details")
    place = fields.Char(string="Where")

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        days._changed(days.exchange_id)
        return days

    def write(self, vals):
        exchanges = self.exchange_id
        self._check_open(exchanges)
        result = super().write(vals)
        if "exchange_id" in vals:
            # rules look at what was: a day does not move into the plan of another cluster
            self.check_access("write")
        self._changed(exchanges | self.exchange_id)
        return result

    def unlink(self):
        exchanges = self.exchange_id
        self._check_open(exchanges)
        result = super().unlink()
        self._changed(exchanges, gone=True)
        return result

    def _is_looked_after(self):
        """The exchange itself writes its days, and then looks once at what that changed."""
        return self.env.context.get("biginn_building") is BUILDING

    def _check_open(self, exchanges):
        if not self._is_looked_after():
            exchanges._check_building_open()

    def _changed(self, exchanges, gone=False):
        if self._is_looked_after():
            return
        if not gone:
            exchanges._check_building_open()
        exchanges._void_outdated()

    @api.model
    def _portal_readable_fields(self):
        return super()._portal_readable_fields() | {
            "sequence",
            "date",
            "name",
            "description",
            "place",
            "exchange_id",
        }
