from odoo import api, fields, models


class BiginnCapability(models.Model):
    """One cell of an organisation's capability matrix: a domain, a kind of work, how ripe.

    Staff read and write; members read their own and change them through the portal's
    whitelist.
    """

    _name = "biginn.capability"
    _description = "Capability"
    _inherit = ["biginn.natural.key.mixin"]
    _order = "partner_id, domain_id, work_kind_id, id"
    _natural_key = ("partner_id", "domain_id", "work_kind_id")
    _import_template = "capabilities"

    partner_id = fields.Many2one(
        "res.partner", string="Organisation", required=True, index=True, ondelete="cascade"
    )
    domain_id = fields.Many2one(
        "biginn.technology.domain",
        string="Technology domain",
        required=True,
        index=True,
        ondelete="restrict",
    )
    work_kind_id = fields.Many2one(
        "biginn.work.kind",
        string="Kind of work",
        required=True,
        index=True,
        ondelete="restrict",
    )
    trl = fields.Integer(
        string="TRL",
        help="Technology readiness level from 1 (basic principles) to 9 (proven in operation). "
        "Leave 0 when it does not apply, for example for services.",
    )
    description = fields.Text(
        index="trigram",
        help="What exactly the organisation offers here: sizes, tolerances, machines, "
        "standards. Members can change this text themselves."
    )
    country_id = fields.Many2one(related="partner_id.country_id")
    size_class = fields.Selection(string="Size class", related="partner_id.size_class")

    _natural_key_uniq = models.Constraint(
        "UNIQUE (partner_id, domain_id, work_kind_id)",
        "This organisation already lists this kind of work in this technology domain.",
    )
    _trl_range = models.Constraint(
        "CHECK (trl BETWEEN 0 AND 9)", "The technology readiness level runs from 1 to 9."
    )

    @api.depends("domain_id", "work_kind_id")
    def _compute_display_name(self):
        for capability in self:
            capability.display_name = self.env._(
                "%(domain)s: %(work)s",
                domain=capability.domain_id.name or "",
                work=capability.work_kind_id.name or "",
            )

    @api.constrains("partner_id")
    def _check_organisation(self):
        self.partner_id._check_is_organisation()
