from odoo import api, fields, models


class BiginnNace(models.Model):
    """A division (two digits) of NACE Rev. 2, the EU's classification of economic activities.

    The ECCP asks for divisions, not for the finer classes. Managers may add classes of their
    own with longer codes.
    """

    _name = "biginn.nace"
    _description = "NACE division"
    _order = "code, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is already a NACE division with this code."
    )
    _code_digits = models.Constraint(
        "CHECK (code ~ '^[0-9]{2}([.][0-9]{1,2})?$')",
        "A NACE code has two digits, and a finer class one or two more after a point: 26 or 26.51.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for nace in self:
            nace.display_name = f"{nace.code or ''} {nace.name or ''}".strip()
