from odoo import fields, models


class AccountMove(models.Model):
    """The invoice of a membership fee knows its membership: one that counts for each."""

    _inherit = "account.move"

    biginn_membership_id = fields.Many2one(
        "biginn.membership",
        string="Membership",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        copy=False,
        readonly=True,
    )

    # never twice for one period, whoever presses the button at the same moment; a cancelled or
    # credited invoice makes room for a new one
    _biginn_membership_uniq = models.UniqueIndex(
        "(biginn_membership_id) WHERE biginn_membership_id IS NOT NULL AND state != 'cancel'"
        " AND COALESCE(payment_state, '') != 'reversed'",
        "This membership has been invoiced already.",
    )

    def _biginn_action_open(self):
        """Open these invoices: one as a form, several as a list."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_invoice_type"
        )
        action["context"] = {"default_move_type": "out_invoice"}
        if len(self) == 1:
            return action | {"res_id": self.id, "views": [(False, "form")], "view_mode": "form"}
        return action | {"domain": [("id", "in", self.ids)]}
