"""The domain's rules as plain Python: no Odoo, no input or output."""
