from odoo import api, fields, models


class BiginnProgrammeEligibility(models.Model):
    """One cell of a programme's matrix: may this type of organisation take this role?

    Pages of the partnerships disagree about some cells. These are shipped as *not allowed* and
    are switched here, per programme, by the partnership that manages the grant.
    """

    _name = "biginn.programme.eligibility"
    _description = "Who may take part"
    _order = "programme_id, role desc, organisation_type"

    programme_id = fields.Many2one(
        "biginn.programme", required=True, index=True, ondelete="cascade"
    )
    role = fields.Selection([("visitor", "Visitor"), ("host", "Host")], required=True)
    organisation_type = fields.Selection(
        string="Organisation type",
        selection=lambda self: (
            self.env["res.partner"]._fields["organisation_type"]._description_selection(self.env)
        ),
        required=True,
    )
    allowed = fields.Boolean(default=True)
    membership_required = fields.Boolean(
        string="Membership required",
        default=True,
        help="The organisation has to be a member of a cluster.",
    )
    preapproval = fields.Boolean(
        string="Exception possible",
        help="An organisation that is no member may take part when the agency has approved it "
        "beforehand: a manager then overrides the finding with the approval's reference.",
    )
    source = fields.Char(help="Where this is written, or that it is disputed.")

    _cell_uniq = models.Constraint(
        "UNIQUE (programme_id, role, organisation_type)",
        "This role and type of organisation is in the programme's matrix already.",
    )

    @api.depends("role", "organisation_type")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        types = dict(self._fields["organisation_type"]._description_selection(self.env))
        for line in self:
            line.display_name = f"{roles.get(line.role, '')}: {types.get(line.organisation_type)}"
