"""Shared by the tests of the rules."""

import os
from decimal import Decimal

from odoo.addons.biginn_reports.rules.statement import FLAT, Category, Item, Scheme

D = Decimal
LONG = bool(os.environ.get("BIGINN_LONG"))


def many(short, long):
    """How often to try: ``BIGINN_LONG=1`` asks for the full count."""
    return long if LONG else short


def scheme(*, base=("A", "D"), c_form="actual", categories=None):
    """The default scheme: 75 %, C at 100 %, 7 % of the letters in ``base``."""
    codes = categories or ("A.1", "B", "C", "D.1", "D.2", "D.3", "E")
    forms = {"C": c_form, "E": FLAT}
    return Scheme(
        tuple(
            Category(
                code,
                forms.get(code, "actual"),
                in_indirect_base=code[0] in base,
                reimbursement_rate=D(1) if code == "C" else None,
            )
            for code in codes
        ),
        indirect_rate=D("0.07"),
        reimbursement_rate=D("0.75"),
    )


def local_items(**amounts):
    """Items from category codes with underscores: ``local_items(A_1="10.00")``."""
    return tuple(
        Item(f"{code}#{index}", code.replace("_", "."), amount_local=D(amount))
        for code, listed in amounts.items()
        for index, amount in enumerate([listed] if isinstance(listed, str) else listed)
    )
