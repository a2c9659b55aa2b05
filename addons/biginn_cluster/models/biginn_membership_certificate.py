from odoo import models
from odoo.tools.misc import format_date

CERTIFIED = ("active", "expiring", "upcoming")


class BiginnMembership(models.Model):
    """The certificate of membership: proof towards others, so only for who is or will be one."""

    _inherit = "biginn.membership"

    def _get_cannot_certify_reason(self):
        """Why no certificate can be printed for this membership; False when one can."""
        self.ensure_one()
        if self.state in CERTIFIED:
            return False
        return self.env._(
            "A certificate is printed for a membership that runs or is approved. %(explanation)s",
            explanation=self.state_explanation,
        )

    def _check_can_certify(self):
        self._refuse_together("_get_cannot_certify_reason")

    def _certificate_sheet(self):
        """What one certificate says: a matrix that the template prints."""
        self.ensure_one()
        member = self.partner_id
        kinds = dict(self._fields["organisation_type"]._description_selection(self.env))
        labels = [
            (self.env._("Category"), self.category_id.name),
            (self.env._("Organisation type"), kinds.get(self.organisation_type)),
            (self.env._("VAT"), member.vat),
            (self.env._("Address"), self._certificate_address()),
            (self.env._("Member since"), format_date(self.env, self._member_since())),
            (
                self.env._("Valid until"),
                format_date(self.env, self._last_day())
                if self._last_day()
                else self.env._("without an end"),
            ),
        ]
        facts = [(label, value) for label, value in labels if value]
        covered = self.covered_partner_ids.sorted("name").mapped("name")
        content = {"name": member.name, "facts": facts, "covered": covered}
        return content | {
            "sentence": self._certificate_sentence(),
            "fingerprint": member._biginn_fingerprint(content).replace(
                f"{member._name},{member.id}", f"{self._name},{self.id}"
            ),
        }

    def _certificate_sentence(self):
        values = {
            "organisation": self.partner_id.name,
            "cluster": self.company_id.name,
            "start": format_date(self.env, self.date_start),
        }
        if self.state == "upcoming":
            return self.env._(
                "%(organisation)s becomes a member of %(cluster)s on %(start)s.", **values
            )
        return self.env._("%(organisation)s is a member of %(cluster)s.", **values)

    def _certificate_address(self):
        member = self.partner_id
        place = " ".join(part for part in (member.zip, member.city) if part)
        return ", ".join(part for part in (member.street, place, member.country_id.name) if part)

    def _member_since(self):
        """First day of the unbroken row of memberships in this cluster that leads to this one."""
        siblings = self.search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("approved_on", "!=", False),
                ("refused_on", "=", False),
                ("date_start", "<", self.date_start),
            ],
            order="date_start desc",
        )
        since = self.date_start
        for earlier in siblings:
            if earlier._last_day() and (since - earlier._last_day()).days > 1:
                continue
            since = min(since, earlier.date_start)
        return since
