from odoo.fields import Domain

from odoo.addons.biginn_cluster.hooks import keep_demo

# Fields of ours on core models: a saved filter that names one would break without us.
FIELDS_ON_CORE = {
    "event.event": (
        "is_360",
        "agenda_",
        "programme_id",
        "exchange_",
        "local_dates",
        "quota_ids",
        "attendance_ids",
        "offer_hours",
        "published_on_portal",
        "public_picture",
        "removed_item_ids",
        "feedback_",
    ),
    "event.registration": (
        "organisation_id",
        "cluster_id",
        "exchange_id",
        "attendance_ids",
        "placement",
        "requested_on",
        "waiting_",
        "offer_expires_on",
        "finding_ids",
        "open_finding_count",
        "calendar_link_number",
        "feedback_",
    ),
    "res.partner": ("exchange_count", "candidate_count"),
    "account.move": ("biginn_exchange_id",),
    "biginn.facility": ("needs_access_data", "access_field_ids", "access_list_days"),
    "res.company": ("biginn_agenda_",),
}


def uninstall_hook(env):
    """Take away what core leaves behind: attachments, filters, export lists, parameters, rights."""
    keep_demo(env, "biginn_xchange")
    models = env["ir.model"].search([("model", "in", _own_models(env))]).mapped("model")
    env["ir.attachment"].search([("res_model", "in", models)]).unlink()
    _saved_filters(env, models).unlink()
    env["ir.exports"].search([("resource", "in", models)]).unlink()
    env["ir.config_parameter"].search([("key", "=like", "biginn_xchange.%")]).unlink()
    # staff keep what they had before agendas came; the group itself belongs to the addon below
    staff = env.ref("biginn_cluster.group_staff", raise_if_not_found=False)
    event_user = env.ref("event.group_event_user", raise_if_not_found=False)
    if staff and event_user:
        staff.implied_ids -= event_user
    manager = env.ref("biginn_cluster.group_manager", raise_if_not_found=False)
    validator = env.ref("account.group_validate_bank_account", raise_if_not_found=False)
    if manager and validator:
        manager.implied_ids -= validator


def _own_models(env):
    data = env["ir.model.data"].search(
        [("module", "=", "biginn_xchange"), ("model", "=", "ir.model")]
    )
    extended = set(FIELDS_ON_CORE) | {"biginn.membership"}
    names = env["ir.model"].browse(data.mapped("res_id")).exists().mapped("model")
    return [name for name in names if name not in extended]


def _saved_filters(env, models):
    filters = env["ir.filters"].with_context(active_test=False)
    domain = Domain("model_id", "in", models)
    for model, names in FIELDS_ON_CORE.items():
        for name in names:
            mentions = Domain.OR(
                Domain(field, "like", f"'{name}") | Domain(field, "like", f'"{name}')
                for field in ("domain", "context", "sort")
            )
            domain |= Domain("model_id", "=", model) & mentions
    return filters.search(domain)
