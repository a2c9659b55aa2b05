from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date


class BiginnExchangeFinding(models.Model):
    """What one rule says about one exchange.

    Verdict and parameters are stored, the sentence is made in the reader's language. Rows come
    from the rules alone; a manager may override a failed one with a reason, which holds as long as
    the finding says the same.

    Rights: staff read with the exchange, managers override, nobody writes by hand.
    """

    _name = "biginn.exchange.finding"
    _description = "Finding on an exchange"
    _order = "exchange_id, is_open desc, sequence, id"

    exchange_id = fields.Many2one("biginn.exchange", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="exchange_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
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
    ok = fields.Boolean(string="Passed")
    blocking = fields.Boolean(help="If it fails, the exchange cannot be validated.")
    code = fields.Char(required=True)
    params = fields.Json()
    source = fields.Char(help="Where the rule is written.")
    message = fields.Text(compute="_compute_message")
    overridden_by = fields.Many2one("res.users", string="Overridden by", readonly=True)
    overridden_on = fields.Datetime(string="Overridden on", readonly=True)
    override_reason = fields.Char(string="Reason of override", readonly=True)
    is_open = fields.Boolean(
        string="To mend",
        compute="_compute_verdict",
        store=True,
        help="It failed, it blocks, and nobody has overridden it.",
    )
    verdict = fields.Selection(
        [
            ("passed", "Passed"),
            ("warning", "Look at it"),
            ("overridden", "Overridden"),
            ("failed", "Failed"),
        ],
        compute="_compute_verdict",
        store=True,
    )

    _rule_uniq = models.Constraint(
        "UNIQUE (exchange_id, rule)", "Each rule speaks once about an exchange."
    )

    @api.depends("ok", "blocking", "overridden_by")
    def _compute_verdict(self):
        for finding in self:
            if finding.ok:
                finding.verdict = "passed"
            elif not finding.blocking:
                finding.verdict = "warning"
            else:
                finding.verdict = "overridden" if finding.overridden_by else "failed"
            finding.is_open = finding.verdict == "failed"

    @api.depends("code", "params")
    @api.depends_context("lang")
    def _compute_message(self):
        sentences = self._sentences()
        words = self._words()
        for finding in self:
            sentence = sentences.get(finding.code, finding.code)
            finding.message = sentence % finding._readable_params(words)

    @api.depends("rule", "message")
    def _compute_display_name(self):
        for finding in self:
            finding.display_name = finding.message

    # ------------------------------------------------------------------
    # Sentences
    # ------------------------------------------------------------------

    def _words(self):
        """Names that the parameters only hold codes of."""
        codes = set()
        for finding in self:
            params = finding.params or {}
            codes |= {params.get(key) for key in ("country", "home", "host")}
        countries = self.env["res.country"].search([("code", "in", list(codes - {None}))])
        partner_fields = self.env["res.partner"]._fields
        return {
            "countries": {country.code: country.name for country in countries},
            "types": dict(partner_fields["organisation_type"]._description_selection(self.env)),
            "roles": {"visitor": self.env._("visitor"), "host": self.env._("host")},
        }

    def _readable_params(self, words):
        params = dict(self.params or {})
        for key in ("country", "home", "host"):
            if params.get(key):
                params[key] = words["countries"].get(params[key], params[key])
        for key in ("date", "date_from", "date_to"):
            if key in params:
                params[key] = format_date(self.env, params[key]) if params[key] else "…"
        if "km" in params:
            params["km"] = self.env["biginn.exchange"]._number(params["km"])
        if params.get("source") == "coordinates":
            params["source"] = self.env._("the organisations' coordinates")
        if params.get("country", "") is None:
            params["country"] = self.env._("the host country")
        params["role"] = words["roles"].get(params.get("role"), "")
        params["type"] = words["types"].get(params.get("type"), "")
        return params

    def _sentences(self):
        """One sentence for each code of the rules; override to add."""
        return {
            **self._sentences_on_parties(),
            **self._sentences_on_stay(),
            **self._sentences_on_money(),
        }

    def _sentences_on_parties(self):
        return {
            "type_ok": self.env._("%(name)s may take part as %(role)s: %(type)s."),
            "type_refused": self.env._(
                "The programme does not admit this type as %(role)s: %(type)s."
            ),
            "type_missing": self.env._(
                "%(name)s has no organisation type. Choose one in its profile."
            ),
            "member": self.env._("%(name)s is a member of a cluster on the first day."),
            "membership_not_needed": self.env._("%(name)s needs no membership in this role."),
            "membership_missing": self.env._(
                "No membership of %(name)s in a cluster is recorded for the first day."
            ),
            "membership_or_approval": self.env._(
                "No membership of %(name)s in a cluster is recorded for the first day. "
                "The agency can approve this beforehand: then override with its reference."
            ),
            "country_ok": self.env._(
                "%(name)s is registered in a participating country: %(country)s."
            ),
            "country_outside": self.env._(
                "%(name)s is registered outside the participating countries: %(country)s."
            ),
            "country_missing": self.env._("%(name)s has no country. Fill it in on its profile."),
            "border_ok": self.env._("It crosses a border: from %(home)s to %(host)s."),
            "border_same": self.env._("Both organisations are in one country: %(host)s."),
            "border_unknown": self.env._(
                "Whether it crosses a border shows once both countries are known."
            ),
            "first_visit": self.env._("It is the visitor's first exchange in the programme."),
            "visited_before": self.env._(
                "The visitor has been on an exchange before: %(exchanges)s."
            ),
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

    # ------------------------------------------------------------------
    # Rows follow the rules
    # ------------------------------------------------------------------

    def _synchronise(self, verdicts):
        """Make the stored rows say what `verdicts` ({exchange: [Finding]}) say."""
        rows = {(row.exchange_id.id, row.rule): row for row in self}
        new_vals = []
        for exchange, findings in verdicts.items():
            for sequence, finding in enumerate(findings):
                row = rows.pop((exchange.id, finding.rule), None)
                vals = self._row_vals(exchange, sequence, finding)
                if row is None:
                    new_vals.append(vals)
                else:
                    row._say(vals)
        if new_vals:
            self.create(new_vals)
        self.browse([row.id for row in rows.values()]).unlink()

    @api.model
    def _row_vals(self, exchange, sequence, finding):
        return {
            "exchange_id": exchange.id,
            "sequence": sequence,
            "rule": finding.rule,
            "ok": finding.ok,
            "blocking": finding.blocking,
            "code": finding.code,
            "params": finding.params,
            "source": finding.source,
        }

    def _say(self, vals):
        """Write only what changed; another verdict takes an override away."""
        changed = {name: value for name, value in vals.items() if self._differs(name, value)}
        if {"code", "params", "ok"} & changed.keys() and self.overridden_by:
            changed.update(overridden_by=False, overridden_on=False, override_reason=False)
        if changed:
            self.write(changed)

    def _differs(self, name, value):
        if name == "exchange_id":
            return False
        return (self[name] or False) != (value or False)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def _get_cannot_override_reason(self):
        """Why this user may not override this finding; False if nothing is in the way."""
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group("biginn_cluster.group_manager"):
            return self.env._("Only a cluster manager can override a finding.")
        if not self.exchange_id.has_access("write"):
            return self.env._(
                "Only %(company)s, which runs the exchange, can override its findings.",
                company=self.exchange_id.sudo().company_id.name,
            )
        if self.exchange_id._is_frozen():
            return self.env._("The exchange is validated: its findings stand as they are.")
        if self.verdict not in ("failed", "overridden"):
            return self.env._("There is nothing to override: the finding blocks nothing.")
        return False

    def action_override(self, reason):
        """Let the exchange pass in spite of this finding, and say why."""
        self.ensure_one()
        self.check_access("read")
        cannot = self._get_cannot_override_reason()
        if cannot:
            raise AccessError(cannot)
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("An override needs a reason."))
        self.sudo().write(
            {
                "overridden_by": self.env.uid,
                "overridden_on": fields.Datetime.now(),
                "override_reason": reason,
            }
        )
        self.exchange_id._message_log(
            body=self.env._(
                "Overridden: %(message)s Reason: %(reason)s", message=self.message, reason=reason
            )
        )
        return True

    def action_withdraw_override(self):
        """Let the finding block again."""
        self.ensure_one()
        self.check_access("read")
        cannot = self._get_cannot_override_reason()
        if cannot:
            raise AccessError(cannot)
        self.sudo().write(
            {"overridden_by": False, "overridden_on": False, "override_reason": False}
        )
        self.exchange_id._message_log(
            body=self.env._("No longer overridden: %(message)s", message=self.message)
        )
        return True

    def action_open_override(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Override"),
            "res_model": "biginn.finding.override",
            "view_mode": "form",
            "target": "new",
            "context": {"default_finding_id": self.id},
        }

    def action_fix(self):
        """Open the record that mends this finding."""
        self.ensure_one()
        record = self._record_to_fix()
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
            "view_mode": "form",
        }

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
