from odoo import api, models


class ResCurrency(models.Model):
    """Company figures may come in a currency that the cluster does not use itself."""

    _name = "res.currency"
    _inherit = ["res.currency", "biginn.catalogue.mixin"]

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        if not self._biginn_import_of_figures():
            # past the catalogue: other imports keep to the currencies in use
            currencies = self.with_context(import_cache=None)
            return super(ResCurrency, currencies).name_search(name, domain, operator, limit)
        return super().name_search(name, domain, operator, limit)

    @api.model
    def _biginn_import_of_figures(self):
        context = self.env.context
        return "biginn_import_organisations" in context or "figure_ids" in context.get(
            "parent_fields_hierarchy", ()
        )
