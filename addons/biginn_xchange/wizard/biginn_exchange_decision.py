from odoo import api, fields, models
from odoo.exceptions import UserError


class BiginnExchangeDecision(models.TransientModel):
    """Asks for the reason, and the day, of a move that needs them."""

    _name = "biginn.exchange.decision"
    _description = "Decision on an exchange"

    exchange_ids = fields.Many2many("biginn.exchange", required=True, readonly=True)
    target = fields.Selection(
        [
            ("refused", "Refuse"),
            ("cancelled", "Cancel the exchange"),
            ("interrupted", "Interrupt"),
            ("ongoing", "Go on"),
            ("reporting", "End early"),
        ],
        required=True,
        readonly=True,
    )
    has_reason = fields.Boolean(
        compute="_compute_has_reason", help="The history holds the reason already."
    )
    reason = fields.Text()
    day = fields.Date(default=fields.Date.context_today)
    last_day = fields.Date(string="New last day", help="Empty: the last day stays.")
    force_majeure = fields.Boolean(
        string="Force majeure",
        help="Nobody of the visitor's side could help it: the lump sum stays as it is.",
    )

    @api.depends("exchange_ids", "target")
    def _compute_has_reason(self):
        for decision in self:
            decision.has_reason = decision.target == "ongoing" or (
                decision.target == "reporting"
                and all(exchange.state == "interrupted" for exchange in decision.exchange_ids)
            )

    @api.model
    def _open(self, target, exchanges):
        """The window for one move of some exchanges."""
        titles = dict(self._fields["target"]._description_selection(self.env))
        context = {"default_target": target, "default_exchange_ids": exchanges.ids}
        if target == "reporting":
            context["default_day"] = exchanges[:1]._proposed_last_day()
        return {
            "type": "ir.actions.act_window",
            "name": titles[target],
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": context,
        }

    def action_confirm(self):
        self.ensure_one()
        exchanges = self.exchange_ids
        if self.target not in ("refused", "cancelled") and not self.day:
            raise UserError(self.env._("Choose the day."))
        if self.target == "refused":
            exchanges.action_refuse(self.reason or "")
        elif self.target == "cancelled":
            exchanges.action_cancel(self.reason or "")
        elif self.target == "interrupted":
            exchanges.action_interrupt(self.reason or "", self.day, self.force_majeure)
        elif self.target == "ongoing":
            exchanges.action_resume(self.day, self.last_day)
        else:
            exchanges.action_end_early(self.day, self.reason, self.force_majeure)
        return {"type": "ir.actions.act_window_close"}
