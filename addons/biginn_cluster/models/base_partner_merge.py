from odoo import api, fields, models


class BasePartnerMerge(models.TransientModel):
    """Merging contacts loses no proof of consent.

    Core moves rows by SQL and deletes those that a unique index refuses. Where both contacts
    agreed to the same purpose, the later consent is closed first, with its reason.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: the wizard itself is the right to merge; consents only move along
        consents = self.env["biginn.consent"].sudo()
        held = consents.search(
            [
                ("partner_id", "in", (src_partners + dst_partner).ids),
                ("withdrawn_on", "=", False),
            ],
            order="given_on, id",
        )
        seen, closing = set(), consents
        for consent in held:
            if consent.purpose in seen:
                closing |= consent
            seen.add(consent.purpose)
        if closing:
            closing.write({"withdrawn_on": fields.Datetime.now(), "withdrawn_source": "merge"})
        self.env.flush_all()
        result = super()._update_foreign_keys(src_partners, dst_partner)
        dst_partner.invalidate_recordset(["consent_ids"])
        self.env.add_to_compute(dst_partner._fields["published_in_directory"], dst_partner)
        return result
