import io
import json
import re
import zipfile
from datetime import date, datetime

from odoo import fields, models
from odoo.fields import Domain

# Bookkeeping of the program, not facts about anybody.
TECHNICAL = re.compile(
    r"(message|activity|website_message|my_activity|rating)_.*|has_message|access_.*|.*_search"
    r"|create_uid|write_uid|write_date|display_name|natural_key"
)
ADDRESS = (
    "name",
    "function",
    "vat",
    "street",
    "street2",
    "zip",
    "city",
    "state_id",
    "country_id",
    "email",
    "phone",
    "website",
    "lang",
    "tz",
    "create_date",
)
INVOICE = (
    "name",
    "move_type",
    "invoice_date",
    "invoice_date_due",
    "ref",
    "currency_id",
    "amount_untaxed",
    "amount_total",
    "amount_residual",
    "payment_state",
)
MESSAGE = ("date", "author_id", "subject", "body", "message_type")
# What hangs on the organisation, by section of the file.
OF_THE_ORGANISATION = (
    ("memberships", "biginn.membership"),
    ("figures", "biginn.company.figure"),
    ("links", "biginn.company.link"),
    ("capabilities", "biginn.capability"),
    ("references", "biginn.reference"),
    ("certificates", "biginn.certificate"),
    ("facilities", "biginn.facility"),
    ("products", "biginn.product"),
    ("change_requests", "biginn.change.request"),
    ("service_uses", "biginn.service.use"),
    ("consents", "biginn.consent"),
)


