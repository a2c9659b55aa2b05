import io

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..report import access_list_sheet
from ..rules import access_data


class BiginnAgendaItem(models.Model):
    """The list for the facility: one xlsx file, made in memory, noted and not kept."""

    _inherit = "biginn.agenda.item"

    def _export_access_list(self):
        """The list for the facility as the bytes of an xlsx file; it is noted, and not kept.

        With the rights of who asks. The file is made in memory.
        """
        self.ensure_one()
        self.check_access("read")
        accesses = self.env["biginn.agenda.access"]
        accesses.check_access("read")
        if not self.needs_access_data:
            raise AccessError(self.env._("This item asks for no identity data."))
        rows = accesses.search([("item_id", "=", self.id)], order="family_name, id")
        head, body = self._access_table(rows)
        content = io.BytesIO()
        access_list_sheet.write(content, self._access_titles(), head, body)
        self._note_access_export(len(body))
        return content.getvalue()

    @api.model
    def _access_person(self, row, codes):
        cells = []
        for code in codes:
            column_kind = row._kind(code)
            value = row[code]
            if column_kind == "record":
                value = value.name or ""
            elif column_kind == "choice":
                value = dict(row._fields[code]._description_selection(self.env)).get(value, "")
            elif column_kind == "date":
                value = value.isoformat() if value else ""
            cells.append(value or "")
        return cells

    def _access_table(self, rows):
        codes = self._access_codes()
        codes = [code for code in access_data.CODES if code in codes]
        names = {field.code: field.name for field in self.access_field_ids}
        head = ["", *(names[code] for code in codes), self.env._("Organisation")]
        body = [
            [str(number), *self._access_person(row, codes), row.organisation_id.name or ""]
            for number, row in enumerate(rows, 1)
        ]
        return head, body

    def _access_titles(self):
        return [
            self.name,
            " · ".join(
                text
                for text in (
                    self.event_id.name,
                    fields.Date.to_string(self.local_day),
                    self.local_period,
                    self.event_id._readable_zone(),
                )
                if text
            ),
        ]

    def _note_access_export(self, count):
        # sudo: the log is written by the program alone
        self.env["biginn.agenda.access.export"].sudo().create(
            {
                "item_id": self.id,
                "item_name": self.name,
                "event_name": self.event_id.name,
                "company_id": self.company_id.id,
                "user_id": self.env.uid,
                "row_count": count,
            }
        )
