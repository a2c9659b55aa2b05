from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..rules import membership_period as period_rule
from ..rules import membership_reminder as reminder_rule


class BiginnMembershipCategory(models.Model):
    """What kinds of membership a cluster sells. Managers only."""

    _name = "biginn.membership.category"
    _description = "Membership category"
    _inherit = ["biginn.catalogue.mixin"]
    _order = "company_id, sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Cluster",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    fee = fields.Monetary(string="Membership fee")
    period_months = fields.Integer(
        string="Period (months)",
        default=12,
        help="How long one membership lasts. 0 means until someone ends it.",
    )
    period_anchor = fields.Selection(
        [
            ("rolling", "From the day one joins"),
            ("calendar", "With the calendar year"),
        ],
        string="Periods run",
        required=True,
        default="rolling",
        help="With the calendar year, twelve months end on 31 December whenever one joined.",
    )
    part_period = fields.Selection(
        [
            ("full", "The whole fee"),
            ("days", "Its share, by days"),
            ("months", "Its share, by months begun"),
        ],
        string="A part of a period costs",
        required=True,
        default="full",
        help="What a member pays whose membership is shorter than the whole period. The share "
        "is rounded once, to the currency's smallest unit.",
    )
    notice_days = fields.Integer(
        string="Expiring from (days)",
        default=60,
        help="That many days before its end a membership is shown as expiring.",
    )
    product_id = fields.Many2one(
        "product.product",
        string="Invoiced as",
        check_company=True,
        help="The product that stands on the membership's invoice.",
    )
    reminder_days = fields.Char(
        string="Reminders (days before the end)",
        default="60,30,0",
        help="Days before its end on which a member that has not renewed is written to, with "
        "commas between. Empty: never.",
    )
    reminder_late_days = fields.Integer(
        string="Last reminder at most late by (days)",
        default=7,
        help="When nobody ran the job on its day, the last reminder still goes out so many days "
        "later.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        help="Who looks after the members of this category unless a membership says otherwise.",
    )
    membership_ids = fields.One2many("biginn.membership", "category_id")
    description = fields.Text(translate=True)

    _name_company_uniq = models.Constraint(
        "UNIQUE (name, company_id)", "This cluster already has a category of this name."
    )

    _late_days_not_negative = models.Constraint(
        "CHECK (reminder_late_days >= 0)", "A reminder cannot be late by less than no day."
    )
    _period_not_negative = models.Constraint(
        "CHECK (period_months >= 0)", "A period cannot be shorter than no month."
    )

    @api.constrains("reminder_days")
    def _check_reminder_days(self):
        for category in self:
            _steps, problem = reminder_rule.read_steps(category.reminder_days)
            if problem:
                raise ValidationError(self._reminder_sentence(problem))

    @api.model
    def _reminder_sentence(self, problem):
        """A problem found by rules/membership_reminder in words."""
        return {
            "not_numbers": lambda: self.env._(
                "Write the reminders as days with commas between, for instance 60,30,0."
            ),
            "too_early": lambda: self.env._(
                "A reminder goes out at most %(days)s days before the end.",
                days=reminder_rule.MAX_DAYS,
            ),
            "twice": lambda: self.env._("A reminder stands there twice."),
            "too_many": lambda: self.env._(
                "At most %(count)s reminders.", count=reminder_rule.MAX_STEPS
            ),
        }[problem]()

    @api.constrains("period_anchor", "period_months")
    def _check_period_anchor(self):
        for category in self:
            if category.period_anchor != "calendar" or not category.period_months:
                continue
            if not period_rule.fits_calendar(category.period_months):
                raise ValidationError(
                    self.env._(
                        "Periods that run with the calendar year last 1, 2, 3, 4, 6 or 12 "
                        "months, or several years."
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if "company_id" in vals:
            # rules look at what was: nobody moves one into a cluster they do not work in
            self.check_access("write")
        return result

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """An import names categories of the clusters one works in."""
        if self.env.context.get("import_file"):
            own = Domain("company_id", "in", self.env.companies.ids)
            domain = Domain(domain or Domain.TRUE) & own
        return super().name_search(name, domain, operator, limit)

    @api.model
    def _import_choice(self, found):
        """The current cluster's own before those of the other ones."""
        found = super()._import_choice(found)
        here = self.env.company
        return sorted(found, key=lambda pair: self.browse(pair[0]).company_id != here)[:1]
