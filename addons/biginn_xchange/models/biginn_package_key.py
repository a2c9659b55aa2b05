import base64

import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError
from odoo.tools import mute_logger

from ..rules import package


class BiginnPackageKey(models.Model):
    """With what a cluster signs the files it sends to other clusters.

    One pair of keys per company, made when the first file is sent. The public key goes along with
    each file; the other cluster accepts it once, by its fingerprint. The private key is read by
    `_seal` alone: no user, not even an administrator, gets it by a screen, an export, a search or
    the API. It does stand in the database and its backups: if one gets into wrong hands, the
    manager makes a new pair (`action_rotate`), and the private half of the old one is destroyed.

    Rights: staff read (the fingerprint is there to be told); managers make a new pair; nobody
    writes.
    """

    _name = "biginn.package.key"
    _description = "Key for files between clusters"
    _order = "active desc, id desc"
    _rec_name = "fingerprint_spelled"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, ondelete="cascade"
    )
    active = fields.Boolean(string="In use", default=True, readonly=True)
    public_key = fields.Char(required=True, readonly=True, copy=False)
    private_key = fields.Char(
        readonly=True,
        copy=False,
        prefetch=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    fingerprint = fields.Char(required=True, readonly=True, copy=False)
    fingerprint_spelled = fields.Char(
        string="Fingerprint in groups", compute="_compute_fingerprint_spelled"
    )
    retired_on = fields.Datetime(string="Replaced on", readonly=True, copy=False)
    retired_by = fields.Many2one("res.users", string="Replaced by", readonly=True, copy=False)

    _one_in_use = models.UniqueIndex(
        "(company_id) WHERE active", "A cluster signs with one key at a time."
    )
    _fingerprint_uniq = models.Constraint("UNIQUE (fingerprint)", "This key is here already.")

    @api.depends("fingerprint")
    def _compute_fingerprint_spelled(self):
        for key in self:
            key.fingerprint_spelled = package.spelled(key.fingerprint or "")

    def _has_field_access(self, field, operation):
        """The private key is out of everybody's reach, whatever a group may allow."""
        if field.name == "private_key" and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    # ------------------------------------------------------------------
    # Signing
    # ------------------------------------------------------------------

    @api.model
    def _seal(self, company, kind, uuid, sequence, payload):
        """The signed file of a payload; who may send it, the caller has checked.

        :return: `(content, rules.package.Package)`: the file, and what it is known by
        """
        key_sudo = self._in_use_sudo(company)
        partner = company.partner_id
        content = package.seal(
            base64.b64decode(key_sudo.private_key),
            kind=kind,
            uuid=uuid,
            sequence=sequence,
            made_at=fields.Datetime.now(),
            sender={
                "name": company.name,
                "country": partner.country_id.code or "",
                "vat": partner.vat or "",
            },
            payload=payload,
        )
        return content, package.open_package(content, package.Limits(size=len(content)))

    @api.model
    def _in_use_sudo(self, company):
        """The company's key, made now if there is none yet."""
        # sudo: nobody reads the private half with rights of their own
        keys_sudo = self.sudo()
        return keys_sudo.search([("company_id", "=", company.id)]) or keys_sudo._make(company)

    @api.model
    def _make(self, company):
        private, public = package.new_key()
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return self.create(
                    {
                        "company_id": company.id,
                        "public_key": base64.b64encode(public).decode(),
                        "private_key": base64.b64encode(private).decode(),
                        "fingerprint": package.fingerprint(public),
                    }
                )
        except psycopg2.errors.UniqueViolation as twice:
            # somebody else made one at the same moment: the request is tried again and finds it
            raise ConcurrencyError(str(twice)) from twice

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_rotate(self):
        """Replace the key by a new one and destroy the private half of the old."""
        self.ensure_one()
        self._check_manager()
        # UPDATE first: of two who press at once one waits, and then finds the key replaced
        self.env.cr.execute(
            "UPDATE biginn_package_key SET write_date = write_date WHERE id = %s", [self.id]
        )
        # sudo: checked above; nobody has a right to write keys
        old_sudo = self.sudo()
        if old_sudo.active:
            old_sudo.write(
                {
                    "active": False,
                    "private_key": False,
                    "retired_on": fields.Datetime.now(),
                    "retired_by": self.env.uid,
                }
            )
            old_sudo.flush_recordset()
            old_sudo._make(old_sudo.company_id)
        return True

    @api.model
    def action_show(self):
        """The own cluster's keys; the first look makes the first key, so that it can be told."""
        if not self.env.user.has_group("biginn_cluster.group_manager"):
            raise AccessError(self.env._("Only a cluster manager looks after the keys."))
        for company in self.env.companies:
            self._in_use_sudo(company)
        return self.env["ir.actions.act_window"]._for_xml_id("biginn_xchange.action_package_key")

    def _check_manager(self):
        self.check_access("read")
        if not self.env.user.has_group("biginn_cluster.group_manager"):
            raise AccessError(self.env._("Only a cluster manager looks after the keys."))
