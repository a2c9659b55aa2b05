from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import clean_context

FROZEN = ("locked", "submitted")
# What finance enters; a change of it asks for computing again.
INPUTS = {"beneficiary_id", "period_id", "requested_limit_eur"}
# What may change on a frozen statement without changing what it says.
FREE = {"note", "activity_ids", "message_follower_ids", "message_ids", "message_main_attachment_id"}


class BiginnStatement(models.Model):
    """The financial statement of one beneficiary for one reporting period.

    ========== ============================================ ==========================
    state      who moves it there, and how                  what must hold
    ========== ============================================ ==========================
    draft      finance, by creating it                      beneficiary has books here
    computed   finance, `action_compute()`                  not locked
    locked     finance, `action_lock()`                     computed, no blocking finding
    submitted  finance, `action_submit()`                   locked
    ========== ============================================ ==========================

    Back from locked to computed only by a cluster manager who is finance too, with a reason
    (`action_unlock(reason)`). Figures are written by `action_compute()` alone: items, lines,
    findings and daily rates are read-only for everybody. Once locked, nothing changes them.
    """

    _name = "biginn.statement"
    _description = "Financial statement"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "period_id desc, beneficiary_id"
    _check_company_auto = True

    # Identity
    beneficiary_id = fields.Many2one(
        "biginn.grant.beneficiary", required=True, index=True, ondelete="restrict"
    )
    grant_id = fields.Many2one(
        related="beneficiary_id.grant_id", store=True, index=True, precompute=True
    )
    period_id = fields.Many2one(
        "biginn.grant.period", required=True, index=True, ondelete="restrict",
        domain="[('grant_id', '=', grant_id)]",
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, index=True, precompute=True,
        required=True,
    )
    date_start = fields.Date(related="period_id.date_start")
    date_end = fields.Date(related="period_id.date_end")
    partner_id = fields.Many2one(related="beneficiary_id.partner_id")
    scheme_id = fields.Many2one(related="grant_id.scheme_id")
    local_currency_id = fields.Many2one(
        related="beneficiary_id.currency_id", string="Currency of the Books"
    )
    currency_id = fields.Many2one(related="grant_id.currency_id", string="Euro")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("computed", "Computed"),
            ("locked", "Locked"),
            ("submitted", "Submitted"),
        ],
        default="draft", required=True, readonly=True, tracking=True, copy=False, index=True,
        help="Draft: not worked out yet. Computed: figures from the books of this moment. Locked: "
        "figures never move again. Submitted: sent to the coordinator or the EU.",
    )
    note = fields.Html()

    # Exchange rate
    fx_rate = fields.Float(
        string="Exchange Rate", digits=(24, 12), readonly=True, copy=False, aggregator=None,
        help="Units of the books' currency per euro: the mean of the daily rates the ECB "
        "published in the period.",
    )
    fx_rate_text = fields.Char(string="Rate Used", readonly=True, copy=False)
    fx_mean_text = fields.Char(string="Mean of the Rates", readonly=True, copy=False)
    fx_total_text = fields.Char(string="Sum of the Rates", readonly=True, copy=False)
    fx_days = fields.Integer(string="Days with a Rate", readonly=True, copy=False, aggregator=None)
    fx_ids = fields.One2many("biginn.statement.fx", "statement_id", readonly=True)

    # Figures
    line_ids = fields.One2many("biginn.statement.line", "statement_id", readonly=True)
    item_ids = fields.One2many("biginn.statement.item", "statement_id", readonly=True)
    finding_ids = fields.One2many("biginn.statement.finding", "statement_id", readonly=True)
    direct_local = fields.Monetary(
        string="Direct Costs (books)", currency_field="local_currency_id", readonly=True,
        copy=False,
    )
    direct_eur = fields.Monetary(string="Direct Costs", readonly=True, copy=False)
    indirect_base_eur = fields.Monetary(string="Base for Indirect Costs", readonly=True, copy=False)
    indirect_rate = fields.Float(digits=(5, 4), readonly=True, copy=False, aggregator=None)
    hourly_rate_decimals = fields.Integer(readonly=True, copy=False, aggregator=None)
    indirect_eur = fields.Monetary(string="Indirect Costs", readonly=True, copy=False)
    total_eur = fields.Monetary(string="Total Costs", readonly=True, copy=False, tracking=True)
    max_contribution_eur = fields.Monetary(
        string="Maximum EU Contribution", readonly=True, copy=False, tracking=True
    )
    cap_eur = fields.Monetary(
        string="Cap", readonly=True, copy=False,
        help="What earlier statements left of the beneficiary's maximum contribution.",
    )
    is_capped = fields.Boolean(
        readonly=True, copy=False, help="The beneficiary has a maximum contribution."
    )
    requested_limit_eur = fields.Monetary(
        string="Request at Most", copy=False,
        help="The requested contribution may be lower than the maximum, never higher. "
        "0: ask for all.",
    )
    requested_eur = fields.Monetary(
        string="Requested EU Contribution", readonly=True, copy=False, tracking=True
    )
    own_funding_eur = fields.Monetary(string="Own Funding", readonly=True, copy=False)
    explanations = fields.Json(readonly=True, copy=False)
    computed_on = fields.Datetime(readonly=True, copy=False)
    computed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    locked_on = fields.Datetime(readonly=True, copy=False)
    locked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    fingerprint = fields.Char(
        readonly=True, copy=False, index="btree_not_null",
        help="SHA-256 of everything the locked statement says; printed on its papers.",
    )
    finding_count = fields.Integer(compute="_compute_counts", string="Findings")
    blocking_count = fields.Integer(compute="_compute_counts")
    item_count = fields.Integer(compute="_compute_counts", string="Cost Lines")
    cannot_lock_reason = fields.Char(compute="_compute_cannot_lock_reason")

    _one_per_period = models.Constraint(
        "UNIQUE (beneficiary_id, period_id)",
        "This beneficiary has a statement for the period already.",
    )
    _limit_sane = models.Constraint(
        "CHECK (requested_limit_eur IS NULL OR requested_limit_eur >= 0)",
        "The requested contribution cannot be negative.",
    )

    @api.depends("beneficiary_id")
    def _compute_company_id(self):
        for one in self:
            one.company_id = one.beneficiary_id.company_id or one.beneficiary_id.grant_company_id

    @api.depends("finding_ids", "item_ids")
    def _compute_counts(self):
        findings = self.env["biginn.statement.finding"]._read_group(
            [("statement_id", "in", self.ids)], ["statement_id", "severity"], ["__count"]
        )
        items = dict(
            self.env["biginn.statement.item"]._read_group(
                [("statement_id", "in", self.ids)], ["statement_id"], ["__count"]
            )
        )
        for one in self:
            mine = {severity: count for statement, severity, count in findings if statement == one}
            one.finding_count = sum(mine.values())
            one.blocking_count = mine.get("block", 0)
            one.item_count = items.get(one, 0)

    @api.depends_context("lang")
    @api.depends("state", "finding_ids.severity")
    def _compute_cannot_lock_reason(self):
        for one in self:
            one.cannot_lock_reason = one._get_cannot_lock_reason()

    @api.depends("beneficiary_id.partner_id.name", "grant_id.acronym", "period_id.number")
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._(
                "%(grant)s · %(beneficiary)s · RP%(period)s",
                grant=one.grant_id.acronym or "",
                beneficiary=one.beneficiary_id.partner_id.name or "",
                period=one.period_id.number or "",
            )

    @api.constrains("beneficiary_id", "period_id")
    def _check_same_grant(self):
        for one in self:
            if one.period_id.grant_id != one.beneficiary_id.grant_id:
                raise ValidationError(
                    self.env._("The period and the beneficiary belong to different grants.")
                )
            if not one.beneficiary_id.company_id:
                raise ValidationError(
                    self.env._(
                        "%(beneficiary)s keeps its books elsewhere: there is nothing here to "
                        "compute a statement from.",
                        beneficiary=one.beneficiary_id.display_name,
                    )
                )

    # ------------------------------------------------------------------ ORM

    @api.model_create_multi
    def create(self, vals_list):
        """A statement starts empty, whatever the caller sends along, defaults included."""
        allowed = INPUTS | FREE
        ours = [{k: v for k, v in vals.items() if k in allowed} for vals in vals_list]
        # replaced as a whole: defaults of the caller must go
        clean = self.with_context(clean_context(self.env.context))
        return super(BiginnStatement, clean).create(ours).with_env(self.env)

    def write(self, vals):
        """Only inputs can be written, and nothing that a locked statement says."""
        forbidden = set(vals) - INPUTS - FREE
        if forbidden & set(self._fields) - {"message_partner_ids"}:
            raise UserError(
                self.env._(
                    "The figures and the state of a statement are not typed: use its buttons."
                )
            )
        if INPUTS & set(vals):
            self._check_not_frozen()
            computed = self.filtered(lambda one: one.state == "computed")
            computed._store({"state": "draft"})
        done = super().write(vals)
        if "beneficiary_id" in vals:  # nobody moves a statement where they could not make one
            self.check_access("write")
        return done

    def _store(self, vals):
        """Write what only this model's own methods may write. Callers have checked who asks."""
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_not_frozen()

    def _check_not_frozen(self):
        for one in self:
            if one.state in FROZEN:
                raise UserError(
                    self.env._(
                        "%(statement)s is locked: its figures never change. A correction belongs "
                        "into a later period.",
                        statement=one.display_name,
                    )
                )

    @api.model
    def _refuse_if_any(self, domain, reason):
        """What statements rest on does not change under them.

        :raises UserError: with `reason` when there is such a statement, visible or not
        """
        one_sudo = self.sudo().search(domain, limit=1)  # sudo: statements of others count too
        if one_sudo:
            raise UserError(
                self.env._(
                    "%(reason)s: %(statement)s rests on it.",
                    reason=reason,
                    statement=one_sudo.display_name,
                )
            )

    # -------------------------------------------------------------- actions

    def _get_cannot_lock_reason(self):
        """Why the statement cannot be locked now, in words; False when it can."""
        self.ensure_one()
        if self.state in FROZEN:
            return self.env._("It is locked already.")
        if self.state == "draft":
            return self.env._("Compute it first.")
        blocking = self.finding_ids.filtered(lambda finding: finding.severity == "block")
        if blocking:
            return self.env._(
                "Mend this first: %(finding)s", finding=blocking[0].message
            )
        return False

    def action_open_items(self):
        return self._open(
            "biginn_reports.action_biginn_statement_item", {"search_default_group_category": 1}
        )

    def action_open_unmapped(self):
        action = self._open("biginn_reports.action_biginn_statement_item")
        action["context"] = {"search_default_unmapped": 1}
        return action

    def action_open_fx(self):
        return self._open("biginn_reports.action_biginn_statement_fx")

    def _open(self, xml_id, context=None):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        return {**action, "domain": [("statement_id", "=", self.id)], "context": context or {}}
