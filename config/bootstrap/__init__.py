"""Sets up and drives a real Odoo 19 for this clone. Standard library only."""
