import io
import random
import zipfile
from datetime import date

from odoo.tests import BaseCase, tagged

from odoo.addons.biginn_reports.rules.ecb import EcbFormatError, parse

from .fx_common import EASTER_2022, MARCH_2022, hist_csv, hist_xml, sdmx_csv
from .rules_common import D, many


def zipped(text, name="eurofxref-hist.csv", **more):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
        for other, content in more.items():
            archive.writestr(other, content)
    return buffer.getvalue()


def values(found, currency="DKK"):
    return {str(rate.date): rate.text for rate in found.rates if rate.currency == currency}


@tagged("post_install", "-at_install")
class TestEcbFiles(BaseCase):
    def test_every_layout_gives_the_same(self):
        files = {
            "hist_csv": [
                hist_csv().encode(),
                zipped(hist_csv()),
                b"\xef\xbb\xbf" + hist_csv().encode(),
            ],
            "xml": [hist_xml().encode(), zipped(hist_xml(), "eurofxref-hist.xml")],
            "sdmx_csv": [sdmx_csv().encode()],
        }
        for layout, contents in files.items():
            for content in contents:
                found = parse(content)
                self.assertEqual(found.layout, layout)
                self.assertEqual(values(found), MARCH_2022)
                self.assertEqual(found.currencies, ("DKK",))
                self.assertEqual((found.start, found.end), (date(2022, 3, 1), date(2022, 3, 31)))

    def test_digits_are_kept(self):
        found = parse(hist_csv({"2022-03-09": "7.4400"}).encode())
        self.assertEqual(found.rates[0].text, "7.4400")
        self.assertEqual(found.rates[0].rate, D("7.44"))

    def test_windows_line_ends(self):
        content = hist_csv().replace("\n", "\r\n").encode()
        self.assertEqual(values(parse(content)), MARCH_2022)

    def test_without_trailing_comma(self):
        content = hist_csv().replace(",\n", "\n").encode()
        self.assertEqual(values(parse(content)), MARCH_2022)

    def test_not_available_is_no_rate(self):
        found = parse(hist_csv({"2022-03-01": "N/A", "2022-03-02": "7.4387"}).encode())
        self.assertEqual(values(found), {"2022-03-02": "7.4387"})
        rows = sdmx_csv({"2022-04-14": "7.4389", "2022-04-15": "NaN", "2022-04-18": ""})
        self.assertEqual(values(parse(rows.encode())), {"2022-04-14": "7.4389"})

    def test_easter(self):
        self.assertEqual(values(parse(hist_csv(EASTER_2022).encode())), EASTER_2022)

    def test_several_currencies(self):
        content = hist_csv(extra={"SEK": "10.5838", "TRL": "1650000", "LTL": "N/A"}).encode()
        found = parse(content)
        self.assertEqual(found.currencies, ("DKK", "SEK", "TRL"))
        self.assertEqual(len(found.rates), 3 * 23)

    def assertRefused(self, content, code, **options):
        if isinstance(content, str):
            content = content.encode()
        with self.assertRaises(EcbFormatError) as caught:
            parse(content, **options)
        self.assertEqual(caught.exception.code, code)
        return caught.exception

    def test_dates_refused(self):
        for bad in (
            "3/1/2022",
            "01-03-2022",
            "20220301",
            "2022-3-1",
            "2022-02-30",
            "",
            " 2022-03-01",
            "2022-03-01T00:00",
            "２０２２-03-01",
            "1 March 2022",
        ):
            error = self.assertRefused(hist_csv({bad: "7.4377"}), "date_format")
            self.assertEqual(error.params["line"], 2)
        self.assertRefused(hist_csv({"2022-03-05": "7.4377"}), "date_on_weekend")
        self.assertRefused(hist_csv({"1998-12-31": "7.4377"}), "date_before_euro")
        self.assertRefused(hist_csv(), "date_in_future", today=date(2022, 3, 30))

    def test_numbers_refused(self):
        for bad in (
            "7,4377",
            '"7,4377"',
            "+7.4377",
            "-7.4377",
            "7.4377 ",
            "7.44e0",
            "07.4377",
            ".4377",
            "7.",
            "",
            "NaN",
            "Infinity",
            "n/a",
            "0x7",
            "７.4377",
            "7.437712345",
            "=7.4377",
        ):
            with self.assertRaises(EcbFormatError) as caught:
                parse(hist_csv({"2022-03-01": bad}).encode())
            self.assertIn(caught.exception.code, ("number_format", "column_count"), bad)
        self.assertRefused(hist_csv({"2022-03-01": "0.0000"}), "number_not_positive")

    def test_band(self):
        for inside in ("7.29252", "7.62824"):
            parse(hist_csv({"2022-03-01": inside}).encode())
        for outside in ("7.29251", "7.62825", "0.1344", "74.377", "744.04"):
            self.assertRefused(hist_csv({"2022-03-01": outside}), "outside_band")
        # 1 EUR = 0.1344 DKK is refused by the band only: bands are data
        parse(hist_csv({"2022-03-01": "0.1344"}).encode(), bands={})

    def test_duplicates(self):
        twice = hist_csv() + "2022-03-01,7.4377,N/A,\n"
        self.assertRefused(twice, "day_twice")
        self.assertRefused(hist_csv(extra={"DKK": "7.4377"}), "column_twice")
        self.assertRefused(sdmx_csv() + sdmx_csv().splitlines()[1] + "\n", "day_twice")
        day = '<Cube time="2022-03-01"><Cube currency="DKK" rate="7.4377"/></Cube>'
        self.assertRefused(
            hist_xml().replace("</Cube>\n</ges", f"{day}</Cube>\n</ges"), "day_twice"
        )
        pair = '<Cube currency="DKK" rate="7.4377"/>'
        self.assertRefused(hist_xml().replace(pair, pair * 2), "day_twice")

    def test_shape_refused(self):
        self.assertRefused(b"", "empty_file")
        self.assertRefused(b" \n ", "empty_file")
        self.assertRefused("Day;DKK\n2022-03-01;7.4377", "unknown_layout")
        self.assertRefused("Date,dkk,\n2022-03-01,7.4377,\n", "currency_code")
        self.assertRefused("Date\n2022-03-01\n", "no_currency_columns")
        self.assertRefused("Date,DKK,\n", "no_rates_in_file")
        self.assertRefused("Date,DKK,\n2022-03-01,7.4377\n", "column_count")
        self.assertRefused("Date,DKK,\n2022-03-01,7.4377,x\n", "column_count")
        self.assertRefused("Date,DKK,\n\n2022-03-01,7.4377,\n", "blank_line")
        self.assertRefused('Date,DKK,\n2022-03-01,"7.4377,\n', "bad_csv")
        self.assertRefused(hist_csv().encode("utf-16"), "not_text")
        self.assertRefused(b"Date,DKK,\n2022-03-01,7.4377\x00,\n", "not_text")
        self.assertRefused(hist_csv(), "too_large", max_bytes=100)

    def test_other_series_refused(self):
        monthly = sdmx_csv().replace("EXR.D.", "EXR.M.")
        self.assertRefused(monthly, "other_series")
        self.assertRefused(sdmx_csv().replace(",SP00,", ",EN00,"), "other_series")
        self.assertRefused(sdmx_csv().replace("KEY,", "NAME,"), "column_missing")

    def test_xml_shape_refused(self):
        good = hist_xml()
        self.assertRefused(good[:-20], "bad_xml")
        self.assertRefused("<html/>", "unknown_layout")
        self.assertRefused(good.replace("</Cube>\n</ges", "</Cube>\n<Cube/></ges"), "cube_count")
        self.assertRefused(good.replace(' rate="7.4377"', ""), "unknown_element")
        self.assertRefused(
            good.replace("2002-08-01/eurofxref", "2003/eurofxref"), "unknown_element"
        )
        self.assertRefused(good.replace("7.4377", "&rate;"), "bad_xml")

    def test_xml_attacks_refused(self):
        body = hist_xml().split("?>\n", 1)[1]
        attacks = {
            "external": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
            "laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
            "remote": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        }
        for name, prologue in attacks.items():
            with self.subTest(name):
                self.assertRefused(prologue + body, "doctype")
        deep = "<Cube>" * 5000 + "</Cube>" * 5000
        self.assertRefused(hist_xml().replace("<Cube>\n", f"<Cube>\n{deep}", 1), "bad_xml")

    def test_zip_attacks_refused(self):
        self.assertRefused(b"PK\x03\x04 not a zip", "bad_zip")
        self.assertRefused(zipped(hist_csv())[:-30], "bad_zip")
        self.assertRefused(zipped(hist_csv(), other="x"), "zip_one_file")
        self.assertRefused(zipped(hist_csv(), "rates.exe"), "zip_no_csv")
        bomb = zipped("0" * 5_000_000)
        self.assertLess(len(bomb), 10_000)
        self.assertRefused(bomb, "too_large", max_bytes=1_000_000)

    def test_fuzz(self):
        """A damaged file is refused, or gives only values that stand in it like that."""
        seeds = [hist_csv(extra={"SEK": "10.5838"}), hist_xml(), sdmx_csv()]
        contents = [seed.encode() for seed in seeds] + [zipped(seeds[0])]
        chance = random.Random(20220301)
        refused = 0
        for turn in range(many(400, 20_000)):
            content = _mutate(contents[turn % len(contents)], chance)
            try:
                found = parse(content, today=date(2030, 1, 1))
            except EcbFormatError as error:
                refused += 1
                self.assertTrue(error.code)
                continue
            self.assertTrue(found.rates)
            days = {(rate.currency, rate.date) for rate in found.rates}
            self.assertEqual(len(days), len(found.rates))
            for rate in found.rates:
                self.assertGreater(rate.rate, 0)
                self.assertTrue(rate.currency != "DKK" or D("7.29") < rate.rate < D("7.63"))
        self.assertGreater(refused, many(100, 5_000))


def _mutate(content, chance):
    """One to three small damages: bytes changed, cut out, doubled, moved, or the end lost."""
    data = bytearray(content)
    for _step in range(chance.randint(1, 3)):
        if not data:
            break
        at = chance.randrange(len(data))
        length = chance.randint(1, 40)
        damage = chance.randrange(5)
        if damage == 0:
            data[at] = chance.randrange(256)
        elif damage == 1:
            del data[at : at + length]
        elif damage == 2:
            data[at:at] = data[at : at + length]
        elif damage == 3:
            piece = data[at : at + length]
            del data[at : at + length]
            to = chance.randrange(len(data) + 1)
            data[to:to] = piece
        else:
            del data[at:]
    return bytes(data)
