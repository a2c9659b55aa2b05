"""One way to write a VAT number, so that two spellings of it are seen to be the same.

Source: Council Directive 2006/112/EC, Article 215: a number has the two-letter code of its
country in front (Greece writes EL). People leave the code out, and put blanks, dots and
dashes in between.
"""

import re

_NOISE = re.compile(r"[^0-9A-Z]")
_GREECE = {"GR": "EL"}


def canonical(vat, country_code=None):
    """`vat` in capitals without separators and with its country's code; "" when there is none.

    >>> canonical("dk 12 34 56 74")
    'DK12345674'
    >>> canonical("12345674", "DK")
    'DK12345674'

    :param country_code: two letters of the organisation's country, used where the number
        itself does not begin with a code
    """
    number = _NOISE.sub("", (vat or "").upper())
    # one sign alone, "/" for example, is how Odoo notes that somebody has no number
    if len(number) < 2:
        return ""
    if number[:2].isalpha():
        return _GREECE.get(number[:2], number[:2]) + number[2:]
    code = (country_code or "").upper()
    return _GREECE.get(code, code) + number
