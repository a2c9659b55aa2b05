"""Installation and removal of the addon."""

from odoo.addons.biginn_cluster.hooks import clean_up, keep_demo


def uninstall_hook(env):
    """Leave no filter, parameter, file or loose view of ours behind."""
    keep_demo(env, "biginn_reports")
    clean_up(env, "biginn_reports")
