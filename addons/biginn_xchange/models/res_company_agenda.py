from odoo import fields, models

from ..rules import agenda_check

# No published source fixes these: good practice to start from.
TERMS = agenda_check.Terms(travel_minutes=10, travel_speed=40, meal_hours=5, meal_minutes=30)


class ResCompany(models.Model):
    """How a cluster plans agendas: what its programmes are looked at with."""

    _inherit = "res.company"

    biginn_agenda_travel_minutes = fields.Integer(
        string="Minutes to another place",
        default=TERMS.travel_minutes,
        help="Between places of different organisations, besides the ride: gathering the group, "
        "getting on and off.",
    )
    biginn_agenda_travel_speed = fields.Float(
        string="Speed on the way",
        default=TERMS.travel_speed,
        digits=(5, 1),
        help="In km/h, as the crow flies.",
    )
    biginn_agenda_meal_hours = fields.Float(
        string="Longest time without a meal", default=TERMS.meal_hours, digits=(4, 2)
    )
    biginn_agenda_meal_minutes = fields.Integer(
        string="Shortest meal",
        default=TERMS.meal_minutes,
        help="Minutes that a break lasts at least to be one.",
    )

    _biginn_agenda_terms_positive = models.Constraint(
        "CHECK (biginn_agenda_travel_minutes >= 0 AND biginn_agenda_travel_speed > 0 "
        "AND biginn_agenda_meal_hours > 0 AND biginn_agenda_meal_minutes > 0)",
        "Speed, meals and the time between them have to be more than nothing.",
    )

    def _rule_agenda_terms(self):
        """The terms as the rules read them; those to start from where no cluster is named."""
        if not self:
            return TERMS
        # sudo: settings of the cluster whose agenda the reader may read
        terms_sudo = self.sudo()
        return agenda_check.Terms(
            travel_minutes=terms_sudo.biginn_agenda_travel_minutes,
            travel_speed=terms_sudo.biginn_agenda_travel_speed,
            meal_hours=terms_sudo.biginn_agenda_meal_hours,
            meal_minutes=terms_sudo.biginn_agenda_meal_minutes,
        )