class ResPartner(models.Model):
    """My data: everything held about the organisation and the person who asks, as one file.

    An addon that keeps more about members adds its sections in `_biginn_my_data`, and
    its files in `_biginn_my_data_files`. Both run with the rights of the member who asks: what
    the member may not read elsewhere does not come out here either.
    """

    _inherit = "res.partner"

    # ------------------------------------------------------------------
    # The registry
    # ------------------------------------------------------------------

    def _biginn_my_data(self):
        """Sections of the file, by name. Extend this where an addon keeps more.

        :return: `{section: [record, ...]}`, each record a dict of plain JSON values
        :rtype: dict
        """
        self.ensure_one()
        organisation = self._biginn_portal_organisation()
        return {**self._biginn_my_data_person(), **organisation._biginn_my_data_organisation()}

    def _biginn_my_data_files(self):
        """Files that go along: `[(path in the archive, content)]`. Extend it like the above."""
        organisation = self._biginn_portal_organisation()
        papers = []
        certificates = self._biginn_my_data_search("biginn.certificate", organisation)
        for certificate in certificates:
            for paper in certificate.attachment_id:
                papers.append((f"certificates/{certificate.id}-{paper.name}", paper.raw or b""))
        return papers

    # ------------------------------------------------------------------
    # Sections
    # ------------------------------------------------------------------

    def _biginn_my_data_person(self):
        # sudo: the own login and nothing else; members may not read users' settings
        user_sudo = self.env.user.sudo()
        sections = {
            "me": self._biginn_my_data_rows(self, (*ADDRESS, "profile_editor")),
            "my_login": [
                {
                    "login": user_sudo.login,
                    "since": self._biginn_my_data_value(user_sudo.create_date),
                    "last_login": self._biginn_my_data_value(user_sudo.login_date),
                }
            ],
        }
        own = self._biginn_my_data_search("biginn.consent", self)
        sections["my_consents"] = self._biginn_my_data_rows(own)
        return sections

    def _biginn_my_data_organisation(self):
        """Sections about `self`, the organisation of the member who asks; maybe none."""
        if not self:
            return {}
        names = {*ADDRESS, *self._biginn_portal_readable_fields()}
        sections = {"organisation": self._biginn_my_data_rows(self, sorted(names))}
        # E-mail and telephone of colleagues are for those who look after the team.
        if not self._get_cannot_edit_profile_reason():
            people = self.search([("id", "child_of", self.id), ("id", "!=", self.id)])
            sections["contacts"] = self._biginn_my_data_rows(people, (*ADDRESS, "profile_editor"))
        for section, model in OF_THE_ORGANISATION:
            records = self._biginn_my_data_search(model, self)
            sections[section] = self._biginn_my_data_rows(records)
        moves = self._biginn_my_data_invoices()
        sections["invoices"] = self._biginn_my_data_rows(moves, INVOICE)
        sections["messages"] = self._biginn_my_data_messages()
        return sections

    def _biginn_my_data_search(self, model, partner):
        """Records of `model` that hang on `partner` and the member may read."""
        records = self.env[model]
        if not partner or not records.has_access("read"):
            return records
        return records.search([("partner_id", "=", partner.id)])

    def _biginn_my_data_invoices(self):
        moves = self.env["account.move"]
        if not moves.has_access("read"):
            return moves
        return moves.search(
            [
                ("commercial_partner_id", "=", self.id),
                ("move_type", "in", ("out_invoice", "out_refund", "in_invoice", "in_refund")),
                ("state", "=", "posted"),
            ]
        )

    def _biginn_my_data_messages(self):
        """What was said to members about the organisation; internal notes stay inside."""
        memberships = self._biginn_my_data_search("biginn.membership", self)
        threads = Domain("model", "=", self._name) & Domain("res_id", "in", self.ids)
        threads |= Domain("model", "=", "biginn.membership") & Domain(
            "res_id", "in", memberships.ids
        )
        # Core hides internal notes from members; staff who try the button get no more than they.
        said = threads & Domain("is_internal", "=", False)
        said &= Domain("subtype_id", "=", False) | Domain("subtype_id.internal", "=", False)
        messages = self.env["mail.message"].search(said, order="date, id")
        return self._biginn_my_data_rows(messages, MESSAGE)

    # ------------------------------------------------------------------
    # Records as plain values
    # ------------------------------------------------------------------

    def _biginn_my_data_rows(self, records, names=None):
        """`records` as dicts of JSON values, with the rights of the member who asks."""
        if not records:
            return []
        readable = records.fields_get(attributes=["type"])
        names = [
            name
            for name in names or readable
            if name in readable
            and readable[name]["type"] not in ("binary", "one2many", "properties")
            and not (TECHNICAL.fullmatch(name))
        ]
        many = [name for name in names if readable[name]["type"] == "many2many"]
        rows = records.read([name for name in names if name not in many])
        for record, row in zip(records, rows, strict=True):
            row.update({name: record[name].mapped("display_name") for name in many})
        return [
            {
                # What is not filled in is nothing, not a no.
                name: None
                if value is False and name != "id" and readable[name]["type"] != "boolean"
                else self._biginn_my_data_value(value)
                for name, value in row.items()
            }
            for row in rows
        ]

    def _biginn_my_data_value(self, value):
        if isinstance(value, datetime):
            return fields.Datetime.to_string(value) + "Z"
        if isinstance(value, date):
            return fields.Date.to_string(value)
        if isinstance(value, tuple):  # a many2one: its name says more than its number
            return value[1]
        if isinstance(value, str | int | float | list) or value is None:
            return value
        return str(value)

    # ------------------------------------------------------------------
    # The file
    # ------------------------------------------------------------------

    def _biginn_my_data_zip(self):
        """All sections as data.json, and the files beside it, as the bytes of one archive."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            data = {"made_on": self._biginn_my_data_value(fields.Datetime.now())}
            data.update(self._biginn_my_data())
            archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2))
            for path, blob in self._biginn_my_data_files():
                archive.writestr(self._biginn_my_data_path(path), blob)
        return content.getvalue()

    def _biginn_my_data_path(self, path):
        """A path that stays inside the folder it is unpacked to, whatever a file is called."""
        folder, _slash, name = path.partition("/")
        name = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name).strip(". ") or "file"
        return f"files/{folder}/{name[:150]}"
