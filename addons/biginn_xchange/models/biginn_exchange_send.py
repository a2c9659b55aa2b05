from odoo import models
from odoo.exceptions import UserError

from ..rules import package, package_exchange
from ..rules.package_fields import plain


class BiginnExchange(models.Model):
    """Sending an exchange to the other cluster: a signed file, a new version for each change."""

    _inherit = "biginn.exchange"

    def _get_cannot_send_reason(self):
        """Why no file of this exchange can be made by this user; False if nothing is in the way."""
        self.ensure_one()
        reason = self._get_elsewhere_reason()
        if reason:
            return reason
        if not self.env.user.has_group("biginn_cluster.group_staff") or not self.has_access(
            "write"
        ):
            return self.env._(
                "Only %(company)s, which runs the exchange, can send it.",
                company=self.sudo().company_id.name,
            )
        if self.state in ("draft", "submitted") and not self.package_uuid:
            return self.env._("An exchange can be sent once it is validated.")
        other = self._other_partnership()
        if not other:
            return self.env._(
                "Say first which other cluster looks after the host: the file is for them."
            )
        if other.sudo().ref_company_ids:
            return self.env._(
                "%(cluster)s works in this database and sees the exchange already.",
                cluster=other.name,
            )
        return False

    def _other_partnership(self):
        self.ensure_one()
        own = self.company_id.partner_id
        return (self.host_partnership_id | self.visiting_partnership_id) - own

    def action_send_package(self):
        """The file for the other cluster; the same one again as long as nothing has changed."""
        self.ensure_one()
        row = self._make_package()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{row.attachment_id.id}?download=true",
            "target": "download",
        }

    def _make_package(self):
        """The newest version of the file, as a row of the log."""
        self.ensure_one()
        reason = self._get_cannot_send_reason()
        if reason:
            raise UserError(reason)
        self._begin_package()
        # sudo: who may send was checked above; names and marks of signatures are part of it
        exchange_sudo = self.sudo()
        payload = exchange_sudo._package_payload()
        last_sudo = exchange_sudo._last_package("out")
        key_sudo = self.env["biginn.package.key"]._in_use_sudo(self.company_id)
        if last_sudo.content_digest == package.content_digest(
            payload
        ) and last_sudo.key_fingerprint == package.spelled(key_sudo.fingerprint):
            return last_sudo.with_env(self.env)
        content, opened = self.env["biginn.package.key"]._seal(
            self.company_id,
            package_exchange.KIND,
            self.package_uuid,
            last_sudo.sequence + 1,
            payload,
        )
        row_sudo = exchange_sudo.env["biginn.exchange.package"]._note_sudo(
            exchange_sudo, "out", opened, partner_id=self._other_partnership()[:1].id
        )
        row_sudo.attachment_id = exchange_sudo.env["ir.attachment"].create(
            {
                "name": f"{self.name.replace('/', '-')}_v{opened.sequence}.biginn.json",
                "raw": content,
                "mimetype": "application/json",
                "res_model": row_sudo._name,
                "res_id": row_sudo.id,
            }
        )
        self._message_log(
            body=self.env._(
                "File for %(cluster)s made: version %(version)s.",
                cluster=row_sudo.partner_id.name,
                version=opened.sequence,
            )
        )
        return row_sudo.with_env(self.env)

    def _begin_package(self):
        """One at a time: the identity and the number of the version are given out once.

        The row is written, not only locked: who waited starts anew and sees the other's version.
        """
        self.flush_recordset()
        self.env.cr.execute(
            "UPDATE biginn_exchange SET package_uuid = COALESCE(package_uuid,"
            " gen_random_uuid()::varchar) WHERE id = %s",
            [self.id],
        )
        self.invalidate_recordset(["package_uuid"])

    def _last_package(self, direction):
        self.ensure_one()
        return self.package_ids.filtered(lambda row: row.direction == direction).sorted("sequence")[
            -1:
        ]

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------

    def _package_payload(self):
        """The exchange as `rules/package_exchange` describes it, in sudo."""
        self.ensure_one()
        payload = {
            "number": self.name,
            "state": self.state,
            "programme": {
                "code": plain(self.programme_id.code, 40),
                "name": plain(self.programme_id.with_context(lang="en_US").name, 200),
            },
            **self._package_parties(),
            **self._package_stay(),
            **self._package_money(),
            **self._package_plan(),
            **{name: _day(self[name]) for name in package_exchange.DATES},
            **self._package_proof(),
        }
        try:
            package_exchange.read(payload)
        except package.PackageError as problem:
            raise UserError(
                self.env._(
                    "This exchange cannot be sent: “%(field)s” is missing or makes no sense.",
                    field=problem.params.get("field", problem.code),
                )
            ) from problem
        return payload

    def _package_parties(self):
        return {
            party: self[f"{party}_id"].commercial_partner_id._biginn_package_row()
            for party in package_exchange.PARTIES
        } | {
            "visitors": [plain(person.name, 200) for person in self.visitor_ids],
            "visitor_contact": _contact(self.visitor_contact_id),
            "host_contact": _contact(self.host_contact_id),
        }

    def _package_stay(self):
        return {
            "date_start": _day(self.date_start),
            "date_end": _day(self.date_end),
            "travel_first": self.travel_first,
            "travel_last": self.travel_last,
            "is_virtual": self.is_virtual,
            "working_days": self.working_days,
            "distance_km": (
                package_exchange.sum_text(self.distance_km) if self.distance_origin else None
            ),
            "distance_origin": self.distance_origin or None,
            "distance_source": plain(self.distance_source, 200),
            "higher_rate": self.higher_rate,
        }

    def _package_money(self):
        return {
            "currency": self.currency_id.name,
            "lump_sum": package_exchange.sum_text(self.lump_sum),
            "agreed_amount": package_exchange.sum_text(self.agreed_amount),
            "lump_sum_facts": package_exchange.facts_to_file(self.lump_sum_facts),
        }

    def _package_plan(self):
        return {
            "goals": plain(self.goals, 10_000),
            "objectives": plain(self.objectives, 10_000),
            "costs_carried": plain(self.costs_carried, 10_000),
            "days": [
                {
                    "date": _day(one.date),
                    "name": plain(one.name, 200),
                    "description": plain(one.description, 5_000),
                    "place": plain(one.place, 200),
                }
                for one in self.day_ids
            ],
        }

    def _package_proof(self):
        papers = self.document_ids.filtered(lambda paper: paper.state != "void")
        signed = papers.signature_ids.filtered(lambda one: one.state == "signed")
        return {
            "papers": [
                {
                    "kind": paper.kind,
                    "version": paper.version,
                    "lang": paper.lang,
                    "words": paper.content_hash,
                    "file": paper.sha256 or None,
                    "complete": paper.state == "complete",
                }
                for paper in papers
            ],
            "signatures": [
                {
                    "paper": one.kind,
                    "party": one.role,
                    "name": plain(one.signer, 200),
                    "signed_on": one.signed_on.strftime(package.TIME),
                }
                for one in signed
            ],
            "report_accepted": bool(self._is_report_validated()),
            "evidence_accepted": bool(self._is_evidence_accepted()),
        }


def _day(value):
    return value.isoformat() if value else None


def _contact(person):
    if not person:
        return None
    return {
        "name": plain(person.name, 200),
        "email": plain(person.email, 200),
        "phone": plain(person.phone, 60),
    }
