from odoo import fields, models
from odoo.tools import SQL

from ..rules import sme_links

_READERS = "biginn_cluster.group_staff,base.group_portal"
_STORED = ("size_class", "size_facts", "size_group_facts")


class ResPartner(models.Model):
    """The group an organisation belongs to, and whose size hangs on whom.

    The size of an organisation rests on figures and holdings of others. `@api.depends` cannot
    follow holdings from one to the next, so whoever changes something about the group calls
    `_biginn_group_changed`.
    """

    _inherit = "res.partner"

    link_ids = fields.One2many(
        "biginn.company.link", "partner_id", string="Holds shares of", groups=_READERS
    )
    held_by_ids = fields.One2many(
        "biginn.company.link", "other_id", string="Held by", groups=_READERS
    )

    def write(self, vals):
        # a public body, a person, a year of founding: they decide about others' sizes
        decisive = vals.keys() & {"organisation_type", "founded_year", "is_company"}
        result = super().write(vals)
        if decisive:
            self._biginn_group_changed()
        return result

    def unlink(self):
        # the database would take them along without anyone else hearing of it
        links = self.env["biginn.company.link"].sudo()
        links.search(["|", ("partner_id", "in", self.ids), ("other_id", "in", self.ids)]).unlink()
        return super().unlink()

    def _biginn_group_changed(self):
        """Have the size of everyone whose group includes one of these be computed anew."""
        if not self.ids:
            return
        links = self._biginn_group_links()
        affected = self.browse(self.ids)
        if links:
            affected = self.browse(links._as_rule_structure(with_years=False).reach(self.ids))
        for name in _STORED:
            self.env.add_to_compute(self._fields[name], affected)
        # and whatever was read from them
        affected.modified(_STORED)

    def _as_rule_enterprise(self, with_years=True):
        self.ensure_one()
        nature = "enterprise"
        if self.organisation_type == "public_authority":
            nature = "public"
        elif not self.is_company and not self.organisation_type:
            nature = "person"
        return sme_links.Enterprise(
            self._origin.id,
            tuple(figure._as_rule_year() for figure in self.figure_ids) if with_years else (),
            self.founded_year or None,
            nature,
        )

    def _biginn_group_links(self):
        """All holdings of today that these are joined to, directly or through others."""
        links = self.env["biginn.company.link"].sudo()
        if not self.ids:
            return links
        links.flush_model(["partner_id", "other_id", "is_current"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE near(id) AS (
                    SELECT unnest(%s::int[])
                    UNION
                    SELECT next.id
                      FROM near
                      JOIN LATERAL (
                        SELECT other_id AS id FROM biginn_company_link
                         WHERE partner_id = near.id AND is_current
                         UNION ALL
                        SELECT partner_id FROM biginn_company_link
                         WHERE other_id = near.id AND is_current
                      ) next ON TRUE
                )
                SELECT link.id FROM biginn_company_link link
                  JOIN near ON near.id = link.partner_id
                 WHERE link.is_current
                 ORDER BY link.id
                """,
                list(self.ids),
            )
        )
        return links.browse(row[0] for row in rows)
