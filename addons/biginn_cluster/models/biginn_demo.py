import base64
import datetime

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import file_open

# key: (name, country, currency, chart of accounts, city, website)
CLUSTERS = {
    "dk": ("BigScience.dk", "base.dk", "base.DKK", "dk", "Taastrup", "https://www.bigscience.dk"),
    "es": ("INEUSTAR", "base.es", "base.EUR", "es_pymes", "Madrid", "https://www.ineustar.com"),
    "lt": ("LITEK", "base.lt", "base.EUR", "lt", "Vilnius", "https://litek.lt"),
}
# Enough to post a bill with where the country's chart of accounts is not installed.
PLAIN_CHART = {
    "receivable": ("110000", "Debtors", "asset_receivable"),
    "equipment": ("150000", "Equipment", "asset_fixed"),
    "bank": ("180000", "Bank", "asset_cash"),
    "payable": ("210000", "Creditors", "liability_payable"),
    "vat": ("220000", "VAT", "asset_current"),
    "income": ("300000", "Income", "income"),
    "subcontracting": ("410000", "Subcontractors", "expense"),
    "travel": ("420000", "Travel expenses", "expense"),
    "goods": ("430000", "Other goods and services", "expense"),
    "marketing": ("440000", "Advertising and publicity", "expense"),
    "support": ("450000", "Financial support to third parties", "expense"),
}
# key: (name, in the clusters' currency: fee)
CATEGORIES = {
    "company": ("SME", {"dk": 8500, "es": 1200, "lt": 500}),
    "large": ("Large company", {"dk": 24000, "es": 3600, "lt": 1500}),
    "knowledge": ("Research and support", {"dk": 4000, "es": 600, "lt": 250}),
}
# who is what in which cluster today; category, then years of membership for those inside
MEMBERS = {
    "dk": {
        "active": {
            "nordic_vacuum": ("company", 9), "oresund_cryo": ("company", 5),
            "fjord_magnetics": ("company", 12), "vejle_controls": ("company", 7),
            "roskilde_detectors": ("company", 6), "jutland_power": ("large", 11),
            "aarhus_precision": ("company", 8), "teknologisk_centre": ("knowledge", 14),
            "lyngby_photonics": ("company", 4), "nordlys_training": ("company", 4),
        },
        "expiring": {"dansk_kranteknik": ("large", 13)},
        "applied": {"kystens_kommune": ("knowledge", 0)},
        "upcoming": {"sonderborg_thermal": ("company", 0)},
        "suspended": {"randers_tooling": ("company", 3)},
        "expired": {"bornholm_glas": ("company", 5)},
        "refused": {"horsens_data": ("company", 0)},
    },
    "es": {
        "active": {
            "bilbao_fusion": ("company", 10), "cantabria_criogenia": ("company", 6),
            "madrid_optics": ("company", 9), "zaragoza_mecanica": ("large", 12),
            "asturias_centro": ("knowledge", 8), "nordic_vacuum": ("company", 1),
        },
        "expiring": {"valencia_rf": ("company", 5)},
        "suspended": {"galicia_metrologia": ("company", 3)},
        "expired": {"sevilla_robotica": ("company", 4)},
        "upcoming": {"barcelona_datos": ("company", 0)},
        "draft": {"murcia_formacion": ("company", 0)},
    },
    "lt": {
        "active": {
            "vilnius_lasers": ("company", 11), "kaunas_optics": ("company", 7),
            "klaipeda_mechanika": ("company", 5), "kaunas_inkubatorius": ("knowledge", 6),
            "siauliai_elektronika": ("company", 4),
        },
        "left": {"baltic_coatings": ("company", 4)},
        "refused": {"vilnius_mokymai": ("company", 0)},
        "applied": {"panevezys_robotai": ("company", 0)},
    },
}  # fmt: skip
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_reset_password": True,
    # keeps localisations from being installed in the middle of the loading
    "install_mode": True,
}


