from urllib.parse import parse_qs, urlsplit

from freezegun import freeze_time
from lxml import html

from odoo.tests import HttpCase, tagged

from .common import XchangeCommon

PATH = "/can-i-go"
SME = {"type": "sme", "home": "DK", "host": "LT", "days": "5", "day": "2023-05-08"}
SCRIPT = "<script>alert(1)</script>"


class CanIGoCommon(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["biginn.programme"].search([]).published = False
        cls.programme.published = True
        cls.bso = cls.new_organisation(
            "Neutron source of tests",
            organisation_type="big_science",
            big_science_short_name="NST",
            country_id=cls.spain.id,
        )

    @classmethod
    def ask(cls, lang="en_US", **changes):
        asked = {name: value for name, value in {**SME, **changes}.items() if value is not None}
        return cls.env["biginn.programme"].with_context(lang=lang)._can_i_go(asked)

    def one(self, **changes):
        page = self.ask(**changes)
        self.assertEqual(page["errors"], {})
        (answer,) = page["answers"]
        return answer

    @staticmethod
    def said(answer):
        return " ".join(each["text"] for each in answer["reasons"] + answer["others"])


@tagged("post_install", "-at_install")
class TestCanIGoAnswers(CanIGoCommon):
    def test_verdicts(self):
        for changes, verdict, words in [
            ({"member": "yes"}, "yes", "this has to be its first visit"),
            ({}, "perhaps", "has to be a member of a cluster"),
            ({"member": "no"}, "no", "has to be a member of a cluster"),
            ({"type": "large_company"}, "no", "Large company: may not visit. These may: SME."),
            ({"home": "CH"}, "no", "Switzerland does not take part."),
            ({"host": "CH"}, "no", "Switzerland does not take part."),
            ({"host": "DK"}, "no", "an exchange goes to another country"),
            ({"days": "2"}, "no", "Only 2 working days"),
            ({"days": "60"}, "no", "too long"),
            ({"day": "2025-01-02"}, "no", "01/01/2022 to 12/31/2024"),
        ]:
            with self.subTest(changes=changes):
                answer = self.one(**changes)
                self.assertEqual(answer["verdict"], verdict)
                self.assertIn(words, self.said(answer))

    def test_the_amount_is_that_of_an_exchange(self):
        """The same days and distance as an exchange: the same amount, in the same words."""
        for last, days in [("2023-05-12", "5"), ("2023-05-11", "4"), ("2023-05-10", "3")]:
            exchange = self.new_exchange(date_end=last)
            answer = self.one(days=days, km="813", member="yes")
            self.assertIn(f"{exchange.lump_sum:,.2f}", answer["money"]["amount"])
            self.assertEqual(
                answer["money"]["explanation"], exchange.lump_sum_explanation.split("\n")
            )
            codes = exchange.finding_ids.filtered("is_open").mapped("code")
            self.assertEqual((answer["verdict"], codes), ("yes", []))

    def test_distance(self):
        self.assertIn("560.00", self.one()["money"]["amount"])
        self.assertIn("280.00", self.one()["money"]["near"])
        self.assertIn("less than 200 km", self.one()["money"]["near"])
        near = self.one(km="199,5")["money"]
        self.assertIn("280.00", near["amount"])
        self.assertIn("199.5 km are less than 200 km", " ".join(near["explanation"]))
        self.assertFalse(near["near"])
        self.assertIn("280.00", self.one(days="4")["money"]["amount"])
        self.assertFalse(self.one(days="4")["money"]["near"], "halved once, near or far")

    @freeze_time("2023-03-01 12:00:00")
    def test_virtual_and_higher_rate(self):
        online = self.one(virtual="1", days="1", member="yes")
        self.assertEqual(online["verdict"], "yes")
        self.assertIn("virtual", online["money"]["explanation"][0])
        self.assertIn("is_virtual=1", online["apply"])
        self.assertFalse(self.one(higher_rate="1")["money"]["amount"], "no such rate here")

    def test_holidays_of_the_host_country(self):
        self.assertIn("05/12/2023", self.one()["stay"])
        self.env["biginn.public.holiday"].create(
            {"name": "Feast", "date": "2023-05-10", "country_id": self.lithuania.id}
        )
        self.assertIn("05/15/2023", self.one()["stay"])

    def test_places_of_big_science(self):
        place = f"o-{self.bso.id}"
        answer = self.one(host=place, member="yes")
        self.assertEqual(answer["verdict"], "perhaps")
        self.assertIn("830", answer["money"]["amount"], "the country is that of the place")
        self.assertIn("NST cannot be the host by itself", self.said(answer))
        self.assertIn("organisation in Spain can receive you: SME", self.said(answer))
        self.env["biginn.programme.eligibility"].create(
            {
                "programme_id": self.programme.id,
                "role": "host",
                "organisation_type": "big_science",
                "membership_required": False,
            }
        )
        answer = self.one(host=place, member="yes")
        self.assertEqual(answer["verdict"], "yes")
        self.assertIn("NST may be the host.", self.said(answer))

    def test_a_facility_has_a_country_of_its_own(self):
        values = {"partner_id": self.bso.id, "country_id": self.lithuania.id}
        facilities = self.env["biginn.facility"]
        site = facilities.create({**values, "name": "Second site", "receives_visitors": True})
        closed = facilities.create({**values, "name": "Closed site"})
        labels = [place["label"] for place in self.ask()["places"]]
        self.assertIn("Second site (Lithuania)", labels)
        self.assertNotIn("Closed site (Lithuania)", labels)
        answer = self.one(host=f"f-{site.id}", member="yes")
        self.assertIn("560", answer["money"]["amount"])
        self.assertIn("host", self.ask(host=f"f-{closed.id}")["errors"])

    def test_other_organisations_are_no_places(self):
        """Nobody learns here which organisations a cluster knows."""
        for value in (f"o-{self.host_org.id}", "o-0", "o-99999999999999", f"f-{self.bso.id}"):
            self.assertIn("host", self.ask(host=value)["errors"], value)

    def test_hosting(self):
        self.assertIn("may also host visitors.", self.one(member="yes")["as_host"])
        self.assertIn("if it is a member", self.one()["as_host"])
        self.assertIn("may not host", self.one(type="large_company")["as_host"])
        self.assertIn("does not take part", self.one(home="CH")["as_host"])

    @freeze_time("2023-03-01 12:00:00")
    def test_the_answer_goes_along_to_the_application(self):
        address = urlsplit(self.one(member="yes")["apply"])
        self.assertEqual(address.path, "/my/candidates/new")
        self.assertEqual(
            parse_qs(address.query),
            {
                "programme_id": [str(self.programme.id)],
                "role": ["visitor"],
                "country_ids": [str(self.lithuania.id)],
                "date_from": ["2023-05-08"],
                "date_to": ["2023-05-12"],
            },
        )
        self.assertFalse(self.one(host="DK")["apply"], "nobody applies for what cannot be")
        self.assertIn("role=host", self.one()["apply_host"])

    @freeze_time("2025-03-01 12:00:00")
    def test_without_a_day_it_is_about_today(self):
        answer = self.one(day=None)
        self.assertEqual((answer["verdict"], answer["ended"], answer["apply"]), ("no", True, ""))
        self.assertIn("560.00", answer["money"]["amount"], "what it was worth while it ran")
        running = self.programme.copy(
            {"name": "Running", "code": "RUN", "date_start": "2025-06-01", "date_end": False}
        )
        running.published = True
        answer = self.one(day=None, member="yes")
        self.assertEqual((answer["name"], answer["verdict"]), ("Running", "yes"))
        self.assertEqual(len(self.ask(member="yes")["answers"]), 2, "a day asks both")

    def test_every_published_programme_answers_for_itself(self):
        second = self.programme.copy({"name": "Second", "code": "SECOND", "min_working_days": 6})
        self.assertEqual(len(self.ask()["answers"]), 1, "a copy is not published")
        second.published = True
        verdicts = {each["name"]: each["verdict"] for each in self.ask(member="yes")["answers"]}
        self.assertEqual(verdicts, {"Test programme": "yes", "Second": "no"})
        self.assertEqual(self.ask(member="yes")["answers"][0]["name"], "Test programme")
        second.active = False
        self.assertEqual(len(self.ask()["answers"]), 1)

    def test_queries_do_not_grow_with_programmes(self):
        for number in range(3):
            self.programme.copy({"code": f"P{number}"}).published = True
        self.env.flush_all()

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            answers = self.ask()["answers"]
            return len(answers), self.env.cr.sql_log_count - before

        count()
        few, queries = count()
        for number in range(3, 9):
            self.programme.copy({"code": f"P{number}"}).published = True
        self.env.flush_all()
        many, more = count()
        self.assertEqual((few, many), (4, 10))
        self.assertEqual(more, queries)
        self.assertLess(queries, 40)


@tagged("post_install", "-at_install")
class TestCanIGoPage(CanIGoCommon, HttpCase):
    def page(self, **params):
        response = self.url_open(PATH, params=params)
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.content)

    def test_a_stranger_asks(self):
        page = self.page()
        self.assertFalse(page.xpath("//article"))
        self.assertEqual(page.xpath("//input[@name='days']/@value"), ["5"])
        (form,) = page.xpath("//form[@action='/can-i-go#answer']")
        self.assertEqual(form.get("method"), "get", "it works without a script")
        page = self.page(**SME)
        (article,) = page.xpath("//article")
        text = " ".join(article.text_content().split())
        for words in ("Yes, if …", "560.00", "Why?", "Rate for Lithuania", "Test programme"):
            self.assertIn(words, text)
        chosen = page.xpath("//select/option[@selected]/@value")
        chosen += page.xpath("//select/optgroup/option[@selected]/@value")
        self.assertEqual(sorted(chosen), ["DK", "LT", "sme"], "what was asked stands there again")
        self.assertEqual(page.xpath("//meta[@name='robots']/@content"), ["noindex,follow"])

    def test_errors_stand_beside_their_fields_and_nothing_is_lost(self):
        wrong = {**SME, "home": "", "days": "x", "km": "1e9", "day": "tomorrow", "host": "zz"}
        page = self.page(**wrong)
        self.assertFalse(page.xpath("//article"))
        for name in ("home", "host", "days", "km", "day"):
            self.assertTrue(page.xpath(f"//*[@id='problem-{name}']"), name)
            (field,) = page.xpath(f"//*[@name='{name}']")
            self.assertIn("is-invalid", field.get("class"))
        self.assertEqual(page.xpath("//input[@name='days']/@value"), ["x"])
        self.assertEqual(page.xpath("//input[@name='km']/@value"), ["1e9"])
        self.assertTrue(page.xpath("//*[@role='alert']//a[@href='#can-i-go-home']"))

    def test_hostile_input(self):
        for value in (SCRIPT, "x" * 5000, "\x00", "-1", "0", "9" * 40, "١٢", "NaN", "Infinity"):
            for name in SME:
                with self.subTest(name=name, value=value[:20]):
                    response = self.url_open(PATH, params={**SME, name: value})
                    self.assertEqual(response.status_code, 200)
                    self.assertNotIn(SCRIPT, response.text)
        response = self.url_open(f"{PATH}?type=sme&type=other&home=DK&host=LT&unknown=1")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.url_open(PATH, data={"type": "sme"}).status_code, 405)

    def test_texts_of_a_programme_show_as_text(self):
        self.programme.name = f"Evil {SCRIPT}"
        self.programme.introduction = f"<p>Hello {SCRIPT}</p>"
        self.bso.big_science_short_name = f"NST {SCRIPT}"
        response = self.url_open(PATH, params={**SME, "host": f"o-{self.bso.id}"})
        self.assertNotIn(SCRIPT, response.text)
        self.assertIn("Hello", response.text)

    def test_languages(self):
        for code in ("da_DK", "es_ES", "lt_LT"):
            self.env["res.lang"]._activate_lang(code)
        for path, lang, amount in [
            ("/can-i-go", "en-US", "560.00"),
            ("/da/can-i-go", "da-DK", "560,00"),
            ("/es/can-i-go", "es-ES", "560,00"),
            ("/lt/can-i-go", "lt-LT", "560,00"),
        ]:
            with self.subTest(lang=lang):
                page = html.fromstring(self.url_open(path, params=SME).content)
                self.assertEqual(page.get("lang"), lang)
                self.assertIn(amount, page.text_content())

    def test_nothing_published(self):
        self.programme.published = False
        text = self.page(**SME).text_content()
        self.assertIn("No programme is open", text)

    def test_a_member_finds_its_own_answers(self):
        self.authenticate(self.member_editor.login, self.member_editor.login)
        page = self.page()
        self.assertFalse(page.xpath("//article"), "nothing is asked yet")
        self.assertEqual(page.xpath("//select[@name='type']/option[@selected]/@value"), ["sme"])
        self.assertEqual(page.xpath("//select[@name='home']//option[@selected]/@value"), ["DK"])
        self.assertEqual(page.xpath("//select[@name='member']/option[@selected]/@value"), ["yes"])
        self.assertTrue(self.page(**SME).xpath("//article"))
        home = html.fromstring(self.url_open("/my").content)
        self.assertTrue(home.xpath("//a[@href='/can-i-go']"))
