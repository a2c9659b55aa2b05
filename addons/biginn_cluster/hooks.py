"""What core's uninstallation leaves behind, or would take along.

`clean_up` works for any of our addons; the hooks of the upper ones call it too.
"""

import re

from odoo.tools import SQL, sql


def uninstall_hook(env):
    """Leave nothing of ours behind, and take nothing of the customer's along."""
    keep_used_big_science(env)
    keep_demo(env, "biginn_cluster")
    clean_up(env, "biginn_cluster")
    empty_referring_tables(env)


# Filled when we create an organisation; whoever changes it edits the organisation itself.
OUR_RELATIONS = {"biginn_partner_member_state_rel"}

# -- what the customer keeps -----------------------------------------------------------


def keep_used_big_science(env):
    """Take our external id off every Big Science organisation the customer has used.

    Core deletes what still carries one. Used is: adopted, edited, referenced by any record,
    written about, followed, given a file or a task. In doubt it stays.
    """
    data = env["ir.model.data"].search(
        [("module", "=", "biginn_cluster"), ("model", "=", "res.partner")]
    )
    partners = env["res.partner"].browse(data.mapped("res_id")).exists()
    used = used_partners(env, partners)
    data.filtered(lambda row: row.res_id in used.ids).unlink()
    return used


def used_partners(env, partners):
    """Those of `partners` that somebody has edited or that anything refers to."""
    env.flush_all()
    ids = set(partners._biginn_edited().ids)
    for query in _reference_queries(env, partners.ids):
        ids.update(row[0] for row in env.execute_query(query))
    return partners.filtered(lambda partner: partner.id in ids)


def _reference_queries(env, ids):
    """Queries for the ids of partners that something in the database refers to."""
    seen = set()
    for model in env.registry.values():
        if model._abstract or not model._auto:
            continue
        for field in model._fields.values():
            if not field.store or field.type not in ("many2one", "many2many"):
                continue
            if field.type == "many2many" and field.relation in OUR_RELATIONS:
                continue
            if field.type == "many2many":
                yield from _many2many_queries(env, model, field, ids, seen)
            elif field.comodel_name == "res.partner":
                query = _many2one_query(env, model, field, ids)
                if query:
                    yield query
    for table, model_column in (
        ("mail_message", "model"),
        ("mail_activity", "res_model"),
        ("mail_followers", "res_model"),
        ("ir_attachment", "res_model"),
    ):
        yield SQL(
            "SELECT DISTINCT res_id FROM %s WHERE %s = 'res.partner' AND res_id = ANY(%s)",
            SQL.identifier(table),
            SQL.identifier(model_column),
            ids,
        )


def _many2one_query(env, model, field, ids):
    if not sql.column_exists(env.cr, model._table, field.name):
        return None
    column, table = SQL.identifier(field.name), SQL.identifier(model._table)
    if field.company_dependent:
        return SQL(
            "SELECT DISTINCT v.value::int FROM %s, jsonb_each_text(%s) v"
            " WHERE v.value::int = ANY(%s)",
            table,
            column,
            ids,
        )
    own = SQL()
    if model._name == "res.partner":
        # a partner's own row points to itself as its commercial entity
        own = SQL("AND id != %s", column)
    elif model._name == "biginn.facility":
        # the places that came with us are no use somebody made of an organisation
        own = SQL(
            "AND (write_date > create_date OR id NOT IN (SELECT res_id FROM ir_model_data"
            " WHERE module = 'biginn_cluster' AND model = 'biginn.facility'))"
        )
    return SQL("SELECT DISTINCT %s FROM %s WHERE %s = ANY(%s) %s", column, table, column, ids, own)


def _many2many_queries(env, model, field, ids, seen):
    sides = []
    if field.comodel_name == "res.partner":
        sides.append(field.column2)
    if model._name == "res.partner":
        sides.append(field.column1)
    for side in sides:
        if (field.relation, side) in seen or not sql.column_exists(env.cr, field.relation, side):
            continue
        seen.add((field.relation, side))
        column = SQL.identifier(side)
        yield SQL(
            "SELECT DISTINCT %s FROM %s WHERE %s = ANY(%s)",
            column,
            SQL.identifier(field.relation),
            column,
            ids,
        )


