"""Writes the workbooks of the import templates from the CSV files beside them.

    .biginn/venv/bin/python config/import_templates.py

Who fills in a template mostly does it in an office program; a workbook keeps leading zeros of
post codes and knows what is a number. A test holds both to the same content.
"""

import csv
import datetime
from pathlib import Path

import xlsxwriter

FOLDER = Path(__file__).resolve().parents[1] / "addons/biginn_cluster/static/import"
NUMBERS = {"founded_year", "fiscal_year", "headcount", "turnover", "balance_total", "eur_rate",
           "trl", "year"}
MADE_ON = datetime.datetime(2026, 1, 1)  # the same content gives the same file


def write(source, target):
    with source.open(newline="") as file:
        header, *rows = csv.reader(file)
    book = xlsxwriter.Workbook(str(target), {"strings_to_formulas": False})
    book.set_properties({"created": MADE_ON, "title": source.stem.capitalize()})
    page = book.add_worksheet(source.stem)
    bold = book.add_format({"bold": True, "bg_color": "#E7E9ED", "bottom": 1})
    text = book.add_format({"num_format": "@"})
    for column, name in enumerate(header):
        numeric = name.rpartition("/")[2] in NUMBERS
        cells = [row[column] for row in rows]
        width = min(max(map(len, [name, *cells])) + 2, 40)
        page.set_column(column, column, width, None if numeric else text)
        page.write_string(0, column, name, bold)
        for number, cell in enumerate(cells, 1):
            if cell and numeric:
                page.write_number(number, column, float(cell))
            elif cell:
                page.write_string(number, column, cell, text)
    page.freeze_panes(1, 0)
    book.close()


if __name__ == "__main__":
    for file in sorted(FOLDER.glob("*.csv")):
        write(file, file.with_suffix(".xlsx"))
        print(file.with_suffix(".xlsx").name)
