from odoo.tests import TransactionCase, new_test_user


class BiginnCommon(TransactionCase):
    """One cluster, one member with two people, one stranger, and one user per role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env["base"].with_context(tracking_disable=True).env
        cls.denmark = cls.env.ref("base.dk")
        cls.spain = cls.env.ref("base.es")
        # install_mode keeps the country's localisation from being installed half-way.
        cls.cluster_company = (
            cls.env["res.company"]
            .with_context(install_mode=True)
            .create(
                {
                    "name": "Cluster of tests",
                    "country_id": cls.denmark.id,
                    "currency_id": cls.env.ref("base.EUR").id,
                    "email": "cluster@example.com",
                }
            )
        )
        cls.staff = cls.new_user("staff", "biginn_cluster.group_staff")
        cls.manager = cls.new_user("manager", "biginn_cluster.group_manager")
        cls.member_org = cls.new_organisation("Member A/S", vat="DK12345674")
        cls.member_editor = cls.new_member("editor", cls.member_org, profile_editor=True)
        cls.member_reader = cls.new_member("reader", cls.member_org)
        cls.stranger_org = cls.new_organisation("Stranger SL", country_id=cls.spain.id)
        cls.stranger = cls.new_member("stranger", cls.stranger_org, profile_editor=True)
        cls.domains = cls.env["biginn.technology.domain"].create(
            [{"code": f"T{number}", "name": f"Test domain {number}"} for number in range(1, 5)]
        )
        cls.work_kinds = cls.env["biginn.work.kind"].create(
            [{"code": f"T{number}", "name": f"Test work {number}"} for number in range(1, 4)]
        )

    @classmethod
    def new_user(cls, login, groups, company=None, **values):
        company = company or cls.cluster_company
        return new_test_user(
            cls.env,
            login=f"test_{login}",
            password=f"test_{login}",
            groups=groups,
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
            **values,
        )

    @classmethod
    def new_organisation(cls, name, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "organisation_type": "sme",
                "country_id": cls.denmark.id,
                **values,
            }
        )

    @classmethod
    def new_member(cls, login, organisation, **values):
        """A portal user who is a contact of `organisation`."""
        user = cls.new_user(login, "base.group_portal")
        user.partner_id.write(
            {
                "parent_id": organisation.id,
                "name": f"Contact {login}",
                "email": f"{login}@example.com",
                **values,
            }
        )
        return user

    @classmethod
    def new_capability(cls, organisation, domain=0, work_kind=0, **values):
        return cls.env["biginn.capability"].create(
            {
                "partner_id": organisation.id,
                "domain_id": cls.domains[domain].id,
                "work_kind_id": cls.work_kinds[work_kind].id,
                **values,
            }
        )
