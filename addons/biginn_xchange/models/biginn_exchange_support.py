from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import third_party


class BiginnExchange(models.Model):
    """Does the recipient still have room: under the programme's ceiling, and for de minimis aid?

    What counts is everything promised or paid: exchanges from validation on. An exchange of
    another cluster counts by its amount; nothing else of it shows.
    """

    _inherit = "biginn.exchange"

    @api.model
    def _finding_triggers(self):
        return super()._finding_triggers() | {"agreed_amount"}

    def _verdicts(self):
        verdicts = super()._verdicts()
        recipients = self._recipients()
        day = fields.Date.context_today(self)
        return {
            exchange: [
                *findings,
                *third_party.findings(
                    Decimal(str(exchange.agreed_amount)),
                    recipients[exchange],
                    exchange.programme_id._rule_support_terms(),
                    day,
                ),
            ]
            for exchange, findings in verdicts.items()
        }

    # ------------------------------------------------------------------
    # What went there before
    # ------------------------------------------------------------------

    def _recipients(self):
        """{exchange: rules.third_party.Recipient}, a handful of queries for all of them."""
        organisations = self.visiting_id.commercial_partner_id
        undertakings = self._undertakings(organisations)
        members = organisations.union(*undertakings.values())
        # sudo: amounts of other clusters' exchanges count as well
        supports = self.sudo()._support_of(members)
        declared = self._declared_by(members)
        return {
            exchange: exchange._recipient(
                undertakings[exchange.visiting_id.commercial_partner_id], supports, declared
            )
            for exchange in self
        }

    def _recipient(self, undertaking, supports, declared):
        """
        :param undertaking: the organisation and what is linked to it by a majority
        :param supports: {organisation: its exchanges that count}, in sudo
        :param declared: {(organisation, company): its newest declaration}
        """
        organisation = self.visiting_id.commercial_partner_id
        programme = self.programme_id
        own = [one for one in supports[organisation] if one.programme_id == programme]
        aid = [
            one._as_aid(programme.currency_id)
            for member in undertaking
            for one in supports[member]
            if one.id != self._origin.id and one.programme_id.de_minimis_ceiling
        ]
        papers = [declared[key] for key in declared if key[0] in undertaking]
        papers = [paper for paper in papers if paper.company_id == self.company_id]
        for paper in papers:
            aid += paper._as_aids(programme.currency_id)
        today = fields.Date.context_today(self)
        start = third_party.period_start(today, programme.de_minimis_years)
        return third_party.Recipient(
            name=organisation.name,
            supported=sum(
                (Decimal(str(one.agreed_amount)) for one in own if one.id != self._origin.id),
                Decimal(0),
            ),
            aid=tuple(aid),
            declared=any(
                paper.partner_id == organisation and paper.signed_on >= start for paper in papers
            ),
            group=tuple(sorted((undertaking - organisation).mapped("name"))),
        )

    @api.model
    def _undertakings(self, organisations):
        """{organisation: all enterprises that are one undertaking with it, itself included}."""
        links_sudo = organisations._biginn_group_links().filtered(
            lambda link: link.kind == "linked"
        )
        # holdings of people and public bodies make no undertaking of what they hold
        pairs = [
            (link.partner_id.id, link.other_id.id)
            for link in links_sudo
            if link.partner_id.is_company
            and link.partner_id.organisation_type != "public_authority"
        ]
        # sudo: names of a group that the findings tell to staff
        partners_sudo = self.env["res.partner"].sudo()
        return {
            organisation: partners_sudo.browse(
                sorted(third_party.single_undertaking(organisation.id, pairs))
            )
            for organisation in organisations
        }

    def _support_of(self, organisations):
        """{organisation: exchanges by which it is or was promised money}."""
        found = self.search(
            Domain("visiting_id.commercial_partner_id", "in", organisations.ids)
            & Domain("state", "in", self._states_that_count())
            & Domain("agreed_amount", ">", 0)
        )
        supports = defaultdict(self.browse)
        for exchange in found:
            supports[exchange.visiting_id.commercial_partner_id] |= exchange
        return supports

    def _as_aid(self, currency):
        """Given on the day the lump sum was fixed, whenever it is paid."""
        day = self.validated_on or self.create_date.date()
        amount = self.agreed_amount
        if self.currency_id != currency:
            amount = self.currency_id._convert(amount, currency, self.company_id, day)
        return third_party.Aid(day, Decimal(str(amount)))

    def _declared_by(self, organisations):
        # sudo: only sums, of declarations to the company that runs the exchange
        declarations_sudo = self.env["biginn.de.minimis.declaration"].sudo()
        found = declarations_sudo.search(
            [("partner_id", "in", organisations.ids), ("company_id", "in", self.company_id.ids)],
            order="signed_on desc, id desc",
        )
        newest = {}
        for declaration in found:
            newest.setdefault((declaration.partner_id, declaration.company_id), declaration)
        return newest

    @api.model
    def _refresh_drafts_of(self, partners):
        """The findings of what can still change, of these and of all that hang on them."""
        organisations = partners.commercial_partner_id
        if not organisations:
            return
        members = organisations.union(*self._undertakings(organisations).values())
        # sudo: a declaration moves the findings of whoever runs the exchange
        drafts_sudo = self.sudo().search(
            [
                ("visiting_id.commercial_partner_id", "in", members.ids),
                ("state", "in", self._open_states()),
            ]
        )
        drafts_sudo._refresh_findings()
