"""Outcomes of commitments, and the dated rows they add to the tallies.

An outcome is one version of what the record says came of one commitment. A later version supersedes an earlier one.
Every row carries two days: when it happened and from when it was known, so that the sum over ``known_on <= T`` is
exactly what the record said on day T.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Side = Literal["factory", "buyer"]
SIDES: tuple[Side, Side] = ("factory", "buyer")

DIMENSIONS = ("delivery", "quality", "communication", "money", "honesty", "ethics", "partnership")

NEVER_RECORDED = date.min
"""As the recording day of a superseding version: the superseded one is taken back on every past day too."""


LIGHT_BELOW = 0.5
"""A promise whose whole weight lies below this is light: what is kept of many such counts only up to a share."""

_HAIR = 1e-9
"""The parts of a weight of exactly one half may add up to a hair less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One version of what came of one commitment.

    Attributes:
        recorded_on: Day this version was recorded; it supersedes the version before it from this day on.
        counted_on: Day the commitment was due; KPI windows are cut on it.
        counted_from: First day on which the count stands: the recording day, or the day after the due day and its
            grace where nothing was received; never before recorded_on, nor is scored_from.
        lines: 1 if the commitment counts in its KPI, 0 if not (cancelled, waived, still open, excused as a whole).
        kept: 1 if kept, else 0.
        excused: 1 if its lateness was excused as a whole and it therefore leaves the count.
        scored_on: Day it closed; ageing starts here.
        scored_from: First day on which the weights stand.
        kept_weight: Stake x severity x quality x (1 - excused share) x kept share; 0 or more.
        broken_weight: The same with (1 - kept share), before the dimension's kappa.
        excused_weight: Stake x severity x quality x excused share.
        held: Share of the weights withheld while the entry is contested, 0 to 1.
        held_until: Day from which the withheld share stands again, whatever happened to the contest.
    """

    recorded_on: date
    counted_on: date
    counted_from: date
    lines: int
    kept: int
    excused: int
    scored_on: date
    scored_from: date
    kept_weight: float
    broken_weight: float
    excused_weight: float
    held: float = 0.0
    held_until: date | None = None

    @property
    def light_weight(self) -> float:
        """What is kept of it if it is a light promise, else 0: withheld or excused parts make no promise lighter."""
        whole = self.kept_weight + self.broken_weight + self.excused_weight
        return self.kept_weight if whole < LIGHT_BELOW - _HAIR else 0.0

    @property
    def reaches_all_before(self) -> bool:
        """Whether it stands in the place of all versions before it, not of the last of them alone.

        What came back when an import was undone used to be recorded as of no day at all, with the day on which it came
        back in counted_from: before that day, what stood before the import goes on standing.
        """
        is_empty = not (self.lines or self.excused or self.kept_weight or self.broken_weight or self.excused_weight)
        return self.recorded_on > NEVER_RECORDED or is_empty


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyRow:
    """What one outcome adds to the sums of one pair of days."""

    happened_on: date
    known_on: date
    lines: int = 0
    kept: int = 0
    excused: int = 0
    kept_weight: float = 0.0
    broken_weight: float = 0.0
    excused_weight: float = 0.0
    light_weight: float = 0.0


def recorded_anew(outcome: Outcome, day: date) -> Outcome:
    """Return the same outcome as a version recorded on a day, which is known from then on at the earliest.

    >>> day = date(2026, 3, 2)
    >>> kept = Outcome(recorded_on=day, counted_on=day, counted_from=day, lines=1, kept=1, excused=0, scored_on=day,
    ...                scored_from=day, kept_weight=1.0, broken_weight=0.0, excused_weight=0.0)
    >>> recorded_anew(kept, date(2026, 3, 9)).counted_from
    datetime.date(2026, 3, 9)
    """
    # No row may be known before its version was recorded, or the version before it would count beside it.
    return replace(
        outcome,
        recorded_on=day,
        counted_from=max(day, outcome.counted_from),
        scored_from=max(day, outcome.scored_from),
    )


def rows_of(outcome: Outcome) -> Iterator[TallyRow]:
    """Yield the rows one outcome stands for, as long as nothing supersedes it.

    >>> day = date(2026, 3, 2)
    >>> late = Outcome(recorded_on=day, counted_on=day, counted_from=day, lines=1, kept=0, excused=0, scored_on=day,
    ...                scored_from=day, kept_weight=0.5, broken_weight=0.5, excused_weight=0.0)
    >>> [(row.lines, row.kept_weight) for row in rows_of(late)]
    [(1, 0.0), (0, 0.5)]
    """
    if outcome.lines or outcome.excused:
        yield TallyRow(
            happened_on=outcome.counted_on,
            known_on=outcome.counted_from,
            lines=outcome.lines,
            kept=outcome.kept,
            excused=outcome.excused,
        )
    if not (outcome.kept_weight or outcome.broken_weight or outcome.excused_weight):
        return
    yield _weights(outcome, 1.0 - outcome.held, outcome.scored_from)
    if outcome.held and outcome.held_until is not None:
        yield _weights(outcome, outcome.held, max(outcome.scored_from, outcome.held_until))


def rows_of_versions(versions: Iterable[Outcome]) -> Iterator[TallyRow]:
    """Yield the rows of all versions of one commitment, oldest first, the superseded ones taken back.

    Args:
        versions: The versions in the order in which the ledger holds them.
    """
    ordered = list(versions)
    for version, superseded_on in zip(ordered, superseded_days(ordered), strict=True):
        yield from rows_of(version)
        if superseded_on is not None:
            yield from rows_taken_back(version, superseded_on=superseded_on)


def superseded_days(versions: Sequence[Outcome]) -> list[date | None]:
    """Return for each version the day from which a later one stands in its place, None for the last.

    A version stands in the place of all before it from the day it was recorded. One recorded as of an earlier day than
    they were (an undone import, a correction of the past) therefore takes them back since then, whichever they are.

    >>> days = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 5)]
    >>> versions = [Outcome(recorded_on=day, counted_on=day, counted_from=day, lines=1, kept=1, excused=0,
    ...                     scored_on=day, scored_from=day, kept_weight=1.0, broken_weight=0.0, excused_weight=0.0)
    ...             for day in days]
    >>> [day and day.day for day in superseded_days(versions)]
    [5, 5, None]
    """
    found: list[date | None] = []
    reaching: date | None = None
    for at in range(len(versions) - 1, -1, -1):
        following = versions[at + 1].recorded_on if at + 1 < len(versions) else None
        known = [day for day in (following, reaching) if day is not None]
        found.append(min(known, default=None))
        if versions[at].reaches_all_before:
            reaching = min(day for day in (reaching, versions[at].recorded_on) if day is not None)
    return found[::-1]


def rows_taken_back(outcome: Outcome, *, superseded_on: date) -> Iterator[TallyRow]:
    """Yield the rows that cancel an outcome from the day a later version superseded it."""
    for row in rows_of(outcome):
        yield replace(negated(row), known_on=max(superseded_on, row.known_on))


def negated(row: TallyRow) -> TallyRow:
    """Return the row that cancels another one on the same pair of days.

    >>> negated(TallyRow(happened_on=date(2026, 3, 2), known_on=date(2026, 3, 2), lines=1)).lines
    -1
    """
    return replace(
        row,
        lines=-row.lines,
        kept=-row.kept,
        excused=-row.excused,
        kept_weight=-row.kept_weight,
        broken_weight=-row.broken_weight,
        excused_weight=-row.excused_weight,
        light_weight=-row.light_weight,
    )


def _weights(outcome: Outcome, share: float, known_on: date) -> TallyRow:
    return TallyRow(
        happened_on=outcome.scored_on,
        known_on=known_on,
        kept_weight=outcome.kept_weight * share,
        broken_weight=outcome.broken_weight * share,
        excused_weight=outcome.excused_weight * share,
        light_weight=outcome.light_weight * share,
    )
