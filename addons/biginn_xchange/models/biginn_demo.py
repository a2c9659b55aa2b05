from dateutil.relativedelta import MO, relativedelta

from odoo import api, fields, models
from odoo.fields import Command

# Stays that count in the second period of the grant's demo statement, all paid by BigScience.dk:
# visitor, host, first day, last day, lump sum in EUR.
GRANT_STAYS = [
    ("vejle_controls", "zaragoza_mecanica", "2023-03-13", "2023-03-17", 830),
    ("roskilde_detectors", "vilnius_lasers", "2023-05-22", "2023-05-24", 280),
    ("fjord_magnetics", "alpes_cluster", "2023-09-11", "2023-09-14", 450),
    ("jutland_power", "elbe_cluster", "2023-11-20", "2023-11-24", 830),
]
# Stays of today's programme: visitor, host, weeks from now, first weekday, days, state, and what
# a manager says where the rules refuse. The cluster of the visitor's country runs it.
STAYS = [
    ("oresund_cryo", "cantabria_criogenia", -30, 0, 5, "paid", ""),
    ("aarhus_precision", "bilbao_fusion", -19, 1, 3, "paid", ""),
    ("nordic_vacuum", "madrid_optics", -11, 0, 5, "completed", ""),
    ("teknologisk_centre", "asturias_centro", -4, 1, 4, "completed", ""),
    ("fjord_magnetics", "vilnius_lasers", 8, 0, 5, "ready", ""),
    ("lyngby_photonics", "kaunas_optics", 8, 1, 3, "signing", ""),
    # two weeks around today
    ("valencia_rf", "lyngby_photonics", 0, 0, 12, "ongoing", ""),
    ("siauliai_elektronika", "fjord_magnetics", -1, 0, 19, "interrupted",
     "A fire alarm has closed the workshop of the host for some days."),
    ("klaipeda_mechanika", "bilbao_fusion", 14, 0, 5, "submitted", ""),
    ("nordlys_training", "madrid_optics", 9, 0, 5, "refused",
     "A training provider may host but not visit in this programme."),
    ("asturias_centro", "vilnius_lasers", 5, 0, 5, "cancelled",
     "The host moves to another building in these weeks."),
    # too short: two working days
    ("vejle_controls", "kaunas_inkubatorius", 9, 1, 2, "draft", ""),
    # a public authority may host but not visit
    ("kystens_kommune", "asturias_centro", 12, 0, 4, "draft", ""),
    # both organisations are in one country
    ("roskilde_detectors", "jutland_power", 13, 0, 5, "draft", ""),
    # everything is as it should be
    ("jutland_power", "zaragoza_mecanica", 15, 0, 5, "draft", ""),
    ("bilbao_fusion", "nordic_vacuum", -14, 0, 5, "paid", ""),
    ("madrid_optics", "vilnius_lasers", 6, 1, 4, "validated", ""),
    (
        "sevilla_robotica", "lyngby_photonics", 7, 0, 4, "validated",
        "The renewal of the membership is signed and on its way, reference DEMO-17.",
    ),
    ("cantabria_criogenia", "fjord_magnetics", 10, 0, 5, "draft", ""),
    ("vilnius_lasers", "teknologisk_centre", -2, 0, 5, "reporting", ""),
    ("kaunas_optics", "madrid_optics", 6, 0, 5, "validated", ""),
    # its membership has ended
    ("baltic_coatings", "lyngby_photonics", 11, 0, 5, "draft", ""),
]  # fmt: skip
PATH = ["validated", "signing", "ready", "ongoing", "reporting", "completed", "paid"]
ASIDE = ("submitted", "interrupted", "refused", "cancelled")
# who comes to which agenda
GUESTS = {
    "agenda_ess": [
        "nordic_vacuum", "oresund_cryo", "fjord_magnetics", "vejle_controls", "roskilde_detectors",
        "bilbao_fusion", "cantabria_criogenia", "valencia_rf", "vilnius_lasers", "kaunas_optics",
        "siauliai_elektronika",
    ],
    "agenda_cern": ["jutland_power", "madrid_optics", "zaragoza_mecanica", "klaipeda_mechanika"],
}  # fmt: skip


