import base64

from odoo import api, models

# The smallest picture there is: what a demo visitor photographs.
PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)
ANSWERS = {
    "goals_reached": "mostly",
    "outcomes": "We know the test hall and the people, and have agreed on a joint quotation.",
    "learned": "How acceptance tests are planned together with the customer.",
    "rating_programme": 4,
    "rating_partner": 5,
    "rating_support": 5,
    "rating_overall": 5,
    "business_expected": "maybe",
    "amount_band": "50k_250k",
    "publicity": "anonymous",
}


class BiginnDemo(models.AbstractModel):
    """The demo's stays are reported on and proven before they are completed."""

    _inherit = "biginn.demo"

    @api.model
    def _load_exchanges(self):
        mails = self.env["mail.mail"].sudo()
        last = mails.search([], order="id desc", limit=1).id or 0
        result = super()._load_exchanges()
        # invented people get no mail
        mails.search([("id", ">", last), ("state", "=", "outgoing")]).unlink()
        return result

    def _prepare_step(self, stay, target):
        result = super()._prepare_step(stay, target)
        if target == "completed":
            self._report_on(stay)
            self._prove(stay)
        return result

    def _report_on(self, stay):
        report = stay.report_ids.filtered(lambda one: one.side == "visitor")
        if report.state == "draft":
            report.write(ANSWERS)
            report.action_submit()
        if report.state == "submitted":
            report.action_validate()

    def _prove(self, stay):
        if stay._is_evidence_accepted():
            return
        evidence = self.env["biginn.exchange.evidence"].create(
            {
                "exchange_id": stay.id,
                "kind": "photo",
                "paper": base64.b64encode(PHOTO),
                "paper_name": "Group photo.png",
            }
        )
        evidence.action_accept()
