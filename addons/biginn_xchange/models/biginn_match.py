from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import matching

SIDES = ("visitor", "host")
ANSWERS = [("pending", "Not yet"), ("yes", "Yes"), ("no", "No")]
# What may be read by a member in the portal, on the matches of the own organisation.
PORTAL_READABLE_FIELDS = {
    "programme_id",
    # the rule on whose matches one sees looks at these; of another's candidate they say no more
    # than its number and organisation
    "visitor_id",
    "host_id",
    "visitor_partner_id",
    "host_partner_id",
    "score",
    "explanation",
    "visitor_answer",
    "host_answer",
    "state",
    "decline_reason",
    "prior_agreement",
    "create_date",
    "write_date",
}
# Stored by the rules and by answers alone, whoever asks.
CHECKED_ONLY = {
    "score",
    "facts",
    "visitor_answer",
    "host_answer",
    "visitor_answered_on",
    "host_answered_on",
    "validated_on",
    "state",
    "decline_reason",
    "exchange_id",
    "proposed_by_id",
}
FIXED = {"visitor_id", "host_id", "prior_agreement"}


class BiginnMatch(models.Model):
    """A visitor and a host that have been proposed to each other.

    ========= ======================================= ==============================================
    state     when                                    what it triggers
    ========= ======================================= ==============================================
    proposed  nobody has answered                     mail to both persons
    accepted  one of the two has said yes             nothing: the other one has its mail
    validated both have said yes, or staff recorded   mail to both with each other's address; the
              what they had agreed before             exchange can be made, once
    declined  one of the two has said no              mail to the other one
    ========= ======================================= ==============================================

    Source: clustercollaboration.eu/clusterxchange/faqs: a match is validated by both sides; contact
    is made through the tool, or a match is declared from an earlier agreement outside it.

    Rights: staff of either side's cluster read, propose and note an answer that their own candidate
    has given; members read their own organisation's matches and answer by the portal's gate.
    """

    _name = "biginn.match"
    _description = "Match"
    _inherit = ["biginn.checked.mixin", "biginn.portal.readable", "mail.thread"]
    _order = "create_date desc, id desc"
    _mail_post_access = "read"

    visitor_id = fields.Many2one(
        "biginn.candidate",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('role', '=', 'visitor'), ('state', '=', 'accepted')]",
    )
    host_id = fields.Many2one(
        "biginn.candidate",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('role', '=', 'host'), ('state', '=', 'accepted')]",
    )
    visitor_partner_id = fields.Many2one(
        related="visitor_id.partner_id", string="Visiting organisation", store=True, index=True
    )
    host_partner_id = fields.Many2one(
        related="host_id.partner_id", string="Host organisation", store=True, index=True
    )
    visitor_flag = fields.Char(
        related="visitor_id.partner_id.country_id.image_url", string="Flag of the visitor"
    )
    host_flag = fields.Char(
        related="host_id.partner_id.country_id.image_url", string="Flag of the host"
    )
    programme_id = fields.Many2one(related="visitor_id.programme_id", store=True, index=True)
    company_id = fields.Many2one(
        related="visitor_id.company_id", string="Cluster of the visitor", store=True, index=True
    )
    host_company_id = fields.Many2one(
        related="host_id.company_id", string="Cluster of the host", store=True, index=True
    )
    score = fields.Integer(
        readonly=True, aggregator="avg", help="From 0 to 100, as it was when proposed."
    )
    facts = fields.Json(readonly=True)
    explanation = fields.Text(
        string="Reasons", compute="_compute_explanation", help="What the score is made of."
    )
    proposed_by_id = fields.Many2one(
        "res.users", string="Proposed by", readonly=True, default=lambda self: self.env.user
    )
    prior_agreement = fields.Boolean(
        string="Agreed before",
        help="The two have agreed outside of this programme's matching: both are noted as "
        "having said yes.",
    )
    agreement_note = fields.Text(
        string="What was agreed", help="When, by whom, and where it is written down."
    )
    visitor_answer = fields.Selection(
        ANSWERS, string="Visitor says", default="pending", required=True, readonly=True
    )
    host_answer = fields.Selection(
        ANSWERS, string="Host says", default="pending", required=True, readonly=True
    )
    visitor_answered_on = fields.Datetime(string="Visitor answered on", readonly=True)
    host_answered_on = fields.Datetime(string="Host answered on", readonly=True)
    validated_on = fields.Datetime(string="Agreed on", readonly=True)
    decline_reason = fields.Text(
        string="Why not", readonly=True, help="What was said with a no; both sides read it."
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("accepted", "One has agreed"),
            ("validated", "Both have agreed"),
            ("declined", "Declined"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
        group_expand=True,
        help="Proposed: nobody has answered. One has agreed: the other one has to answer. Both "
        "have agreed: the exchange can be made. Declined: one of the two has said no.",
    )
    exchange_id = fields.Many2one(
        "biginn.exchange", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    _pair_uniq = models.Constraint(
        "UNIQUE (visitor_id, host_id)", "These two have been proposed to each other already."
    )
    _exchange_uniq = models.Constraint(
        "UNIQUE (exchange_id)", "This exchange has come of another match."
    )

    # ------------------------------------------------------------------
    # Constraints, computes
    # ------------------------------------------------------------------

    @api.constrains("visitor_id", "host_id")
    def _check_pair(self):
        # sudo: the other side may be another cluster's candidate
        for match in self.sudo():
            visitor, host = match.visitor_id, match.host_id
            if visitor.role != "visitor" or host.role != "host":
                raise ValidationError(self.env._("A match has one visitor and one host."))
            if visitor.programme_id != host.programme_id:
                raise ValidationError(self.env._("Both have to take part in the same programme."))

    @api.depends("visitor_answer", "host_answer")
    def _compute_state(self):
        for match in self:
            answers = {match.visitor_answer, match.host_answer}
            if "no" in answers:
                match.state = "declined"
            elif answers == {"yes"}:
                match.state = "validated"
            else:
                match.state = "accepted" if "yes" in answers else "proposed"

    @api.depends("visitor_partner_id.name", "host_partner_id.name")
    def _compute_display_name(self):
        for match in self:
            # sudo: a member knows whom it has been proposed to, and may not read the contact
            match_sudo = match.sudo()
            names = (match_sudo.visitor_partner_id.name, match_sudo.host_partner_id.name)
            match.display_name = " → ".join(name or "" for name in names)

    # ------------------------------------------------------------------
    # ORM overrides
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        checked = self._is_checked()
        now = fields.Datetime.now()
        for vals in vals_list:
            for name in () if checked else CHECKED_ONLY & vals.keys():
                del vals[name]
            if vals.get("prior_agreement"):
                vals |= {f"{side}_answer": "yes" for side in SIDES}
                vals |= {f"{side}_answered_on": now for side in SIDES}
                vals["validated_on"] = now
        matches = super().create(vals_list)
        for match in matches:
            reason = match._get_cannot_propose_reason()
            if reason:
                raise UserError(reason)
        matches._rate()
        matches._tell_proposed()
        return matches

    def write(self, vals):
        if self._is_checked():
            return super().write(vals)
        names = sorted((CHECKED_ONLY | FIXED) & vals.keys())
        if names:
            raise UserError(
                self.env._(
                    "%(field)s is set by proposals and answers and cannot be written.",
                    field=self._fields[names[0]]._description_string(self.env),
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        for match in self.filtered("exchange_id"):
            raise UserError(
                self.env._(
                    "%(match)s has become an exchange: it cannot be deleted.",
                    match=match.display_name,
                )
            )

    @api.model
    def _guarded_fields(self):
        return CHECKED_ONLY

    @api.model
    def _portal_readable_fields(self):
        """What a member may read of the own organisation's matches; override to add."""
        return super()._portal_readable_fields() | PORTAL_READABLE_FIELDS

    # ------------------------------------------------------------------
    # Proposing
    # ------------------------------------------------------------------

    def _get_cannot_propose_reason(self):
        """Why these two cannot be proposed to each other; False if nothing is in the way.

        The one authority for desk, form, night and portal.
        """
        self.ensure_one()
        return self._get_no_right_reason() or self._get_no_pair_reason()

    def _get_no_right_reason(self):
        if self.env.su:
            return False
        if not self.env.user.has_group("biginn_cluster.group_staff"):
            return self.env._("Only cluster staff can propose candidates to each other.")
        # sudo: the names of the two clusters, whichever of them asks
        clusters = self.sudo().company_id | self.sudo().host_company_id
        if not clusters & self.env.companies:
            return self.env._(
                "Only %(clusters)s can propose these candidates.",
                clusters=", ".join(clusters.mapped("name")),
            )
        return False

    def _get_no_pair_reason(self):
        # sudo: the other side may be another cluster's candidate
        pair = self.sudo().visitor_id | self.sudo().host_id
        for candidate in pair:
            if candidate.state != "accepted":
                return self.env._(
                    "%(candidate)s is not accepted: it cannot be matched.",
                    candidate=candidate.display_name,
                )
        # the pair itself, already stored, does not stand in its own way
        visitor, host = (
            replace(candidate, barred=matching.NOTHING)
            for candidate in pair._rule_match_candidates()
        )
        code = matching.obstacle(visitor, host)
        return self._obstacle_sentence(code) if code else False

    def _rate(self):
        """Score and reasons, as they are now."""
        for match in self.sudo():
            visitor, host = (match.visitor_id | match.host_id)._rule_match_candidates()
            terms = match.programme_id._rule_match_terms()
            reasons = matching.reasons(visitor, host, terms)
            match._store(
                {
                    "score": sum(reason.points for reason in reasons),
                    "facts": {"reasons": [reason.facts() for reason in reasons]},
                }
            )
