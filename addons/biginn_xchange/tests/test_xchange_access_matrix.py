from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.biginn_cluster.tests.matrix_common import MatrixCommon

from .matching_common import MatchingCommon
from .package_common import PackageCommon

# Who may do what, by the first letters of the operations:
#   (whose it is, staff, manager, the partner cluster's manager, visitor, host, employee)
#   catalogue   the same for everybody: the partner cluster's people have their roles' rights,
#               other members those of the visitor
#   exchange    hangs on an exchange or belongs to one cluster: a third cluster, and members of
#               other organisations, see nothing
#   dialogue    lives as long as a window is open; asked of the model, not of a record
# The public may do nothing to any of them.
MATRIX = {
    "biginn.accepted.key": ("exchange", "r", "r", "", "", "", ""),
    "biginn.access.field": ("catalogue", "r", "rwcu", "rwcu", "", "", ""),
    "biginn.activity.type": ("catalogue", "r", "rwcu", "rwcu", "r", "r", "r"),
    # for a group of its own: test_agenda_access.py
    "biginn.agenda.access": ("exchange", "", "", "", "", "", ""),
    "biginn.agenda.access.export": ("exchange", "", "r", "", "", "", ""),
    "biginn.agenda.attendance": ("exchange", "rwc", "rwc", "", "", "", ""),
    "biginn.agenda.copy": ("dialogue", "rwc", "rwc", "rwc", "", "", ""),
    "biginn.agenda.day.copy": ("dialogue", "rwc", "rwc", "rwc", "", "", ""),
    # feedback on agendas
    "biginn.agenda.feedback": ("exchange", "r", "r", "", "", "", ""),
    "biginn.agenda.item": ("exchange", "rwcu", "rwcu", "", "", "", ""),
    "biginn.agenda.place": ("catalogue", "rwc", "rwcu", "rwcu", "", "", ""),
    "biginn.agenda.quota": ("exchange", "rwcu", "rwcu", "", "", "", ""),
    "biginn.agenda.removed.item": ("exchange", "r", "r", "", "", "", ""),
    "biginn.agenda.shift": ("dialogue", "rwc", "rwc", "rwc", "", "", ""),
    "biginn.candidate": ("exchange", "rwcu", "rwcu", "", "r", "", ""),
    "biginn.candidate.decision": ("dialogue", "rwc", "rwc", "rwc", "", "", ""),
    "biginn.candidate.finding": ("exchange", "r", "r", "", "", "", ""),
    "biginn.closing.remark": ("dialogue", "rwc", "rwc", "rwc", "", "", ""),
    "biginn.de.minimis.aid": ("exchange", "rwcu", "rwcu", "", "r", "", ""),
    "biginn.de.minimis.declaration": ("exchange", "rwcu", "rwcu", "", "r", "", ""),
    "biginn.exchange": ("exchange", "rwcu", "rwcu", "r", "r", "r", ""),
    "biginn.exchange.confirmation": ("exchange", "r", "r", "", "", "", ""),
    "biginn.exchange.day": ("exchange", "rwcu", "rwcu", "r", "r", "r", ""),
    "biginn.exchange.decision": ("dialogue", "rwc", "rwc", "rwc", "", "", ""),
    "biginn.exchange.document": ("exchange", "r", "r", "r", "r", "r", ""),
    "biginn.exchange.evidence": ("exchange", "rwcu", "rwcu", "r", "r", "", ""),
    "biginn.exchange.finding": ("exchange", "r", "r", "r", "", "", ""),
    "biginn.exchange.import": ("dialogue", "rwcu", "rwcu", "rwcu", "", "", ""),
    "biginn.exchange.import.line": ("dialogue", "rwcu", "rwcu", "rwcu", "", "", ""),
    "biginn.exchange.interruption": ("exchange", "r", "r", "r", "", "", ""),
    "biginn.exchange.package": ("exchange", "r", "r", "", "", "", ""),
    "biginn.exchange.report": ("exchange", "rwc", "rwcu", "r", "r", "", ""),
    "biginn.exchange.travel": ("exchange", "rwcu", "rwcu", "r", "r", "", ""),
    "biginn.finding.override": ("dialogue", "", "rwc", "rwc", "", "", ""),
    "biginn.follow.up": ("catalogue", "r", "rwcu", "rwcu", "r", "r", ""),
    # the host's cluster answers for its candidate
    "biginn.match": ("exchange", "rwcu", "rwcu", "rwcu", "r", "r", ""),
    "biginn.package.key": ("exchange", "r", "r", "", "", "", ""),
    "biginn.package.party": ("exchange", "r", "r", "", "", "", ""),
    "biginn.programme": ("catalogue", "r", "rwcu", "rwcu", "", "", "r"),
    "biginn.programme.eligibility": ("catalogue", "r", "rwcu", "rwcu", "", "", "r"),
    "biginn.programme.payout": ("exchange", "r", "rwcu", "", "", "", ""),
    "biginn.programme.rate": ("catalogue", "r", "rwcu", "rwcu", "", "", "r"),
    "biginn.programme.target": ("exchange", "r", "rwcu", "", "", "", ""),
    "biginn.public.holiday": ("catalogue", "r", "rwcu", "rwcu", "", "", ""),
    "biginn.purpose": ("catalogue", "r", "rwcu", "rwcu", "r", "r", "r"),
    "biginn.registration.finding": ("exchange", "r", "r", "", "", "", ""),
    "biginn.registration.move": ("dialogue", "", "rwc", "rwc", "", "", ""),
    "biginn.sign": ("dialogue", "rwcu", "rwcu", "rwcu", "", "", ""),
    "biginn.signature": ("exchange", "rw", "rw", "r", "r", "r", ""),
    "biginn.third.party.support": ("exchange", "r", "r", "", "", "", ""),
    "biginn.travel.factor": ("catalogue", "r", "rwcu", "rwcu", "", "", ""),
    "biginn.travel.mode": ("catalogue", "r", "rwcu", "rwcu", "r", "r", "r"),
}
COLUMNS = ("staff", "manager", "partner manager", "visitor", "host", "employee")


