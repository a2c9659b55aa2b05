from markupsafe import Markup

from odoo import api, models


class ReportExchangePaper(models.AbstractModel):
    """A paper of an exchange: the words that are frozen, and the signatures under them."""

    _name = "report.biginn_xchange.exchange_paper_document"
    _description = "Paper of an exchange, printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        papers = self.env["biginn.exchange.document"].browse(docids)
        papers.check_access("read")
        return {
            "doc_ids": papers.ids,
            "doc_model": papers._name,
            "docs": papers,
            "sheets": {paper.id: paper._sheet() for paper in papers},
        }


class BiginnExchangeDocument(models.Model):
    """What is printed and shown of a paper."""

    _inherit = "biginn.exchange.document"

    def _sheet(self):
        """The frozen words, as they are, with what was signed under them."""
        self.ensure_one()
        # sudo: the letterhead and funding of the cluster, and how the others signed; who may read
        # the paper sees all of that on it
        paper_sudo = self.sudo().with_context(lang=self.lang)
        exchange_sudo = paper_sudo.exchange_id
        content = paper_sudo.content
        return {
            **content,
            # written by a manager in the programme's own editor, which keeps programs out
            "terms": Markup(content["terms"]),
            "company": exchange_sudo.company_id,
            "funding": exchange_sudo.programme_id.funding_id,
            "state": paper_sudo._state_label(),
            "is_draft": paper_sudo.state == "open",
            "void": paper_sudo.state == "void",
            "fingerprint": paper_sudo.content_hash,
            "signatures": paper_sudo._signature_rows(),
        }

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env)).get(self.state, "")

    def _signature_rows(self):
        parties = {party["role"]: party for party in self.content["parties"]}
        methods = dict(self.signature_ids._fields["method"]._description_selection(self.env))
        return [
            {
                "label": parties[each.role]["label"],
                "organisation": parties[each.role]["name"],
                "signed": each.signed_on and each.document_hash == self.content_hash,
                "signer": each.signer or "",
                "moment": each.signed_on and each._moment(),
                "method": methods.get(each.method, ""),
                "ip": each.ip or "",
                "drawing": each.drawing,
            }
            for each in self.signature_ids.sorted("sequence")
        ]
