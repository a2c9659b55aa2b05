from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..rules import team


class ResPartner(models.Model):
    """Inviting colleagues: core's portal wizard with checks before it.

    Whether an address is known to the database, and whose it is, is nobody's business: one
    sentence answers for all, and refused tries count against the daily limit.
    """

    _inherit = "res.partner"

    def _biginn_invite(self, form):
        """Invite a colleague into this organisation's team on behalf of an editor.

        :param dict form: `name`, `email`, `function`, `lang` as typed
        :return: `{"errors": {field: sentence}, "invited": contact}`
        :rtype: dict
        """
        self.ensure_one()
        self._biginn_team_check()
        self._biginn_team_lock()
        values, errors = self._biginn_read_invitation(form)
        person = self.browse()
        if not errors:
            problem = self._biginn_limit_problem()
            if not problem:
                person, problem = self._biginn_invite_sudo(values)
            if problem:
                errors["email"] = problem
        return {"errors": errors, "invited": person}

    def _biginn_read_invitation(self, form):
        """`(values, {field: sentence})` of what was typed."""
        values, errors = {}, {}
        readers = {
            "name": team.read_name,
            "email": team.read_email,
            "function": team.read_function,
        }
        for field, reader in readers.items():
            values[field], problem = reader(form.get(field))
            if problem:
                errors[field] = self._biginn_invitation_sentence(problem)
        known = dict(self.env["res.lang"].get_installed())
        lang = form.get("lang")
        values["lang"] = lang if lang in known else self.env.lang
        return values, errors

    def _biginn_invitation_sentence(self, problem):
        """A problem found by rules/team in the member's language."""
        return {
            "name_missing": lambda: self.env._("Enter the name of your colleague."),
            "name": lambda: self.env._("Enter just the name, without addresses."),
            "email_missing": lambda: self.env._("Enter the e-mail address of your colleague."),
            "email": lambda: self.env._(
                "This is not an e-mail address. Write it like anna@example.com."
            ),
            "too_long": lambda: self.env._(
                "This is too long: at most %(limit)s characters.", limit=team.NAME_MAX
            ),
            "refused": lambda: self.env._(
                "This address cannot be invited from here. Write to your cluster, which can help."
            ),
            "has_access": lambda: self.env._("This colleague is in your team already."),
            "limit": lambda: self.env._(
                "Your organisation has sent as many invitations as it may within a day. "
                "Try again tomorrow, or write to your cluster."
            ),
        }[problem]()

    def _biginn_limit_problem(self):
        if self.env["biginn.invitation"]._left(self):
            return ""
        return self._biginn_invitation_sentence("limit")

    def _biginn_invite_sudo(self, values):
        """Find or make the contact and open its login. Only `_biginn_invite` calls this."""
        person = self._biginn_team_people().filtered(
            lambda contact: contact.email_normalized == values["email"]
        )[:1]
        if person:
            if person._biginn_team_state()[person.id] != "none":
                return self.browse(), self._biginn_invitation_sentence("has_access")
            return person, self._biginn_team_invite_sudo(person, limited=True) or ""
        if self._biginn_address_taken_sudo(values["email"]):
            self._biginn_count_invitation_sudo()
            return self.browse(), self._biginn_invitation_sentence("refused")
        try:
            with self.env.cr.savepoint():
                person = (
                    self.sudo()
                    .create(
                        {
                            **values,
                            "parent_id": self.id,
                            "type": "contact",
                            "company_id": self.sudo().company_id.id,
                        }
                    )
                    .sudo(False)
                )
                self._biginn_open_login_sudo(person)
        except (IntegrityError, UserError):
            # The same address was invited at the same moment, by a colleague or a second click.
            self.env.invalidate_all()
            return self.browse(), self._biginn_invitation_sentence("refused")
        return person, ""

    def _biginn_address_taken_sudo(self, email, person=None):
        """Whether a login or another organisation's contact uses this address."""
        users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
        login = Domain("login", "=ilike", email.replace("_", r"\_").replace("%", r"\%"))
        taken = login | Domain("email_normalized", "=", email)
        if person:
            taken &= Domain("partner_id", "!=", person.id)
        if users_sudo.search_count(taken, limit=1):
            return True
        contacts = self.sudo().search([("email_normalized", "=", email)])
        owners = contacts.commercial_partner_id - self
        return any(owner.is_company for owner in owners)

    # ------------------------------------------------------------------
    # Through core's portal wizard
    # ------------------------------------------------------------------

    def _biginn_team_invite_sudo(self, person, limited=False):
        """Open a login for a contact of the team who has none; returns what stands against it."""
        problem = "" if limited else self._biginn_limit_problem()
        if problem:
            return problem
        email, problem = team.read_email(person.email)
        if problem or self._biginn_address_taken_sudo(email, person):
            self._biginn_count_invitation_sudo()
            return self._biginn_invitation_sentence("refused")
        try:
            with self.env.cr.savepoint():
                self._biginn_open_login_sudo(person)
        except (IntegrityError, UserError):
            self.env.invalidate_all()
            return self._biginn_invitation_sentence("refused")
        return ""

    def _biginn_team_invite_again_sudo(self, person):
        problem = self._biginn_limit_problem()
        if problem:
            return problem
        self._biginn_count_invitation_sudo(person)
        self._biginn_portal_wizard_sudo(person).action_invite_again()
        self._biginn_team_note("again", person)
        return ""

    def _biginn_open_login_sudo(self, person):
        self._biginn_count_invitation_sudo(person)
        address = person.email
        self._biginn_portal_wizard_sudo(person).action_grant_access()
        if person.email != address:
            # Core writes it in lower case; a colleague's address stays as it was entered.
            person.sudo().email = address
        self._biginn_team_note("invite", person)

    def _biginn_portal_wizard_sudo(self, person):
        """Core's wizard line for `person`: it makes the login and writes in the person's language.

        The portal wizard needs rights that members have not; what it may do here, the
        callers have checked.
        """
        lang = person.lang or self.env.lang
        message = self.with_context(lang=lang).env._(
            "%(inviter)s of %(organisation)s invites you to look after its profile together.",
            inviter=self.env.user.name,
            organisation=self.name,
        )
        wizard_sudo = (
            self.env["portal.wizard"]
            .sudo()
            .create({"partner_ids": [Command.set(person.ids)], "welcome_message": message})
        )
        return wizard_sudo.user_ids

    def _biginn_count_invitation_sudo(self, person=None):
        self.env["biginn.invitation"].sudo().create(
            {
                "partner_id": self.id,
                "contact_id": person.id if person else False,
                "invited_by_id": self.env.user.partner_id.id,
            }
        )
