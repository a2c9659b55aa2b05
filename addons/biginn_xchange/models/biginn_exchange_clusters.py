from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What an office notes for itself on an exchange that runs elsewhere.
OF_OUR_OWN = {"user_id", "notes", "event_id"}
# What Odoo itself keeps on a record: messages, followers, activities.
HOUSEKEEPING = ("message_", "activity_", "my_activity_", "website_message_", "rating_")


class BiginnExchange(models.Model):
    """Exchanges that another cluster runs in its own database, and that came here by a file.

    Such an exchange is the other cluster's: here it is read, by staff and by the members it is
    about, and changed by their next file only. No move, no signature, no report and no bill
    comes of it here; what our partnership has to do, it does by the links the other one sends.
    """

    _inherit = "biginn.exchange"

    package_uuid = fields.Char(
        string="Identity between clusters",
        readonly=True,
        copy=False,
        help="The same in every database that holds this exchange.",
    )
    is_imported = fields.Boolean(
        string="Runs elsewhere",
        readonly=True,
        copy=False,
        index=True,
        help="Another cluster runs this exchange in its own database; it came here by a file.",
    )
    origin_id = fields.Many2one(
        "res.partner",
        string="Run elsewhere by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The cluster whose files say how the exchange stands.",
    )
    imported_facts = fields.Json(readonly=True, copy=False)
    package_ids = fields.One2many(
        "biginn.exchange.package", "exchange_id", string="Files between clusters", readonly=True
    )

    _package_uuid_uniq = models.UniqueIndex(
        "(package_uuid) WHERE package_uuid IS NOT NULL", "This exchange is here already."
    )

    # ------------------------------------------------------------------
    # Read only, whoever asks
    # ------------------------------------------------------------------

    @api.model
    def _computed_only(self):
        return super()._computed_only() | {
            "package_uuid",
            "is_imported",
            "origin_id",
            "imported_facts",
            "package_ids",
        }

    def write(self, vals):
        if not self._is_checked():
            names = {name for name in vals if not name.startswith(HOUSEKEEPING)} - OF_OUR_OWN
            if names:
                self._check_run_here()
        return super().write(vals)

    def _check_run_here(self):
        for exchange in self:
            reason = exchange._get_elsewhere_reason()
            if reason:
                raise UserError(reason)

    def _get_elsewhere_reason(self):
        """Why nothing can be done about this exchange here; False if it runs here."""
        self.ensure_one()
        # sudo: two plain facts, also for members and for whoever signs by a link
        exchange_sudo = self.sudo()
        if not exchange_sudo.is_imported:
            return False
        return self.env._(
            "%(cluster)s runs %(exchange)s in its own database. It changes here with their next "
            "file; what you have to sign or confirm comes by a link from them.",
            cluster=exchange_sudo.origin_id.name,
            exchange=exchange_sudo.name,
        )

    def _get_cannot_move_reason(self, target):
        return self._get_elsewhere_reason() or super()._get_cannot_move_reason(target)

    def _get_no_way_reason(self, target):
        return self._get_elsewhere_reason() or super()._get_no_way_reason(target)

    def _states_to_report(self):
        # sudo: a plain fact, also for members
        return () if any(self.sudo().mapped("is_imported")) else super()._states_to_report()

    def _get_no_evidence_reason(self):
        return self._get_elsewhere_reason() or super()._get_no_evidence_reason()

    def _closing_lock(self):
        self._check_run_here()
        return super()._closing_lock()

    @api.model
    def _domain_to_pay(self):
        return super()._domain_to_pay() & Domain("is_imported", "=", False)

    def _check_building_open(self, vals=None):
        self._check_run_here()
        return super()._check_building_open(vals)

    def _is_frozen(self):
        """No address, rate or holiday of ours moves a figure of theirs."""
        return bool(self.is_imported) or super()._is_frozen()

    def _refresh_findings(self):
        """The rules were asked where the exchange runs."""
        return super(
            BiginnExchange, self.filtered(lambda exchange: not exchange.is_imported)
        )._refresh_findings()

    def _portal_next_step(self):
        """The member is told by the cluster that runs it."""
        step = super()._portal_next_step()
        # sudo: the name of one of the four parties
        exchange_sudo = self.sudo()
        if not exchange_sudo.is_imported:
            return step
        return {
            "mine": False,
            "url": "",
            "button": "",
            "who": exchange_sudo.origin_id.name,
            "sentence": self.env._(
                "%(cluster)s runs this exchange and writes to you when there is something to do.",
                cluster=exchange_sudo.origin_id.name,
            ),
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_validated(self):
        """What came by a file may go again: a manager takes back an import gone wrong."""
        imported = self.filtered("is_imported")
        if imported and not self.env.user.has_group("biginn_cluster.group_manager"):
            raise UserError(
                self.env._("Only a cluster manager can delete an exchange that came by a file.")
            )
        return super(BiginnExchange, self - imported)._unlink_except_validated()
