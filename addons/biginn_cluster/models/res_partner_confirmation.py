from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules import confirmation

MONTHS_PARAMETER = "biginn_cluster.profile_confirmation_months"
MONTHS_DEFAULT = 12
MEMBERS_TODAY = ("active", "expiring")
# states of a membership that say that the organisation really was, or is, a member
_DECIDED = ("active", "expiring", "suspended", "expired", "left")


class ResPartner(models.Model):
    """Once a year a member says that its profile is right; who does not is asked."""

    _inherit = "res.partner"

    profile_confirmation_requested_on = fields.Date(
        string="Confirmation requested on",
        readonly=True,
        copy=False,
        help="When the profile editors were last asked to confirm the profile.",
    )
    profile_unconfirmed = fields.Boolean(
        string="Profile unconfirmed",
        compute="_compute_profile_unconfirmed",
        search="_search_profile_unconfirmed",
        help="A member of today whose last confirmation, or joining, is longer ago than the "
        "time set in the settings.",
    )

    @api.model
    def _confirmation_months(self):
        """How long a confirmation holds, a setting."""
        text = self.env["ir.config_parameter"].sudo().get_param(MONTHS_PARAMETER)
        return int(text) if text and text.isdecimal() and int(text) else MONTHS_DEFAULT

    @api.depends("profile_confirmed_on", "organisation_type")
    def _compute_profile_unconfirmed(self):
        found = self.search([("id", "in", self.ids), ("profile_unconfirmed", "=", True)])
        for partner in self:
            partner.profile_unconfirmed = partner._origin in found

    def _search_profile_unconfirmed(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._domain_unconfirmed()
        return domain if True in value else ~domain

    @api.model
    def _domain_unconfirmed(self):
        """rules.confirmation.is_unconfirmed as a search, for members of today."""
        if not self._may_read_memberships():
            return Domain.FALSE
        limit = self._confirmation_limit()
        joined = Domain("date_start", "<=", limit) & Domain("state", "in", _DECIDED)
        return (
            Domain("membership_ids", "any", [("state", "in", MEMBERS_TODAY)])
            & Domain("organisation_type", "!=", False)
            & (
                Domain("profile_confirmed_on", "<=", limit)
                | (
                    Domain("profile_confirmed_on", "=", False)
                    & Domain("membership_ids", "any", joined)
                )
            )
        )

    @api.model
    def _confirmation_limit(self):
        """A confirmation of this day or earlier has run out."""
        return confirmation.months_before(fields.Date.today(), self._confirmation_months())

    # -- confirming ------------------------------------------------------------------

    def action_confirm_profile(self):
        """Staff, or a profile editor of the organisation, says that the profile is right."""
        if not self.env.su and not self.env.user.has_group("biginn_cluster.group_staff"):
            # members have no write access: the portal's own question answers for the sudo below
            for partner in self:
                reason = partner._get_cannot_edit_profile_reason()
                if reason:
                    raise AccessError(reason)
            author = self.env.user.partner_id
            self.sudo()._biginn_confirm(author)
            return True
        self._check_is_organisation()
        self._biginn_confirm(self.env.user.partner_id)
        return True

    def _biginn_confirm(self, author):
        self.write({"profile_confirmed_on": fields.Date.context_today(self)})
        for partner in self:
            partner._message_log(body=self.env._("The profile was confirmed."), author_id=author.id)

    # -- asking ----------------------------------------------------------------------

    @api.model
    def _cron_request_confirmation(self, batch=100):
        """Ask the profile editors of members whose confirmation has run out, once a year."""
        limit = self._confirmation_limit()
        domain = (
            self._domain_unconfirmed()
            & (
                Domain("profile_confirmation_requested_on", "=", False)
                | Domain("profile_confirmation_requested_on", "<=", limit)
            )
            & Domain("id", "in", self._with_editors())
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(domain))
        while due := self.search(domain, limit=batch, order="id"):
            due._biginn_request_confirmation()
            if not cron._commit_progress(len(due)):
                break

    @api.model
    def _domain_of_editors(self):
        return Domain("profile_editor", "=", True) & Domain("email", "not in", (False, ""))

    @api.model
    def _with_editors(self):
        """Subquery for the organisations that have somebody to ask."""
        editors = self._search(self._domain_of_editors())
        return editors.subselect(SQL.identifier(self._table, "commercial_partner_id"))

    def _biginn_editors(self):
        """{organisation: its profile editors with an e-mail address}; one query."""
        editors = self.search(
            Domain("commercial_partner_id", "in", self.ids) & self._domain_of_editors(),
            order="id",
        ).grouped("commercial_partner_id")
        return {partner: editors.get(partner, self.browse()) for partner in self}

    def _biginn_request_confirmation(self):
        """Mail the editors in their own language, and note the day."""
        template = self.env.ref(
            "biginn_cluster.mail_template_profile_confirmation", raise_if_not_found=False
        )
        self.write({"profile_confirmation_requested_on": fields.Date.today()})
        if not template:  # a cluster that wants no mail deletes the template
            return
        companies = self._biginn_cluster_companies()
        for partner, editors in self._biginn_editors().items():
            sender = partner._biginn_sender(companies[partner])
            for editor in editors:
                template.send_mail(
                    editor.id,
                    email_layout_xmlid="mail.mail_notification_light",
                    email_values=sender,
                )
            partner._message_log(
                body=self.env._(
                    "Asked to confirm the profile: %(people)s.",
                    people=", ".join(editors.mapped("name")),
                )
            )

    # -- in whose name ---------------------------------------------------------------

    def _biginn_cluster_companies(self):
        """{organisation: the cluster that speaks to it}: of today's memberships the oldest."""
        rows = (
            self.env["biginn.membership"]
            .sudo()
            .search(
                [("partner_id", "in", self.ids), ("state", "in", MEMBERS_TODAY)],
                order="date_start, id",
            )
        )
        companies = {}
        for membership in rows:
            companies.setdefault(membership.partner_id, membership.company_id)
        return {partner: companies.get(partner, self.env.company) for partner in self}

    @api.model
    def _biginn_sender(self, company):
        company = company.sudo()
        return {
            "email_from": company.email_formatted or self.env.user.email_formatted,
            "author_id": company.partner_id.id,
        }

    def _biginn_responsible_users(self, companies):
        """{organisation: the person of its cluster who looks after it}

        The contact's own salesperson where that is staff of the cluster, else the cluster's
        first manager, else its first staff.
        """
        staff = self.env.ref("biginn_cluster.group_staff").sudo().all_user_ids
        managers = self.env.ref("biginn_cluster.group_manager").sudo().all_user_ids
        by_company = {}
        for company in {companies[partner] for partner in self}:
            here = staff.filtered(lambda user, c=company: c in user.company_ids and user.active)
            people = here.filtered(lambda user: not user._is_superuser()).sorted("id")
            by_company[company] = people, (people & managers)[:1] or people[:1] or here[:1]
        result = {}
        for partner in self:
            people, first = by_company[companies[partner]]
            result[partner] = (partner.sudo().user_id & people) or first
        return result
