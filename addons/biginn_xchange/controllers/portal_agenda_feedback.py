from werkzeug.exceptions import NotFound

from odoo.http import request, route

from odoo.addons.biginn_cluster.controllers.portal import BiginnPortal

from .portal_agenda import LIST, ONE


class BiginnPortalAgendaFeedback(BiginnPortal):
    """What I think of an agenda that I was at."""

    @route(f"{ONE}/feedback", type="http", auth="user", website=True, methods=["POST"])
    def my_agenda_feedback(self, event_id, **_post):
        event_sudo = self._agenda_sudo(event_id)
        own_sudo = request.env["event.registration"]._portal_feedback_own(event_sudo)
        if not own_sudo:
            raise NotFound()
        form = request.httprequest.form.to_dict()
        problem = own_sudo._portal_give_feedback(form)
        if problem:
            return self._render_agenda(
                event_sudo, own_sudo, problem=problem, typed={"feedback": form}, status=422
            )
        return request.redirect(f"{LIST}/{event_sudo.id}?saved=feedback")
