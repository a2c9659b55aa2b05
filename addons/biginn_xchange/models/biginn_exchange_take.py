from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..rules import package, package_exchange
from .biginn_exchange_building import BUILDING

# How large a file about one exchange may be.
LIMITS = package.Limits()


class BiginnExchange(models.Model):
    """Taking in the file of another cluster: the exchange as they run it, never twice."""

    _inherit = "biginn.exchange"

    @api.model
    def _open_package(self, content):
        """`(rules.package.Package, what it says)`, or a sentence about what is wrong with it."""
        try:
            opened = package.open_package(content, LIMITS)
            if opened.kind != package_exchange.KIND:
                raise package.PackageError("kind")
            return opened, package_exchange.read(opened.payload)
        except package.PackageError as problem:
            raise UserError(self._package_sentence(problem)) from problem

    @api.model
    def _package_sentence(self, problem):
        sentences = {
            "empty": lambda: self.env._("This file is empty."),
            "large": lambda: self.env._(
                "This file is too large: at most %(limit)s kB.", limit=problem.params["limit"]
            ),
            "newer": lambda: self.env._(
                "This file was written by a newer version of the program. Update yours first."
            ),
            "kind": lambda: self.env._("This file is not about an exchange."),
            "signature": lambda: self.env._(
                "The signature is wrong: this file was changed after it was signed. Ask the other "
                "cluster for it again."
            ),
            "field": lambda: self.env._(
                "The file is signed, but “%(field)s” in it makes no sense. Ask the other cluster "
                "for a new one.",
                field=problem.params["field"],
            ),
        }
        otherwise = self.env._(
            "This is not a file that another cluster has sent about an exchange."
        )
        return sentences.get(problem.code, lambda: otherwise)()

    # ------------------------------------------------------------------
    # May it come in
    # ------------------------------------------------------------------

    @api.model
    def _taken(self, opened):
        """The exchange here that a file is about, empty if it is new. In sudo, to judge by."""
        return self.sudo().search([("package_uuid", "=", opened.uuid)])

    @api.model
    def _get_cannot_take_reason(self, opened, key):
        """Why this file is not taken in; False if nothing is in the way."""
        if not key or not key.active:
            return self.env._(
                "The key this file is signed with has not been accepted: %(fingerprint)s.",
                fingerprint=package.spelled(opened.fingerprint),
            )
        taken_sudo = self._taken(opened)
        if not taken_sudo:
            return False
        if not taken_sudo.is_imported:
            return self.env._(
                "%(exchange)s runs in this database: no file from outside changes it.",
                exchange=taken_sudo.name,
            )
        if taken_sudo.company_id != key.company_id:
            return self.env._("Another cluster of this database has imported this exchange.")
        if taken_sudo.origin_id != key.partner_id:
            return self.env._(
                "%(exchange)s is run by %(cluster)s: only their files change it.",
                exchange=taken_sudo.name,
                cluster=taken_sudo.origin_id.name,
            )
        return self._get_old_version_reason(opened, taken_sudo._last_package("in"))

    @api.model
    def _get_old_version_reason(self, opened, last_sudo):
        standing = package.standing(opened, last_sudo.sequence, last_sudo.digest)
        if not standing:
            return False
        params = {
            "version": opened.sequence,
            "last": last_sudo.sequence,
            "date": fields.Date.to_string(last_sudo.date),
        }
        return {
            "repeated": lambda: self.env._(
                "This file, version %(version)s, was imported on %(date)s already.", **params
            ),
            "older": lambda: self.env._(
                "This file is older than what stands here: it is version %(version)s, and "
                "version %(last)s has been imported.",
                **params,
            ),
            "forked": lambda: self.env._(
                "Another file with the same version number %(version)s was imported on %(date)s. "
                "Ask the other cluster for a new version.",
                **params,
            ),
        }[standing]()

    @api.model
    def _get_wrong_parties_reason(self, company, parties):
        """An exchange comes in for the partnership that looks after the host, and for no other."""
        payer = parties["visiting_partnership"]
        if payer and payer.sudo().ref_company_ids:
            return self.env._(
                "According to the file %(cluster)s pays the visitor. It works in this database, so "
                "the exchange has to be run here and cannot be imported.",
                cluster=payer.name,
            )
        if parties["host_partnership"] != company.partner_id:
            return self.env._(
                "According to the file the host partnership is not %(cluster)s. If it is meant, "
                "choose it in the list of organisations.",
                cluster=company.name,
            )
        if parties["visiting"] and parties["visiting"] == parties["host"]:
            return self.env._("Visitor and host cannot be the same organisation.")
        return False

    # ------------------------------------------------------------------
    # Taking it in
    # ------------------------------------------------------------------

    @api.model
    def _take(self, opened, said, key, programme, parties):
        """Make or bring up to date the exchange that a file is about.

        :param opened: the `rules.package.Package`
        :param said: what `package_exchange.read` found in it
        :param key: the accepted key it is signed with
        :param parties: `{party: organisation of ours, or empty for a new one}`
        """
        reason = self._get_cannot_take_reason(opened, key) or self._get_wrong_parties_reason(
            key.company_id, parties
        )
        if reason:
            raise UserError(reason)
        # written: of two who import at once one waits, starts anew and finds the file taken in
        self.env.cr.execute(
            "UPDATE biginn_accepted_key SET write_date = write_date WHERE id = %s", [key.id]
        )
        parties = self._take_parties(said, key, parties)
        exchange = self._taken(opened).with_env(self.env)
        if exchange:
            exchange.check_access("write")
        else:
            exchange = self._take_new(opened, said, key, programme, parties)
        exchange._take_facts(opened, said, programme, parties)
        # sudo: nobody has a right to write the log
        self.env["biginn.exchange.package"].sudo()._note_sudo(
            exchange, "in", opened, partner_id=key.partner_id.id
        )
        exchange._message_log(
            body=self.env._(
                "File of %(cluster)s imported: version %(version)s.",
                cluster=key.partner_id.name,
                version=opened.sequence,
            )
        )
        return exchange

    @api.model
    def _take_parties(self, said, key, parties):
        """The four organisations, new ones made and all remembered under their identity there."""
        # sudo: nobody has a right to write what is remembered
        remembered_sudo = self.env["biginn.package.party"].sudo()
        made = {}
        for party in package_exchange.PARTIES:
            row = said[party]
            partner = parties[party] or made.get(row["uuid"])
            partner = partner or self.env["res.partner"]._biginn_package_new(row)
            made[row["uuid"]] = partner
            remembered_sudo._remember_sudo(key.company_id, key.partner_id, row["uuid"], partner)
            parties = {**parties, party: partner}
        return parties

    @api.model
    def _take_new(self, opened, said, key, programme, parties):
        exchange = self.create(
            {
                "name": f"{said['number']} · {key.partner_id.name}",
                "company_id": key.company_id.id,
                "programme_id": programme.id,
                "visiting_partnership_id": parties["visiting_partnership"].id,
                "host_partnership_id": parties["host_partnership"].id,
                "visiting_id": parties["visiting"].id,
                "host_id": parties["host"].id,
                "date_start": said["date_start"],
                "date_end": said["date_end"],
            }
        )
        # from here on it is theirs: what our rules think of it is of no interest
        exchange._store(
            {"package_uuid": opened.uuid, "is_imported": True, "origin_id": key.partner_id.id}
        )
        # sudo: nobody deletes findings by hand
        exchange.sudo().finding_ids.unlink()
        return exchange

    def _take_facts(self, opened, said, programme, parties):
        """Everything the file says about the exchange, as it says it."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        self.with_context(biginn_building=BUILDING)._store(
            {
                **{f"{party}_id": parties[party].id for party in package_exchange.PARTIES},
                **{name: said[name] or False for name in package_exchange.DATES},
                "programme_id": programme.id,
                "state": said["state"],
                "state_since": self.state_since if self.state == said["state"] else today,
                "date_start": said["date_start"],
                "date_end": said["date_end"],
                "travel_first": said["travel_first"],
                "travel_last": said["travel_last"],
                "is_virtual": said["is_virtual"],
                "working_days": said["working_days"],
                "distance_km": float(said["distance_km"] or 0),
                "distance_origin": said["distance_origin"] or False,
                "distance_source": said["distance_source"],
                "higher_rate": said["higher_rate"],
                "visiting_country_id": parties["visiting"].country_id.id,
                "host_country_id": parties["host"].country_id.id,
                "currency_id": self._package_currency(said["currency"]).id,
                "lump_sum": float(said["lump_sum"]),
                "lump_sum_facts": package_exchange.facts_to_keep(said["lump_sum_facts"]),
                "agreed_amount": float(said["agreed_amount"]),
                "agreed_for": float(said["lump_sum"]),
                "goals": said["goals"],
                "objectives": said["objectives"],
                "costs_carried": said["costs_carried"],
                "day_ids": [Command.clear(), *(Command.create(day) for day in said["days"])],
                "imported_facts": {
                    "payload": opened.payload,
                    "made_at": opened.made_at,
                    "version": opened.sequence,
                },
            }
        )

    @api.model
    def _package_currency(self, name):
        currencies = self.env["res.currency"].with_context(active_test=False)
        currency = currencies.search([("name", "=", name)])
        if not currency:
            raise UserError(
                self.env._("The file speaks of a currency unknown here: %(name)s.", name=name)
            )
        return currency
