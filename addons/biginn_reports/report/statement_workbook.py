"""The statement as a workbook that recalculates itself.

Every figure is a formula over the cost lines and daily rates on the other sheets, with the
database's value cached beside it. Where a rule moved a cent (residue of a distribution), the
formula carries that cent in the open.
"""

from decimal import Decimal

from odoo.addons.biginn_cluster.report.xlsx import Cell, Sheet, ref

from ..rules.money import exact, round_half_up

FIRST_ITEM = 2  # rows above the first cost line: title and heads
ITEM_COLUMNS = (
    "category", "date", "document", "partner", "what", "source", "rule", "net", "tax", "percent",
    "hours", "annual_cost", "divisor", "life", "months", "local", "eur",
)
LETTERS = {name: chr(ord("A") + number) for number, name in enumerate(ITEM_COLUMNS)}


def sheets(data):
    """All sheets of the workbook from what `biginn.statement._workbook_data()` gathers."""
    made = [_cover(data), _statement(data), _items(data)]
    if data["rates"]:
        made.append(_rates(data))
    if data["left_out"]:
        made.append(_left_out(data))
    if data["findings"]:
        made.append(_findings(data))
    return made


def number(value):
    """What a cell keeps of an exact decimal."""
    return None if value is None else float(value)


def with_residue(formula, calculated, stored):
    """The formula, and the cents a rule moved behind it."""
    residue = round_half_up(exact(stored) - exact(calculated), 2)
    if not residue:
        return formula
    return f"{formula}{'+' if residue > 0 else '-'}{abs(residue)}"


# ---------------------------------------------------------------------- cover


def _cover(data):
    words = data["words"]
    rows = [[Cell(words["title"], "title")], [Cell(data["action"])], []]
    rows += [[Cell(label), Cell(text, "wrap")] for label, text in data["facts"]]
    rows.append([])
    rows += [
        [Cell(label), Cell(number(amount), "money",
                           f"={ref(words['sheet_statement'], cell)}", bold=True)]
        for label, amount, cell in _results_on_cover(data)
    ]
    rows += [[], []]
    emblem_row = len(rows)
    rows += [[] for _line in range(6)]
    rows += [[Cell(), Cell(text, "wrap")] for text in data["funding_texts"]]
    rows += [[], [Cell(), Cell(words["legend"], "wrap")]]
    image = (emblem_row, 1, data["emblem"], 0.25) if data["emblem"] else None
    return Sheet(words["sheet_cover"], rows, (34, 78), landscape=False, columns=2, image=image)


def _results_on_cover(data):
    layout = _Layout(data)
    return [
        (label, amount, f"$B${layout.results_row + offset + 1}")
        for offset, (label, amount, _key) in enumerate(data["results"])
    ]


# ------------------------------------------------------------------ statement


class _Layout:
    """Which row of the statement sheet holds what (numbered from 0)."""

    def __init__(self, data):
        self.first = 2
        self.rows = data["rows"]
        self.groups_row = self.first + len(self.rows) + 4
        self.results_row = self.groups_row + len(data["groups"]) + 2

    def excel(self, index):
        return self.first + index + 1

    def lines(self):
        return [(index, row) for index, row in enumerate(self.rows) if row["kind"] == "line"]


def _statement(data):
    words, layout = data["words"], _Layout(data)
    heads = [words[name] for name in (
        "code", "category", "form", "books", "eur", "base", "rate", "contribution")]
    rows = [[Cell(words["title"], "title")], [Cell(head, "head") for head in heads]]
    rows += [_statement_row(data, layout, index) for index in range(len(layout.rows))]
    rows += [[]]
    base_row = layout.first + len(layout.rows) + 2
    rows.append(
        [Cell(words["indirect_base"]), None, None, None,
         Cell(number(data["indirect_base"]), "money", f"={_sum_of(layout, 'E', _in_base)}"),
         None, Cell(number(data["indirect_rate"]), "percent")]
    )
    rows += [[], [Cell(words["per_rate"], "head"), Cell(words["amount"], "head"),
                  Cell(words["contribution"], "head")]]
    rows += _group_rows(data, layout)
    rows += [[], [Cell(words["result"], "head"), Cell("", "head")]]
    rows += _result_rows(data, layout)
    named = {"indirect_base": f"$E${base_row}", "indirect_rate": f"$G${base_row}"}
    for offset, (_label, _amount, key) in enumerate(data["results"]):
        named[f"{key}_eur"] = f"$B${layout.results_row + offset + 1}"
    return Sheet(words["sheet_statement"], rows, (34, 40, 16, 16, 16, 8, 10, 18),
                 freeze_row=2, columns=8, names=named)


