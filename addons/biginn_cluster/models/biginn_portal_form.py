from odoo import api, models
from odoo.fields import Command, Domain

from ..rules import portal_columns, profile_input


class BiginnPortalForm(models.AbstractModel):
    """Records that members edit in the portal: fields as texts of a form, and back.

    What an input takes is a `rules.portal_columns.Column`; here it meets the field of its name.
    """

    _name = "biginn.portal.form"
    _description = "Edited in the portal"

    def _portal_choices(self, column):
        """What may be chosen: (key as a text, label). Extend this for lists of one's own."""
        field = self._fields.get(column.name)
        if column.kind == "choice":
            return [(key, label) for key, label in field._description_selection(self.env) if key]
        if column.kind in ("record", "records"):
            records = self.env[field.comodel_name].search(Domain.TRUE)
            return [(str(record.id), record.display_name) for record in records]
        return []

    def _portal_allowed(self, column):
        """The same as the reader checks it."""
        keys = [key for key, _label in self._portal_choices(column)]
        if column.kind in ("record", "records"):
            return {int(key) for key in keys}
        return set(keys)

    def _portal_text(self, column):
        """What the form shows of a field."""
        self.ensure_one()
        value = self[column.name]
        if isinstance(value, models.BaseModel):
            value = sorted(value.ids) if column.kind == "records" else value.id
        return portal_columns.as_text(value)

    def _portal_to_write(self, column, value):
        """A read value as the ORM takes it."""
        if column.kind == "records":
            return [Command.set(list(value))]
        if self._fields[column.name].type == "integer":
            return int(value or 0)
        return value or False

    def _portal_display(self, column):
        """A field as a sentence or the chatter says it."""
        self.ensure_one()
        field, value = self._fields[column.name], self[column.name]
        if isinstance(value, models.BaseModel):
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return portal_columns.as_text(value)

    @api.model
    def _portal_sentence(self, problem, column):
        """A problem found by rules/profile_input in the member's language."""
        sentences = {
            "too_long": lambda: self.env._(
                "This is too long: at most %(limit)s characters.",
                limit=profile_input.WEBSITE_MAX if column.kind == "website" else column.limit,
            ),
            "range": lambda: self.env._(
                "Write a number from %(low)s to %(high)s.",
                low=str(column.low),
                high=str(column.high),
            ),
            "required": lambda: self.env._("Please fill this in."),
            "choice": lambda: self.env._("Choose one from the list."),
            "website": lambda: self.env._(
                "This is not a web address. Write it like www.example.com or "
                "https://example.com/products."
            ),
            "website_scheme": lambda: self.env._("A web address starts with http:// or https://."),
            "email": lambda: self.env._(
                "This is not an e-mail address. Write it like info@example.com."
            ),
            "email_login": lambda: self.env._(
                "Somebody logs in with this address. Only your cluster can change it."
            ),
            "phone": lambda: self.env._(
                "This is not a telephone number. Write it like +45 12 34 56 78."
            ),
            "vat": lambda: self.env._(
                "This is not a VAT number. It has the letters of the country and then digits, "
                "like DK12345674."
            ),
            "number": lambda: self.env._("Write a whole number in digits."),
            "amount": lambda: self.env._("Write a number in digits, like 45506000 or 34.5."),
            "amount_unclear": lambda: self.env._(
                "Is this thousands or a fraction? Write it without separators, like 45506."
            ),
            "date": lambda: self.env._("Write the day like 31.12.2026."),
            "dates": lambda: self.env._("The last day cannot be before the first."),
            "twice": lambda: self.env._(
                "This is listed twice. Change one of the two, or remove it."
            ),
            "gone": lambda: self.env._(
                "A colleague has removed this meanwhile. Save again to list it anew."
            ),
            "changed": lambda: self.env._(
                "A colleague has changed this meanwhile. Save again to replace it with yours."
            ),
            "too_many": lambda: self.env._(
                "At most %(limit)s entries fit here.", limit=profile_input.ROWS_MAX
            ),
        }
        return sentences[problem]()
