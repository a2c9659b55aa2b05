from odoo import api, fields, models


class BiginnFacility(models.Model):
    """A facility, or a piece of equipment, of an organisation.

    Of a member: its means, such as a clean room or a measuring machine. Of a Big Science
    organisation: a place that receives visitors. Staff read and write; members read their own
    and change them through the portal.
    """

    _name = "biginn.facility"
    _description = "Facility or equipment"
    _inherit = ["biginn.natural.key.mixin"]
    _order = "partner_id, kind desc, name, id"
    _natural_key = ("partner_id", "name")

    partner_id = fields.Many2one(
        "res.partner", string="Organisation", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("facility", "Facility"), ("equipment", "Equipment")],
        required=True,
        default="facility",
        help="A facility is a place one can be in; equipment is what stands in one.",
    )
    description = fields.Text(
        help="Sizes, tolerances, clean room class, crane capacity: what a buyer asks first."
    )
    receives_visitors = fields.Boolean(
        string="Receives visitors",
        help="Visiting delegations and exchange guests can be shown around here."
    )
    visitor_capacity = fields.Integer(
        string="Visitors at a time",
        aggregator=False,
        help="How many people one guided group may have. 0 means that nobody has told us.",
    )
    access_note = fields.Text(
        string="How to visit",
        help="Registration, identity papers, safety shoes, languages of the guides.",
    )
    # an organisation may have places in several countries: its seat is only the first guess
    city = fields.Char(compute="_compute_place", store=True, readonly=False, precompute=True)
    country_id = fields.Many2one(
        "res.country",
        compute="_compute_place",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )

    _natural_key_uniq = models.Constraint(
        "UNIQUE (partner_id, name)",
        "This organisation already lists a facility or equipment of this name.",
    )
    _visitor_capacity_positive = models.Constraint(
        "CHECK (visitor_capacity >= 0)", "The number of visitors cannot be negative."
    )

    @api.depends("partner_id")
    def _compute_place(self):
        for facility in self:
            facility.city = facility.partner_id.city
            facility.country_id = facility.partner_id.country_id

    @api.constrains("partner_id")
    def _check_organisation(self):
        self.partner_id._check_is_organisation()
