import csv

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import file_open

from ..rules.website import host_of

ORGANISATIONS = "biginn_cluster/data/big_science/organisations.csv"
FACILITIES = "biginn_cluster/data/big_science/facilities.csv"
XML_ID = "bso_%s"
FACILITY_XML_ID = "bso_facility_%s_%s"
# stands for the whole European Union in the list of member states
EU = "EU27"


def rows_of(path):
    with file_open(path, "r") as source:
        return list(csv.DictReader(source))


class ResPartner(models.Model):
    """Big Science organisations: what one needs to know, and the ones that come with us.

    They are ordinary contacts. One that the customer already has is adopted by the host of
    its website: it gets our external id and what it lacks, and keeps everything else.
    """

    _inherit = "res.partner"

    big_science_short_name = fields.Char(string="Short name", index="btree_not_null")
    big_science_field = fields.Char(string="Field of science")
    tender_portal_url = fields.Char(
        string="Tender portal", help="Where its calls appear and suppliers register."
    )
    hosts_visitors = fields.Boolean(
        string="Hosts visitors", help="Receives visiting delegations and exchange guests."
    )
    member_state_ids = fields.Many2many(
        "res.country",
        "biginn_partner_member_state_rel",
        "partner_id",
        "country_id",
        string="Member states",
        help="Countries that carry the organisation: some buy only from firms there.",
    )
    member_state_note = fields.Char(
        string="About the member states", help="Of which year, and who takes part otherwise."
    )
    big_science_seed = fields.Json(
        groups="base.group_system",
        copy=False,
        help="The record as we created it. Empty for a contact that was there before.",
    )

    @api.model
    def _biginn_load_big_science(self):
        """Create or adopt every organisation of our list that has no external id yet."""
        module_data = self.env["ir.model.data"]
        known = module_data.search([("module", "=", "biginn_cluster"), ("model", "=", self._name)])
        names = set(known.mapped("name"))
        for row in rows_of(ORGANISATIONS):
            name = XML_ID % row["code"]
            if name in names:
                continue
            partner = self._biginn_adopt(row) or self._biginn_create(row)
            module_data.create(
                {
                    "module": "biginn_cluster",
                    "name": name,
                    "model": self._name,
                    "res_id": partner.id,
                    "noupdate": True,
                }
            )
        self._biginn_load_facilities()
        return True

    @api.model
    def _biginn_load_facilities(self):
        """The places of those organisations that receive visitors, each once.

        A place that the customer has entered under the same name is left as it is.
        """
        facilities = self.env["biginn.facility"]
        for row in rows_of(FACILITIES):
            xml_id = "biginn_cluster." + FACILITY_XML_ID % (row["organisation"], row["code"])
            organisation = self.env.ref(
                "biginn_cluster." + XML_ID % row["organisation"], raise_if_not_found=False
            )
            if not organisation or self.env.ref(xml_id, raise_if_not_found=False):
                continue
            facility = organisation.facility_ids.filtered(lambda f, r=row: f.name == r["name"])
            facility = facility or facilities.create(
                {
                    "partner_id": organisation.id,
                    "name": row["name"],
                    "city": row["city"],
                    "country_id": self.env.ref(f"base.{row['country'].lower()}").id,
                    "receives_visitors": True,
                    "visitor_capacity": int(row["visitor_capacity"] or 0),
                    "access_note": row["access_note"],
                }
            )
            self.env["ir.model.data"]._update_xmlids(
                [{"xml_id": xml_id, "record": facility, "noupdate": True}]
            )

    @api.model
    def _biginn_visited(self):
        return {row["organisation"] for row in rows_of(FACILITIES)}

    @api.model
    def _biginn_member_states(self, row):
        """Countries of a row's codes, as far as our sources name them."""
        codes = row["member_states"].split()
        countries = self.env["res.country"].search([("code", "in", codes)])
        return countries | (self.env.ref("base.europe").country_ids if EU in codes else countries)

    @api.model
    def _biginn_adopt(self, row):
        """The customer's own contact of this organisation, completed; empty when none."""
        partner = self._biginn_find_by_host([row["website"], *row["other_hosts"].split()])
        if partner:
            values = self._biginn_values(row)
            partner.write({name: value for name, value in values.items() if not partner[name]})
        return partner

    @api.model
    def _biginn_find_by_host(self, addresses):
        """The contact that stands for an organisation: by host, companies and live ones first.

        Never a contact below another one: an employee may carry the firm's address too.
        """
        hosts = {host_of(address) for address in addresses} - {""}
        domain = [("website", "!=", False), ("parent_id", "=", False)]
        domain += ["|"] * (len(hosts) - 1)
        domain += [("website", "ilike", host) for host in sorted(hosts)]
        found = (
            self.with_context(active_test=False)
            .search(domain, order="id")
            .filtered(lambda partner: host_of(partner.website) in hosts)
        )
        return found.sorted(lambda p: (not p.active, not p.is_company, bool(p.company_id), p.id))[
            :1
        ]

    @api.model
    def _biginn_create(self, row):
        partner = self.with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        ).create(
            {
                "name": row["name"],
                "is_company": True,
                "company_id": False,
                "website": row["website"],
                **self._biginn_values(row),
            }
        )
        partner.big_science_seed = partner._biginn_snapshot()[partner.id]
        return partner

    @api.model
    def _biginn_values(self, row):
        country = self.env["res.country"].search([("code", "=", row["country"])], limit=1)
        return {
            "organisation_type": "big_science",
            "big_science_short_name": row["short_name"],
            "big_science_field": row["field"],
            "tender_portal_url": row["tender_portal"],
            "member_state_ids": [Command.set(self._biginn_member_states(row).ids)],
            "member_state_note": row["member_note"],
            "hosts_visitors": row["code"] in self._biginn_visited(),
            "city": row["city"],
            "country_id": country.id,
            "partner_latitude": float(row["latitude"]),
            "partner_longitude": float(row["longitude"]),
        }

    # -- has the customer used it? ---------------------------------------------------

    def _biginn_snapshot(self):
        """{id: row as stored}, without what changes by itself."""
        self.env.flush_all()
        by_itself = ["create_date", "create_uid", "write_date", "write_uid"]
        by_itself += ["big_science_seed", "profile_completeness"]
        self.env.cr.execute(
            "SELECT id, to_jsonb(p) - %s FROM res_partner p WHERE id = ANY(%s)",
            (by_itself, self.ids),
        )
        return dict(self.env.cr.fetchall())

    def _biginn_edited(self):
        """Those that are not as we created them, and those we did not create.

        The time of the last writing tells of every edit; the stored picture also of one made
        in the same transaction. A column of an addon that came later is filled by its default,
        which is nobody's edit.
        """
        now = self._biginn_snapshot()
        return self.filtered(
            lambda partner: (
                not partner.big_science_seed
                or partner.write_date > partner.create_date
                or any(
                    now[partner.id].get(name) != value
                    for name, value in partner.big_science_seed.items()
                    if name in now[partner.id]
                )
            )
        )
