from odoo import api, fields, models

PURPOSES = [
    ("directory", "Public directory"),
    ("photos", "Photos"),
    ("contact_sharing", "Contact sharing with hosts"),
    ("newsletter", "Newsletter"),
]
# The rest are a person's own; the directory shows the organisation.
OF_THE_ORGANISATION = frozenset({"directory"})
# Stands in the wording for the name of the cluster that asks.
CLUSTER = "{cluster}"


class BiginnConsentPurpose(models.Model):
    """What the cluster asks members' consent for, and in which words.

    A manager edits the words and switches a purpose off; the four purposes themselves come with
    the addon. Each consent keeps the words it was given to: a new version changes nothing
    that was agreed before.
    """

    _name = "biginn.consent.purpose"
    _description = "Consent purpose"
    _order = "sequence, id"

    code = fields.Selection(PURPOSES, string="Used for", required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    wording = fields.Text(
        required=True,
        translate=True,
        help="What the member agrees to, in plain words. {cluster} stands for your cluster's name.",
    )
    version = fields.Integer(
        default=1,
        readonly=True,
        copy=False,
        help="Goes up by itself whenever the wording changes in any language.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True, help="Members are not asked for a purpose that is switched off."
    )

    _code_uniq = models.Constraint("UNIQUE (code)", "This purpose exists already.")

    # -- versions --------------------------------------------------------------------

    def write(self, vals):
        changed = self.browse()
        if "wording" in vals:
            changed = self.filtered(lambda purpose: purpose.wording != vals["wording"])
        result = super().write(vals)
        changed._new_version()
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        result = super()._update_field_translations(field_name, translations, digest, source_lang)
        if field_name == "wording":
            self._new_version()
        return result

    def _new_version(self):
        for purpose in self:
            purpose.version += 1

    # -- what is asked ---------------------------------------------------------------

    @api.model
    def _of(self, code):
        """The purpose with this code, also one that is switched off."""
        return self.with_context(active_test=False).search([("code", "=", code)], limit=1)

    def _text(self, company):
        """The wording as `company` asks it, in the language of the environment."""
        self.ensure_one()
        # sudo: only the name; a member of the portal may not read its cluster's company record
        return (self.wording or "").replace(CLUSTER, company.sudo().name or "")
