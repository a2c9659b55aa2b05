"""Writes plain sheets of cells as an xlsx file, formulas live and their values cached beside.

Text is written as text, whatever it begins with: no member's name becomes a formula.
"""

from dataclasses import dataclass, field
from typing import Any

MAX_SHEET_NAME = 31

# Inputs are blue and formulas black, so that an auditor sees what was put in.
INPUT_COLOUR, HEAD_FILL, TOTAL_FILL = "#1F4E9E", "#E7ECF5", "#F3F3F3"
NUMBER_FORMATS = {
    "money": "#,##0.00",
    "hours": "#,##0.00",
    "rate": "0.0000##########",
    "percent": "0.00##%",
    "share": "0.00##",
    "count": "0",
    "date": "yyyy-mm-dd",
}
# Of sheets that only list: nothing in them is an input.
PLAIN_FORMATS = {"day": "yyyy-mm-dd"}


@dataclass(frozen=True)
class Cell:
    """A value, or a formula with the value it gives. ``style``: see NUMBER_FORMATS, or text, head,
    title, wrap."""

    value: Any = None
    style: str = "text"
    formula: str | None = None
    bold: bool = False


@dataclass
class Sheet:
    """``rows`` may be any iterable of lists of cells, read once and in order."""

    name: str
    rows: Any
    widths: tuple = ()
    freeze_row: int = 0
    filter_row: int | None = None
    columns: int = 0
    landscape: bool = True
    image: tuple | None = None  # (row, column, path, scale)
    names: dict = field(default_factory=dict)  # defined name -> absolute cell, e.g. $B$4


def ref(sheet_name, cell):
    """A cell of another sheet as formulas name it."""
    quoted = sheet_name.replace("'", "''")
    return f"'{quoted}'!{cell}"


def write(path, sheets, properties):
    """Write the sheets to a file; rows leave memory as soon as they are written."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(properties)
    book.set_calc_mode("auto")
    formats = _Formats(book)
    for sheet in sheets:
        _write_sheet(book, formats, sheet)
    for sheet in sheets:
        for name, cell in sheet.names.items():
            book.define_name(name, f"={ref(sheet.name, cell)}")
    book.close()


class _Formats:
    """Cell formats by (style, formula or input, bold), each made once."""

    def __init__(self, book):
        self.book, self.made = book, {}

    def get(self, cell):
        key = (cell.style, cell.formula is not None, cell.bold)
        if key not in self.made:
            self.made[key] = self.book.add_format(self._properties(*key))
        return self.made[key]

    def _properties(self, style, is_formula, bold):
        found = {"font_size": 10, "valign": "top"}
        if style in NUMBER_FORMATS:
            found["num_format"] = NUMBER_FORMATS[style]
            if not is_formula:
                found["font_color"] = INPUT_COLOUR
        if style in PLAIN_FORMATS:
            found["num_format"] = PLAIN_FORMATS[style]
        if style == "head":
            found.update(bold=True, bg_color=HEAD_FILL, text_wrap=True, bottom=1)
        if style == "title":
            found.update(bold=True, font_size=16)
        if style == "wrap":
            found["text_wrap"] = True
        if bold:
            found.update(bold=True, bg_color=TOTAL_FILL, top=1)
        return found


def _write_sheet(book, formats, sheet):
    page = book.add_worksheet(sheet.name[:MAX_SHEET_NAME])
    page.set_paper(9)  # A4
    if sheet.landscape:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    for number, width in enumerate(sheet.widths):
        page.set_column(number, number, width)
    last = -1
    for number, row in enumerate(sheet.rows):
        last = number
        if height := _height(row, sheet.widths):
            page.set_row(number, height)
        for column, cell in enumerate(row):
            if cell is not None:
                _write_cell(page, number, column, cell, formats.get(cell))
    _furnish(page, sheet, last)


def _furnish(page, sheet, last):
    """Frozen heads, filter, print area, picture: what depends on the rows written."""
    if sheet.freeze_row:
        page.freeze_panes(sheet.freeze_row, 0)
        page.repeat_rows(sheet.freeze_row - 1)
    width = max(sheet.columns, len(sheet.widths), 1)
    if sheet.filter_row is not None and last > sheet.filter_row:
        page.autofilter(sheet.filter_row, 0, last, width - 1)
    if last >= 0:
        page.print_area(0, 0, last, width - 1)
    if sheet.image:
        row, column, path, scale = sheet.image
        page.insert_image(row, column, path, {"x_scale": scale, "y_scale": scale})


def _height(row, widths):
    """Points of a row that needs more than one line: programs differ in growing rows alone."""
    lines = [
        sum(len(part) // max(int(widths[column]), 1) + 1 for part in cell.value.split("\n"))
        for column, cell in enumerate(row)
        if cell is not None and cell.style in ("wrap", "head") and isinstance(cell.value, str)
        and column < len(widths)
    ]
    if any(cell is not None and cell.style == "title" for cell in row):
        return 24
    return 14 * max(lines) if lines and max(lines) > 1 else None


def _write_cell(page, row, column, cell, style):
    if cell.formula is not None:
        page.write_formula(row, column, cell.formula, style, cell.value)
    elif cell.value is None or cell.value is False:
        page.write_blank(row, column, None, style)
    elif cell.style in ("date", "day"):
        page.write_datetime(row, column, cell.value, style)
    elif isinstance(cell.value, str):
        page.write_string(row, column, cell.value, style)
    else:
        page.write_number(row, column, cell.value, style)
