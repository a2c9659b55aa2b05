from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime

from ..rules import access_data, local_time
from .biginn_agenda_access import JOINED

SAYS_WHAT_IS_NEEDED = {"needs_access_data", "access_field_ids", "facility_id"}


class BiginnAgendaItem(models.Model):
    """What the host of an item wants to know of those who come, until when and for how long.

    Rights: staff say what is asked for and see whose data is missing; the data itself is for the
    group Identity data of visitors.
    """

    _inherit = "biginn.agenda.item"

    needs_access_data = fields.Boolean(
        string="Asks for identity data",
        compute="_compute_needs_access_data",
        store=True,
        readonly=False,
        precompute=True,
        help="Those who take part enter it in the portal. It is deleted after the visit.",
    )
    access_field_ids = fields.Many2many(
        "biginn.access.field",
        "biginn_agenda_item_access_field_rel",
        "item_id",
        "field_id",
        string="Identity data",
        compute="_compute_access_field_ids",
        store=True,
        readonly=False,
        help="Nothing else is collected.",
    )
    access_list_days = fields.Integer(
        string="List due, days before",
        compute="_compute_access_days",
        store=True,
        readonly=False,
        precompute=True,
        help="Through this day people can enter and change their data, by the clock at the event.",
    )
    access_keep_days = fields.Integer(
        string="Kept, days after",
        compute="_compute_access_days",
        store=True,
        readonly=False,
        precompute=True,
        help="How many days after the end of the visit the data is deleted.",
    )
    access_deadline = fields.Datetime(
        string="List due",
        compute="_compute_access_times",
        store=True,
        precompute=True,
    )
    access_delete_on = fields.Datetime(
        string="Deleted on",
        compute="_compute_access_times",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    access_deadline_text = fields.Char(
        string="List due at the event", compute="_compute_access_texts"
    )
    access_given_count = fields.Integer(
        string="Identity data given", compute="_compute_access_counts"
    )
    access_needed_count = fields.Integer(
        string="Identity data asked of", compute="_compute_access_counts"
    )

    _access_days_positive = models.Constraint(
        "CHECK (access_list_days >= 0 AND access_keep_days >= 0)",
        "Days before and after a visit cannot be less than none.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("facility_id")
    def _compute_needs_access_data(self):
        for item in self:
            item.needs_access_data = item.needs_access_data or item.facility_id.needs_access_data

    @api.depends("facility_id", "needs_access_data")
    def _compute_access_field_ids(self):
        usual = self.env["biginn.access.field"].search([("by_default", "=", True)])
        for item in self:
            asked = item.access_field_ids
            if item.needs_access_data and not asked:
                asked = item.facility_id.access_field_ids or usual
            item.access_field_ids = asked

    @api.depends("facility_id", "event_id")
    def _compute_access_days(self):
        for item in self:
            # sudo: the days of the cluster whose agenda it is
            company_sudo = (item.event_id.company_id or self.env.company).sudo()
            days = item.facility_id.access_list_days or company_sudo.biginn_agenda_access_list_days
            item.access_list_days = item.access_list_days or days
            keep_days = company_sudo.biginn_agenda_access_keep_days
            item.access_keep_days = item.access_keep_days or keep_days

    @api.depends("start", "stop", "event_id.date_tz", "access_list_days", "access_keep_days")
    def _compute_access_times(self):
        for item in self:
            zone = item.event_id.date_tz or local_time.UTC
            item.access_deadline = item.start and access_data.deadline(
                item.start, zone, item.access_list_days
            )
            item.access_delete_on = item.stop and access_data.deleted_on(
                item.stop, zone, item.access_keep_days
            )

    @api.depends("access_deadline", "event_id.date_tz")
    @api.depends_context("lang")
    def _compute_access_texts(self):
        for item in self:
            item.access_deadline_text = item.needs_access_data and item._access_due()

    def _access_due(self):
        """The last minute of the last day: midnight would name the day after."""
        end = self.access_deadline
        return self._access_moment(end and end - timedelta(minutes=1))

    def _access_moment(self, utc):
        """A moment by the clock at the event, with the name of its zone."""
        zone = self.event_id.date_tz or local_time.UTC
        if not utc:
            return ""
        moment = format_datetime(self.env, utc, tz=zone, dt_format="short")
        return f"{moment} {local_time.readable_zone(utc, zone)}"

    def _compute_access_counts(self):
        attendances = self.env["biginn.agenda.attendance"].search(
            [("item_id", "in", self.filtered("needs_access_data").ids), ("state", "in", JOINED)]
        )
        by_item = attendances.grouped("item_id")
        for item in self:
            states = by_item.get(item, attendances.browse()).mapped("access_state")
            item.access_needed_count = len([state for state in states if state])
            item.access_given_count = states.count("complete")

    def _access_codes(self):
        """Codes of what is asked for, in order; none where nothing is."""
        self.ensure_one()
        if not self.needs_access_data:
            return ()
        # sudo: what is asked for is no secret to those who are asked
        return tuple(self.sudo().access_field_ids.filtered("active").mapped("code"))

    # ------------------------------------------------------------------
    # Constraints and ORM overrides
    # ------------------------------------------------------------------

    @api.constrains("needs_access_data", "event_id")
    def _check_access_company(self):
        for item in self:
            if item.needs_access_data and not item.event_id.company_id:
                raise ValidationError(
                    self.env._(
                        "Say first which cluster runs %(agenda)s: identity data belongs to one.",
                        agenda=item.event_id.name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if SAYS_WHAT_IS_NEEDED & vals.keys():
            self._drop_needless_access_data()
        return result

    def _drop_needless_access_data(self):
        """What is asked for no more is kept no more."""
        # sudo: staff who change the programme see no identity data
        rows = self.env["biginn.agenda.access"].sudo().search([("item_id", "in", self.ids)])
        for item, theirs in rows.grouped("item_id").items():
            needed = item._access_codes()
            if not needed:
                theirs.unlink()
                continue
            for row in theirs:
                if needless := [code for code in row._given() if code not in needed]:
                    row.write(dict.fromkeys(needless, False))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_view_access_states(self):
        """Who has given what is asked for, and who has not."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_xchange.action_agenda_access_states"
        )
        action["domain"] = [("item_id", "=", self.id), ("state", "in", JOINED)]
        return action

    def action_view_access_data(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_xchange.action_biginn_agenda_access"
        )
        action["domain"] = [("item_id", "=", self.id)]
        return action

    def action_export_access_list(self):
        self.ensure_one()
        self.env["biginn.agenda.access"].check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/agenda-access/{self.id}/list.xlsx",
            "target": "self",
        }
