from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Command
from odoo.http import request
from odoo.tools import format_date, format_datetime

from ..rules import package, package_exchange, signing
from .biginn_signature_asking import LINK_DAYS, TOKEN_PLACE

LINK = "/exchange/confirm/"
TEMPLATE = "biginn_xchange.mail_template_exchange_confirmation"
NOTE_MAX = 2000


class BiginnExchangeConfirmation(models.Model):
    """The other cluster is asked whether an exchange is as we say, and answers by a link.

    It needs no account here. The link is a secret like the one to sign with: only its hash is
    kept, it expires, it opens this one question, and it is written into the mail when that leaves.
    What is confirmed is who, where, when and what for, as it stood when the question was put; has
    it changed since, nothing can be confirmed and a new link is needed.

    Rights: staff of the company that runs the exchange read; only asking and answering write.
    """

    _name = "biginn.exchange.confirmation"
    _description = "Confirmation by another cluster"
    _order = "id desc"

    exchange_id = fields.Many2one(
        "biginn.exchange", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="exchange_id.company_id", store=True, index=True, string="Run by"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Asked cluster", required=True, readonly=True, index=True
    )
    state = fields.Selection(
        [
            ("asked", "Asked"),
            ("confirmed", "Confirmed"),
            ("declined", "Not right"),
            ("void", "Asked anew"),
        ],
        default="asked",
        required=True,
        readonly=True,
    )
    asked_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    asked_by = fields.Many2one("res.users", readonly=True)
    content_digest = fields.Char(
        string="Fingerprint",
        required=True,
        readonly=True,
        help="SHA-256 of what the other cluster is asked to confirm.",
    )
    answered_on = fields.Datetime(readonly=True)
    answered_by = fields.Char(readonly=True, help="The name as the other side wrote it.")
    note = fields.Text(string="Remark", readonly=True)
    ip = fields.Char(string="Answered from", readonly=True, help="The network address.")
    token_hash = fields.Char(readonly=True, copy=False, groups=NO_ACCESS)
    token_expires_on = fields.Datetime(string="Link expires on", readonly=True, copy=False)

    _one_question = models.UniqueIndex(
        "(exchange_id) WHERE state = 'asked'", "The other cluster has been asked already."
    )
    _token_uniq = models.UniqueIndex(
        "(token_hash) WHERE token_hash IS NOT NULL", "Two links cannot be the same."
    )

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model
    def _ask_sudo(self, exchange, partner):
        """Put the question; an earlier one that waits for its answer is worth nothing any more."""
        self.search([("exchange_id", "=", exchange.id), ("state", "=", "asked")]).write(
            {"state": "void", "token_hash": False, "token_expires_on": False}
        )
        self.flush_model()
        confirmation = self.create(
            {
                "exchange_id": exchange.id,
                "partner_id": partner.id,
                "asked_by": self.env.uid,
                "content_digest": self._digest_of(exchange),
            }
        )
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if template:  # a cluster that wants no mail deletes the template
            template.send_mail(
                confirmation.id,
                email_layout_xmlid="mail.mail_notification_light",
                email_values={
                    **partner._biginn_sender(exchange.company_id),
                    "recipient_ids": [Command.set(partner.ids)],
                },
            )
        return confirmation

    @api.model
    def _digest_of(self, exchange):
        return package.content_digest(package_exchange.to_confirm(exchange._package_payload()))

    def _link_place(self):
        """What stands for the link in a mail that waits; filled in when it leaves."""
        self.ensure_one()
        return f"{self.get_base_url()}{LINK}{TOKEN_PLACE}"

    def _link_life(self):
        return timedelta(days=self.exchange_id.programme_id.signature_days or LINK_DAYS)

    def _new_token(self):
        """A fresh link; the one before is worth nothing from here on. In sudo, for a mail alone."""
        self.ensure_one()
        if self.state != "asked":
            return "-"
        token = signing.new_token()
        self.write(
            {
                "token_hash": signing.token_hash(token),
                "token_expires_on": fields.Datetime.now() + self._link_life(),
            }
        )
        return token

    # ------------------------------------------------------------------
    # Answering
    # ------------------------------------------------------------------

    @api.model
    def _by_token(self, token):
        """The one question a link opens, in sudo, and why it does not open any more.

        Nothing for a link that is none: unknown, replaced and expired ones are all alike.
        """
        nothing_sudo = self.sudo().browse()
        digest = signing.token_hash(token)
        if not digest:
            return nothing_sudo, "unknown"
        # sudo: whoever has the link is the one it was sent to; it opens this one question
        found_sudo = self.sudo().search([("token_hash", "=", digest)], limit=1)
        if found_sudo.state in ("confirmed", "declined"):
            return found_sudo, "answered"
        if found_sudo.state != "asked" or signing.is_expired(
            found_sudo.token_expires_on, fields.Datetime.now()
        ):
            return nothing_sudo, "unknown"
        return found_sudo, ""

    def _answer_sudo(self, confirmed, name, note):
        """The answer that came by the link; a UserError says what is wrong with it."""
        self.ensure_one()
        name, problem = signing.read_name(name)
        if problem:
            raise UserError(self.env["biginn.signature"]._name_sentence(problem))
        note = (note if isinstance(note, str) else "").replace("\x00", "").strip()
        if len(note) > NOTE_MAX:
            raise UserError(
                self.env._("This is too long: at most %(limit)s characters.", limit=NOTE_MAX)
            )
        if not confirmed and not note:
            raise UserError(self.env._("Say what is not right, so that it can be mended."))
        # written: of two answers at once one waits, starts anew and finds the question answered
        self.env.cr.execute(
            "UPDATE biginn_exchange_confirmation SET write_date = write_date WHERE id = %s",
            [self.id],
        )
        if self.state != "asked":
            raise UserError(self.env._("This has been answered already."))
        if confirmed and self._is_outdated():
            raise UserError(self._outdated_sentence())
        self.write(
            {
                "state": "confirmed" if confirmed else "declined",
                "answered_on": fields.Datetime.now(),
                "answered_by": name,
                "note": note,
                "ip": request.httprequest.remote_addr if request else False,
            }
        )
        self._tell_office()

    def _is_outdated(self):
        """Does the exchange say something else by now?"""
        self.ensure_one()
        return self.content_digest != self._digest_of(self.exchange_id)

    def _outdated_sentence(self):
        return self.env._(
            "The exchange has changed since you were asked. You will get a new link from "
            "%(cluster)s.",
            cluster=self.company_id.name,
        )

    def _tell_office(self):
        exchange = self.exchange_id
        speaker = exchange.with_context(lang=exchange.user_id.lang or self.env.lang)
        params = {"cluster": self.partner_id.name, "person": self.answered_by, "note": self.note}
        if self.state == "confirmed":
            body = speaker.env._("%(cluster)s has confirmed the exchange: %(person)s.", **params)
        else:
            body = speaker.env._(
                "%(cluster)s says that the exchange is not right: %(person)s. %(note)s", **params
            )
            exchange.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=speaker.env._("The other cluster says that it is not right"),
                user_id=(exchange.user_id or self.asked_by).id,
            )
        exchange._message_log(body=body)

    # ------------------------------------------------------------------
    # The page
    # ------------------------------------------------------------------

    def _page_values(self):
        """What the page behind the link shows, as plain texts."""
        self.ensure_one()
        exchange = self.exchange_id
        payload = package_exchange.to_confirm(exchange._package_payload())
        rows = [
            (exchange._package_label(name), exchange._package_value(name, value))
            for name, value in payload.items()
            if name != "number"  # in the heading
        ]
        return {
            "cluster": self.company_id.name,
            "asked": self.partner_id.name,
            "number": exchange.name,
            "rows": [(label, value) for label, value in rows if value],
            "outdated": self._outdated_sentence() if self._is_outdated() else "",
            "has_file": bool(exchange._last_package("out").attachment_id),
            "until": format_date(self.env, self.token_expires_on.date()),
        }

    def _answered_values(self):
        return {
            "number": self.exchange_id.name,
            "cluster": self.company_id.name,
            "confirmed": self.state == "confirmed",
            "person": self.answered_by,
            "time": format_datetime(self.env, self.answered_on, dt_format="short"),
        }


class BiginnExchange(models.Model):
    _inherit = "biginn.exchange"

    confirmation_ids = fields.One2many(
        "biginn.exchange.confirmation",
        "exchange_id",
        string="Confirmations of the other cluster",
        readonly=True,
        copy=False,
    )

    @api.model
    def _computed_only(self):
        return super()._computed_only() | {"confirmation_ids"}

    def action_ask_confirmation(self):
        """Ask the other cluster by a link whether the exchange is right; the file lies ready."""
        self.ensure_one()
        self._make_package()
        other = self._other_partnership()[:1]
        if not other.email:
            raise UserError(
                self.env._(
                    "%(cluster)s has no e-mail address: write one on its contact first.",
                    cluster=other.name,
                )
            )
        # sudo: who may send was checked with the file; nobody writes questions by hand
        self.env["biginn.exchange.confirmation"].sudo()._ask_sudo(self.sudo(), other.sudo())
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(cluster)s gets a mail with a link.", cluster=other.name),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
