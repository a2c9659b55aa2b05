from odoo import models


class BiginnMembership(models.Model):
    """Memberships as the member reads them in the portal."""

    _inherit = "biginn.membership"

    def _portal_clusters(self):
        """`[{cluster, periods, earlier}]` of these memberships, which the member may read.

        `earlier` are the periods that ran out and were followed by another one in the same
        cluster: history, and no reason to worry.
        """
        # An application that nobody has submitted is the cluster's draft, not yet the member's.
        shown = self.filtered(lambda membership: membership.state != "draft")
        invoices = shown._portal_invoices()
        clusters = {}
        for membership in shown:
            # sudo: the cluster's name; a member may not read other companies itself
            name = membership.company_id.sudo().name
            entry = clusters.setdefault(name, {"cluster": name, "periods": [], "earlier": []})
            kind = "earlier" if membership._portal_is_followed(shown) else "periods"
            entry[kind].append(membership._portal_period(invoices))
        return list(clusters.values())

    def _portal_is_followed(self, others):
        """Whether this period ran out and one of `others` in the same cluster came after it."""
        if self.state != "expired":
            return False
        return any(
            other.company_id == self.company_id
            and other.approved_on
            and other.date_start
            and other.date_start > self.date_start
            for other in others
        )

    def _portal_invoices(self):
        """{membership id: invoice} of the invoices that core lets this member see."""
        moves = self.env["account.move"]
        if not moves.has_access("read"):
            return {}
        # sudo: which invoice belongs to the own membership; core's rules decide what is shown of it
        ids = {membership.id: membership.invoice_id.id for membership in self.sudo()}
        visible = set(moves.search([("id", "in", [i for i in ids.values() if i])]).ids)
        return {key: moves.browse(move) for key, move in ids.items() if move in visible}

    def _portal_period(self, invoices):
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            "membership": self,
            "label": labels[self.state],
            "invoice": invoices.get(self.id, self.env["account.move"]),
            "certifiable": not self._get_cannot_certify_reason(),
        }
