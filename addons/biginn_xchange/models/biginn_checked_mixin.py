from odoo import api, models

# Marks a write of our own. An object, because no caller from outside can send this very one.
CHECKED = object()


class BiginnCheckedMixin(models.AbstractModel):
    """Records with values that only the program's own steps store, after their own checks.

    `create` and `write` of such a model refuse those values, or drop them, unless `_is_checked`.
    """

    _name = "biginn.checked.mixin"
    _description = "Stored by the program's own steps"

    @api.model
    def _is_checked(self):
        return self.env.context.get("biginn_checked") is CHECKED

    def _as_checked(self):
        return self.with_context(biginn_checked=CHECKED)

    @api.model
    def _make(self, vals_list):
        """Create what has been checked."""
        return self._as_checked().create(vals_list)

    def _store(self, vals):
        """Store what has been checked and what `write` refuses or takes for a wish."""
        return self._as_checked().write(vals)
