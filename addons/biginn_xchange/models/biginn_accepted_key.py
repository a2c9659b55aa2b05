import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..rules import package


class BiginnAcceptedKey(models.Model):
    """The public key of another cluster: files signed with it are taken for that cluster's.

    A manager accepts a key once, after comparing its fingerprint with what the other cluster
    tells on another way than the file came. An accepted key can be withdrawn; files signed with
    it are then refused, what they brought stays.

    Rights: staff read; managers accept and withdraw; nobody writes.
    """

    _name = "biginn.accepted.key"
    _description = "Accepted key of another cluster"
    _inherit = ["mail.thread"]
    _order = "active desc, id desc"
    _rec_name = "partner_id"

    company_id = fields.Many2one(
        "res.company",
        string="Accepted by",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Cluster",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        help="Whose key it is.",
    )
    active = fields.Boolean(string="In use", default=True, readonly=True, tracking=True)
    public_key = fields.Char(required=True, readonly=True, copy=False)
    fingerprint = fields.Char(required=True, readonly=True, copy=False)
    fingerprint_spelled = fields.Char(
        string="Fingerprint in groups", compute="_compute_fingerprint_spelled"
    )
    claimed_name = fields.Char(
        string="Name in the file",
        readonly=True,
        help="How the sender called itself when the key was accepted.",
    )
    accepted_on = fields.Datetime(readonly=True, copy=False)
    accepted_by = fields.Many2one("res.users", string="Manager", readonly=True, copy=False)
    withdrawn_on = fields.Datetime(readonly=True, copy=False, tracking=True)

    _key_uniq = models.Constraint(
        "UNIQUE (company_id, fingerprint)", "This key has been accepted already."
    )

    @api.depends("fingerprint")
    def _compute_fingerprint_spelled(self):
        for key in self:
            key.fingerprint_spelled = package.spelled(key.fingerprint or "")

    # ------------------------------------------------------------------
    # Whose file is it
    # ------------------------------------------------------------------

    @api.model
    def _of(self, company, opened):
        """The accepted key that a file is signed with, empty if there is none.

        :param opened: a `rules.package.Package`
        """
        return self.search(
            [
                ("company_id", "=", company.id),
                ("fingerprint", "=", opened.fingerprint),
                ("public_key", "=", base64.b64encode(opened.key).decode()),
            ]
        )

    @api.model
    def _accept(self, company, opened, partner):
        """Take the key of a file for the one of `partner`, on the word of the manager who asks."""
        if not self.env.user.has_group("biginn_cluster.group_manager"):
            raise AccessError(
                self.env._("Only a cluster manager can accept the key of another cluster.")
            )
        if company not in self.env.companies:
            raise AccessError(self.env._("You do not work for %(company)s.", company=company.name))
        if not partner:
            raise UserError(self.env._("Say whose key it is: choose the cluster."))
        if partner == company.partner_id:
            raise UserError(
                self.env._(
                    "%(cluster)s is your own cluster. Choose the one that sent the file.",
                    cluster=partner.display_name,
                )
            )
        values = {
            "active": True,
            "partner_id": partner.id,
            "claimed_name": opened.sender["name"],
            "accepted_on": fields.Datetime.now(),
            "accepted_by": self.env.uid,
            "withdrawn_on": False,
        }
        # sudo: checked above; nobody has a right to write keys
        keys_sudo = self.sudo()
        key_sudo = keys_sudo.with_context(active_test=False)._of(company, opened)
        if key_sudo:
            key_sudo.write(values)
        else:
            key_sudo = keys_sudo.create(
                {
                    **values,
                    "company_id": company.id,
                    "public_key": base64.b64encode(opened.key).decode(),
                    "fingerprint": opened.fingerprint,
                }
            )
        key_sudo.message_post(
            body=self.env._("Accepted by %(manager)s.", manager=self.env.user.name)
        )
        return key_sudo.with_env(self.env)

    def action_withdraw(self):
        """Take no more files signed with this key."""
        self.check_access("read")
        if not self.env.user.has_group("biginn_cluster.group_manager"):
            raise AccessError(
                self.env._("Only a cluster manager can withdraw the key of another cluster.")
            )
        # sudo: checked above; nobody has a right to write keys
        keys_sudo = self.sudo().filtered("active")
        keys_sudo.write({"active": False, "withdrawn_on": fields.Datetime.now()})
        return True
