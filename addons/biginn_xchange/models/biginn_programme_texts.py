from odoo import api, fields, models


class BiginnProgramme(models.Model):
    """What the public reads about a programme, and what its papers say, in each language."""

    _inherit = "biginn.programme"

    published = fields.Boolean(
        copy=False,
        help="The public page *Can I go?* answers for this programme, and members may apply.",
    )
    introduction = fields.Html(
        translate=True, help="What the programme is for, shown to the public and to members."
    )
    commitment_terms = fields.Html(
        string="Terms of the commitment",
        translate=True,
        help="Printed on the Commitment to Quality, above the signatures.",
    )
    agreement_terms = fields.Html(
        string="Terms of the financial agreement",
        translate=True,
        help="Printed on the financial agreement, above the signatures.",
    )
    report_introduction = fields.Html(
        string="Introduction to the closing report",
        translate=True,
        help="What visitor and host read before they report on the stay.",
    )
    target_ids = fields.One2many(
        "biginn.programme.target", "programme_id", string="Targets", copy=True
    )

    @api.model
    def _can_i_go(self, params):
        """What *Can I go?* answers for every published programme: plain values, see the model."""
        return self.env["biginn.can.i.go"]._answer(params)
