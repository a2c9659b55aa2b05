"""Exchanges get states of their own for signing, stay and report; holidays come with the addon."""

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.fields import Domain
from odoo.tools import file_open
from odoo.tools.convert import xml_import

PRESETS = "biginn_xchange/data/biginn_programme_data.xml"
TEXTS = ("introduction", "commitment_terms", "agreement_terms", "report_introduction")


def migrate(cr, _version):
    env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
    fill_presets(env)
    date_exchanges(env)
    env["biginn.public.holiday"]._load_shipped()


def fill_presets(env):
    """Texts that presets ship with now; whatever an office has written meanwhile stays."""
    with file_open(PRESETS, "rb") as file:
        root = etree.parse(file).getroot()
    for record in root.findall("record"):
        programme = env.ref(f"biginn_xchange.{record.get('id')}", raise_if_not_found=False)
        empty = {name for name in TEXTS if programme and not programme[name]}
        if empty and not programme.published:
            empty.add("published")
        for field in record.findall("field"):
            if field.get("name") not in empty:
                record.remove(field)
        if not len(record):
            root.remove(record)
    xml_import(env, "biginn_xchange", {}, "init", noupdate=True).parse(root)


def date_exchanges(env):
    """Since when each is where it stands, and the end of the stays that are over.

    The days that were noted tell; where none was, the last change comes nearest.
    """
    for exchange in env["biginn.exchange"].with_context(active_test=False).search(Domain.TRUE):
        vals = {}
        noted = {"paid": exchange.paid_on, "completed": exchange.completed_on}
        since = noted.get(exchange.state) or exchange.write_date.date()
        if since < exchange.state_since:
            vals["state_since"] = since
        if exchange.state in noted and not exchange.ended_on:
            vals["ended_on"] = exchange.date_end
        if vals:
            exchange._store(vals)
