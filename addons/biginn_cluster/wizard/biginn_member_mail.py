from collections import Counter

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..rules import mailing as rule


class BiginnMemberMail(models.TransientModel):
    """Who gets a mail to the people of the selected organisations; Odoo's composer writes it.

    The rule leaves out who may not or cannot be written to, and says how many and why. Sending,
    keeping in the chatter and unsubscribing by blacklist are the composer's.
    """

    _name = "biginn.member.mail"
    _description = "Mail to members"

    partner_ids = fields.Many2many("res.partner", string="Organisations", required=True)
    purpose = fields.Selection(
        [
            ("membership", "About the membership"),
            ("newsletter", "Newsletter: only those who agreed to it"),
        ],
        required=True,
        default="membership",
        help="A newsletter, an invitation or an offer needs a consent; what has to reach members "
        "for their membership does not.",
    )
    recipients = fields.Selection(
        [
            ("editors", "Profile editors, else the main contact"),
            ("main", "One main contact each"),
            ("everybody", "All contacts"),
            ("organisation", "The organisation's own address"),
        ],
        string="To",
        required=True,
        default="editors",
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        string="Only who reads",
        help="For a mail in one language. Empty: everybody, whatever they read.",
    )
    recipient_ids = fields.Many2many(
        "res.partner", string="Recipients", compute="_compute_recipients"
    )
    recipient_count = fields.Integer(string="Mails", compute="_compute_recipients")
    skipped_text = fields.Text(string="Left out", compute="_compute_recipients")
    language_text = fields.Char(string="They read", compute="_compute_recipients")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "partner_ids" in fields:
            selected = self.env["biginn.member.list"]._selected_organisations()
            values["partner_ids"] = [Command.set(selected.ids)]
        return values

    # -- who ---------------------------------------------------------------------------

    @api.depends("partner_ids", "purpose", "recipients", "lang")
    def _compute_recipients(self):
        for wizard in self:
            people = wizard._people()
            choice = rule.choose(wizard._candidates(people), wizard.purpose)
            wizard.recipient_ids = [Command.set(choice.chosen)]
            wizard.recipient_count = len(choice.chosen)
            wizard.skipped_text = wizard._skipped_sentences(choice.skipped, people)
            wizard.language_text = wizard._language_sentence(
                people.filtered(lambda person, ids=set(choice.chosen): person.id in ids)
            )

    def _people(self):
        """Contacts in question, in the order of the organisations, in the wanted language."""
        organisations = self.partner_ids._origin
        if self.recipients == "organisation":
            people = organisations
        else:
            found = (
                organisations._biginn_people()
                if self.recipients == "everybody"
                else organisations._biginn_main_people()
            )
            if self.recipients == "main":
                found = {number: people[:1] for number, people in found.items()}
            people = organisations.browse(
                [person.id for org in organisations for person in found.get(org.id, ())]
            )
        return people.filtered(lambda person: not self.lang or person.lang == self.lang)

    def _candidates(self, people):
        agreed = people._biginn_with_consent("newsletter")
        return [
            rule.Candidate(
                number=person.id,
                address=person.email_normalized or "",
                bounced=person.message_bounce > 0,
                blacklisted=person.is_blacklisted,
                agrees=person in agreed,
            )
            for person in people
        ]

    # -- in words ----------------------------------------------------------------------

    def _skipped_sentences(self, skipped, people):
        """One line per reason, with its count, and one for organisations without anybody."""
        lines = [self._reason_sentence(reason, count) for reason, count in skipped.items()]
        reached = people.commercial_partner_id
        nobody = self.partner_ids._origin - reached
        if nobody:
            lines.append(
                self.env._(
                    "%(count)s organisations have no contact here: %(names)s",
                    count=len(nobody),
                    names=", ".join(nobody[:5].mapped("name")) + (" …" if nobody[5:] else ""),
                )
            )
        return "\n".join(lines)

    def _reason_sentence(self, reason, count):
        return {
            "no_address": lambda: self.env._("%(count)s have no e-mail address.", count=count),
            "bounced": lambda: self.env._(
                "%(count)s cannot be reached: the last mail came back.", count=count
            ),
            "blacklisted": lambda: self.env._(
                "%(count)s asked not to be written to (blacklist).", count=count
            ),
            "no_consent": lambda: self.env._(
                "%(count)s have not agreed to the newsletter.", count=count
            ),
            "duplicate": lambda: self.env._(
                "%(count)s share an address with somebody who gets the mail.", count=count
            ),
        }[reason]()

    def _language_sentence(self, people):
        names = dict(self.env["res.lang"].get_installed())
        counts = Counter(names.get(person.lang, person.lang) or "–" for person in people)
        return ", ".join(f"{count} {name}" for name, count in counts.most_common())

    # -- onward to the composer --------------------------------------------------------

    def action_compose(self):
        """Open Odoo's composer for the recipients, one mail each."""
        self.ensure_one()
        if not self.recipient_ids:
            raise UserError(
                self.env._(
                    "Nobody would get this mail. Choose other recipients; below you see why "
                    "everybody is left out."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mail to members"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_composition_mode": "mass_mail",
                "default_model": "res.partner",
                "default_res_ids": self.recipient_ids.ids,
                "default_use_exclusion_list": True,
                # the words that Odoo puts around the text
                "default_lang": self.lang,
                "default_email_layout_xmlid": "mail.mail_notification_light",
                **self._closing(),
            },
        }

    def _closing(self):
        """Below a newsletter: why one gets it, and where one says no."""
        if self.purpose != "newsletter":
            return {}
        env = self.with_context(lang=self.lang or self.env.user.lang).env
        reason = env._("You get this because you agreed to our newsletter.")
        link = env._("Change what you agree to")
        address = f"{self.get_base_url()}/my/organisation/privacy"
        text = Markup('<p><br></p><p><small>%s <a href="%s">%s</a></small></p>')
        return {"default_body": text % (reason, address, link)}
