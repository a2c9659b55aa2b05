"""What a membership costs, and why it is or is not invoiced.

Amounts are Decimal in the category's currency; a part year is rounded once, at the end, half
up to the currency's smallest unit. How a part year is charged is the category's setting:

full    the whole fee, whenever one joins (the default)
days    the days of membership over the days of the whole period
months  the months begun over the months of the whole period
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from .membership_period import ONE_DAY, full_period

MODES = ("full", "days", "months")


def days_between(first: date, last: date) -> int:
    """Days of a period, both ends included."""
    return (last - first).days + 1


def months_begun(first: date, last: date) -> int:
    """Months of a period; one that has begun counts whole. From a day to the day before is one."""
    delta = relativedelta(last + ONE_DAY, first)
    return delta.years * 12 + delta.months + bool(delta.days)


def share(mode: str, start: date | None, end: date | None, months: int, calendar: bool) -> Fraction:
    """Which part of the category's fee the period owes, between 0 and 1.

    Without dates, without an end or without a fixed period there is nothing to divide: 1. More
    than one period is still one fee.
    """
    if mode == "full" or not start or not end or months <= 0:
        return Fraction(1)
    first, last = full_period(start, months, calendar)
    if mode == "days":
        part = Fraction(days_between(start, end), days_between(first, last))
    else:
        part = Fraction(months_begun(start, end), months)
    return min(part, Fraction(1))


def fee_for(fee: Decimal, part: Fraction, unit: Decimal) -> Decimal:
    """The fee for a part of the period, rounded once to whole `unit`s (0.01 for a cent)."""
    exact = Fraction(fee) * part / Fraction(unit)
    whole = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
        Decimal(1), rounding=ROUND_HALF_UP
    )
    return whole * unit


@dataclass(frozen=True)
class Claim:
    """One membership as the invoice sees it.

    state      its state today
    approved   the cluster said yes
    never_ran  the member left on the first day or before
    kind       normal, free or sponsored
    fee        what it costs
    product    the category names what stands on the invoice
    sponsor    a sponsored one names who pays
    journal    the cluster has a journal for customer invoices
    invoiced   an invoice for this period stands, neither cancelled nor credited
    """

    state: str
    approved: bool
    never_ran: bool
    kind: str
    fee: Decimal
    product: bool
    sponsor: bool
    journal: bool
    invoiced: bool


def cannot_invoice(claim: Claim) -> str:
    """Code of the first reason why no invoice is made; empty when one is."""
    reasons = (
        ("already_invoiced", claim.invoiced),
        ("refused", claim.state == "refused"),
        ("not_approved", not claim.approved),
        ("never_ran", claim.never_ran),
        ("free", claim.kind == "free"),
        ("no_sponsor", claim.kind == "sponsored" and not claim.sponsor),
        ("no_fee", claim.fee <= 0),
        ("no_product", not claim.product),
        ("no_journal", not claim.journal),
    )
    return next((code for code, applies in reasons if applies), "")


def fee_state(kind: str, fee: Decimal, invoice: str | None, payment: str | None) -> str:
    """Where the money of one membership stands, in one word.

    invoice  state of the invoice in the books: draft, posted, cancel; None without one
    payment  its payment state in the books: not_paid, in_payment, paid, partial, reversed
    """
    if not invoice or invoice == "cancel" or payment == "reversed":
        return "free" if kind == "free" or fee <= 0 else "to_invoice"
    if invoice == "draft":
        return "draft"
    if payment in ("paid", "in_payment"):
        return "paid"
    return "partial" if payment == "partial" else "unpaid"
