import base64
from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.biginn_reports.rules.fx import EmptyWindowError

from .fx_common import EASTER_2022, MARCH_2022, hist_csv, hist_xml, sdmx_csv
from .rules_common import D

START, END = date(2022, 3, 1), date(2022, 3, 31)


class FxCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eur, cls.dkk = cls.env.ref("base.EUR"), cls.env.ref("base.DKK")
        cls.sek = cls.env.ref("base.SEK")
        # Other days' rates may be there already; these tests count.
        cls.env["biginn.fx.rate"].search([]).write({"source": "manual"})
        cls.env["biginn.fx.rate"].search([]).unlink()
        cls.finance = new_test_user(cls.env, "fx.finance", "biginn_reports.group_finance")
        cls.staff = new_test_user(cls.env, "fx.staff", "biginn_cluster.group_staff")
        cls.rates = cls.env["biginn.fx.rate"].with_user(cls.finance)

    def upload(self, content, currencies=None, **values):
        """The wizard after importing ``content`` as finance."""
        if isinstance(content, str):
            content = content.encode()
        wizard = (
            self.env["biginn.fx.import"]
            .with_user(self.finance)
            .create(
                {
                    "data_file": base64.b64encode(content),
                    "filename": "eurofxref-hist.csv",
                    "currency_ids": [Command.set((currencies or self.dkk).ids)],
                    **values,
                }
            )
        )
        action = wizard.action_import()
        self.assertEqual(action["res_id"], wizard.id)
        return wizard

    def counts(self, wizard):
        return (
            wizard.added_count,
            wizard.unchanged_count,
            wizard.conflict_count,
            wizard.gap_count,
        )


@tagged("post_install", "-at_install")
class TestFxRate(FxCase):
    def test_exactly_as_published(self):
        """No digit is lost or invented between the file, the database and the average."""
        texts = {"2022-03-01": "7.4400", "2022-03-02": "7.43771234", "2022-03-03": "1650000"}
        for day, text in texts.items():
            rate = self.rates.create({"currency_id": self.sek.id, "date": day, "rate_text": text})
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(rate.rate_text, text)
            self.assertEqual(D(repr(rate.rate)), D(text))
            self.env.cr.execute("SELECT rate FROM biginn_fx_rate WHERE id = %s", [rate.id])
            self.assertEqual(self.env.cr.fetchone()[0], float(text))

    def test_entered_as_number(self):
        """As an integrator does: only the three public fields."""
        rate = self.rates.create({"currency_id": self.dkk.id, "date": START, "rate": 7.4377})
        self.assertEqual((rate.rate_text, rate.source), ("7.4377", "manual"))
        self.assertEqual(self.rates._average(self.dkk, START, END).total, D("7.4377"))

    def test_bad_values(self):
        for text in ("7,4377", "-7.4", "0", "0.000", "1e3", "NaN", "", "seven"):
            with self.assertRaises(ValidationError):
                self.rates.create({"currency_id": self.dkk.id, "date": START, "rate_text": text})
        for number in (0, -7.4, float("nan"), float("inf")):
            with self.assertRaises(ValidationError):
                self.rates.create({"currency_id": self.dkk.id, "date": START, "rate": number})
        with self.assertRaises(ValidationError):
            self.rates.create({"currency_id": self.eur.id, "date": START, "rate": 1})

    @mute_logger("odoo.sql_db")
    def test_one_rate_a_day(self):
        self.rates.create({"currency_id": self.dkk.id, "date": START, "rate": 7.4377})
        with self.assertRaises(IntegrityError):
            self.rates.create({"currency_id": self.dkk.id, "date": START, "rate": 7.4378})

    def test_changed_only_with_a_reason(self):
        self.upload(hist_csv())
        rate = self.rates.search([("date", "=", START)])
        for vals in (
            {"rate": 7.5},
            {"rate_text": "7.5"},
            {"date": "2022-04-01"},
            {"rate": 7.5, "reason": "  "},
        ):
            with self.assertRaises(UserError):
                rate.write(vals)
        rate.write({"rate_text": "7.4378", "reason": "Corrected by the ECB on 2 March"})
        self.assertEqual((rate.rate, rate.source), (7.4378, "manual"))
        self.assertEqual(rate.previous_text, "7.4377")

    def test_nobody_claims_a_file_by_hand(self):
        rate = self.rates.create(
            {"currency_id": self.dkk.id, "date": START, "rate": 7.4, "source": "hist_csv"}
        )
        self.assertEqual(rate.source, "manual")

    def test_published_rates_are_not_deleted(self):
        self.upload(hist_csv())
        with self.assertRaises(UserError):
            self.rates.search([("date", "=", START)]).unlink()
        by_hand = self.rates.create({"currency_id": self.sek.id, "date": START, "rate": 10.5})
        self.assertTrue(by_hand.unlink())

    def test_staff_may_not(self):
        self.upload(hist_csv())
        rates = self.env["biginn.fx.rate"].with_user(self.staff)
        with self.assertRaises(AccessError):
            rates.search([])
        with self.assertRaises(AccessError):
            rates.create({"currency_id": self.dkk.id, "date": "2022-04-01", "rate": 7.4})
        with self.assertRaises(AccessError):
            self.env["biginn.fx.import"].with_user(self.staff).create({})

    def test_average(self):
        self.upload(
            hist_csv(MARCH_2022 | EASTER_2022, extra={"SEK": "10.5838"}), self.dkk | self.sek
        )
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            # under the superuser, so that only our own query is counted
            average = self.env["biginn.fx.rate"]._average(self.dkk, START, END)
        self.assertEqual((average.count, average.total), (23, D("171.1282")))
        self.assertEqual(str(average.mean)[:10], "7.44035652")
        self.assertEqual(average.rate, D("7.4404"))
        self.assertEqual(average.findings, ())
        self.assertEqual({str(day): str(rate) for day, rate in average.rates}, MARCH_2022)
        full = self.rates._average(self.dkk, START, END, None)
        self.assertEqual(full.rate, full.mean)
        easter = self.rates._average(self.dkk, date(2022, 4, 14), date(2022, 4, 19))
        self.assertEqual((easter.count, easter.rate, easter.findings), (2, D("7.4390"), ()))
        with self.assertRaises(EmptyWindowError):
            self.rates._average(self.dkk, date(2022, 5, 1), date(2022, 5, 31))


