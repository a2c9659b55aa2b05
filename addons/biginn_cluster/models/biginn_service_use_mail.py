from odoo import api, fields, models
from odoo.tools import email_normalize, html2plaintext

from ..rules import mail_parties


class BiginnServiceUse(models.Model):
    """Recording by mail: staff put the service's address into Cc, or forward a mail to it.

    Who may write there, `biginn.service._alias_get_error` decides before a mail comes here.
    """

    _inherit = "biginn.service.use"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        defaults = dict(custom_values or {})
        service = self.env["biginn.service"].browse(defaults.get("service_id")).exists()
        if service:
            defaults |= self._values_of_mail(service, msg_dict)
        # the subject stays with the staff: a member reads what they write for it
        return super().message_new(msg_dict, {"note": msg_dict.get("subject"), **defaults})

    @api.model
    def _values_of_mail(self, service, msg_dict):
        staff = service._biginn_staff_by_address(msg_dict.get("email_from"))
        headers = f"{msg_dict.get('to') or ''}, {msg_dict.get('cc') or ''}"
        body = html2plaintext(msg_dict.get("body") or "", include_references=False)
        own = self._own_addresses(mail_parties.addresses(f"{headers} {body}"), msg_dict)
        others = mail_parties.other_parties(headers, body, own)
        organisation, contact = self._organisation_by_addresses(service.company_id, others)
        return {
            "origin": "mail",
            "user_id": staff.id,
            "date": self._day_of_mail(msg_dict, staff),
            "partner_id": organisation.id,
            "contact_id": contact.id,
            "needs_review": not organisation,
            "mail_addresses": ", ".join(others) or False,
        }

    @api.model
    def _day_of_mail(self, msg_dict, staff):
        """The day on which it was sent, by the clock of who sent it; never one to come."""
        today = fields.Date.context_today(self.with_context(tz=staff.tz))
        sent = fields.Datetime.to_datetime(msg_dict.get("date"))
        if not sent:
            return today
        local = fields.Datetime.context_timestamp(self.with_context(tz=staff.tz), sent)
        return min(local.date(), today)

    @api.model
    def _own_addresses(self, addresses, msg_dict):
        """Those of the addresses that are the database's own: aliases and the people in it."""
        aliases = self.env["mail.alias.domain"].sudo()._find_aliases(addresses)
        colleagues = self.env["res.users"].sudo().search(
            [("email_normalized", "in", addresses), ("share", "=", False)]
        )
        sender = email_normalize(msg_dict.get("email_from"))
        return {*aliases, *colleagues.mapped("email_normalized"), *filter(None, [sender])}

    @api.model
    def _organisation_by_addresses(self, company, addresses):
        """(organisation, person) behind the addresses; nothing when it is not one alone."""
        partners = self.env["res.partner"].search(
            [
                ("email_normalized", "in", addresses),
                ("company_id", "in", [False, company.id]),
                ("commercial_partner_id.is_company", "=", True),
                ("commercial_partner_id.organisation_type", "!=", False),
                ("commercial_partner_id", "!=", company.partner_id.id),
            ]
        )
        organisation = partners.commercial_partner_id
        if len(organisation) != 1:
            return organisation.browse(), organisation.browse()
        people = partners.filtered(lambda partner: not partner.is_company)
        people = people.sorted(lambda person: addresses.index(person.email_normalized))
        return organisation, people[:1]

    def _creation_subtype(self):
        """The mail itself is an internal note: what staff forward was not written to the member."""
        if self.env.context.get("mail_create_nolog"):
            return self.env.ref("mail.mt_note")
        return super()._creation_subtype()
