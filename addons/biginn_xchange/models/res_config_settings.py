from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    biginn_agenda_travel_minutes = fields.Integer(
        related="company_id.biginn_agenda_travel_minutes", readonly=False
    )
    biginn_agenda_travel_speed = fields.Float(
        related="company_id.biginn_agenda_travel_speed", readonly=False
    )
    biginn_agenda_meal_hours = fields.Float(
        related="company_id.biginn_agenda_meal_hours", readonly=False
    )
    biginn_agenda_meal_minutes = fields.Integer(
        related="company_id.biginn_agenda_meal_minutes", readonly=False
    )