@tagged("post_install", "-at_install")
class TestFxImport(FxCase):
    def test_button_above_the_list(self):
        action = call_kw(self.rates, "action_open_import", [[]], {})
        self.assertEqual((action["res_model"], action["target"]), ("biginn.fx.import", "new"))

    def test_every_layout(self):
        for content, source in (
            (hist_csv(), "hist_csv"),
            (hist_xml(), "xml"),
            (sdmx_csv(), "sdmx_csv"),
        ):
            with self.subTest(source):
                wizard = self.upload(content)
                self.assertEqual(self.counts(wizard), (23, 0, 0, 0))
                stored = self.rates.search([("currency_id", "=", self.dkk.id)])
                self.assertEqual(set(stored.mapped("source")), {source})
                self.assertEqual({str(one.date): one.rate_text for one in stored}, MARCH_2022)
                self.assertFalse(wizard.data_file)
                stored.sudo().write({"source": "manual"})
                stored.unlink()

    def test_only_chosen_currencies(self):
        content = hist_csv(extra={"SEK": "10.5838", "XXT": "2.5", "LTL": "N/A"})
        self.assertEqual(self.upload(content).added_count, 23)
        self.assertEqual(self.rates.search([]).currency_id, self.dkk)
        wizard = self.upload(content, all_currencies=True)
        self.assertEqual(self.counts(wizard), (23, 23, 0, 0))
        self.assertIn("XXT", wizard.summary)
        self.assertEqual(self.rates.search([]).currency_id, self.dkk | self.sek)

    def test_currencies_of_the_books_are_proposed(self):
        self.env.company.currency_id = self.sek
        wizard = self.env["biginn.fx.import"].with_user(self.finance).create({})
        self.assertIn(self.sek, wizard.currency_ids)
        self.assertNotIn(self.eur, wizard.currency_ids)

    def test_again(self):
        """The same file again, and one whose trailing zeros a copy has dropped."""
        self.upload(hist_csv())
        self.assertEqual(self.counts(self.upload(hist_csv())), (0, 23, 0, 0))
        bare = {day: rate.rstrip("0") for day, rate in MARCH_2022.items()}
        self.assertEqual(self.counts(self.upload(hist_csv(bare))), (0, 23, 0, 0))
        kept = self.rates.search([("date", "=", "2022-03-09")])
        self.assertEqual(kept.rate_text, "7.4440")

    def test_changed_value_is_reported_not_replaced(self):
        self.upload(hist_csv())
        changed = MARCH_2022 | {"2022-03-01": "7.4378"} | EASTER_2022
        wizard = self.upload(hist_csv(changed))
        # between the end of March and Easter there is nothing on nine business days
        self.assertEqual(self.counts(wizard), (2, 22, 1, 9))
        conflict = wizard.conflict_ids
        self.assertEqual((conflict.known_text, conflict.file_text), ("7.4377", "7.4378"))
        rate = self.rates.search([("date", "=", START)])
        self.assertEqual(rate.rate_text, "7.4377")
        with self.assertRaises(UserError):
            wizard.action_replace()
        wizard.reason = "The ECB has corrected the day"
        wizard.action_replace()
        self.assertEqual((rate.rate_text, rate.source), ("7.4378", "hist_csv"))
        self.assertEqual(rate.previous_text, "7.4377")
        self.assertEqual(rate.reason, "The ECB has corrected the day")
        self.assertFalse(wizard.conflict_count)

    def test_gaps(self):
        short = {day: rate for day, rate in MARCH_2022.items() if day != "2022-03-09"}
        wizard = self.upload(hist_csv(short))
        self.assertEqual(self.counts(wizard), (22, 0, 0, 1))
        self.assertIn("2022-03-09", wizard.summary)
        self.assertEqual(self.counts(self.upload(hist_csv())), (1, 22, 0, 0))

    def test_all_or_nothing(self):
        broken = [
            hist_csv(MARCH_2022 | {"2022-03-01": "74.377"}),
            hist_csv(MARCH_2022 | {"3/1/2022": "7.4377"}),
            hist_csv() + "2022-03-31,7.4379,N/A,\n",
            hist_xml()[:-40],
            "<!DOCTYPE x>" + hist_xml().split("?>")[1],
            "",
            b"PK\x03\x04",
            b"\x89PNG\r\n",
            hist_csv({"2099-03-02": "7.4377"}),
        ]
        for content in broken:
            with self.subTest(content=content[:40]), self.assertRaises(UserError):
                self.upload(content)
            self.assertFalse(self.rates.search([]))

    def test_messages_say_where(self):
        with self.assertRaises(UserError) as caught:
            self.upload(hist_csv({"2022-03-01": "7.4377", "3/2/2022": "7.4387"}))
        self.assertIn("2: “3/2/2022”", str(caught.exception))
        with self.assertRaises(UserError) as caught:
            self.upload(hist_csv({"2022-03-01": "0.1344"}))
        self.assertIn("7.29252", str(caught.exception))

    def test_currency_must_be_in_the_file(self):
        with self.assertRaises(UserError):
            self.upload(hist_csv(), self.sek)
        with self.assertRaises(UserError):
            self.upload(hist_csv(), currency_ids=[Command.clear()])

    def test_too_large(self):
        with self.assertRaises(UserError) as caught:
            self.upload(b"0" * (16 * 1024 * 1024 + 3))
        self.assertIn("16", str(caught.exception))

    def test_queries_do_not_grow_with_the_file(self):
        """Reading 23 days or 2 asks the database as often, apart from inserting in batches."""
        self.upload(hist_csv())
        wizards = [
            self.env["biginn.fx.import"].create(
                {
                    "data_file": base64.b64encode(hist_csv(rates).encode()),
                    "currency_ids": [Command.set(self.dkk.ids)],
                }
            )
            for rates in (dict(list(MARCH_2022.items())[:2]), MARCH_2022)
        ]
        counts = []
        for wizard in wizards:
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_import()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
