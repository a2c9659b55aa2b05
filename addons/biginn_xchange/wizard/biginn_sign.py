from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class BiginnSign(models.TransientModel):
    """Sign in the office what waits for the one who signs: one paper or many in one act."""

    _name = "biginn.sign"
    _description = "Sign"

    signature_ids = fields.Many2many("biginn.signature", string="Signatures", readonly=True)
    count = fields.Integer(string="How many", compute="_compute_count")
    name = fields.Char(string="Your full name", required=True)
    drawing = fields.Binary(help="Without a drawing, the written name is the signature.")
    seen = fields.Json(readonly=True)

    @api.depends("signature_ids")
    def _compute_count(self):
        for dialogue in self:
            dialogue.count = len(dialogue.signature_ids)

    @api.model
    def default_get(self, fields):
        """What is selected, of exchanges or signatures, and waits for the one who asks."""
        values = super().default_get(fields)
        selected = self.env.context.get("active_ids") or []
        signatures = self.env["biginn.signature"]._waiting_for_me()
        field = {"biginn.exchange": "exchange_id", "biginn.signature": "id"}.get(
            self.env.context.get("active_model")
        )
        if field == "id":
            signatures = signatures.filtered(lambda each: each.id in selected)
        elif field:
            signatures = signatures.filtered(lambda each: each.exchange_id.id in selected)
        values.update(
            signature_ids=[Command.set(signatures.ids)],
            name=self.env.user.name,
            seen={str(each.id): each.document_id.content_hash for each in signatures},
        )
        return values

    def action_sign(self):
        self.ensure_one()
        if not self.signature_ids:
            raise UserError(self.env._("Nothing here waits for your signature."))
        self.signature_ids.action_sign(self.name, self.drawing, self.seen)
        return {"type": "ir.actions.act_window_close"}
