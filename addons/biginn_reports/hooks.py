"""Installation and removal of the addon."""

from odoo.addons.biginn_cluster.hooks import clean_up


def uninstall_hook(env):
    """Leave no filter, parameter, file or loose view of ours behind."""
    clean_up(env, "biginn_reports")
