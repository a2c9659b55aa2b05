from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.biginn_cluster.rules import membership as membership_rule

from ..rules import eligibility


class EventRegistration(models.Model):
    """May this person's organisation take part? The same rules as for visitors on an exchange.

    Asked at agendas of a programme; others are open to everybody.
    """

    _inherit = "event.registration"

    def _finding_day(self):
        """Members are judged on the first day of the agenda."""
        return self.event_id._local_day(self.event_id.date_begin)

    def _refresh_findings(self):
        """Store what the rules say now; an override lasts as long as its finding says the same."""
        # sudo: a desk, or a member who registers, may not read what the rules rest on
        judged_sudo = self.sudo().filtered(
            lambda one: one.placement and one.placement != "released"
        )
        judged_sudo.finding_ids._synchronise(judged_sudo._verdicts())
        self.invalidate_recordset(["finding_ids"])

    def action_check(self):
        """Look again at everything the rules rest on: profiles, memberships."""
        self.check_access("write")
        self._refresh_findings()
        self.event_id._allocate_after_commit()
        return True

    def _recheck_held_back(self):
        """Profiles are mended elsewhere: look again at those whom a finding keeps back."""
        held_back = self.search(
            Domain("placement", "in", ("requested", "waiting"))
            & Domain("open_finding_count", ">", 0)
            & Domain("event_id.date_end", ">", fields.Datetime.now())
        )
        held_back._refresh_findings()

    def _verdicts(self):
        """{registration: [Finding]} as of now, nothing stored."""
        days = {one._finding_day() for one in self}
        members = self.env["biginn.membership"]._members_on(self.organisation_id, days)
        programmes = {
            programme: programme._rule_programme() for programme in self.event_id.programme_id
        }
        return {
            one: eligibility.what_party_needs(
                eligibility.VISITOR,
                one.event_id._rule_guest(one.organisation_id, one._finding_day(), members),
                programmes[one.event_id.programme_id],
            )
            if one.event_id.programme_id
            else []
            for one in self
        }

    def _blocking_sentences(self):
        """What keeps this registration from a place, in sentences."""
        return self.finding_ids.filtered("is_open").mapped("message")

    def _remember_cluster(self):
        """The cluster it comes from stays what it was when the place was asked for."""
        for event, registrations in self.sudo().grouped("event_id").items():
            clusters = event._clusters_of(registrations.organisation_id)
            for cluster, group in registrations.grouped(
                lambda one, clusters=clusters: clusters.get(one.organisation_id.id, False)
            ).items():
                group._store({"cluster_id": cluster})


class EventEvent(models.Model):
    _inherit = "event.event"

    def _rule_guest(self, organisation, day, members):
        return eligibility.Party(
            name=organisation.name or self.env._("The person"),
            organisation_type=organisation.organisation_type or None,
            country=organisation.country_id.code or None,
            member=(organisation.id, day) in members,
        )

    def _guest_findings(self, organisation):
        """[Finding] on one organisation at this agenda, before anybody has asked."""
        self.ensure_one()
        if not self.programme_id:
            return []
        day = self._local_day(self.date_begin)
        members = self.env["biginn.membership"]._members_on(organisation, {day})
        return eligibility.what_party_needs(
            eligibility.VISITOR,
            self._rule_guest(organisation, day, members),
            self.programme_id._rule_programme(),
        )

    def _clusters_of(self, organisations):
        """{organisation id: company id} of whom each is a member when the agenda begins.

        Who is a member of several comes from the one that holds the agenda, else from the first.
        """
        day = self._local_day(self.date_begin)
        # sudo: memberships of all clusters count, only the cluster's name leaves
        memberships_sudo = (
            self.env["biginn.membership"]
            .sudo()
            .search(
                Domain("approved_on", "!=", False)
                & (
                    Domain("partner_id", "in", organisations.ids)
                    | Domain("covered_partner_ids", "in", organisations.ids)
                ),
                order="date_start, id",
            )
        )
        found = {}
        for membership_sudo in memberships_sudo:
            if not membership_rule.is_member(membership_sudo._facts(), day):
                continue
            company = membership_sudo.company_id
            for organisation_id in membership_sudo._organisation_ids():
                if company == self.company_id:
                    found[organisation_id] = company.id
                found.setdefault(organisation_id, company.id)
        return found
