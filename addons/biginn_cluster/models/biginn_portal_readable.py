from odoo import api, models


class BiginnPortalReadable(models.AbstractModel):
    """Records of which a member in the portal reads the fields that are named, and writes none."""

    _name = "biginn.portal.readable"
    _description = "Read field by field in the portal"

    @api.model
    def _portal_readable_fields(self):
        """What a member may read of the records that its rules let it see; override to add."""
        return frozenset({"id", "display_name"})

    def _has_field_access(self, field, operation):
        if not super()._has_field_access(field, operation):
            return False
        if not self.env.su and self.env.user._is_portal():
            return operation == "read" and field.name in self._portal_readable_fields()
        return True
