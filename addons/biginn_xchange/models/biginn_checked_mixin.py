from odoo import api, models
from odoo.tools import SQL

# Marks a write of our own. An object, because no caller from outside can send this very one.
CHECKED = object()


class BiginnCheckedMixin(models.AbstractModel):
    """Records with values that only the program's own steps store, after their own checks.

    `create` and `write` of such a model refuse those values, or drop them, unless `_is_checked`.
    What is in no values at all still came in by the back doors of Odoo: a default in the context
    of a call, a default that users keep for themselves. For `_guarded_fields` these are shut.
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

    @api.model
    def _guarded_fields(self):
        """Names of what nobody hands in; override to add."""
        return set()

    @api.model
    def default_get(self, fields):
        """Of guarded fields only the default that stands in the code counts."""
        guarded = self._guarded_fields() & set(fields)
        values = super().default_get([name for name in fields if name not in guarded])
        for name in guarded:
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self, validate=False)
                values[name] = field.convert_to_write(value, self)
        return values

    def write(self, vals):
        result = super().write(vals)
        if {"company_id", "exchange_id"} & vals.keys():
            # rules look at what was: nobody moves a record into a company they do not work in
            self.check_access("write")
        return result

    def _lock(self):
        """Of two who act at once the second one starts again, with the first one's answer."""
        self.flush_recordset()
        # a lock alone would let the second one go on with what it has read before
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = write_date WHERE id IN %s",
                SQL.identifier(self._table),
                tuple(self.ids) or (0,),
            )
        )
