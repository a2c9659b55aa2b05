import base64

from odoo import api, fields, models, tools
from odoo.tools import file_open

from ..rules.funding import agency_on


class BiginnFunding(models.Model):
    """What every paper, file and page made with an EU grant's money must say.

    ============= ==== ===== ====== ======
    role          read write create unlink
    ============= ==== ===== ====== ======
    staff         yes
    manager       yes  yes   yes    yes
    ============= ==== ===== ====== ======

    One grant may fund several clusters of a database, therefore no company here.
    """

    _name = "biginn.funding"
    _description = "Funding statement"
    _order = "date_start desc, name"
    _rec_names_search = ["name", "acronym", "grant_number"]

    name = fields.Char(
        string="Programme",
        required=True,
        help="Name of the EU programme as papers must spell it, for example COSME.",
    )
    acronym = fields.Char(string="Project", help="Acronym of the funded project.")
    grant_number = fields.Char(string="Grant number", index="btree_not_null")
    agency = fields.Char(
        compute="_compute_agency",
        store=True,
        readonly=False,
        precompute=True,
        help="Managing agency. Proposed from the start date; the grant agreement decides.",
    )
    date_start = fields.Date()
    date_end = fields.Date()
    statement = fields.Text(
        string="Funding statement",
        required=True,
        translate=True,
        help="Printed beside the European emblem. The name European Union is spelled out in full.",
    )
    disclaimer = fields.Text(
        translate=True,
        help="Printed under the funding statement, in the wording of the grant agreement.",
    )
    active = fields.Boolean(default=True)

    _dates_in_order = models.Constraint(
        "CHECK (date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "A funding cannot end before it starts.",
    )
    _grant_number_unique = models.UniqueIndex(
        "(grant_number) WHERE grant_number IS NOT NULL",
        "Another funding already has this grant number.",
    )

    @api.depends("date_start")
    def _compute_agency(self):
        for funding in self:
            funding.agency = funding.agency or agency_on(funding.date_start)

    @api.depends("name", "acronym", "grant_number")
    def _compute_display_name(self):
        for funding in self:
            parts = [funding.name, funding.acronym, funding.grant_number]
            funding.display_name = " · ".join(part for part in parts if part)

    @api.model
    @tools.ormcache()
    def _emblem_data_uri(self):
        """The European emblem for a document: embedded, so that printing needs no web request."""
        with file_open("biginn_cluster/static/src/img/eu_emblem.svg", "rb") as emblem:
            return "data:image/svg+xml;base64," + base64.b64encode(emblem.read()).decode()

    @api.model
    def _for_documents(self):
        """The funding that a document without a grant of its own names: the latest one kept.

        Override this where a document knows its grant.
        """
        return self.search([], limit=1)