class BiginnDemo(models.AbstractModel):
    """Exchanges and guests of agendas, most of them dated from today."""

    _inherit = "biginn.demo"

    @api.model
    def _load_exchanges(self):
        demo = self._quiet()
        demo._make_programme()
        for visitor, host, first, last, amount in GRANT_STAYS:
            stay = demo._make_stay(f"stay_{visitor}", "programme_cxc2", visitor, host, first, last)
            demo._move(stay, "paid")
            if stay.lump_sum != amount:
                raise ValueError(f"{stay.display_name}: {stay.lump_sum} instead of {amount}")
        monday = fields.Date.today() + relativedelta(weekday=MO(-1))
        for visitor, host, weeks, weekday, days, state, reason in STAYS:
            week = monday + relativedelta(weeks=weeks)
            week = demo._week_without_holidays(week, demo._demo(host).country_id)
            first = week + relativedelta(days=weekday)
            last = first + relativedelta(days=days - 1)
            name = f"stay_{visitor}_today"
            stay = demo._make_stay(name, "demo_programme", visitor, host, first, last)
            demo._move(stay, state, reason)
        return True

    def _make_programme(self):
        """The second generation's terms for stays of these years: the real one ended in 2024."""
        if not self._demo("programme"):
            programme = self.env.ref("biginn_xchange.programme_cxc2").copy(
                {
                    "name": "Cluster exchanges 2025-2028 (demo)",
                    "code": "DEMO",
                    "funding_id": False,
                    "date_start": "2025-01-01",
                    "date_end": "2028-12-31",
                }
            )
            self._named("biginn_xchange", "programme", programme)

    def _make_stay(self, name, programme, visitor, host, first, last):
        stay = self._demo(name)
        if stay:
            return stay
        visitor, host = self._demo(visitor), self._demo(host)
        payer, other = self._cluster_of(visitor), self._cluster_of(host)
        stay = (
            self.env["biginn.exchange"]
            .with_company(payer)
            # the number is one of the year of the stay
            .with_context(ir_sequence_date=first)
            .create(
                {
                    "programme_id": self.env.ref(f"biginn_xchange.{programme}").id,
                    "company_id": payer.id,
                    "user_id": self.env.ref("biginn_cluster.demo_user_staff").id
                    if payer == self._demo("company_dk")
                    else self.env.ref("biginn_cluster.demo_user_manager").id,
                    "visiting_id": visitor.id,
                    "host_id": host.id,
                    "visiting_partnership_id": payer.partner_id.id,
                    "host_partnership_id": other.partner_id.id if other else host.id,
                    "visitor_ids": [Command.set(visitor.child_ids[:1].ids)],
                    "date_start": first,
                    "date_end": last,
                }
            )
        )
        return self._named("biginn_xchange", name, stay)

    def _cluster_of(self, organisation):
        return self._demo(f"company_{organisation.country_id.code.lower()}")

    def _move(self, stay, state, reason=""):
        """Take a stay along its usual path, with the dates it would have had."""
        if stay.state != "draft" or state == "draft":
            return
        if state in ASIDE:
            self._move_aside(stay, state, reason)
        else:
            for finding in stay.finding_ids.filtered("is_open") if reason else ():
                finding.action_override(reason)
            self._walk(stay, state)
        self._date_back(stay)

    def _walk(self, stay, state):
        for step in PATH[: PATH.index(state) + 1]:
            if stay.state in PATH[PATH.index(step) :]:
                continue  # it has come further by itself
            self._prepare_step(stay, step)
            if stay.state not in PATH[PATH.index(step) :]:
                stay.write({"state": step})

    def _prepare_step(self, stay, target):
        """What the people concerned do before a stay can get to `target`; override to add."""

    def _move_aside(self, stay, state, reason):
        """States beside the usual path."""
        if state == "submitted":
            stay.action_submit()
        elif state == "refused":
            stay.action_refuse(reason)
        elif state == "cancelled":
            self._walk(stay, "validated")
            stay.action_cancel(reason)
        else:
            self._walk(stay, "ongoing")
            stay.action_interrupt(reason, fields.Date.today(), True)

    def _date_back(self, stay):
        """The days on which each step would have been taken, none of them to come."""
        today = fields.Date.today()
        days = {
            "submitted_on": stay.date_start - relativedelta(days=40),
            "validated_on": stay.date_start - relativedelta(days=30),
            "completed_on": stay.date_end + relativedelta(days=1),
            "paid_on": stay.date_end + relativedelta(days=9),
        }
        vals = {name: min(day, today) for name, day in days.items() if stay[name]}
        since = {
            "signing": stay.date_start - relativedelta(days=60),
            "ready": stay.date_start - relativedelta(days=50),
            "ongoing": stay.date_start,
            "reporting": stay.date_end + relativedelta(days=1),
            "completed": vals.get("completed_on", today),
            "paid": vals.get("paid_on", today),
        }.get(stay.state)
        if since:
            vals["state_since"] = min(since, today)
        stay._store(vals)

    @api.model
    def _load_guests(self):
        demo = self._quiet()
        for agenda, organisations in GUESTS.items():
            event = demo._demo(agenda)
            past = event.date_end < fields.Datetime.now()
            registrations = demo.env["event.registration"]
            for organisation in organisations:
                person = demo._demo(f"{organisation}_contact")
                if registrations.search_count(
                    [("event_id", "=", event.id), ("partner_id", "=", person.id)], limit=1
                ):
                    continue
                registrations.create(
                    {
                        "event_id": event.id,
                        "partner_id": person.id,
                        "name": person.name,
                        "email": person.email,
                        "company_name": person.parent_id.name,
                        "state": "done" if past else "open",
                    }
                )
        return True
