from odoo import models
from odoo.exceptions import AccessError

FILES_AT_ONCE = 20
NOTE_MAX = 250


class BiginnExchange(models.Model):
    """The gate through which a member hands in evidence, several files at once."""

    _inherit = "biginn.exchange"

    def _evidence_kinds(self):
        """What a member may hand in: (key, label)."""
        evidence = self.env["biginn.exchange.evidence"]
        kinds = evidence._fields["kind"]._description_selection(self.env)
        return [(key, label) for key, label in kinds if key != "check_in"]

    def _portal_add_evidence(self, files, kind, note=""):
        """Keep the files that pass the check; what is wrong with the others is told.

        :param list files: (name, content)
        :return: `{"kept": number, "errors": {input or "form": sentence}, "refused": [(file name,
            sentence)]}`
        :rtype: dict
        """
        reason = self._get_no_closing_right_reason() or self._get_no_evidence_reason()
        if reason:
            raise AccessError(reason)
        result = {"kept": 0, "errors": self._evidence_errors(files, kind, note), "refused": []}
        if result["errors"]:
            return result
        self._closing_lock()
        organisation = self._closing_organisation()
        for name, content in files:
            # one by one, so that the organisation's room is counted with each
            document, sentence = organisation._biginn_read_upload(name, content)
            if sentence:
                result["refused"].append((name, sentence))
            elif self._keep_evidence(document, kind, note):
                result["kept"] += 1
        return result

    def _evidence_errors(self, files, kind, note):
        errors = {}
        if not files:
            errors["files"] = self.env._("Choose at least one file.")
        elif len(files) > FILES_AT_ONCE:
            errors["files"] = self.env._(
                "At most %(limit)s files at once: send the others afterwards.", limit=FILES_AT_ONCE
            )
        if kind not in dict(self._evidence_kinds()):
            errors["kind"] = self.env._("Choose one from the list.")
        if len(note) > NOTE_MAX:
            errors["note"] = self.env._(
                "This is too long: at most %(limit)s characters.", limit=NOTE_MAX
            )
        return errors

    def _closing_organisation(self):
        """The party of the exchange that the current user belongs to."""
        return self.host_id if self._closing_side() == "host" else self.visiting_id

    def _keep_evidence(self, document, kind, note):
        """False when this very file is here already: a second click, or sent twice."""
        # sudo: who asks and what is sent have been checked
        evidence_sudo = self.env["biginn.exchange.evidence"].sudo()
        organisation = self._closing_organisation()
        same = [
            ("exchange_id", "=", self.id),
            ("partner_id", "=", organisation.id),
            ("checksum", "=", evidence_sudo._checksum(document.content)),
        ]
        if evidence_sudo.search_count(same, limit=1):
            return False
        kept_sudo = evidence_sudo.create(
            {
                "exchange_id": self.id,
                "partner_id": organisation.id,
                "author_id": self.env.user.partner_id.id,
                "kind": kind,
                "note": note.strip() or False,
            }
        )
        kept_sudo._keep_sudo(document)
        return True
