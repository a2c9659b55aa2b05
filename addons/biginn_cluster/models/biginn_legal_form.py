from odoo import api, fields, models, tools
from odoo.fields import Domain

from ..rules import duplicates


class BiginnLegalForm(models.Model):
    """A legal form that is no part of a name: ApS, S.L., UAB. Written as people write it."""

    _name = "biginn.legal.form"
    _description = "Legal form"
    _order = "country_id, name, id"

    name = fields.Char(required=True, help="As it is written; points and capitals do not matter.")
    country_id = fields.Many2one("res.country")
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(lower(name))", "This legal form is listed already.")

    @api.model_create_multi
    def create(self, vals_list):
        forms = super().create(vals_list)
        self._changed()
        return forms

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"name", "active"}:
            self._changed()
        return result

    def unlink(self):
        result = super().unlink()
        self._changed()
        return result

    @api.model
    def _changed(self):
        """Names are compared without the legal form: those that may have one, anew."""
        self.env.registry.clear_cache()
        if self.env.context.get("install_mode"):
            # our own list, one by one: the file that holds it calls this once at its end
            return
        # in sudo: the key of an organisation is the same whoever asks
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        self.env.add_to_compute(
            partners._fields["name_key"], partners.search([("name_key", "!=", False)])
        )

    @api.model
    @tools.ormcache()
    def _keys(self):
        names = self.sudo().search(Domain.TRUE).mapped("name")
        return frozenset(key for key in map(duplicates.word_key, names) if key)
