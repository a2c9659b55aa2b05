import base64
from datetime import date, timedelta

from odoo import api, models
from odoo.fields import Command
from odoo.tools import file_open

ECB_FILE = "biginn_reports/demo/ecb/eurofxref_dkk_2022-02_2024-01.csv"

# Accounts by what they are for: code in the Danish chart; elsewhere the plain chart is used.
DANISH = {
    "subcontracting": "dk_coa_2255",
    "travel": "dk_coa_2470",
    "goods": "dk_coa_1870",
    "marketing": "dk_coa_1850",
    "support": "dk_coa_2690",
    "equipment": "dk_coa_5580",
}
CATEGORY_OF = {"subcontracting": "b", "travel": "d1", "goods": "d3", "support": "c"}

# The books of grant-finance, examples 1 and 2, cut into bills. DKK, illustrative:
# day, supplier, account, text, amount, VAT (back: deductible, lost: not deductible)
BILLS = [
    ("2022-04-20", "evaluator", "subcontracting", "Map of capabilities, part one", 25000, "back"),
    ("2022-06-15", "evaluator", "subcontracting", "Map of capabilities, part two", 60000, "back"),
    ("2022-03-04", "travel", "travel", "Kick-off: travel of two people", 6180.40, ""),
    ("2022-05-19", "travel", "travel", "Vilnius, meeting of the partnership", 9214.00, ""),
    ("2022-09-01", "travel", "travel", "Mission to Bilbao", 14605.60, ""),
    ("2022-11-17", "venue", "travel", "Rooms and meals of visitors", 8412.35, "back"),
    ("2022-10-03", "venue", "goods", "Conference: hall and equipment", 17720, "lost"),
    ("2022-05-01", "it", "equipment", "Laptop", 14400, "back"),
    ("2023-03-30", "evaluator", "subcontracting", "Study on supply chains", 45000, "back"),
    ("2023-08-24", "studio", "subcontracting", "Matchmaking website", 52000, "back"),
    ("2023-12-12", "evaluator", "subcontracting", "Final evaluation", 23000, "back"),
    ("2023-04-18", "travel", "travel", "Mission to Geneva", 18340.50, ""),
    ("2023-06-08", "travel", "travel", "Madrid, meeting of the partnership", 11250.30, ""),
    ("2023-10-05", "travel", "travel", "Mission to Vilnius", 16650.00, ""),
    ("2023-11-23", "venue", "travel", "Rooms and meals of visitors", 15000.00, "back"),
    ("2023-09-14", "venue", "goods", "Final conference: hall and equipment", 19124.40, "lost"),
    ("2023-11-02", "studio", "goods", "Brochure of suppliers, print", 8000, "lost"),
    # no cost rule catches this account: a finding of the open statement
    ("2023-11-28", "studio", "marketing", "Advertisement in a trade journal", 3150, "back"),
]  # fmt: skip
# Whose lump sums were paid for the grant: their bills stand on its account, and the statement
# declares the exchanges by their lump sum, not by these.
PAID_VISITORS = ["vejle_controls", "roskilde_detectors", "fjord_magnetics", "jutland_power"]
# employee: (name, job, {year: values of the hourly rate})
PEOPLE = {
    "senior": (
        "Astrid Bruun", "Senior specialist",
        {
            2022: {"annual_cost": 742560},
            2023: {
                "annual_cost": 768000, "method": "individual", "workable_hours": 1635.4,
                "overtime_hours": 20, "absence_hours": 44.4,
            },
        },
    ),
    "assistant": (
        "Peter Lind", "Project assistant",
        {
            2022: {"annual_cost": 395200, "full_time_percent": 80},
            2023: {"annual_cost": 408512, "full_time_percent": 80},
        },
    ),
    "officer": ("Hanne Krogh", "Finance officer", {2022: {"annual_cost": 512000}}),
    # has no hourly rate yet: what still stops the open statement
    "student": ("Oliver Dam", "Student assistant", {}),
}  # fmt: skip
PERIODS = {1: (date(2022, 2, 1), date(2023, 1, 31)), 2: (date(2023, 2, 1), date(2024, 1, 31))}
# period, employee, hours, weekdays, months (empty: all but July), tasks taken in turn
HOURS = [
    (1, "senior", 612.50, (1, 3), (), (2, 3, 4, 1)),
    (1, "assistant", 540.00, (0, 2), (), (3, 4, 5)),
    (1, "officer", 96.25, (4,), (3, 6, 9, 12, 1), (1,)),
    (2, "senior", 699.25, (1, 3), (), (4, 2, 3, 1)),
    (2, "senior", 6.00, (4,), (11,), (6,)),
    (2, "assistant", 488.00, (0, 2), (), (5, 4, 3)),
    (2, "student", 42.00, (1, 2), (10, 11), (5,)),
]
EXAMPLE_1 = {"total_eur": 84856.53, "requested_eur": 63642.40, "fx_days": 258}


