from datetime import date, datetime

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.biginn_cluster.rules import portal_columns
from odoo.addons.biginn_cluster.rules.portal_columns import Column

from ..rules import access_data

GROUP = "biginn_xchange.group_access_data"
JOINED = ("registered", "attended")
KINDS = {"nationality_id": "record", "document_kind": "choice"}


class BiginnAgendaAccess(models.Model):
    """Identity data of one person for one visit: for the list of the facility, and then gone.

    Nothing leads here from other models on purpose: no list, export or search of theirs can
    reach the values. They are neither tracked nor told to anybody; a sentence about what is wrong
    with one names the field and never the value.

    A value never stands in a statement that PostgreSQL could refuse, because a refused statement
    is written to the log: rows are made empty, nothing is checked by the database, and whoever
    writes or deletes takes the row of the attendance first (`_hold`).

    Rights: the group Identity data of visitors, in their own clusters; members through the portal
    only (`event_registration_access.py`).
    """

    _name = "biginn.agenda.access"
    _description = "Identity data for a visit"
    _inherit = ["biginn.portal.form"]
    _order = "item_id, id"
    _rec_names_search = ["item_id"]

    attendance_id = fields.Many2one(
        "biginn.agenda.attendance",
        string="Person and visit",
        required=True,
        ondelete="cascade",
    )
    item_id = fields.Many2one(
        related="attendance_id.item_id",
        string="Visit",
        store=True,
        index=True,
        precompute=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="attendance_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(related="attendance_id.partner_id", string="Person")
    organisation_id = fields.Many2one(related="attendance_id.registration_id.organisation_id")
    access_delete_on = fields.Datetime(related="item_id.access_delete_on")
    needed_codes = fields.Char(string="Asked for", compute="_compute_needed")
    state = fields.Selection(
        [("missing", "Missing"), ("incomplete", "Incomplete"), ("complete", "All given")],
        compute="_compute_needed",
    )

    # The values; see `rules/access_data.py` for what each may be.
    family_name = fields.Char(copy=False, groups=GROUP)
    given_names = fields.Char(copy=False, groups=GROUP)
    nationality_id = fields.Many2one("res.country", copy=False, groups=GROUP)
    birth_date = fields.Date(string="Date of birth", copy=False, groups=GROUP)
    birth_place = fields.Char(string="Place of birth", copy=False, groups=GROUP)
    document_kind = fields.Selection(
        [
            ("passport", "Passport"),
            ("identity_card", "Identity card"),
            ("residence_permit", "Residence permit"),
        ],
        string="Kind of document",
        copy=False,
        groups=GROUP,
    )
    document_number = fields.Char(string="Number of the document", copy=False, groups=GROUP)
    document_expiry = fields.Date(string="Document valid until", copy=False, groups=GROUP)

    _once = models.Constraint("UNIQUE (attendance_id)", "Once per person and visit.")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("attendance_id")
    def _compute_display_name(self):
        """Person and visit, as the registration knows them: never what was typed here."""
        for row in self:
            row.display_name = row.attendance_id.display_name or ""

    @api.depends(*access_data.CODES, "item_id.access_field_ids", "item_id.needs_access_data")
    def _compute_needed(self):
        for row in self:
            needed = row.item_id._access_codes()
            row.needed_codes = ",".join(needed)
            row.state = access_data.state(row._given(), needed)

    def _given(self):
        """Codes of what has been given."""
        # sudo: whether there is something, and nothing of it
        return tuple(code for code in access_data.CODES if self.sudo()[code])

    # ------------------------------------------------------------------
    # ORM overrides: the one door
    # ------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """No value comes from a default: defaults are kept and shown elsewhere."""
        return super().default_get([name for name in fields if name not in access_data.CODES])

    @api.model_create_multi
    def create(self, vals_list):
        typed = [self._read_vals(vals) for vals in vals_list]
        attendances = self.env["biginn.agenda.attendance"].browse(
            [vals.get("attendance_id") for vals in vals_list]
        )
        attendances._hold_access()
        attendances._check_joined()
        rows = super().create([{"attendance_id": attendance.id} for attendance in attendances])
        rows.flush_recordset()
        for row, values in zip(rows, typed, strict=True):
            if values:
                row.write(values)
        return rows

    def write(self, vals):
        if vals.keys() - set(access_data.CODES):
            raise UserError(self.env._("Identity data stays with its person and its visit."))
        values = self._read_vals(vals)
        self._check_asked_for(values)
        self.attendance_id._hold_access()
        result = super().write(values)
        self.flush_recordset()
        return result

    def unlink(self):
        self.attendance_id._hold_access()
        return super().unlink()

    def export_data(self, fields_to_export):
        raise UserError(
            self.env._(
                "Identity data leaves by the list for the facility only, which notes who took it."
            )
        )

    @api.model
    def load(self, fields, data):
        raise UserError(self.env._("Identity data is typed, not imported: a file would stay."))

    def copy_data(self, default=None):
        raise UserError(self.env._("Identity data stays with its person and its visit."))

    # ------------------------------------------------------------------
    # Reading what was typed
    # ------------------------------------------------------------------

    @api.model
    def _read_vals(self, vals):
        """The values as they are kept; a sentence without the value if one cannot be."""
        read = {}
        for code in access_data.CODES:
            if code not in vals:
                continue
            column = Column(code, self._kind(code), limit=access_data.TEXTS.get(code, 250))
            value, problem = self._read_value(column, vals[code])
            if problem:
                label = self._fields[code]._description_string(self.env)
                sentence = self._portal_sentence(problem, column)
                raise ValidationError(
                    self.env._("%(field)s: %(sentence)s", field=label, sentence=sentence)
                )
            read[code] = value
        return read

    @api.model
    def _read_value(self, column, raw, visit_day=None):
        if isinstance(raw, datetime | date):
            raw = raw.isoformat()[:10]
        elif raw is None or raw is False:
            raw = ""
        elif not isinstance(raw, str | int):
            return False, "choice"
        choices = self._portal_allowed(column) if str(raw).strip() else ()
        value, problem = portal_columns.read(column, raw, choices)
        if not problem:
            today = fields.Date.context_today(self)
            problem = access_data.problem(column.name, value, today, visit_day)
        return value or False, problem

    @api.model
    def _kind(self, code):
        return "date" if code in access_data.DATES else KINDS.get(code, "text")

    @api.model
    def _portal_allowed(self, column):
        if column.kind == "record":
            return set(self.env["res.country"].sudo().search(Domain.TRUE).ids)
        return super()._portal_allowed(column)

    @api.model
    def _portal_sentence(self, problem, column):
        sentences = {
            "birth_date": lambda: self.env._("Nobody who comes was born on this day."),
            "expired": lambda: self.env._("This document is not valid any more at the visit."),
            "document_number": lambda: self.env._(
                "Write the number as it stands in the document, in letters and digits."
            ),
        }
        if problem in sentences:
            return sentences[problem]()
        return super()._portal_sentence(problem, column)

    def _check_asked_for(self, values):
        for row in self:
            needed = row.item_id._access_codes()
            for code, value in values.items():
                if value and code not in needed:
                    raise ValidationError(
                        self.env._(
                            "%(field)s is not asked for at “%(visit)s”.",
                            field=self._fields[code]._description_string(self.env),
                            visit=row.item_id.name,
                        )
                    )

    # ------------------------------------------------------------------
    # Deleting
    # ------------------------------------------------------------------

    @api.model
    def _due_domain(self):
        """What is kept for nothing: the visit is over, or the person does not come to it."""
        return (
            Domain("item_id.access_delete_on", "<=", fields.Datetime.now())
            | Domain("item_id.needs_access_data", "=", False)
            | Domain("attendance_id.state", "not in", JOINED)
            | Domain("attendance_id.registration_id.state", "=", "cancel")
        )

    @api.model
    def _cron_delete(self, batch=200):
        """After each visit; a run that is cut short goes on with the next one."""
        cron = self.env["ir.cron"]
        due = self._due_domain()
        cron._commit_progress(remaining=self.search_count(due))
        while rows := self.search(due, limit=batch, order="id"):
            count = len(rows)
            rows.unlink()
            if not cron._commit_progress(count):
                return
