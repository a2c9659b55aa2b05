from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import profile_input
from ..rules.portal_columns import Column, Section
from .res_partner_profile import FOUNDED_FIRST

ADDRESS_MAX = 128


class ResPartner(models.Model):
    """The sections of the profile in the portal: a registry that addons above may extend.

    A section only says how fields are shown and typed. What may be written stands in
    `_biginn_portal_writable_fields`; a section with another field is refused at the gate.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "biginn.portal.form"]

    @api.model
    def _biginn_portal_sections(self):
        """Sections by name, in the order of the page. Extend this to add one."""
        sections = (
            self._biginn_section_about(),
            self._biginn_section_contact(),
            *self._biginn_sections_of_rows(),
            self._biginn_section_fields(),
        )
        return {section.name: section for section in sections}

    @api.model
    def _biginn_portal_columns(self):
        """Inputs of the organisation's own fields, by name."""
        return {
            column.name: column
            for section in self._biginn_portal_sections().values()
            for column in section.columns
        }

    def _biginn_section_about(self):
        return Section(
            "about",
            self.env._("What you do"),
            (
                Column(
                    "profile_description",
                    "lines",
                    self.env._("What you do"),
                    help=self.env._(
                        "Two or three sentences for other members and Big Science buyers. Plain "
                        "text, at most %(limit)s characters.",
                        limit=profile_input.DESCRIPTION_MAX,
                    ),
                    limit=profile_input.DESCRIPTION_MAX,
                ),
                Column(
                    "founded_year",
                    "number",
                    self.env._("Founded in"),
                    low=FOUNDED_FIRST,
                    high=fields.Date.context_today(self).year,
                    width=4,
                ),
            ),
            empty=self.env._("Nothing here yet. Two or three sentences help others find you."),
        )

    def _biginn_section_contact(self):
        return Section(
            "contact",
            self.env._("Contact"),
            (
                Column(
                    "website",
                    "website",
                    self.env._("Website"),
                    placeholder="https://www.example.com",
                ),
                Column(
                    "email",
                    "email",
                    self.env._("E-mail of the organisation"),
                    help=self.env._("A general address such as info@, not a colleague's own."),
                ),
                Column("phone", "phone", self.env._("Telephone"), placeholder="+45 12 34 56 78"),
                Column("street", "text", self.env._("Street and number"), limit=ADDRESS_MAX),
                Column("street2", "text", self.env._("Street, second line"), limit=ADDRESS_MAX),
                Column("zip", "text", self.env._("Postcode"), limit=24, width=4),
                Column("city", "text", self.env._("City"), limit=ADDRESS_MAX, width=8),
            ),
            help=self.env._("How others reach you. The country is kept by your cluster."),
            empty=self.env._("Nothing here yet: nobody can reach you."),
        )

    def _biginn_sections_of_rows(self):
        return (
            Section(
                "capabilities",
                self.env._("Capabilities"),
                lines="capability_ids",
                help=self.env._(
                    "One entry for each kind of work you do in a domain. The readiness level says "
                    "how far the technology is, from 1 to 9."
                ),
                empty=self.env._("None listed yet. Buyers search by domain and kind of work."),
                row=self.env._("Capability"),
                add=self.env._("Add a capability"),
            ),
            Section(
                "references",
                self.env._("Big Science references"),
                lines="big_science_reference_ids",
                help=self.env._("Work you have done for a Big Science organisation."),
                empty=self.env._("None listed yet. Nothing convinces a buyer more."),
                row=self.env._("Reference"),
                add=self.env._("Add a reference"),
            ),
            Section(
                "certificates",
                self.env._("Certificates"),
                lines="certificate_ids",
                empty=self.env._("None listed yet. Many calls for tenders ask for one."),
                row=self.env._("Certificate"),
                add=self.env._("Add a certificate"),
            ),
            Section(
                "facilities",
                self.env._("Facilities and equipment"),
                lines="facility_ids",
                empty=self.env._("None listed yet: halls, clean rooms, machines, instruments."),
                row=self.env._("Facility or equipment"),
                add=self.env._("Add a facility or equipment"),
            ),
            Section(
                "products",
                self.env._("Products and services"),
                lines="product_ids",
                empty=self.env._("None listed yet."),
                row=self.env._("Product or service"),
                add=self.env._("Add a product or service"),
            ),
        )

    def _biginn_section_fields(self):
        return Section(
            "fields",
            self.env._("Languages and fields"),
            (
                Column("work_language_ids", "records", self.env._("Working languages")),
                Column("ecosystem_ids", "records", self.env._("Industrial ecosystems")),
                Column("nace_ids", "records", self.env._("What you do in NACE, the EU's list")),
            ),
            empty=self.env._("Nothing here yet."),
        )

    def _portal_choices(self, column):
        if column.name != "work_language_ids":
            return super()._portal_choices(column)
        # Of a language spoken in many countries one entry is enough, and what is installed.
        languages = (
            self.env["res.lang"].with_context(active_test=False).search(Domain.TRUE, order="name")
        )
        return [
            (str(language.id), language.name)
            for language in languages
            if language.active or "_" not in (language.iso_code or "")
        ]

    def _portal_allowed(self, column):
        allowed = super()._portal_allowed(column)
        if self and column.kind == "records":
            return allowed | set(self[column.name].ids)
        return allowed
