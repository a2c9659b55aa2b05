from odoo.fields import Command

from .common import XchangeCommon


class AgendaCommon(XchangeCommon):
    """An agenda to come with few places, and people of several organisations who want them.

    `event`    three days in Vilnius in May 2030, two places
    `people`   six of them: two of the member, two of the stranger, two of a third organisation
    """

    BEGIN = "2030-05-21 21:00:00"
    END = "2030-05-24 21:00:00"
    DAY = "2030-05-22"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third_org = cls.new_organisation("Third UAB", country_id=cls.lithuania.id)
        cls.event = cls.new_agenda()
        organisations = (cls.member_org, cls.stranger_org, cls.third_org)
        cls.people = cls.env["res.partner"].create(
            [
                {
                    "name": f"Guest {number}",
                    "email": f"guest{number}@example.com",
                    "parent_id": organisations[number % 3].id,
                }
                for number in range(6)
            ]
        )

    @classmethod
    def new_agenda(cls, user=None, **values):
        return super().new_agenda(
            user,
            **{
                "date_begin": cls.BEGIN,
                "date_end": cls.END,
                "seats_limited": True,
                "seats_max": 2,
                **values,
            },
        )

    @classmethod
    def new_item(cls, event, day=None, start_hour=9, stop_hour=10, **values):
        return super().new_item(event, day or cls.DAY, start_hour, stop_hour, **values)

    @classmethod
    def ask(cls, *people, event=None, items=None, user=None, **values):
        """The people ask one after the other; nobody has answered yet."""
        registrations = cls.env["event.registration"].with_user(user or cls.staff)
        result = registrations
        for person in people:
            result |= registrations._request_place(
                (event or cls.event).with_user(user or cls.staff), person, items, **values
            )
        return result

    @classmethod
    def register(cls, *people, event=None, **values):
        """The people ask, and the allocator answers."""
        registrations = cls.ask(*people, event=event, **values)
        (event or cls.event)._allocate_now()
        return registrations

    @classmethod
    def new_quota(cls, seats, kind="organisation", event=None, **values):
        event = event or cls.event
        event.quota_ids = [Command.create({"kind": kind, "seats": seats, **values})]
        return event.quota_ids[-1]

    def mails_about(self, registration):
        mails = self.env["mail.mail"].sudo()
        return mails.search(
            [("model", "=", registration._name), ("res_id", "=", registration.id)], order="id"
        )
