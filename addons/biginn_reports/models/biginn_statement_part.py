from odoo import api, fields, models
from odoo.exceptions import UserError

from .biginn_statement import FROZEN
from .convert import jsonable


class BiginnStatementPart(models.AbstractModel):
    """What a statement is made of. Frozen with it: no path edits a part of a locked statement,
    not even one with all rights."""

    _name = "biginn.statement.part"
    _description = "Part of a statement"

    statement_id = fields.Many2one(
        "biginn.statement", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="statement_id.currency_id", string="Euro")
    local_currency_id = fields.Many2one(
        related="statement_id.local_currency_id", string="Currency of the Books"
    )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_open()
        return parts

    def write(self, vals):
        self._check_open()
        done = super().write(vals)
        if "statement_id" in vals:
            self._check_open()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_open()

    def _check_open(self):
        frozen = self.statement_id.filtered(lambda one: one.state in FROZEN)
        if frozen:
            raise UserError(
                self.env._(
                    "%(statement)s is locked: its figures never change.",
                    statement=frozen[0].display_name,
                )
            )

    def _content(self, names):
        return [[jsonable(part[name] or None) for name in names] for part in self]
