from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

from ..rules import package_exchange


class BiginnExchange(models.Model):
    """What the other cluster's last file says, in words: for its preview and on the form."""

    _inherit = "biginn.exchange"

    origin_told = fields.Html(
        string="What the other cluster tells", compute="_compute_origin_told", sanitize=False
    )

    @api.depends("imported_facts")
    @api.depends_context("lang", "tz")
    def _compute_origin_told(self):
        for exchange in self:
            facts = exchange.imported_facts
            exchange.origin_told = facts and exchange._origin_table(facts["payload"])

    def _origin_table(self, payload):
        """The facts that stand in no field of ours; every text of the file is escaped."""
        rows = [
            (self._package_label(name), self._package_value(name, payload[name]))
            for name in (
                "number",
                "visitors",
                "visitor_contact",
                "host_contact",
                "papers",
                "signatures",
                "report_accepted",
                "evidence_accepted",
            )
        ]
        body = Markup().join(
            Markup("<tr><th>%s</th><td>%s</td></tr>")
            % (label, Markup("<br/>").join(value.split("\n")))
            for label, value in rows
            if value
        )
        return Markup('<table class="table table-sm">%s</table>') % body

    @api.model
    def _package_labels(self):
        """Labels of what is in a file where they are not the ones of our fields."""
        strings = self.env["ir.model.fields"].get_field_string(self._name)
        named = {name: strings[f"{name}_id"] for name in package_exchange.PARTIES}
        same = (
            "state",
            "date_start",
            "date_end",
            "travel_first",
            "travel_last",
            "is_virtual",
            "working_days",
            "distance_km",
            "distance_source",
            "higher_rate",
            "lump_sum",
            "agreed_amount",
            "goals",
            "objectives",
            "costs_carried",
            *package_exchange.DATES,
        )
        return {
            "number": self.env._("Number there"),
            "programme": strings["programme_id"],
            **named,
            "visitors": strings["visitor_ids"],
            "visitor_contact": strings["visitor_contact_id"],
            "host_contact": strings["host_contact_id"],
            **{name: strings[name] for name in same},
            "currency": strings["currency_id"],
            "days": strings["day_ids"],
            "papers": strings["document_ids"],
            "signatures": strings["signature_ids"],
            "report_accepted": self.env._("Closing report"),
            "evidence_accepted": self.env._("Evidence"),
        }

    @api.model
    def _package_label(self, name):
        return self._package_labels()[name]

    @api.model
    def _package_value(self, name, value):
        """One fact of a file as a text in the reader's language; its own texts as they are."""
        if value is None or value == "" or value == []:
            return ""
        if name in package_exchange.PARTIES:
            place = ", ".join(filter(None, (value["city"], value["country"])))
            return f"{value['name']} ({place})" if place else value["name"]
        special = {
            "state": self._state_label,
            "programme": lambda one: f"{one['name']} ({one['code']})",
            "visitors": "\n".join,
            "visitor_contact": _contact_text,
            "host_contact": _contact_text,
            "days": self._package_days,
            "papers": self._package_papers,
            "signatures": self._package_signatures,
            "report_accepted": self._package_accepted,
            "evidence_accepted": self._package_accepted,
        }.get(name)
        if special:
            return special(value)
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        if name.startswith("date_") or name.endswith("_on"):
            return format_date(self.env, value)
        return str(value)

    @api.model
    def _package_accepted(self, accepted):
        return self.env._("accepted") if accepted else self.env._("not accepted yet")

    @api.model
    def _package_days(self, days):
        return "\n".join(
            ": ".join(filter(None, (format_date(self.env, day["date"]), day["name"])))
            + (f" ({day['place']})" if day["place"] else "")
            for day in days
        )

    @api.model
    def _package_papers(self, papers):
        kinds = dict(
            self.env["biginn.exchange.document"]._fields["kind"]._description_selection(self.env)
        )
        return "\n".join(
            self.env._(
                "%(paper)s, version %(version)s: %(state)s",
                paper=kinds[paper["kind"]],
                version=paper["version"],
                state=(
                    self.env._("signed by all") if paper["complete"] else self.env._("being signed")
                ),
            )
            for paper in papers
        )

    @api.model
    def _package_signatures(self, signatures):
        roles = dict(self.env["biginn.signature"]._fields["role"]._description_selection(self.env))
        kinds = dict(
            self.env["biginn.exchange.document"]._fields["kind"]._description_selection(self.env)
        )
        return "\n".join(
            self.env._(
                "%(paper)s, %(party)s: %(name)s, %(time)s",
                paper=kinds[one["paper"]],
                party=roles[one["party"]],
                name=one["name"],
                time=format_datetime(self.env, one["signed_on"].replace("T", " ").rstrip("Z")),
            )
            for one in signatures
        )


def _contact_text(contact):
    return ", ".join(filter(None, (contact["name"], contact["email"], contact["phone"])))
