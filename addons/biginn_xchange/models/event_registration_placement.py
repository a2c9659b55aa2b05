from odoo import api, fields, models


class EventRegistration(models.Model):
    """A place at a 360º agenda: asked for, waited for, offered, given, given back.

    Core's state follows: draft without a place, open with one, done when checked in, cancel when
    it was given back. Registrations of ordinary events have no placement and stay core's own.
    """

    _inherit = "event.registration"

    organisation_id = fields.Many2one(
        "res.partner",
        compute="_compute_organisation_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        domain="[('is_company', '=', True)]",
        help="Whom the person represents.",
    )
    cluster_id = fields.Many2one(
        "res.company",
        string="Comes from cluster",
        index="btree_not_null",
        help="The cluster whose member the organisation is.",
    )
    exchange_id = fields.Many2one(
        "biginn.exchange",
        index="btree_not_null",
        groups="biginn_cluster.group_staff",
        help="The exchange that this person's stay is part of.",
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        compute="_compute_lang",
        store=True,
        readonly=False,
        precompute=True,
        help="In which language the person is written to.",
    )
    attendance_ids = fields.One2many(
        "biginn.agenda.attendance", "registration_id", string="Agenda items"
    )

    # The place
    placement = fields.Selection(
        [
            ("requested", "Being placed"),
            ("waiting", "On the waiting list"),
            ("offered", "Place offered"),
            ("placed", "Has a place"),
            ("released", "Cancelled"),
        ],
        string="Place",
        readonly=True,
        copy=False,
        index=True,
        help="Being placed: has asked, the next run of the allocator answers.\n"
        "On the waiting list: there was no room; the first in order gets the next place.\n"
        "Place offered: a place is held until the offer expires.\n"
        "Has a place: takes part.\n"
        "Cancelled: has given the place or the request back.",
    )
    requested_on = fields.Datetime(string="Asked on", readonly=True, copy=False)
    waiting_rank = fields.Integer(
        string="Order",
        readonly=True,
        copy=False,
        help="Order on the waiting list, with gaps. 0: never was on it.",
    )
    offer_expires_on = fields.Datetime(string="Offer until", readonly=True, copy=False)
    release_reason = fields.Selection(
        [
            ("cancelled", "Cancelled"),
            ("declined", "Offer declined"),
            ("expired", "Offer not answered"),
        ],
        string="Why released",
        readonly=True,
        copy=False,
    )
    news_due = fields.Boolean(
        string="To be told", readonly=True, copy=False, help="The person does not know it yet."
    )
    told_placement = fields.Char(
        string="Last told", readonly=True, copy=False, help="What the last mail said of the place."
    )
    finding_ids = fields.One2many(
        "biginn.registration.finding", "registration_id", string="Findings", readonly=True
    )
    open_finding_count = fields.Integer(
        string="To mend",
        compute="_compute_open_finding_count",
        store=True,
        help="Findings that keep the registration from getting a place.",
    )

    _person_once = models.UniqueIndex(
        "(event_id, partner_id) WHERE active AND partner_id IS NOT NULL"
        " AND placement IN ('requested', 'waiting', 'offered', 'placed')",
        "This person has asked for a place at this agenda already.",
    )
    _waiting_list = models.Index(
        "(event_id, waiting_rank) WHERE placement IN ('requested', 'waiting', 'offered')"
    )

    _news = models.Index("(id) WHERE news_due")

    @api.depends("partner_id", "event_id")
    def _compute_organisation_id(self):
        for registration in self:
            if not registration.event_id.is_360:
                registration.organisation_id = registration.organisation_id
                continue
            organisation = registration.partner_id.commercial_partner_id
            registration.organisation_id = organisation.is_company and organisation

    @api.depends("partner_id")
    def _compute_lang(self):
        for registration in self:
            registration.lang = registration.partner_id.lang or registration.lang

    @api.depends("finding_ids.is_open")
    def _compute_open_finding_count(self):
        for registration in self:
            registration.open_finding_count = len(registration.finding_ids.filtered("is_open"))
