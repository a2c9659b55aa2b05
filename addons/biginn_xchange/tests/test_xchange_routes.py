from odoo.tests import HttpCase, tagged

from odoo.addons.biginn_cluster.tests.routes_common import RoutesCommon

from .matching_common import MatchingCommon

# What people get who have no business on a route: the public, a portal user of no organisation
# of ours, a member of an organisation that has no part in the exchange. `login` is the way to the
# login page. Pages of one's own organisation are 200 for whoever asks; never somebody else's.
OWN = ("login", 200, 200)
NONE = ("login", 404, 404)
LINK = (404, 404, 404)
ROUTES = {
    ("GET", "/my/agendas"): OWN,
    ("GET", "/my/agendas/<int:event_id>"): NONE,
    ("POST", "/my/agendas/<int:event_id>/answer"): NONE,
    ("POST", "/my/agendas/<int:event_id>/items"): NONE,
    ("POST", "/my/agendas/<int:event_id>/register"): NONE,
    # identity data for visits: nobody's who has no part in the agenda
    ("GET", "/agenda-access/<int:item_id>/list.xlsx"): NONE,
    ("GET", "/my/agendas/<int:event_id>/access"): NONE,
    ("GET", "/my/agendas/<int:event_id>/access/<int:registration_id>"): NONE,
    ("POST", "/my/agendas/<int:event_id>/access/<int:registration_id>"): NONE,
    ("POST", "/my/agendas/<int:event_id>/access/<int:registration_id>/delete"): NONE,
    # feedback on agendas
    ("POST", "/my/agendas/<int:event_id>/feedback"): NONE,
    ("GET", "/my/candidates"): OWN,
    ("GET", "/my/candidates/new"): OWN,
    # an empty form: of no organisation nobody applies, of another one it is not filled in
    ("POST", "/my/candidates/new"): ("login", 403, 422),
    ("GET", "/my/candidates/<int:candidate_id>"): NONE,
    ("GET", "/my/candidates/<int:candidate_id>/edit/<string:step>"): NONE,
    ("POST", "/my/candidates/<int:candidate_id>/edit/<string:step>"): NONE,
    ("POST", "/my/candidates/<int:candidate_id>/reopen"): NONE,
    ("POST", "/my/candidates/<int:candidate_id>/withdraw"): NONE,
    ("GET", "/my/catalogue"): OWN,
    ("GET", "/my/catalogue/page/<int:page>"): OWN,
    ("POST", "/my/catalogue/meet"): NONE,
    ("GET", "/my/matches"): OWN,
    ("GET", "/my/matches/page/<int:page>"): OWN,
    ("GET", "/my/matches/<int:match_id>"): NONE,
    ("POST", "/my/matches/<int:match_id>/answer"): NONE,
    ("GET", "/my/exchanges"): OWN,
    ("GET", "/my/exchanges/page/<int:page>"): OWN,
    ("GET", "/my/exchanges/sign"): OWN,
    ("POST", "/my/exchanges/sign"): ("login", 422, 422),
    ("GET", "/my/exchanges/<int:exchange_id>"): NONE,
    ("GET", "/my/exchanges/<int:exchange_id>/bank"): NONE,
    ("POST", "/my/exchanges/<int:exchange_id>/bank"): NONE,
    ("GET", "/my/exchanges/<int:exchange_id>/build"): NONE,
    ("POST", "/my/exchanges/<int:exchange_id>/build"): NONE,
    ("GET", "/my/exchanges/<int:exchange_id>/certificate"): NONE,
    ("GET", "/my/exchanges/<int:exchange_id>/declaration"): NONE,
    ("POST", "/my/exchanges/<int:exchange_id>/declaration"): NONE,
    ("GET", "/my/exchanges/<int:exchange_id>/evidence"): NONE,
    ("POST", "/my/exchanges/<int:exchange_id>/evidence"): NONE,
    ("POST", "/my/exchanges/<int:exchange_id>/evidence/<int:evidence_id>/remove"): NONE,
    ("GET", "/my/exchanges/<int:exchange_id>/paper/<int:paper_id>"): NONE,
    ("GET", "/my/exchanges/<int:exchange_id>/programme.ics"): NONE,
    ("GET", "/my/exchanges/<int:exchange_id>/report"): NONE,
    ("POST", "/my/exchanges/<int:exchange_id>/report"): NONE,
    ("GET", "/my/exchanges/<int:exchange_id>/report/pdf"): NONE,
    ("POST", "/my/exchanges/<int:exchange_id>/report/publicity"): NONE,
    ("GET", "/my/exchanges/<int:exchange_id>/sign"): NONE,
    ("POST", "/my/exchanges/<int:exchange_id>/sign"): NONE,
    ("POST", "/my/exchanges/<int:exchange_id>/submit"): NONE,
    ("GET", "/my/agendas/<int:event_id>/calendar"): NONE,
    ("POST", "/my/agendas/<int:event_id>/calendar/renew"): NONE,
    ("GET", "/my/agendas/<int:event_id>/calendar.ics"): NONE,
    ("GET", "/my/agendas/<int:event_id>/agenda.ics"): NONE,
    ("GET", "/biginn/agenda/<int:event_id>/calendar"): NONE,
    # not published
    ("GET", "/agendas/<string:slug>"): LINK,
    ("GET", "/agendas/<string:slug>/programme.ics"): LINK,
    ("GET", "/agendas/calendar/<string:token>/agenda.ics"): LINK,
    # the same grey picture for what is not published
    ("GET", "/agendas/<int:number>/picture"): (200, 200, 200),
    ("GET", "/agendas"): (200, 200, 200),
    # without a login: a link nobody was given says so and nothing else
    ("GET", "/exchange/confirm/<string:token>"): LINK,
    ("POST", "/exchange/confirm/<string:token>"): LINK,
    ("GET", "/exchange/confirm/<string:token>/file"): LINK,
    ("GET", "/exchange/sign/<string:token>"): LINK,
    ("POST", "/exchange/sign/<string:token>"): LINK,
    ("GET", "/exchange/sign/<string:token>/pdf"): LINK,
    ("GET", "/can-i-go"): (200, 200, 200),
    ("GET", "/exchange/verify"): (200, 200, 200),
    # the check of a paper asks for one
    ("POST", "/exchange/verify"): (422, 422, 422),
}
SECRET = "Nobody else's business"


