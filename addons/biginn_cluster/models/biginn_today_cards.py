from odoo import api, fields, models
from odoo.fields import Domain

MEMBERS = ("active", "expiring", "suspended")


class BiginnToday(models.AbstractModel):
    """The cards of members, their profiles and services."""

    _inherit = "biginn.today"

    @api.model
    def _cards(self):
        return [
            *super()._cards(),
            *self._cards_of_memberships(),
            *self._cards_of_fees(),
            *self._cards_of_profiles(),
            *self._cards_of_work(),
        ]

    @api.model
    def _cards_of_memberships(self):
        memberships = {
            "model": "biginn.membership",
            "action": "biginn_cluster.biginn_membership_action",
        }
        return [
            {
                **memberships,
                "key": "applications",
                "title": self.env._("Applications"),
                "explanation": self.env._("They want to become members; a manager decides."),
                "domain": [("state", "=", "applied")],
                "date_field": "applied_on",
                "icon": "fa-user-plus",
                "colour": "blue",
                "sequence": 10,
                "button": self.env._("Look at the oldest"),
            },
            {
                **memberships,
                "key": "expiring",
                "title": self.env._("Memberships running out"),
                "explanation": self.env._("Their end is near and no next period stands."),
                "domain": [("state", "=", "expiring"), ("is_renewed", "=", False)],
                "date_field": "date_end",
                "icon": "fa-hourglass-half",
                "colour": "amber",
                "sequence": 30,
                "button": self.env._("Open the next to end"),
            },
            {
                **memberships,
                "key": "expired",
                "title": self.env._("Expired and not renewed"),
                "explanation": self.env._("Renew them, or note that they have left."),
                "domain": Domain("state", "=", "expired")
                & Domain("is_renewed", "=", False)
                # not one that changed its category and is a member all the same
                & Domain("partner_id.cluster_membership_state", "=", "expired"),
                "date_field": "date_end",
                "icon": "fa-calendar-times-o",
                "colour": "red",
                "sequence": 40,
                "button": self.env._("Open the longest expired"),
            },
        ]

    @api.model
    def _cards_of_fees(self):
        """Money is for those who may see invoices; what is to be invoiced, for managers."""
        today = fields.Date.context_today(self)
        return [
            {
                "key": "fees_to_invoice",
                "model": "biginn.membership",
                "action": "biginn_cluster.biginn_membership_action",
                "groups": "biginn_cluster.group_manager",
                "title": self.env._("Fees not invoiced"),
                "explanation": self.env._("Their membership runs and nobody has asked for it."),
                "domain": [
                    ("fee_state", "=", "to_invoice"),
                    ("state", "in", ("active", "expiring", "suspended")),
                ],
                "date_field": "date_start",
                "icon": "fa-file-text-o",
                "colour": "blue",
                "sequence": 50,
                "button": self.env._("Open the oldest period"),
            },
            {
                "key": "fees_unpaid",
                "model": "account.move",
                "action": "account.action_move_out_invoice_type",
                "title": self.env._("Unpaid fees"),
                "explanation": self.env._("Invoices of membership fees past their due date."),
                "domain": [
                    ("biginn_membership_id", "!=", False),
                    ("company_id", "in", self.env.companies.ids),
                    ("state", "=", "posted"),
                    ("payment_state", "in", ("not_paid", "partial")),
                    ("invoice_date_due", "<", today),
                ],
                "date_field": "invoice_date_due",
                "icon": "fa-money",
                "colour": "red",
                "sequence": 55,
                "button": self.env._("Open the longest overdue"),
            },
        ]

    @api.model
    def _cards_of_profiles(self):
        organisations = {
            "model": "res.partner",
            "action": "biginn_cluster.res_partner_organisation_action",
        }
        members = Domain("cluster_membership_state", "in", MEMBERS)
        return [
            {
                "key": "change_requests",
                "model": "biginn.change.request",
                "action": "biginn_cluster.biginn_change_request_action",
                "title": self.env._("Change requests"),
                "explanation": self.env._("Members ask to change guarded data."),
                "domain": [("state", "=", "submitted")],
                "date_field": "submitted_on",
                "icon": "fa-pencil-square-o",
                "colour": "blue",
                "sequence": 20,
                "button": self.env._("Decide the oldest"),
            },
            {
                "key": "certificates",
                "model": "biginn.certificate",
                "action": "biginn_cluster.biginn_certificate_action",
                "title": self.env._("Certificates running out"),
                "explanation": self.env._("Members' certificates that end soon or have ended."),
                "domain": Domain("state", "in", ("expiring", "expired"))
                & Domain("partner_id", "any", members),
                "date_field": "valid_until",
                "icon": "fa-certificate",
                "colour": "amber",
                "sequence": 60,
                "button": self.env._("Open the first to end"),
            },
            {
                **organisations,
                "key": "unconfirmed",
                "title": self.env._("Unconfirmed profiles"),
                "explanation": self.env._("Members who last said too long ago that it is right."),
                "domain": [("profile_unconfirmed", "=", True)],
                "date_field": "profile_confirmed_on",
                "icon": "fa-address-card-o",
                "colour": "amber",
                "sequence": 70,
                "button": self.env._("Open the longest unconfirmed"),
            },
            {
                **organisations,
                "key": "duplicates",
                "action": "biginn_cluster.res_partner_duplicates_action",
                "title": self.env._("Possible duplicates"),
                "explanation": self.env._("Same number, web domain, or nearly the same name."),
                "domain": [("organisation_type", "!=", False), ("possible_duplicate", "=", True)],
                "date_field": None,
                "icon": "fa-clone",
                "colour": "grey",
                "sequence": 75,
                "button": self.env._("Compare the first"),
            },
            {
                **organisations,
                "key": "bounced",
                "title": self.env._("Mails that came back"),
                "explanation": self.env._("Members' addresses that do not take our mails."),
                "domain": members & Domain("message_bounce", ">", 0),
                "date_field": None,
                "order": "message_bounce desc, id",
                "action": "contacts.action_contacts",
                "icon": "fa-envelope-o",
                "colour": "red",
                "sequence": 80,
                "button": self.env._("Mend the first address"),
            },
        ]

    @api.model
    def _cards_of_work(self):
        return [
            {
                "key": "service_uses",
                "model": "biginn.service.use",
                "action": "biginn_cluster.biginn_service_use_action",
                "title": self.env._("Services to review"),
                "explanation": self.env._("Recorded by mail, but it is not clear for whom."),
                "domain": [("needs_review", "=", True)],
                "date_field": "date",
                "icon": "fa-handshake-o",
                "colour": "blue",
                "sequence": 90,
                "button": self.env._("Review the oldest"),
            },
            {
                "key": "activities",
                "model": "mail.activity",
                "action": "mail.mail_activity_action_my",
                "title": self.env._("My overdue activities"),
                "explanation": self.env._("What you meant to have done by now."),
                "domain": [
                    ("user_id", "=", self.env.uid),
                    ("date_deadline", "<", fields.Date.context_today(self)),
                ],
                "date_field": "date_deadline",
                "icon": "fa-clock-o",
                "colour": "red",
                "sequence": 100,
                "button": self.env._("Do the oldest"),
                "target": self._document_of_activity,
            },
        ]

    @api.model
    def _document_of_activity(self, activity):
        """An activity is done where it belongs; one that belongs nowhere is its own form."""
        if activity.res_model and activity.res_id:
            return self.env[activity.res_model].browse(activity.res_id)
        return activity
