from odoo import api, fields, models


class BiginnExchangeImportLine(models.TransientModel):
    """One of the four organisations of a file, and which of ours it is."""

    _name = "biginn.exchange.import.line"
    _description = "Organisation of an exchange to import"

    import_id = fields.Many2one(
        "biginn.exchange.import", required=True, ondelete="cascade", index=True
    )
    party = fields.Selection(
        [
            ("visiting", "Visiting organisation"),
            ("host", "Host organisation"),
            ("visiting_partnership", "Visiting partnership"),
            ("host_partnership", "Host partnership"),
        ],
        required=True,
        readonly=True,
    )
    name = fields.Char(string="In the file", readonly=True)
    place = fields.Char(readonly=True)
    vat = fields.Char(string="VAT number", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Here",
        domain="[('is_company', '=', True)]",
        help="Empty: it is entered as a new organisation.",
    )
    how = fields.Selection(
        [
            ("known", "Known from an earlier file"),
            ("sender", "The sender itself"),
            ("vat", "Same VAT number"),
            ("name", "Same name and country"),
            ("several", "Several fit: choose"),
            ("new", "New"),
        ],
        string="Found by",
        readonly=True,
    )
    differences = fields.Char(
        string="Says otherwise",
        readonly=True,
        help="What the file says of it and we do not. What stands here stays as it is.",
    )

    @api.model
    def _values(self, party, said, opened, key):
        row = said[party]
        partner, how = self.env["res.partner"]._biginn_package_match(
            row, key.company_id, key.partner_id
        )
        claims = (row["name"], row["country"], row["vat"])
        sender = opened.sender
        if not partner and claims == (sender["name"], sender["country"], sender["vat"]):
            partner, how = key.partner_id, "sender"
        differences = partner._biginn_package_differences(row) if partner else []
        labels = self.env["ir.model.fields"].get_field_string("res.partner")
        columns = {"country": "country_id"}
        return {
            "party": party,
            "name": row["name"],
            "place": ", ".join(filter(None, (row["city"], row["country"]))),
            "vat": row["vat"],
            "partner_id": partner.id,
            "how": how,
            "differences": "; ".join(
                f"{labels[columns.get(name, name)]}: {theirs} ({ours or '–'})"
                for name, ours, theirs in differences
            ),
        }
