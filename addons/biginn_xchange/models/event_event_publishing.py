from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.json import scriptsafe
from odoo.tools.mail import html2plaintext

from odoo.addons.biginn_cluster.rules import directory

from ..rules import agenda_public, local_time

AGENDAS_PATH = "/agendas"
UPCOMING_SHOWN = 60
EARLIER_SHOWN = 12


class EventEvent(models.Model):
    """A published agenda on pages that need no account.

    `_public_agenda_domain` is the check that stands before every sudo here; pages get plain
    values, never a record. No person is named on them, nor how one gets past a gate.
    """

    _inherit = "event.event"

    # who published it, and when, stands in the chatter
    published_on_portal = fields.Boolean(tracking=True)
    public_picture = fields.Image(
        string="Picture",
        max_width=1200,
        max_height=1200,
        copy=True,
        help="Shown on the public page and where its address is shared. Best 1200 × 630 pixels.",
    )

    _published = models.Index("(date_begin) WHERE published_on_portal IS TRUE")

    # ------------------------------------------------------------------
    # What is public
    # ------------------------------------------------------------------

    @api.model
    def _public_agenda_domain(self):
        """Agendas that everybody may read; the same for whoever asks."""
        return (
            Domain("is_360", "=", True)
            & Domain("published_on_portal", "=", True)
            & Domain("active", "=", True)
        )

    @api.model
    def _public_agenda_find(self, number):
        """The published agenda with this id, with all rights; empty for any other."""
        # sudo: the domain is the check; strangers have no rights on events
        events_sudo = self.sudo()
        if not directory.is_id(number):
            return events_sudo.browse()
        return events_sudo.search(Domain("id", "=", number) & self._public_agenda_domain())

    # ------------------------------------------------------------------
    # Publishing
    # ------------------------------------------------------------------

    def action_publish_agenda(self):
        self.filtered("is_360").published_on_portal = True

    def action_unpublish_agenda(self):
        self.published_on_portal = False

    def action_open_public_page(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": self._public_agenda_path(),
            "target": "new",
        }

    def _public_agenda_path(self):
        return f"{AGENDAS_PATH}/{self.env['ir.http']._slug((self.id, self.name or ''))}"

    def _public_agenda_absolute(self, path):
        return self.env["res.partner"]._biginn_directory_absolute(path)

    # ------------------------------------------------------------------
    # The list
    # ------------------------------------------------------------------

    @api.model
    def _public_agenda_list(self):
        """What the list of agendas shows: those to come, then the latest of the past."""
        # sudo: see the class
        events_sudo = self.sudo()
        public, now = self._public_agenda_domain(), fields.Datetime.now()
        upcoming = events_sudo.search(
            public & Domain("date_end", ">=", now), order="date_begin, id", limit=UPCOMING_SHOWN
        )
        earlier = events_sudo.search(
            public & Domain("date_end", "<", now), order="date_begin desc, id", limit=EARLIER_SHOWN
        )
        return {
            "upcoming": [event._public_agenda_card() for event in upcoming],
            "earlier": [event._public_agenda_card() for event in earlier],
            "canonical": self._public_agenda_absolute(AGENDAS_PATH),
        }

    def _public_agenda_card(self):
        country = self.address_id.country_id
        return {
            "name": self.name,
            "path": self._public_agenda_path(),
            "dates": self.local_dates,
            "venue": self.address_id.name or "",
            "country": country.name or "",
            "flag": country.image_url or "",
            "summary": directory.summary(self._public_agenda_text()),
            "cancelled": self._is_called_off(),
            "over": self.date_end < fields.Datetime.now(),
        }

    def _public_agenda_text(self):
        return html2plaintext(self.description or "").strip()

    # ------------------------------------------------------------------
    # The page
    # ------------------------------------------------------------------

    def _public_agenda_page(self):
        """All that the page of one published agenda shows, as plain values."""
        self.ensure_one()
        card = self._public_agenda_card()
        path, cluster = card["path"], self.company_id or self.env.company
        page = {
            **card,
            "url": self._public_agenda_absolute(path),
            "image": self._public_agenda_picture(),
            "has_picture": bool(self.public_picture),
            "text": self._public_agenda_text(),
            "address": self.address_inline or "",
            "country_code": self.address_id.country_id.code or "",
            "zone": self._readable_zone(),
            "organiser": self._public_organiser(cluster),
            "places": self.seats_max if self.seats_limited else 0,
            "days": self._public_agenda_days(),
            "register": f"/my/agendas/{self.id}",
            "file": f"{path}/programme.ics",
            "mailto": directory.mail_link(cluster.email, self.name),
            "cluster": cluster.name,
        }
        page["structured_data"] = self._public_structured_data(page)
        return page

    def _public_organiser(self, cluster):
        """An organisation: who of its people organises is not told."""
        return (self.organizer_id if self.organizer_id.is_company else cluster).name

    def _public_agenda_picture(self):
        mark = self.write_date.strftime("%Y%m%d%H%M%S")
        return f"{self.get_base_url().rstrip('/')}{AGENDAS_PATH}/{self.id}/picture?v={mark}"

    def _public_agenda_days(self):
        """The programme by day; the zone beside a day on which it differs from the beginning."""
        zone = self.date_tz or local_time.UTC
        usual = local_time.utc_offset(self.date_begin, zone)
        days = []
        for day, items in self._get_agenda_days():
            offset = local_time.utc_offset(items[0].start, zone)
            days.append(
                {
                    "label": format_date(self.env, day, date_format="EEEE d MMMM y"),
                    "zone": "" if offset == usual else f"{zone} ({offset})",
                    "items": [item._public_agenda_line() for item in items],
                }
            )
        return days

    def _public_structured_data(self, page):
        facts = {**page, "start": self.date_begin, "stop": self.date_end}
        facts.update(zone=self.date_tz or local_time.UTC, summary=page["summary"])
        # safe inside a script element, whatever is written in an agenda
        return scriptsafe.dumps(agenda_public.structured_data(facts), ensure_ascii=False)
