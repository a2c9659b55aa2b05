"""Real daily rates of the ECB, as small as a clone needs them."""

from datetime import date
from decimal import Decimal

MARCH_2022 = {
    "2022-03-01": "7.4377",
    "2022-03-02": "7.4387",
    "2022-03-03": "7.4399",
    "2022-03-04": "7.4394",
    "2022-03-07": "7.4406",
    "2022-03-08": "7.4441",
    "2022-03-09": "7.4440",
    "2022-03-10": "7.4401",
    "2022-03-11": "7.4402",
    "2022-03-14": "7.4405",
    "2022-03-15": "7.4410",
    "2022-03-16": "7.4412",
    "2022-03-17": "7.4439",
    "2022-03-18": "7.4423",
    "2022-03-21": "7.4411",
    "2022-03-22": "7.4402",
    "2022-03-23": "7.4381",
    "2022-03-24": "7.4397",
    "2022-03-25": "7.4404",
    "2022-03-28": "7.4393",
    "2022-03-29": "7.4388",
    "2022-03-30": "7.4391",
    "2022-03-31": "7.4379",
}
EASTER_2022 = {"2022-04-14": "7.4389", "2022-04-19": "7.4391"}


def march_rates():
    return [(date.fromisoformat(day), Decimal(rate)) for day, rate in MARCH_2022.items()]


def hist_csv(rates=None, extra=None):
    """The ECB's layout: newest first, ``N/A`` for none, a comma at the end of each row.

    ``extra`` maps further currencies to the one value they have on every day.
    """
    rates = MARCH_2022 if rates is None else rates
    extra = {"LTL": "N/A"} if extra is None else extra
    rows = [",".join(["Date", "DKK", *extra, ""])]
    rows += [
        ",".join([day, rate, *extra.values(), ""])
        for day, rate in sorted(rates.items(), reverse=True)
    ]
    return "\n".join(rows) + "\n"


def hist_xml(rates=None):
    rates = MARCH_2022 if rates is None else rates
    days = "".join(
        f'<Cube time="{day}"><Cube currency="DKK" rate="{rate}"/></Cube>\n'
        for day, rate in sorted(rates.items(), reverse=True)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"'
        ' xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">\n'
        "<gesmes:subject>Reference rates</gesmes:subject>\n"
        "<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>\n"
        f"<Cube>\n{days}</Cube>\n</gesmes:Envelope>\n"
    )


def sdmx_csv(rates=None):
    rates = MARCH_2022 if rates is None else rates
    header = "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,TITLE"
    rows = [
        f'EXR.D.DKK.EUR.SP00.A,D,DKK,EUR,SP00,A,{day},{rate},"Danish krone/Euro, daily"'
        for day, rate in sorted(rates.items())
    ]
    return "\n".join([header, *rows]) + "\n"
