from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import profile_input
from ..rules.website import is_eccp_profile

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


# the fewest digits that are still a year, and when firms that exist today may have begun
FOUNDED_FIRST = 1000
_READERS = "biginn_cluster.group_staff,base.group_portal"


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
    eccp_registration = fields.Selection(
        [("none", "Not registered"), ("requested", "Requested"), ("profiled", "Profiled")],
        string="ECCP registration",
        help="Whether the organisation has a profile on the European Cluster Collaboration "
        "Platform. An exchange programme may ask for a profiled cluster, or accept a "
        "registration that has been requested.",
    )
    eccp_registered_on = fields.Date(
        string="ECCP since",
        help="When the registration was requested, or the profile was published.",
    )
    founded_year = fields.Integer(
        string="Founded in",
    )
    cluster_staff_count = fields.Float(
        string="Staff of the cluster",
        digits=(16, 2),
        aggregator=False,
        help="Full-time people who manage the cluster organisation; part-time work as "
        "fractions. The ECCP asks for a dedicated management of at least 0.5.",
    )
    quality_label = fields.Selection(
        [("none", "No label"), ("bronze", "Bronze"), ("silver", "Silver"), ("gold", "Gold")],
        string="Quality label",
        help="Cluster excellence label of ESCA or EUCLES.\n"
        "Bronze: interview and benchmarking, valid two years from the month of the interview.\n"
        "Silver: a second benchmarking, three documented improvements and an audit on site, "
        "valid two years.\n"
        "Gold: an excellence audit by two experts on site.\n"
        "A label can be renewed until one year after its end, and asks for an ECCP profile.",
    )
    quality_label_until = fields.Date(string="Label valid until")
    ecosystem_ids = fields.Many2many("biginn.ecosystem", string="Industrial ecosystems")
    nace_ids = fields.Many2many(
        "biginn.nace",
        string="NACE",
        help="What the organisation does, in two-digit divisions of NACE Rev. 2.",
    )
    work_language_ids = fields.Many2many(
        "res.lang",
        "biginn_partner_work_language_rel",
        "partner_id",
        "lang_id",
        string="Working languages",
        context={"active_test": False},
        help="Languages in which the organisation can work with a customer.",
    )
    big_science_reference_ids = fields.One2many(
        "biginn.reference", "partner_id", string="Big Science references", groups=_READERS
    )
    certificate_ids = fields.One2many(
        "biginn.certificate", "partner_id", string="Certificates", groups=_READERS
    )
    facility_ids = fields.One2many(
        "biginn.facility", "partner_id", string="Facilities and equipment", groups=_READERS
    )
    product_ids = fields.One2many(
        "biginn.product", "partner_id", string="Products and services", groups=_READERS
    )
    capability_ids = fields.One2many(
        "biginn.capability",
        "partner_id",
        string="Capabilities",
        groups=_READERS,
    )
    technology_domain_ids = fields.Many2many(
        "biginn.technology.domain",
        string="Technology domains",
        compute="_compute_technology_domain_ids",
        search="_search_technology_domain_ids",
        groups=_READERS,
    )
    profile_editor = fields.Boolean(
        string="Profile editor",
        tracking=True,
        help="This contact may edit the organisation's profile in the portal. "
        "Cluster staff grant it; whoever has it may pass it on to colleagues.",
    )
    profile_confirmed_on = fields.Date(
        string="Profile confirmed on",
        help="When the organisation last said that its profile is right.",
    )
    published_in_directory = fields.Boolean(
        string="Published in the directory",
        help="The organisation agreed to be shown in the public directory.",
    )

    _founded_year_range = models.Constraint(
        f"CHECK (COALESCE(founded_year, 0) = 0 OR founded_year BETWEEN {FOUNDED_FIRST} AND 2200)",
        "The founding year has four digits.",
    )
    _cluster_staff_count_positive = models.Constraint(
        "CHECK (cluster_staff_count >= 0)", "The staff of a cluster cannot be negative."
    )

    # -- constraints -----------------------------------------------------------------

    @api.constrains("founded_year")
    def _check_founded_year(self):
        this_year = fields.Date.context_today(self).year
        for partner in self:
            if partner.founded_year > this_year:
                raise ValidationError(
                    self.env._(
                        "%(organisation)s cannot have been founded in %(year)s: "
                        "that year has not come yet.",
                        organisation=partner.name,
                        year=str(partner.founded_year),
                    )
                )

    @api.constrains("eccp_url")
    def _check_eccp_url(self):
        for partner in self:
            if partner.eccp_url and not is_eccp_profile(partner.eccp_url):
                raise ValidationError(
                    self.env._(
                        "“%(address)s” is not the address of an ECCP profile. It begins with "
                        "https://www.clustercollaboration.eu/ and names a page there.",
                        address=partner.eccp_url,
                    )
                )

    @api.constrains("tender_portal_url")
    def _check_tender_portal_url(self):
        for partner in self:
            if profile_input.read_website(partner.tender_portal_url)[1]:
                raise ValidationError(
                    self.env._(
                        "“%(address)s” is not a web address: it begins with http:// or https://.",
                        address=partner.tender_portal_url,
                    )
                )

    @api.constrains("organisation_type", "cluster_staff_count")
    def _check_cluster_staff_count(self):
        for partner in self:
            if partner.cluster_staff_count and partner.organisation_type != "cluster_organisation":
                raise ValidationError(
                    self.env._(
                        "Only a cluster organisation has staff of a cluster; "
                        "%(organisation)s is none.",
                        organisation=partner.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_certificates_with_their_papers(self):
        """The database would take the certificates along, and leave their files behind."""
        self.sudo().certificate_ids.unlink()

    # -- computes --------------------------------------------------------------------

    @api.depends("capability_ids.domain_id")
    def _compute_technology_domain_ids(self):
        for partner in self:
            partner.technology_domain_ids = partner.capability_ids.domain_id

    def _search_technology_domain_ids(self, operator, value):
        # who sees an organisation as an employee sees its capabilities: asking the rule again
        # for each of them takes as long as the search
        inside = "any!" if self.env.user._is_internal() else "any"
        return [("capability_ids", inside, [("domain_id", operator, value)])]

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
