from odoo import fields, models


class BiginnAccessField(models.Model):
    """One thing that a facility may want to know of a visitor beforehand.

    Rights: staff choose per visit what is asked for; managers rename, order and switch off.
    """

    _name = "biginn.access.field"
    _description = "Identity data that is asked for"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Selection(
        [
            ("family_name", "Family name"),
            ("given_names", "Given names"),
            ("nationality_id", "Nationality"),
            ("birth_date", "Date of birth"),
            ("birth_place", "Place of birth"),
            ("document_kind", "Kind of document"),
            ("document_number", "Number of the document"),
            ("document_expiry", "Document valid until"),
        ],
        string="What it is",
        required=True,
    )
    hint = fields.Char(translate=True, help="Stands under the input.")
    by_default = fields.Boolean(
        string="Asked by default",
        help="Proposed for a visit whose facility does not say what it asks for.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_once = models.Constraint("UNIQUE (code)", "Each of these exists once.")
