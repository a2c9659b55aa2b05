"""What Odoo leaves behind when the addon goes."""


def uninstall_hook(env):
    """Take away attachments, filters and parameters of ours, which core keeps."""
    models = env["ir.model"].search([("modules", "=like", "%biginn_reports%")])
    own = [
        name
        for name in models.mapped("model")
        if name in env and env[name]._original_module == "biginn_reports"
    ]
    env["ir.attachment"].search([("res_model", "in", own)]).unlink()
    env["ir.filters"].with_context(active_test=False).search([("model_id", "in", own)]).unlink()
    env["ir.config_parameter"].search([("key", "=like", "biginn_reports.%")]).unlink()
