import base64
from copy import deepcopy

from odoo.fields import Command

from ..rules import package
from .common import XchangeCommon

UUID = "0f8b2c5e-8d3a-4c61-9a57-2f1f2b3c4d5e"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


class PackageCommon(XchangeCommon):
    """A cluster far away (`far`), with a key of its own, that sends its exchange to our cluster.

    The file is one that this program itself has made of an exchange: `said` is its payload, with
    the parties turned round, so that our cluster is the host's.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.far = cls.new_organisation(
            "Far cluster", country_id=cls.lithuania.id, organisation_type="cluster_organisation"
        )
        cls.private, public = package.new_key()
        cls.far_fingerprint = package.fingerprint(public)
        cls.exchange = cls.sendable()
        cls.said = cls.exchange._make_package()._read_file().payload
        cls.said = {
            **deepcopy(cls.said),
            "visiting": cls.organisation_row("Visitor UAB", "LT"),
            "host": cls.visiting_org._biginn_package_row(),
            "visiting_partnership": cls.far._biginn_package_row(),
            "host_partnership": cls.cluster_company.partner_id._biginn_package_row(),
            "visitors": ["Ona Onaitė"],
        }

    @classmethod
    def sendable(cls, **values):
        exchange = cls.new_exchange(
            host_partnership_id=cls.far.id,
            goals="See how they do it",
            objectives="One offer",
            day_ids=[Command.create({"date": "2023-05-08", "name": "Welcome", "place": "Lab"})],
            **values,
        )
        exchange.action_validate()
        return exchange

    @classmethod
    def organisation_row(cls, name, country, **values):
        number = sum(map(ord, name))
        return {
            "uuid": f"00000000-0000-4000-8000-{number:012d}",
            "name": name,
            "vat": "",
            "country": country,
            "organisation_type": "sme",
            "street": "Gatvė 1",
            "zip": "01100",
            "city": "Vilnius",
            "website": "",
            **values,
        }

    @classmethod
    def far_file(cls, sequence=1, uuid=UUID, private=None, kind="exchange", **values):
        return package.seal(
            private or cls.private,
            kind=kind,
            uuid=uuid,
            sequence=sequence,
            made_at=cls.env.cr.now(),
            sender={"name": "Far cluster", "country": "LT", "vat": ""},
            payload={**cls.said, **values},
        )

    @classmethod
    def wizard(cls, content, user=None):
        return (
            cls.env["biginn.exchange.import"]
            .with_user(user or cls.staff)
            .create({"file": base64.b64encode(content)})
        )

    @classmethod
    def accept_far(cls):
        wizard = cls.wizard(cls.far_file(), cls.manager)
        wizard.action_read()
        wizard.cluster_id = cls.far
        wizard.action_accept()
        return wizard

    @classmethod
    def take(cls, content, user=None):
        wizard = cls.wizard(content, user)
        wizard.action_read()
        return cls.env["biginn.exchange"].browse(wizard.action_import()["res_id"])
