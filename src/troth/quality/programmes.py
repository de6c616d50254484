"""How often a partner's goods are looked at: an agreed interval, shorter after an alarm, longer with a clean record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from troth.basis.calendars import PlaceCalendar
from troth.basis.closures import DueProposal, propose_due_day
from troth.basis.findings import Finding, Param, Severity
from troth.basis.text import gettext_noop
from troth.quality.switching import Stage

SHORTEST, LONGEST = Fraction(1, 4), Fraction(2)
"""Bounds of an interval, as parts of the agreed one; a choice of ours."""

CLEAN_LOTS = 5
"""Lots accepted in a row after which an interval grows; as many as lead from tightened back to normal inspection."""

GROWTH = (Fraction(1), Fraction(3, 2), Fraction(2))
"""What no, one and two clean runs make of an interval."""

TRUSTED = 60.0
"""Standing in quality from which an interval grows; the gate of phase 3 (`domain.md` a.6)."""

SOON_DAYS = 7
"""Days before a look is due from which it is spoken of."""

LOT_DAYS = 7
"""Days within which the lot that completes an interval counted in lots is looked at."""

_STILL = gettext_noop("A class of defects stands still after refused lots: as often as the agreement allows.")
_TIGHTENED = gettext_noop("A class of defects is on tightened inspection: half the interval.")
_ALARM = gettext_noop("An alarm about quality is open: half the interval.")
_REFUSED = gettext_noop("The last lot was not accepted: half the interval.")
_CLEAN = gettext_noop("%(lots)s lots in a row were accepted and no alarm is open: the interval grows.")
_UNPROVEN = gettext_noop(
    "%(lots)s lots in a row were accepted. The interval grows from a standing in quality of %(needed)s; "
    "it is %(standing)s."
)
_UNKNOWN = gettext_noop("%(lots)s lots in a row were accepted. The interval grows once there is a standing in quality.")
_BOUND = gettext_noop("No interval is shorter than a quarter of what was agreed.")


class ImpossibleInterval(ValueError):
    """An agreed interval is a day or a lot at least."""


class LookState(StrEnum):
    """How near a look is."""

    LATER = "later"
    SOON = "soon"
    TODAY = "today"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Hold how often is looked now, and why.

    Args:
        base: What both sides agreed, in days or in lots.
        length: What it is now, in the same; 1 or more.
        reasons: Why it is not the agreed one, or why it has not grown yet; empty where nothing speaks for either.
    """

    base: int
    length: int
    reasons: tuple[Finding, ...]


def interval_by_risk(
    base: int,
    *,
    results: Sequence[bool] = (),
    stages: Collection[Stage] = (),
    alarms: int = 0,
    standing: float | None = None,
) -> Interval:
    """Say how often to look, from what is known of a partner's quality.

    Args:
        base: The agreed interval in days or in lots, 1 or more.
        results: Whether each lot was accepted, oldest first; lots that are pending are left out, not passed.
        stages: How strictly each class of the product is inspected now.
        alarms: Open flags and actions about the factory's quality, 0 or more.
        standing: The factory's standing in quality, 0 to 100; None where there is none yet.

    Returns:
        The interval. It halves for each of: tightened inspection, an open alarm, a last lot that was refused; it is a
        quarter where a class stands still. With none of them it is half as long again after 5 accepted lots in a row
        and twice as long after 10, once the standing is 60. It is a quarter to twice the agreed one.

    Raises:
        ImpossibleInterval: The agreed interval is below 1.

    Source: `domain.md` S3-30, with numbers of our own; runs of five as in ISO 2859-1:1999, 9.3.

    >>> interval_by_risk(30, results=[True] * 5, standing=71.0).length
    45
    >>> interval_by_risk(30, results=[True] * 5, standing=71.0, alarms=1).length
    15
    """
    if base < 1:
        raise ImpossibleInterval(f"An interval is 1 day or lot at least, not {base}.")
    shorter, reasons = _shorter(results, stages, alarms)
    factor = max(SHORTEST, shorter)
    if shorter < SHORTEST:
        reasons = (*reasons, _said("bound", _BOUND))
    if not reasons:
        factor, reasons = _longer(_clean_run(results), standing)
    return Interval(base=base, length=max(1, int(base * min(factor, LONGEST))), reasons=reasons)


