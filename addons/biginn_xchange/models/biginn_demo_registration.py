from odoo import api, fields, models
from odoo.fields import Domain

# The agenda that everybody wants to go to: so many places, and those who asked, in this order.
RUSH = "agenda_eli"
RUSH_PLACES = 3
RUSH_GUESTS = (
    "nordic_vacuum",
    "madrid_optics",
    "vilnius_lasers",
    "bilbao_fusion",
    "oresund_cryo",
    "kaunas_optics",
)


class BiginnDemo(models.AbstractModel):
    """Agendas that members see in the portal, and a waiting list with an offer on it."""

    _inherit = "biginn.demo"

    @api.model
    def _load_guests(self):
        result = super()._load_guests()
        demo = self._quiet()
        agendas = demo.env["event.event"].search(Domain("is_360", "=", True))
        to_come = agendas.filtered(lambda event: event.date_begin > fields.Datetime.now())
        to_come.published_on_portal = True
        demo._load_rush()
        agendas._allocate_now()
        # nobody of the demo is written to
        told = demo.env["event.registration"].search(Domain("news_due", "=", True))
        for placement, group in told.grouped("placement").items():
            group._store({"news_due": False, "told_placement": placement})
        return result

    @api.model
    def _load_rush(self):
        event = self._demo(RUSH)
        if not event or event.registration_ids:
            return
        event.write({"seats_limited": True, "seats_max": RUSH_PLACES})
        registrations = self.env["event.registration"]
        for organisation in RUSH_GUESTS:
            person = self._demo(f"{organisation}_contact")
            registrations |= registrations._request_place(event, person)
            event._allocate_now()
        registrations[:1].action_cancel()
