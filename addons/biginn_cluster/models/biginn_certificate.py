from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..rules import reminder

CERTIFICATE_KINDS = [
    ("iso_9001", "ISO 9001 (quality)"),
    ("iso_14001", "ISO 14001 (environment)"),
    ("iso_27001", "ISO 27001 (information security)"),
    ("iso_13485", "ISO 13485 (medical devices)"),
    ("iso_3834", "ISO 3834 (welding)"),
    ("iso_45001", "ISO 45001 (safety at work)"),
    ("as_9100", "AS/EN 9100 (aerospace)"),
    ("en_1090", "EN 1090 (steel structures)"),
    ("other", "Other"),
]
REMINDER_PARAMETER = "biginn_cluster.certificate_reminder_days"
REMINDER_DEFAULT = (60, 30, 0)


class BiginnCertificate(models.Model):
    """A certificate an organisation holds, with the paper that proves it.

    Staff read and write; members read their own and change them through the portal. The paper
    is bound to this record: who may read the certificate may read the paper, nobody else.
    """

    _name = "biginn.certificate"
    _description = "Certificate"
    _inherit = [
        "biginn.natural.key.mixin",
        "biginn.paper.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "partner_id, kind, valid_until desc, id"
    _natural_key = ("partner_id", "kind", "name", "number")
    _import_template = "certificates"

    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        index=True,
        ondelete="cascade",
        tracking=True,
    )
    kind = fields.Selection(CERTIFICATE_KINDS, required=True, default="iso_9001", tracking=True)
    name = fields.Char(
        string="Name of the certificate",
        help="What it certifies, for a kind that the list does not name.",
    )
    number = fields.Char(tracking=True, help="As printed on the certificate.")
    issuer = fields.Char(help="The body that issued it.")
    valid_from = fields.Date(string="Valid from")
    valid_until = fields.Date(
        string="Valid until",
        index="btree_not_null",
        tracking=True,
        help="Last day of validity. Leave empty when the certificate does not expire.",
    )
    state = fields.Selection(
        [
            ("valid", "Valid"),
            ("expiring", "Expiring"),
            ("expired", "Expired"),
            ("open_ended", "Without end"),
        ],
        compute="_compute_state",
        search="_search_state",
        help="Expiring: the first reminder is due. The last day of validity still counts.",
    )
    attachment_id = fields.Many2one(
        "ir.attachment", string="Paper", copy=False, index="btree_not_null", ondelete="set null"
    )
    country_id = fields.Many2one(related="partner_id.country_id")
    # which end the last reminder was about, and which step that was
    reminded_for = fields.Date(copy=False, readonly=True)
    reminded_step = fields.Integer(
        string="Reminded so many days before", copy=False, readonly=True, aggregator=False
    )

    _natural_key_uniq = models.UniqueIndex(
        "(partner_id, kind, COALESCE(name, ''), COALESCE(number, ''))",
        "This organisation already lists this certificate: renew it instead, or give its number.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (valid_until >= valid_from)", "A certificate cannot end before it begins."
    )
    _other_has_name = models.Constraint(
        "CHECK (kind != 'other' OR name IS NOT NULL)", "Say what the certificate certifies."
    )

    # -- constraints -----------------------------------------------------------------

    @api.constrains("partner_id")
    def _check_organisation(self):
        self.partner_id._check_is_organisation()

    # -- computes --------------------------------------------------------------------

    @api.depends("kind", "name", "number", "partner_id.name")
    @api.depends_context("lang", "biginn_show_holder")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for certificate in self:
            kind = certificate.name or kinds.get(certificate.kind, "")
            what = f"{kind} {certificate.number or ''}".strip()
            if self.env.context.get("biginn_show_holder"):
                # a calendar shows nothing but this: whose it is comes first
                what = f"{certificate.partner_id.name}, {what}"
            certificate.display_name = what

    @api.depends("valid_until")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        window = self._expiring_days()
        for certificate in self:
            certificate.state = reminder.validity(certificate.valid_until, today, window)

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        soon = today + timedelta(days=self._expiring_days())
        until = "valid_until"
        domains = {
            "open_ended": Domain(until, "=", False),
            "expired": Domain(until, "<", today),
            "expiring": Domain(until, ">=", today) & Domain(until, "<=", soon),
            "valid": Domain(until, ">", soon),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _reminder_steps(self):
        """Days before the end at which members are reminded, a setting, the longest first."""
        text = self.env["ir.config_parameter"].sudo().get_param(REMINDER_PARAMETER)
        return reminder.read_steps(text) or REMINDER_DEFAULT

    @api.model
    def _expiring_days(self):
        return max(self._reminder_steps())

    # -- the paper -------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        certificates = super().create(vals_list)
        certificates._bind_paper()
        return certificates

    def write(self, vals):
        result = super().write(vals)
        if vals.get("attachment_id"):
            self._bind_paper()
        return result

    def _bind_paper(self):
        """Access to the paper follows the certificate.

        Only a file that belongs to nothing yet can be bound: otherwise whoever may write
        certificates could take any file it has seen the number of away from its record.
        """
        for certificate in self.filtered("attachment_id"):
            paper = certificate.attachment_id
            # a file still without a record is its creator's: whoever cannot read it is refused
            paper.check_access("read")
            paper_sudo = paper.sudo()
            if (paper_sudo.res_model, paper_sudo.res_id) == (self._name, certificate.id):
                continue
            if paper_sudo.res_id or paper_sudo.res_model not in (False, self._name):
                raise ValidationError(
                    self.env._(
                        "%(file)s belongs to another record: upload it here instead.",
                        file=paper_sudo.name,
                    )
                )
            paper_sudo.write(
                {
                    "res_model": self._name,
                    "res_id": certificate.id,
                    "public": False,
                }
            )
