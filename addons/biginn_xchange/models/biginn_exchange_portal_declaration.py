from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.biginn_cluster.rules import portal_columns
from odoo.addons.biginn_cluster.rules.portal_columns import Column

from ..rules import third_party

ROWS = 8


class BiginnExchange(models.Model):
    """The recipient's de minimis declaration, handed in on the page of an exchange."""

    _inherit = "biginn.exchange"

    def _get_cannot_declare_reason(self):
        """Why this member cannot hand in a declaration here; False if one can."""
        self.ensure_one()
        partner = self.env.user.partner_id
        # sudo: one's own mark, and what the programme asks for
        programme_sudo = self.sudo().programme_id
        if self._portal_side() != "visiting" or not partner.sudo().profile_editor:
            return self.env._(
                "Only those who edit the profile of the visiting organisation can declare for it."
            )
        asked = (
            programme_sudo.de_minimis_ceiling
            and programme_sudo.de_minimis_declaration != third_party.NOT_ASKED
        )
        # sudo: whether there is something to pay
        if not asked or self.currency_id.is_zero(self.sudo().agreed_amount):
            return self.env._("No declaration is asked for.")
        if self.state in ("paid", "refused", "cancelled"):
            return self.env._("No declaration is needed now.")
        return False

    def _portal_declaration_url(self):
        if self._get_cannot_declare_reason():
            return ""
        return f"/my/exchanges/{self.id}/declaration"

    def _portal_declared_on(self):
        """The day of the newest declaration to the cluster that runs the exchange."""
        declaration = self.env["biginn.de.minimis.declaration"].search(
            [
                ("partner_id", "=", self.env.user.commercial_partner_id.id),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        )
        return declaration.signed_on

    @api.model
    def _portal_aid_columns(self):
        return (
            Column("granted_on", "date", self.env._("Granted on"), required=True, width=4),
            Column(
                "authority", "text", self.env._("Granted by"), required=True, limit=120, width=5
            ),
            Column("amount", "amount", self.env._("Amount in euro"), required=True, width=3),
        )

    def _portal_declare(self, rows, declared, document=None):
        """The gate: a declaration as a member types it.

        :param list rows: dicts with `key` and a text for each column; empty ones are left out
        :param bool declared: the member has ticked that it is complete
        :param document: a checked upload, or None
        :return: `errors`, sentences by name of the input; empty when it is kept
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        if reason := self._get_cannot_declare_reason():
            return {"errors": {"form": reason}}
        aids, errors = self._portal_aids_read(rows)
        if not declared:
            errors["declared"] = self.env._("Please confirm that the declaration is complete.")
        if errors:
            return {"errors": errors}
        self._lock()
        # sudo: members write no declarations; who asks and what is in it has been checked above
        organisation_sudo = self.sudo().visiting_id.commercial_partner_id
        declaration_sudo = (
            self.env["biginn.de.minimis.declaration"]
            .sudo()
            .create(
                {
                    "partner_id": organisation_sudo.id,
                    "company_id": self.company_id.id,
                    "signed_on": fields.Date.context_today(self),
                    "signer": self.env.user.name,
                    "currency_id": self.env.ref("base.EUR").id,
                    "aid_ids": [Command.create(aid) for aid in aids],
                }
            )
        )
        if document:
            declaration_sudo.attachment_id = organisation_sudo._biginn_keep_upload_sudo(
                document, declaration_sudo
            )
        # sudo: a line in the history of what the gate has let in
        self.sudo()._message_log(
            body=self.env._(
                "%(person)s has declared other de minimis aid: %(amount)s.",
                person=self.env.user.name,
                amount=declaration_sudo.currency_id.format(declaration_sudo.other_aid),
            )
        )
        return {"errors": {}}

    def _portal_aids_read(self, rows):
        aids, errors = [], {}
        sentences = self.env["biginn.portal.form"]
        today = fields.Date.context_today(self)
        for row in rows[:ROWS]:
            texts = [str(row.get(column.name) or "") for column in self._portal_aid_columns()]
            if not any(text.strip() for text in texts):
                continue
            aid = {}
            for column in self._portal_aid_columns():
                aid[column.name], problem = portal_columns.read(column, row.get(column.name))
                if problem:
                    errors[f"row-{row['key']}-{column.name}"] = sentences._portal_sentence(
                        problem, column
                    )
            if not errors:
                errors.update(self._portal_aid_problems(row["key"], aid, today))
            aids.append(aid)
        return [{**aid, "amount": float(aid["amount"] or 0)} for aid in aids], errors

    def _portal_aid_problems(self, key, aid, today):
        if aid["granted_on"] > today:
            return {f"row-{key}-granted_on": self.env._("This day has not come yet.")}
        if aid["amount"] <= 0:
            return {f"row-{key}-amount": self.env._("Aid is more than nothing.")}
        return {}
