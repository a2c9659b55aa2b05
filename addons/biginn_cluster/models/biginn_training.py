from odoo import api, fields, models
from odoo.exceptions import ValidationError


class BiginnTraining(models.Model):
    """What the cluster's own people have learnt: who, what, when, how long, the proof.

    staff    enter, change and delete those of their own cluster
    """

    _name = "biginn.training"
    _description = "Training of staff"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="What", required=True, tracking=True)
    person_id = fields.Many2one(
        "res.partner",
        string="Who",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain="[('is_company', '=', False)]",
        default=lambda self: self.env.user.partner_id,
        help="A colleague, with or without a login.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Cluster",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    provider = fields.Char(help="Who gave the training.")
    date = fields.Date(
        required=True,
        index=True,
        tracking=True,
        default=fields.Date.context_today,
        help="The last day, when it took several.",
    )
    hours = fields.Float(tracking=True)
    certificate = fields.Binary(attachment=True, copy=False)
    certificate_name = fields.Char(string="File name of the certificate", copy=False)
    has_certificate = fields.Boolean(
        string="Certified", compute="_compute_has_certificate", store=True
    )
    note = fields.Text(string="What it is good for")

    _hours_positive = models.Constraint("CHECK (hours >= 0)", "Hours cannot be negative.")

    @api.depends("certificate")
    def _compute_has_certificate(self):
        for training in self.with_context(bin_size=True):
            training.has_certificate = bool(training.certificate)

    @api.constrains("person_id")
    def _check_person(self):
        for training in self:
            if training.person_id.is_company:
                raise ValidationError(
                    self.env._(
                        "%(name)s is an organisation: enter the person who was trained.",
                        name=training.person_id.name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if "company_id" in vals:
            # rules look at what was: nobody moves one into a cluster they do not work in
            self.check_access("write")
        return result

    @api.model
    def _biginn_indicator_values(self, date_from, date_to):
        """What was learnt from one day to another, both included, in the clusters chosen.

        :return: `trainings`, `hours`, `people` (each counted once), `certificates`
        :rtype: dict
        """
        domain = [
            ("company_id", "in", self.env.companies.ids),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
        ]
        rows = self._read_group(
            domain, ["has_certificate"], ["__count", "hours:sum", "person_id:recordset"]
        )
        people = self.env["res.partner"].union(*(found for *_rest, found in rows))
        return {
            "trainings": sum(count for _has, count, _hours, _people in rows),
            "hours": sum(hours or 0.0 for _has, _count, hours, _people in rows),
            "people": len(people),
            "certificates": sum(count for has, count, _hours, _people in rows if has),
        }
