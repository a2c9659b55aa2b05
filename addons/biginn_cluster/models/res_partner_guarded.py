from decimal import Decimal

from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..rules import portal_columns, profile_input
from ..rules.portal_columns import Column

NAME_MAX = 200
NOTE_MAX = 1000
# In which membership a request is looked at first: where the organisation is a member today.
CLUSTER_ORDER = ("active", "expiring", "suspended", "upcoming", "applied")


class ResPartner(models.Model):
    """What agreements and grants rest on, and how a member asks for a change of it.

    No portal route and no remote call writes these; `_biginn_portal_request` only makes a request
    that staff apply with their own rights.
    """

    _inherit = "res.partner"

    change_request_ids = fields.One2many(
        "biginn.change.request",
        "partner_id",
        string="Change requests",
        groups="biginn_cluster.group_staff,base.group_portal",
    )

    # ------------------------------------------------------------------
    # What is guarded
    # ------------------------------------------------------------------

    def _biginn_guarded_columns(self):
        """Inputs of the request page, in the member's language."""
        return (
            Column("name", "text", self.env._("Legal name"), required=True, limit=NAME_MAX),
            Column(
                "vat",
                "vat",
                self.env._("VAT number"),
                help=self.env._("With the letters of the country, for example DK12345674."),
            ),
            Column("country_id", "choice", self.env._("Country"), required=True),
            Column("organisation_type", "choice", self.env._("Organisation type"), required=True),
        )

    def _biginn_figure_columns(self):
        """Inputs of the figures page."""
        year = fields.Date.today().year
        money = self.env._("In whole units of the currency. Leave it empty when not known.")
        return (
            Column(
                "fiscal_year",
                "number",
                self.env._("Fiscal year"),
                required=True,
                low=1990,
                high=year,
                width=6,
            ),
            Column("currency_id", "choice", self.env._("Currency"), required=True, width=6),
            Column(
                "headcount",
                "amount",
                self.env._("Headcount"),
                help=self.env._(
                    "Full-time people over the whole year; part-time and seasonal work as "
                    "fractions, owner-managers included."
                ),
            ),
            Column(
                "turnover",
                "amount",
                self.env._("Turnover"),
                help=money + " " + self.env._("Write 0 if there really was none."),
            ),
            Column("balance_total", "amount", self.env._("Balance sheet total"), help=money),
            Column(
                "is_estimate",
                "flag",
                self.env._("An estimate: the accounts of this year are not closed"),
            ),
        )

    def _biginn_guarded_choices(self, name):
        """What may be chosen for a guarded field: (key, label)."""
        if name == "country_id":
            return [(row.code, row.name) for row in self.env["res.country"].search(Domain.TRUE)]
        if name == "currency_id":
            # one that the cluster no longer uses stays where it stands
            rows = self.env["res.currency"].search(Domain.TRUE) | self.figure_ids.currency_id
            return [(row.name, row.name) for row in rows]
        if name == "organisation_type":
            return self._fields[name]._description_selection(self.env)
        return []

    def _biginn_guarded_text(self, field_name, year=0):
        """What stands now, as a change request keeps it; see biginn.change.request.line."""
        self.ensure_one()
        if field_name == "country_id":
            return self.country_id.code or ""
        if not field_name.startswith("figure_ids."):
            return self[field_name] or ""
        figure = self.figure_ids.filtered(lambda figure: figure.fiscal_year == year)
        name = field_name.removeprefix("figure_ids.")
        if name == "currency_id":
            return figure.currency_id.name or ""
        if name == "is_estimate":
            return "1" if figure.is_estimate else ""
        if name == "turnover" and figure.no_turnover:
            return "0"
        return portal_columns.as_text(Decimal(str(figure[name]))) if figure[name] else ""

    def _biginn_open_requests(self):
        """What waits for the cluster, one line per guarded value, keyed (field, year)."""
        lines = self.env["biginn.change.request.line"].search(
            [("partner_id", "=", self.id), ("state", "=", "submitted")]
        )
        return {(line.field_name, line.fiscal_year): line for line in lines}

    # ------------------------------------------------------------------
    # The one door
    # ------------------------------------------------------------------

    def _biginn_portal_request(self, values, seen=None, document=None):
        """Ask the cluster, on behalf of the member who asks, for other guarded values.

        :param dict values: texts as typed: either names of `_biginn_guarded_columns`, or of
            `_biginn_figure_columns` with `fiscal_year`; besides `note` and `declared`
        :param dict seen: what the form showed, as texts; a value equal to it was not touched
        :param document: a checked `rules.upload.Upload`, for example the annual accounts
        :return: `{"errors": {field: sentence}, "request_id": id or False}`
        :rtype: dict
        """
        self.ensure_one()
        reason = self._get_cannot_edit_profile_reason()
        if reason:
            raise AccessError(reason)
        figures = "fiscal_year" in values
        columns = self._biginn_figure_columns() if figures else self._biginn_guarded_columns()
        if values.keys() - {column.name for column in columns} - {"note", "declared"}:
            raise AccessError(self.env._("Only your cluster can change this part of the profile."))
        read, errors = self._biginn_read_guarded(columns, values, seen or {})
        year = read.pop("fiscal_year", 0)
        note, problem = profile_input.read_text(values.get("note"), NOTE_MAX)
        if problem:
            errors["note"] = self._portal_sentence(problem, Column("note", "lines", limit=NOTE_MAX))
        if figures and not year:
            return {"errors": errors, "request_id": False}
        lines = self._biginn_request_lines(read, year, errors)
        if not errors and not lines:
            errors["form"] = self.env._("You have not changed anything yet.")
        if not errors.keys() - {"form"} and not values.get("declared"):
            errors["declared"] = self.env._("Please confirm that you may say this.")
        if errors:
            return {"errors": errors, "request_id": False}
        return self._biginn_submit_request(lines, note, document)

    def _biginn_read_guarded(self, columns, values, seen):
        """Touched values as texts that a request keeps, and what is wrong with the others."""
        read, errors = {}, {}
        for column in columns:
            raw = values.get(column.name)
            untouched = profile_input.clean_text(raw) == seen.get(column.name)
            if raw is None or (untouched and column.name != "fiscal_year"):
                continue
            choices = [key for key, _label in self._biginn_guarded_choices(column.name)]
            value, problem = portal_columns.read(column, raw, choices)
            if problem:
                errors[column.name] = self._portal_sentence(problem, column)
            else:
                read[column.name] = (
                    value if column.name == "fiscal_year" else portal_columns.as_text(value)
                )
        if not errors and read.keys() & {"vat", "country_id"}:
            self._biginn_check_vat(read, errors)
        return read, errors

    def _biginn_check_vat(self, read, errors):
        """Ask Odoo whether such a number exists in that country, and keep it as Odoo writes it."""
        code = read.get("country_id", self.country_id.code)
        country = self.env["res.country"].search([("code", "=", code)], limit=1)
        vat = read.get("vat", self.vat or "")
        try:
            # sudo: account and base_vat look into settings that members may not read; the
            # check itself reads and writes nothing of theirs
            kept, _code = self.sudo()._run_vat_checks(country, vat, self.name)
        except ValidationError as error:
            errors["vat"] = str(error)
        else:
            if "vat" in read:
                read["vat"] = kept or ""

    def _biginn_request_lines(self, read, year, errors):
        """Values of the lines to be made: what differs from what stands and does not wait yet."""
        waiting = self._biginn_open_requests()
        lines = []
        for name, value in read.items():
            field_name = f"figure_ids.{name}" if year else name
            old = self._biginn_guarded_text(field_name, year)
            if value == old:
                continue
            if (field_name, year) in waiting:
                errors[name] = self.env._(
                    "You have asked for “%(value)s” already and your cluster has not decided "
                    "yet. Withdraw that request first.",
                    value=waiting[field_name, year].new_display,
                )
                continue
            lines.append(
                {
                    "field_name": field_name,
                    "fiscal_year": year,
                    "old_value": old,
                    "new_value": value,
                }
            )
        # A year without figures needs more than a currency to be worth a request.
        if year and {line["field_name"] for line in lines} <= {
            "figure_ids.currency_id",
            "figure_ids.is_estimate",
        }:
            known = self.figure_ids.filtered(lambda figure: figure.fiscal_year == year)
            return lines if known else []
        return lines

    def _biginn_submit_request(self, lines, note, document):
        # sudo: who asks and what may be asked for has been checked by the gate
        organisation_sudo = self.sudo()
        try:
            with self.env.cr.savepoint():
                request_sudo = organisation_sudo.env["biginn.change.request"].create(
                    {
                        "partner_id": self.id,
                        "company_id": organisation_sudo._biginn_handling_company_sudo().id,
                        "requested_by_id": self.env.user.partner_id.id,
                        "note": note or False,
                        "line_ids": [fields.Command.create(line) for line in lines],
                    }
                )
                if document:
                    request_sudo.attachment_ids = organisation_sudo._biginn_keep_upload_sudo(
                        document, request_sudo
                    )
        except IntegrityError:
            self.env.invalidate_all()
            sentence = self.env._(
                "A colleague has asked for the same at this moment. Look at what is waiting."
            )
            return {"errors": {"form": sentence}, "request_id": False}
        request_sudo._tell_staff_sudo()
        return {"errors": {}, "request_id": request_sudo.id}

    def _biginn_handling_company_sudo(self):
        """The cluster that decides: where the organisation is a member, the longest standing."""
        memberships = self.membership_ids.filtered(lambda m: m.state in CLUSTER_ORDER).sorted(
            lambda m: (CLUSTER_ORDER.index(m.state), m.date_start or fields.Date.today(), m.id)
        )
        return memberships[:1].company_id or self.company_id or self.env.company
