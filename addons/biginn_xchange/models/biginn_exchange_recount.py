from odoo import api, fields, models
from odoo.tools import format_date

from ..rules import stay


class BiginnExchange(models.Model):
    """After an interrupted stay: which days count, and what the lump sum is then.

    Days lost through force majeure count as if they had been spent. Other lost days do not: the
    lump sum is worked out again with the rate and the terms of the validation, and never rises.
    """

    _inherit = "biginn.exchange"

    stay_facts = fields.Json(string="Facts of the recount", readonly=True, copy=False)
    stay_explanation = fields.Text(string="Why these days", compute="_compute_stay_explanation")

    @api.model
    def _computed_only(self):
        return super()._computed_only() | {"stay_facts"}

    def _state_values(self, target):
        vals = super()._state_values(target)
        if target == "reporting":
            vals["ended_on"] = self._really_ended_on()
            vals.update(self._recounted_values())
        return vals

    def _really_ended_on(self):
        """The day before the break that the stay did not come back from."""
        ended = self.interruption_ids.filtered(lambda line: line.outcome == "ended")[:1]
        return fields.Date.subtract(ended.date_from, days=1) if ended else self._last_day()

    # ------------------------------------------------------------------
    # Counting again
    # ------------------------------------------------------------------

    def _recounted_values(self):
        """What the stay was really worth, with the facts; nothing if it went as planned."""
        self.ensure_one()
        # sudo: what a stay is worth is the same whoever moves it on
        exchange_sudo = self.sudo()
        lines = exchange_sudo.interruption_ids
        if not lines:
            return {}
        days = exchange_sudo._counted_days(lines)
        vals = exchange_sudo._worth(days) if days < self.working_days else {}
        return {**vals, "stay_facts": exchange_sudo._recount_facts(days, vals)}

    def _counted_days(self, lines):
        return stay.counted_days(
            self.date_start,
            self._last_day(),
            [line._rule_break() for line in lines],
            self.working_days,
            self._holidays_at_host(),
            self._travel_days(),
        )

    def _holidays_at_host(self):
        country = self.host_country_id
        found = (
            self.env["biginn.public.holiday"]
            .sudo()
            ._holidays(country, self.date_start, self._last_day())
        )
        return frozenset(found.get(country, ()))

    def _worth(self, days):
        """Figures for fewer working days; the amount agreed on may only sink."""
        vals = {"working_days": days}
        if not self.lump_sum_facts:
            return vals
        result = stay.again(self.lump_sum_facts, days)
        amount = min(float(result.amount), self.lump_sum)
        agreed = min(self.agreed_amount, amount)
        vals.update(
            lump_sum=amount,
            agreed_amount=agreed,
            agreed_for=amount,
            lump_sum_facts={
                **self.lump_sum_facts,
                "working_days": days,
                "zero_reason": result.zero_reason,
                "amount": str(result.amount),
                "base": str(result.base),
                "half_reasons": list(result.half_reasons),
                "capped": result.capped,
            },
        )
        return vals

    def _recount_facts(self, days, vals):
        return {
            "last_day": self._last_day().isoformat(),
            "ended_on": self._really_ended_on().isoformat(),
            "days_before": self.working_days,
            "days_after": days,
            "amount_before": self.agreed_amount,
            "amount_after": vals.get("agreed_amount", self.agreed_amount),
        }

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    @api.depends("stay_facts")
    @api.depends_context("lang")
    def _compute_stay_explanation(self):
        for exchange in self:
            # sudo: the inside of the explanation, which whoever reads the exchange reads
            exchange_sudo = exchange.sudo()
            facts = exchange_sudo.stay_facts
            exchange.stay_explanation = exchange_sudo._explain_stay(facts) if facts else False

    def _explain_stay(self, facts, with_money=True):
        lines = [self._explain_break(line) for line in self.interruption_ids.sorted("date_from")]
        params = {
            "before": facts["days_before"],
            "after": facts["days_after"],
            "was": self.currency_id.format(facts["amount_before"]),
            "amount": self.currency_id.format(facts["amount_after"]),
        }
        if facts["days_after"] == facts["days_before"]:
            lines.append(self.env._("All %(before)s working days count.", **params))
        else:
            lines.append(self.env._("%(after)s of %(before)s working days count.", **params))
        if with_money and not self.is_virtual:
            lines.append(
                self.env._("The amount of %(was)s stays.", **params)
                if facts["amount_after"] == facts["amount_before"]
                else self.env._("Amount: %(amount)s instead of %(was)s.", **params)
            )
        return "\n".join(lines)

    def _explain_break(self, line):
        params = {
            "first": format_date(self.env, line.date_from),
            "until": format_date(self.env, line.date_to) if line.date_to else "",
        }
        if line.outcome == "ended":
            if line.force_majeure:
                return self.env._(
                    "Ended early, nobody at the host from %(first)s on: force majeure, the days "
                    "count.",
                    **params,
                )
            return self.env._(
                "Ended early, nobody at the host from %(first)s on: these days do not count.",
                **params,
            )
        if line.force_majeure:
            return self.env._(
                "Interrupted on %(first)s, went on on %(until)s: force majeure, the days count.",
                **params,
            )
        return self.env._(
            "Interrupted on %(first)s, went on on %(until)s: the days between do not count.",
            **params,
        )
