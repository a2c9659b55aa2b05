from odoo import api, fields, models
from odoo.exceptions import ValidationError

ORGANISATION_TYPES = [
    ("cluster_organisation", "Cluster organisation"),
    ("scaleup_support", "Scaling-up support organisation"),
    ("sme", "SME"),
    ("training_provider", "Training provider"),
    ("large_company", "Large company"),
    ("public_authority", "Public authority"),
    ("big_science", "Big Science organisation"),
    ("other", "Other"),
]


class ResPartner(models.Model):
    """Organisation profile: who they are and what they can do."""

    _inherit = "res.partner"

    organisation_type = fields.Selection(
        ORGANISATION_TYPES,
        string="Organisation type",
        index="btree_not_null",
        tracking=True,
        help="What the organisation is in the rules of an exchange programme. Scaling-up support "
        "organisations are technology centres, research institutes, fab labs, innovation hubs, "
        "incubators and accelerators.",
    )
    profile_description = fields.Text(
        string="What they do",
        help="A few sentences for other members and Big Science buyers. "
        "Members can change this text themselves.",
    )
    eccp_url = fields.Char(
        string="ECCP profile",
        help="Address of the profile on the European Cluster Collaboration Platform.",
    )
    founded_year = fields.Integer(
        string="Founded in",
    )
    capability_ids = fields.One2many(
        "biginn.capability",
        "partner_id",
        string="Capabilities",
        groups="biginn_cluster.group_staff,base.group_portal",
    )
    technology_domain_ids = fields.Many2many(
        "biginn.technology.domain",
        string="Technology domains",
        compute="_compute_technology_domain_ids",
        search="_search_technology_domain_ids",
        groups="biginn_cluster.group_staff,base.group_portal",
    )
    profile_editor = fields.Boolean(
        string="Profile editor",
        tracking=True,
        help="This contact may edit the organisation's profile in the portal. "
        "Only cluster staff can grant it.",
    )
    profile_confirmed_on = fields.Date(
        string="Profile confirmed on",
        help="When the organisation last said that its profile is right.",
    )
    published_in_directory = fields.Boolean(
        string="Published in the directory",
        help="The organisation agreed to be shown in the public directory.",
    )

    @api.depends("capability_ids.domain_id")
    def _compute_technology_domain_ids(self):
        for partner in self:
            partner.technology_domain_ids = partner.capability_ids.domain_id

    def _search_technology_domain_ids(self, operator, value):
        return [("capability_ids.domain_id", operator, value)]

    @api.model
    def get_import_templates(self):
        return [
            *super().get_import_templates(),
            {
                "label": self.env._("Import template for organisations"),
                "template": "/biginn_cluster/static/import/organisations.csv",
            },
        ]

    def _check_is_organisation(self):
        """Business data hangs on the organisation, never on one of its contacts."""
        for partner in self:
            if partner.commercial_partner_id != partner:
                raise ValidationError(
                    self.env._(
                        "%(contact)s is a contact of %(organisation)s: "
                        "enter this on the organisation itself.",
                        contact=partner.name,
                        organisation=partner.commercial_partner_id.name,
                    )
                )
