from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..rules import team


class ResPartner(models.Model):
    """The people of an organisation as its profile editors look after them in the portal.

    ================ ============================================================
    who              may
    ================ ============================================================
    profile editor   invite, invite again, remove, give and take editing; in the own organisation
    sibling contact  see who is in the team and who edits
    stranger, public
    ================ ============================================================

    Nobody here changes a colleague's name, e-mail or login. Employees of the cluster and people of
    other organisations are out of reach.
    """

    _inherit = "res.partner"

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------

    def _get_cannot_manage_team_reason(self):
        """Why the current user may not look after this organisation's team; empty when it may."""
        self.ensure_one()
        member = self.env.user.partner_id
        if self != member._biginn_portal_organisation():
            return self.env._("You can only look after the team of your own organisation.")
        if not member.profile_editor:
            return self.env._(
                "Only the profile editors of %(organisation)s look after the team.",
                organisation=self.name,
            )
        return ""

    def _biginn_team_check(self):
        reason = self._get_cannot_manage_team_reason()
        if reason:
            raise AccessError(reason)

    def _biginn_team_people(self):
        """Contacts of this organisation that are people, as far as the current user sees them."""
        return self.search(
            [
                ("commercial_partner_id", "=", self.id),
                ("id", "!=", self.id),
                ("is_company", "=", False),
                "|",
                ("type", "=", "contact"),
                ("profile_editor", "=", True),
            ],
            order="name, id",
        )

    def _biginn_team_member(self, number):
        """The person of this team with this id as posted; empty for anything else."""
        if not isinstance(number, str) or not number.isdecimal() or len(number) > 9:
            return self.browse()
        return self._biginn_team_people().filtered(lambda person: person.id == int(number))

    # ------------------------------------------------------------------
    # What the page shows
    # ------------------------------------------------------------------

    def _biginn_team_state(self):
        """`none`, `invited`, `active`, or `cluster` for an employee, of each of these contacts."""
        # sudo: whether a colleague of the own team has a login; nothing else of it is shown
        users = self.env["res.users"].sudo().with_context(active_test=False)
        states = dict.fromkeys(self.ids, "none")
        for user in users.search([("partner_id", "in", self.ids)]):
            if not user.share:
                states[user.partner_id.id] = "cluster"
            elif user.active:
                states[user.partner_id.id] = "active" if user.login_date else "invited"
        return states

    def _biginn_team_rows(self):
        """One row per person: who, and what may be done."""
        self.ensure_one()
        people = self._biginn_team_people()
        states = people._biginn_team_state()
        editors = self._biginn_team_editors(people, states)
        may = not self._get_cannot_manage_team_reason()
        me = self.env.user.partner_id
        return [
            {
                "person": person,
                "state": states[person.id],
                "editor": person.profile_editor,
                "me": person == me,
                "actions": self._biginn_team_actions(person, states[person.id], editors)
                if may
                else [],
            }
            for person in people
        ]

    def _biginn_team_editors(self, people=None, states=None):
        """Those who can edit the profile today: named, and with a login that works."""
        people = self._biginn_team_people() if people is None else people
        states = states or people._biginn_team_state()
        return people.filtered(
            lambda person: person.profile_editor and states[person.id] in ("active", "invited")
        )

    def _biginn_team_actions(self, person, state, editors):
        """What an editor may do with `person` now, by name of the action."""
        if state == "cluster":
            return []
        me = self.env.user.partner_id
        if state == "none":
            return ["invite"] if person.email else []
        actions = []
        if state == "invited":
            actions.append("again")
        if not person.profile_editor:
            actions += ["give", "hand_over"]
        elif team.keeps_an_editor(editors.ids, person.id):
            actions.append("take")
        if person != me and team.keeps_an_editor(editors.ids, person.id):
            actions.append("remove")
        return actions

    # ------------------------------------------------------------------
    # Acting
    # ------------------------------------------------------------------

    def _biginn_team_act(self, action, number):
        """Do what an editor asks with one colleague.

        :return: `(sentence, done)`: what stood against it, or else the code of what was done
        :rtype: tuple
        """
        self.ensure_one()
        self._biginn_team_check()
        self._biginn_team_lock()
        person = self._biginn_team_member(number)
        if not person:
            return self.env._("This person is not in your team any more."), ""
        state = person._biginn_team_state()[person.id]
        allowed = self._biginn_team_actions(person, state, self._biginn_team_editors())
        if action not in allowed:
            return self._biginn_team_refusal(action, person, state), ""
        method = {
            "invite": self._biginn_team_invite_sudo,
            "again": self._biginn_team_invite_again_sudo,
            "give": self._biginn_team_give_sudo,
            "take": self._biginn_team_take_sudo,
            "hand_over": self._biginn_team_hand_over_sudo,
            "remove": self._biginn_team_remove_sudo,
        }[action]
        problem = method(person)
        return problem or "", "" if problem else action

    def _biginn_team_refusal(self, action, person, state):
        """Why `action` does not go with `person`, in words."""
        if state == "cluster":
            return self.env._("%(person)s works for the cluster.", person=person.name)
        if action in ("take", "remove") and person.profile_editor:
            if person == self.env.user.partner_id and action == "remove":
                return self.env._("Ask a colleague or your cluster to remove you.")
            return self.env._(
                "%(person)s is the last one who can edit the profile. Give editing to a "
                "colleague first.",
                person=person.name,
            )
        if action == "again" and state == "active":
            return self.env._(
                "%(person)s has signed in already. A lost password is renewed on the login page.",
                person=person.name,
            )
        # A second click, or a colleague who was faster: the page shows how it stands now.
        return self.env._("This has changed meanwhile. Please look again.")

    def _biginn_team_lock(self):
        """Two editors who take each other's editing at once: the second one tries again."""
        self.env.flush_all()
        # An update, not only a lock: the loser then fails and is retried on what the first has
        # done, instead of deciding on what it saw before.
        self.env.cr.execute(
            SQL("UPDATE res_partner SET write_date = write_date WHERE id = %s", self.id)
        )

    # The methods below run after `_biginn_team_act` has checked who asks, for whom and whether.

    def _biginn_team_give_sudo(self, person):
        person.sudo().profile_editor = True
        self._biginn_team_note("give", person)

    def _biginn_team_take_sudo(self, person):
        person.sudo().profile_editor = False
        self._biginn_team_note("take", person)

    def _biginn_team_hand_over_sudo(self, person):
        person.sudo().profile_editor = True
        self.env.user.partner_id.sudo().profile_editor = False
        self._biginn_team_note("hand_over", person)

    def _biginn_team_remove_sudo(self, person):
        """Close the login as core's portal wizard does; the contact and its history stay."""
        person.sudo().profile_editor = False
        self._biginn_portal_wizard_sudo(person).action_revoke_access()
        self._biginn_team_note("remove", person)

    def _biginn_team_note(self, action, person):
        """A note for staff, in the cluster's language; who did it is its author."""
        lang = self.env.company.sudo().partner_id.lang
        env = self.with_context(lang=lang).env
        me = self.env.user.partner_id
        text = {
            "invite": lambda: env._("%(name)s was invited to the portal.", name=person.name),
            "again": lambda: env._(
                "%(name)s was invited to the portal once more.", name=person.name
            ),
            "give": lambda: env._("%(name)s may edit the profile.", name=person.name),
            "take": lambda: env._("%(name)s no longer edits the profile.", name=person.name),
            "hand_over": lambda: env._(
                "%(giver)s handed the editing of the profile over to %(name)s.",
                giver=me.name,
                name=person.name,
            ),
            "remove": lambda: env._(
                "%(name)s was removed from the team; the login is closed.", name=person.name
            ),
        }[action]()
        self.sudo()._message_log(body=text, author_id=me.id)
