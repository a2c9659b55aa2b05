from odoo import api, fields, models

from .biginn_statement import FROZEN

SEVERITIES = [("block", "Stops"), ("warning", "Look at it"), ("info", "Good to know")]

# Where each finding is mended.
UNMAPPED = ("unmapped",)
BENEFICIARY = ("no_accounts", "contribution_above_cap")
ACTIONS = {
    **dict.fromkeys(
        ("no_hourly_rate", "hourly_rate_incomplete", "older_hourly_rate"),
        "biginn_reports.action_biginn_hourly_rate",
    ),
    **dict.fromkeys(
        ("no_rates", "fx_days_missing", "fx_days_unexpected", "conflicting_rates"),
        "biginn_reports.action_biginn_fx_import",
    ),
    **dict.fromkeys(
        ("no_flat_category", "several_flat_categories", "no_personnel_category"),
        "biginn_reports.action_biginn_cost_scheme",
    ),
}


class BiginnStatementFinding(models.Model):
    """What computing noticed, with a link to what mends it. Only *block* stops locking."""

    _name = "biginn.statement.finding"
    _inherit = "biginn.statement.part"
    _description = "Finding on a statement"
    _order = "statement_id, sequence, id"

    # what stops comes first
    sequence = fields.Integer(
        compute="_compute_sequence", store=True, precompute=True, readonly=True
    )
    severity = fields.Selection(SEVERITIES, required=True, readonly=True, default="warning")
    code = fields.Char(required=True, readonly=True)
    params = fields.Json(readonly=True)
    message = fields.Char(compute="_compute_message", string="Finding")
    can_fix = fields.Boolean(compute="_compute_can_fix")

    @api.depends("code", "statement_id.state")
    def _compute_can_fix(self):
        for finding in self:
            finding.can_fix = finding.statement_id.state not in FROZEN and (
                finding.code in ACTIONS or finding.code in UNMAPPED + BENEFICIARY
            )

    @api.depends("severity")
    def _compute_sequence(self):
        order = [severity for severity, _label in SEVERITIES]
        for finding in self:
            finding.sequence = order.index(finding.severity)

    @api.depends_context("lang")
    @api.depends("code", "params")
    def _compute_message(self):
        for finding in self:
            finding.message = finding._sentence()

    def action_fix(self):
        """Lead to what mends the finding."""
        self.ensure_one()
        self.check_access("read")
        statement = self.statement_id
        if self.code in UNMAPPED:
            return statement.action_open_unmapped()
        if self.code in BENEFICIARY:
            return {
                "type": "ir.actions.act_window",
                "res_model": "biginn.grant.beneficiary",
                "res_id": statement.beneficiary_id.id,
                "views": [(False, "form")],
            }
        if self.code not in ACTIONS:
            return statement.action_open_items()
        return self.env["ir.actions.act_window"]._for_xml_id(ACTIONS[self.code])

    def _sentence(self):
        return self._say(self.code, self.params)

    def _say(self, code, params):
        """The sentence for a code, in the reader's language; the bare code if there is none."""
        template = self._sentences().get(code)
        if not template:
            return code
        try:
            return template % (params or {})
        except KeyError:  # a finding stored before its sentence learned a word
            return template

    def _sentences(self):
        """Sentence per code. The words are chosen in the reader's language, when it is read."""
        return {
            "no_rates": self.env._(
                "No exchange rate of the period is known. Import the ECB's daily rates."
            ),
            "fx_days_missing": self.env._(
                "Days on which the ECB publishes but no rate is here: %(count)s, the first is "
                "%(first)s. Import the missing days."
            ),
            "fx_days_unexpected": self.env._(
                "Rates on days without publication: %(count)s, the first on %(first)s."
            ),
            "conflicting_rates": self.env._("Two different rates stand on %(date)s."),
            "no_hourly_rate": self.env._(
                "%(person)s worked %(hours)s hours but has no hourly rate of a year closed by "
                "the end of the period. Enter one."
            ),
            "older_hourly_rate": self.env._(
                "%(person)s: %(hours)s hours belong to the year %(missing)s, which ended within "
                "the period, but are counted at the rate of %(year)s. Enter the rate of "
                "%(missing)s if that year is closed."
            ),
            "person_of_other_company": self.env._(
                "%(person)s is employed by another company: %(hours)s hours are not declared as "
                "personnel cost."
            ),
            "hourly_rate_incomplete": self.env._(
                "The hourly rate of %(person)s for %(year)s lacks figures. Complete it."
            ),
            "standard_hours_below_floor": self.env._(
                "%(person)s: the standard hours lie under 90 %% of the workable hours; "
                "%(floor)s is used."
            ),
            "hours_over_ceiling": self.env._(
                "%(person)s: %(declared)s hours are more than the %(ceiling)s productive hours "
                "of the year %(year)s."
            ),
            "hours_without_package": self.env._(
                "%(hours)s hours name no work package of this grant. Name it on the task or the "
                "line."
            ),
            "no_personnel_category": self.env._(
                "%(hours)s hours were worked, but no category of the scheme takes timesheets."
            ),
            "unmapped": self.env._(
                "Lines that fit no cost rule and are not declared: %(count)s (%(amount)s "
                "%(currency)s). Add a rule."
            ),
            "not_a_cost": self.env._(
                "Lines left out because their account is no cost account: %(count)s (%(amount)s "
                "%(currency)s). Equipment counts by its depreciation."
            ),
            "manual_lines": self.env._(
                "Analytic lines entered by hand: %(count)s (%(amount)s %(currency)s). No posted "
                "document proves them."
            ),
            "orphan_tax": self.env._(
                "VAT that cannot be deducted (%(amount)s %(currency)s, %(document)s) has no "
                "cost line it belongs to and is not declared."
            ),
            "depreciation_twice": self.env._(
                "Category %(category)s has depreciation of equipment and ledger lines: check that "
                "nothing is declared twice."
            ),
            "exchange_twice": self.env._(
                "Ledger lines left out because %(category)s declares exchanges at their lump "
                "sum: %(count)s."
            ),
            "nominal_from_ledger": self.env._(
                "Lines left out because %(category)s is declared at nominal amounts, not as "
                "booked: %(count)s (%(amount)s %(currency)s)."
            ),
            "distributed_twice": self.env._(
                "Lines whose analytic distribution gives the grant more than the whole cost or "
                "gives it in several plans: %(count)s, the first in %(document)s. Each is counted "
                "once."
            ),
            "capped_at_nominal": self.env._(
                "Category %(category)s: %(converted)s EUR is over the lump sums; "
                "%(nominal)s EUR is declared."
            ),
            "above_nominal": self.env._(
                "Category %(category)s: %(converted)s EUR is %(excess)s EUR over the lump sums."
            ),
            "contribution_above_cap": self.env._(
                "The EU contribution of %(contribution)s EUR is over the cap of %(cap)s EUR; "
                "%(requested)s EUR is requested. All costs stay declared."
            ),
            "window_reversed": self.env._("The period ends before it starts."),
            "nominal_missing": self.env._(
                "A cost of the ledger falls into category %(category)s, which declares nominal "
                "euro amounts. Change the cost rule."
            ),
            "item_in_flat_category": self.env._(
                "A cost falls into category %(category)s, which is worked out as a flat rate. "
                "Change the cost rule."
            ),
            "no_flat_category": self.env._(
                "The scheme has a rate for indirect costs but no category of the form flat rate."
            ),
            "several_flat_categories": self.env._(
                "The scheme has more than one category of the form flat rate; keep one."
            ),
            "rate_out_of_range": self.env._("A rate of the scheme lies outside 0 %% to 100 %%."),
            "no_accounts": self.env._(
                "The beneficiary has no analytic account: no cost and no hour can be found."
            ),
            "period_outside_action": self.env._("The period lies outside the dates of the action."),
            "nothing_found": self.env._("No cost was found in the period."),
        }
