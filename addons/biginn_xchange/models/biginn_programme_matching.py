from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import matching

CRITERIA = [
    ("domain", "Shared domains"),
    ("complement", "Complementary domains"),
    ("activity", "Activities"),
    ("country", "Countries"),
    ("language", "Languages"),
    ("period", "Period"),
    ("places", "Free places"),
    ("contact", "Past contacts"),
]


class BiginnProgramme(models.Model):
    """How candidates of this programme are matched: no source gives a formula, so all is data."""

    _inherit = "biginn.programme"

    match_weight_domain = fields.Integer(
        string="Weight of shared domains",
        default=matching.WEIGHTS["domain"],
        help="Domains that both want to work on. Weights are scaled to 100 points.",
    )
    match_weight_complement = fields.Integer(
        string="Weight of complementary domains",
        default=matching.WEIGHTS["complement"],
        help="Domains that one of the two wants to work on and the other one masters.",
    )
    match_weight_activity = fields.Integer(
        string="Weight of activities", default=matching.WEIGHTS["activity"]
    )
    match_weight_country = fields.Integer(
        string="Weight of countries",
        default=matching.WEIGHTS["country"],
        help="Each is from a country that the other one prefers.",
    )
    match_weight_language = fields.Integer(
        string="Weight of languages", default=matching.WEIGHTS["language"]
    )
    match_weight_period = fields.Integer(
        string="Weight of the period",
        default=matching.WEIGHTS["period"],
        help="Days that suit both. Half the points for the shortest stay of the programme.",
    )
    match_weight_places = fields.Integer(
        string="Weight of free places", default=matching.WEIGHTS["places"]
    )
    match_weight_contact = fields.Integer(
        string="Weight of past contacts", default=matching.WEIGHTS["contact"]
    )
    match_full_domains = fields.Integer(
        string="Domains for full points", default=2, help="More do not count any more."
    )
    match_full_activities = fields.Integer(string="Activities for full points", default=2)
    match_full_days = fields.Integer(string="Days for full points", default=10)
    match_full_places = fields.Integer(string="Places for full points", default=3)
    match_contact = fields.Selection(
        [(matching.NEW, "are new to each other"), (matching.KNOWN, "know each other")],
        string="Better if they",
        default=matching.NEW,
        required=True,
    )
    match_nightly = fields.Boolean(
        string="Propose by night",
        help="Every night each accepted visitor without a partner is proposed to the best host. "
        "Without this mark staff propose at the match desk.",
    )
    match_least_score = fields.Integer(
        string="Lowest score to propose",
        default=60,
        help="The night proposes no pair with a lower score.",
    )

    _match_full_positive = models.Constraint(
        "CHECK (match_full_domains >= 1 AND match_full_activities >= 1 AND match_full_days >= 1"
        " AND match_full_places >= 1)",
        "Full points need at least one domain, activity, day and place.",
    )
    _match_full_bounded = models.Constraint(
        "CHECK (match_full_domains <= 50 AND match_full_activities <= 50"
        " AND match_full_places <= 50 AND match_full_days <= 366)",
        "Full points cannot need more than 50 domains, activities and places, or 366 days.",
    )

    @api.constrains(*(f"match_weight_{criterion}" for criterion, _label in CRITERIA))
    def _check_match_weights(self):
        for programme in self:
            weights = programme._match_weights().values()
            if min(weights) < 0 or max(weights) > 1000 or not sum(weights):
                raise ValidationError(
                    self.env._("Weights lie between 0 and 1000, and at least one is not 0.")
                )

    def _match_weights(self):
        self.ensure_one()
        return {name: self[f"match_weight_{name}"] for name, _label in CRITERIA}

    def _rule_match_terms(self):
        self.ensure_one()
        return matching.Terms(
            weights=self._match_weights(),
            full_domains=self.match_full_domains,
            full_activities=self.match_full_activities,
            full_days=self.match_full_days,
            least_days=max(1, self.min_working_days),
            full_places=self.match_full_places,
            contact=self.match_contact,
        )
