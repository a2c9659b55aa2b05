from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    biginn_agenda_access_list_days = fields.Integer(
        related="company_id.biginn_agenda_access_list_days", readonly=False
    )
    biginn_agenda_access_keep_days = fields.Integer(
        related="company_id.biginn_agenda_access_keep_days", readonly=False
    )
