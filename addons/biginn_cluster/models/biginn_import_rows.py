import re
from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import ValidationError

# how PostgreSQL names a rule of one of our tables
BROKEN_RULE = re.compile(r'constraint "(biginn_\w+)"')

# of how many choices a sentence reminds
CHOICES_SHOWN = 30


class BiginnImportRows(models.AbstractModel):
    """What imports of organisations and of their lines have in common.

    Odoo says of a wrong row where it stands in the file; a person wants to know whose row it
    is and what may stand there. The sentences are made here, in the reader's language.
    """

    _name = "biginn.import.rows"
    _description = "Rows of an import"

    # -- templates ---------------------------------------------------------------------

    @api.model
    def _templates(self, what, model):
        """The template files of a model as the import screen offers them."""
        if not model._import_template:
            return []
        return [
            {
                "label": self.env._("Template for %(what)s (%(format)s)", what=what, format=ending),
                "template": f"/biginn_cluster/static/import/{model._import_template}.{ending}",
            }
            for ending in ("xlsx", "csv")
        ]

    # -- which record a row is about ---------------------------------------------------

    @api.model
    def _targets(self, model, data_list):
        """{position: record} of the rows whose database id or external id names one.

        Odoo tries the rows of a failed batch again one by one, with the values as they were
        left: a row that was found once comes back with its id.
        """
        named = [data["xml_id"] for data in data_list if data.get("xml_id")]
        rows = self.env["ir.model.data"].sudo()._lookup_xmlids(named, model)
        by_name = {f"{row[1]}.{row[2]}": row[6] for row in rows if row[3] == model._name}
        found = {}
        for position, data in enumerate(data_list):
            number = by_name.get(data.get("xml_id"))
            if number:
                found[position] = model.browse(number)
            elif data["values"].get("id"):
                found[position] = model.browse(data["values"]["id"])
                self._bind(data, found[position])
        return found

    @api.model
    def _bind(self, data, record):
        """Let the external id of a row name the record that was found without it.

        One with the name of an addon stays as it is: Odoo refuses such a row and says why.
        """
        module, _dot, _name = (data.get("xml_id") or "").partition(".")
        if not module or self.env["ir.module.module"].sudo().search_count(
            [("name", "=", module)], limit=1
        ):
            return
        self.env["ir.model.data"].sudo()._update_xmlids(
            [{"xml_id": data["xml_id"], "record": record, "noupdate": data.get("noupdate")}]
        )

    @api.model
    @contextmanager
    def _row_by_row(self, data_list):
        """A problem in a batch is nobody's yet: Odoo then goes through the rows one by one.

        Of a sentence for people it would say that it is about the first row.
        """
        try:
            yield
        except ValidationError as problem:
            if len(data_list) > 1:
                raise ValueError(str(problem)) from problem
            self.env.context.get("biginn_import_told", []).append(str(problem))
            raise

    @api.model
    def _changes(self, record, values):
        """Those of `values` that are not on the record already, so that nothing else is touched."""
        return {
            name: value
            for name, value in values.items()
            if not self._is_same(record, record._fields.get(name), value)
        }

    @api.model
    def _is_same(self, record, field, value):
        comparable = (
            field
            and (field.store or field.inverse)
            and field.type not in ("one2many", "many2many", "binary", "image", "properties")
            and record._has_field_access(field, "read")
        )
        if not comparable:
            return False
        new, old = (
            field.convert_to_cache(one, record, validate=False)
            for one in (value, record[field.name])
        )
        return (new or False) == (old or False)

    # -- sentences ---------------------------------------------------------------------

    @api.model
    def _name_rows(self, model, result, fields, data, name_column):
        """Put the organisation's name, and labels in the reader's language, into messages.

        :param model: the model in the environment that the rows were loaded in
        """
        messages = result.get("messages") or []
        self._drop_echoes(messages, model.env.context.get("biginn_import_told", []))
        columns = [column for column in (name_column, "name", "vat", "id") if column in fields]
        for message in messages:
            message["message"] = self._sentence(model, message)
            row = data[message["rows"]["from"]] if message.get("rows") else ()
            names = [row[fields.index(column)] for column in columns] if row else []
            name = next(filter(None, names), "")
            if name:
                message["message"] = self.env._(
                    "%(organisation)s: %(problem)s",
                    organisation=name,
                    problem=message["message"],
                )

    @api.model
    def _drop_echoes(self, messages, told):
        """Take out what Odoo says a second time.

        The error of a whole batch comes again as if it were about the batch's first row, and
        a value that was not understood comes again as one that is missing.

        :param told: sentences of ours, which are about one row each
        """
        whole = [one for one in messages if not one.get("field")]
        again = {one["message"] for one in whole[1:]} - set(told)
        if whole and whole[0]["message"] in again:
            messages.remove(whole[0])
        explained = {one.get("record") for one in messages if one.get("field")}
        told, kept = set(), []
        for one in messages:
            record, field = one.get("record"), one.get("field")
            repeated = (record, field) in told if field else record in explained
            if record is None or not repeated or one.get("field_path"):
                kept.append(one)
            told.add((record, field))
        messages[:] = kept

    @api.model
    def _sentence(self, model, message):
        rule = BROKEN_RULE.search(message["message"])
        if rule:
            kept = self.env["ir.model.constraint"].sudo().search([("name", "=", rule[1])], limit=1)
            return kept.message or message["message"]
        path = self._field_path(model, message)
        if not path:
            return message["message"]
        field = path[-1]
        if message.get("field_type") and field.comodel_name and message.get("value"):
            unknown = self._unknown(self.env[field.comodel_name], message["value"])
            if unknown:
                return unknown
        if len(path) < 2:
            return message["message"]
        parent = self._label(path[0])
        return message["message"].replace(
            f"{parent}/{field.string}", f"{parent}/{self._label(field)}"
        )

    @api.model
    def _field_path(self, model, message):
        """The fields that lead to the wrong cell; Odoo leaves the last one out of some messages."""
        names = message.get("field_path") or [message.get("field")]
        path = []
        for name in names:
            if not name or name not in model._fields:
                return path
            path.append(model._fields[name])
            model = self.env[path[-1].comodel_name] if path[-1].comodel_name else model
        if len(path) == 1 and path[0].type == "one2many":
            inside = f"{self._label(path[0])}/"
            path += [
                field
                for field in model._fields.values()
                if f"{inside}{field.string}'" in message["message"]
            ][:1]
        return path

    @api.model
    def _label(self, field):
        labels = self.env["ir.model.fields"].get_field_string(field.model_name)
        return labels.get(field.name) or field.string

    @api.model
    def _unknown(self, comodel, value):
        """Sentence about a value that no record of a catalogue of ours has."""
        catalogues = {
            "biginn.membership.category": lambda names: self.env._(
                "%(cluster)s has no membership category “%(value)s”. Its categories: %(names)s.",
                cluster=self.env.company.name,
                value=value,
                names=names,
            ),
            "biginn.technology.domain": lambda names: self.env._(
                "There is no technology domain “%(value)s”. Known are: %(names)s.",
                value=value,
                names=names,
            ),
            "biginn.work.kind": lambda names: self.env._(
                "There is no kind of work “%(value)s”. Known are: %(names)s.",
                value=value,
                names=names,
            ),
        }
        if comodel._name not in catalogues:
            return ""
        domain = (
            [("company_id", "=", self.env.company.id)] if "company_id" in comodel._fields else []
        )
        known = comodel.search(domain, limit=CHOICES_SHOWN)
        names = known.mapped("code" if "code" in comodel._fields else "name")
        return catalogues[comodel._name](", ".join(names) or "–")
