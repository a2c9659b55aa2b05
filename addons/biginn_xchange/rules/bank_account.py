"""Bank accounts as members type them: which IBAN can be right.

Source: ISO 13616-1 (structure and check digits), SWIFT IBAN Registry, release 99 (lengths by
country). An IBAN that passes may still belong to somebody else: that people find out.
"""

import re

# Characters in all, by the country of the bank
IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
    "BI": 27, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27,
    "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27,
    "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28,
    "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28,
    "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22,
    "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23,
    "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24,
    "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28,
    "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}  # fmt: skip
NUMBER_MIN, NUMBER_MAX = 5, 34
SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015/]+")


def sanitize(raw: object) -> str:
    """Letters and digits alone, in capitals, as an account number is compared."""
    return SEPARATORS.sub("", str(raw or "")).upper()


def pretty(number: str) -> str:
    """In groups of four, as it is printed."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def masked(number: object) -> str:
    """Enough to recognise an account, too little to use it: `DK50 … 3743`."""
    plain = sanitize(number)
    if len(plain) < 10:
        return "…" + plain[-2:]
    return f"{plain[:4]} … {plain[-4:]}"


def read(raw: object, country: str | None) -> tuple[str, str]:
    """The account number as it is kept, and the code of what is wrong with it.

    :param country: code of the country of the account's holder. Where banks give IBANs, only an
        IBAN will do; it may be one of another country's bank.
    """
    number = sanitize(raw)
    if not number:
        return "", "required"
    if not re.fullmatch(r"[A-Z0-9]+", number) or len(number) > NUMBER_MAX:
        return "", "account_signs"
    if re.match(r"[A-Z]{2}[0-9]{2}", number):
        return pretty(number), _wrong_iban(number)
    if country is None or country in IBAN_LENGTHS:
        return number, "account_iban"
    return number, "" if len(number) >= NUMBER_MIN else "account_signs"


def _wrong_iban(number: str) -> str:
    length = IBAN_LENGTHS.get(number[:2])
    if length is None:
        return "account_country"
    if len(number) != length:
        return "account_length"
    return "" if remainder(number) == 1 else "account_digits"


def remainder(number: str) -> int:
    """ISO 7064 MOD 97-10 of an IBAN: 1 when the check digits fit."""
    turned = number[4:] + number[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97


def with_check_digits(country: str, account: str) -> str:
    """The IBAN of a national account number."""
    return f"{country}{98 - remainder(f'{country}00{account}'):02d}{account}"