class BiginnDemo(models.AbstractModel):
    """The grant's books: real hours and posted bills, from which the statements are computed."""

    _inherit = "biginn.demo"

    # -- daily rates -------------------------------------------------------------------

    @api.model
    def _load_rates(self):
        with file_open(ECB_FILE, "rb") as source:
            content = base64.b64encode(source.read())
        wizard = self.env["biginn.fx.import"].create(
            {
                "data_file": content,
                "filename": ECB_FILE.rpartition("/")[2],
                "currency_ids": [Command.set(self.env.ref("base.DKK").ids)],
            }
        )
        wizard.action_import()
        return True

    # -- books -------------------------------------------------------------------------

    @api.model
    def _load_books(self):
        demo = self._quiet()
        if demo._demo("statement_1"):
            return True
        company = demo._demo("company_dk")
        demo = demo.with_company(company).with_context(allowed_company_ids=company.ids)
        demo._make_people(company)
        demo._make_hours(company)
        demo._make_cost_rules(company)
        demo._make_bills(company)
        demo._make_statements(company)
        return True

    def _make_people(self, company):
        for key, (name, job, rates) in PEOPLE.items():
            employee = self.env["hr.employee"].create(
                {"name": name, "job_title": job, "company_id": company.id}
            )
            self._named("biginn_reports", f"employee_{key}", employee)
            for year, values in rates.items():
                self.env["biginn.hourly.rate"].create(
                    {
                        "employee_id": employee.id,
                        "company_id": company.id,
                        "fiscal_year": year,
                        **values,
                    }
                )

    def _make_hours(self, company):
        project = self._demo("project")
        lines = []
        for period, person, hours, weekdays, months, tasks in HOURS:
            days = self._days(*PERIODS[period], weekdays, months)
            # whole quarters of an hour; the first days carry what does not divide
            each, more = divmod(int(hours * 4), len(days))
            lines += [
                {
                    "name": self._demo(f"task_{tasks[number % len(tasks)]}").name,
                    "project_id": project.id,
                    "task_id": self._demo(f"task_{tasks[number % len(tasks)]}").id,
                    "employee_id": self._demo(f"employee_{person}").id,
                    "company_id": company.id,
                    "date": day,
                    "unit_amount": (each + (number < more)) / 4,
                }
                for number, day in enumerate(days)
            ]
        self.env["account.analytic.line"].create(lines)

    def _days(self, start, end, weekdays, months):
        days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
        return [
            day
            for day in days
            if day.weekday() in weekdays and (day.month in months if months else day.month != 7)
        ]

    # -- ledger ------------------------------------------------------------------------

    def _account(self, company, key):
        if company.chart_template == "dk":
            return self.env.ref(f"account.{company.id}_{DANISH[key]}")
        return self._plain_account(company, key)

    def _make_cost_rules(self, company):
        self.env["biginn.cost.rule"].create(
            [
                {
                    "beneficiary_id": self._demo("beneficiary_dk").id,
                    "account_id": self._account(company, key).id,
                    "category_id": self.env.ref(f"biginn_reports.category_cosme_{code}").id,
                    "sequence": number * 10,
                }
                for number, (key, code) in enumerate(CATEGORY_OF.items(), 1)
            ]
        )

    def _make_tax(self, company, name, account=None):
        """25 % on purchases; without an account it is lost to the cost."""
        groups = self.env["account.tax.group"]
        own = [("company_id", "=", company.id), ("country_id", "=", company.country_id.id)]
        group = groups.search(own, limit=1) or groups.create(
            {"name": "VAT", "company_id": company.id, "country_id": company.country_id.id}
        )
        lines = [
            Command.create({"repartition_type": "base"}),
            Command.create(
                {"repartition_type": "tax", "account_id": account.id if account else False}
            ),
        ]
        return self.env["account.tax"].create(
            {
                "name": name,
                "amount": 25,
                "type_tax_use": "purchase",
                "company_id": company.id,
                "country_id": company.country_id.id,
                "tax_group_id": group.id,
                "invoice_repartition_line_ids": lines,
                "refund_repartition_line_ids": list(lines),
            }
        )

    def _taxes(self, company):
        if company.chart_template == "dk":
            back = self.env.ref(f"account.{company.id}_tax_k1")
        else:
            account = self._plain_account(company, "vat")
            back = self._make_tax(company, "25 % deductible (demo)", account)
        lost = self._make_tax(company, "25 % not deductible (demo)")
        return {"back": back.ids, "lost": lost.ids, "": []}

    def _make_bills(self, company):
        taxes = self._taxes(company)
        for day, supplier, key, text, amount, vat in BILLS:
            bill = self._bill(
                company, self._demo(f"supplier_{supplier}"), day, key, text, amount, taxes[vat]
            )
            if key == "equipment":
                self._make_equipment(bill)
        for member in PAID_VISITORS:
            bill = self._demo(f"stay_{member}").bill_id
            bill.invoice_line_ids.analytic_distribution = {
                str(self._demo("analytic_dk").id): 100
            }

    def _bill(self, company, partner, day, key, text, amount, taxes):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "company_id": company.id,
                "currency_id": company.currency_id.id,
                "partner_id": partner.id,
                "ref": f"DEMO-{day}",
                "invoice_date": day,
                "date": day,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": text,
                            "account_id": self._account(company, key).id,
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.set(taxes)],
                            "analytic_distribution": {str(self._demo("analytic_dk").id): 100},
                        }
                    )
                ],
            }
        )
        bill.action_post()
        return bill

    def _make_equipment(self, bill):
        line = bill.invoice_line_ids
        self.env["biginn.equipment"].create(
            {
                "name": line.name,
                "beneficiary_id": self._demo("beneficiary_dk").id,
                "move_line_id": line.id,
                "price": line.price_subtotal,
                "life_months": 36,
                "in_use_from": bill.invoice_date,
                "use_percent": 50,
            }
        )

    # -- statements --------------------------------------------------------------------

    def _make_statements(self, company):
        """Period 1 is locked, period 2 computed and left open, by grant finance."""
        statements = self.env["biginn.statement"].with_user(self._demo("user_finance"))
        for number in PERIODS:
            statement = statements.create(
                {
                    "beneficiary_id": self._demo("beneficiary_dk").id,
                    "period_id": self._demo(f"period_{number}").id,
                }
            )
            self._named("biginn_reports", f"statement_{number}", statement.sudo())
            statement.action_compute()
            if number == 1:
                self._check_example(statement)
                statement.action_lock()

    def _check_example(self, statement):
        """The demo shows Example 1 or nothing."""
        wrong = {
            name: statement[name]
            for name, value in EXAMPLE_1.items()
            if round(statement[name], 2) != value
        }
        if wrong:
            raise ValueError(f"Example 1 comes out wrong: {wrong}")
