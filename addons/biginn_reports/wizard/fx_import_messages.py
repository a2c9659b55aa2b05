"""What the reader of the ECB's files found wrong, in the words of the person who uploads."""


def sentence(env, code, params):
    """The sentence for an ``EcbFormatError``."""
    where = _where(env, params)
    what = _file(env, code, params) or _value(env, code, params) or _shape(env, code, params)
    advice = env._(
        "Nothing was imported. Take the file as it was downloaded from the ECB: a spreadsheet "
        "program changes dates and digits."
    )
    return " ".join(part for part in (where, what, advice) if part)


def _where(env, params):
    return env._("Line %(line)s:", line=params["line"]) if params.get("line") else ""


def _file(env, code, params):
    """The file as a whole."""
    return {
        "too_large": env._(
            "The file has more than %(size)s MB.", size=params.get("limit", 0) // 1024**2
        ),
        "empty_file": env._("The file is empty."),
        "not_text": env._("The file is neither text nor a zip archive."),
        "bad_zip": env._("The zip archive is damaged or protected."),
        "zip_one_file": env._(
            "The zip archive should hold one file, it holds %(count)s.",
            count=params.get("count", 0),
        ),
        "zip_no_csv": env._(
            "The zip archive holds %(name)s, not a csv file.", name=params.get("name", "")
        ),
        "unknown_layout": env._("This is no file of ECB reference rates."),
        "no_rates_in_file": env._("There is not a single rate in the file."),
        "doctype": env._("The file declares a document type, the ECB's files never do."),
        "bad_xml": env._("The xml is damaged or cut off."),
        "bad_csv": env._("The csv is damaged or cut off."),
        "cube_count": env._("The xml should hold one table of rates."),
    }.get(code)


def _value(env, code, params):
    """One date, number or currency."""
    value = params.get("value", "")
    currency = params.get("currency", "")
    return {
        "date_format": env._("“%(value)s” is not a date like 2022-03-31.", value=value),
        "date_before_euro": env._("%(value)s is before the first day of the euro.", value=value),
        "date_in_future": env._("%(value)s lies in the future.", value=value),
        "date_on_weekend": env._(
            "%(value)s is a weekend, on which the ECB publishes nothing.", value=value
        ),
        "currency_code": env._("“%(value)s” is not a currency code.", value=value),
        "number_format": env._(
            "“%(value)s” is not a rate of %(currency)s like 7.4393.",
            value=value,
            currency=currency,
        ),
        "number_not_positive": env._(
            "The rate of %(currency)s is not above zero.", currency=currency
        ),
        "outside_band": env._(
            "%(value)s cannot be right for %(currency)s: it moves between %(low)s and %(high)s.",
            value=value,
            currency=currency,
            low=params.get("low"),
            high=params.get("high"),
        ),
        "day_twice": env._("%(day)s stands in the file twice.", day=params.get("date", "")),
        "other_series": env._("“%(value)s” is not a daily euro reference rate.", value=value),
    }.get(code)


def _shape(env, code, params):
    """Columns and elements."""
    messages = {
        "column_count": env._(
            "There are %(count)s columns instead of %(wanted)s.",
            count=params.get("count", 0),
            wanted=params.get("wanted", 0),
        ),
        "column_twice": env._("A column stands in the file twice."),
        "column_missing": env._("The column %(name)s is missing.", name=params.get("name", "")),
        "no_currency_columns": env._("There is no column with a currency."),
        "blank_line": env._("There is a blank line in the middle of the file."),
        "unknown_element": env._("Something stands here that the ECB does not write."),
    }
    return messages.get(code) or env._("The file cannot be read.")
