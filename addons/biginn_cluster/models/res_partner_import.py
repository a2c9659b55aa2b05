from collections import defaultdict

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..rules import vat_number

# an organisation, as against a person who works there
ORGANISATION = Domain("is_company", "=", True) | Domain("parent_id", "=", False)


class ResPartner(models.Model):
    """Organisations in an import: found again by external id, else by their VAT number.

    Only the contacts one may see are looked at, and never the people of an organisation. Two
    with one number are a matter for a person: the row says so and nothing is guessed.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "biginn.import.matched"]

    _import_template = "organisations"

    @api.model
    def get_import_templates(self):
        return [
            *super().get_import_templates(),
            *self.env["biginn.import.rows"]._templates(self.env._("organisations"), self),
        ]

    # -- the import's own entry points -------------------------------------------------

    @api.model
    def load(self, fields, data):
        if not self.env.context.get("import_file"):
            return super().load(fields, data)
        partners = self.with_context(
            biginn_import_vats=self._biginn_import_vats(fields, data),
            biginn_import_twice=self._biginn_import_twice(fields, data),
            biginn_import_told=[],
        )
        result = super(ResPartner, partners).load(fields, data)
        self.env["biginn.import.rows"]._name_rows(partners, result, fields, data, "name")
        return result

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Lines of an import name their organisation by VAT number or by its whole name."""
        found = self.env.context.get("biginn_import_organisations")
        if found is None or name not in found:
            return super().name_search(name, domain, operator, limit)
        partners = found[name]
        if len(partners) > 1:
            sentence = self._biginn_several(name, partners)
            raise ValueError(sentence.replace("%", "%%"))
        return [(partner.id, partner.name) for partner in partners]

    def _convert_fields_to_values(self, field_names):
        """Odoo writes an organisation's commercial fields onto its people that come in.

        Some of them only accountants may read, and everybody else's import of people would
        fail on that. They go from an organisation to its own people and to nobody's screen.
        """
        source = self
        if self.env.context.get("import_file"):
            # only what the organisation itself shows to whoever brings in its people
            self.check_access("read")
            source = self.sudo()
        return super(ResPartner, source)._convert_fields_to_values(field_names)

    # -- which organisation a row is about ---------------------------------------------

    @api.model
    def _import_match(self, data_list):
        rows = self.env["biginn.import.rows"]
        known = rows._targets(self, data_list)
        by_vat = {
            position: self._biginn_import_by_vat(data["values"])
            for position, data in enumerate(data_list)
            if position not in known
        }
        targets = [
            known.get(position) or by_vat[position] for position, _data in enumerate(data_list)
        ]
        self._biginn_import_lines(data_list, targets)
        for position, (data, partner) in enumerate(zip(data_list, targets, strict=True)):
            if not partner:
                continue
            values = rows._changes(partner, data["values"])
            if position not in known:
                # another spelling of the number that is there already is no change
                values.pop("vat", None)
                rows._bind(data, partner)
            data["values"] = values | {"id": partner.id}

    @api.model
    def _biginn_import_by_vat(self, values):
        """The one organisation that has the VAT number of this row, empty when none has."""
        if values.get("parent_id") and not values.get("is_company"):
            return self.browse()
        country = self.env["res.country"].browse(values.get("country_id") or [])
        number = vat_number.canonical(values.get("vat"), country.code)
        if not number:
            return self.browse()
        names = self.env.context.get("biginn_import_twice", {}).get(values.get("vat"))
        if names:
            raise ValidationError(
                self.env._(
                    "The VAT number %(vat)s stands in several rows of the file: %(names)s. "
                    "Further lines of one organisation come below it, with its own columns "
                    "left empty.",
                    vat=values["vat"],
                    names=", ".join(names),
                )
            )
        partners = self.env.context.get("biginn_import_vats", {}).get(number, self.browse())
        if len(partners) > 1:
            raise ValidationError(self._biginn_several(values["vat"], partners))
        if partners and not partners.active:
            raise ValidationError(
                self.env._(
                    "%(organisation)s with the VAT number %(vat)s is archived: unarchive it "
                    "first, or give its external id.",
                    organisation=partners.name,
                    vat=values["vat"],
                )
            )
        return partners

    @api.model
    def _biginn_several(self, value, partners):
        return self.env._(
            "Several organisations answer to %(value)s: %(names)s. Merge them, or name the one "
            "that is meant by its external id.",
            value=value,
            names=", ".join(f"{partner.name} ({partner.id})" for partner in partners),
        )

    @api.model
    def _biginn_import_lines(self, data_list, targets):
        """Figures, capabilities and the like that stand already are updated, not entered twice."""
        for name, field in self._fields.items():
            if field.type != "one2many" or not getattr(
                self.env[field.comodel_name], "_natural_key", ()
            ):
                continue
            rows = [
                (data["values"], partner)
                for data, partner in zip(data_list, targets, strict=True)
                if data["values"].get(name)
            ]
            if not rows:
                continue
            commands = self.env[field.comodel_name]._import_commands(
                field.inverse_name, [(partner, values[name]) for values, partner in rows]
            )
            for (values, _partner), wanted in zip(rows, commands, strict=True):
                values[name] = wanted
                if not wanted:
                    values.pop(name)

    # -- what the file says, seen as a whole -------------------------------------------

    @api.model
    def _biginn_import_vats(self, fields, data):
        """{VAT number: organisations that have it}, for the numbers of the file; one query."""
        if "vat" not in fields or not any(row[fields.index("vat")] for row in data):
            return {}
        return self._biginn_by_vat()

    @api.model
    def _biginn_import_twice(self, fields, data):
        """{VAT number as typed: names of the organisations that have it}, where several do."""
        if "vat" not in fields:
            return {}
        vat = fields.index("vat")
        parents = [fields.index(name) for name in fields if name.split("/")[0] == "parent_id"]
        name = fields.index("name") if "name" in fields else vat
        typed = defaultdict(list)
        for row in data:
            if vat_number.canonical(row[vat]) and not any(row[parent] for parent in parents):
                typed[vat_number.canonical(row[vat])].append((row[vat], row[name]))
        return {
            text: [name for _text, name in rows]
            for rows in typed.values()
            if len(rows) > 1
            for text, _name in rows
        }

    @api.model
    def _biginn_by_vat(self):
        """{VAT number: the organisations with it}; archived ones only where no other has it."""
        partners = self.with_context(active_test=False).search_fetch(
            ORGANISATION & Domain("vat", "!=", False), ["vat", "country_id", "active", "name"]
        )
        found = defaultdict(self.browse)
        for partner in partners:
            number = vat_number.canonical(partner.vat, partner.country_id.code)
            if number:
                found[number] |= partner
        return {number: same.filtered("active") or same for number, same in found.items()}

    @api.model
    def _biginn_resolve_organisations(self, typed):
        """{what was typed: organisations it may mean}, by whole or short name or VAT number."""
        typed = {text for text in typed if isinstance(text, str) and text}
        if not typed:
            return {}
        by_vat = self._biginn_by_vat()
        by_name = defaultdict(self.browse)
        names = ("name", "complete_name", "big_science_short_name")
        named = self.search_fetch(
            ORGANISATION & Domain.OR(Domain(name, "in", typed) for name in names), names
        )
        for partner in named:
            for text in {partner[name] for name in names}:
                by_name[text] |= partner
        return {
            text: by_name.get(text) or by_vat.get(vat_number.canonical(text)) or self.browse()
            for text in typed
        }
