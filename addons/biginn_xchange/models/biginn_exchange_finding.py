from odoo import fields, models


class BiginnExchangeFinding(models.Model):
    """What one rule says about one exchange.

    Rights: staff read with the exchange, managers override, nobody writes by hand.
    """

    _name = "biginn.exchange.finding"
    _description = "Finding on an exchange"
    _inherit = ["biginn.finding.mixin"]
    _subject_field = "exchange_id"
    _order = "exchange_id, is_open desc, sequence, id"

    exchange_id = fields.Many2one("biginn.exchange", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="exchange_id.company_id", store=True, index=True)
    rule = fields.Selection(
        [
            ("programme_dates", "Programme dates"),
            ("visitor_type", "Visiting organisation"),
            ("host_type", "Host organisation"),
            ("visitor_membership", "Visitor's membership"),
            ("host_membership", "Host's membership"),
            ("visitor_country", "Home country"),
            ("host_country", "Host country"),
            ("cross_border", "Across a border"),
            ("working_days", "Working days"),
            ("max_stay", "Longest stay"),
            ("visit_once", "First visit"),
            ("rate", "Rate"),
            ("distance", "Distance"),
        ],
        required=True,
    )
    blocking = fields.Boolean(help="If it fails, the exchange cannot be validated.")

    _rule_uniq = models.Constraint(
        "UNIQUE (exchange_id, rule)", "Each rule speaks once about an exchange."
    )

    # ------------------------------------------------------------------
    # Of whom it speaks
    # ------------------------------------------------------------------

    def _get_frozen_reason(self):
        if self.exchange_id._is_frozen():
            return self.env._("The exchange is validated: its findings stand as they are.")
        return super()._get_frozen_reason()

    def _get_not_ours_reason(self):
        return self.env._(
            "Only %(company)s, which runs the exchange, can override its findings.",
            company=self.exchange_id.sudo().company_id.name,
        )

    def _record_to_fix(self):
        exchange = self.exchange_id
        return {
            "visitor_type": exchange.visiting_id,
            "visitor_membership": exchange.visiting_id,
            "visitor_country": exchange.visiting_id,
            "host_type": exchange.host_id,
            "host_membership": exchange.host_id,
            "host_country": exchange.host_id,
            "programme_dates": exchange.programme_id,
            "rate": exchange.programme_id,
        }.get(self.rule, exchange)

    # ------------------------------------------------------------------
    # Sentences
    # ------------------------------------------------------------------

    def _sentences(self):
        return {
            **super()._sentences(),
            **self._sentences_on_stay(),
            **self._sentences_on_money(),
        }

    def _sentences_on_stay(self):
        return {
            "dates_ok": self.env._("The stay lies within the programme's dates."),
            "dates_outside": self.env._(
                "The stay has to lie within the programme's dates: %(date_from)s to %(date_to)s."
            ),
            "days_ok": self.env._(
                "Working days at the host: %(days)s, at least %(minimum)s are needed."
            ),
            "days_too_few": self.env._(
                "Only %(days)s working days at the host, at least %(minimum)s are needed. "
                "Weekends, holidays and days of travel do not count."
            ),
            "days_virtual": self.env._("A virtual exchange needs no stay."),
            "length_ok": self.env._(
                "Length of the stay: %(days)s days, at most %(maximum)s are allowed."
            ),
            "length_too_long": self.env._(
                "The stay is too long: %(days)s days, at most %(maximum)s are allowed."
            ),
        }

    def _sentences_on_money(self):
        return {
            "rate_ok": self.env._("The rate table has an amount for this stay."),
            "rate_by_distance": self.env._("The rate goes by the distance."),
            "rate_missing": self.env._("The rate table has no amount for %(country)s on %(date)s."),
            "rate_virtual": self.env._("A virtual exchange needs no rate."),
            "distance_ok": self.env._("Distance: %(km)s km (%(source)s)."),
            "distance_not_needed": self.env._("The distance does not change the lump sum."),
            "distance_missing": self.env._(
                "The distance decides about the lump sum and is not known: set both "
                "organisations' coordinates, or type it with its source."
            ),
            "distance_unsourced": self.env._(
                "The distance of %(km)s km was typed without its source."
            ),
        }
