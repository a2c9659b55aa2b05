from odoo import models

from ..rules import calendar_file

# From here on the two sides write to each other, and know each other's contact.
ARRANGED = ("signing", "ready", "ongoing", "interrupted", "reporting", "completed", "paid")
CALLED_OFF = ("cancelled", "refused")


class BiginnExchange(models.Model):
    """The stay in the portal: whom to write to, and the programme for one's own calendar."""

    _inherit = "biginn.exchange"

    def _portal_values(self):
        return {
            **super()._portal_values(),
            "contacts": self._portal_contacts(),
            "has_calendar": bool(self.state in ARRANGED),
            "stay_explanation": self._portal_stay_explanation(),
        }

    def _portal_stay_explanation(self):
        """Which days count; what that is worth is told to the visitor's side alone."""
        # sudo: the inside of the explanation, which whoever reads the exchange reads
        exchange_sudo = self.sudo()
        facts = exchange_sudo.stay_facts
        with_money = self._portal_side() == "visiting"
        return exchange_sudo._explain_stay(facts, with_money) if facts else ""

    def _portal_contacts(self):
        """Whom the other side writes to: named in the commitment that both sign."""
        if self.state not in ARRANGED:
            return []
        # sudo: two people whom both sides are told by what they sign
        exchange_sudo = self.sudo()
        return [
            {
                "title": title,
                "name": person.name or "",
                "function": person.function or "",
                "organisation": organisation.name,
                "email": person.email_normalized or "",
                "phone": person.phone or "",
            }
            for title, person, organisation in (
                (
                    self.env._("Visitor"),
                    exchange_sudo.visitor_contact_id,
                    exchange_sudo.visiting_id,
                ),
                (self.env._("Host"), exchange_sudo.host_contact_id, exchange_sudo.host_id),
            )
            if person
        ]

    # ------------------------------------------------------------------
    # The calendar file
    # ------------------------------------------------------------------

    def _calendar_file(self):
        """The stay, its days and the agenda it is part of; for whoever may read the exchange."""
        self.ensure_one()
        self.check_access("read")
        # sudo: the plan that both sides sign, and the agenda they take part in
        exchange_sudo = self.sudo()
        items_sudo = exchange_sudo.event_id.agenda_item_ids
        changed = exchange_sudo._calendar_changed(items_sudo)
        return calendar_file.calendar_file(
            exchange_sudo._calendar_entries(items_sudo),
            stamp=changed,
            # seconds of its life: grows with each change, and needs no counter of its own
            sequence=int((changed - exchange_sudo.create_date).total_seconds()),
            cancelled=self.state in CALLED_OFF,
            name=exchange_sudo.display_name,
        )

    def _calendar_changed(self, items):
        moments = [self.write_date, *self.day_ids.mapped("write_date"), *items.mapped("write_date")]
        return max(moments).replace(microsecond=0)

    def _calendar_uid(self, record):
        database = self.env["ir.config_parameter"].get_param("database.uuid")
        return f"{record._name.replace('.', '-')}-{record.id}@{database}"

    def _calendar_entries(self, items):
        url = f"{self.get_base_url()}/my/exchanges/{self.id}"
        place = ", ".join(part for part in (self.host_id.name, self.host_id.city) if part)
        last = self.ended_on or self._last_day()
        stay = calendar_file.Entry(
            uid=self._calendar_uid(self),
            name=f"{self.visiting_id.name} → {self.host_id.name}",
            start=self.date_start,
            stop=max(last, self.date_start),
            place=place,
            description="\n\n".join(filter(None, (self.goals, self.objectives))),
            url=url,
        )
        days = [
            calendar_file.Entry(
                uid=self._calendar_uid(day),
                name=day.name,
                start=day.date,
                stop=day.date,
                place=day.place or place,
                description=day.description or "",
                url=url,
            )
            for day in self.day_ids
            if day.date <= last
        ]
        called_off = self.state in CALLED_OFF
        agenda = [item._calendar_entry(url, sequence=called_off, notes=True) for item in items]
        event = self.event_id
        removed = [gone._calendar_entry(event.date_tz) for gone in event.removed_item_ids]
        return [stay, *days, *agenda, *removed]
