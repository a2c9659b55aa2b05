from urllib.parse import quote

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.http import request
from odoo.tools.json import scriptsafe

from ..rules import directory as rule

DIRECTORY_PATH = "/members"
# Stored states of a membership whose organisation counts as a member today.
MEMBER_STATES = ("active", "expiring")
# What a card of the list needs of the organisation; a part of PUBLIC_FIELDS.
CARD_FIELDS = (
    "name",
    "organisation_type",
    "country_id",
    "city",
    "size_class",
    "profile_description",
)


class ResPartner(models.Model):
    """Organisations in the public directory: who is in it, and what of them is shown.

    In it is a member that agreed to it: `published_in_directory` and a membership that is active
    or expiring, its own or its group's, in any cluster. `_biginn_directory_domain` is the check
    that stands before every sudo here; pages get plain values of PUBLIC_FIELDS, never a record.
    """

    _inherit = "res.partner"

    # stored, for every page of the directory counts all who are in it
    in_directory = fields.Boolean(
        string="In the directory",
        compute="_compute_in_directory",
        store=True,
        compute_sudo=True,
        help="Agreed to be published and is a member today: the public sees it.",
    )

    # as the list is sorted
    _directory_idx = models.Index("(complete_name, id DESC) WHERE in_directory IS TRUE")

    # -- who is in it ----------------------------------------------------------------

    @api.model
    def _biginn_directory_domain(self):
        """Whom the public may see; the same for everybody who asks."""
        return (
            Domain("in_directory", "=", True)
            & Domain("published_in_directory", "=", True)
            & Domain("active", "=", True)
        )

    def _biginn_directory_listed(self):
        """Those of these organisations that the public may see, with all rights."""
        # sudo: the domain is the check; strangers have no rights on contacts
        domain = Domain("id", "in", self.ids) & self._biginn_directory_domain()
        return self.sudo().search(domain)

    @api.model
    def _biginn_directory_find(self, number):
        """The published organisation with this id, with all rights; empty for any other."""
        if not rule.is_id(number):
            return self.sudo().browse()
        return self.browse(number)._biginn_directory_listed()

    @api.depends(
        "published_in_directory",
        "active",
        "is_company",
        "organisation_type",
        "membership_ids.state",
        "covering_membership_ids.state",
    )
    def _compute_in_directory(self):
        for partner in self:
            memberships = partner.membership_ids | partner.covering_membership_ids
            partner.in_directory = (
                partner.published_in_directory
                and partner.active
                and partner.is_company
                and partner.organisation_type not in (False, "big_science")
                and any(membership.state in MEMBER_STATES for membership in memberships)
            )

    # -- where it stands -------------------------------------------------------------

    @api.model
    def _biginn_directory_path(self, number, name):
        """Readable address of an organisation's page."""
        return f"{DIRECTORY_PATH}/{self.env['ir.http']._slug((number, name or ''))}"

    @api.model
    def _biginn_directory_absolute(self, path):
        """An address for other sites, in the reader's language."""
        local = self.env["ir.http"]._url_for(path) if request else path
        return self.get_base_url().rstrip("/") + quote(local, safe="/%")

    def action_open_in_directory(self):
        """What the public sees of this organisation, in a window of its own."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": self._biginn_directory_path(self.id, self.name),
            "target": "new",
        }

    # -- what is shown ---------------------------------------------------------------

    def _biginn_directory_cards(self):
        """One dict per organisation for the list; a constant number of queries."""
        logos = self._biginn_directory_logos()
        domains = self._biginn_directory_domains()
        cards = []
        for partner in self:
            public = {name: self._biginn_public_value(partner, name) for name in CARD_FIELDS}
            cards.append(
                {
                    "name": public["name"],
                    "url": self._biginn_directory_path(partner.id, public["name"]),
                    "logo": logos.get(partner.id, ""),
                    "type": public["organisation_type"],
                    "size": public["size_class"],
                    "country": public["country_id"],
                    "flag": partner.country_id.image_url or "",
                    "city": public["city"],
                    "domains": domains.get(partner.id, []),
                    "summary": rule.summary(public["profile_description"]),
                }
            )
        return cards

    def _biginn_directory_page(self):
        """All that the page of one published organisation shows, as plain values."""
        self.ensure_one()
        sheet = self._biginn_sheet()
        path = self._biginn_directory_path(self.id, sheet["name"])
        clusters = self._biginn_directory_clusters()
        page = {
            **{name: value for name, value in sheet.items() if name != "facts"},
            "facts": self._biginn_directory_facts(sheet),
            "path": path,
            "sheet_path": f"{path}/sheet",
            "url": self._biginn_directory_absolute(path),
            "flag": self.country_id.image_url or "",
            "country_code": self.country_id.code or "",
            "logo": self._biginn_directory_logos().get(self.id, ""),
            "clusters": [
                {"name": cluster.name, "mailto": rule.mail_link(cluster.email, sheet["name"])}
                for cluster in clusters
            ],
            "summary": rule.summary(sheet["description"]),
        }
        page["image"] = page["logo"] and self.get_base_url().rstrip("/") + page["logo"]
        structured = rule.structured_data(
            {
                **page,
                "logo": page["image"],
                "links": [page["website"], page["eccp_url"]],
                "clusters": clusters.mapped("name"),
            }
        )
        # safe inside a script element, whatever a member writes
        page["structured_data"] = scriptsafe.dumps(structured, ensure_ascii=False)
        return page

    def _biginn_directory_facts(self, sheet):
        """The facts beside the text; what the head of the page already says is not repeated."""
        said = {sheet[name] for name in ("type", "size", "country", "city", "website")}
        return [(label, text) for label, text in sheet["facts"] if text not in said]

    def _biginn_directory_clusters(self):
        """The clusters (companies) whose member this organisation is today."""
        return self._biginn_living_memberships().company_id.sorted("name")

    def _biginn_living_memberships(self):
        """The memberships by which this organisation is a member today, its own first."""
        memberships = self.membership_ids | self.covering_membership_ids
        return memberships.filtered(lambda membership: membership.state in MEMBER_STATES)

    def _biginn_sheet_company(self):
        """Whose paper a sheet for the member or the public is printed on.

        A member of several clusters gets the paper of the one whose pages it is on.
        """
        # sudo: only which cluster it is; the memberships themselves stay where they are
        clusters = self.sudo()._biginn_living_memberships().company_id
        here = self.env.company
        return here if here.id in clusters.ids else clusters[:1] or here

    def _biginn_directory_domains(self):
        """{organisation's id: names of its technology domains in their order}."""
        groups = self.env["biginn.capability"]._read_group(
            [("partner_id", "in", self.ids)], ["partner_id"], ["domain_id:recordset"]
        )
        everything = self.env["biginn.technology.domain"].concat(*(found for _org, found in groups))
        names = {
            domain.id: domain.name
            for domain in everything.sorted(lambda domain: (domain.sequence, domain.name))
        }
        return {
            partner.id: [name for number, name in names.items() if number in found._ids]
            for partner, found in groups
        }

    def _biginn_directory_logos(self):
        """{organisation's id: address of its logo}, for those that have one.

        The address changes with the picture, so that browsers may keep it.
        """
        pictures = self.env["ir.attachment"].search_fetch(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "image_256"),
                ("res_id", "in", self.ids),
            ],
            ["res_id", "checksum"],
        )
        return {
            picture.res_id: f"{DIRECTORY_PATH}/{picture.res_id}/logo?v={picture.checksum[:12]}"
            for picture in pictures
        }
