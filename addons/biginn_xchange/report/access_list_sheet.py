"""The list of visitors that a facility gets: one sheet of texts, made in memory only.

The house's writer of workbooks (`biginn_cluster/report/xlsx.py`) passes rows through files on the
disk; identity data must not. Every cell is written as a string, whatever it begins with.
"""

WIDTHS = {0: 5}
WIDTH = 22


def write(target, titles, head, rows):
    """Write the sheet to `target`, a binary stream.

    :param list titles: lines above the table
    :param list head: texts of the head
    :param list rows: lists of texts, as long as the head
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    page = book.add_worksheet()
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)
    title, bold, text = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"bold": True, "bg_color": "#E7ECF5", "bottom": 1, "text_wrap": True}),
        book.add_format({"valign": "top", "num_format": "@"}),
    )
    for column in range(len(head)):
        page.set_column(column, column, WIDTHS.get(column, WIDTH))
    for number, line in enumerate(titles):
        page.write_string(number, 0, line, title if not number else None)
    first = len(titles) + 1
    _write_row(page, first, head, bold)
    for number, row in enumerate(rows, first + 1):
        _write_row(page, number, row, text)
    page.freeze_panes(first + 1, 0)
    page.repeat_rows(first)
    book.close()


def _write_row(page, number, cells, style):
    for column, cell in enumerate(cells):
        page.write_string(number, column, cell, style)
