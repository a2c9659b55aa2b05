import base64
import binascii

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..rules import package, package_exchange


class BiginnExchangeImport(models.TransientModel):
    """Takes in the file of another cluster: whose it is, what it changes, and only then does it.

    Each step reads the file anew and checks its signature; nothing the screen sends back decides.
    """

    _name = "biginn.exchange.import"
    _description = "Import an exchange"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, readonly=True
    )
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    stage = fields.Selection(
        [("file", "File"), ("key", "Unknown key"), ("preview", "Preview")],
        default="file",
        required=True,
        readonly=True,
    )
    claimed_name = fields.Char(string="The file says it comes from", readonly=True)
    fingerprint = fields.Char(string="Fingerprint of its key", readonly=True)
    cluster_id = fields.Many2one(
        "res.partner",
        string="Whose key it is",
        domain="[('is_company', '=', True)]",
        help="The other cluster, as it stands in your contacts.",
    )
    version = fields.Integer(readonly=True)
    made_at = fields.Datetime(string="Made on", readonly=True)
    exchange_id = fields.Many2one(
        "biginn.exchange", string="Brings up to date", compute="_compute_exchange_id"
    )
    programme_id = fields.Many2one("biginn.programme", string="Programme here")
    line_ids = fields.One2many("biginn.exchange.import.line", "import_id", string="Organisations")
    changes = fields.Html(compute="_compute_changes", sanitize=False)

    # ------------------------------------------------------------------
    # What is in the file
    # ------------------------------------------------------------------

    def _opened(self):
        self.ensure_one()
        # the screen asks for sizes instead of contents
        sent = self.with_context(bin_size=False).file
        try:
            content = base64.b64decode(sent or b"", validate=True)
        except (binascii.Error, ValueError) as problem:
            raise UserError(self.env._("This file did not arrive whole.")) from problem
        return self.env["biginn.exchange"]._open_package(content)

    def _key(self, opened):
        return self.env["biginn.accepted.key"]._of(self.company_id, opened)

    @api.depends("stage")
    def _compute_exchange_id(self):
        for wizard in self:
            taken = self.env["biginn.exchange"]
            if wizard.stage == "preview":
                taken = taken._taken(wizard._opened()[0])
            wizard.exchange_id = taken.id

    @api.depends("stage", "exchange_id")
    @api.depends_context("lang")
    def _compute_changes(self):
        for wizard in self:
            wizard.changes = wizard._changes_table() if wizard.stage == "preview" else False

    def _changes_table(self):
        """What the file brings, or what of it is new; every text of it escaped."""
        exchanges = self.env["biginn.exchange"]
        opened, _said = self._opened()
        # sudo: the exchange of one's own cluster, looked up by the identity in the file
        kept = self.exchange_id.sudo().imported_facts or {}
        before = kept.get("payload", {})
        names = package_exchange.changes(before, opened.payload)
        told = [
            (
                exchanges._package_label(name),
                exchanges._package_value(name, before.get(name)) if before else "",
                exchanges._package_value(name, opened.payload[name]),
            )
            for name in names
            if name in exchanges._package_labels()
        ]
        rows = [
            (label, old, new)
            for label, old, new in told
            if (old or new) and (not before or old != new)
        ]
        if not rows:
            return Markup("<p>%s</p>") % self.env._("Nothing that is shown here changes.")
        if not before:
            body = Markup().join(
                Markup("<tr><th>%s</th><td>%s</td></tr>") % (label, _lines(new))
                for label, _old, new in rows
            )
        else:
            body = Markup("<tr><th></th><th>%s</th><th>%s</th></tr>") % (
                self.env._("Until now"),
                self.env._("In the file"),
            )
            body += Markup().join(
                Markup("<tr><th>%s</th><td>%s</td><td>%s</td></tr>")
                % (label, _lines(old), _lines(new))
                for label, old, new in rows
            )
        return Markup('<table class="table table-sm">%s</table>') % body

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def action_read(self):
        """Look at the file: is its key known, what does it bring."""
        self.ensure_one()
        opened, said = self._opened()
        key = self._key(opened)
        self.write(
            {
                "stage": "preview" if key else "key",
                "claimed_name": opened.sender["name"],
                "fingerprint": package.spelled(opened.fingerprint),
                "version": opened.sequence,
                "made_at": opened.made_at.replace("T", " ").rstrip("Z"),
            }
        )
        if key:
            self._prepare(opened, said, key)
        elif not self.cluster_id:
            self.cluster_id = self._likely_cluster(opened)
        return self._again()

    def _likely_cluster(self, opened):
        """Whom the sender claims to be, if that is clear; a manager confirms or changes it."""
        row = {**opened.sender, "uuid": ""}
        partners = self.env["res.partner"]
        partner, _how = partners._biginn_package_match(row, self.company_id, partners)
        return partner

    def action_accept(self):
        """Accept the key after comparing its fingerprint; the model asks for a manager."""
        self.ensure_one()
        opened, _said = self._opened()
        self.env["biginn.accepted.key"]._accept(self.company_id, opened, self.cluster_id)
        return self.action_read()

    def _prepare(self, opened, said, key):
        exchanges = self.env["biginn.exchange"]
        reason = exchanges._get_cannot_take_reason(opened, key)
        if reason:
            raise UserError(reason)
        taken = exchanges._taken(opened)
        programmes = self.env["biginn.programme"].with_context(active_test=False)
        programme = programmes.search([("code", "=", said["programme"]["code"])])
        lines = [
            self.env["biginn.exchange.import.line"]._values(party, said, opened, key)
            for party in package_exchange.PARTIES
        ]
        self.write(
            {
                "cluster_id": key.partner_id.id,
                "programme_id": (programme or taken.programme_id).id,
                "line_ids": [Command.clear(), *(Command.create(line) for line in lines)],
            }
        )

    def action_import(self):
        self.ensure_one()
        opened, said = self._opened()
        exchanges = self.env["biginn.exchange"]
        if not self.programme_id:
            raise UserError(
                self.env._(
                    "Choose the programme: none here has the code %(code)s.",
                    code=said["programme"]["code"],
                )
            )
        parties = {
            party: self.line_ids.filtered(lambda line, party=party: line.party == party)[
                :1
            ].partner_id.commercial_partner_id
            for party in package_exchange.PARTIES
        }
        exchange = exchanges._take(opened, said, self._key(opened), self.programme_id, parties)
        return {
            "type": "ir.actions.act_window",
            "res_model": exchange._name,
            "res_id": exchange.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _again(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "name": self.env._("Import an exchange"),
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }


def _lines(text):
    """A text of several lines as HTML, escaped."""
    return Markup("<br/>").join(text.split("\n"))
