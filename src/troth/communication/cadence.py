"""The rhythm of contact: how long it has been quiet, how regular it is, and when a call or a kind word is due."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

import numpy as np

from troth.basis.findings import Finding, Severity
from troth.basis.spans import Span
from troth.basis.text import gettext_noop

OVERDUE_FACTOR = 1.5
"""Cadences of silence after which contact is overdue; `domain.md` 4.6."""

CHAT_ONLY_WEEKS = 8
"""Weeks of written contact alone after which a call is proposed; `domain.md` S4-15."""

_QUIET = gettext_noop(
    "All is well and it has been quiet for %(days)s days: share an update, an insight or a thank-you."
)
_CALL = gettext_noop("You have only written to each other for %(weeks)s weeks. A call keeps people people.")


class ImpossibleCadence(ValueError):
    """A cadence is not a number of days above 0, or the last contact lies after today."""


class Gap(StrEnum):
    """How a silence stands against the cadence."""

    OK = "ok"
    NUDGE = "nudge"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactGap:
    """Hold how long it has been quiet.

    Args:
        gap_days: Days since the last contact, those on which a side was closed left out.
        limit_days: Days of silence from which contact is overdue.
        state: How the one stands against the other.
    """

    gap_days: int
    limit_days: float
    state: Gap


def contact_gap(
    *,
    last_contact: date,
    today: date,
    cadence_days: int,
    closed_days: Collection[date] = (),
    factor: float = OVERDUE_FACTOR,
) -> ContactGap:
    """Measure a silence between two sides; the same for both.

    Args:
        last_contact: Day of the last substantive contact of either side.
        today: Day as of which it is measured.
        cadence_days: Days agreed between contacts, 1 or more.
        closed_days: Days on which one of the sides was closed: holidays, plant closures. Weekends are part of a
            cadence and do not belong here.
        factor: Cadences after which contact is overdue, 1 or more.

    Returns:
        The gap: a nudge from one cadence on, overdue from the factor on.

    Raises:
        ImpossibleCadence: The cadence or factor is too small, or the last contact lies after today.

    Source: `domain.md` S0-60 and 4.6.

    >>> spring_festival = Span(date(2026, 2, 15), date(2026, 2, 24)).each_day()
    >>> gap = contact_gap(
    ...     last_contact=date(2026, 2, 10), today=date(2026, 3, 3), cadence_days=14, closed_days=set(spring_festival)
    ... )
    >>> gap.gap_days, gap.limit_days, gap.state.value
    (12, 21.0, 'ok')
    """
    if cadence_days < 1 or factor < 1 or last_contact > today:
        raise ImpossibleCadence("A cadence is a day or more, its factor 1 or more, and no contact lies after today.")
    # Day after the last contact to today: the day of contact itself is no silence.
    closed = sum(last_contact < day <= today for day in set(closed_days))
    gap, limit = (today - last_contact).days - closed, factor * cadence_days
    state = Gap.OVERDUE if gap >= limit else Gap.NUDGE if gap >= cadence_days else Gap.OK
    return ContactGap(gap_days=gap, limit_days=limit, state=state)


def regularity(days: Iterable[date], *, closed_days: Collection[date] = ()) -> float | None:
    """Measure how regular contact is.

    Args:
        days: Days of substantive contact, in any order; several on one day count once.
        closed_days: Days on which one of the sides was closed; they lengthen no gap.

    Returns:
        1 less the coefficient of variation of the gaps, kept between 0 (sporadic) and 1 (all equal); None with fewer
        than three days: one gap has no rhythm.

    Source: `domain.md` S1-22; the standard deviation is the sample's.

    >>> regularity([date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19)])
    1.0
    """
    ordered, closed = sorted(set(days)), set(closed_days)
    gaps = np.array([sum(day not in closed for day in Span(*pair).each_day()) for pair in pairwise(ordered)])
    if gaps.size < 2 or not gaps.any():
        return None
    return float(np.clip(1.0 - gaps.std(ddof=1) / gaps.mean(), 0.0, 1.0))


def quiet_success(gap: ContactGap, *, states: Sequence[str], has_flags: bool = False) -> Finding | None:
    """Propose a word when all is well and it has been quiet for one cadence.

    Args:
        gap: The silence.
        states: States of the relationship's KPIs on both sides: ok, watch, alarm, insufficient, no data.
        has_flags: Whether a flag is up.

    Returns:
        The nudge, or None: too early, nothing measured yet, or something to talk about already.

    Source: `domain.md` S1-39.

    >>> gap = ContactGap(gap_days=14, limit_days=21.0, state=Gap.NUDGE)
    >>> quiet_success(gap, states=["ok", "ok", "no data"]).code, quiet_success(gap, states=["ok", "watch"])
    ('contact.quiet-success', None)
    """
    measured = [state for state in states if state not in ("no data", "insufficient")]
    if gap.state == Gap.OK or has_flags or not measured or any(state != "ok" for state in measured):
        return None
    params = {"days": gap.gap_days}
    return Finding(code="contact.quiet-success", severity=Severity.NOTE, message=_QUIET, params=params)


def call_due(
    *, last_spoken: date | None, first_written: date, today: date, weeks: int = CHAT_ONLY_WEEKS
) -> Finding | None:
    """Propose a call after weeks of written contact alone.

    Args:
        last_spoken: Day of the last call, video meeting or visit; None where there was none.
        first_written: Day of the first message; without a call the weeks count from it.
        today: Day as of which it is measured.
        weeks: Weeks of written contact alone, 1 or more.

    Returns:
        The proposal, or None while it is too early.

    Source: `domain.md` S4-15.

    >>> call_due(last_spoken=date(2026, 1, 5), first_written=date(2025, 6, 1), today=date(2026, 3, 2)).params["weeks"]
    8
    """
    since = (today - max(last_spoken or first_written, first_written)).days // 7
    if since < weeks:
        return None
    return Finding(code="contact.call-due", severity=Severity.NOTE, message=_CALL, params={"weeks": since})
