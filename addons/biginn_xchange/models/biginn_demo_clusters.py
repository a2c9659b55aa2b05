import base64
from datetime import timedelta

from dateutil.relativedelta import MO, relativedelta

from odoo import api, fields, models

from ..rules import package, package_exchange

UUID = "5b0f6f0e-3c52-4d5e-9d4c-6a1c8f2b7e10"


class BiginnDemo(models.AbstractModel):
    """An exchange that another cluster runs: its visitor comes to one of our members, and the file
    has been imported. The other cluster's key is made for the occasion and thrown away."""

    _inherit = "biginn.demo"

    @api.model
    def _load_clusters(self):
        if self.env["biginn.exchange"].search_count([("package_uuid", "=", UUID)], limit=1):
            return True
        demo = self._quiet()
        far, host = demo._demo("elbe_cluster"), demo._demo("aarhus_precision")
        company = demo._demo("company_dk")
        private, public = package.new_key()
        key = demo.env["biginn.accepted.key"].create(
            {
                "company_id": company.id,
                "partner_id": far.id,
                "public_key": base64.b64encode(public).decode(),
                "fingerprint": package.fingerprint(public),
                "claimed_name": far.name,
                "accepted_on": fields.Datetime.now(),
                "accepted_by": demo._demo("user_manager").id,
            }
        )
        programme = demo._demo("programme")
        content = package.seal(
            private,
            kind=package_exchange.KIND,
            uuid=UUID,
            sequence=1,
            made_at=fields.Datetime.now(),
            sender={"name": far.name, "country": far.country_id.code, "vat": far.vat or ""},
            payload=demo._far_exchange(far, host, company, programme),
        )
        exchanges = demo.env["biginn.exchange"].with_company(company)
        opened, said = exchanges._open_package(content)
        parties = {
            "visiting": far,
            "visiting_partnership": far,
            "host": host,
            "host_partnership": company.partner_id,
        }
        stay = exchanges._take(opened, said, key, programme, parties)
        demo._named("biginn_xchange", "stay_from_elsewhere", stay)
        return True

    def _far_exchange(self, far, host, company, programme):
        """What their file says: five days from a Monday in two months, being signed."""
        first = fields.Date.today() + relativedelta(weeks=8, weekday=MO(-1))
        rows = {
            "visiting": far,
            "host": host,
            "visiting_partnership": far,
            "host_partnership": company.partner_id,
        }
        return {
            "number": f"EAC-{first.year}-017",
            "state": "signing",
            "programme": {"code": programme.code, "name": programme.name},
            **{party: partner._biginn_package_row() for party, partner in rows.items()},
            "visitors": ["Jana Beispiel (demo)"],
            "visitor_contact": None,
            "host_contact": None,
            "date_start": first.isoformat(),
            "date_end": (first + timedelta(days=4)).isoformat(),
            "travel_first": False,
            "travel_last": False,
            "is_virtual": False,
            "working_days": 5,
            "distance_km": "282.00",
            "distance_origin": "typed",
            "distance_source": "map",
            "higher_rate": False,
            "currency": "EUR",
            "lump_sum": "1100.00",
            "agreed_amount": "1100.00",
            "lump_sum_facts": None,
            "goals": "See how small series of accelerator parts are made and measured.",
            "objectives": "Three member companies with something to offer to each other.",
            "costs_carried": "",
            "days": [
                {
                    "date": first.isoformat(),
                    "name": "Welcome and tour of the workshop",
                    "description": "",
                    "place": host.city or "",
                }
            ],
            **dict.fromkeys(package_exchange.DATES),
            "validated_on": fields.Date.today().isoformat(),
            "papers": [
                {
                    "kind": "commitment",
                    "version": 1,
                    "lang": "en_US",
                    "words": package.fingerprint(b"demo"),
                    "file": None,
                    "complete": False,
                }
            ],
            "signatures": [],
            "report_accepted": False,
            "evidence_accepted": False,
        }
