from odoo import api, models


class ResCurrency(models.Model):
    _inherit = "res.currency"

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Company figures may be imported in a currency that the cluster does not use itself."""
        currencies, context = self, self.env.context
        if context.get("import_file") and "figure_ids" in context.get(
            "parent_fields_hierarchy", ()
        ):
            currencies = self.with_context(active_test=False)
        return super(ResCurrency, currencies).name_search(name, domain, operator, limit)
