from datetime import timedelta

from freezegun import freeze_time

from odoo import Command

from odoo.addons.biginn_cluster.tests.common import BiginnCommon

from .closing_common import ClosingBuilders
from .money_common import MoneyBuilders

# The usual life of an exchange, and on which day each step is taken: days from the first day of
# the stay, or from the day after the last one.
ROAD = {
    "validated": ("first", -10),
    "signing": ("first", -10),
    "ready": ("first", -9),
    "ongoing": ("first", 0),
    "reporting": ("last", 1),
    "completed": ("last", 3),
    "paid": ("last", 9),
}


class XchangeCommon(ClosingBuilders, MoneyBuilders, BiginnCommon):
    """One programme with few rates, a host in another country, a partner cluster.

    `programme`        2022 to 2024, Denmark, Lithuania and Spain; SMEs both ways
    `visiting_org`     the cluster's own member (`member_org`, Denmark)
    `host_org`         SME in Lithuania, member of `other_company`, 813 km away
    `other_manager`    manager of `other_company`, the host's cluster

    Builders take what matters to a test and fill in the rest.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lithuania = cls.env.ref("base.lt")
        cls.other_manager = cls.new_user(
            "other_manager", "biginn_cluster.group_manager", company=cls.other_company
        )
        cls.programme = cls.new_programme()
        cls.visiting_org = cls.member_org
        cls.visiting_org.write({"partner_latitude": 55.6761, "partner_longitude": 12.5683})
        cls.host_org = cls.new_organisation(
            "Host UAB",
            country_id=cls.lithuania.id,
            partner_latitude=54.6872,
            partner_longitude=25.2797,
        )
        cls.other_category = cls.new_category(cls.other_company)
        cls.new_membership(
            cls.visiting_org, date_start="2021-01-01", date_end=False, approved_on="2021-01-01"
        )
        cls.new_membership(
            cls.host_org,
            cls.other_category,
            date_start="2021-01-01",
            date_end=False,
            approved_on="2021-01-01",
        )

    @classmethod
    def new_programme(cls, rates=(("dk", 1100), ("lt", 560), ("es", 830)), **values):
        countries = cls.denmark | cls.lithuania | cls.spain
        programme = cls.env["biginn.programme"].create(
            {
                "name": "Test programme",
                "code": values.pop("code", "TEST"),
                "date_start": "2022-01-01",
                "date_end": "2024-12-31",
                "country_ids": countries.ids,
                "max_amount": 1100,
                **values,
            }
        )
        cls.env["biginn.programme.eligibility"].create(
            [
                {
                    "programme_id": programme.id,
                    "role": role,
                    "organisation_type": "sme",
                    "preapproval": role == "host",
                }
                for role in ("visitor", "host")
            ]
        )
        cls.env["biginn.programme.rate"].create(
            [
                {
                    "programme_id": programme.id,
                    "country_id": cls.env.ref(f"base.{code}").id,
                    "amount": amount,
                    "date_from": "2022-01-01",
                }
                for code, amount in rates
            ]
        )
        return programme

    @classmethod
    def new_exchange(cls, user=None, **values):
        """A week in Lithuania with nothing in the way, recorded by cluster staff."""
        exchanges = cls.env["biginn.exchange"].with_user(user or cls.staff)
        return exchanges.create(
            {
                "programme_id": cls.programme.id,
                "company_id": cls.cluster_company.id,
                "visiting_id": cls.visiting_org.id,
                "host_id": cls.host_org.id,
                "visiting_partnership_id": cls.cluster_company.partner_id.id,
                "host_partnership_id": cls.other_company.partner_id.id,
                "date_start": "2023-05-08",
                "date_end": "2023-05-12",
                **values,
            }
        )

    # -- the life of an exchange -----------------------------------------------------

    @classmethod
    def walk(cls, exchange, target):
        """Take an exchange to `target` the way it goes in life, each step on its day.

        What others have to do for a step stands in `walk_<state>`; the rest are the buttons.
        """
        steps = list(ROAD)
        for step in steps[: steps.index(target) + 1]:
            if exchange.state in steps[steps.index(step) :]:
                continue
            edge, days = ROAD[step]
            day = exchange.date_start if edge == "first" else exchange.date_end
            with freeze_time(f"{day + timedelta(days=days)} 10:00:00"):
                getattr(cls, f"walk_{step}")(exchange)
            if exchange.state != step:
                raise AssertionError(exchange._get_cannot_move_reason(step) or exchange.state)
        return exchange

    @classmethod
    def walk_validated(cls, exchange):
        exchange.action_validate()

    @classmethod
    def walk_signing(cls, exchange):
        cls.build(exchange)
        exchange.action_request_signatures()

    @classmethod
    def build(cls, exchange, **values):
        """What the Commitment to Quality cannot be made without, where it is missing."""
        wanted = {
            "goals": "See how helium is handled",
            "objectives": "A joint offer by the end of the year",
            "day_ids": [Command.create({"date": exchange.date_start, "name": "Welcome"})],
        }
        exchange.write({name: value for name, value in wanted.items() if not exchange[name]})
        if values:
            exchange.write(values)
        return exchange

    @classmethod
    def sign(cls, exchange, *roles, kind=None):
        """Those who are asked sign, each by the personal link; all there are by default."""
        signatures = cls.env["biginn.signature"].sudo()
        domain = [("exchange_id", "=", exchange.id), ("state", "=", "pending")]
        if roles:
            domain.append(("role", "in", roles))
        if kind:
            domain.append(("kind", "=", kind))
        # an agreement may follow the commitment
        while waiting := signatures.search(domain, limit=1):
            found, problem = signatures._by_token(waiting._new_token())
            if problem or found != waiting:
                raise AssertionError(problem)
            found._sign(f"Signer of the {waiting.role}")
        return exchange

    @classmethod
    def walk_ready(cls, exchange):
        cls.sign(exchange, kind="commitment")
        cls.sign(exchange, kind="agreement")

    @classmethod
    def walk_ongoing(cls, exchange):
        exchange._advance()

    @classmethod
    def walk_reporting(cls, exchange):
        exchange._advance()

    @classmethod
    def walk_completed(cls, exchange):
        cls.close(exchange)
        exchange.action_complete()

    @classmethod
    def walk_paid(cls, exchange):
        cls.pay_bill(cls.make_bill(exchange))
        exchange._advance()

    @classmethod
    def new_agenda(cls, user=None, **values):
        """Three days in Vilnius, 22 to 24 May 2023 from midnight to midnight there."""
        return (
            cls.env["event.event"]
            .with_user(user or cls.staff)
            .create(
                {
                    "name": "360º Vilnius",
                    "is_360": True,
                    "company_id": cls.cluster_company.id,
                    "date_tz": "Europe/Vilnius",
                    "date_begin": "2023-05-21 21:00:00",
                    "date_end": "2023-05-24 21:00:00",
                    "organizer_id": cls.cluster_company.partner_id.id,
                    "address_id": cls.host_org.id,
                    **values,
                }
            )
        )

    @classmethod
    def new_item(cls, event, day="2023-05-22", start_hour=9, stop_hour=10, **values):
        return (
            cls.env["biginn.agenda.item"]
            .with_user(event.env.user)
            .create(
                {
                    "name": "Tour of the laboratory",
                    "event_id": event.id,
                    "local_day": day,
                    "start_hour": start_hour,
                    "stop_hour": stop_hour,
                    **values,
                }
            )
        )
