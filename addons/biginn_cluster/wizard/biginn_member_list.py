import tempfile
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools.misc import file_path, format_date

from ..report import member_list_workbook, xlsx
from ..rules import member_list as rule
from ..rules import membership as membership_rule

PDF = "biginn_cluster.action_report_member_list"


class BiginnMemberList(models.TransientModel):
    """The membership directory on paper and as a workbook: asks which list, on which day.

    Everything is read with the rights of who asks. The matrix is made once (`_matrix`); the
    report and the workbook render it.
    """

    _name = "biginn.member.list"
    _description = "Membership directory"

    group = fields.Selection(
        [
            ("members", "Members"),
            ("suspended", "Suspended"),
            ("waiting", "Applicants and upcoming members"),
            ("former", "Former members"),
            ("all", "All of these"),
        ],
        string="List",
        required=True,
        default="members",
        help="As the memberships stood on the day.",
    )
    day = fields.Date(
        string="On",
        required=True,
        default=fields.Date.context_today,
        help="Also a past day: the list is made from the dates of the memberships.",
    )
    category_ids = fields.Many2many("biginn.membership.category", string="Categories")
    country_ids = fields.Many2many("res.country", string="Countries")
    partner_ids = fields.Many2many(
        "res.partner",
        string="Only these organisations",
        help="Taken from the list you came from. Empty: all of your cluster's.",
    )
    contacts = fields.Selection(
        [
            ("none", "No people"),
            ("consent", "People who agreed to share their contact"),
            ("internal", "Main contacts, for internal use"),
        ],
        string="People",
        required=True,
        default="none",
        help="A list with people who have not agreed is marked as internal on every sheet.",
    )

    @api.model
    def default_get(self, fields):
        """From a list of organisations, contacts or memberships: only the selected ones."""
        values = super().default_get(fields)
        selected = self._selected_organisations()
        if selected and "partner_ids" in fields:
            values["partner_ids"] = [Command.set(selected.ids)]
            values["group"] = "all"
        return values

    @api.model
    def _selected_organisations(self):
        """The organisations behind the selection that the user came with."""
        model, ids = self.env.context.get("active_model"), self.env.context.get("active_ids") or []
        if model == "res.partner":
            return self.env[model].browse(ids).exists().commercial_partner_id
        if model == "biginn.membership":
            return self.env[model].browse(ids).exists().partner_id
        return self.env["res.partner"]

    # -- what one can do -------------------------------------------------------------

    def action_print(self):
        self.ensure_one()
        self._check_not_empty()
        return self.env.ref(PDF).report_action(self, config=False)

    def action_export_xlsx(self):
        self.ensure_one()
        self._check_not_empty()
        return {
            "type": "ir.actions.act_url",
            "url": f"/biginn/member-list/{self.id}/workbook",
            "target": "download",
        }

    def _check_not_empty(self):
        if not self._rows():
            raise UserError(
                self.env._(
                    "Nobody fits on %(date)s. Choose another list or day, or fewer filters.",
                    date=format_date(self.env, self.day),
                )
            )

    # -- the matrix ------------------------------------------------------------------

    def _matrix(self):
        """Title, facts, columns and rows as plain values, in the reader's language."""
        self.ensure_one()
        found = self._rows()
        partners = self.env["res.partner"].browse([row.organisation for row in found])
        people = self._people(partners)
        states = dict(partners._fields["cluster_membership_state"]._description_selection(self.env))
        labels = {
            name: dict(partners._fields[name]._description_selection(self.env))
            for name in ("organisation_type", "size_class")
        }
        rows = []
        for row, partner in zip(found, partners, strict=True):
            size = partner.size_class if partner.size_class != "unknown" else ""
            rows.append(
                {
                    "name": partner.name or "",
                    "city": partner.city or "",
                    "country": partner.country_id.name or "",
                    "type": labels["organisation_type"].get(partner.organisation_type, ""),
                    "size": labels["size_class"].get(size, ""),
                    "website": partner.website or "",
                    "domains": ", ".join(partner.technology_domain_ids.mapped("name")),
                    "cluster": ", ".join(row.clusters),
                    "category": ", ".join(row.categories),
                    "state": states.get(row.state, ""),
                    "since": row.since,
                    "until": row.until,
                    "people": people.get(partner.id, []),
                }
            )
        rows.sort(key=lambda row: row["name"].casefold())
        return {
            "title": self.env._("Membership directory"),
            "internal": self.contacts == "internal" and self.env._("Internal: not to be passed on"),
            "with_people": self.contacts != "none",
            "with_cluster": len(self.env.companies) > 1,
            "facts": self._facts(len(rows)),
            "rows": rows,
        }

    def _rows(self):
        """Rows of the rule, without what the filters on organisations leave out."""
        entries = [
            entry
            for membership in self._memberships()
            for entry in self._entries(membership)
        ]
        found = rule.rows(entries, self.group)
        partners = self.env["res.partner"].browse([row.organisation for row in found])
        wanted = set(partners.filtered_domain(self._partner_domain()).ids)
        return [row for row in found if row.organisation in wanted]

    def _memberships(self):
        domain = Domain("company_id", "in", self.env.companies.ids)
        if self.category_ids:
            domain &= Domain("category_id", "in", self.category_ids.ids)
        if self.partner_ids:
            domain &= Domain("partner_id", "in", self.partner_ids.ids) | Domain(
                "covered_partner_ids", "in", self.partner_ids.ids
            )
        return self.env["biginn.membership"].search(domain, order="partner_id, date_start, id")

    def _partner_domain(self):
        domain = Domain.TRUE
        if self.partner_ids:
            domain &= Domain("id", "in", self.partner_ids.ids)
        if self.country_ids:
            domain &= Domain("country_id", "in", self.country_ids.ids)
        return domain

    def _entries(self, membership):
        """The membership on the day, for the member and for whom it covers."""
        state = membership_rule.state_on(membership._facts(), self.day)
        for number in membership._organisation_ids():
            yield rule.Entry(
                organisation=number,
                state=state,
                category=membership.category_id.name or "",
                cluster=membership.company_id.name or "",
                start=membership.date_start or None,
                end=membership.date_end or None,
            )

    def _people(self, partners):
        """{organisation's id: [(name, function, e-mail, phone)]} as far as they may be named."""
        if self.contacts == "none":
            return {}
        if self.contacts == "internal":
            found = partners._biginn_main_people()
        else:
            found = partners._biginn_people()
            everybody = self.env["res.partner"].concat(*found.values())
            agreed = everybody._biginn_with_consent("contact_sharing")
            found = {number: people & agreed for number, people in found.items()}
        return {
            number: [
                {
                    "name": person.name or "",
                    "function": person.function or "",
                    "email": person.email or "",
                    "phone": person.phone or "",
                }
                for person in people
            ]
            for number, people in found.items()
        }

    def _facts(self, count):
        """What the list is: (label, text), for the head of the paper and the cover sheet."""
        groups = dict(self._fields["group"]._description_selection(self.env))
        facts = [
            (self.env._("List"), groups[self.group]),
            (self.env._("On"), format_date(self.env, self.day)),
            (self.env._("Cluster"), ", ".join(self.env.companies.mapped("name"))),
            (self.env._("Categories"), ", ".join(self.category_ids.mapped("name"))),
            (self.env._("Countries"), ", ".join(self.country_ids.mapped("name"))),
            (self.env._("Only selected"), self.partner_ids and str(len(self.partner_ids)) or ""),
            (self.env._("Organisations"), str(count)),
            (self.env._("Made by"), self.env.user.name),
        ]
        return [(label, text) for label, text in facts if text]

    # -- the workbook ----------------------------------------------------------------

    def _report_name(self):
        return self.env._("Members %(date)s", date=self.day.isoformat())

    def _write_workbook(self):
        """Path of a fresh temporary file with the workbook; the caller removes it."""
        self.ensure_one()
        matrix = self._matrix()
        funding = self.env["biginn.funding"]._for_documents()
        texts = [text for text in (funding.statement, funding.disclaimer) if text]
        emblem = file_path("biginn_cluster/static/src/img/eu_emblem.png") if funding else None
        with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as handle:
            path = Path(handle.name)
        xlsx.write(
            path,
            member_list_workbook.sheets(matrix, self._words(), texts, emblem),
            {"title": matrix["title"], "author": self.env.company.name},
        )
        return path

    def _words(self):
        """Names of sheets and columns in the reader's language."""
        return {
            "sheet_cover": self.env._("Cover"),
            "sheet_members": self.env._("Members"),
            "name": self.env._("Organisation"),
            "city": self.env._("City"),
            "country": self.env._("Country"),
            "type": self.env._("Type"),
            "size": self.env._("Size"),
            "website": self.env._("Website"),
            "domains": self.env._("Technology domains"),
            "cluster": self.env._("Cluster"),
            "category": self.env._("Category"),
            "state": self.env._("Membership"),
            "since": self.env._("Member since"),
            "until": self.env._("Until"),
            "people": self.env._("People"),
        }
