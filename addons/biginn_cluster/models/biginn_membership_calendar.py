from odoo import api, fields, models

MOVED = ("state", "state_until")


class BiginnMembership(models.Model):
    """The nightly job: memberships begin, expire and end by themselves, both ways."""

    _inherit = "biginn.membership"

    @api.model
    def _cron_update_states(self, batch=500):
        """Move the memberships whose day has come; running it again changes nothing."""
        domain = [("state_until", "<=", fields.Date.today())]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(domain))
        while due := self.search(domain, limit=batch, order="id"):
            due._move_states()
            if not cron._commit_progress(len(due)):
                break

    def _move_states(self):
        """Compute the state of today, and note the changes for all at once.

        Tracking one by one costs two queries for each; on 1 January everybody moves.
        """
        before = {membership.id: membership.state for membership in self}
        quiet = self.with_context(tracking_disable=True)
        for name in MOVED:
            self.env.add_to_compute(self._fields[name], quiet)
        quiet.flush_recordset(MOVED)
        moved = self.filtered(lambda m: m.state != before[m.id])
        if not self.env.context.get("tracking_disable"):
            moved._log_states(before)

    def _log_states(self, before):
        """A note in each chatter, as tracking would write it: what was, what is."""
        messages = self._message_log_batch(dict.fromkeys(self.ids, ""))
        values = self.env["mail.tracking.value"]
        info = self.fields_get(["state"], ["string", "type", "selection"])["state"]
        by_id = {message.res_id: message.id for message in messages}
        values.sudo().create(
            [
                values._create_tracking_values(
                    before[membership.id], membership.state, "state", info, membership
                )
                | {"mail_message_id": by_id[membership.id]}
                for membership in self
            ]
        )
