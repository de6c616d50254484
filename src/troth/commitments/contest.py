"""Contesting an entry, confirming it, and what resolves the contest: each gives the outcome's next version."""

from dataclasses import replace
from datetime import date, timedelta

from troth.commitments.evidence import QUALITY, Quality
from troth.commitments.outcomes import NEVER_RECORDED, Outcome, recorded_anew

CONTEST_DAYS = 30
CONTESTED_SHARE_HELD = 0.5


class ContestError(ValueError):
    """Raised where an entry is contested a second time, or something is resolved that nobody contested."""


def contested(outcome: Outcome, *, contested_on: date) -> Outcome:
    """Return the version in which half of the weight is withheld for 30 days, once.

    The count in the KPI stands: the page says that it is contested. After 30 days the other half returns by itself,
    so that a contest nobody settles cannot hide an entry.

    Raises:
        ContestError: The entry was contested before, whether or not that contest has ended.

    Source: design section 2; issue "the ledger" (a contested entry counts half for at most 30 days, once).

    >>> day = date(2026, 3, 2)
    >>> late = Outcome(recorded_on=day, counted_on=day, counted_from=day, lines=1, kept=0, excused=0, scored_on=day,
    ...                scored_from=day, kept_weight=0.5, broken_weight=0.5, excused_weight=0.0)
    >>> contested(late, contested_on=day).held_until
    datetime.date(2026, 4, 1)
    """
    if is_contested(outcome):
        raise ContestError(f"this entry was contested before, until {outcome.held_until}: it cannot be contested twice")
    return replace(
        recorded_anew(outcome, contested_on),
        held=CONTESTED_SHARE_HELD,
        held_until=contested_on + timedelta(days=CONTEST_DAYS),
    )


def is_contested(outcome: Outcome) -> bool:
    """Say whether an entry has ever been contested."""
    return outcome.held_until is not None


def confirmed(outcome: Outcome, *, confirmed_on: date, before: Quality = "unconfirmed") -> Outcome:
    """Return the version the other side confirmed: evidence quality 0.9 instead of what it was.

    Args:
        outcome: The version confirmed; a contest of it ends.
        confirmed_on: Day of the confirmation.
        before: Quality it was recorded with. A better one than the counterpart's word stays.

    >>> day = date(2026, 3, 2)
    >>> kept = Outcome(recorded_on=day, counted_on=day, counted_from=day, lines=1, kept=1, excused=0, scored_on=day,
    ...                scored_from=day, kept_weight=0.6, broken_weight=0.0, excused_weight=0.0)
    >>> round(confirmed(kept, confirmed_on=date(2026, 3, 9)).kept_weight, 9)
    0.9
    """
    factor = max(QUALITY["counterpart_confirmed"], QUALITY[before]) / QUALITY[before]
    return replace(
        recorded_anew(outcome, confirmed_on),
        held=0.0,
        kept_weight=outcome.kept_weight * factor,
        broken_weight=outcome.broken_weight * factor,
        excused_weight=outcome.excused_weight * factor,
    )


def resolved(contested: Outcome, corrected: Outcome | None = None, *, resolved_on: date) -> Outcome:
    """Return the version a contest ended in.

    Args:
        contested: The contested version.
        corrected: What the line is now found to be, settled anew; None where the entry stands as it was.
        resolved_on: Day both sides, or a reviewer, settled it.

    Returns:
        The version with its whole weight from that day. It stays marked as contested once, so that it cannot be
        contested again.

    Raises:
        ContestError: The entry was not contested.
    """
    if not is_contested(contested):
        raise ContestError("this entry was not contested, there is nothing to resolve")
    found = contested if corrected is None else corrected
    return replace(recorded_anew(found, resolved_on), held=0.0, held_until=contested.held_until)


def contest_carried(earlier: Outcome, later: Outcome) -> Outcome:
    """Carry a contest over to a version settled anew, so that new facts neither end it nor allow a second one.

    Args:
        earlier: The version on the record.
        later: The version that supersedes it, as settled from the facts.
    """
    return replace(later, held=earlier.held, held_until=earlier.held_until) if is_contested(earlier) else later


def withdrawn(outcome: Outcome, *, withdrawn_on: date = NEVER_RECORDED) -> Outcome:
    """Return the version that takes an entry back.

    Args:
        outcome: The version taken back.
        withdrawn_on: Day from which it no longer counts. By default it is taken back on every past day too, as an
            import undone as a whole is: it never was on the record.

    >>> from troth.commitments.outcomes import rows_of
    >>> day = date(2026, 3, 2)
    >>> kept = Outcome(recorded_on=day, counted_on=day, counted_from=day, lines=1, kept=1, excused=0, scored_on=day,
    ...                scored_from=day, kept_weight=0.6, broken_weight=0.0, excused_weight=0.0)
    >>> list(rows_of(withdrawn(kept)))
    []
    """
    return replace(
        recorded_anew(outcome, withdrawn_on),
        lines=0,
        kept=0,
        excused=0,
        kept_weight=0.0,
        broken_weight=0.0,
        excused_weight=0.0,
        held=0.0,
    )
