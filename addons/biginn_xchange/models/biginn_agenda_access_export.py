from odoo import fields, models


class BiginnAgendaAccessExport(models.Model):
    """Who took a list of identity data, when, and how many rows; never what stood in it.

    Rights: managers and the group Identity data of visitors read; nobody writes.
    """

    _name = "biginn.agenda.access.export"
    _description = "Export of identity data"
    _order = "id desc"
    _rec_name = "item_name"

    item_id = fields.Many2one(
        "biginn.agenda.item", string="Visit", index="btree_not_null", ondelete="set null"
    )
    item_name = fields.Char(string="Name of the visit", required=True)
    event_name = fields.Char(string="Agenda", required=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    user_id = fields.Many2one("res.users", string="Taken by", required=True)
    exported_on = fields.Datetime(string="Taken on", required=True, default=fields.Datetime.now)
    row_count = fields.Integer(string="Rows", required=True)