def next_look(*, last_on: date, interval: int, calendar: PlaceCalendar) -> DueProposal:
    """Say by which day to look again: an open day of the place that is looked at.

    Args:
        last_on: Day of the last look; the day on which the agreement began where there was none.
        interval: Days, from interval_by_risk.
        calendar: Calendar of the factory.

    Returns:
        The day, and why it moved where the place is closed on the day asked for.

    Raises:
        NeverOpen: The place is closed for more than a year from then on.

    Source: `domain.md` S3-30 and S1-35.

    >>> next_look(last_on=date(2026, 11, 6), interval=15, calendar=PlaceCalendar()).proposed
    datetime.date(2026, 11, 23)
    """
    return propose_due_day(last_on + timedelta(days=interval), calendar=calendar)


def next_look_by_lots(*, finished: Sequence[date], interval: int, calendar: PlaceCalendar) -> DueProposal | None:
    """Say by which day to look again where lots are counted.

    Args:
        finished: Days on which lots were finished since the last look, in any order.
        interval: Lots, from interval_by_risk.
        calendar: Calendar of the factory.

    Returns:
        The day, a week after the lot that completes the interval; None while too few lots are finished.

    Raises:
        NeverOpen: The place is closed for more than a year from then on.

    Source: `domain.md` S3-30; the week is a choice of ours.

    >>> lots = [date(2026, 11, 2), date(2026, 11, 4), date(2026, 11, 9)]
    >>> next_look_by_lots(finished=lots, interval=3, calendar=PlaceCalendar()).proposed
    datetime.date(2026, 11, 16)
    >>> next_look_by_lots(finished=lots, interval=4, calendar=PlaceCalendar()) is None
    True
    """
    if len(finished) < interval:
        return None
    return propose_due_day(sorted(finished)[interval - 1] + timedelta(days=LOT_DAYS), calendar=calendar)


def look_state(due_on: date | None, *, today: date) -> LookState:
    """Tell how near a look is.

    Args:
        due_on: By which day it is due; None while too few lots are finished.
        today: Day as of which it is told.

    >>> look_state(date(2026, 11, 23), today=date(2026, 11, 20))
    <LookState.SOON: 'soon'>
    """
    if due_on is None or due_on > today + timedelta(days=SOON_DAYS):
        return LookState.LATER
    if due_on == today:
        return LookState.TODAY
    return LookState.SOON if due_on > today else LookState.OVERDUE


def _shorter(
    results: Sequence[bool], stages: Collection[Stage], alarms: int
) -> tuple[Fraction, tuple[Finding, ...]]:  # fmt: skip
    if Stage.DISCONTINUED in stages:
        return SHORTEST, (_said("still", _STILL),)
    found = []
    if Stage.TIGHTENED in stages:
        found.append(_said("tightened", _TIGHTENED))
    if alarms:
        found.append(_said("alarm", _ALARM))
    if results and not results[-1]:
        found.append(_said("refused", _REFUSED))
    return Fraction(1, 2 ** len(found)), tuple(found)


def _longer(run: int, standing: float | None) -> tuple[Fraction, tuple[Finding, ...]]:
    growth = GROWTH[min(run // CLEAN_LOTS, len(GROWTH) - 1)]
    if growth == 1:
        return growth, ()
    if standing is None:
        return Fraction(1), (_said("unknown", _UNKNOWN, lots=run),)
    if standing < TRUSTED:
        return Fraction(1), (_said("unproven", _UNPROVEN, lots=run, needed=int(TRUSTED), standing=int(standing)),)
    return growth, (_said("clean", _CLEAN, lots=run),)


def _clean_run(results: Sequence[bool]) -> int:
    run = 0
    for accepted in reversed(results):
        if not accepted:
            break
        run += 1
    return run


def _said(code: str, message: str, **params: Param) -> Finding:
    severity = Severity.WARNING if code in ("still", "tightened", "alarm", "refused") else Severity.NOTE
    return Finding(code=f"programme.{code}", severity=severity, message=message, params=params)