def _in_base(row):
    return row["in_base"]


def _sum_of(layout, column, wanted=lambda row: True):
    cells = [f"{column}{layout.excel(index)}" for index, row in layout.lines() if wanted(row)]
    return "+".join(cells) or "0"


def _statement_row(data, layout, index):
    row = layout.rows[index]
    if row["kind"] == "line":
        return _line_row(data, row, layout.excel(index))
    if row["kind"] == "subtotal":
        own = [layout.excel(i) for i, one in layout.lines() if one["letter"] == row["code"]]
        formulas = {column: "=" + "+".join(f"{column}{line}" for line in own) for column in "DEH"}
    else:
        formulas = {column: f"={_sum_of(layout, column)}" for column in "DEH"}
    return [
        Cell("", bold=True), Cell(row["label"], bold=True), Cell("", bold=True),
        Cell("", bold=True) if row["local"] is None
        else Cell(number(row["local"]), "money", formulas["D"], bold=True),
        Cell(number(row["eur"]), "money", formulas["E"], bold=True),
        Cell("", bold=True), Cell("", bold=True),
        Cell(number(row["contribution"]), "money", formulas["H"], bold=True),
    ]


def _line_row(data, row, line):
    share = with_residue(
        f"=ROUND(E{line}*G{line},2)",
        round_half_up(exact(row["eur"]) * exact(row["rate"]), 2), row["contribution"])
    return [
        Cell(row["code"]), Cell(row["label"]), Cell(row["form"]), _local_cell(data, row, line),
        Cell(number(row["eur"]), "money", _eur_formula(data, row, line)),
        Cell(data["words"]["yes"] if row["in_base"] else ""),
        Cell(number(row["rate"]), "percent"),
        Cell(number(row["contribution"]), "money", share),
    ]


def _item_sum(data, column, line):
    """SUMIF over the cost lines of the category named in column A of this row."""
    last = FIRST_ITEM + max(len(data["items"]), 1)
    sheet = data["words"]["sheet_items"]
    codes = ref(sheet, f"$A${FIRST_ITEM + 1}:$A${last}")
    amounts = ref(sheet, f"${LETTERS[column]}${FIRST_ITEM + 1}:${LETTERS[column]}${last}")
    return f"ROUND(SUMIF({codes},A{line},{amounts}),2)"


def _local_cell(data, row, line):
    if not row["is_converted"]:
        return None
    return Cell(number(row["local"]), "money", f"={_item_sum(data, 'local', line)}")


def _eur_formula(data, row, line):
    if row["is_flat"]:
        return "=ROUND(indirect_base*indirect_rate,2)"
    if not row["is_converted"]:
        return f"={_item_sum(data, 'eur', line)}"
    if not data["rates"]:
        return f"=D{line}"
    # a category capped at its lump sums declares less than its conversion
    return with_residue(f"=ROUND(D{line}/fx_rate,2)", row["converted"], row["eur"])


def _group_rows(data, layout):
    rows = []
    for offset, group in enumerate(data["groups"]):
        line = layout.groups_row + offset + 1
        amount = _sum_of(layout, "E", lambda row, group=group: row["rate"] == group["rate"])
        rows.append(
            [Cell(number(group["rate"]), "percent"),
             Cell(number(group["amount"]), "money", f"={amount}"),
             Cell(number(group["contribution"]), "money", f"=ROUND(A{line}*B{line},2)")]
        )
    return rows


def _result_rows(data, layout):
    first, last = layout.groups_row + 1, layout.groups_row + len(data["groups"])
    keys = [key for _label, _amount, key in data["results"]]
    cell = {key: f"B{layout.results_row + offset + 1}" for offset, key in enumerate(keys)}
    limits = [cell[key] for key in ("contribution", "cap", "limit") if key in cell]
    formulas = {
        "total": f"={_sum_of(layout, 'E')}",
        "contribution": f"=SUM(C{first}:C{last})",
        "requested": f"=MIN({','.join(limits)})",
        "own_funding": f"={cell['total']}-{cell['requested']}",
    }
    return [
        [Cell(label, bold=True), Cell(number(amount), "money", formulas.get(key), bold=True)]
        for label, amount, key in data["results"]
    ]


# ----------------------------------------------------------------- cost lines


def _items(data):
    words = data["words"]
    heads = [Cell(words[f"item_{name}"], "head") for name in ITEM_COLUMNS]
    rows = [[Cell(words["sheet_items"], "title")], heads]
    rows += [_item_row(data, item, FIRST_ITEM + offset + 1)
             for offset, item in enumerate(data["items"])]
    return Sheet(words["sheet_items"], rows,
                 (9, 11, 24, 26, 34, 14, 26, 14, 14, 9, 10, 14, 11, 8, 8, 16, 16),
                 freeze_row=2, filter_row=1, columns=len(ITEM_COLUMNS))


