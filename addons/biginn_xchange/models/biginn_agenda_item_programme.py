from odoo import api, fields, models


class BiginnAgendaItem(models.Model):
    """What the programme says of an item besides its time: for whom, by whom, at whose place."""

    _inherit = "biginn.agenda.item"

    is_optional = fields.Boolean(
        string="Optional",
        index=True,
        help="People choose whether they take part. All other items are for everybody.",
    )
    speaker_ids = fields.Many2many(
        "res.partner",
        "biginn_agenda_item_speaker_rel",
        "item_id",
        "partner_id",
        string="Speakers",
        domain="[('is_company', '=', False)]",
        help="Also those who guide or moderate. A person cannot be at two places at a time.",
    )
    host_id = fields.Many2one(
        "res.partner",
        string="Host organisation",
        compute="_compute_host_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        domain="[('is_company', '=', True)]",
        help="Who receives the group.",
    )
    facility_id = fields.Many2one(
        "biginn.facility",
        index="btree_not_null",
        domain="[('kind', '=', 'facility')]",
        help="What is shown. It proposes the host, the access notes and how many may come.",
    )
    dress_code = fields.Char(
        string="Dress", translate=True, help="Closed shoes, no skirts, a warm jacket …"
    )
    access_notes = fields.Text(
        string="Access",
        compute="_compute_access_notes",
        store=True,
        readonly=False,
        precompute=True,
        translate=True,
        help="How one gets in: meeting point, gate, papers, what may not be brought.",
    )
    language_ids = fields.Many2many(
        "res.lang",
        "biginn_agenda_item_lang_rel",
        "item_id",
        "lang_id",
        string="Languages",
        context={"active_test": False},
        help="What is spoken, or interpreted.",
    )

    @api.depends("facility_id")
    def _compute_host_id(self):
        for item in self:
            item.host_id = item.host_id or item.facility_id.partner_id

    @api.depends("facility_id")
    def _compute_access_notes(self):
        for item in self:
            item.access_notes = item.access_notes or item.facility_id.access_note

    @api.depends("facility_id")
    def _compute_capacity(self):
        """The place, and how many the facility shows around: the smaller of what is known."""
        unknown = self.filtered(lambda item: not item.capacity)
        result = super()._compute_capacity()
        for item in unknown:
            limits = (item.place_id.capacity, item.facility_id.visitor_capacity)
            item.capacity = min(filter(None, limits), default=0)
        return result
