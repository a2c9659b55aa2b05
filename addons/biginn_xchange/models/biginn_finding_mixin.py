from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date


class BiginnFindingMixin(models.AbstractModel):
    """What one rule says about one record, its subject: an exchange, a candidate.

    Verdict and parameters are stored, the sentence is made in the reader's language. Rows come
    from the rules alone; a manager may override a failed one with a reason, which holds as long as
    the finding says the same.

    A model of findings names its subject in `_subject_field`, lists its rules in `rule` (unique
    with the subject) and adds its sentences in `_sentences`. The subject has a `company_id`.
    """

    _name = "biginn.finding.mixin"
    _description = "Finding"
    _subject_field = ""

    sequence = fields.Integer(default=10)
    ok = fields.Boolean(string="Passed")
    blocking = fields.Boolean(help="If it fails, the next step cannot be taken.")
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

    @api.depends("message")
    def _compute_display_name(self):
        for finding in self:
            finding.display_name = finding.message

    # ------------------------------------------------------------------
    # Of whom it speaks
    # ------------------------------------------------------------------

    def _subject(self):
        self.ensure_one()
        return self[self._subject_field]

    def _get_frozen_reason(self):
        """Why the findings of this subject stand as they are; override."""
        return False

    def _get_not_ours_reason(self):
        """Said to a manager of a company that may read the subject but not write it; override."""
        return self.env._(
            "Only %(company)s can override this finding.",
            company=self._subject().sudo().company_id.name,
        )

    def _record_to_fix(self):
        """The record that mends this finding; override for more than the subject."""
        return self._subject()

    # ------------------------------------------------------------------
    # Sentences
    # ------------------------------------------------------------------

    def _sentences(self):
        """One sentence for each code of the rules; override to add."""
        return self._sentences_on_parties()

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

    # ------------------------------------------------------------------
    # Rows follow the rules
    # ------------------------------------------------------------------

    def _synchronise(self, verdicts):
        """Make the stored rows say what `verdicts` ({subject: [Finding]}) say."""
        rows = {(row._subject().id, row.rule): row for row in self}
        new_vals = []
        for subject, findings in verdicts.items():
            for sequence, finding in enumerate(findings):
                row = rows.pop((subject.id, finding.rule), None)
                vals = self._row_vals(subject, sequence, finding)
                if row is None:
                    new_vals.append(vals)
                else:
                    row._say(vals)
        if new_vals:
            self.create(new_vals)
        self.browse([row.id for row in rows.values()]).unlink()

    @api.model
    def _row_vals(self, subject, sequence, finding):
        return {
            self._subject_field: subject.id,
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
        if name == self._subject_field:
            return False
        return (self[name] or False) != (value or False)

    def _blocking_sentences(self, findings):
        """What stands in the way of the subject of these rows, by findings made just now.

        A stored row may have been overtaken by events; an override holds while the finding says
        what it said then.
        """
        rows = {row.rule: row for row in self}
        sentences = []
        for finding in findings:
            if finding.ok or not finding.blocking:
                continue
            row = rows.get(finding.rule)
            same = row and row.code == finding.code and row.params == finding.params
            if same and row.overridden_by:
                continue
            values = {"rule": finding.rule, "code": finding.code, "params": finding.params}
            sentences.append(self.new(values).message)
        return sentences

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def _get_cannot_override_reason(self):
        """Why this user may not override this finding; False if nothing is in the way."""
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group("biginn_cluster.group_manager"):
            return self.env._("Only a cluster manager can override a finding.")
        if not self._subject().has_access("write"):
            return self._get_not_ours_reason()
        if frozen := self._get_frozen_reason():
            return frozen
        if self.verdict not in ("failed", "overridden"):
            return self.env._("There is nothing to override: the finding blocks nothing.")
        return False

    def action_override(self, reason):
        """Let the subject pass in spite of this finding, and say why."""
        self.ensure_one()
        self.check_access("read")
        cannot = self._get_cannot_override_reason()
        if cannot:
            raise AccessError(cannot)
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("An override needs a reason."))
        # sudo: nobody writes findings by hand; who asks was checked just before
        self.sudo().write(
            {
                "overridden_by": self.env.uid,
                "overridden_on": fields.Datetime.now(),
                "override_reason": reason,
            }
        )
        self._subject()._message_log(
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
        # sudo: nobody writes findings by hand; who asks was checked just before
        self.sudo().write(
            {"overridden_by": False, "overridden_on": False, "override_reason": False}
        )
        self._subject()._message_log(
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
            "context": {"default_finding_model": self._name, "default_finding_id": self.id},
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
