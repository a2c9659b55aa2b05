from odoo import api, fields, models

from ..models.biginn_consent_purpose import OF_THE_ORGANISATION, PURPOSES


class BiginnConsentRecord(models.TransientModel):
    """Note a consent that reached the cluster outside the portal."""

    _name = "biginn.consent.record"
    _description = "Note a consent"

    partner_id = fields.Many2one(
        "res.partner", string="Contact", required=True, readonly=True, ondelete="cascade"
    )
    purpose = fields.Selection(PURPOSES, required=True)
    given_on = fields.Datetime(string="Given on", required=True, default=fields.Datetime.now)
    evidence = fields.Char(
        string="How it reached us",
        required=True,
        help="For example: form signed at the general meeting, e-mail of 3 May.",
    )
    wording = fields.Text(
        string="Agreed to",
        compute="_compute_wording",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Our words. Where the member agreed to other ones, enter those.",
    )
    hint = fields.Char(compute="_compute_hint")

    @api.depends("purpose", "partner_id")
    def _compute_wording(self):
        for note in self:
            lang = note.partner_id.lang or self.env.lang
            purpose = self.env["biginn.consent.purpose"]._of(note.purpose)
            note.wording = purpose and purpose.with_context(lang=lang)._text(self.env.company)

    @api.depends("purpose", "partner_id")
    @api.depends_context("lang")
    def _compute_hint(self):
        for note in self:
            note.hint = note._get_hint()

    def _get_hint(self):
        organisation = self.partner_id.commercial_partner_id
        if self.purpose in OF_THE_ORGANISATION and organisation != self.partner_id:
            return self.env._(
                "This is for the organisation to say: note it on %(organisation)s.",
                organisation=organisation.name,
            )
        if self.purpose and self.partner_id._biginn_has_consent(self.purpose):
            return self.env._("This consent has been given already.")
        return ""

    def action_record(self):
        """Note it; one that is there already stays as it is."""
        self.ensure_one()
        purpose = self.env["biginn.consent.purpose"]._of(self.purpose)
        values = {"given_on": self.given_on, "evidence": self.evidence}
        lang = self.partner_id.lang or self.env.lang
        # Words of the member's own have no version of ours.
        if self.wording != purpose.with_context(lang=lang)._text(self.env.company):
            values["wording"] = self.wording
        self.partner_id._biginn_give_consent(self.purpose, **values)
        return {"type": "ir.actions.act_window_close"}
