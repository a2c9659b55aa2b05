def uninstall_hook(env):
    """Leave nothing of ours behind, and take nothing of the customer's along."""
