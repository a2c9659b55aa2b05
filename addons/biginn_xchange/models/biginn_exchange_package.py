from odoo import api, fields, models

from ..rules import package


class BiginnExchangePackage(models.Model):
    """A file about an exchange that went to another cluster or came from one.

    Rows are written by sending and importing alone. What was sent is kept with the row, so that
    the same version is always the same file; of what came, only the fingerprint is kept.
    """

    _name = "biginn.exchange.package"
    _description = "File between clusters"
    _order = "exchange_id, id desc"

    exchange_id = fields.Many2one(
        "biginn.exchange", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", string="Cluster", required=True, readonly=True, index=True
    )
    direction = fields.Selection(
        [("out", "Sent"), ("in", "Imported")], required=True, readonly=True
    )
    sequence = fields.Integer(string="Version", required=True, readonly=True, aggregator=None)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Other cluster", readonly=True, index="btree_not_null"
    )
    digest = fields.Char(
        string="SHA-256", required=True, readonly=True, help="Of everything that is signed."
    )
    content_digest = fields.Char(
        string="SHA-256 of the content",
        readonly=True,
        help="The same as long as nothing has changed.",
    )
    key_fingerprint = fields.Char(string="Key", required=True, readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", string="File", readonly=True, index="btree_not_null"
    )

    _version_uniq = models.Constraint(
        "UNIQUE (exchange_id, direction, sequence)",
        "This version of the exchange is here already.",
    )

    @api.depends("exchange_id.name", "sequence", "direction")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._(
                "%(exchange)s, version %(version)s",
                exchange=row.exchange_id.name,
                version=row.sequence,
            )

    def _read_file(self):
        """What the file of a sent version says: a `rules.package.Package`."""
        self.ensure_one()
        return package.open_package(self.attachment_id.raw or b"")

    @api.model
    def _note_sudo(self, exchange, direction, opened, **values):
        """Write down that a file went or came; only sending and importing call this."""
        return self.create(
            {
                "exchange_id": exchange.id,
                "company_id": exchange.company_id.id,
                "direction": direction,
                "sequence": opened.sequence,
                "digest": opened.digest,
                "content_digest": opened.content,
                "key_fingerprint": package.spelled(opened.fingerprint),
                "user_id": self.env.uid,
                **values,
            }
        )
