from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class BiginnAgendaFeedback(models.Model):
    """What a participant says of an agenda item, or of the agenda as a whole.

    Only the person itself says it, in the portal (`event_registration_feedback.py`).

    Rights: whoever sees the registrations reads it; nobody writes it for somebody else.
    """

    _name = "biginn.agenda.feedback"
    _description = "Feedback on an agenda"
    _inherit = ["biginn.checked.mixin"]
    _order = "event_id, item_id, id"

    registration_id = fields.Many2one(
        "event.registration", string="Participant", required=True, index=True, ondelete="cascade"
    )
    item_id = fields.Many2one(
        "biginn.agenda.item",
        string="Agenda item",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: the agenda as a whole.",
    )
    event_id = fields.Many2one(
        related="registration_id.event_id", string="Agenda", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="event_id.company_id", store=True, index=True, precompute=True
    )
    organisation_id = fields.Many2one(related="registration_id.organisation_id")
    rating = fields.Integer(
        aggregator="avg", help="1 is poor, 5 is very good. 0: not rated; averages leave it out."
    )
    text = fields.Text()

    _once = models.UniqueIndex(
        "(registration_id, COALESCE(item_id, 0))", "A person rates an agenda item once."
    )
    _rating_range = models.Constraint(
        "CHECK (rating BETWEEN 0 AND 5)", "A rating is from 1 to 5, or 0 for none."
    )

    @api.depends("registration_id", "item_id", "event_id")
    def _compute_display_name(self):
        for answer in self:
            about = answer.item_id.name or answer.event_id.name or ""
            answer.display_name = f"{answer.registration_id.display_name}: {about}"

    # ------------------------------------------------------------------
    # ORM overrides
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_by_the_person()
        return super().create(vals_list)

    def write(self, vals):
        self._check_by_the_person()
        return super().write(vals)

    def _check_by_the_person(self):
        if not self._is_checked():
            raise UserError(
                self.env._("Feedback is given by the participants themselves, in the portal.")
            )

    def _read_group_select(self, aggregate_spec, query):
        """Who wrote a text and gave no rating does not pull the average down."""
        if aggregate_spec == "rating:avg":
            return SQL("AVG(NULLIF(%s, 0))", self._field_to_sql(self._table, "rating", query))
        return super()._read_group_select(aggregate_spec, query)

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    @api.model
    def _figures(self, domain, group):
        """{id: (number of answers, average rating)} by `group`, in one question."""
        return {
            record.id: (count, average or 0.0)
            for record, count, average in self._read_group(
                domain, [group], ["__count", "rating:avg"]
            )
        }


class BiginnAgendaItem(models.Model):
    _inherit = "biginn.agenda.item"

    feedback_count = fields.Integer(
        string="Feedback",
        compute="_compute_feedback",
        groups="event.group_event_registration_desk",
    )
    feedback_rating = fields.Float(
        string="Average rating",
        compute="_compute_feedback",
        digits=(2, 1),
        groups="event.group_event_registration_desk",
        help="1 is poor, 5 is very good.",
    )

    def _compute_feedback(self):
        answers = self.env["biginn.agenda.feedback"]
        figures = answers._figures([("item_id", "in", self.ids)], "item_id")
        for item in self:
            item.feedback_count, item.feedback_rating = figures.get(item._origin.id, (0, 0.0))
