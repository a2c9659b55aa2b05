from odoo import api, fields, models
from odoo.exceptions import UserError

# Marks a write that looks after the days itself. An object: no caller from outside can send it.
BUILDING = object()

# What the commitment says beyond the frozen facts, and what may still change until the stay begins.
BUILT = frozenset(
    {
        "goals",
        "objectives",
        "planned_activity_ids",
        "day_ids",
        "visitor_contact_id",
        "host_contact_id",
        "costs_carried",
        "document_lang",
    }
)
OPEN_STATES = ("draft", "submitted", "validated", "signing", "ready")
# The papers stand or are being signed: who changes what they rest on asks for signatures again.
SIGNING_STATES = ("signing", "ready")


class BiginnExchange(models.Model):
    """What the stay is for: goals, objectives, a plan day by day, contacts, costs carried.

    All of it stands in the Commitment to Quality. It can change until the stay begins; once the
    papers are out, a change voids them and asks for the signatures again.
    """

    _inherit = "biginn.exchange"

    goals = fields.Text(help="What the visit is for, as the Commitment to Quality says it.")
    objectives = fields.Text(help="What is to be reached by the end of the stay.")
    # `activity_ids` are the tasks of the chatter
    planned_activity_ids = fields.Many2many(
        "biginn.activity.type",
        "biginn_exchange_activity_rel",
        "exchange_id",
        "activity_id",
        string="Planned activities",
    )
    day_ids = fields.One2many("biginn.exchange.day", "exchange_id", string="Plan", copy=True)
    visitor_contact_id = fields.Many2one(
        "res.partner",
        string="Visitor's contact",
        index="btree_not_null",
        domain="[('commercial_partner_id', '=', visiting_id), ('is_company', '=', False)]",
        help="Whom the host writes to, and who signs for the visiting organisation.",
    )
    host_contact_id = fields.Many2one(
        "res.partner",
        string="Host's contact",
        index="btree_not_null",
        domain="[('commercial_partner_id', '=', host_id), ('is_company', '=', False)]",
        help="Whom the visitor writes to, and who signs for the host organisation.",
    )
    costs_carried = fields.Text(
        string="Costs carried", help="Who pays for what, such as meals, local transport or rooms."
    )
    document_lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language of the papers",
        compute="_compute_document_lang",
        store=True,
        readonly=False,
        help="The language in which the papers of this exchange are made. Proposed: the language "
        "that both organisations have in common, else English.",
    )

    @api.depends("visiting_id.lang", "host_id.lang")
    def _compute_document_lang(self):
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        fallback = "en_US" if "en_US" in installed else self.env.lang
        for exchange in self:
            if exchange.document_lang and (
                exchange._is_frozen() or exchange.document_lang in installed
            ):
                exchange.document_lang = exchange.document_lang
                continue
            shared = exchange.visiting_id.lang == exchange.host_id.lang and exchange.host_id.lang
            exchange.document_lang = shared if shared in installed else fallback

    @api.constrains("visitor_contact_id", "host_contact_id", "visiting_id", "host_id")
    def _check_contacts(self):
        for exchange in self:
            for person, organisation in (
                (exchange.visitor_contact_id, exchange.visiting_id),
                (exchange.host_contact_id, exchange.host_id),
            ):
                if person and person.commercial_partner_id != organisation.commercial_partner_id:
                    raise UserError(
                        self.env._(
                            "%(person)s does not belong to %(organisation)s.",
                            person=person.name,
                            organisation=organisation.display_name,
                        )
                    )

    # ------------------------------------------------------------------
    # Changes
    # ------------------------------------------------------------------

    def write(self, vals):
        """A change of what the papers rest on voids them; once the stay has begun it is refused."""
        if not self.env.context.get("biginn_building") is BUILDING and BUILT & vals.keys():
            self._check_building_open(vals)
            result = super(BiginnExchange, self.with_context(biginn_building=BUILDING)).write(vals)
        else:
            result = super().write(vals)
        if (BUILT | self._frozen_fields()) & vals.keys():
            self._void_outdated()
        return result

    def _check_building_open(self, vals=None):
        """Refuse to change what is signed once the stay has begun; the same value is no change."""
        for exchange in self.filtered(lambda exchange: exchange.state not in OPEN_STATES):
            if vals is None or exchange._changes(vals):
                raise UserError(
                    self.env._(
                        "%(exchange)s is “%(state)s”: what was signed cannot change any more.",
                        exchange=exchange.name,
                        state=exchange._state_label(exchange.state),
                    )
                )

    def _changes(self, vals):
        self.ensure_one()
        for name in BUILT & vals.keys():
            field = self._fields[name]
            if field.type == "one2many":
                if vals[name]:
                    return True
            elif self[name] != field.convert_to_record(
                field.convert_to_cache(vals[name], self), self
            ):
                return True
        return False

    @api.model
    def _portal_readable_fields(self):
        return super()._portal_readable_fields() | BUILT | {"document_ids", "signature_ids"}

    def _has_plan(self):
        self.ensure_one()
        return bool(self.day_ids or self.event_id.sudo().agenda_item_ids)
