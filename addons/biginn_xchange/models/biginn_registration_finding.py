from odoo import fields, models


class BiginnRegistrationFinding(models.Model):
    """What one rule says about one registration at an agenda of an exchange programme.

    Rights: staff read with the registration, managers override, nobody writes by hand.
    """

    _name = "biginn.registration.finding"
    _description = "Finding on a registration"
    _inherit = ["biginn.finding.mixin"]
    _subject_field = "registration_id"
    _order = "registration_id, is_open desc, sequence, id"

    registration_id = fields.Many2one(
        "event.registration", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="registration_id.company_id", store=True, index=True)
    rule = fields.Selection(
        [
            ("visitor_type", "Visiting organisation"),
            ("visitor_membership", "Visitor's membership"),
            ("visitor_country", "Home country"),
        ],
        required=True,
    )
    blocking = fields.Boolean(help="If it fails, the registration gets no place.")

    _rule_uniq = models.Constraint(
        "UNIQUE (registration_id, rule)", "Each rule speaks once about a registration."
    )

    def _record_to_fix(self):
        return self.registration_id.organisation_id or self.registration_id

    def write(self, vals):
        """Who is let through by an override gets a place, as far as there is one."""
        result = super().write(vals)
        if "overridden_by" in vals:
            self.registration_id.event_id._allocate_after_commit()
        return result
