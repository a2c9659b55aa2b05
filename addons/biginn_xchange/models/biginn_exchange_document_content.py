from odoo import api, models
from odoo.tools import format_date

from ..rules import signing

SCHEMA = 1


class BiginnExchangeDocument(models.Model):
    """The words of a paper: a matrix of texts in its language, made once and then frozen.

    `basis` inside it says by numbers what the words rest on, in no language: what is compared when
    something changes. Names and addresses of partners are printed as they were; a later change of
    an address does not make a signed paper void.
    """

    _inherit = "biginn.exchange.document"

    @api.model
    def _content_of(self, exchange, kind, version):
        """All that the paper says, in the exchange's language for papers."""
        lang = exchange.document_lang or self.env.lang or "en_US"
        # sudo: the paper names both partnerships and the agenda, whoever asks for signatures
        exchange_sudo = exchange.sudo().with_context(lang=lang)
        writer = self.sudo().with_context(lang=lang)
        content = {
            "schema": SCHEMA,
            "kind": kind,
            "number": exchange_sudo.name,
            "version": version,
            "lang": lang,
            "title": writer._title(kind),
            "parties": writer._parties(exchange_sudo, kind),
            "basis": exchange_sudo._signing_basis(kind),
        }
        make = writer._commitment_content if kind == signing.COMMITMENT else writer._agreement
        return content | make(exchange_sudo)

    @api.model
    def _title(self, kind):
        return dict(self._fields["kind"]._description_selection(self.env))[kind]

    @api.model
    def _parties(self, exchange, kind):
        organisations = exchange._parties(kind)
        labels = dict(self.env["biginn.signature"]._fields["role"]._description_selection(self.env))
        return [
            {
                "role": role,
                "label": labels[role],
                "name": organisation.name or "",
                "address": self._address(organisation),
                "contact": exchange._contact_of(role).name or "",
            }
            for role, organisation in organisations.items()
        ]

    @api.model
    def _address(self, partner):
        place = " ".join(part for part in (partner.zip, partner.city) if part)
        parts = (partner.street, place, partner.country_id.name)
        return ", ".join(part for part in parts if part)

    # ------------------------------------------------------------------
    # Commitment to Quality
    # ------------------------------------------------------------------

    def _commitment_content(self, exchange):
        return {
            "sentence": self.env._(
                "With their signatures the parties commit themselves to the goals, the objectives "
                "and the plan of this exchange, and to its quality."
            ),
            "facts": self._stay_facts(exchange),
            "sections": [
                {"title": title, "text": text}
                for title, text in (
                    (self.env._("Goals"), exchange.goals),
                    (self.env._("Objectives"), exchange.objectives),
                    (self.env._("Activities"), exchange._activity_text()),
                    (self.env._("Costs carried"), exchange.costs_carried),
                )
                if text
            ],
            "days": exchange._plan_rows(),
            "terms": str(exchange.programme_id.commitment_terms or ""),
        }

    def _stay_facts(self, exchange):
        facts = [
            (self.env._("Exchange"), exchange.name),
            (self.env._("Programme"), exchange.programme_id.name),
            (self.env._("Agenda"), exchange.event_id.name),
            (self.env._("Stay"), exchange._stay_text()),
            (self.env._("Host country"), exchange.host_country_id.name),
            (self.env._("Visitors"), ", ".join(exchange.visitor_ids.sorted("id").mapped("name"))),
        ]
        return [[label, text] for label, text in facts if text]

    # ------------------------------------------------------------------
    # Financial agreement
    # ------------------------------------------------------------------

    def _agreement(self, exchange):
        programme = exchange.programme_id
        term = {
            "completion": self.env._(
                "in one payment within %(days)s days after the end of the exchange",
                days=programme.payment_days,
            ),
            "validation": self.env._(
                "in one payment within %(days)s days after the closing report is validated",
                days=programme.payment_days,
            ),
        }[programme.payment_from]
        commitment = exchange._paper(signing.COMMITMENT)
        facts = [
            (self.env._("Exchange"), exchange.name),
            (self.env._("Programme"), programme.name),
            (self.env._("Visitor"), exchange.visiting_id.name),
            (self.env._("Host"), exchange.host_id.name),
            (self.env._("Stay"), exchange._stay_text()),
            (self.env._("Lump sum"), exchange.currency_id.format(exchange.agreed_amount)),
            (self.env._("Paid"), term),
            (self.env._("Commitment to Quality"), commitment.content_hash),
        ]
        return {
            "sentence": self.env._(
                "%(partnership)s pays %(visitor)s the lump sum named here for the stay that both "
                "have committed themselves to.",
                partnership=exchange.visiting_partnership_id.name,
                visitor=exchange.visiting_id.name,
            ),
            "facts": [[label, text] for label, text in facts if text],
            "sections": [
                {
                    "title": self.env._("How the lump sum is worked out"),
                    "text": exchange.lump_sum_explanation or "",
                },
                {
                    "title": self.env._("Conditions of payment"),
                    "text": self.env._(
                        "The closing report has been submitted and validated, and evidence that "
                        "the stay took place has been received. Costs need not be proven."
                    ),
                },
            ],
            "days": [],
            "terms": str(programme.agreement_terms or ""),
        }


