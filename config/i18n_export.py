"""Writes each addon's .pot from a database that has it, and brings the .po files in line with it.

    ./biginn shell -d DATABASE < config/i18n_export.py

A term that is gone leaves the .po files; a new one stands there empty until it is translated.
"""

import io
from pathlib import Path

import polib

from odoo.modules import Manifest
from odoo.tools.translate import trans_export

LANGUAGES = {"da": "Danish", "es": "Spanish", "lt": "Lithuanian"}
DATES = ("POT-Creation-Date", "PO-Revision-Date")


def template_of(addon):
    """The addon's terms as Odoo exports them, without what changes with every export."""
    buffer = io.BytesIO()
    trans_export(None, [addon], buffer, "po", env)  # noqa: F821  (the shell provides env)
    found = polib.pofile(buffer.getvalue().decode())
    for name in DATES:
        found.metadata.pop(name, None)
    found.sort(key=lambda entry: entry.msgid)
    return found


def bring_in_line(template, file, language):
    known = {}
    if file.exists():
        known = {entry.msgid: entry.msgstr for entry in polib.pofile(file) if entry.msgstr}
    target = polib.POFile()
    target.metadata = {**template.metadata, "Language": language,
                       "Language-Team": LANGUAGES[language]}
    for entry in template:
        target.append(polib.POEntry(
            msgid=entry.msgid, msgstr=known.get(entry.msgid, ""), comment=entry.comment,
            occurrences=entry.occurrences, flags=entry.flags))
    target.save(file)
    return sum(not entry.msgstr for entry in target)


for addon in ("biginn_cluster", "biginn_xchange", "biginn_reports"):
    folder = Path(Manifest.for_addon(addon).path) / "i18n"
    folder.mkdir(exist_ok=True)
    pot = template_of(addon)
    pot.save(folder / f"{addon}.pot")
    missing = {code: bring_in_line(pot, folder / f"{code}.po", code) for code in LANGUAGES}
    print(addon, len(pot), "terms; missing:", missing)
