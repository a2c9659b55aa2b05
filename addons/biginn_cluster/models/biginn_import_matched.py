from odoo import api, models


class BiginnImportMatched(models.AbstractModel):
    """Rows of an import meet what stands already before Odoo writes them."""

    _name = "biginn.import.matched"
    _description = "Compared with what stands by an import"

    @api.model
    def _load_records(self, data_list, update=False):
        if self.env.context.get("import_file"):
            with self.env["biginn.import.rows"]._row_by_row(data_list):
                self._import_match(data_list)
        return super()._load_records(data_list, update)

    def _load_records_write(self, values):
        # of thousands of rows that come again most say nothing new: neither a date of change nor
        # time is spent on them
        if self.env.context.get("import_file") and not values.keys() - {"id"}:
            return None
        return super()._load_records_write(values)

    @api.model
    def _import_match(self, data_list):
        """Say of each row without an id which record it is about, and what it changes."""
        raise NotImplementedError
