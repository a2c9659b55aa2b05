import uuid

from odoo import models

from odoo.addons.biginn_cluster.rules import duplicates

from ..rules.package_fields import plain

# Columns of an organisation in a file that stand on the contact under the same name.
SAME_NAME = ("street", "zip", "city", "website")
SHOWN_DIFFERENCES = ("name", "vat", "country", "organisation_type", *SAME_NAME)


class ResPartner(models.Model):
    """Organisations in files between clusters: what is told of them, and which of ours is meant."""

    _inherit = "res.partner"

    def _biginn_package_uuid(self):
        """The same for this organisation in every file from this database."""
        self.ensure_one()
        # sudo: names the database, which is no secret and which nobody may read
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return str(uuid.uuid5(uuid.UUID(database), f"res.partner,{self.id}"))

    def _biginn_package_row(self):
        """What a file tells of this organisation; no person's data."""
        self.ensure_one()
        return {
            "uuid": self._biginn_package_uuid(),
            "name": plain(self.name, 200),
            "vat": plain(self.vat, 32),
            "country": self.country_id.code or "",
            "organisation_type": self.organisation_type or "",
            "street": plain(self.street, 200),
            "zip": plain(self.zip, 24),
            "city": plain(self.city, 100),
            "website": plain(self.website, 200),
        }

    def _biginn_package_match(self, row, company, origin):
        """`(organisation, how)`: which of ours a file from `origin` to `company` means.

        Known from an earlier file, else the same VAT number, else the same name in the same
        country; where several fit, none is taken: a person chooses.
        """
        known = self.env["biginn.package.party"]._row(company, origin, row["uuid"]).partner_id
        if known:
            return known, "known"
        for how, found in (
            ("vat", self._biginn_by_vat_key(row)),
            ("name", self._biginn_by_name_key(row)),
        ):
            if len(found) == 1:
                return found, how
            if found:
                return self.browse(), "several"
        return self.browse(), "new"

    def _biginn_by_vat_key(self, row):
        country, number = duplicates.vat_parts(row["vat"], row["country"])
        if not number:
            return self.browse()
        return self.search(
            [
                ("vat_key", "=", number),
                ("vat_country", "=", country),
                ("is_company", "=", True),
                ("parent_id", "=", False),
            ],
            limit=2,
        )

    def _biginn_by_name_key(self, row):
        key = duplicates.name_key(row["name"], self.env["biginn.legal.form"]._keys())
        if not key or not row["country"]:
            return self.browse()
        return self.search(
            [
                ("name_key", "=", key),
                ("country_id.code", "=", row["country"]),
                ("is_company", "=", True),
                ("parent_id", "=", False),
            ],
            limit=2,
        )

    def _biginn_package_differences(self, row):
        """`[(field name, ours, theirs)]` where a file says something else than we do."""
        self.ensure_one()
        ours = self._biginn_package_row()
        return [
            (name, ours[name], row[name])
            for name in SHOWN_DIFFERENCES
            if row[name] and row[name] != ours[name]
        ]

    def _biginn_package_new(self, row):
        """A new organisation as a file tells it. With the rights of who imports."""
        types = dict(self._fields["organisation_type"]._description_selection(self.env))
        country = self.env["res.country"].search([("code", "=", row["country"] or "-")], limit=1)
        # another country's number is that country's to check
        return self.with_context(no_vat_validation=True).create(
            {
                "name": row["name"],
                "is_company": True,
                "country_id": country.id,
                "vat": row["vat"] or False,
                "organisation_type": (
                    row["organisation_type"] if row["organisation_type"] in types else False
                ),
                **{name: row[name] or False for name in SAME_NAME},
            }
        )
