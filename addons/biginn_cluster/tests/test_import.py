from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .import_common import ImportCase

FIGURES = "name,is_company,vat,figure_ids/fiscal_year,figure_ids/headcount,figure_ids/turnover\n"


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestImportFindsAgain(ImportCase):
    """A second import updates: organisations by VAT number, their lines by natural key."""

    def figures(self, organisation):
        return {
            figure.fiscal_year: (figure.headcount, figure.turnover)
            for figure in organisation.figure_ids
        }

    def test_people_come_to_nobody_it_does_not_see(self):
        """What an organisation hands on to its people would come out through them."""
        hidden = self.new_organisation(
            "Hidden SL", company_id=self.other_company.id, company_registry="Secret"
        )
        partners = self.env["res.partner"].with_user(self.staff).with_context(import_file=True)
        with self.assertRaises(AccessError):
            partners.create({"name": "Spy", "parent_id": hidden.id})

    def test_vat_however_it_is_written(self):
        for vat in ("DK12345674", "dk 12.34.56-74"):
            with self.subTest(vat=vat):
                found = self.import_rows(
                    self.staff, "res.partner", f"name,is_company,vat\nMember A/S,True,{vat}\n"
                )
                self.assertEqual(found, self.member_org)
        found = self.import_rows(
            self.staff,
            "res.partner",
            "name,is_company,vat,country_id\nRenamed A/S,True,12345674,DK\n",
        )
        self.assertEqual((found, found.name), (self.member_org, "Renamed A/S"))
        self.assertEqual(found.vat, "DK12345674", "another spelling is no other number")

    def test_external_id_goes_before_the_number(self):
        other = self.new_organisation("Other A/S")
        self.env["ir.model.data"].create(
            {"module": "__import__", "name": "other", "model": "res.partner", "res_id": other.id}
        )
        found = self.import_rows(
            self.staff, "res.partner", "id,name,is_company,vat\nother,Other,True,DK12345674\n"
        )
        self.assertEqual(found, other)

    def test_new_external_id_names_who_was_found(self):
        rows = "id,name,is_company,vat\nmember_7,Member A/S,True,DK12345674\n"
        self.assertEqual(self.import_rows(self.staff, "res.partner", rows), self.member_org)
        self.assertEqual(self.env.ref("__import__.member_7"), self.member_org)
        rows = "id,name\nmember_7,By its id alone\n"
        self.assertEqual(self.import_rows(self.staff, "res.partner", rows), self.member_org)

    def test_found_also_when_rows_are_tried_one_by_one(self):
        """A wrong row makes Odoo go through the batch again: nobody comes in twice by that."""
        rows = (
            "id,name,is_company,vat,figure_ids/fiscal_year,figure_ids/headcount\n"
            "member_7,Member A/S,True,DK12345674,2024,5\n"
            "wrong_1,Wrong A/S,True,,2024,-5\n"
            "wrong_2,Wrong B/S,True,,2024,-5\n"
        )
        messages = self.messages(self.staff, "res.partner", rows)
        self.assertEqual([message[:11] for message in messages], ["Wrong A/S: ", "Wrong B/S: "])
        # core's own rules are asked when the rows are in; an xml id of ours stays bound
        rows = (
            "id,name,is_company,vat,figure_ids/fiscal_year,figure_ids/headcount\n"
            "member_7,Member A/S,True,DK12345674,2024,5\n"
            "wrong_1,Wrong A/S,True,,2027,5\n"
        )
        [message] = self.messages(self.staff, "res.partner", rows)
        self.assertIn("of Wrong A/S has not ended yet", message)

    def test_unknown_value_in_every_row(self):
        rows = "name,is_company,country_id\nFirst,True,Utopia\nSecond,True,Utopia\n"
        messages = self.messages(self.staff, "res.partner", rows)
        self.assertEqual([message.split(":")[0] for message in messages], ["First", "Second"])

    def test_people_are_never_taken_for_their_organisation(self):
        person = self.member_editor.partner_id
        self.assertEqual(person.vat, "DK12345674", "Odoo gives people the number too")
        rows = "name,is_company,vat\nMember A/S,True,DK12345674\n"
        self.assertEqual(self.import_rows(self.staff, "res.partner", rows), self.member_org)
        rows = "name,is_company,vat,parent_id\nNew Colleague,False,DK12345674,Member A/S\n"
        found = self.import_rows(self.staff, "res.partner", rows)
        self.assertNotIn(found, person | self.member_org)
        self.assertEqual(found.parent_id, self.member_org)

    def test_two_with_one_number_are_not_guessed(self):
        self.new_organisation("Twin A/S", vat="DK 12345674")
        [message] = self.messages(
            self.staff, "res.partner", "name,is_company,vat\nMember A/S,True,DK12345674\n"
        )
        for word in ("Member A/S: Several organisations answer to DK12345674", "Twin A/S"):
            self.assertIn(word, message)

    def test_two_rows_with_one_number(self):
        rows = "name,is_company,vat\nFirst,True,DK99999999\nSecond,True,DK 99 99 99 99\n"
        messages = self.messages(self.staff, "res.partner", rows)
        self.assertEqual(len(messages), 2)
        for name, message in zip(("First", "Second"), messages, strict=True):
            self.assertTrue(message.startswith(f"{name}: The VAT number DK"), message)
            self.assertIn("several rows of the file: First, Second", message)

    def test_archived_one_is_not_revived_nor_doubled(self):
        self.stranger_org.write({"vat": "ESB12345674", "active": False})
        [message] = self.messages(
            self.staff, "res.partner", "name,is_company,vat\nStranger SL,True,ESB12345674\n"
        )
        self.assertIn("is archived", message)

    def test_organisation_of_another_cluster_is_not_touched(self):
        theirs = self.new_organisation("Theirs", vat="DK7654321", company_id=self.other_company.id)
        rows = "name,is_company,vat\nOurs A/S,True,DK7654321\n"
        found = self.import_rows(self.staff, "res.partner", rows)
        self.assertNotEqual(found, theirs)
        self.assertEqual(theirs.name, "Theirs")
        rows = "partner_id,fiscal_year,headcount\nTheirs,2024,1\nDK7654321,2024,1\n"
        messages = self.messages(self.staff, "biginn.company.figure", rows)
        self.assertEqual(len(messages), 1, "the number is our own organisation's")
        self.assertTrue(messages[0].startswith("Theirs: "), messages)

    def test_lines_below_the_organisation(self):
        rows = f"{FIGURES}Member A/S,True,DK12345674,2023,5,100\n,,,2024,6,200\n"
        self.import_rows(self.staff, "res.partner", rows)
        kept = self.member_org.figure_ids
        rows = f"{FIGURES}Member A/S,True,DK12345674,2024,7,\n,,,2025,8,300\n"
        self.import_rows(self.staff, "res.partner", rows)
        self.assertEqual(
            self.figures(self.member_org), {2023: (5, 100), 2024: (7, 0), 2025: (8, 300)}
        )
        self.assertLess(kept, self.member_org.figure_ids)

    def test_lines_by_themselves(self):
        self.new_figure(self.member_org, 2023, headcount=5)
        for name in ("Member A/S", "DK 12345674"):
            with self.subTest(name=name):
                rows = f"partner_id,fiscal_year,headcount\n{name},2023,9\n{name},2024,10\n"
                figures = self.import_rows(self.staff, "biginn.company.figure", rows)
                self.assertEqual(figures.partner_id, self.member_org)
                self.assertEqual(len(self.member_org.figure_ids), 2)
                self.assertEqual(figures.mapped("headcount"), [9, 10])

    def test_lines_of_an_unclear_organisation(self):
        self.new_organisation("Member A/S", country_id=self.spain.id)
        rows = "partner_id,fiscal_year,headcount\nMember A/S,2023,9\n"
        [message] = self.messages(self.staff, "biginn.company.figure", rows)
        self.assertIn("Several organisations answer to Member A/S", message)
        rows = "partner_id,fiscal_year,headcount\nNobody A/S,2023,9\n"
        [message] = self.messages(self.staff, "biginn.company.figure", rows)
        self.assertIn("Nobody A/S", message)

    def test_a_person_is_no_organisation(self):
        rows = "partner_id,fiscal_year,headcount\nContact editor,2023,9\n"
        [message] = self.messages(self.staff, "biginn.company.figure", rows)
        self.assertIn("Contact editor", message)

    def test_empty_cells(self):
        """What Odoo fills by itself stays; what only people know is cleared."""
        self.new_rate(self.krone, "2024-12-31", 7.4578)
        self.category.period_months = 12
        rows = (
            "name,is_company,vat,figure_ids/fiscal_year,figure_ids/currency_id,"
            "figure_ids/turnover,figure_ids/balance_total,figure_ids/eur_rate,"
            "membership_ids/category_id,membership_ids/date_start,membership_ids/date_end\n"
            "Member A/S,True,DK12345674,2024,DKK,1000,{balance},,Ordinary member,2026-01-01,\n"
        )
        for balance in (500, ""):
            self.import_rows(self.manager, "res.partner", rows.format(balance=balance))
            figure = self.member_org.figure_ids
            self.assertAlmostEqual(figure.eur_rate, 7.4578)
            self.assertEqual(figure.balance_total, balance or 0)
            membership = self.member_org.membership_ids
            self.assertEqual(str(membership.date_end), "2026-12-31")
            self.assertEqual(membership.fee, 1200)

    def test_decisions_stay(self):
        refused = self.new_membership(
            date_start="2025-01-01",
            date_end="2025-12-31",
            approved_on=False,
            applied_on="2024-12-01",
            refused_on="2024-12-15",
        )
        approved = self.new_membership(date_start="2026-01-01", date_end="2026-12-31")
        approved.write({"approved_on": "2026-01-02"})
        rows = (
            "partner_id,category_id,date_start,date_end\n"
            "Member A/S,Ordinary member,2025-01-01,2025-12-31\n"
            "Member A/S,Ordinary member,2026-01-01,2026-12-31\n"
        )
        for user in (self.staff, self.manager):
            with self.subTest(user=user.login):
                found = self.import_rows(user, "biginn.membership", rows)
                self.assertEqual(found, refused | approved)
                self.assertEqual(found.mapped("state"), ["refused", "active"])
                self.assertEqual(str(approved.approved_on), "2026-01-02")

    def test_category_of_the_cluster_that_the_row_names(self):
        there = self.new_category(self.other_company)
        self.manager.company_ids += self.other_company
        rows = (
            "partner_id,company_id,category_id,date_start\n"
            f"Member A/S,{self.cluster_company.name},Ordinary member,2026-01-01\n"
            f"Member A/S,{self.other_company.name},Ordinary member,2026-01-01\n"
        )
        companies = self.cluster_company | self.other_company
        manager = self.manager.with_context(allowed_company_ids=companies.ids)
        env = self.env(context={**self.env.context, "allowed_company_ids": companies.ids})
        self.env = env
        found = self.import_rows(manager, "biginn.membership", rows)
        self.assertEqual(found.category_id, self.category | there)
        self.assertEqual(found.company_id, companies)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestImportTellsWhatIsWrong(ImportCase):
    """A wrong row: whose it is, which column, and what could stand there."""

    def refused(self, columns, cells, user=None):
        rows = f"name,is_company,{columns}\nNew Firm A/S,True,{cells}\nFine A/S,True,,\n"
        messages = self.messages(user or self.staff, "res.partner", rows)
        self.assertEqual(len(messages), 1, messages)
        self.assertTrue(messages[0].startswith("New Firm A/S: "), messages)
        return messages[0]

    def test_unknown_category(self):
        message = self.refused(
            "membership_ids/category_id,membership_ids/date_start", "Gold,2026-01-01"
        )
        self.assertIn("no membership category “Gold”", message)
        self.assertIn("Ordinary member", message)

    def test_unknown_domain_and_kind_of_work(self):
        columns = "capability_ids/domain_id,capability_ids/work_kind_id"
        message = self.refused(columns, "XXX,T1")
        self.assertIn("no technology domain “XXX”", message)
        self.assertIn("CRY", message)
        self.assertIn("no kind of work “YYY”", self.refused(columns, "T1,YYY"))

    def test_bad_years(self):
        columns = "figure_ids/fiscal_year,figure_ids/headcount"
        self.assertIn(
            "Fiscal year is a year of four digits, not 24.", self.refused(columns, "24,1")
        )
        self.assertIn("'20x4'", self.refused(columns, "20x4,1"))
        self.assertIn("has not ended yet", self.refused(columns, "2027,1"))

    def test_negative_figures(self):
        for name, label in (
            ("headcount", "Headcount"),
            ("turnover", "Turnover"),
            ("balance_total", "Balance sheet total"),
        ):
            with self.subTest(name=name):
                columns = f"figure_ids/fiscal_year,figure_ids/{name}"
                message = self.refused(columns, "2024,-5")
                self.assertIn(f"{label} cannot be negative: -5", message)

    def test_one_year_twice(self):
        rows = f"{FIGURES}New Firm A/S,True,,2024,1,1\n,,,2024,2,2\n"
        [message] = self.messages(self.staff, "res.partner", rows)
        self.assertIn("New Firm A/S: There are already figures", message)

    def test_readiness_level(self):
        columns = "capability_ids/domain_id,capability_ids/trl"
        rows = (
            f"name,is_company,{columns},capability_ids/work_kind_id\nNew Firm A/S,True,T1,12,T1\n"
        )
        [message] = self.messages(self.staff, "res.partner", rows)
        self.assertIn("New Firm A/S: The technology readiness level runs from 1 to 9", message)

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("da_DK")
        field = self.env["ir.model.fields"]._get("biginn.company.figure", "fiscal_year")
        field.with_context(lang="da_DK").field_description = "Regnskabsår"
        self.staff.lang = "da_DK"
        self.env = self.env(context={**self.env.context, "lang": "da_DK"})
        columns = "figure_ids/fiscal_year,figure_ids/headcount"
        self.assertIn("Regnskabsår", self.refused(columns, "20x4,1"))
        self.assertNotIn("Fiscal year", self.refused(columns, "20x4,1"))

    def test_markup_and_percent_signs_come_back_as_typed(self):
        rows = "partner_id,fiscal_year\n<script>50%(s)s</script>,2024\n"
        [message] = self.messages(self.staff, "biginn.company.figure", rows)
        self.assertIn("<script>50%(s)s</script>", message)
