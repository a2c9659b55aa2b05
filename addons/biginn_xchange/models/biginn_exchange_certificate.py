from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

# The stay is over; before its report is validated the paper is a draft.
CERTIFIED = ("reporting", "completed", "paid")


class BiginnExchange(models.Model):
    """The certificate of stay: who was where, when, and for how many working days."""

    _inherit = "biginn.exchange"

    def _get_cannot_certify_stay_reason(self):
        """Why no certificate can be printed yet; False when one can."""
        self.ensure_one()
        if self.state in CERTIFIED:
            return False
        return self.env._(
            "%(exchange)s is “%(state)s”: a certificate is printed when the stay is over.",
            exchange=self.name,
            state=self._state_label(self.state),
        )

    def _check_can_certify_stay(self):
        reasons = [exchange._get_cannot_certify_stay_reason() for exchange in self]
        if any(reasons):
            raise UserError("\n".join(reason for reason in reasons if reason))

    def _stay_sheet(self):
        """What one certificate says: a matrix that the template prints."""
        self.ensure_one()
        content = {
            "sentence": self._stay_sentence(),
            "people": self._stay_people(),
            "facts": [fact for fact in self._stay_facts() if fact[1]],
            "days": [
                {
                    "day": format_date(self.env, day.date),
                    "name": day.name,
                    "place": day.place or "",
                }
                for day in self.day_ids.sorted(lambda day: (day.date, day.sequence, day.id))
                if day.date <= self._stay_end()
            ],
        }
        return {
            **content,
            "for": self.visiting_id.name,
            "state": self._state_label(self.state),
            "is_draft": self.state == "reporting",
            "date": self.completed_on or self.ended_on,
            "fingerprint": self.visiting_id._biginn_fingerprint(content).replace(
                f"{self.visiting_id._name},{self.visiting_id.id}", f"{self._name},{self.id}"
            ),
        }

    def _stay_end(self):
        """The day it was really over, should it have ended early."""
        return min(self.date_end, self.ended_on or self.date_end)

    def _stay_people(self):
        """One line for each of those who travelled."""
        return [
            ", ".join(part for part in (person.name, person.function) if part)
            for person in self.visitor_ids.sorted("name")
        ]

    def _stay_sentence(self):
        values = {
            "visitor": self.visiting_id.name,
            "host": self.host_id.name,
            "start": format_date(self.env, self.date_start),
            "end": format_date(self.env, self._stay_end()),
        }
        if self.is_virtual:
            return self.env._(
                "%(visitor)s took part online in an exchange with %(host)s "
                "from %(start)s to %(end)s.",
                **values,
            )
        return self.env._("%(visitor)s stayed at %(host)s from %(start)s to %(end)s.", **values)

    def _stay_facts(self):
        return [
            (self.env._("Visiting organisation"), self._stay_party(self.visiting_id)),
            (self.env._("Host organisation"), self._stay_party(self.host_id)),
            (self.env._("First and last day"), self._stay_period()),
            (self.env._("Working days at the host"), str(self.working_days or "")),
            (self.env._("360º agenda"), self.event_id.name),
            (self.env._("Programme"), self.programme_id.name),
            (self.env._("Number of the exchange"), self.name),
        ]

    def _stay_period(self):
        start, end = self.date_start, self._stay_end()
        return " – ".join(dict.fromkeys([format_date(self.env, start), format_date(self.env, end)]))

    def _stay_party(self, organisation):
        parts = (organisation.name, organisation.city, organisation.country_id.name)
        return ", ".join(part for part in parts if part)

    def _stay_funding(self):
        """What the paper says about its funding: the programme's, else the cluster's latest."""
        return self.programme_id.funding_id or self.env["biginn.funding"]._for_documents()
