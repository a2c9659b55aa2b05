from odoo import api, models


class BiginnNaturalKeyMixin(models.AbstractModel):
    """Sub-lines that a repeated import updates instead of entering twice.

    Odoo's import always creates one2many rows that come without an id. Staff keep one
    spreadsheet and import it again each year; its rows are found by their natural key.
    """

    _name = "biginn.natural.key.mixin"
    _description = "Found again by an import"

    _natural_key = ()
    # what an import proposes for new rows only and never puts over an earlier decision
    _import_keep = ()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.context.get("import_file"):
            return super().create(vals_list)
        found = self._find_by_natural_key(vals_list)
        created = iter(
            super().create([vals for vals, old in zip(vals_list, found, strict=True) if not old])
        )
        records = self.browse()
        for vals, old in zip(vals_list, found, strict=True):
            if old:
                old.write(old._import_update(vals))
            records += old or next(created)
        return records

    def _import_update(self, vals):
        """What of the imported values goes onto a record that exists already."""
        self.ensure_one()
        skip = {*self._natural_key, *(name for name in self._import_keep if self[name])}
        return {name: value for name, value in vals.items() if name not in skip}

    def _find_by_natural_key(self, vals_list):
        """The record each set of values is about, empty where it is new; one query."""
        first, *_rest = self._natural_key
        domain = [(first, "in", [vals.get(first) for vals in vals_list])]
        by_key = {
            tuple(self._natural_value(record[name]) for name in self._natural_key): record
            for record in self.search(domain)
        }
        defaults = self.default_get(list(self._natural_key))
        return [
            by_key.get(
                tuple(
                    self._natural_value(
                        self._fields[name].convert_to_cache(
                            vals.get(name, defaults.get(name)), self, validate=False
                        )
                    )
                    for name in self._natural_key
                ),
                self.browse(),
            )
            for vals in vals_list
        ]

    @api.model
    def _natural_value(self, value):
        # an empty text is False on a record and None in a cache
        return (value.id if isinstance(value, models.BaseModel) else value) or None