class BiginnDemo(models.AbstractModel):
    """The demo world's moving parts: what depends on today, or is posted, computed and locked.

    Called from the files in `demo/`, never in a working database. Everything invented carries
    the tag *Demo*. Every step may be repeated: a record that is there stays as it is.
    """

    _name = "biginn.demo"
    _description = "Demo world"

    # -- tools -------------------------------------------------------------------------

    @api.model
    def _quiet(self):
        return self.with_context(**QUIET)

    @api.model
    def _demo(self, name):
        """The demo record of that name of whichever of our addons, else nothing."""
        for module in ("biginn_cluster", "biginn_xchange", "biginn_reports"):
            record = self.env.ref(f"{module}.demo_{name}", raise_if_not_found=False)
            if record:
                return record
        return None

    @api.model
    def _named(self, module, name, record):
        """Give a record the external id that finds it again."""
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"{module}.demo_{name}", "record": record, "noupdate": True}]
        )
        return record

    # -- the three clusters ------------------------------------------------------------

    @api.model
    def _load_companies(self):
        demo = self._quiet()
        for key in CLUSTERS:
            company = demo._demo(f"company_{key}") or demo._make_company(key)
            demo._load_chart(key, company)
        companies = [demo._demo(f"company_{key}").id for key in CLUSTERS]
        for user in (self.env.ref("base.user_admin"), self.env.ref("base.user_root")):
            user.company_ids = [Command.link(company) for company in companies]
        return True

    def _make_company(self, key):
        name, country, currency, _chart, city, website = CLUSTERS[key]
        currency = self.env.ref(currency)
        currency.active = True
        values = {"name": name, "currency_id": currency.id}
        company = self._untouched_company() if key == "dk" else None
        if company:
            company.write(values)
        else:
            company = self.env["res.company"].create(values)
        with file_open(f"biginn_cluster/demo/logo_{key}.png", "rb") as logo:
            image = base64.b64encode(logo.read())
        company.partner_id.write(
            {
                "image_1920": image,
                "city": city,
                "website": website,
                "country_id": self.env.ref(country).id,
                "organisation_type": "cluster_organisation",
                "category_id": [Command.link(self._demo("category").id)],
            }
        )
        if "iap_enrich_auto_done" in company._fields:
            # the autocomplete of contacts would ask an outside service about it at the first login
            company.iap_enrich_auto_done = True
        return self._named("biginn_cluster", f"company_{key}", company)

    def _untouched_company(self):
        """The company of a database in which nobody has done anything yet, to be BigScience.dk."""
        company = self.env.ref("base.main_company")
        taken = (
            company.name != "My Company"
            or not self._chart_installed("dk")
            or self.env["ir.module.module"].search([("name", "=", "base")]).demo
            or company._existing_accounting()
            # core is about to give it a chart of its own
            or hasattr(self.env.registry, "_auto_install_template")
        )
        return None if taken else company

    # -- charts of accounts ------------------------------------------------------------

    def _chart_installed(self, code):
        module = self.env["account.chart.template"]._get_chart_template_mapping().get(code)
        return bool(module) and module["installed"]

    def _load_chart(self, key, company):
        """The country's chart of accounts; a plain one when the localisation is missing."""
        currency = company.currency_id
        code = CLUSTERS[key][3]
        if not self._chart_installed(code):
            self._load_plain_chart(company)
        elif company.chart_template != code:
            # `try_loading` warns while modules are being loaded; all that this one needs is there
            self.env["account.chart.template"]._load(code, company, install_demo=False)
        if company.currency_id != currency:
            raise ValueError(f"{company.name} has become {company.currency_id.name}")

    def _load_plain_chart(self, company):
        accounts = self.env["account.account"].with_company(company)
        if accounts.search_count([("company_ids", "in", company.ids)], limit=1):
            return
        for code, name, kind in PLAIN_CHART.values():
            accounts.create(
                {
                    "code": code,
                    "name": name,
                    "account_type": kind,
                    "company_ids": [Command.set(company.ids)],
                    "reconcile": kind in ("liability_payable", "asset_receivable"),
                }
            )
        for field, key in (
            ("property_account_payable_id", "payable"),
            ("property_account_receivable_id", "receivable"),
        ):
            account = self._plain_account(company, key)
            self.env["ir.default"].set("res.partner", field, account.id, company_id=company.id)
        for code, name, kind, key in (
            ("INV", "Sales", "sale", "income"),
            ("BILL", "Vendor bills", "purchase", "goods"),
            ("MISC", "Miscellaneous", "general", None),
        ):
            self.env["account.journal"].create(
                {
                    "code": code,
                    "name": name,
                    "type": kind,
                    "company_id": company.id,
                    "default_account_id": key and self._plain_account(company, key).id,
                }
            )

    def _plain_account(self, company, key):
        code, _name, _kind = PLAIN_CHART[key]
        accounts = self.env["account.account"].with_company(company)
        return accounts.search([("code", "=", code), ("company_ids", "in", company.ids)], limit=1)

    # -- members -----------------------------------------------------------------------

    @api.model
    def _load_memberships(self):
        demo = self._quiet()
        if not demo._demo("product_membership"):
            fee = demo.env["product.product"].create({"name": "Membership fee", "type": "service"})
            demo._named("biginn_cluster", "product_membership", fee)
        for cluster in CLUSTERS:
            for key in CATEGORIES:
                if not demo._demo(f"category_{cluster}_{key}"):
                    demo._make_category(cluster, key)
        for cluster, states in MEMBERS.items():
            for state, members in states.items():
                for member, (category, years) in members.items():
                    name = f"membership_{cluster}_{member}"
                    if not demo._demo(name):
                        demo._make_membership(name, cluster, state, member, category, years)
        return True

    def _make_category(self, cluster, key):
        """A category with its fee; the first company has ours already, without one."""
        company = self._demo(f"company_{cluster}")
        name, fees = CATEGORIES[key]
        categories = self.env["biginn.membership.category"]
        known = [("name", "=", name), ("company_id", "=", company.id)]
        category = categories.search(known, limit=1) or categories.create(
            {"name": name, "company_id": company.id}
        )
        category.write(
            {
                "fee": fees[cluster],
                "currency_id": company.currency_id.id,
                "period_months": 12,
                "product_id": self._demo("product_membership").id,
            }
        )
        self._named("biginn_cluster", f"category_{cluster}_{key}", category)

    def _make_membership(self, name, cluster, state, member, category, years):
        company = self._demo(f"company_{cluster}")
        membership = (
            self.env["biginn.membership"]
            .with_company(company)
            .create(
                {
                    "partner_id": self._demo(member).id,
                    "company_id": company.id,
                    "category_id": self._demo(f"category_{cluster}_{category}").id,
                    **self._membership_dates(state, years),
                }
            )
        )
        self._named("biginn_cluster", name, membership)

    def _membership_dates(self, state, years):
        """Dates and decisions that put a membership into this state today."""
        today = fields.Date.today()
        begin = datetime.date(today.year - years, 1, 1)
        far = datetime.date(today.year + 1, 12, 31)
        next_month = today + relativedelta(months=1, day=1)

        def days(number):
            return today + relativedelta(days=number)

        decided = {
            "date_start": begin,
            "applied_on": begin - relativedelta(days=40),
            "approved_on": begin - relativedelta(days=20),
            "approved_by_id": self._demo("user_manager").id,
        }
        return {
            "draft": {},
            "applied": {"date_start": next_month, "applied_on": days(-12)},
            "upcoming": {
                **decided,
                "date_start": next_month,
                "applied_on": days(-30),
                "approved_on": days(-9),
            },
            "active": {**decided, "date_end": far},
            "expiring": {**decided, "date_end": days(29)},
            "suspended": {
                **decided,
                "date_end": far,
                "suspended_from": days(-35),
                "suspended_to": days(55),
                "suspension_reason": "Fee of this year not paid",
            },
            "expired": {**decided, "date_end": days(-50)},
            "left": {
                **decided,
                "date_end": far,
                "left_on": days(-120),
                "leaving_reason": "Merged with another company",
            },
            "refused": {
                "date_start": next_month,
                "applied_on": days(-60),
                "refused_on": days(-41),
                "refusal_reason": "Does not work for research facilities yet",
            },
        }[state]

    @api.model
    def _load_languages(self):
        """Members are written to in their own language, where the database speaks it."""
        languages = {"dk": "da_DK", "es": "es_ES", "lt": "lt_LT"}
        installed = dict(self.env["res.lang"].get_installed())
        for key, code in languages.items():
            if code not in installed:
                continue
            people = self.env["res.partner"].search(
                [
                    ("parent_id.category_id", "in", self._demo("category").ids),
                    ("parent_id.country_id", "=", self.env.ref(f"base.{key}").id),
                    ("user_ids", "=", False),
                ]
            )
            people.write({"lang": code})
        return True
