from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from .portal import BiginnPortal

TEAM = "/my/organisation/team"
FORM = ("name", "email", "function", "lang")
DONE = ("invited", "invite", "again", "give", "take", "hand_over", "remove")


class BiginnPortalTeam(BiginnPortal):
    """The people of my organisation; profile editors look after them."""

    @route(TEAM, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_team(self, done="", **_kw):
        return self._render_team(done=done if done in DONE else "")

    @route(f"{TEAM}/invite", type="http", auth="user", website=True, methods=["POST"])
    def my_team_invite(self, **post):
        organisation = self._own_team()
        form = {name: post[name] for name in FORM if isinstance(post.get(name), str)}
        result = organisation._biginn_invite(form)
        if result["errors"]:
            return self._render_team(form=form, errors=result["errors"], status=422)
        return request.redirect(f"{TEAM}?done=invited")

    @route(f"{TEAM}/act", type="http", auth="user", website=True, methods=["POST"])
    def my_team_act(self, action="", person="", **_post):
        organisation = self._own_team()
        problem, done = organisation._biginn_team_act(action, person)
        if problem:
            return self._render_team(problem=problem, status=422)
        return request.redirect(f"{TEAM}?done={done}")

    def _own_team(self):
        """The organisation whose team the member who asks looks after."""
        organisation = self._own_organisation()
        if not organisation or organisation._get_cannot_manage_team_reason():
            raise Forbidden()
        return organisation

    def _render_team(self, form=None, errors=None, problem="", done="", status=200):
        organisation = self._own_organisation()
        if not organisation:
            return request.render("biginn_cluster.portal_no_organisation", self._page_values())
        values = self._page_values(organisation)
        reason = organisation._get_cannot_manage_team_reason()
        values.update(
            page_name="my_organisation_team",
            team=organisation._biginn_team_rows(),
            team_reason=reason,
            form=form or {"lang": request.env.lang},
            errors=errors or {},
            problem=problem,
            done=done,
            languages=request.env["res.lang"].get_installed(),
            invitations_left=0 if reason else request.env["biginn.invitation"]._left(organisation),
        )
        return request.render("biginn_cluster.portal_team", values, status=status)
