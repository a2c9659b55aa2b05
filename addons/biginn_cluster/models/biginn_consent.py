from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .biginn_consent_purpose import OF_THE_ORGANISATION, PURPOSES

SOURCES = [
    ("portal", "In the portal"),
    ("staff", "Noted by the cluster"),
    ("import", "Import"),
]
# All that may still be said about a consent once it is given.
WITHDRAWAL = frozenset({"withdrawn_on", "withdrawn_by_id", "withdrawn_source"})


class BiginnConsent(models.Model):
    """One consent: what for, given when, by whom, where and to which words.

    ========= ================================================================
    member    reads the organisation's and the own; gives and withdraws in the portal
    staff     read; note one that reached them on paper or by mail; note a withdrawal
    nobody    changes or deletes one: what was given stays as proof, also in sudo
    ========= ================================================================

    `given_on` may lie in the past (a form signed last week); `create_date` says when it was
    noted. The proof hangs on contacts, never on a login, which a member may delete.
    """

    _name = "biginn.consent"
    _description = "Consent"
    _order = "given_on desc, id desc"

    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        required=True,
        index=True,
        ondelete="restrict",
        help="The organisation, or the person, that agreed.",
    )
    purpose = fields.Selection(PURPOSES, required=True, index=True)
    given_on = fields.Datetime(string="Given on", required=True, default=fields.Datetime.now)
    given_by_id = fields.Many2one(
        "res.partner",
        string="Given by",
        index="btree_not_null",
        ondelete="restrict",
        help="Who pressed the button: the member in the portal, or who noted it in the cluster.",
    )
    source = fields.Selection(SOURCES, required=True)
    evidence = fields.Char(
        string="How it reached us",
        help="For example: form signed at the general meeting, e-mail of 3 May.",
    )
    wording = fields.Text(string="Agreed to", required=True)
    wording_version = fields.Integer(string="Version of the wording")
    lang = fields.Char(string="Language of the wording")
    withdrawn_on = fields.Datetime(string="Withdrawn on", index=True)
    withdrawn_by_id = fields.Many2one(
        "res.partner", string="Withdrawn by", index="btree_not_null", ondelete="restrict"
    )
    withdrawn_source = fields.Selection(
        [*SOURCES, ("merge", "Contacts merged")], string="Withdrawn how"
    )

    # However often the button is pressed, by however many colleagues.
    _one_open = models.UniqueIndex(
        "(partner_id, purpose) WHERE withdrawn_on IS NULL",
        "This consent has been given already.",
    )
    _withdrawn_after_given = models.Constraint(
        "CHECK (withdrawn_on >= given_on)", "A consent cannot be withdrawn before it was given."
    )

    # -- constraints -----------------------------------------------------------------

    @api.constrains("partner_id", "purpose")
    def _check_whose(self):
        for consent in self:
            if consent.purpose in OF_THE_ORGANISATION:
                consent.partner_id._check_is_organisation()

    @api.constrains("given_on", "withdrawn_on")
    def _check_not_in_the_future(self):
        now = fields.Datetime.now()
        if self.filtered(lambda c: c.given_on > now or (c.withdrawn_on and c.withdrawn_on > now)):
            raise ValidationError(
                self.env._("A consent is given and withdrawn today or earlier, never in advance.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proof(self):
        raise UserError(
            self.env._("A consent is proof and cannot be deleted. It can be withdrawn.")
        )

    # -- computes --------------------------------------------------------------------

    @api.depends("partner_id.name", "purpose")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["purpose"]._description_selection(self.env))
        for consent in self:
            parts = [consent.partner_id.name, labels.get(consent.purpose)]
            consent.display_name = ": ".join(part for part in parts if part)

    # -- ORM overrides ---------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_proof(vals) for vals in vals_list])

    @api.model
    def _with_proof(self, vals):
        """Add who, from where and to which words; nobody but our own code says otherwise."""
        vals = dict(vals)
        if not self.env.su:
            for name in ("given_by_id", "source", "wording_version", "lang", *WITHDRAWAL):
                if name != "withdrawn_on":
                    vals.pop(name, None)
        vals["given_by_id"] = vals.get("given_by_id") or self.env.user.partner_id.id
        vals["source"] = vals.get("source") or self._source()
        if not vals.get("wording"):
            partner = self.env["res.partner"].browse(vals.get("partner_id"))
            lang = vals.get("lang") or partner.sudo().lang or self.env.lang or "en_US"
            purpose = self.env["biginn.consent.purpose"].sudo()._of(vals.get("purpose"))
            vals["lang"] = lang
            vals["wording"] = purpose.with_context(lang=lang)._text(self.env.company)
            vals["wording_version"] = purpose.version
        if vals.get("withdrawn_on"):
            vals.setdefault("withdrawn_by_id", vals["given_by_id"])
            vals.setdefault("withdrawn_source", vals["source"])
        return vals

    @api.model
    def _source(self):
        """Where a consent comes from when nobody says so."""
        if self.env.context.get("import_file") or self.env.context.get("install_mode"):
            return "import"
        return "staff" if self.env.user._is_internal() else "portal"

    def write(self, vals):
        """Nothing but one withdrawal may be added to what was given."""
        if vals.keys() - WITHDRAWAL or not vals.get("withdrawn_on"):
            raise UserError(
                self.env._("A consent is proof and cannot be changed. It can be withdrawn.")
            )
        if self.filtered("withdrawn_on"):
            raise UserError(self.env._("This consent has been withdrawn already."))
        vals = dict(vals)
        if not self.env.su:
            vals = {"withdrawn_on": vals["withdrawn_on"]}
        vals.setdefault("withdrawn_by_id", self.env.user.partner_id.id)
        vals.setdefault("withdrawn_source", self._source())
        return super().write(vals)

    # -- actions ---------------------------------------------------------------------

    def action_withdraw(self):
        """Note that those who agreed do not any more; pressing twice changes nothing."""
        open_ones = self.filtered(lambda consent: not consent.withdrawn_on)
        if open_ones:
            open_ones.write({"withdrawn_on": fields.Datetime.now()})
        return True

    # -- merging contacts ------------------------------------------------------------

    @api.model
    def _biginn_before_merge(self, sources, destination):
        """Close the later of two consents to the same purpose, so that both can stay as proof.

        The unique index would refuse the second one, and proof is never deleted.
        """
        held = self.search(
            [("partner_id", "in", (sources + destination).ids), ("withdrawn_on", "=", False)],
            order="given_on, id",
        )
        seen, closing = set(), self.browse()
        for consent in held:
            if consent.purpose in seen:
                closing |= consent
            seen.add(consent.purpose)
        if closing:
            closing.write({"withdrawn_on": fields.Datetime.now(), "withdrawn_source": "merge"})
            closing.flush_recordset()
        return [
            self.env._(
                "%(consent)s: given twice, %(first)s counts.",
                consent=consent.display_name,
                first=(held - closing)
                .filtered(lambda c, later=consent: c.purpose == later.purpose)
                .given_on,
            )
            for consent in closing
        ]

    # -- the portal ------------------------------------------------------------------

    def _portal_line(self):
        """One line of the history, with the sentences of today's reader."""
        self.ensure_one()
        labels = dict(self._fields["source"]._description_selection(self.env))
        # sudo: the names only; a member may not read the people of its cluster
        given_by, withdrawn_by = self.sudo().given_by_id, self.sudo().withdrawn_by_id
        endings = dict(self._fields["withdrawn_source"]._description_selection(self.env))
        return {
            "given_on": self.given_on,
            "given_by": given_by.name,
            "source": labels[self.source],
            "wording": self.wording,
            "withdrawn_on": self.withdrawn_on,
            "withdrawn_by": withdrawn_by.name,
            "withdrawn_source": endings.get(self.withdrawn_source),
        }
