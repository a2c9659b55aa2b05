from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date


class BiginnSignature(models.Model):
    """What the pages show on which one signs: plain values, no records."""

    _inherit = "biginn.signature"

    @api.model
    def _waiting_for_me(self):
        """Signatures that the current user may give now, in the order of the stays."""
        user = self.env.user
        own = Domain("signer_id", "=", user.partner_id.id)
        if user.partner_id.profile_editor:
            own |= Domain(
                "organisation_id.commercial_partner_id", "=", user.commercial_partner_id.id
            )
        own |= Domain("role", "=", "visitor") & Domain(
            "exchange_id.visitor_ids", "in", user.partner_id.ids
        )
        if user.has_group("biginn_cluster.group_staff"):
            # sudo: numbers of the clusters one works in
            clusters = user.sudo().company_ids.partner_id
            own |= Domain("organisation_id", "in", clusters.ids)
        waiting = Domain("state", "=", "pending") & Domain("exchange_id.state", "=", "signing")
        found = self.search(waiting & own)
        found.sudo().exchange_id.fetch(["date_start", "name", "event_id", "state"])
        return found.filtered(lambda each: not each._get_cannot_sign_reason()).sorted(
            lambda each: (each.sudo().exchange_id.date_start, each.sudo().exchange_id.name, each.id)
        )

    def _sign_item(self):
        """One signature on a page: what is signed, for whom, and the words themselves."""
        self.ensure_one()
        # sudo: names of the other parties, whom a signer may not read, as texts
        exchange_sudo = self.sudo().exchange_id
        paper_sudo = self.sudo().document_id
        first = format_date(self.env, exchange_sudo.date_start)
        return {
            "id": self.id,
            "paper_id": paper_sudo.id,
            "exchange_id": exchange_sudo.id,
            "number": exchange_sudo.name,
            "kind": paper_sudo._kind_label(),
            "role": self._role_label(),
            "organisation": self.sudo().organisation_id.name,
            "visitor": exchange_sudo.visiting_id.name,
            "host": exchange_sudo.host_id.name,
            "dates": f"{first} – {format_date(self.env, exchange_sudo.date_end)}",
            "agenda": exchange_sudo.event_id.name or "",
            "asked": self.sudo().signer_id.name or "",
            "hash": paper_sudo.content_hash,
            "lang": paper_sudo.lang.replace("_", "-"),
            "words": paper_sudo._words_html(),
        }


class BiginnExchangeDocument(models.Model):
    _inherit = "biginn.exchange.document"

    def _words_html(self):
        """The words as they are printed, in the paper's own language."""
        self.ensure_one()
        sheet = {**self.content, "terms": Markup(self.content["terms"])}
        return self.env["ir.qweb"]._render(
            "biginn_xchange.exchange_paper_words", {"sheet": sheet}, lang=self.lang
        )

    def _page_card(self):
        """One paper on the page of its exchange: where it stands, who has signed."""
        self.ensure_one()
        # sudo: how the others signed; all of it stands on the paper that one may read
        paper_sudo = self.sudo()
        return {
            "id": self.id,
            "kind": paper_sudo._kind_label(),
            "state": paper_sudo.state,
            "state_label": paper_sudo._state_label(),
            "version": paper_sudo.version,
            "hash": paper_sudo.content_hash,
            "rows": [
                {
                    "label": each._role_label(),
                    "organisation": each.organisation_id.name,
                    "signed": each.state == "signed",
                    "signer": each.signer or "",
                    "moment": each.signed_on and each._moment(),
                    "asked": each.signer_id.name or "",
                }
                for each in paper_sudo.signature_ids.sorted("sequence")
            ],
        }

    @api.model
    def _verify(self, digest):
        """Whether this hash is that of a signed paper or of its words; nothing when it is not.

        Whoever has the file or its fingerprint has read it: what comes back says no more than that
        it was signed, when, and whether it still holds.
        """
        if not digest:
            return None
        # sudo: anybody may ask, only with a hash that nobody can guess
        paper_sudo = self.sudo().search(
            Domain("completed_on", "!=", False)
            & (Domain("sha256", "=", digest) | Domain("content_hash", "=", digest)),
            limit=1,
        )
        if not paper_sudo or not paper_sudo._is_intact():
            return None
        return {
            "kind": paper_sudo._kind_label(),
            "number": paper_sudo.exchange_id.name,
            "version": paper_sudo.version,
            "completed": paper_sudo.company_id._biginn_moment(paper_sudo.completed_on),
            "signatures": len(paper_sudo.signature_ids),
            "valid": paper_sudo.state == "complete",
            "voided_on": paper_sudo.voided_on,
            "is_file": paper_sudo.sha256 == digest,
        }

    @api.model
    def verify(self, digest):
        """The same for programs: is this SHA-256 that of a signed paper?

        :return: {"signed": bool, "valid": bool, "number": str, "kind": str}
        :rtype: dict
        """
        from_rule = self._verify(digest if isinstance(digest, str) else "")
        if not from_rule:
            return {"signed": False, "valid": False}
        keys = ("valid", "kind", "number", "version")
        return {"signed": True, **{key: from_rule[key] for key in keys}}


class BiginnExchange(models.Model):
    """The part of the exchange's page in the portal that is about its papers."""

    _inherit = "biginn.exchange"

    def _portal_values(self):
        values = super()._portal_values()
        papers = self.document_ids.filtered(lambda paper: paper.state != "void")
        if self._portal_side() != "visiting":
            # what is paid to whom is between the visitor and its partnership
            papers = papers.filtered(lambda paper: paper.kind == "commitment")
        values.update(
            papers=[paper._page_card() for paper in papers],
            to_sign=bool(self._to_sign()),
            can_build=not self._get_cannot_build_reason(),
            plan=self.sudo()._plan_rows(),
            goals=self.goals or "",
            objectives=self.objectives or "",
        )
        return values

    def _to_sign(self):
        """Signatures of this exchange that the current user may give now."""
        return self.signature_ids.filtered(
            lambda each: each.state == "pending" and not each._get_cannot_sign_reason()
        )

    def _portal_next_draft(self):
        step = super()._portal_next_draft()
        written = self.goals and self.objectives and self.sudo().day_ids
        if not step.get("mine") or written or self._get_cannot_build_reason():
            return step
        return {
            **step,
            "url": f"/my/exchanges/{self.id}/build",
            "button": self.env._("Write goals and plan"),
            "sentence": self.env._(
                "Write down goals, objectives and the plan of the days, then submit it."
            ),
        }

    def _portal_next_signing(self):
        if self._to_sign():
            return {
                "who": self.env._("You"),
                "mine": True,
                "url": f"/my/exchanges/{self.id}/sign",
                "button": self.env._("Read and sign"),
                "sentence": self.env._("Your signature is missing."),
            }
        return super()._portal_next_signing()
