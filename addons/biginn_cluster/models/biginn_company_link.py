from decimal import Decimal

from odoo import api, fields, models

from ..rules import sme_links

EXEMPTIONS = [
    ("public_investment", "Public investment corporation"),
    ("venture_capital", "Venture capital company"),
    ("business_angel", "Business angels, less than 1 250 000 EUR"),
    ("university", "University or non-profit research centre"),
    ("institutional", "Institutional investor or regional development fund"),
    ("local_authority", "Local authority, budget under 10 M EUR and under 5 000 inhabitants"),
]
# what decides about the size of everyone in the group
_DECISIVE = ("partner_id", "other_id", "percent", "control", "exemption", "date_from", "date_to")


class BiginnCompanyLink(models.Model):
    """Who holds how much of whom: `partner_id` holds `percent` of `other_id`.

    Partner and linked enterprises count in the SME size (rules/sme_links.py). What is entered
    or changed here makes the size of everyone in both groups be computed anew.
    """

    _name = "biginn.company.link"
    _description = "Partner or linked enterprise"
    _inherit = ["biginn.natural.key.mixin"]
    _order = "partner_id, percent desc, id"
    _natural_key = ("partner_id", "other_id")

    partner_id = fields.Many2one(
        "res.partner",
        string="Holder",
        required=True,
        index=True,
        ondelete="cascade",
        help="Who holds the share. A person only where the enterprises it holds work in the "
        "same market or in neighbouring ones (Art. 3(3)).",
    )
    other_id = fields.Many2one(
        "res.partner",
        string="Held organisation",
        required=True,
        index=True,
        ondelete="cascade",
        help="In whom the share is held.",
    )
    percent = fields.Float(
        string="Share in percent",
        digits=(7, 4),
        required=True,
        aggregator="max",
        help="Of the capital or of the votes, whichever is greater.",
    )
    control = fields.Boolean(
        string="Linked by other means",
        help="The holder has the majority of the votes, appoints the management, or dominates "
        "by contract or by an agreement with other shareholders (Art. 3(3)): linked, whatever "
        "the percentage.",
    )
    exemption = fields.Selection(
        EXEMPTIONS,
        string="Exempt investor",
        help="Investors that do not make the organisation a partner enterprise up to 50 %, as "
        "long as they do not control it (Art. 3(2)).",
    )
    kind = fields.Selection(
        [("autonomous", "Autonomous"), ("partner", "Partner"), ("linked", "Linked")],
        compute="_compute_kind",
        store=True,
        precompute=True,
        index=True,
        help="By this holding alone. Linked: more than 50 % or control, counts in full. Partner: "
        "25 to 50 %, counts by its percentage. Autonomous: below, or an exempt investor, does "
        "not count, unless together with holdings of linked enterprises.",
    )
    date_from = fields.Date(string="From", help="Empty: since ever.")
    date_to = fields.Date(string="Until", help="Last day of the holding. Empty: until today.")
    is_current = fields.Boolean(
        string="Holds today", compute="_compute_is_current", store=True, precompute=True
    )
    source = fields.Char(help="Where this is known from: register, annual report, declaration.")

    _natural_key_uniq = models.Constraint(
        "UNIQUE (partner_id, other_id)",
        "What this organisation holds of the other one is entered already.",
    )
    _percent_range = models.Constraint(
        "CHECK (percent <= 100 AND (percent > 0 OR (COALESCE(control, FALSE) AND percent = 0)))",
        "The share is more than 0 and at most 100 percent; 0 only where control is by other means.",
    )
    _not_itself = models.Constraint(
        "CHECK (partner_id != other_id)", "An organisation cannot hold a share of itself."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A holding cannot end before it begins."
    )

    # -- constraints and computes ----------------------------------------------------

    @api.constrains("partner_id", "other_id")
    def _check_organisations(self):
        (self.partner_id + self.other_id)._check_is_organisation()

    @api.depends("percent", "control", "exemption")
    def _compute_kind(self):
        for link in self:
            link.kind = sme_links.kind_of(
                Decimal(str(link.percent)), link.control, bool(link.exemption)
            )

    @api.depends("date_from", "date_to")
    def _compute_is_current(self):
        today = fields.Date.today()
        for link in self:
            begun = not link.date_from or link.date_from <= today
            link.is_current = begun and (not link.date_to or link.date_to >= today)

    @api.depends("partner_id", "other_id", "percent")
    def _compute_display_name(self):
        for link in self:
            link.display_name = self.env._(
                "%(holder)s holds %(percent)s %% of %(held)s",
                holder=link.partner_id.name or "",
                percent=f"{link.percent:g}",
                held=link.other_id.name or "",
            )

    # -- the sizes that hang on it ---------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        links = super().create(vals_list)
        links._ends()._biginn_group_changed()
        return links

    def write(self, vals):
        if not vals.keys() & set(_DECISIVE):
            return super().write(vals)
        # both the group that was and the one that comes
        self._ends()._biginn_group_changed()
        result = super().write(vals)
        self._ends()._biginn_group_changed()
        return result

    def unlink(self):
        ends = self._ends()
        ends._biginn_group_changed()
        result = super().unlink()
        ends.exists()._biginn_group_changed()
        return result

    def _ends(self):
        # sizes are the same for everyone: who may change a link changes them
        links = self.sudo()
        return links.partner_id | links.other_id

    @api.model
    def _cron_update_current(self, batch=500):
        """Holdings begin and end by their dates; once for each, however often this runs."""
        today = fields.Date.today()
        due = self.search(
            [
                "|",
                "&",
                ("is_current", "=", True),
                "|",
                ("date_from", ">", today),
                ("date_to", "<", today),
                "&",
                "&",
                ("is_current", "=", False),
                "|",
                ("date_from", "=", False),
                ("date_from", "<=", today),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", today),
            ]
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for start in range(0, len(due), batch):
            links = due[start : start + batch]
            links._ends()._biginn_group_changed()
            self.env.add_to_compute(self._fields["is_current"], links)
            links._ends()._biginn_group_changed()
            self.env.flush_all()
            if not cron._commit_progress(len(links)):
                break

    @api.model
    def _biginn_before_merge(self, sources, destination):
        """What the merged ones hold of each other is nothing any more."""
        ids = (sources | destination).ids
        inside = self.search([("partner_id", "in", ids), ("other_id", "in", ids)])
        notes = [
            self.env._("%(holding)s: gone, for both are one now.", holding=link.display_name)
            for link in inside
        ]
        inside.unlink()
        return notes

    # -- for the rule ----------------------------------------------------------------

    def _as_rule_links(self):
        return [
            sme_links.Link(
                link.partner_id.id,
                link.other_id.id,
                Decimal(str(link.percent)),
                control=link.control,
                exempt=bool(link.exemption),
            )
            for link in self
        ]

    def _as_rule_structure(self, with_years=True):
        """The group these holdings make, with or without everybody's figures."""
        members = self.partner_id | self.other_id
        return sme_links.Structure(
            [member._as_rule_enterprise(with_years) for member in members], self._as_rule_links()
        )
