"""Which European agency manages a grant of the SME programmes on a given day.

Source: Commission Implementing Decision (EU) 2021/173. The Executive Agency for Small and
Medium-sized Enterprises (EASME) ended on 31 March 2021; its SME grants, COSME among them, went to
the European Innovation Council and SMEs Executive Agency (EISMEA) on 1 April 2021. What a paper
must say follows the grant's own published text; the agency by date is a proposal only.
"""

from datetime import date

EISMEA_FROM = date(2021, 4, 1)


def agency_on(day: date | None) -> str:
    """Short name of the agency on `day`; today's agency when no day is known."""
    return "EASME" if day and day < EISMEA_FROM else "EISMEA"
