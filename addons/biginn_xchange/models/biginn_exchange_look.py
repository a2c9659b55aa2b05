from odoo import api, fields, models

# Places in the palette of calendars, by what the badges of the same states say.
GREY, BLUE, AMBER, GREEN, RED = 28, 4, 3, 10, 1
COLORS = {
    "draft": GREY,
    "submitted": BLUE,
    "validated": BLUE,
    "signing": AMBER,
    "ready": GREEN,
    "ongoing": GREEN,
    "interrupted": AMBER,
    "reporting": AMBER,
    "completed": BLUE,
    "paid": GREEN,
    "refused": RED,
    "cancelled": GREY,
}


class BiginnExchange(models.Model):
    """What the screens show it by."""

    _inherit = "biginn.exchange"

    color = fields.Integer(compute="_compute_color")
    is_ours = fields.Boolean(
        string="Run by us",
        compute="_compute_is_ours",
        help="Buttons are for those whose company runs the exchange; others look on.",
    )

    waits_for_me = fields.Boolean(string="Waits for my signature", compute="_compute_waits_for_me")

    @api.depends("signature_ids.state")
    @api.depends_context("uid")
    def _compute_waits_for_me(self):
        waiting = self.env["biginn.signature"]._waiting_for_me().exchange_id
        for exchange in self:
            exchange.waits_for_me = exchange._origin in waiting

    @api.depends("state")
    def _compute_color(self):
        for exchange in self:
            exchange.color = COLORS.get(exchange.state, GREY)

    @api.depends("company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_ours(self):
        ours = self._origin._filtered_access("write")
        for exchange in self:
            exchange.is_ours = not exchange._origin or exchange._origin in ours

    @api.model
    def _computed_only(self):
        return super()._computed_only() | {"color", "is_ours", "waits_for_me"}
