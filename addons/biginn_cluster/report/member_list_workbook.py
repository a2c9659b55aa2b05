"""The membership directory as a workbook: a cover that says what it is, and one sheet of members.

Renders the matrix of `biginn.member.list`; text stays text, dates are dates.
"""

from .xlsx import Cell, Sheet

# column: (key of the matrix, width, style)
COLUMNS = (
    ("name", 34, "wrap"),
    ("city", 18, "wrap"),
    ("country", 16, "wrap"),
    ("type", 20, "wrap"),
    ("size", 10, "wrap"),
    ("website", 28, "wrap"),
    ("domains", 40, "wrap"),
    ("cluster", 20, "wrap"),
    ("category", 20, "wrap"),
    ("state", 13, "wrap"),
    ("since", 12, "day"),
    ("until", 12, "day"),
    ("people", 44, "wrap"),
)


def sheets(matrix, words, texts, emblem):
    """Cover and list. `texts`: what the funding has to say, under the picture `emblem`."""
    return [_cover(matrix, words, texts, emblem), _members(matrix, words)]


def _cover(matrix, words, texts, emblem):
    rows = [[Cell(matrix["title"], "title")]]
    if matrix["internal"]:
        rows.append([Cell(matrix["internal"], bold=True)])
    rows.append([])
    rows += [[Cell(label), Cell(text, "wrap")] for label, text in matrix["facts"]]
    rows += [[], []]
    emblem_row = len(rows)
    if emblem:
        rows += [[] for _line in range(6)]
    rows += [[Cell(), Cell(text, "wrap")] for text in texts]
    image = (emblem_row, 1, emblem, 0.25) if emblem else None
    return Sheet(words["sheet_cover"], rows, (30, 78), landscape=False, columns=2, image=image)


def _members(matrix, words):
    hidden = set()
    if not matrix["with_people"]:
        hidden.add("people")
    if not matrix["with_cluster"]:
        hidden.add("cluster")
    columns = [column for column in COLUMNS if column[0] not in hidden]
    # the mark stands above the heads: whoever copies this sheet alone takes it along
    above = [[Cell(matrix["internal"], bold=True)]] if matrix["internal"] else []
    rows = [*above, [Cell(words[key], "head") for key, _width, _style in columns]]
    rows += [[_cell(row[key], style) for key, _width, style in columns] for row in matrix["rows"]]
    return Sheet(
        words["sheet_members"],
        rows,
        tuple(width for _key, width, _style in columns),
        freeze_row=len(above) + 1,
        filter_row=len(above),
        columns=len(columns),
    )


def _cell(value, style):
    if isinstance(value, list):
        value = "\n".join(", ".join(part for part in person.values() if part) for person in value)
    return Cell(value or None, style)
