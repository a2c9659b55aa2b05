"""Danish, Spanish and Lithuanian are complete: a missing or damaged term fails here."""

import io
import re
from pathlib import Path

import polib
import pytest

from odoo.modules.registry import Registry
from odoo.tools.translate import trans_export

ADDONS = Path(__file__).resolve().parents[1] / "addons"
NAMES = ("biginn_cluster", "biginn_xchange", "biginn_reports")
LANGUAGES = ("da", "es", "lt")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\{.*?\}\}")


@pytest.fixture(scope="module")
def wanted(request):
    """{addon: every term that Odoo exports for it now}"""
    from odoo import api
    from odoo.tests.common import get_db_name

    terms = {}
    with Registry(get_db_name()).cursor() as cursor:
        env = api.Environment(cursor, api.SUPERUSER_ID, {})
        for name in NAMES:
            buffer = io.BytesIO()
            trans_export(None, [name], buffer, "po", env)
            found = polib.pofile(buffer.getvalue().decode())
            terms[name] = {entry.msgid for entry in found if entry.msgid}
    return terms


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("addon", NAMES)
def test_every_term_is_translated(wanted, addon, language):
    file = polib.pofile(ADDONS / addon / "i18n" / f"{language}.po")
    done = {entry.msgid: entry.msgstr for entry in file if entry.msgstr and not entry.fuzzy}
    missing = sorted(wanted[addon] - set(done))
    assert missing == [], f"{len(missing)} terms of {addon} lack {language}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("addon", NAMES)
def test_placeholders_survive(addon, language):
    file = polib.pofile(ADDONS / addon / "i18n" / f"{language}.po")
    for entry in file:
        assert sorted(PLACEHOLDER.findall(entry.msgid)) == sorted(
            PLACEHOLDER.findall(entry.msgstr)), entry.msgid


@pytest.mark.parametrize("addon", NAMES)
def test_the_template_is_fresh(wanted, addon):
    file = polib.pofile(ADDONS / addon / "i18n" / f"{addon}.pot")
    assert {entry.msgid for entry in file} == wanted[addon]
