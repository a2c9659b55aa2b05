from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import format_date, format_time

from ..rules import allocation, local_time

TEMPLATE = "biginn_xchange.mail_template_registration_%s"
LAYOUT = "mail.mail_notification_light"


class EventRegistration(models.Model):
    """Who is told what has become of a place: one mail for each piece of news.

    The note that a mail has gone stands on the registration, written in one transaction with it.
    What has been overtaken before it was told is not told any more.
    """

    _inherit = "event.registration"

    waiting_place = fields.Integer(
        compute="_compute_waiting_place",
        help="1 is the next to get a place. 0: does not wait.",
    )

    @api.depends("placement", "waiting_rank")
    def _compute_waiting_place(self):
        """Counted over the whole list, whatever part of it one looks at."""
        waiting = self.filtered(lambda one: one.placement == "waiting")
        places = {}
        if waiting:
            # sudo: a number among others, whoever they are
            order = self.sudo().search(
                Domain("event_id", "in", waiting.event_id.ids)
                & Domain("placement", "=", "waiting"),
                order="event_id, waiting_rank, id",
            )
            for group in order.grouped("event_id").values():
                places.update({number: place for place, number in enumerate(group.ids, 1)})
        for registration in self:
            registration.waiting_place = places.get(registration.id, 0)

    # ------------------------------------------------------------------
    # Telling
    # ------------------------------------------------------------------

    @api.model
    def _cron_tell_news(self, batch=50):
        cron = self.env["ir.cron"]
        due = Domain("news_due", "=", True)
        cron._commit_progress(remaining=self.search_count(due))
        while registrations := self.search(due, limit=batch, order="id"):
            try:
                registrations._tell_news()
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                # the allocator has just changed one of them: the next run tells the newer news
                self.env.cr.rollback()
                return
            if not cron._commit_progress(len(registrations)):
                return

    def _tell_news(self):
        """Write to those who do not know yet, each in the own language."""
        # the note first: who changes the same person now has to wait for this
        self._as_allocator().write({"news_due": False})
        self.env.flush_all()
        now = fields.Datetime.now()
        for name, group in self.grouped(lambda one: one._news_name(now)).items():
            template = name and self.env.ref(TEMPLATE % name, raise_if_not_found=False)
            if template:  # a cluster that wants no mail deletes the template
                template.send_mail_batch(group.ids, email_layout_xmlid=LAYOUT, force_send=False)
        for placement, group in self.grouped("placement").items():
            group._as_allocator().write({"told_placement": placement})

    def _news_name(self, now):
        """Which mail tells it; empty when there is nothing to tell."""
        self.ensure_one()
        told = self.told_placement or ""
        if told == self.placement or not self.email or self.event_id.date_end < now:
            return ""
        if self.placement == "placed":
            return "promoted" if told == "waiting" else "placed"
        if self.placement == "released":
            return "cancelled"
        return self.placement if self.placement in ("waiting", "offered") else ""

    # ------------------------------------------------------------------
    # Words for mails and pages
    # ------------------------------------------------------------------

    def _offer_until_text(self):
        """Day, hour and zone, by the clock at the event."""
        self.ensure_one()
        if not self.offer_expires_on:
            return ""
        zone = self.event_id.date_tz or "UTC"
        day = local_time.to_local(self.offer_expires_on, zone).date()
        return self.env._(
            "%(day)s, %(time)s (%(zone)s)",
            day=format_date(self.env, day, date_format="EEEE d MMMM y"),
            time=format_time(self.env, self.offer_expires_on, tz=zone, time_format="short"),
            zone=zone,
        )

    def _agenda_url(self):
        self.ensure_one()
        return f"{self.get_base_url()}/my/agendas/{self.event_id.id}"

    # ------------------------------------------------------------------
    # The order of the list
    # ------------------------------------------------------------------

    def _move_in_list(self, place, reason):
        """Put this one to another place of the waiting list, and say why."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("biginn_cluster.group_manager"):
            raise UserError(self.env._("Only a cluster manager can change the order."))
        if self.placement != "waiting":
            raise UserError(
                self.env._("%(person)s is not on the waiting list.", person=self.display_name)
            )
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the order changes."))
        event = self.event_id
        event._hold_places()
        waiting = self.search(
            Domain("event_id", "=", event.id) & Domain("placement", "=", "waiting")
        )
        before = self.waiting_place
        ranks = {one.id: one.waiting_rank for one in waiting}
        for number, rank in allocation.move(ranks, self.id, place).items():
            self.browse(number)._as_allocator().write({"waiting_rank": rank})
        self._message_log(
            body=self.env._(
                "Waiting list: from place %(before)s to place %(after)s. Reason: %(reason)s",
                before=before,
                after=self.waiting_place,
                reason=reason,
            )
        )
        event._allocate_after_commit()
        return True

    def action_open_move(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change the order"),
            "res_model": "biginn.registration.move",
            "view_mode": "form",
            "target": "new",
            "context": {"default_registration_id": self.id},
        }