@tagged("post_install", "-at_install")
class TestXchangeAccessMatrix(MatrixCommon, MatchingCommon, PackageCommon):
    """Every role × every model × every operation, and no model that nobody thought of."""

    addon, matrix = "biginn_xchange", MATRIX

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stay = cls.walk(cls.new_exchange(), "completed")
        cls.open_payout()
        event = cls.new_agenda()
        declaration = cls.env["biginn.de.minimis.declaration"].create(
            {
                "partner_id": cls.member_org.id,
                "company_id": cls.cluster_company.id,
                "aid_ids": [
                    Command.create(
                        {"granted_on": "2023-01-01", "authority": "Agency", "amount": 100}
                    )
                ],
            }
        )
        cls.accept_far()
        cls.take(cls.far_file())
        item = cls.new_item(event)
        registration = cls.env["event.registration"].create(
            {"event_id": event.id, "partner_id": cls.member_reader.partner_id.id}
        )
        visit = cls.new_item(event, "2023-05-23", needs_access_data=True)
        joined = (
            cls.env["biginn.agenda.attendance"]
            ._as_checked()
            .create(
                {"registration_id": registration.id, "item_id": visit.id, "state": "registered"}
            )
        )
        visit.sudo()._note_access_export(1)
        cls.records = {
            "biginn.agenda.access": cls.env["biginn.agenda.access"].create(
                {"attendance_id": joined.id}
            ),
            "biginn.agenda.access.export": cls.env["biginn.agenda.access.export"].search(
                [("item_id", "=", visit.id)]
            ),
            "biginn.agenda.attendance": cls.env["biginn.agenda.attendance"].create(
                {"registration_id": registration.id, "item_id": item.id}
            ),
            "biginn.agenda.removed.item": cls.env["biginn.agenda.removed.item"].create(
                {
                    "name": "Gone",
                    "uid": "gone@test",
                    "event_id": event.id,
                    "start": item.start,
                    "stop": item.stop,
                    "calendar_sequence": 1,
                }
            ),
            "biginn.agenda.feedback": cls.env["biginn.agenda.feedback"]._make(
                [{"registration_id": registration.id, "rating": 5}]
            ),
            "biginn.agenda.quota": cls.env["biginn.agenda.quota"].create({"event_id": event.id}),
            "biginn.registration.finding": cls.env["biginn.registration.finding"].create(
                {"registration_id": registration.id, "rule": "visitor_type", "code": "type_ok"}
            ),
            "biginn.accepted.key": cls.env["biginn.accepted.key"].search([], limit=1),
            "biginn.agenda.item": item,
            "biginn.agenda.place": cls.env["biginn.agenda.place"].create({"name": "Hall"}),
            "biginn.candidate": cls.visitor,
            "biginn.candidate.finding": cls.visitor.finding_ids[:1],
            "biginn.de.minimis.aid": declaration.aid_ids,
            "biginn.de.minimis.declaration": declaration,
            "biginn.exchange": stay,
            "biginn.exchange.confirmation": cls.asked_to_confirm(),
            "biginn.exchange.day": stay.day_ids[:1],
            "biginn.exchange.document": stay.document_ids[:1],
            "biginn.exchange.evidence": stay.evidence_ids[:1],
            "biginn.exchange.finding": stay.finding_ids[:1],
            "biginn.exchange.interruption": cls.interrupted().interruption_ids,
            "biginn.exchange.package": cls.env["biginn.exchange.package"].search(
                [("company_id", "=", cls.cluster_company.id)], limit=1
            ),
            "biginn.exchange.report": stay.report_ids.filtered(lambda one: one.side == "visitor"),
            "biginn.exchange.travel": cls.travel(),
            "biginn.match": cls.new_match(),
            "biginn.package.key": cls.env["biginn.package.key"].search(
                [("company_id", "=", cls.cluster_company.id)], limit=1
            ),
            "biginn.package.party": cls.env["biginn.package.party"].search(
                [("company_id", "=", cls.cluster_company.id)], limit=1
            ),
            "biginn.programme": cls.programme,
            "biginn.programme.payout": cls.env["biginn.programme.payout"].search(
                [("company_id", "=", cls.cluster_company.id)], limit=1
            ),
            "biginn.programme.target": cls.env["biginn.programme.target"].create(
                {
                    "programme_id": cls.programme.id,
                    "company_id": cls.cluster_company.id,
                    "indicator": cls.env["biginn.programme.target"]
                    ._fields["indicator"]
                    .selection[0][0],
                    "value": 5,
                }
            ),
            "biginn.signature": stay.signature_ids[:1],
            "biginn.third.party.support": cls.env["biginn.third.party.support"].search(
                [("company_id", "=", cls.cluster_company.id)], limit=1
            ),
        }
        third = cls.new_company("Third cluster", cls.lithuania)
        cls.users = {
            "staff": cls.staff,
            "manager": cls.manager,
            "partner manager": cls.other_manager,
            "third manager": cls.new_user("third", "biginn_cluster.group_manager", company=third),
            "visitor": cls.member_reader,
            "visitor's editor": cls.member_editor,
            "host": cls.host_editor,
            "stranger": cls.stranger,
            "employee": cls.employee,
            "public": cls.env.ref("base.public_user"),
        }

    @classmethod
    def new_programme(cls, *args, **values):
        """One organisation is on several exchanges here."""
        return super().new_programme(*args, **{"visit_once_per": False, **values})

    @classmethod
    def interrupted(cls):
        stay = cls.walk(cls.new_exchange(date_start="2023-06-05", date_end="2023-06-09"), "ready")
        stay.action_interrupt("Strike", "2023-06-07")
        return stay

    @classmethod
    def asked_to_confirm(cls):
        cls.far.email = "office@far.example.com"
        cls.exchange.action_ask_confirmation()
        return cls.exchange.confirmation_ids

    @classmethod
    def travel(cls):
        stay = cls.new_exchange(date_start="2023-07-10", date_end="2023-07-14")
        return cls.env["biginn.exchange.travel"].create(
            {
                "exchange_id": stay.id,
                "mode_id": cls.env["biginn.travel.mode"].search([], limit=1).id,
                "km": 800,
            }
        )

    def allowed(self, model):
        scope, *letters = MATRIX[model]
        allowed = dict(zip(COLUMNS, letters, strict=True))
        everybody = scope in ("catalogue", "dialogue")
        return allowed | {
            "visitor's editor": allowed["visitor"],
            "third manager": allowed["manager"] if everybody else "",
            "stranger": allowed["visitor"] if everybody else "",
            "public": "",
        }
