from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class BiginnCommon(TransactionCase):
    """One user per role, two sibling contacts of one member, and a stranger.

    `staff`, `manager`           work in `cluster_company`
    `other_staff`                works in `other_company`, another cluster
    `employee`                   an internal user without any of our roles
    `member_editor`, `member_reader`   portal users of `member_org`; only the first edits
    `stranger`                   portal user of `stranger_org`

    Builders take what matters to a test and fill in the rest.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(
                cls.env.context,
                tracking_disable=True,
                mail_create_nolog=True,
                mail_notrack=True,
                no_reset_password=True,
            )
        )
        cls.euro = cls.env.ref("base.EUR")
        cls.krone = cls.env.ref("base.DKK")
        (cls.euro + cls.krone).active = True
        cls.cluster_company = cls.make_company("Test cluster", "base.dk", cls.euro)
        cls.other_company = cls.make_company("Other cluster", "base.es", cls.euro)

        cls.staff = cls.make_user("staff", "biginn_cluster.group_staff")
        cls.manager = cls.make_user("manager", "biginn_cluster.group_manager")
        cls.employee = cls.make_user("employee", "base.group_user")
        cls.other_staff = cls.make_user(
            "other_staff", "biginn_cluster.group_staff", company=cls.other_company
        )

        cls.member_org = cls.make_organisation("Test member ApS")
        cls.stranger_org = cls.make_organisation("Test stranger SL", country="base.es")
        cls.member_editor = cls.make_member_user("editor", cls.member_org, profile_editor=True)
        cls.member_reader = cls.make_member_user("reader", cls.member_org)
        cls.stranger = cls.make_member_user("stranger", cls.stranger_org)

        cls.category = cls.make_category()
        cls.optics = cls.env.ref("biginn_cluster.domain_opt")
        cls.vacuum = cls.env.ref("biginn_cluster.domain_vac")
        cls.design = cls.env.ref("biginn_cluster.work_kind_design")
        cls.prototype = cls.env.ref("biginn_cluster.work_kind_prototype")

    # -- builders --------------------------------------------------------------------

    @classmethod
    def make_company(cls, name, country, currency):
        # install mode: no localisation module is installed in the middle of the test
        return (
            cls.env["res.company"]
            .with_context(install_mode=True)
            .create(
                {
                    "name": name,
                    "country_id": cls.env.ref(country).id,
                    "currency_id": currency.id,
                }
            )
        )

    @classmethod
    def make_user(cls, name, groups, company=None, **values):
        company = company or cls.cluster_company
        return new_test_user(
            cls.env,
            login=f"test_biginn_{name}",
            groups=groups,
            name=f"Test {name}",
            email=f"{name}@test.example.com",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            **values,
        )

    @classmethod
    def make_member_user(cls, name, organisation, profile_editor=False):
        contact = cls.env["res.partner"].create(
            {
                "name": f"Test {name}",
                "parent_id": organisation.id,
                "email": f"{name}@test.example.com",
                "profile_editor": profile_editor,
            }
        )
        return cls.make_user(name, "base.group_portal", partner_id=contact.id)

    @classmethod
    def make_organisation(cls, name="Test organisation", country="base.dk", **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "organisation_type": "sme",
                "country_id": cls.env.ref(country).id,
                **values,
            }
        )

    @classmethod
    def make_category(cls, company=None, **values):
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
    def make_membership(cls, organisation=None, category=None, **values):
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

    @classmethod
    def make_figure(cls, organisation=None, year=2024, **values):
        """One closed year of a small enterprise, in EUR unless told otherwise."""
        return cls.env["biginn.company.figure"].create(
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

    @classmethod
    def make_capability(cls, organisation=None, domain=None, work_kind=None, **values):
        return cls.env["biginn.capability"].create(
            {
                "partner_id": (organisation or cls.member_org).id,
                "domain_id": (domain or cls.optics).id,
                "work_kind_id": (work_kind or cls.design).id,
                **values,
            }
        )

    @classmethod
    def make_rate(cls, currency, on, rate, company=None):
        """Units of `currency` per unit of the company's currency."""
        return cls.env["res.currency.rate"].create(
            {
                "currency_id": currency.id,
                "company_id": (company or cls.cluster_company).id,
                "name": on,
                "rate": rate,
            }
        )