def _item_row(data, item, line):
    return [
        Cell(item["category"]), Cell(item["date"], "date"), Cell(item["document"] or ""),
        Cell(item["partner"] or ""), Cell(item["what"] or ""), Cell(item["source_label"]),
        Cell(item["rule"] or ""), _input(item["net"], "money"), _input(item["tax"], "money"),
        _input(item["percent"], "share"), _input(item["hours"], "hours"),
        _input(item["annual_cost"], "money"), _input(item["divisor"], "hours"),
        _input(item["life"], "count"), _input(item["months"], "count"),
        _item_local(data, item, line), _item_eur(data, item, line),
    ]


def _input(value, style):
    return Cell(number(value), style) if value else None


def _item_local(data, item, line):
    if item["local"] is None:
        return None
    c = {name: f"{letter}{line}" for name, letter in LETTERS.items()}
    unit = f"{c['annual_cost']}/{c['divisor']}"
    if data["hourly_decimals"] >= 0:
        unit = f"ROUND({unit},{data['hourly_decimals']})"
    formula = {
        "personnel": f"=ROUND({c['hours']}*{unit},2)",
        "ledger": f"=ROUND(({c['net']}+{c['tax']})*{c['percent']}/100,2)",
        "depreciation": f"=ROUND({c['net']}/{c['life']}*{c['months']}*{c['percent']}/100,2)",
    }.get(item["source"])
    if formula:
        formula = with_residue(formula, item["calculated"], item["local"])
    return Cell(number(item["local"]), "money", formula)


def _item_eur(data, item, line):
    if item["local"] is None or item["is_nominal"]:
        return Cell(number(item["eur"]), "money")
    local = f"{LETTERS['local']}{line}"
    if not data["rates"]:
        return Cell(number(item["eur"]), "money", f"={local}")
    converted = round_half_up(exact(item["local"]) / exact(data["fx_rate"]), 2)
    formula = with_residue(f"=ROUND({local}/fx_rate,2)", converted, item["eur"])
    return Cell(number(item["eur"]), "money", formula)


# ------------------------------------------------------------ the other sheets


def _rates(data):
    words, count = data["words"], len(data["rates"])
    first = 8
    span = f"B{first + 1}:B{first + count}"
    mean = f"AVERAGE({span})"
    rate = mean if data["rate_decimals"] is None else f"ROUND({mean},{data['rate_decimals']})"
    rows = [
        [Cell(words["sheet_rates"], "title")],
        [Cell(words["rate_source"], "text")],
        [Cell(words["days"]), Cell(count, "count", f"=COUNT({span})")],
        [Cell(words["rate_sum"]), Cell(number(data["rate_sum"]), "rate", f"=SUM({span})")],
        [Cell(words["mean"]), Cell(number(data["rate_mean"]), "rate", f"={mean}")],
        [Cell(words["rate_used"]), Cell(number(data["fx_rate"]), "rate", f"={rate}", bold=True)],
        [],
        [Cell(words["item_date"], "head"), Cell(words["published"], "head")],
    ]
    rows += [[Cell(day, "date"), Cell(number(Decimal(text)), "rate")]
             for day, text in data["rates"]]
    return Sheet(words["sheet_rates"], rows, (34, 20), freeze_row=first, filter_row=first - 1,
                 columns=2, landscape=False, names={"fx_rate": "$B$6"})


def _left_out(data):
    words = data["words"]
    heads = ("date", "document", "partner", "what", "local")
    rows = [[Cell(words["sheet_left_out"], "title")],
            [*[Cell(words[f"item_{name}"], "head") for name in heads],
             Cell(words["status"], "head"), Cell(words["reason"], "head")]]
    rows += [
        [Cell(item["date"], "date"), Cell(item["document"] or ""), Cell(item["partner"] or ""),
         Cell(item["what"] or ""), Cell(number(item["local"]), "money"),
         Cell(item["status_label"]), Cell(item["reason"] or "")]
        for item in data["left_out"]
    ]
    return Sheet(words["sheet_left_out"], rows, (11, 24, 26, 34, 16, 14, 40), freeze_row=2,
                 filter_row=1, columns=7)


def _findings(data):
    words = data["words"]
    rows = [[Cell(words["sheet_findings"], "title")],
            [Cell(words["severity"], "head"), Cell(words["sheet_findings"], "head")]]
    rows += [[Cell(severity), Cell(message, "wrap")] for severity, message in data["findings"]]
    return Sheet(words["sheet_findings"], rows, (16, 110), freeze_row=2, columns=2)
