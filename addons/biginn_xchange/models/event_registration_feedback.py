from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..rules import feedback, local_time

TEMPLATE = "biginn_xchange.mail_template_agenda_feedback"
LAYOUT = "mail.mail_notification_light"
OVERALL = 0


class EventRegistration(models.Model):
    """Feedback in the portal: of the person itself, nobody gives it for somebody else.

    Members have no rights on feedback; the gate asks who asks and writes beside the check.
    """

    _inherit = "event.registration"

    feedback_ids = fields.One2many(
        "biginn.agenda.feedback",
        "registration_id",
        readonly=True,
        groups="event.group_event_registration_desk",
    )
    feedback_asked = fields.Boolean(
        string="Asked for feedback", readonly=True, copy=False, help="The mail that asks has gone."
    )
    _feedback_open = models.Index("(event_id) WHERE feedback_asked IS NOT TRUE")

    # ------------------------------------------------------------------
    # What may be said
    # ------------------------------------------------------------------

    def _feedback_rateable(self):
        """The items that this person may rate now, and whether the agenda as a whole."""
        self.ensure_one()
        rows = self.attendance_ids
        taken = self._feedback_taken()
        seats = [
            feedback.Seat(row.item_id.id, row.state, row.item_id.stop, row.item_id.id in taken)
            for row in rows
        ]
        event = self.event_id
        numbers, whole = feedback.rateable(
            seats,
            self.placement if self.active and self.state != "cancel" else "",
            event.date_end,
            event._feedback_until(),
            fields.Datetime.now(),
        )
        items = rows.item_id.browse(numbers).sorted(lambda item: (item.start, item.id))
        return items.filtered(lambda item: item.kind not in ("travel", "break")), whole

    def _feedback_taken(self):
        """Ids of the items of the agenda at which attendance was taken; one question."""
        groups = self.env["biginn.agenda.attendance"]._read_group(
            Domain("event_id", "in", self.event_id.ids) & Domain("state", "in", feedback.TAKEN),
            ["item_id"],
        )
        return {item.id for (item,) in groups}

    # ------------------------------------------------------------------
    # What the page shows
    # ------------------------------------------------------------------

    def _portal_feedback(self):
        """The form as plain values: what one may rate, and what one has said so far."""
        self.ensure_one()
        items, whole = self._feedback_rateable()
        if not items and not whole:
            return None
        said = {answer.item_id.id or OVERALL: answer for answer in self.feedback_ids}
        rows = [self._portal_feedback_row(OVERALL, "", "", said)] if whole else []
        for item in items:
            when = format_date(self.env, item.local_day, date_format="EEE d MMM")
            rows.append(self._portal_feedback_row(item.id, item.name, when, said))
        event = self.event_id
        last = event._feedback_until() - timedelta(seconds=1)
        return {
            "rows": rows,
            "given": bool(said),
            "until": format_date(
                self.env, local_time.to_local(last, event.date_tz or "UTC").date()
            ),
        }

    def _portal_feedback_row(self, number, name, when, said):
        answer = said.get(number)
        return {
            "id": number,
            "name": name,
            "when": when,
            "rating": str(answer.rating if answer else 0),
            "text": answer.text or "" if answer else "",
        }

    # ------------------------------------------------------------------
    # The gate
    # ------------------------------------------------------------------

    @api.model
    def _portal_feedback_own(self, event):
        """One's own registration at the agenda, in sudo; not those an editor looks after."""
        me = self.env.user.partner_id
        return self._portal_own(event).filtered(lambda one: one.partner_id == me)[:1]

    def _portal_give_feedback(self, form):
        """Keep what was filled in; a sentence when that cannot be. Twice changes nothing.

        :param dict form: `rating-<item>` and `text-<item>`, 0 for the agenda as a whole
        """
        self.ensure_one()
        if self.partner_id != self.env.user.partner_id:
            return self.env._("Everybody gives feedback for themselves.")
        items, whole = self._feedback_rateable()
        if not items and not whole:
            return self.env._("Feedback cannot be given any more.")
        names = {item.id: item.name for item in items}
        if whole:
            names[OVERALL] = self.event_id.name
        if feedback.strays(form, names):
            return self.env._("Something of this cannot be rated. Look at the page anew.")
        answers, problems = self._feedback_read(form, names)
        if problems:
            return "\n".join(problems)
        if not any(rating or text for rating, text in answers.values()) and not self.feedback_ids:
            return self.env._("Choose a rating or write something first.")
        self._feedback_keep(answers)
        return ""

    def _feedback_read(self, form, names):
        answers, problems = {}, []
        for number, name in names.items():
            rating, text, code = feedback.read(
                form.get(f"rating-{number}", ""), form.get(f"text-{number}", "")
            )
            answers[number] = (rating, text)
            if code == "rating":
                problems.append(self.env._("%(item)s: choose a rating from 1 to 5.", item=name))
            elif code:
                problems.append(
                    self.env._(
                        "%(item)s: this is too long, at most %(limit)s characters.",
                        item=name,
                        limit=feedback.TEXT_MAX,
                    )
                )
        return answers, problems

    def _feedback_keep(self, answers):
        self._lock()
        said = {answer.item_id.id or OVERALL: answer for answer in self.feedback_ids}
        new = []
        for number, (rating, text) in answers.items():
            vals = {"rating": rating, "text": text}
            answer = said.get(number)
            if answer and not (rating or text):
                answer.unlink()
            elif answer and (answer.rating, answer.text or "") != (rating, text):
                answer._store(vals)
            elif not answer and (rating or text):
                new.append({**vals, "registration_id": self.id, "item_id": number or False})
        self.env["biginn.agenda.feedback"].sudo(self.env.su)._make(new)

    # ------------------------------------------------------------------
    # Asking for it
    # ------------------------------------------------------------------

    @api.model
    def _cron_ask_feedback(self, batch=50):
        """Ask who was there once the agenda is over: one mail for each person, ever."""
        cron = self.env["ir.cron"]
        due = (
            Domain("feedback_asked", "=", False)
            & Domain("placement", "=", feedback.PLACED)
            & Domain("event_id.is_360", "=", True)
            & Domain("event_id.date_end", "<=", fields.Datetime.now())
            & Domain("event_id.company_id.biginn_agenda_feedback_mail", "=", True)
        )
        cron._commit_progress(remaining=self.search_count(due))
        while registrations := self.search(due, limit=batch, order="id"):
            registrations._ask_feedback()
            if not cron._commit_progress(len(registrations)):
                return

    def _ask_feedback(self):
        # the note first: it goes in one transaction with the mails
        self._store({"feedback_asked": True})
        asked = self.filtered(lambda one: one.email and not one.feedback_ids)
        asked = asked.filtered(lambda one: any(one._feedback_rateable()))
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if template and asked:  # a cluster that wants no mail deletes the template
            template.send_mail_batch(asked.ids, email_layout_xmlid=LAYOUT, force_send=False)