class BiginnExchange(models.Model):
    """What the papers take from an exchange."""

    _inherit = "biginn.exchange"

    def _signing_basis(self, kind):
        """What a paper of this kind rests on, in no language: whole numbers and texts alone."""
        self.ensure_one()
        basis = {
            "organisations": [
                [role, organisation.id] for role, organisation in self._parties(kind).items()
            ],
            "programme": self.programme_id.id,
            "dates": [str(self.date_start), str(self.date_end)],
            "travel": [bool(self.travel_first), bool(self.travel_last)],
            "virtual": bool(self.is_virtual),
            "visitors": sorted(self.visitor_ids.ids),
            "lang": self.document_lang or "",
        }
        if kind == signing.AGREEMENT:
            return basis | {
                "amount": f"{self.agreed_amount:.2f}",
                "currency": self.currency_id.name or "",
                "commitment": self._paper(signing.COMMITMENT).content_hash or "",
            }
        return basis | {
            "agenda": self.event_id.id,
            "contacts": [self.visitor_contact_id.id, self.host_contact_id.id],
            "goals": self.goals or "",
            "objectives": self.objectives or "",
            "activities": self._activity_codes(),
            "costs": self.costs_carried or "",
            "days": self._plan_basis(),
        }

    def _plan_basis(self):
        if not self.day_ids:
            return [
                [str(item.start), str(item.stop), item.name, item.place_id.id]
                for item in self.event_id.agenda_item_ids.sorted("id")
            ]
        return [
            [str(day.date), day.name, day.description or "", day.place or ""]
            for day in self.day_ids.sorted(lambda day: (day.date, day.sequence, day.id))
        ]

    def _parties(self, kind):
        """{role: organisation} of those who sign a paper of this kind."""
        self.ensure_one()
        everyone = {
            signing.VISITOR: self.visiting_id,
            signing.HOST: self.host_id,
            signing.VISITING_PARTNERSHIP: self.visiting_partnership_id,
            signing.HOST_PARTNERSHIP: self.host_partnership_id,
        }
        return {role: everyone[role] for role in signing.PARTIES[kind]}

    def _contact_of(self, role):
        """The person of a party whom the others write to; nobody for the partnerships."""
        return {
            signing.VISITOR: self.visitor_contact_id or self.visitor_ids[:1],
            signing.HOST: self.host_contact_id,
        }.get(role, self.env["res.partner"])

    def _activity_codes(self):
        return sorted(self.planned_activity_ids.mapped("code"))

    def _activity_text(self):
        names = self.planned_activity_ids.sorted("code").mapped("name")
        return "\n".join(f"• {name}" for name in names)

    def _stay_text(self):
        first, last = format_date(self.env, self.date_start), format_date(self.env, self.date_end)
        period = f"{first} – {last}"
        if self.is_virtual:
            return self.env._("%(period)s, virtual", period=period)
        return self.env._(
            "%(period)s, %(days)s working days at the host", period=period, days=self.working_days
        )

    def _plan_rows(self):
        """The plan day by day: this exchange's own, else that of its agenda."""
        if not self.day_ids and self.event_id:
            return self._plan_rows_of_agenda()
        return [
            {
                "day": format_date(self.env, day.date, date_format="full"),
                "name": day.name,
                "description": day.description or "",
                "place": day.place or "",
            }
            for day in self.day_ids.sorted(lambda day: (day.date, day.sequence, day.id))
        ]

    def _plan_rows_of_agenda(self):
        sheet = self.event_id._agenda_sheet()
        return [
            {
                "day": f"{day['label']}, {item['period']}",
                "name": item["name"],
                "description": "",
                "place": item["place"] or "",
            }
            for day in sheet["days"]
            for item in day["items"]
        ]
