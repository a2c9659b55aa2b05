from odoo import fields, models


class BiginnExchange(models.Model):
    """The match that an exchange has come of."""

    _inherit = "biginn.exchange"

    match_id = fields.Many2one(
        "biginn.match",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The visitor and the host it came of.",
    )

    _match_uniq = models.UniqueIndex(
        "(match_id) WHERE match_id IS NOT NULL", "This match has become an exchange already."
    )

    def action_view_match(self):
        self.ensure_one()
        return self.match_id._get_records_action()
