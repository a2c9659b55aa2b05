from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

# What may be read by a member in the portal, on the exchanges of the own organisation. No sum: what
# is paid to whom is between the visitor and its partnership, and the host reads these fields, too.
PORTAL_READABLE_FIELDS = {
    "name",
    "programme_id",
    "visiting_id",
    "host_id",
    "visiting_partnership_id",
    "host_partnership_id",
    "visiting_country_id",
    "host_country_id",
    "visitor_ids",
    "date_start",
    "date_end",
    "is_virtual",
    "working_days",
    "currency_id",
    "event_id",
    "state",
    "company_id",
    "create_date",
    "write_date",
}


class BiginnExchange(models.Model):
    """A stay of one organisation's people at another organisation abroad.

    One visiting organisation, one exchange, one lump sum: paid to the visitor by the partnership
    that looks after it. A group mission is an event with one exchange for each visiting
    organisation.

    Rights: staff of both partnerships' companies read; staff of the company that runs it (the
    paying one, if it is in this database) write and move it on; managers override findings and
    take an exchange back to draft. Members read their own organisation's exchanges and submit
    what is ready. Who may move it where: biginn_exchange_states.py.
    """

    _name = "biginn.exchange"
    _description = "Exchange"
    _inherit = [
        "biginn.checked.mixin",
        "biginn.portal.readable",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(
        string="Number",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
    )
    programme_id = fields.Many2one(
        "biginn.programme",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self._default_programme(),
    )
    company_id = fields.Many2one(
        "res.company",
        string="Run by",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="The cluster whose office runs this exchange here: the one that pays the visitor.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index="btree_not_null",
        tracking=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )

    # The four parties
    visiting_id = fields.Many2one(
        "res.partner",
        string="Visiting organisation",
        required=True,
        index=True,
        tracking=True,
        check_company=True,
        domain="[('is_company', '=', True)]",
    )
    host_id = fields.Many2one(
        "res.partner",
        string="Host organisation",
        required=True,
        index=True,
        tracking=True,
        domain="[('is_company', '=', True)]",
    )
    visiting_partnership_id = fields.Many2one(
        "res.partner",
        string="Visiting partnership",
        index=True,
        default=lambda self: self.env.company.partner_id,
        domain="[('is_company', '=', True)]",
        help="The partnership that looks after the visitor and pays the lump sum.",
    )
    host_partnership_id = fields.Many2one(
        "res.partner",
        string="Host partnership",
        index=True,
        domain="[('is_company', '=', True)]",
        help="The partnership that looks after the host; it may be the same one.",
    )
    visiting_country_id = fields.Many2one(
        "res.country", string="Home country", compute="_compute_countries", store=True
    )
    host_country_id = fields.Many2one(
        "res.country", string="Host country", compute="_compute_countries", store=True, index=True
    )
    visiting_flag = fields.Char(related="visiting_country_id.image_url", string="Home flag")
    host_flag = fields.Char(related="host_country_id.image_url", string="Host flag")
    visitor_ids = fields.Many2many(
        "res.partner",
        "biginn_exchange_visitor_rel",
        "exchange_id",
        "partner_id",
        string="Visitors",
        domain="[('commercial_partner_id', '=', visiting_id), ('is_company', '=', False)]",
        help="The people who travel.",
    )

    # The stay
    date_start = fields.Date(string="First day", required=True, index=True, tracking=True)
    date_end = fields.Date(string="Last day", required=True, tracking=True)
    travel_first = fields.Boolean(
        string="Travel on the first day",
        help="The first day is spent travelling: it is not counted.",
    )
    travel_last = fields.Boolean(
        string="Travel on the last day", help="The last day is spent travelling: it is not counted."
    )
    is_virtual = fields.Boolean(
        string="Virtual", tracking=True, help="Held online: nobody travels, no lump sum is paid."
    )
    event_id = fields.Many2one(
        "event.event",
        string="360º agenda",
        index="btree_not_null",
        check_company=True,
        domain="[('is_360', '=', True)]",
        help="The group mission this exchange is part of.",
    )
    notes = fields.Html()

    _name_uniq = models.Constraint("UNIQUE (name)", "Another exchange has this number already.")
    _dates = models.Constraint(
        "CHECK (date_end >= date_start)", "An exchange cannot end before it starts."
    )
    _two_organisations = models.Constraint(
        "CHECK (visiting_id != host_id)", "An organisation cannot visit itself."
    )

    # ------------------------------------------------------------------
    # Defaults, constraints, computes
    # ------------------------------------------------------------------

    @api.model
    def _default_programme(self):
        """The programme running today, else the youngest one."""
        today = fields.Date.context_today(self)
        running = (Domain("date_start", "=", False) | Domain("date_start", "<=", today)) & (
            Domain("date_end", "=", False) | Domain("date_end", ">=", today)
        )
        programmes = self.env["biginn.programme"]
        return programmes.search(running, limit=1) or programmes.search([], limit=1)

    @api.constrains("company_id", "visiting_partnership_id")
    def _check_company_pays(self):
        """If the visiting partnership works in this database, the exchange is that company's."""
        for exchange in self.sudo():
            companies = exchange.visiting_partnership_id.ref_company_ids
            if companies and exchange.company_id not in companies:
                raise ValidationError(
                    self.env._(
                        "%(partnership)s pays the visitor, so it has to run this exchange, "
                        "not %(company)s.",
                        partnership=exchange.visiting_partnership_id.display_name,
                        company=exchange.company_id.display_name,
                    )
                )

    @api.constrains("visitor_ids", "visiting_id")
    def _check_visitors(self):
        for exchange in self:
            strangers = exchange.visitor_ids.filtered(
                lambda person, organisation=exchange.visiting_id: (
                    person.commercial_partner_id != organisation.commercial_partner_id
                )
            )
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%(person)s does not belong to %(organisation)s.",
                        person=strangers[0].name,
                        organisation=exchange.visiting_id.display_name,
                    )
                )

    @api.depends("visiting_id.country_id", "host_id.country_id")
    def _compute_countries(self):
        for exchange in self:
            if exchange._is_frozen():
                exchange.visiting_country_id = exchange.visiting_country_id
                exchange.host_country_id = exchange.host_country_id
                continue
            exchange.visiting_country_id = exchange.visiting_id.country_id
            exchange.host_country_id = exchange.host_id.country_id

    @api.depends("name", "visiting_id.name", "host_id.name")
    def _compute_display_name(self):
        for exchange in self:
            parties = f"{exchange.visiting_id.name or ''} → {exchange.host_id.name or ''}"
            exchange.display_name = f"{exchange.name} {parties}" if exchange.id else exchange.name

    # ------------------------------------------------------------------
    # ORM overrides
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._without_computed(vals) for vals in vals_list]
        for vals in vals_list:
            if not vals.get("name") or vals["name"] == self.env._("New"):
                vals["name"] = self._next_number(vals.get("company_id"), vals.get("date_start"))
        exchanges = super().create(vals_list)
        if any(exchange.state != "draft" for exchange in exchanges):
            raise UserError(self.env._("An exchange starts as a draft and is moved on from there."))
        exchanges._keep_agreed_amount(vals_list)
        exchanges._refresh_findings()
        return exchanges

    def write(self, vals):
        """The one door to an exchange: computed figures, frozen facts and forged states stop here.

        A new state is taken as the wish to move there: it passes the same checks as the button.
        """
        if self._is_checked():
            return super().write(vals)
        self._check_not_computed(vals)
        target = vals.get("state")
        rest = {name: value for name, value in vals.items() if name != "state"}
        if rest:
            self._check_not_frozen(rest)
            self._forget_typed_distance(rest)
            super().write(rest)
            if self._finding_triggers() & rest.keys():
                self.filtered(lambda exchange: not exchange._is_frozen())._refresh_findings()
        if target:
            self._move_to(target)
        return True

    def _store(self, vals):
        """Store what has been checked and what `write` refuses or takes for a wish."""
        # figures still to be worked out would otherwise find the exchange frozen
        self.flush_recordset()
        return super()._store(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_validated(self):
        for exchange in self:
            if exchange._is_frozen():
                raise UserError(
                    self.env._(
                        "%(exchange)s is kept as “%(state)s”: it cannot be deleted.",
                        exchange=exchange.name,
                        state=exchange._state_label(exchange.state),
                    )
                )

    @api.model
    def _portal_readable_fields(self):
        """What a member may read of the own organisation's exchanges; override to add."""
        return super()._portal_readable_fields() | PORTAL_READABLE_FIELDS

    @api.model
    def _next_number(self, company_id, day=None):
        """Numbers count by the year of the stay."""
        company = self.env["res.company"].browse(company_id) or self.env.company
        sequence = self.env["ir.sequence"].with_company(company)
        return sequence.next_by_code("biginn.exchange", sequence_date=day or None)

    @api.model
    def _computed_only(self):
        """Figures that come from rules and moves alone, whoever asks."""
        return {
            "working_days",
            "lump_sum",
            "lump_sum_facts",
            "agreed_for",
            "distance_origin",
            "visiting_country_id",
            "host_country_id",
            "currency_id",
            "finding_ids",
            "open_finding_count",
        }

    @api.model
    def _guarded_fields(self):
        return self._computed_only()

    @api.model
    def _without_computed(self, vals):
        return {name: value for name, value in vals.items() if name not in self._computed_only()}

    def _check_not_computed(self, vals):
        names = sorted(self._computed_only() & vals.keys())
        if names:
            raise UserError(
                self.env._(
                    "%(field)s is worked out by the rules and cannot be written.",
                    field=self._fields[names[0]]._description_string(self.env),
                )
            )

    @api.model
    def _frozen_fields(self):
        """What a validated exchange and its lump sum rest on."""
        return {
            "name",
            "programme_id",
            "company_id",
            "visiting_id",
            "host_id",
            "visiting_partnership_id",
            "host_partnership_id",
            "visitor_ids",
            "date_start",
            "date_end",
            "travel_first",
            "travel_last",
            "is_virtual",
            "distance_km",
            "distance_source",
            "higher_rate",
            "agreed_amount",
        }

    def _is_frozen(self):
        self.ensure_one()
        return self.state not in (False, *self._open_states())

    @api.model
    def _open_states(self):
        """States in which everything can still change."""
        return ("draft", "submitted")

    def _check_not_frozen(self, vals):
        names = self._frozen_fields() & vals.keys()
        for exchange in self.filtered(lambda exchange: exchange._is_frozen()):
            for name in sorted(names):
                field = self._fields[name]
                old = exchange[name]
                if field.type == "many2many" or old != field.convert_to_record(
                    field.convert_to_cache(vals[name], exchange), exchange
                ):
                    raise UserError(
                        self.env._(
                            "%(exchange)s is “%(state)s”: %(field)s cannot change any more. "
                            "Up to the signatures, a manager can set it back to draft.",
                            exchange=exchange.name,
                            state=exchange._state_label(exchange.state),
                            field=field._description_string(self.env),
                        )
                    )
