from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules import allocation

# Set by the steps of a registration and by nobody's hand.
CHECKED_ONLY = {
    "placement",
    "requested_on",
    "waiting_rank",
    "offer_expires_on",
    "release_reason",
    "news_due",
    "told_placement",
}
BY_HAND = ("open", "done")


class EventRegistration(models.Model):
    """The door to a place: a request only adds a row, the allocator answers.

    A new state is taken as the wish to get there: `open` and `done` ask for a place by hand, now
    and in the order of the list; `cancel` gives the place back; `draft` asks again, at the end.
    """

    _name = "event.registration"
    _inherit = ["event.registration", "biginn.checked.mixin"]

    # ------------------------------------------------------------------
    # ORM overrides
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_checked():
            return super().create(vals_list)
        agendas = self._agendas_of(vals_list)
        wishes = [vals.get("state") for vals in vals_list]
        registrations = super().create([self._asking_vals(vals, agendas) for vals in vals_list])
        asking = registrations.filtered("placement")
        asking._remember_cluster()
        asking._refresh_findings()
        asking.event_id._allocate_after_commit()
        for registration, wish in zip(registrations, wishes, strict=True):
            if registration.placement and wish:
                registration._start_with(wish)
        return registrations

    def _start_with(self, wish):
        """Core's form makes everybody registered: who is not next is put on the list instead."""
        if wish == "open" and self._get_cannot_place_reason():
            return
        if wish != "draft":
            self._wish_state(wish)

    @api.model
    def _agendas_of(self, vals_list):
        ids = {vals.get("event_id") for vals in vals_list} | {
            self.env.context.get("default_event_id")
        }
        events = self.env["event.event"].browse([one for one in ids if isinstance(one, int)])
        return set(events.exists().filtered("is_360").ids)

    @api.model
    def _asking_vals(self, vals, agendas):
        vals = {name: value for name, value in vals.items() if name not in CHECKED_ONLY}
        event_id = vals.get("event_id", self.env.context.get("default_event_id"))
        if event_id in agendas:
            vals.update(state="draft", placement="requested", requested_on=fields.Datetime.now())
        return vals

    def write(self, vals):
        if self._is_checked():
            return super().write(vals)
        self._check_not_by_hand(vals)
        ours = self.filtered("placement")
        wish = vals.get("state")
        if not wish or not ours:
            result = super().write(vals)
            ours._follow_up(vals)
            return result
        rest = {name: value for name, value in vals.items() if name != "state"}
        if rest:
            super().write(rest)
            ours._follow_up(rest)
        if others := self - ours:
            super(EventRegistration, others).write({"state": wish})
        for registration in ours:
            registration._wish_state(wish)
        return True

    def _check_not_by_hand(self, vals):
        for name in sorted(CHECKED_ONLY & vals.keys()):
            raise UserError(
                self.env._(
                    "%(field)s is set by the steps of a registration and cannot be written.",
                    field=self._fields[name]._description_string(self.env),
                )
            )
        if "event_id" not in vals:
            return
        event = self.env["event.event"].browse(vals["event_id"])
        moved = self.filtered(lambda one: one.event_id and one.event_id != event)
        if moved and (event.is_360 or any(moved.mapped("placement"))):
            raise UserError(
                self.env._(
                    "A place belongs to its agenda. Cancel this registration and register the "
                    "person at the other one."
                )
            )

    def _follow_up(self, vals):
        if {"partner_id", "organisation_id"} & vals.keys():
            self._remember_cluster()
            self._refresh_findings()
        if {"partner_id", "organisation_id", "active", "event_ticket_id"} & vals.keys():
            self.event_id._allocate_after_commit()

    def unlink(self):
        events = self.event_id
        result = super().unlink()
        events._allocate_after_commit()
        return result

    def _check_seats_availability(self):
        """Places of agendas are given by the rules, which know offers and quotas as well.

        An offer that was made is kept, also when the room has become smaller since.
        """
        ordinary = self.filtered(lambda one: not one.placement or not one._is_checked())
        return super(EventRegistration, ordinary)._check_seats_availability()

    def _update_mail_schedulers(self):
        """Core's mails of an agenda wait for core's cron: they would commit in the middle."""
        ours = self.filtered("placement")
        if ours and (cron := self.env.ref("event.event_mail_scheduler", raise_if_not_found=False)):
            cron._trigger()
        return super(EventRegistration, self - ours)._update_mail_schedulers()

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model
    def _request_place(self, event, people, items=None, **vals):
        """Ask for places: one row each, and rows for the items that were chosen.

        Who has asked already stays where it is.

        :param items: what they choose of the items that are not for everybody
        """
        there = self._live_of(event, people)
        chosen = (items or event.agenda_item_ids.browse()).filtered(
            lambda item: item.event_id == event and item.is_optional
        )
        new = self.create(
            [
                {
                    **vals,
                    "event_id": event.id,
                    "partner_id": person.id,
                    "attendance_ids": [
                        fields.Command.create({"item_id": item.id}) for item in chosen
                    ],
                }
                for person in people - there.partner_id
            ]
        )
        return there | new

    @api.model
    def _live_of(self, event, people):
        return self.search(
            Domain("event_id", "=", event.id)
            & Domain("partner_id", "in", people.ids)
            & Domain("placement", "in", ("requested", "waiting", "offered", "placed"))
        )

    # ------------------------------------------------------------------
    # Wishes
    # ------------------------------------------------------------------

    def _wish_state(self, wish):
        self.ensure_one()
        if wish == "cancel":
            self._release()
        elif wish == "draft":
            self._ask_again()
        elif self.placement == "placed":
            self._store({"state": wish})
        else:
            self._place_by_hand()
            if wish == "done":
                self._store({"state": wish})

    def _release(self, reason="cancelled"):
        """Give a place, an offer or a request back; pressing twice changes nothing."""
        given_back = self.filtered(lambda one: one.placement != "released")
        given_back._as_checked()._set_released(reason)
        given_back.event_id._allocate_after_commit()

    def _ask_again(self):
        """Back into the queue, at its end; who has a place keeps it."""
        for registration in self.filtered(lambda one: one.placement == "released"):
            if self._live_of(registration.event_id, registration.partner_id):
                raise UserError(
                    self.env._("%(person)s has asked anew already.", person=registration.name)
                )
            registration._store(
                {
                    "state": "draft",
                    "placement": "requested",
                    "requested_on": fields.Datetime.now(),
                    "waiting_rank": 0,
                    "release_reason": False,
                    "told_placement": False,
                }
            )
            registration.attendance_ids._as_checked().write({"state": "waiting"})
        self._refresh_findings()
        self.event_id._allocate_after_commit()

    def _place_by_hand(self):
        """Give this one a place now, if there is one and nobody comes before."""
        self.ensure_one()
        if self.placement == "offered":
            self._accept_offer()
            return
        if self.placement == "released":
            self._ask_again()
        # sudo: a registration desk may not write events; places are given under their lock
        event = self.event_id.sudo()
        event._hold_places()
        if reason := self._get_cannot_place_reason():
            raise UserError(reason)
        self.sudo()._as_checked()._set_placed()
        event._give_seats()

    def _get_cannot_place_reason(self):
        """Why this one cannot get a place just now; empty if it is next and there is one."""
        self.ensure_one()
        # sudo: a desk reads no memberships; only a sentence leaves
        event = self.event_id.sudo()
        why = allocation.in_the_way(
            event._place_requests(), event._place_terms(), fields.Datetime.now(), self.id
        )
        return self._in_the_way_sentence(*why) if why else ""

    def _in_the_way_sentence(self, code, params):
        others = self.browse(params.get("number") if code == "others_first" else False)
        return {
            "held_back": lambda: "\n".join(self.sudo()._blocking_sentences()),
            "full": lambda: self.env._(
                "All %(capacity)s places are taken or offered.", capacity=params["capacity"]
            ),
            "quota": lambda: self.env._(
                "%(group)s has all the places it may have.",
                group=self._group_name(params["kind"], params["key"]),
            ),
            "others_first": lambda: self.env._(
                "%(person)s comes first: places are given in the order of the waiting list. "
                "A manager can change the order.",
                person=others.name,
            ),
        }[code]()

    def _group_name(self, kind, key):
        model = {
            "country": "res.country",
            "company": "res.company",
            "organisation": "res.partner",
            "ticket": "event.event.ticket",
        }[kind]
        return self.env[model].sudo().browse(key).display_name

    # ------------------------------------------------------------------
    # Answering an offer
    # ------------------------------------------------------------------

    def _get_cannot_accept_reason(self):
        self.ensure_one()
        if self.placement == "offered" and self.offer_expires_on > fields.Datetime.now():
            return ""
        if self.placement in ("offered", "released"):
            return self.env._("The offer has run out. You can ask for a place again.")
        return self.env._("No place is offered just now.")

    def _accept_offer(self):
        """Take the place that is offered; pressing twice changes nothing."""
        for registration in self.filtered(lambda one: one.placement != "placed"):
            if reason := registration._get_cannot_accept_reason():
                raise UserError(reason)
            registration._as_checked()._set_placed()
        self.event_id._allocate_after_commit()

    def _decline_offer(self):
        self._release("declined")

    # ------------------------------------------------------------------
    # What the rules read, and what they have decided
    # ------------------------------------------------------------------

    def _place_request(self):
        self.ensure_one()
        organisation = self.organisation_id
        groups = {
            "country": (organisation or self.partner_id).country_id.id,
            "company": self.cluster_id.id,
            "organisation": organisation.id,
            "ticket": self.event_ticket_id.id,
        }
        return allocation.Request(
            number=self.id,
            placement=allocation.PLACED if self.state in BY_HAND else self.placement,
            asked_on=self.requested_on or self.create_date,
            rank=self.waiting_rank,
            offer_until=self.offer_expires_on or None,
            groups=frozenset((kind, key) for kind, key in groups.items() if key),
            held_back=bool(self.open_finding_count),
        )

    def _as_allocator(self):
        return self._as_checked().with_context(tracking_disable=True)

    def _set_placed(self):
        self.write(
            {"placement": "placed", "state": "open", "offer_expires_on": False, "news_due": True}
        )

    def _set_offered(self, until):
        self.write({"placement": "offered", "offer_expires_on": until, "news_due": True})

    def _set_waiting(self, ranks):
        for registration in self:
            registration.write(
                {
                    "placement": "waiting",
                    "waiting_rank": ranks[registration.id],
                    "news_due": True,
                }
            )

    def _set_released(self, reason):
        self.write(
            {
                "placement": "released",
                "state": "cancel",
                "offer_expires_on": False,
                "release_reason": reason,
                "news_due": True,
            }
        )
        seats = self.attendance_ids.filtered(lambda row: row.state in ("registered", "waiting"))
        seats._as_checked().write({"state": "cancelled", "waiting_rank": 0})
