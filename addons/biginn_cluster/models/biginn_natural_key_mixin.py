from odoo import api, models
from odoo.exceptions import ValidationError


class BiginnNaturalKeyMixin(models.AbstractModel):
    """Sub-lines that a repeated import updates instead of entering twice.

    Odoo's import always creates one2many rows that come without an id. Staff keep one
    spreadsheet and import it again each year; its rows are found by their natural key.

    An empty cell clears a plain field. Where Odoo fills a field itself (a default, a date
    computed from others) an empty cell says nothing: Odoo fills it, or it stays as it is.
    """

    _name = "biginn.natural.key.mixin"
    _description = "Found again by an import"
    _inherit = ["biginn.import.matched"]

    _natural_key = ()
    # name of the template files in static/import, without their ending
    _import_template = ""

    # -- the import's own entry points -------------------------------------------------

    @api.model
    def get_import_templates(self):
        return [
            *super().get_import_templates(),
            *self.env["biginn.import.rows"]._templates(self._description_label(), self),
        ]

    @api.model
    def _description_label(self):
        return self.env["ir.model"]._get(self._name).name

    @api.model
    def load(self, fields, data):
        if not self.env.context.get("import_file"):
            return super().load(fields, data)
        first, *_rest = self._natural_key
        contacts = [
            position
            for position, name in enumerate(fields)
            if name in self._fields and self._fields[name].comodel_name == "res.partner"
        ]
        typed = [row[position] for row in data for position in contacts]
        found = self.env["res.partner"]._biginn_resolve_organisations(typed)
        lines = self.with_context(biginn_import_organisations=found, biginn_import_told=[])
        result = super(BiginnNaturalKeyMixin, lines).load(fields, data)
        self.env["biginn.import.rows"]._name_rows(lines, result, fields, data, first)
        return result

    # -- rows of this model ------------------------------------------------------------

    @api.model
    def _import_match(self, data_list):
        rows = self.env["biginn.import.rows"]
        known = rows._targets(self, data_list)
        first, *_rest = self._natural_key
        owners = {
            data["values"].get(first)
            for position, data in enumerate(data_list)
            if position not in known
        }
        by_key = self._import_by_key(self.search([(first, "in", list(owners - {None, False}))]))
        for position, data in enumerate(data_list):
            values = data["values"]
            record = known.get(position) or by_key.get(self._import_key(values), self.browse())
            values = self._import_values(values, record)
            if record:
                values["id"] = record.id
                if position not in known:
                    rows._bind(data, record)
            data["values"] = values

    # -- rows below an organisation ----------------------------------------------------

    @api.model
    def _import_commands(self, inverse, owners_and_commands):
        """Rewrite one2many commands of an import: what stands already is updated.

        :param inverse: name of the many2one to the organisation
        :param owners_and_commands: pairs of an organisation (empty for a new one) and the
            commands that the import made for it
        :return: for each pair the commands to carry out
        """
        owners = self.env["res.partner"].union(*(owner for owner, _c in owners_and_commands))
        lines = self.search([(inverse, "in", owners.ids)]) if owners else self.browse()
        by_key = self._import_by_key(lines)
        return [
            [
                command
                for typed in commands
                for command in self._import_command(typed, {inverse: owner.id}, by_key)
            ]
            for owner, commands in owners_and_commands
        ]

    @api.model
    def _import_command(self, command, owner, by_key):
        operation, number, values = command if len(command) == 3 else (*command, None)
        if operation == 1:
            changed = self._import_values(values, self.browse(number))
            return [(1, number, changed)] if changed else []
        if operation != 0:
            return [command]
        values = {name: value for name, value in values.items() if name != "id"}
        record = by_key.get(self._import_key(values | owner), self.browse())
        values = self._import_values(values, record)
        if not record:
            return [(0, 0, values)]
        return [(1, record.id, values)] if values else []

    # -- keys and values ---------------------------------------------------------------

    @api.model
    def _import_by_key(self, records):
        # from the newest: of two that share a key (none should) the oldest is kept
        return {
            tuple(self._import_cache_value(name, record[name]) for name in self._natural_key): (
                record
            )
            for record in records.sorted("id", reverse=True)
        }

    @api.model
    def _import_key(self, values):
        defaults = self._import_defaults()
        return tuple(
            self._import_cache_value(name, values.get(name) or defaults.get(name))
            for name in self._natural_key
        )

    @api.model
    def _import_defaults(self):
        return self.default_get([name for name in self._natural_key if self._fields[name].default])

    @api.model
    def _import_cache_value(self, name, value):
        return self._fields[name].convert_to_cache(value, self, validate=False) or False

    @api.model
    def _import_values(self, values, record):
        """What of the typed values goes onto `record`, or onto a new one when it is empty."""
        values = self._import_complete(dict(values))
        problem = self._import_problem(values)
        if problem:
            raise ValidationError(problem)
        values = {
            name: value
            for name, value in values.items()
            if name in self._fields and not (value is False and self._import_fills(name))
        }
        if not record:
            return values
        return self.env["biginn.import.rows"]._changes(record, values)

    @api.model
    def _import_fills(self, name):
        """Whether Odoo fills this field itself where nothing is typed."""
        field = self._fields[name]
        return bool(field.compute or field.default) and field.type != "boolean"

    @api.model
    def _import_complete(self, values):
        """Values of one row, completed by what follows from them. Override this."""
        return values

    @api.model
    def _import_problem(self, _values):
        """What is wrong with the values of a row, as a sentence; empty when nothing is.

        Override this where the sentence of the database would not name the column.
        """
        return ""
