from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase

# nobody is invited by mail, nothing is logged: people are only there
QUIETLY = {
    "no_reset_password": True,
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
}
PORTAL = "base.group_portal"


class BiginnCommon(TransactionCase):
    """One cluster, one member with two people, one stranger, and one user per role.

    `staff`, `manager`                 work in `cluster_company`
    `other_staff`                      works in `other_company`, another cluster
    `employee`                         an internal user without any of our roles
    `member_editor`, `member_reader`   portal users of `member_org`; only the first edits
    `stranger`                         portal user (and editor) of `stranger_org`

    Builders take what matters to a test and fill in the rest. Password = login.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env["base"].with_context(tracking_disable=True).env
        cls.denmark = cls.env.ref("base.dk")
        cls.spain = cls.env.ref("base.es")
        cls.euro = cls.env.ref("base.EUR")
        cls.krone = cls.env.ref("base.DKK")
        (cls.euro + cls.krone).active = True
        cls.cluster_company = cls.new_company(
            "Cluster of tests", cls.denmark, email="cluster@example.com"
        )
        cls.other_company = cls.new_company("Another cluster of tests", cls.spain)

        cls.member_org = cls.new_organisation("Member A/S", vat="DK12345674")
        cls.stranger_org = cls.new_organisation("Stranger SL", country_id=cls.spain.id)
        people = cls.new_users(
            cls.user_values("staff", "biginn_cluster.group_staff"),
            cls.user_values("manager", "biginn_cluster.group_manager"),
            cls.user_values("employee", "base.group_user"),
            cls.user_values("other_staff", "biginn_cluster.group_staff", company=cls.other_company),
            *(cls.user_values(login, PORTAL) for login in ("editor", "reader", "stranger")),
        )
        cls.staff, cls.manager, cls.employee, cls.other_staff = people[:4]
        cls.member_editor, cls.member_reader, cls.stranger = people[4:]
        cls.join(cls.member_editor, "editor", cls.member_org, profile_editor=True)
        cls.join(cls.member_reader, "reader", cls.member_org)
        cls.join(cls.stranger, "stranger", cls.stranger_org, profile_editor=True)

        cls.category = cls.new_category()
        cls.domains = cls.env["biginn.technology.domain"].create(
            [{"code": f"T{number}", "name": f"Test domain {number}"} for number in range(1, 5)]
        )
        cls.work_kinds = cls.env["biginn.work.kind"].create(
            [{"code": f"T{number}", "name": f"Test work {number}"} for number in range(1, 4)]
        )

    # -- companies and people --------------------------------------------------------

    @classmethod
    def new_company(cls, name, country, currency=None, **values):
        # install_mode keeps the country's localisation from being installed half-way.
        return (
            cls.env["res.company"]
            .with_context(install_mode=True)
            .create(
                {
                    "name": name,
                    "country_id": country.id,
                    "currency_id": (currency or cls.euro).id,
                    **values,
                }
            )
        )

    @classmethod
    def new_user(cls, login, groups, company=None, **values):
        return cls.new_users(cls.user_values(login, groups, company, **values))

    @classmethod
    def new_users(cls, *vals_list):
        """Users made together: one by one they take three times as long."""
        users = cls.env["res.users"].with_context(**QUIETLY).create(list(vals_list))
        return users.with_env(cls.env)

    @classmethod
    def user_values(cls, login, groups, company=None, **values):
        company = company or cls.cluster_company
        return {
            "login": f"test_{login}",
            "password": f"test_{login}",
            "name": f"test_{login} ({groups})",
            "email": "t.t@example.com",
            "group_ids": [Command.set([cls.env.ref(name).id for name in groups.split(",")])],
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            **values,
        }

    @classmethod
    def new_organisation(cls, name="Test organisation", **values):
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
        user = cls.new_user(login, PORTAL)
        cls.join(user, login, organisation, **values)
        return user

    @classmethod
    def join(cls, user, login, organisation, **values):
        user.partner_id.write(
            {
                "parent_id": organisation.id,
                "name": f"Contact {login}",
                "email": f"{login}@example.com",
                **values,
            }
        )

    # -- what hangs on an organisation -----------------------------------------------

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

    @classmethod
    def new_figure(cls, organisation=None, year=2024, **values):
        """One closed year of a small enterprise, in EUR unless told otherwise."""
        figures = cls.env["biginn.company.figure"]
        figure = figures.with_company(cls.cluster_company).create(
            {
                "partner_id": (organisation or cls.member_org).id,
                "fiscal_year": year,
                "currency_id": cls.euro.id,
                "headcount": 34,
                "turnover": 6_100_000,
                "balance_total": 5_000_000,
                **values,
            }
        )
        return figure.with_env(cls.env)

    @classmethod
    def new_rate(cls, currency, on, rate, company=None):
        """Units of `currency` per unit of the company's currency."""
        return cls.env["res.currency.rate"].create(
            {
                "currency_id": currency.id,
                "company_id": (company or cls.cluster_company).id,
                "name": on,
                "rate": rate,
            }
        )

    @classmethod
    def new_category(cls, company=None, **values):
        return cls.env["biginn.membership.category"].create(
            {
                "name": "Ordinary member",
                "company_id": (company or cls.cluster_company).id,
                "currency_id": cls.euro.id,
                "fee": 1200,
                "period_months": 12,
                **values,
            }
        )

    @classmethod
    def new_membership(cls, organisation=None, category=None, **values):
        """A membership that is active today unless the dates say otherwise."""
        category = category or cls.category
        today = fields.Date.today()
        return cls.env["biginn.membership"].create(
            {
                "partner_id": (organisation or cls.member_org).id,
                "company_id": category.company_id.id,
                "category_id": category.id,
                "date_start": today.replace(month=1, day=1),
                "date_end": today.replace(year=today.year + 1, month=12, day=31),
                "approved_on": today,
                **values,
            }
        )
