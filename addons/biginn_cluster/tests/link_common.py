from .common import BiginnCommon


class LinkCommon(BiginnCommon):
    """Organisations with figures that hold shares of each other."""

    @classmethod
    def new_link(cls, holder, held, percent, **values):
        return cls.env["biginn.company.link"].create(
            {"partner_id": holder.id, "other_id": held.id, "percent": percent, **values}
        )

    @classmethod
    def small(cls, organisation):
        """Two closed years of 34 people, 6.1 M EUR turnover, 5 M EUR balance."""
        return cls.new_figure(organisation, year=2023) + cls.new_figure(organisation, year=2024)

    @classmethod
    def large(cls, organisation):
        values = {"headcount": 900, "turnover": 90_000_000, "balance_total": 90_000_000}
        return cls.new_figure(organisation, year=2023, **values) + cls.new_figure(
            organisation, year=2024, **values
        )
