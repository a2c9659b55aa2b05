from odoo import api, models


class BiginnCatalogueMixin(models.AbstractModel):
    """Catalogues that rows of an import name by code or by name, thousands of times.

    Each name is looked up once in an import. What is archived may not be chosen anew on a
    screen; a row about the past may still name it.
    """

    _name = "biginn.catalogue.mixin"
    _description = "Named in imports"

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        cache = self.env.context.get("import_cache")
        if not self.env.context.get("import_file") or cache is None:
            return super().name_search(name, domain, operator, limit)
        key = (self._name, name, str(domain), operator, self.env.companies._ids)
        found = cache.get(key)
        if found is None:
            catalogue = super(BiginnCatalogueMixin, self.with_context(active_test=False))
            found = catalogue.name_search(name, domain, operator, limit)
            found = cache[key] = self._import_choice(found)
        return found

    @api.model
    def _import_choice(self, found):
        """Of several with that name, those that a row may mean."""
        records = self.browse(number for number, _name in found)
        wanted = set((records.filtered("active") or records).ids)
        return [pair for pair in found if pair[0] in wanted]
