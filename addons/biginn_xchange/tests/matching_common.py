from odoo.fields import Command

from .candidate_common import CandidateCommon


class MatchingCommon(CandidateCommon):
    """A visitor from Denmark and a host in Lithuania, each accepted by its own cluster.

    `visitor`       of `member_org`, looked after by `cluster_company`
    `host`          of `host_org`, looked after by `other_company`
    `host_editor`   portal user of `host_org`
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # memberships that last: candidates are judged today
        cls.host_editor = cls.new_member("host_editor", cls.host_org, profile_editor=True)
        cls.visitor = cls.accept(cls.new_candidate(domain_ids=cls.domains[:2].ids))
        cls.host = cls.accept(
            cls.new_host(
                cls.other_manager,
                company_id=cls.other_company.id,
                partner_id=cls.host_org.id,
                contact_id=cls.host_editor.partner_id.id,
                domain_ids=[Command.set(cls.domains[0].ids)],
            )
        )

    @classmethod
    def accept(cls, candidate):
        candidate.action_submit()
        candidate.action_accept()
        return candidate

    @classmethod
    def new_match(cls, user=None, **values):
        return (
            cls.env["biginn.match"]
            .with_user(user or cls.staff)
            .create({"visitor_id": cls.visitor.id, "host_id": cls.host.id, **values})
        )

    @classmethod
    def new_partner(cls, name, user=None, **values):
        """One more accepted host in Lithuania."""
        organisation = cls.new_organisation(name, country_id=cls.lithuania.id)
        cls.new_membership(
            organisation,
            cls.other_category,
            date_start="2021-01-01",
            date_end=False,
            approved_on="2021-01-01",
        )
        person = cls.env["res.partner"].create(
            {"name": f"Person of {name}", "parent_id": organisation.id, "email": "p@example.com"}
        )
        return cls.accept(
            cls.new_host(
                user or cls.other_manager,
                company_id=cls.other_company.id,
                partner_id=organisation.id,
                contact_id=person.id,
                **values,
            )
        )
