from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

_READERS = "biginn_cluster.group_staff,base.group_portal"


class ResPartner(models.Model):
    """What an organisation and its people have agreed to."""

    _inherit = "res.partner"

    consent_ids = fields.One2many(
        "biginn.consent", "partner_id", string="Consents", copy=False, groups=_READERS
    )
    consent_purpose_ids = fields.Many2many(
        "biginn.consent.purpose",
        string="Agrees to",
        compute="_compute_consent_purpose_ids",
        search="_search_consent_purpose_ids",
        groups=_READERS,
        help="The purposes with a consent that has not been withdrawn.",
    )
    published_in_directory = fields.Boolean(
        compute="_compute_published_in_directory",
        inverse="_inverse_published_in_directory",
        store=True,
        readonly=False,
        copy=False,
        help="The organisation agreed to be shown in the public directory. Ticking or clearing it "
        "notes a consent or its withdrawal.",
    )

    def _biginn_portal_readable_fields(self):
        return super()._biginn_portal_readable_fields() | {"consent_ids", "consent_purpose_ids"}

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("consent_ids.withdrawn_on", "consent_ids.purpose")
    def _compute_consent_purpose_ids(self):
        purposes = (
            self.env["biginn.consent.purpose"].with_context(active_test=False).search(Domain.TRUE)
        )
        for partner in self:
            given = partner.consent_ids.filtered(lambda c: not c.withdrawn_on).mapped("purpose")
            partner.consent_purpose_ids = purposes.filtered(lambda p, g=given: p.code in g)

    def _search_consent_purpose_ids(self, operator, value):
        purposes = self.env["biginn.consent.purpose"].with_context(active_test=False)
        nothing = False
        if operator == "any":
            found = purposes.search(value)
        elif operator == "in":
            found = purposes.browse([number for number in value if number])
            nothing = any(not number for number in value)
        else:
            return NotImplemented
        codes = found.exists().mapped("code")
        domain = self._biginn_consent_domain(*codes)
        if nothing:
            domain |= Domain("consent_ids", "not any", [("withdrawn_on", "=", False)])
        return domain

    @api.depends("consent_ids.withdrawn_on", "consent_ids.purpose")
    def _compute_published_in_directory(self):
        agreed = self._biginn_with_consent("directory")
        for partner in self:
            partner.published_in_directory = partner in agreed

    def _inverse_published_in_directory(self):
        shown = self.filtered("published_in_directory")
        shown._biginn_give_consent("directory")
        (self - shown)._biginn_withdraw_consent("directory")

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model
    def _biginn_consent_domain(self, *purposes):
        """Domain of the contacts that agree to any of `purposes` today."""
        return Domain(
            "consent_ids", "any", [("purpose", "in", purposes), ("withdrawn_on", "=", False)]
        )

    def _biginn_open_consents(self, purpose):
        """Consents of these contacts that hold today, as superuser: a yes or no for our code."""
        return (
            self.env["biginn.consent"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.ids),
                    ("purpose", "=", purpose),
                    ("withdrawn_on", "=", False),
                ]
            )
        )

    def _biginn_with_consent(self, purpose):
        """Those of these contacts that agree to `purpose` today, in one query."""
        agreed = set(self._biginn_open_consents(purpose).partner_id.ids)
        return self.filtered(lambda partner: partner._origin.id in agreed)

    def _biginn_has_consent(self, purpose):
        """Whether this contact agrees to `purpose` today."""
        self.ensure_one()
        return bool(self._biginn_open_consents(purpose))

    # ------------------------------------------------------------------
    # Giving and withdrawing
    # ------------------------------------------------------------------

    def _biginn_give_consent(self, purpose, **values):
        """Note the consent of each contact that has not given it; with the caller's rights."""
        missing = self - self._biginn_with_consent(purpose)
        return self.env["biginn.consent"].create(
            [{"partner_id": partner.id, "purpose": purpose, **values} for partner in missing]
        )

    def _biginn_withdraw_consent(self, purpose):
        """Note the withdrawal of each contact that agreed; with the caller's rights."""
        consents = self._biginn_open_consents(purpose)
        return consents.sudo(self.env.su).action_withdraw()

    # ------------------------------------------------------------------
    # Proof outlives the wish to tidy up
    # ------------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_except_consents(self):
        # sudo: whoever deletes contacts need not be allowed to read consents
        consent = (
            self.env["biginn.consent"]
            .sudo()
            .search(["|", ("partner_id", "in", self.ids), ("given_by_id", "in", self.ids)], limit=1)
        )
        if consent:
            raise UserError(
                self.env._(
                    "%(contact)s has given or noted a consent, which stays as proof. "
                    "Archive the contact instead.",
                    contact=(consent.partner_id & self or consent.given_by_id).name,
                )
            )
