from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..rules import signing

# what a mail says instead of the link while it waits to be sent
TOKEN_PLACE = "THE-PERSONAL-TOKEN-OF-THIS-MAIL"
LINK = "/exchange/sign/"
LINK_DAYS = 60
# Marks papers of the demo: nobody gets a mail about them. An object: no caller can send it.
QUIETLY = object()
# whoever edits goes on for a while: then one mail for all of it
LATER = timedelta(minutes=15)
TASK = "biginn_xchange.mail_activity_type_signature"


class BiginnSignature(models.Model):
    """Asking for signatures: personal links, mails, reminders.

    A link is made at the moment in which its mail leaves, so that it stands nowhere in the
    database: neither with the signature, which has its hash alone, nor in a mail that waits.
    """

    _inherit = "biginn.signature"

    # ------------------------------------------------------------------
    # Personal links
    # ------------------------------------------------------------------

    def _new_token(self):
        """A fresh link for this one signature; the one before is worth nothing from here on."""
        self.ensure_one()
        if self.state != "pending":
            raise UserError(self.env._("There is nothing left to sign here."))
        token = signing.new_token()
        # sudo: what is kept of a link is for the program alone
        self.sudo()._store(
            {
                "token_hash": signing.token_hash(token),
                "token_expires_on": fields.Datetime.now() + self._link_life(),
            }
        )
        return token

    def _link_life(self):
        programme = self.sudo().exchange_id.programme_id
        return timedelta(days=programme.signature_days or LINK_DAYS)

    @api.model
    def _by_token(self, token):
        """The one signature that a link opens (in sudo), and why it does not open it any more.

        Nothing for a link that is none: unknown, replaced or void ones are all alike.
        """
        digest = signing.token_hash(token)
        nothing_sudo = self.sudo().browse()
        if not digest:
            return nothing_sudo, "unknown"
        # sudo: whoever has the link is the one it was sent to; it opens this one record alone
        signature_sudo = self.sudo().search([("token_hash", "=", digest)], limit=1)
        if not signature_sudo or signature_sudo.state == "void":
            return nothing_sudo, "unknown"
        if signature_sudo.state == "signed":
            return signature_sudo, "signed"
        if signing.is_expired(signature_sudo.token_expires_on, fields.Datetime.now()):
            return nothing_sudo, "expired"
        return signature_sudo, ""

    def action_show_link(self):
        """A fresh personal link to hand over by other means; it is shown once and kept nowhere."""
        self.ensure_one()
        self.check_access("write")
        url = f"{self.get_base_url()}{LINK}{self._new_token()}"
        # whoever sees the link could use it: that it was shown, and to whom, stands beside
        self.exchange_id._message_log(
            body=self.env._(
                "%(person)s was shown the personal link of %(signature)s, to hand it over.",
                person=self.env.user.name,
                signature=self.display_name,
            )
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Link for %(signature)s", signature=self.display_name),
                "message": self.env._(
                    "%(url)s It replaces links sent before and is not shown again.", url=url
                ),
            },
        }

    # ------------------------------------------------------------------
    # Mails
    # ------------------------------------------------------------------

    def _ask(self, later=False):
        """Mail those who are to sign: now, or a little later if more changes are likely."""
        pending = self.filtered(lambda signature: signature.state == "pending")
        if not pending:
            return
        if later:
            moment = fields.Datetime.now() + LATER
            pending._store({"ask_after": moment})
            self.env.ref("biginn_xchange.cron_signature_asking").sudo()._trigger(at=moment)
            return
        pending._mail("biginn_xchange.mail_template_signature_request")
        pending._store({"asked_on": fields.Datetime.now(), "reminded_step": 0})

    def action_ask(self):
        """Ask again, by hand."""
        self.check_access("write")
        # sudo: bookkeeping of the program, on records that one may write
        self.sudo()._ask()
        return True

    def _mail(self, template_name, attached=None):
        """Queue one mail for each of these, in the reader's language."""
        template = self.env.ref(template_name, raise_if_not_found=False)
        # a cluster that wants no mail deletes the template
        if not template or self.env.context.get("biginn_signing") is QUIETLY:
            return
        reachable = self.filtered("signer_id.email")
        for company, signatures in reachable.grouped("company_id").items():
            sender = signatures.signer_id._biginn_sender(company)
            for signature in signatures:
                template.send_mail(
                    signature.id,
                    email_layout_xmlid="mail.mail_notification_light",
                    email_values={
                        **sender,
                        "recipient_ids": [Command.set(signature.signer_id.ids)],
                        "attachment_ids": [Command.set(attached.ids)] if attached else [],
                    },
                )

    def _link_place(self):
        """What stands for the link in a mail that waits; filled in when it leaves."""
        self.ensure_one()
        return f"{self.get_base_url()}{LINK}{TOKEN_PLACE}"

    # ------------------------------------------------------------------
    # Reminders
    # ------------------------------------------------------------------

    @api.model
    def _cron_ask(self, batch=50):
        """Ask those who were not asked yet, and remind those who have not signed."""
        now = fields.Datetime.now()
        pending = self.search([("state", "=", "pending")], order="id")
        pending = pending.filtered(lambda each: each.exchange_id.state == "signing")
        due = [
            (signature, step)
            for signature in pending
            if (step := signature._due_step(now)) is not None
        ]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for start in range(0, len(due), batch):
            chunk = due[start : start + batch]
            for signature, step in chunk:
                signature._ask() if not step else signature._remind(step)
            if not cron._commit_progress(len(chunk)):
                return

    def _due_step(self, now):
        """0: has never been asked; a number of days: the reminder of that day; None: nothing."""
        self.ensure_one()
        if not self.asked_on:
            return 0 if not self.ask_after or now >= self.ask_after else None
        steps = self.exchange_id.programme_id._reminder_days()
        step = signing.due_step(self.asked_on.date(), now.date(), steps, self.reminded_step)
        return step or None

    def _remind(self, step):
        """One mail, a task for the one who looks after the exchange, and a note of both."""
        self._store({"reminded_step": step})
        self._mail("biginn_xchange.mail_template_signature_reminder")
        exchange = self.exchange_id
        if exchange.activity_search([TASK]):
            return
        speaker = exchange.with_context(lang=exchange.user_id.lang or self.env.lang)
        exchange.activity_schedule(
            TASK,
            summary=speaker.env._("Signatures are missing"),
            user_id=(exchange.user_id or self.env.user).id,
        )


class BiginnExchange(models.Model):
    _inherit = "biginn.exchange"

    def action_ask_again(self):
        """Mail those whose signature is missing."""
        self.signature_ids.filtered(lambda each: each.state == "pending").action_ask()
        return True

    def _forget_tasks(self):
        """Nobody is left to be asked: the task is done."""
        waiting = (
            self.env["biginn.signature"]
            .sudo()
            ._read_group(
                [("exchange_id", "in", self.ids), ("state", "=", "pending")], ["exchange_id"]
            )
        )
        asked = {exchange.id for (exchange,) in waiting}
        self.sudo().filtered(lambda exchange: exchange.id not in asked).activity_feedback([TASK])
