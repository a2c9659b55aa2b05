from .common import BiginnCommon


class ProfileCommon(BiginnCommon):
    """Builders for what stands in an organisation's profile."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.big_science = cls.new_organisation(
            "Collider of tests", organisation_type="big_science", country_id=cls.spain.id
        )
        cls.ecosystem = cls.env["biginn.ecosystem"].create({"code": "TST", "name": "Tests"})
        cls.nace = cls.env["biginn.nace"].create({"code": "26.99", "name": "Making tests"})

    @classmethod
    def new_reference(cls, organisation=None, **values):
        return cls.env["biginn.reference"].create(
            {
                "partner_id": (organisation or cls.member_org).id,
                "big_science_id": cls.big_science.id,
                "year": 2024,
                "title": "Vacuum chambers",
                **values,
            }
        )

    @classmethod
    def new_certificate(cls, organisation=None, **values):
        return cls.env["biginn.certificate"].create(
            {
                "partner_id": (organisation or cls.member_org).id,
                "kind": "iso_9001",
                "number": "Q-1",
                **values,
            }
        )

    @classmethod
    def new_facility(cls, organisation=None, **values):
        return cls.env["biginn.facility"].create(
            {
                "partner_id": (organisation or cls.member_org).id,
                "name": "Clean room",
                **values,
            }
        )

    @classmethod
    def new_product(cls, organisation=None, **values):
        return cls.env["biginn.product"].create(
            {
                "partner_id": (organisation or cls.member_org).id,
                "name": "Valve box",
                **values,
            }
        )
