"""The buyer's weekly status towards a factory: approvals, payments, forecast; as short as the factory's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from troth.basis.findings import Finding, Param, Severity
from troth.basis.text import gettext_noop

MIRROR_FIELDS: Mapping[str, str] = {
    "approvals_given": gettext_noop("What we approved this week"),
    "approvals_open": gettext_noop("What still waits for our approval, and since when"),
    "next_approval_on": gettext_noop("Day of our next approval"),
    "payments_made": gettext_noop("What we paid this week"),
    "next_payment_on": gettext_noop("Day of our next payment"),
    "forecast": gettext_noop("Orders you can expect from us, and from when"),
    "needs": gettext_noop("What we need from you"),
    "note": gettext_noop("Anything else"),
}
"""All fields in the order of the form; eight, as the factory has."""

_NO_DAY = gettext_noop("Something waits for your approval. Say on which day it will be given.")
_DAY_PAST = gettext_noop("The day of your next approval was %(day)s, before this status. Give its new day.")
_PAYMENT_PAST = gettext_noop("The day of your next payment was %(day)s, before this status. Give its new day.")
_NO_FORECAST = gettext_noop("Say what the factory can expect; “nothing before May” is an answer too.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorStatus:
    """Hold one filled form of the buyer; what is left blank is empty or None."""

    approvals_given: str = ""
    approvals_open: str = ""
    next_approval_on: date | None = None
    payments_made: str = ""
    next_payment_on: date | None = None
    forecast: str = ""
    needs: str = ""
    note: str = ""


def gaps_in_mirror(status: MirrorStatus, *, filed_on: date) -> tuple[Finding, ...]:
    """Find what a buyer's status leaves blank or cannot mean; none of it keeps the form from being filed.

    Args:
        status: As filled in.
        filed_on: Day of filing.

    Source: `domain.md` S2-12 read from the other side; `design.md` §2, both sides alike.

    >>> [gap.code for gap in gaps_in_mirror(MirrorStatus(approvals_open="Lab dip"), filed_on=date(2026, 3, 6))]
    ['mirror.approval-day', 'mirror.forecast']
    """
    found = []
    if status.approvals_open.strip() and status.next_approval_on is None:
        found.append(_finding("mirror.approval-day", _NO_DAY))
    if status.next_approval_on is not None and status.next_approval_on < filed_on:
        found.append(_finding("mirror.approval-past", _DAY_PAST, day=status.next_approval_on))
    if status.next_payment_on is not None and status.next_payment_on < filed_on:
        found.append(_finding("mirror.payment-past", _PAYMENT_PAST, day=status.next_payment_on))
    if not status.forecast.strip():
        found.append(_finding("mirror.forecast", _NO_FORECAST))
    return tuple(found)


def _finding(code: str, message: str, **params: Param) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, message=message, params=params)
