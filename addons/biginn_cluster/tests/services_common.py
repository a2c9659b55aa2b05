from .common import BiginnCommon


class ServicesCommon(BiginnCommon):
    """One service of the cluster, one of the other cluster, and a builder of uses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["biginn.service.kind"].create({"code": "T", "name": "Test kind"})
        cls.service = cls.new_service("Partner search")
        cls.other_service = cls.new_service("Elsewhere", company=cls.other_company)

    @classmethod
    def new_service(cls, name, company=None, **values):
        return cls.env["biginn.service"].create(
            {
                "name": name,
                "kind_id": cls.kind.id,
                "company_id": (company or cls.cluster_company).id,
                **values,
            }
        )

    @classmethod
    def new_use(cls, organisation=None, service=None, **values):
        return cls.env["biginn.service.use"].create(
            {
                "service_id": (service or cls.service).id,
                "partner_id": (organisation or cls.member_org).id,
                "date": "2026-03-05",
                "hours": 2.5,
                **values,
            }
        )

    @classmethod
    def new_training(cls, **values):
        return cls.env["biginn.training"].create(
            {
                "name": "Cluster management",
                "person_id": cls.staff.partner_id.id,
                "company_id": cls.cluster_company.id,
                "date": "2026-03-05",
                "hours": 6,
                **values,
            }
        )
