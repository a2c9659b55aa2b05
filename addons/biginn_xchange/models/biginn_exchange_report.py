from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.biginn_cluster.models.biginn_reference import AMOUNT_BANDS

from ..rules import closing

# What the reporter says; it stands still from submission on.
ANSWERS = {
    "goals_reached",
    "outcomes",
    "learned",
    *closing.RATINGS,
    "follow_up_ids",
    "follow_up",
    "business_expected",
    "amount_band",
    "business_note",
    "publicity",
    "photos_allowed",
    "quote",
}
# What handing in and deciding leave behind: nobody types it.
DECIDED = {
    "state",
    "author_id",
    "submitted_on",
    "decided_on",
    "decided_by_id",
    "remarks",
    "reminded_step",
    "reminded_on",
    "publicity_withdrawn_on",
}
PORTAL_READABLE_FIELDS = ANSWERS | {
    "exchange_id",
    "side",
    "partner_id",
    "state",
    "author_id",
    "submitted_on",
    "decided_on",
    "remarks",
    "due_on",
    "publicity_withdrawn_on",
    "create_date",
    "write_date",
}


class BiginnExchangeReport(models.Model):
    """The visitor's closing report, or the host's feedback: one of each side of an exchange.

    visitor, host   write their own draft through the portal's gate, submit it, and take back
                    what they allowed to be published
    staff           of the company that runs the exchange: validate it or return it with remarks;
                    they may also enter what came on paper
    managers        besides: return a validated one while the exchange is not completed

    What was submitted stands still; returned with remarks it is open again.
    """

    _name = "biginn.exchange.report"
    _description = "Report on an exchange"
    _inherit = ["biginn.checked.mixin", "biginn.portal.readable"]
    _order = "exchange_id desc, side desc, id"

    exchange_id = fields.Many2one(
        "biginn.exchange", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="exchange_id.company_id", store=True, index=True, precompute=True
    )
    programme_id = fields.Many2one(
        related="exchange_id.programme_id", store=True, index=True, precompute=True
    )
    side = fields.Selection(
        [("visitor", "Visitor"), ("host", "Host")],
        required=True,
        default="visitor",
        readonly=True,
        help="Visitor: the closing report. Host: feedback on the visit.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        compute="_compute_partner_id",
        store=True,
        index=True,
        precompute=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("returned", "Returned"),
            ("validated", "Validated"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        help="Draft: the organisation writes it. Submitted: the office looks at it. Returned: "
        "the organisation answers the remarks. Validated: it counts.",
    )

    # What came of it
    goals_reached = fields.Selection(
        [
            ("fully", "Yes, fully"),
            ("mostly", "Mostly"),
            ("partly", "In part"),
            ("no", "No"),
        ],
        help="Whether what was agreed on in the commitment was reached.",
    )
    outcomes = fields.Text(help="What came of the stay.")
    learned = fields.Text(string="What was learned")

    # From 1, poor, to 5, excellent; 0 while there is no answer
    rating_programme = fields.Integer(string="Rating of the programme", aggregator="avg")
    rating_partner = fields.Integer(string="Rating of the other side", aggregator="avg")
    rating_support = fields.Integer(string="Rating of the clusters", aggregator="avg")
    rating_overall = fields.Integer(string="Rating of the whole", aggregator="avg")

    # What follows
    follow_up_ids = fields.Many2many("biginn.follow.up", string="What follows")
    follow_up = fields.Text(string="Next steps")
    business_expected = fields.Selection(
        [("yes", "Yes"), ("maybe", "Perhaps"), ("no", "No")], string="New business expected"
    )
    amount_band = fields.Selection(AMOUNT_BANDS, string="Expected value")
    business_note = fields.Text(string="What business")

    # What may be told to others
    publicity = fields.Selection(
        [
            ("named", "Yes, with names"),
            ("anonymous", "Yes, without names"),
            ("none", "No"),
        ],
        string="May be published",
        help="What the organisation has agreed to; it may take this back at any time.",
    )
    photos_allowed = fields.Boolean(string="Photos may be published")
    quote = fields.Text(string="In one sentence", help="What may be quoted.")
    publicity_withdrawn_on = fields.Datetime(string="Consent withdrawn on", readonly=True)

    # Who and when
    author_id = fields.Many2one(
        "res.partner", string="Reported by", readonly=True, index="btree_not_null"
    )
    submitted_on = fields.Datetime(readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    remarks = fields.Text(readonly=True, help="Why it was returned. The organisation reads it.")
    due_on = fields.Date(
        string="Due on",
        compute="_compute_due_on",
        store=True,
        help="The programme's days for the report, counted from the end of the stay.",
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    reminded_step = fields.Integer(
        string="Reminded so many days after", readonly=True, aggregator=None
    )
    reminded_on = fields.Date(string="Reminded on", readonly=True)

    _one_per_side = models.Constraint(
        "UNIQUE (exchange_id, side)", "This side has a report on this exchange already."
    )
    _ratings_in_range = models.Constraint(
        "CHECK (rating_programme BETWEEN 0 AND 5 AND rating_partner BETWEEN 0 AND 5"
        " AND rating_support BETWEEN 0 AND 5 AND rating_overall BETWEEN 0 AND 5)",
        "A rating is a number from 1 to 5.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("exchange_id.visiting_id", "exchange_id.host_id", "side")
    def _compute_partner_id(self):
        for report in self:
            exchange = report.exchange_id
            report.partner_id = (
                exchange.visiting_id if report.side == "visitor" else exchange.host_id
            )

    @api.depends("exchange_id.date_end", "exchange_id.ended_on", "programme_id.report_days")
    def _compute_due_on(self):
        for report in self:
            exchange = report.exchange_id
            last_day = exchange.ended_on or exchange.date_end
            report.due_on = last_day and closing.due_on(last_day, report.programme_id.report_days)

    @api.depends("due_on", "state")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for report in self:
            waits = report.state in ("draft", "returned")
            report.is_overdue = bool(waits and report.due_on and report.due_on < today)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        overdue = [("state", "in", ("draft", "returned")), ("due_on", "<", today)]
        return overdue if True in value else ["!", "&", *overdue]

    @api.depends("exchange_id.name", "side", "partner_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for report in self:
            report.display_name = f"{report._title()} {report.exchange_id.name or ''}"

    def _title(self):
        if self.side == "host":
            return self.env._("Host's feedback")
        return self.env._("Closing report")

    # ------------------------------------------------------------------
    # ORM overrides
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_checked():
            vals_list = [
                {name: value for name, value in vals.items() if name not in DECIDED}
                for vals in vals_list
            ]
        reports = super().create(vals_list)
        if any(report.state != "draft" for report in reports):
            raise UserError(self.env._("A report starts as a draft."))
        for report in reports:
            report._check_opened()
        return reports

    def _check_opened(self):
        """Nobody reports on a stay that has not begun, or that is closed."""
        if self.exchange_id.state not in self.exchange_id._states_to_report():
            raise UserError(
                self.env._(
                    "%(exchange)s is “%(state)s”: there is nothing to report on now.",
                    exchange=self.exchange_id.name,
                    state=self.exchange_id._state_label(self.exchange_id.state),
                )
            )

    def write(self, vals):
        """The one door: forged decisions and answers of a submitted report stop here."""
        if self._is_checked():
            return super().write(vals)
        if vals.keys() & (DECIDED | {"exchange_id", "side"}):
            raise UserError(
                self.env._("A report is submitted, validated and returned by its buttons.")
            )
        if vals.keys() & ANSWERS:
            self._check_open()
        return super().write(vals)

    def _check_open(self):
        for report in self:
            if report.state not in ("draft", "returned"):
                raise UserError(
                    self.env._(
                        "%(report)s is submitted: it has to be returned before it changes.",
                        report=report.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        self._check_open()

    @api.model
    def _guarded_fields(self):
        return DECIDED

    @api.model
    def _portal_readable_fields(self):
        return super()._portal_readable_fields() | PORTAL_READABLE_FIELDS
