from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules import duplicates, website

_STAFF = "biginn_cluster.group_staff"
KEYS = ("name_key", "city_key", "vat_key", "vat_country", "website_domain")
SHARED_DOMAINS = "biginn_cluster.shared_web_domains"


class ResPartner(models.Model):
    """Organisations that may have been entered twice: told on the form, listed for staff.

    What is compared is stored as keys (rules/duplicates.py), so that opening a form costs one
    look into an index.
    """

    _inherit = "res.partner"

    name_key = fields.Char(
        string="Name to compare",
        compute="_compute_duplicate_keys",
        store=True,
        index="btree_not_null",
        groups=_STAFF,
    )
    city_key = fields.Char(
        string="City to compare",
        compute="_compute_duplicate_keys",
        store=True,
        index="btree_not_null",
        groups=_STAFF,
    )
    vat_key = fields.Char(
        string="VAT number to compare",
        compute="_compute_duplicate_keys",
        store=True,
        index="btree_not_null",
        groups=_STAFF,
    )
    vat_country = fields.Char(
        string="Country of the VAT number",
        compute="_compute_duplicate_keys",
        store=True,
        groups=_STAFF,
    )
    website_domain = fields.Char(
        string="Web domain",
        compute="_compute_duplicate_keys",
        store=True,
        index="btree_not_null",
        groups=_STAFF,
    )
    possible_duplicate = fields.Boolean(
        string="Possible duplicate",
        compute="_compute_duplicates",
        search="_search_possible_duplicate",
        groups=_STAFF,
    )
    duplicate_hint = fields.Char(
        string="May be the same as", compute="_compute_duplicates", groups=_STAFF
    )
    duplicate_warning = fields.Html(
        string="Entered twice?", compute="_compute_duplicates", groups=_STAFF
    )

    @api.depends("name", "city", "vat", "website", "country_id", "is_company", "organisation_type")
    def _compute_duplicate_keys(self):
        forms = self.env["biginn.legal.form"]._keys()
        for partner in self:
            values = dict.fromkeys(KEYS, False)
            if partner.is_company or partner.organisation_type:
                country, number = duplicates.vat_parts(partner.vat, partner.country_id.code)
                values = {
                    "name_key": duplicates.name_key(partner.name, forms) or False,
                    "city_key": duplicates.word_key(partner.city) or False,
                    "vat_key": number or False,
                    "vat_country": country or partner.country_id.code or False,
                    "website_domain": website.host_of(partner.website) or False,
                }
            partner.update(values)

    @api.depends(*KEYS)
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_duplicates(self):
        found = self._biginn_find_duplicates()
        names = self.browse({other for others in found.values() for other in others})
        for partner in self:
            others = found.get(partner, {})
            partner.possible_duplicate = bool(others)
            hints = [
                (names.browse(key), self._duplicate_reasons(names.browse(key), why))
                for key, why in others.items()
            ]
            partner.duplicate_hint = (
                "; ".join(f"{other.display_name} ({why})" for other, why in hints) or False
            )
            partner.duplicate_warning = Markup(", ").join(
                Markup('<a href="/odoo/contacts/%s">%s</a> (%s)')
                % (other.id, other.display_name, why)
                for other, why in hints
            )

    def _biginn_find_duplicates(self):
        """{organisation: {id of another: reasons}} among those the reader may see."""
        shared = self._shared_web_domains()
        own = {partner: partner._duplicate_record(shared) for partner in self}
        own = {partner: record for partner, record in own.items() if record.name}
        alike = Domain.OR(
            Domain(field, "in", [value for value in values if value])
            for field, values in (
                ("name_key", [record.name for record in own.values()]),
                ("city_key", [record.city for record in own.values()]),
                ("vat_key", [record.vat for record in own.values()]),
                ("website_domain", [record.domain for record in own.values()]),
            )
        )
        if not own:
            return {}
        keys = {record.key for record in own.values()}
        others = [
            record
            for record in self._duplicate_records(alike, shared, archived=True)
            if record.key not in keys
        ]
        found = duplicates.find([*own.values(), *others], keys)
        # the strongest sign first
        return {
            partner: dict(
                sorted(
                    found.get(record.key, {}).items(),
                    key=lambda item: (-len(item[1]), "vat" not in item[1], item[0]),
                )[:10]
            )
            for partner, record in own.items()
        }

    def _search_possible_duplicate(self, operator, value):
        if operator != "in":
            return NotImplemented
        records = self._duplicate_records(
            Domain("name_key", "!=", False), self._shared_web_domains()
        )
        return [("id", "in", list(duplicates.find(records)))]

    @api.model
    def _duplicate_records(self, domain, shared, archived=False):
        """Keys of the organisations the reader may see; one query."""
        self.flush_model(KEYS)
        query = self.with_context(active_test=not archived)._search(domain)
        columns = [SQL.identifier(self._table, name) for name in ("id", *KEYS)]
        return [
            self._as_duplicate_record(shared, *row)
            for row in self.env.execute_query(query.select(*columns))
        ]

    def _duplicate_record(self, shared):
        self.ensure_one()
        return self._as_duplicate_record(shared, self._origin.id, *(self[name] for name in KEYS))

    @api.model
    def _as_duplicate_record(self, shared, key, name, city, vat, country, domain):
        if domain and duplicates.is_shared(domain, shared):
            domain = ""
        return duplicates.Record(
            key or 0, name or "", city or "", vat or "", country or "", domain or ""
        )

    @api.model
    def _shared_web_domains(self):
        text = self.env["ir.config_parameter"].sudo().get_param(SHARED_DOMAINS) or ""
        return frozenset(website.host_of(part) for part in text.replace(",", " ").split())

    @api.model
    def _duplicate_reasons(self, other, why):
        words = {
            "vat": self.env._("same VAT number"),
            "domain": self.env._("same web domain"),
            "name": self.env._("nearly the same name"),
        }
        parts = [words[code] for code in why]
        return ", ".join(parts if other.active else [*parts, self.env._("archived")])

    # -- actions ---------------------------------------------------------------------

    def action_show_duplicates(self):
        """This organisation and those it may be the same as, to compare and to merge."""
        self.ensure_one()
        others = self._biginn_find_duplicates().get(self, {})
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_cluster.res_partner_duplicates_action"
        )
        action["domain"] = [("id", "in", [self.id, *others])]
        action["context"] = {"active_test": False}
        return action

    def action_merge_duplicates(self):
        """Core's merge dialogue with this organisation and the likeliest two others."""
        self.ensure_one()
        others = list(self._biginn_find_duplicates().get(self, {}))[:2]
        action = self.env["ir.actions.act_window"]._for_xml_id("base.action_partner_merge")
        action["context"] = {"active_model": self._name, "active_ids": [self.id, *others]}
        return action
