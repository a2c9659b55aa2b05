from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import closing

TEMPLATE = "biginn_xchange.mail_template_report_due"


class BiginnExchangeReport(models.Model):
    """Reminders of reports that are missing: each step of the programme exactly once.

    Which step was the last stands on the report, written in the same transaction as its mail.
    """

    _inherit = "biginn.exchange.report"

    @api.model
    def _cron_remind(self, batch=100):
        due = self._reminders_due()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=sum(len(reports) for reports in due.values()))
        for step, reports in due.items():
            for start in range(0, len(reports), batch):
                chunk = reports[start : start + batch]
                chunk._remind(step)
                if not cron._commit_progress(len(chunk)):
                    return

    @api.model
    def _reminders_due(self):
        """{step: reports to remind today}; one search, whatever there is."""
        today = fields.Date.today()
        waiting = Domain("state", "in", ("draft", "returned")) & Domain(
            "exchange_id.state", "=", "reporting"
        )
        due = defaultdict(self.browse)
        for report in self.search(waiting, order="id"):
            step = report._due_step(today)
            if step is not None:
                due[step] += report
        return due

    def _due_step(self, today):
        self.ensure_one()
        exchange = self.exchange_id
        return closing.reminder_step(
            exchange.ended_on or exchange.date_end,
            today,
            closing.read_days(self.programme_id.report_reminder_days) or (),
            self.reminded_step or None,
        )

    def _remind(self, step):
        """One mail, and the note that it has gone."""
        self._store({"reminded_step": step, "reminded_on": fields.Date.today()})
        self._tell(TEMPLATE)
