from odoo.fields import Command

from .common import XchangeCommon


class CandidateCommon(XchangeCommon):
    """Applications with nothing in the way, written down by cluster staff.

    The programme runs without an end, so that periods to come lie within it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme.write({"date_end": False, "published": True})
        cls.activity = cls.env.ref("biginn_xchange.activity_type_knowledge")

    @classmethod
    def new_candidate(cls, user=None, **values):
        candidates = cls.env["biginn.candidate"].with_user(user or cls.staff)
        return candidates.create(
            {
                "programme_id": cls.programme.id,
                "company_id": cls.cluster_company.id,
                "partner_id": cls.member_org.id,
                "contact_id": cls.member_editor.partner_id.id,
                "role": "visitor",
                "motivation": "We want to see how others cool magnets.",
                "objectives": "A partner for the next tender.",
                "planned_activity_ids": [Command.set(cls.activity.ids)],
                "country_ids": [Command.set(cls.lithuania.ids)],
                "date_from": "2027-03-01",
                "date_to": "2027-04-30",
                **values,
            }
        )

    @classmethod
    def new_host(cls, user=None, **values):
        return cls.new_candidate(
            user,
            **{
                "role": "host",
                "country_ids": False,
                "host_offer": "Three days in the test hall.",
                "host_capacity": 2,
                **values,
            },
        )

    def mails_to(self, candidate):
        """What the person has been written, the tasks of staff left out."""
        mails = self.env["mail.mail"].sudo()
        found = mails.search(
            [("model", "=", candidate._name), ("res_id", "=", candidate.id)], order="id"
        )
        return found.filtered(lambda mail: candidate.contact_id in mail.recipient_ids)
