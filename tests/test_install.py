"""Installing says nothing, removing leaves nothing, and what the customer uses stays."""

import os
import textwrap

import pytest

from . import databases

ADDONS = ("biginn_cluster", "biginn_xchange", "biginn_reports")
LEFTOVERS = {
    "tables": "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
    "columns": "SELECT table_name, column_name FROM information_schema.columns "
               "WHERE table_schema = 'public'",
    "views": "SELECT model, name, key FROM ir_ui_view",
    "filters": "SELECT name, model_id FROM ir_filters",
    "parameters": "SELECT key FROM ir_config_parameter",
    "attachments": "SELECT name, res_model, res_field, url FROM ir_attachment "
                   "WHERE url IS NULL OR url NOT LIKE '/web/assets/%'",
    "groups": "SELECT name::text FROM res_groups",
    "menus": "SELECT name::text FROM ir_ui_menu",
    "actions": "SELECT type, name::text FROM ir_actions",
    "crons": "SELECT cron_name FROM ir_cron",
    "sequences": "SELECT code FROM ir_sequence",
    "models": "SELECT model FROM ir_model",
    "external ids": "SELECT module, name FROM ir_model_data WHERE module LIKE 'biginn%'",
}
# A user's own traces that core does not take away.
USE = textwrap.dedent("""
    user = env.ref("base.user_admin")
    env["ir.filters"].create({"name": "mine", "model_id": "biginn.membership",
                              "user_ids": [(4, user.id)]})
    env["ir.config_parameter"].set_param("biginn_cluster.test", "1")
    env["ir.config_parameter"].set_param("biginn_reports.test", "1")
    partner = env["res.partner"].create({"name": "Member", "is_company": True})
    env["ir.attachment"].create({"name": "a.txt", "raw": b"a", "res_model": "biginn.exchange",
                                 "res_id": 1})
    cern = env.ref("biginn_cluster.%(used)s")
    env["res.partner"].create({"name": "Our contact there", "parent_id": cern.id})
    env.cr.commit()
""")
UNINSTALL = textwrap.dedent("""
    env["ir.module.module"].search([("name", "=", "biginn_cluster")]).button_immediate_uninstall()
""")
BIG_SCIENCE = ("SELECT p.name FROM res_partner p JOIN ir_model_data d ON d.res_id = p.id "
               "AND d.model = 'res.partner' WHERE d.module = 'biginn_cluster'")


@pytest.fixture(scope="module")
def bare():
    """A database with what the addons depend on, and nothing of ours."""
    name = f"{os.environ['BIGINN_TEST_DB']}_install"
    with databases.copy_of(os.environ["BIGINN_FOUNDATION"], name):
        yield name


def snapshot(name):
    return {what: databases.rows(name, query) for what, query in LEFTOVERS.items()}


@pytest.fixture(scope="module")
def life(bare):
    """Install one by one, use, uninstall, install again; each step's log and state."""
    seen = {"before": snapshot(bare)}
    adopted = "Owned already"
    databases.odoo(bare, script=(
        f'env["res.partner"].create({{"name": "{adopted}", "is_company": True, '
        '"website": "https://www.esrf.fr/about"})\nenv.cr.commit()\n'))
    seen["logs"] = {addon: databases.odoo(bare, "-i", addon) for addon in ADDONS}
    seen["partners"] = databases.rows(bare, BIG_SCIENCE)
    used = databases.rows(
        bare, "SELECT name FROM ir_model_data WHERE module = 'biginn_cluster' "
              "AND model = 'res.partner' AND name LIKE '%cern%'")
    databases.odoo(bare, script=USE % {"used": min(used)[0]})
    databases.odoo(bare, script=UNINSTALL)
    seen["after"] = snapshot(bare)
    seen["kept"] = {name for (name,) in databases.rows(bare, "SELECT name FROM res_partner")}
    seen["again"] = databases.odoo(bare, "-i", ",".join(ADDONS))
    seen["partners again"] = databases.rows(bare, BIG_SCIENCE)
    seen["same name"] = databases.rows(
        bare, "SELECT name FROM res_partner WHERE parent_id IS NULL AND is_company "
              "GROUP BY name HAVING count(*) > 1")
    return seen


@pytest.mark.parametrize("addon", ADDONS)
def test_installing_says_nothing(life, addon):
    assert databases.loud_records(life["logs"][addon]) == []


@pytest.mark.parametrize("what", sorted(LEFTOVERS))
def test_uninstalling_leaves_nothing(life, what):
    assert life["after"][what] - life["before"][what] == set()


def test_existing_contact_is_adopted_not_doubled(life):
    assert ("Owned already",) in life["partners"]


def test_used_big_science_organisations_stay(life):
    assert "Owned already" in life["kept"]
    assert any("CERN" in name or "Nuclear Research" in name for name in life["kept"])
    unused = {name for (name,) in life["partners"]} - life["kept"]
    assert unused, "organisations that nobody has used go"


def test_installing_again_works_and_adopts(life):
    assert databases.loud_records(life["again"]) == []
    assert life["partners again"] == life["partners"]
    assert life["same name"] == set()
