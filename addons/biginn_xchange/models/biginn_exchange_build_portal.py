from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain

from odoo.addons.biginn_cluster.rules import portal_columns, profile_input
from odoo.addons.biginn_cluster.rules.portal_columns import Column

TEXT_MAX = 3000
DAYS_MAX = 60


class BiginnExchange(models.Model):
    """Building the exchange in the portal: both organisations write down what they agreed on."""

    _name = "biginn.exchange"
    _inherit = ["biginn.exchange", "biginn.portal.form"]

    def _get_cannot_build_reason(self):
        """Why the current user may not write goals and plan now; False when it may."""
        self.ensure_one()
        user, exchange_sudo = self.env.user, self.sudo()
        if exchange_sudo.state != "draft":
            return self.env._("This can be changed only while the exchange is a draft.")
        people = exchange_sudo.visitor_ids | exchange_sudo.visitor_contact_id
        people |= exchange_sudo.host_contact_id
        sides = (exchange_sudo.visiting_id | exchange_sudo.host_id).commercial_partner_id
        own = user.commercial_partner_id in sides
        if own and (user.partner_id in people or user.partner_id.profile_editor):
            return False
        return self.env._(
            "Only those who take part and those who edit the profile of their organisation can "
            "change this."
        )

    def _build_columns(self):
        """Inputs of the page: texts for both, the contact of one's own side."""
        own_contact = (
            "visitor_contact_id" if self._portal_side() == "visiting" else ("host_contact_id")
        )
        return (
            Column("goals", "lines", self.env._("Goals"), limit=TEXT_MAX,
                   help=self.env._("What the visit is for.")),
            Column("objectives", "lines", self.env._("Objectives"), limit=TEXT_MAX,
                   help=self.env._("What you want to have in hand at the end.")),
            Column("planned_activity_ids", "records", self.env._("Activities")),
            Column("costs_carried", "lines", self.env._("Costs carried"), limit=TEXT_MAX,
                   help=self.env._("Who pays for meals, rooms or local transport.")),
            Column(own_contact, "record", self.env._("Contact of your organisation"), width=6,
                   help=self.env._("This person signs for your organisation.")),
            Column("document_lang", "choice", self.env._("Language of the papers"), width=6),
        )  # fmt: skip

    def _portal_choices(self, column):
        if column.name in ("visitor_contact_id", "host_contact_id"):
            people = self.env["res.partner"].search(
                Domain("commercial_partner_id", "=", self.env.user.commercial_partner_id.id)
                & Domain("is_company", "=", False)
            )
            return [(str(person.id), person.name or "") for person in people]
        return super()._portal_choices(column)

    def _build_form(self):
        """What the form shows now."""
        texts = {column.name: self.sudo()._portal_text(column) for column in self._build_columns()}
        return {
            "values": texts,
            "seen": {name: profile_input.fingerprint(text) for name, text in texts.items()},
            "rows": [row._portal_row(str(place)) for place, row in enumerate(self.day_ids)],
        }

    def _portal_build(self, typed, seen, rows):
        """Write what a member typed: {name: sentence} of what is wrong, nothing written then.

        :param dict typed: a text for each input
        :param dict seen: the mark of what the form showed of each
        :param list rows: days as `biginn.portal.line` takes them
        """
        self.ensure_one()
        reason = self._get_cannot_build_reason()
        if reason:
            raise AccessError(reason)
        values, errors = self._build_read(typed, seen)
        days = self.env["biginn.exchange.day"].with_context(stay=(self.date_start, self.date_end))
        plan, found = days._portal_plan(self, "day_ids", rows)
        errors.update(found)
        if errors:
            return errors
        vals = {column.name: self._portal_to_write(column, value) for column, value in values}
        if plan:
            vals["day_ids"] = days._build_commands(plan)
        if vals:
            # sudo: members write nothing themselves; who asks and what, was checked above
            self.sudo().write(vals)
        return {}

    def _build_read(self, typed, seen):
        values, errors = [], {}
        exchange_sudo = self.sudo()
        for column in self._build_columns():
            text = typed.get(column.name)
            if text is None or seen.get(column.name) == profile_input.fingerprint(text):
                continue
            kept = exchange_sudo._portal_text(column)
            value, problem = portal_columns.read(column, text, self._portal_allowed(column))
            if not problem and portal_columns.as_text(value) == kept:
                continue
            if not problem and seen.get(column.name, "") != profile_input.fingerprint(kept):
                problem = "changed"
            if problem:
                errors[column.name] = self._portal_sentence(problem, column)
            else:
                values.append((column, value))
        return values, errors


class BiginnExchangeDay(models.Model):
    """Days in the portal: rows of the exchange's page."""

    _name = "biginn.exchange.day"
    _inherit = ["biginn.exchange.day", "biginn.portal.line"]
    _natural_key = ()

    def _portal_columns(self):
        return (
            Column("date", "date", self.env._("Day"), required=True, width=4),
            Column("name", "text", self.env._("What"), required=True, width=8),
            Column("place", "text", self.env._("Where"), width=4),
            Column("description", "lines", self.env._("Details"), limit=1000, width=8),
        )

    def _portal_card(self):
        return {"title": self.name, "subtitle": str(self.date)}

    def _portal_check(self, values):
        first, last = self.env.context.get("stay") or (None, None)
        if first and values.get("date") and not first <= values["date"] <= last:
            return {"date": "outside_stay"}
        return {}

    def _portal_sentence(self, problem, column):
        if problem == "outside_stay":
            return self.env._("This day is not within the stay.")
        return super()._portal_sentence(problem, column)

    def _portal_doubles(self, kept, removed, written, created):
        """Two things may be planned for one day."""
        return {}

    def _build_commands(self, plan):
        return [
            *(Command.delete(row.id) for row in plan["removed"]),
            *(Command.update(row.id, row._portal_vals(v)) for row, v in plan["written"].items()),
            *(Command.create(self._portal_vals(values)) for values in plan["created"]),
        ]
