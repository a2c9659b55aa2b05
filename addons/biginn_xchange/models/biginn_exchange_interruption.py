from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import stay


class BiginnExchangeInterruption(models.Model):
    """A time in which a stay did not go on, and how it went on: the history stays for good.

    Rights: who reads the exchange in the office reads this; lines come from the buttons alone.
    """

    _name = "biginn.exchange.interruption"
    _description = "Interruption of a stay"
    _inherit = ["biginn.checked.mixin"]
    _order = "date_from desc, id desc"

    exchange_id = fields.Many2one(
        "biginn.exchange", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="exchange_id.company_id", store=True, index=True)
    date_from = fields.Date(
        string="From",
        required=True,
        readonly=True,
        help="The first day that the visitor did not spend at the host.",
    )
    date_to = fields.Date(string="Until", readonly=True, help="The day on which the stay went on.")
    reason = fields.Text(required=True, readonly=True)
    force_majeure = fields.Boolean(
        string="Force majeure",
        readonly=True,
        help="Nobody of the visitor's side could help it: the days count as if they had been "
        "spent at the host.",
    )
    outcome = fields.Selection(
        [
            ("open", "Not decided"),
            ("resumed", "Went on"),
            ("ended", "Ended early"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="open",
    )
    new_last_day = fields.Date(
        string="New last day", readonly=True, help="Where the stay lasts longer in return."
    )
    recorded_by_id = fields.Many2one(
        "res.users", string="Recorded by", readonly=True, default=lambda self: self.env.user
    )

    _one_open = models.UniqueIndex(
        "(exchange_id) WHERE outcome = 'open'", "This exchange is interrupted already."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A stay cannot go on before it was interrupted."
    )

    @api.depends("exchange_id.name", "date_from")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.exchange_id.name} {line.date_from}"

    def _rule_break(self):
        self.ensure_one()
        return stay.Break(
            date_from=self.date_from,
            date_to=self.date_to if self.outcome == "resumed" else None,
            force_majeure=self.force_majeure,
        )

    # ------------------------------------------------------------------
    # Nobody writes history, whatever right they have
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_own_write()
        return super().create(vals_list)

    def write(self, vals):
        self._check_own_write()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        raise UserError(self.env._("What interrupted a stay is kept."))

    def _check_own_write(self):
        if not self._is_checked():
            raise UserError(
                self.env._("Interruptions are recorded with the buttons of the exchange.")
            )
