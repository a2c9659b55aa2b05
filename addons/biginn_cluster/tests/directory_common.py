from odoo.tests import HttpCase

from .common import BiginnCommon

LIST = "/members"


class DirectoryCase(BiginnCommon, HttpCase):
    """One organisation in the directory with all its parts, and ways to read the pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bso = cls.new_organisation(
            "Big Science of tests",
            organisation_type="big_science",
            big_science_short_name="BST",
            published_in_directory=True,
        )
        cls.shown = cls.new_listed(
            "Kryostat & Søn A/S",
            city="Aarhus",
            website="https://kryostat.example.com/",
            profile_description="We make cold things. They stay cold.",
            email="secret@kryostat.example.com",
            phone="+45 12345678",
            street="Hidden street 5",
            vat="DK12345674",
            comment="internal note",
        )
        cls.person = cls.env["res.partner"].create(
            {
                "name": "Privata Persona",
                "parent_id": cls.shown.id,
                "email": "privata@kryostat.example.com",
                "phone": "+45 87654321",
                "function": "Head of secrets",
            }
        )
        cls.new_capability(cls.shown, 0, 0, trl=7, description="Bath cryostats")
        cls.new_capability(cls.shown, 1, 1)

    @classmethod
    def new_listed(cls, name, **values):
        """An organisation that the public sees: a member today, and it agreed."""
        organisation = cls.new_organisation(name, published_in_directory=True, **values)
        cls.new_membership(organisation)
        return organisation

    @classmethod
    def new_reference(cls, organisation, **values):
        return cls.env["biginn.reference"].create(
            {
                "partner_id": organisation.id,
                "big_science_id": cls.bso.id,
                "year": 2020,
                "title": "A delivery",
                "publishable": True,
                **values,
            }
        )

    def address(self, organisation, tail=""):
        path = organisation._biginn_directory_path(organisation.id, organisation.name)
        return path + tail

    def names(self, **arguments):
        """Names of the organisations that the list finds, as the model answers."""
        answer = self.env["biginn.directory"]._answer(arguments)
        return [card["name"] for card in answer["cards"]]

    def facet(self, name, **arguments):
        """{value: count} of one filter."""
        answer = self.env["biginn.directory"]._answer(arguments)
        facet = next(facet for facet in answer["facets"] if facet["name"] == name)
        return {option["value"]: option["count"] for option in facet["options"]}