@tagged("post_install", "-at_install")
class TestXchangeRoutes(RoutesCommon, MatchingCommon, HttpCase):
    """What those get who have no part in an exchange or an application."""

    addon, routes, secret = "biginn_xchange", ROUTES, SECRET

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member_org.name = SECRET
        cls.visitor.motivation = SECRET
        cls.exchange = cls.walk(cls.new_exchange(), "reporting")
        cls.evidence = cls.new_evidence(cls.exchange)
        event = cls.new_agenda(name=SECRET)
        item = cls.new_item(event, needs_access_data=True)
        registration = cls.env["event.registration"].create(
            {"event_id": event.id, "partner_id": cls.member_reader.partner_id.id}
        )
        cls.variables = {
            "<int:event_id>": event.id,
            "<int:item_id>": item.id,
            "<int:registration_id>": registration.id,
            "<int:number>": event.id,
            "<string:slug>": f"secret-{event.id}",
            "<int:page>": "1",
            "<int:match_id>": cls.new_match().id,
            "<int:candidate_id>": cls.visitor.id,
            "<string:step>": "why",
            "<int:exchange_id>": cls.exchange.id,
            "<int:evidence_id>": cls.evidence.id,
            "<int:paper_id>": cls.exchange.document_ids[:1].id,
            "<string:token>": "a-link-that-nobody-was-given",
        }

    @classmethod
    def new_programme(cls, *args, **values):
        """One organisation is on an exchange and a candidate here."""
        return super().new_programme(*args, **{"visit_once_per": False, **values})