def empty_referring_tables(env):
    """Rows that hold on to our categories, domains and services go before core deletes those.

    Their tables are dropped a moment later; without this every row is an error in the log.
    """
    env.flush_all()
    for name in (
        "biginn.capability",
        "biginn.consent",
        "biginn.reference",
        "biginn.membership",
        "biginn.service.use",
        "biginn.service",
    ):
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(env[name]._table)))
    env.invalidate_all(flush=False)


def keep_demo(env, module):
    """Take our external ids off the demo world's records of core's models.

    Posted books refer to its companies, suppliers and employees: core would try in vain to
    delete them, one failing query after the other.
    """
    env["ir.model.data"].search(
        [
            ("module", "=", module),
            ("name", "=like", "demo\\_%"),
            ("model", "not like", "biginn.%"),
        ]
    ).unlink()


# -- what must not stay ----------------------------------------------------------------


def clean_up(env, module):
    """Remove filters, export lists, parameters, files and loose views of one addon."""
    models, added = _models_and_fields(env, module)
    _remove_filters(env, models, added)
    _remove_export_lines(env, models, added)
    env["ir.config_parameter"].search([("key", "=like", f"{module}.%")]).unlink()
    _remove_attachments(env, models, added)
    loose_views = (
        env["ir.ui.view"].with_context(active_test=False).search([("model", "in", models)])
    )
    loose_views.filtered(lambda view: not view.xml_id).unlink()
    env["ir.actions.act_window"].search([("res_model", "in", models)]).filtered(
        lambda action: not action.xml_id
    ).unlink()


def _models_and_fields(env, module):
    """(names of the models the addon defines, {core model: names of fields it adds})."""
    data = env["ir.model.data"].search(
        [("module", "=", module), ("model", "in", ("ir.model", "ir.model.fields"))]
    )
    ids = [d.res_id for d in data if d.model == "ir.model"]
    # an addon above may extend a model of ours; whose it is, the registry knows
    models = [
        name
        for name in env["ir.model"].browse(ids).mapped("model")
        if name in env and env[name]._original_module == module
    ]
    added = {}
    own_fields = [d.res_id for d in data if d.model == "ir.model.fields"]
    for field in env["ir.model.fields"].browse(own_fields).exists():
        if field.model not in models and field.name in env[field.model]._fields:
            added.setdefault(field.model, set()).add(field.name)
    return models, {model: names - _shared(env, module, model) for model, names in added.items()}


def _leaving(env):
    """Names of all addons that go in the same uninstallation."""
    return env["ir.module.module"].search([("state", "=", "to remove")]).mapped("name")


def _shared(env, module, model):
    """Fields of a core model that another addon defines too: those stay."""
    env.cr.execute(
        """
        SELECT f.name
          FROM ir_model_fields f
          JOIN ir_model_data d ON d.model = 'ir.model.fields' AND d.res_id = f.id
         WHERE f.model = %s AND d.module != ALL(%s)
        """,
        (model, [module, *_leaving(env)]),
    )
    return {name for (name,) in env.cr.fetchall()}


def _mentions(text, names):
    return any(re.search(rf"\b{re.escape(name)}\b", text or "") for name in names)


def _remove_filters(env, models, added):
    filters = env["ir.filters"].with_context(active_test=False)
    filters.search([("model_id", "in", models)]).unlink()
    for model, names in added.items():
        filters.search([("model_id", "=", model)]).filtered(
            lambda f, names=names: _mentions(f"{f.domain} {f.context} {f.sort}", names)
        ).unlink()


def _remove_export_lines(env, models, added):
    env["ir.exports"].search([("resource", "in", models)]).unlink()
    for model, names in added.items():
        env["ir.exports.line"].search([("export_id.resource", "=", model)]).filtered(
            lambda line, names=names: (line.name or "").split("/")[0] in names
        ).unlink()


def _remove_attachments(env, models, added):
    attachments = env["ir.attachment"].with_context(active_test=False)
    # naming res_field keeps core from hiding the attachments of binary fields
    attachments.search(
        [("res_model", "in", models), "|", ("res_field", "=", False), ("res_field", "!=", False)]
    ).unlink()
    for model, names in added.items():
        attachments.search([("res_model", "=", model), ("res_field", "in", sorted(names))]).unlink()
