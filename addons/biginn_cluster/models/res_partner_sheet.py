import hashlib
import json

from odoo import models


class ResPartner(models.Model):
    """The member profile as a matrix: what the printed capability sheet renders."""

    _inherit = "res.partner"

    def _biginn_profile_sheet(self):
        """One organisation's public profile: facts, text, capabilities and their fingerprint.

        Only what the organisation shows to others; no figures, no contacts' private data.
        """
        self.ensure_one()
        labels = self.fields_get(["organisation_type", "size_class"], ["selection"])
        kinds = dict(labels["organisation_type"]["selection"])
        sizes = dict(labels["size_class"]["selection"])
        size = self.size_class if self.size_class != "unknown" else False
        facts = [
            (self.env._("Type"), kinds.get(self.organisation_type)),
            (self.env._("Size"), sizes.get(size)),
            (self.env._("Country"), self.country_id.name),
            (self.env._("City"), self.city),
            (self.env._("Website"), self.website),
            (self.env._("Founded"), str(self.founded_year) if self.founded_year else False),
        ]
        sheet = {
            "name": self.name or "",
            "facts": [(label, value) for label, value in facts if value],
            "description": self.profile_description or "",
            "capabilities": [
                {
                    "domain": capability.domain_id.name,
                    "work": capability.work_kind_id.name,
                    "trl": capability.trl or "",
                    "description": capability.description or "",
                }
                for capability in self.capability_ids
            ],
        }
        sheet["fingerprint"] = self._biginn_fingerprint(sheet)
        return sheet

    def _biginn_fingerprint(self, content):
        """Text that finds a printed document again: the record, and a mark of what it said."""
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
        mark = hashlib.sha256(canonical.encode()).hexdigest()[:16]
        return f"{self._name},{self.id}-{mark}"
