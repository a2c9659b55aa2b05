import hashlib
import json

from odoo import api, models
from odoo.exceptions import AccessError

from ..rules import directory as rule

# All that a stranger may ever read about an organisation, field by field. Persons, addresses below
# the city, figures and numbers of papers are not here, and nothing gets out that is not.
PUBLIC_FIELDS = {
    "res.partner": (
        "name",
        "organisation_type",
        "size_class",
        "country_id",
        "city",
        "website",
        "eccp_url",
        "founded_year",
        "profile_description",
        "quality_label",
        "ecosystem_ids",
        "work_language_ids",
    ),
    "biginn.capability": ("domain_id", "work_kind_id", "trl", "description"),
    "biginn.reference": ("big_science_name", "year", "title", "amount_band", "description"),
    "biginn.certificate": ("kind", "name", "valid_until"),
    "biginn.facility": ("name", "kind", "description", "receives_visitors", "visitor_capacity"),
    "biginn.product": ("name", "kind", "description"),
}
# Choices that say nothing about an organisation.
SILENT = {"size_class": "unknown", "quality_label": "none", "amount_band": "undisclosed"}


class ResPartner(models.Model):
    """The capability sheet as a matrix: what the printed sheet and the directory page render.

    ======================= ===========================================
    who                     prints the sheet of
    ======================= ===========================================
    staff                   every organisation they may read
    member                  the own organisation, and published ones
    everybody else          organisations published in the directory
    ======================= ===========================================
    """

    _inherit = "res.partner"

    # -- who may print it ------------------------------------------------------------

    def _biginn_printable_sheets(self):
        """Sheets of these organisations for the user who asks, whatever opened the way here.

        :raises AccessError: for an organisation whose sheet the user may not have
        """
        asking = self.sudo(False)
        if asking.env.user.has_group("biginn_cluster.group_staff"):
            return asking.commercial_partner_id._biginn_sheets()
        own = asking.env.user.partner_id._biginn_portal_organisation()
        published = asking._biginn_directory_listed()
        if asking - own - published.sudo(False):
            raise AccessError(self.env._("This organisation is not shown to the public."))
        return [(own if org == own else published & org)._biginn_sheets()[0] for org in asking]

    # -- what it says ----------------------------------------------------------------

    def _biginn_sheets(self):
        """One sheet per organisation, in order; a constant number of queries."""
        return [organisation._biginn_sheet() for organisation in self]

    def _biginn_sheet(self):
        """Public facts, text and lists of one organisation as plain values, with a fingerprint.

        Empty parts are empty lists, so that a page shows only what is filled.
        """
        self.ensure_one()
        public = self._biginn_public_rows(self)[0]
        references = self.big_science_reference_ids.filtered("publishable")
        certificates = self.certificate_ids.filtered(lambda paper: paper.state != "expired")
        sheet = {
            "name": public["name"],
            "type": public["organisation_type"],
            "size": public["size_class"],
            "country": public["country_id"],
            "city": public["city"],
            "website": rule.web_link(public["website"]),
            "eccp_url": rule.web_link(public["eccp_url"]),
            "founded_year": public["founded_year"],
            "description": public["profile_description"],
            "quality_label": public["quality_label"],
            "ecosystems": public["ecosystem_ids"],
            "languages": public["work_language_ids"],
            "capabilities": self._biginn_public_rows(self.capability_ids),
            "references": self._biginn_public_rows(references),
            "certificates": self._biginn_public_rows(certificates),
            "facilities": self._biginn_public_rows(self.facility_ids),
            "products": self._biginn_public_rows(self.product_ids),
        }
        domains = [capability["domain_id"] for capability in sheet["capabilities"]]
        sheet["domains"] = list(dict.fromkeys(domains))
        sheet["facts"] = self._biginn_sheet_facts(sheet)
        sheet["fingerprint"] = self._biginn_fingerprint(sheet)
        return sheet

    def _biginn_sheet_facts(self, sheet):
        """(label, text) of the facts at a glance that are known."""
        facts = [
            (self.env._("Type"), sheet["type"]),
            (self.env._("Size"), sheet["size"]),
            (self.env._("Country"), sheet["country"]),
            (self.env._("City"), sheet["city"]),
            (self.env._("Website"), sheet["website"]),
            (self.env._("Founded"), str(sheet["founded_year"] or "")),
            (self.env._("Working languages"), ", ".join(sheet["languages"])),
            (self.env._("Industrial ecosystems"), ", ".join(sheet["ecosystems"])),
            (self.env._("Cluster quality label"), sheet["quality_label"]),
        ]
        return [(label, value) for label, value in facts if value]

    def _biginn_fingerprint(self, content):
        """Text that finds a printed document again: the record, and a mark of what it said."""
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
        mark = hashlib.sha256(canonical.encode()).hexdigest()[:16]
        return f"{self._name},{self.id}-{mark}"


    # -- the whitelist at work -------------------------------------------------------

    @api.model
    def _biginn_public_rows(self, records):
        """The whitelisted fields of records of ours as plain values, nothing else."""
        names = PUBLIC_FIELDS[records._name]
        return [
            {name: self._biginn_public_value(record, name) for name in names} for record in records
        ]

    @api.model
    def _biginn_public_value(self, record, name):
        """Text, number, date or list of names; a choice as the word for it."""
        field, value = record._fields[name], record[name]
        if field.type == "selection":
            if value == SILENT.get(name):
                return ""
            return dict(field._description_selection(record.env)).get(value, "")
        if field.type == "many2one":
            return value.name or ""
        if field.type == "many2many":
            return value.mapped("name")
        return value or ("" if field.type in ("char", "text", "date") else 0)
