from odoo import fields, models


class BiginnExchangeFinding(models.Model):
    """What is said about ceilings and aid."""

    _inherit = "biginn.exchange.finding"

    rule = fields.Selection(
        selection_add=[
            ("third_party", "Ceiling per recipient"),
            ("de_minimis", "De minimis aid"),
            ("de_minimis_declaration", "De minimis declaration"),
        ],
        ondelete={
            "third_party": "cascade",
            "de_minimis": "cascade",
            "de_minimis_declaration": "cascade",
        },
    )

    def _words(self):
        codes = {(finding.params or {}).get("currency") for finding in self}
        currencies = self.env["res.currency"].with_context(active_test=False)
        found = currencies.search([("name", "in", sorted(codes - {None}))])
        return {**super()._words(), "currencies": {one.name: one for one in found}}

    def _readable_params(self, words):
        params = super()._readable_params(words)
        currency = words["currencies"].get(params.get("currency"))
        for key in ("amount", "limit"):
            if currency and key in params:
                params[key] = currency.format(float(params[key]))
        return params

    def _sentences(self):
        return {**super()._sentences(), **self._sentences_on_support()}

    def _sentences_on_support(self):
        return {
            "support_ok": self.env._(
                "With this lump sum, %(name)s gets %(amount)s in the programme, at most %(limit)s "
                "are allowed."
            ),
            "support_over": self.env._(
                "With this lump sum, %(name)s would get %(amount)s in the programme: more than "
                "the %(limit)s allowed for one recipient."
            ),
            "aid_ok": self.env._(
                "De minimis aid of %(name)s in %(years)s years, this lump sum included: "
                "%(amount)s, at most %(limit)s are allowed."
            ),
            "aid_over": self.env._(
                "De minimis aid of %(name)s in %(years)s years, this lump sum included, would be "
                "%(amount)s: more than the %(limit)s allowed."
            ),
            "aid_ok_group": self.env._(
                "De minimis aid of %(name)s, one undertaking with %(group)s, in %(years)s years, "
                "this lump sum included: %(amount)s, at most %(limit)s are allowed."
            ),
            "aid_over_group": self.env._(
                "De minimis aid of %(name)s, one undertaking with %(group)s, in %(years)s years, "
                "this lump sum included, would be %(amount)s: more than the %(limit)s allowed."
            ),
            "declared": self.env._("%(name)s has declared its other de minimis aid."),
            "undeclared": self.env._(
                "No declaration of %(name)s about other de minimis aid of the last %(years)s "
                "years is here."
            ),
        }

    def _record_to_fix(self):
        if self.rule == "de_minimis_declaration":
            return self.exchange_id.visiting_id
        return super()._record_to_fix()
