from odoo import api, fields, models

from ..rules import completeness

# item of rules/completeness.py -> the field that must not be empty
_FIELDS = {
    "description": "profile_description",
    "founded": "founded_year",
    "ecosystems": "ecosystem_ids",
    "nace": "nace_ids",
    "languages": "work_language_ids",
    "eccp": "eccp_url",
    "cluster_staff": "cluster_staff_count",
    "science_field": "big_science_field",
    "tender_portal": "tender_portal_url",
    "website": "website",
    "capabilities": "capability_ids",
    "references": "big_science_reference_ids",
    "certificates": "certificate_ids",
    "facilities": "facility_ids",
    "products": "product_ids",
}


class ResPartner(models.Model):
    """How complete a profile is. The percentage is stored; the sentences are made when read."""

    _inherit = "res.partner"

    profile_completeness = fields.Integer(
        string="Profile completeness",
        compute="_compute_profile_completeness",
        store=True,
        aggregator="avg",
        help="How much of what a complete profile has is there, in percent. What counts, and "
        "how much, is a setting.",
    )
    profile_missing = fields.Text(
        string="Missing in the profile", compute="_compute_profile_missing"
    )

    @api.depends(
        "organisation_type",
        "image_1920",
        "city",
        "country_id",
        "size_class",
        "child_ids.active",
        "child_ids.email",
        "child_ids.function",
        "child_ids.is_company",
        *_FIELDS.values(),
    )
    def _compute_profile_completeness(self):
        organisations = self.filtered("organisation_type")
        (self - organisations).profile_completeness = 0
        if organisations:
            found = organisations._biginn_completeness()
            for partner in organisations:
                partner.profile_completeness = found[partner].percent

    @api.depends("profile_completeness")
    @api.depends_context("lang", "uid")
    def _compute_profile_missing(self):
        if not self.env["biginn.profile.item"].has_access("read"):
            self.profile_missing = False
            return
        found = self._biginn_all_missing()
        for partner in self:
            partner.profile_missing = (
                "\n".join(f"{item['title']}: {item['why']}" for item in found[partner]) or False
            )

    def action_show_profile_missing(self):
        """What the ring in the header opens."""
        self.ensure_one()
        view = self.env.ref("biginn_cluster.res_partner_profile_missing_view_form")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Profile of %(organisation)s", organisation=self.name),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
        }

    def _biginn_completeness(self, weights=None):
        """{partner: rules.completeness.Completeness}; `weights` when read already"""
        if weights is None:
            weights = self.env["biginn.profile.item"]._weights()
        present = self._biginn_profile_present()
        return {
            partner: completeness.completeness(partner.organisation_type, present[partner], weights)
            for partner in self
        }

    def _biginn_profile_present(self):
        """{partner: codes of the items that are there}"""
        with_logo = self._biginn_with_logo()
        present = {}
        for partner in self:
            codes = {code for code, name in _FIELDS.items() if partner[name]}
            if partner.id in with_logo:
                codes.add("logo")
            if partner.city and partner.country_id:
                codes.add("address")
            if partner.size_class != "unknown":
                codes.add("figures")
            if any(
                person.email and person.function and not person.is_company
                for person in partner.child_ids
            ):
                codes.add("contact")
            present[partner] = codes
        return present

    def _biginn_with_logo(self):
        """Ids of those with a picture, without loading one."""
        # sudo: whether there is a logo is no secret, and attachments of a field are hidden
        rows = (
            self.env["ir.attachment"]
            .sudo()
            ._read_group(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "image_1920"),
                    ("res_id", "in", self._origin.ids),
                ],
                ["res_id"],
            )
        )
        return {res_id for (res_id,) in rows}

    def _biginn_profile_missing(self):
        """What the profile of this organisation lacks, what matters most first.

        :return: `[{"code", "title", "why", "section"}]` in the reader's language; `section` is
            one of about, contact, capabilities, references, certificates, facilities, products,
            figures
        """
        self.ensure_one()
        return self._biginn_all_missing()[self]

    def _biginn_all_missing(self):
        items = self.env["biginn.profile.item"].search_fetch([], ["code", "name", "why", "weight"])
        items = {item.code: item for item in items}
        # sudo: what is there is counted for everybody alike; only words leave this method
        weights = {code: item.weight for code, item in items.items()}
        found = self.sudo()._biginn_completeness(weights)
        return {
            partner: [
                {
                    "code": code,
                    "title": items[code].name,
                    "why": items[code].why,
                    "section": completeness.ITEMS[code],
                }
                for code in found[partner.sudo()].missing
            ]
            for partner in self
        }
