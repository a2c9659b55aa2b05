import logging
from contextlib import contextmanager

from freezegun import freeze_time

from .common import XchangeCommon

NOW = "2023-05-02 10:00:00"
# So odd that they stand nowhere by chance.
VALUES = {
    "family_name": "Qvorthemsson",
    "given_names": "Zyxelina Brunhildr",
    "birth_date": "1961-07-19",
    "birth_place": "Hjorthagenborg",
    "document_kind": "passport",
    "document_number": "QX73619054",
    "document_expiry": "2029-03-06",
}
SECRETS = (
    "Qvorthemsson",
    "Brunhildr",
    "Hjorthagenborg",
    "QX73619054",
    "1961-07-19",
    "2029-03-06",
)


class AccessCommon(XchangeCommon):
    """An agenda in Vilnius with two visits that ask for something, and one that does not.

    `gate`   22 May, 9 to 10: everything is asked for, the list is due five days before
    `tour`   23 May, 9 to 10: names only, due one day before
    `talk`   24 May: nothing
    `person` the member's reader, who has joined all three
    `keeper` of the group that sees the data; `far_keeper` of the same group in another cluster
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        frozen = freeze_time(NOW)
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        cls.fields_of_access = {
            field.code: field for field in cls.env["biginn.access.field"].search([])
        }
        cls.event = cls.new_agenda()
        cls.gate = cls.new_item(
            cls.event,
            name="Gate",
            needs_access_data=True,
            access_field_ids=cls.asked(*cls.fields_of_access).ids,
        )
        cls.tour = cls.new_item(
            cls.event,
            "2023-05-23",
            name="Tour",
            needs_access_data=True,
            access_list_days=1,
            access_field_ids=cls.asked("family_name", "given_names").ids,
        )
        cls.talk = cls.new_item(cls.event, "2023-05-24", name="Talk")
        cls.keeper = cls.new_user("keeper", "biginn_xchange.group_access_data")
        cls.far_keeper = cls.new_user(
            "far_keeper", "biginn_xchange.group_access_data", company=cls.other_company
        )
        cls.person = cls.register(cls.member_reader.partner_id)
        cls.accesses = cls.env["biginn.agenda.access"]

    @classmethod
    def asked(cls, *codes):
        fields = cls.env["biginn.access.field"]
        return fields.union(*(cls.fields_of_access[code] for code in codes))

    @classmethod
    def register(cls, partner, items=None, state="registered", **values):
        items = cls.gate | cls.tour | cls.talk if items is None else items
        registration = cls.env["event.registration"].create(
            {"event_id": cls.event.id, "partner_id": partner.id, **values}
        )
        registration._as_checked()._set_placed()
        attendances = cls.env["biginn.agenda.attendance"]._as_checked()
        attendances.create(
            [
                {"registration_id": registration.id, "item_id": item.id, "state": state}
                for item in items
            ]
        )
        return registration

    def attendance(self, item, registration=None):
        registration = registration or self.person
        return registration.attendance_ids.filtered(lambda one: one.item_id == item)

    def texts(self, **changes):
        return {**VALUES, "nationality_id": str(self.lithuania.id), **changes}

    def give(self, user=None, registration=None, **changes):
        """What is typed in the portal, by the gate that the page uses."""
        registration = registration or self.person
        registrations = self.env["event.registration"].with_user(user or self.member_reader)
        return registrations._portal_access_write(
            self.event.id, registration.id, self.texts(**changes)
        )

    def row(self, item=None, registration=None):
        attendance = self.attendance(item or self.gate, registration)
        return self.accesses.search([("attendance_id", "=", attendance.id)])

    @contextmanager
    def server_log(self):
        """Everything the server tells meanwhile, as a list of lines.

        All but the statements themselves: those are told at a level that is for developers.
        """
        lines = []
        handler = logging.Handler()
        handler.emit = lambda record: lines.append(self._log_line(record))
        levels = {"": "DEBUG", "odoo": "DEBUG", "werkzeug": "DEBUG", "odoo.sql_db": "INFO"}
        loggers = {logging.getLogger(name): level for name, level in levels.items()}
        before = {logger: logger.level for logger in loggers}
        for logger, level in loggers.items():
            logger.setLevel(level)
        logging.getLogger().addHandler(handler)
        try:
            yield lines
        finally:
            logging.getLogger().removeHandler(handler)
            for logger, level in before.items():
                logger.setLevel(level)

    def _log_line(self, record):
        text = logging.Formatter("%(name)s %(levelname)s %(message)s").format(record)
        return f"{text} {record.args}"

    def assertNothingOf(self, text):
        self.assertEqual([secret for secret in SECRETS if secret in text], [])
