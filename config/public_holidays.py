"""Writes the public holidays that the addon ships, from the `holidays` library.

    .biginn/venv/bin/python config/public_holidays.py

A stock Odoo does not have that library, therefore its dates are kept as a file: all countries of
the shipped programmes and rate tables, and Switzerland for CERN, 2020 to 2035. National holidays
only; what a region keeps besides, an office adds on the screen. Names are those that the country
uses, in English where it does not write with Latin letters. Dates that follow the moon carry the
library's mark *estimated* until they are announced. Ukraine has none while martial law suspends
them.
"""

import csv
import unicodedata
from pathlib import Path

import holidays

TARGET = Path(__file__).resolve().parents[1] / "addons/biginn_xchange/data/public_holidays.csv"
YEARS = range(2020, 2036)
COUNTRIES = [
    "AL", "AM", "AT", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB",
    "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MD", "ME", "MK", "MT", "NL", "NO",
    "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR", "UA", "XK",
]  # fmt: skip


def is_latin(text):
    return all(unicodedata.name(letter).startswith("LATIN") for letter in text if letter.isalpha())


def of_country(code):
    """{date: name} of one country, in one language throughout."""
    own_language = holidays.country_holidays(code).default_language
    own = holidays.country_holidays(code, years=YEARS, language=own_language)
    if not all(is_latin(name) for name in own.values()):
        own = holidays.country_holidays(code, years=YEARS, language="en_US")
    return {day: name for day, name in own.items() if day.year in YEARS}


def main():
    with TARGET.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["country", "date", "name"])
        for code in COUNTRIES:
            found = of_country(code)
            rows.writerows([code, day.isoformat(), found[day]] for day in sorted(found))
            print(code, len(found))


if __name__ == "__main__":
    main()
