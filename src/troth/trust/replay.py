"""What each ledger entry changed in the weights, on which day, and why: the raw material of the explanation."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from troth.basis.text import gettext_noop
from troth.commitments.outcomes import Outcome, TallyRow, rows_of, superseded_days
from troth.trust.sentences import Sentence

KEPT = gettext_noop("Kept.")
KEPT_IN_PART = gettext_noop("Kept in part: %(percent)s %% of its weight counts as kept.")
KEPT_LIGHT = gettext_noop(
    "Kept, but a light promise: all light ones together make up at most %(limit)s %% of what counts as kept."
)
KEPT_LIGHT_IN_PART = gettext_noop(
    "Kept in part, and a light promise: all light ones together make up at most %(limit)s %% of what counts as kept."
)
KEPT_MAKES_ROOM = gettext_noop("Kept; beside it, more of the light promises count.")
BROKEN = gettext_noop("Broken: a broken promise weighs %(kappa)s times a kept one.")
EXCUSED = gettext_noop("Excused: it counts neither for nor against.")
OPEN = gettext_noop("Overdue and not closed yet: it counts in the rate, not in the standing.")
WITHDRAWN = gettext_noop("Corrected: it no longer counts.")
CORRECTED_KEPT = gettext_noop("Corrected: it was kept.")
CORRECTED_IN_PART = gettext_noop("Corrected: it was kept in part; %(percent)s %% of its weight counts as kept.")
CORRECTED_BROKEN = gettext_noop("Corrected: it was broken; a broken promise weighs %(kappa)s times a kept one.")
CORRECTED_EXCUSED = gettext_noop("Corrected: it is excused and counts neither for nor against.")
CORRECTED_OPEN = gettext_noop("Corrected: it is not closed; it counts in the rate, not in the standing.")
CONTESTED = gettext_noop("Contested: %(percent)s %% of its weight is withheld.")
CONTESTED_UNTIL = gettext_noop("Contested: %(percent)s %% of its weight is withheld until %(until)s.")
CARRIED = gettext_noop("The record of the firm it is confirmed to be was counted together with this one.")
CONTEST_OVER = gettext_noop("The time to settle the contest is over: the withheld part counts again.")

_CORRECTED = {
    KEPT: CORRECTED_KEPT,
    KEPT_IN_PART: CORRECTED_IN_PART,
    BROKEN: CORRECTED_BROKEN,
    EXCUSED: CORRECTED_EXCUSED,
    OPEN: CORRECTED_OPEN,
}

_LIGHT = {
    KEPT: KEPT_LIGHT,
    CORRECTED_KEPT: KEPT_LIGHT,
    KEPT_IN_PART: KEPT_LIGHT_IN_PART,
    CORRECTED_IN_PART: KEPT_LIGHT_IN_PART,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredEntry:
    """One ledger entry that recorded a version of an outcome.

    Attributes:
        entry: The entry's own id, handed back in its step.
        commitment: Which commitment it speaks of; a later entry of the same commitment supersedes an earlier one.
        outcome: What it recorded.
        is_carried: It brings in the record of another relationship of the same firm.
    """

    entry: str
    commitment: str
    outcome: Outcome
    is_carried: bool = False


class Change(NamedTuple):
    """What one entry changed on one day.

    Attributes:
        known_on: Day from which it stood.
        entry: Id of the ledger entry.
        at: Day it happened.
        rows: Tally rows added, those taken back with a minus sign: sign and row.
        reason: Why, as a translatable sentence.
    """

    known_on: date
    entry: str
    at: date
    rows: Sequence[tuple[int, TallyRow]]
    reason: Sentence

    @property
    def light(self) -> float:
        """The kept weight of light promises it added; below 0 where it took such back."""
        return sum(sign * row.light_weight for sign, row in self.rows)


def changes(entries: Iterable[ScoredEntry], *, as_of: date, kappa: float) -> list[Change]:
    """List what the entries changed, in the order in which it became known.

    Args:
        entries: In the order of the ledger.
        as_of: What was known after this day is left out.
        kappa: How many kept promises a broken one outweighs, for the words.

    Returns:
        At least one change for every entry that counted for a day or more; of one day, in the order of the ledger.

    >>> day = date(2026, 3, 2)
    >>> late = Outcome(recorded_on=day, counted_on=day, counted_from=day, lines=1, kept=0, excused=0, scored_on=day,
    ...                scored_from=day, kept_weight=0.25, broken_weight=0.75, excused_weight=0.0)
    >>> entry = ScoredEntry(entry="7", commitment="A", outcome=late)
    >>> [change.reason.text() for change in changes([entry], as_of=day, kappa=2)]
    ['Kept in part: 25 % of its weight counts as kept.']
    """
    listed = list(entries)
    found: list[Change] = []
    taken_back: dict[int, list[TallyRow]] = {}
    for at, (scored, (until, by)) in enumerate(zip(listed, _replaced(listed), strict=True)):
        before = taken_back.get(at, [])
        # What was open or did not count yet is closed now, which corrects nothing.
        first = all(row.lines and not (row.kept or row.excused or _weighs(row)) for row in before)
        rows = [row for row in _moving_rows(scored.outcome) if until is None or row.known_on < until]
        if by is not None:
            taken_back.setdefault(by, []).extend(rows)
        found += _changes_of(scored, before=before, rows=rows, reason=_reason(scored, first=first, kappa=kappa))
    return sorted((change for change in found if change.known_on <= as_of), key=_known_on)


def reason_beside_light(change: Change, *, was_capped: bool, is_capped: bool, limit: float) -> Sentence:
    """Return why a change moved the score as it did where light promises count only up to their share.

    Args:
        change: What an entry changed.
        was_capped: Whether light promises counted only in part before it.
        is_capped: Whether they do after it.
        limit: The share, a fraction.

    >>> day = date(2026, 3, 2)
    >>> rows = [(1, TallyRow(happened_on=day, known_on=day, kept_weight=0.3, light_weight=0.3))]
    >>> change = Change(day, "7", day, rows, Sentence(template=KEPT, params={}))
    >>> reason_beside_light(change, was_capped=True, is_capped=True, limit=0.2).text()
    'Kept, but a light promise: all light ones together make up at most 20 % of what counts as kept.'
    """
    told = change.reason.template
    if is_capped and change.light > 0 and told in _LIGHT:
        return Sentence(template=_LIGHT[told], params={"limit": f"{100 * limit:.4g}"})
    if was_capped and told == KEPT and change.light <= 0:
        return Sentence(template=KEPT_MAKES_ROOM, params={})
    return change.reason


def _known_on(change: Change) -> date:
    return change.known_on


def _replaced(listed: Sequence[ScoredEntry]) -> list[tuple[date | None, int | None]]:
    """Return for each entry the day from which another one stood in its place, and the place of that one."""
    places: dict[str, list[int]] = {}
    for at, scored in enumerate(listed):
        places.setdefault(scored.commitment, []).append(at)
    replaced: list[tuple[date | None, int | None]] = [(None, None)] * len(listed)
    for own in places.values():
        versions = [listed[at].outcome for at in own]
        for number, day in enumerate(superseded_days(versions)):
            later = (own[other] for other in range(number + 1, len(own)) if versions[other].recorded_on == day)
            replaced[own[number]] = (day, next(later, None))
    return replaced


def _moving_rows(outcome: Outcome) -> list[TallyRow]:
    """Return the rows that carry weight, or the count row where nothing carries weight."""
    rows = list(rows_of(outcome))
    weighing = [row for row in rows if _weighs(row)]
    return weighing or rows


def _weighs(row: TallyRow) -> bool:
    return bool(row.kept_weight or row.broken_weight or row.excused_weight)


def _changes_of(
    scored: ScoredEntry, *, before: Sequence[TallyRow], rows: Sequence[TallyRow], reason: Sentence
) -> Iterator[Change]:
    by_day: dict[date, list[tuple[int, TallyRow]]] = {}
    if before:
        by_day[scored.outcome.recorded_on] = [(-1, row) for row in before]
    for row in rows:
        by_day.setdefault(row.known_on, []).append((1, row))
    released = scored.outcome.held_until
    for known_on, signed in by_day.items():
        over = known_on == released and known_on > scored.outcome.scored_from
        why = Sentence(template=CONTEST_OVER, params={}) if over else reason
        yield Change(known_on, scored.entry, scored.outcome.scored_on, signed, why)


def _reason(scored: ScoredEntry, *, first: bool, kappa: float) -> Sentence:
    outcome = scored.outcome
    if outcome.held and outcome.kept_weight + outcome.broken_weight > 0:
        return _contested(outcome)
    if scored.is_carried and (outcome.kept_weight or outcome.broken_weight):
        return Sentence(template=CARRIED, params={})
    template = _what_came_of_it(outcome)
    params: dict[str, str | int] = {}
    if template == KEPT_IN_PART:
        share = outcome.kept_weight / (outcome.kept_weight + outcome.broken_weight)
        params = {"percent": round(100 * share)}
    elif template == BROKEN:
        params = {"kappa": f"{kappa:g}"}
    return Sentence(template=template if first else _CORRECTED.get(template, template), params=params)


def _what_came_of_it(outcome: Outcome) -> str:
    if outcome.kept_weight and outcome.broken_weight:
        return KEPT_IN_PART
    if outcome.kept_weight:
        return KEPT
    if outcome.broken_weight:
        return BROKEN
    if outcome.excused_weight or outcome.excused:
        return EXCUSED
    return OPEN if outcome.lines else WITHDRAWN


def _contested(outcome: Outcome) -> Sentence:
    percent = round(100 * outcome.held)
    if outcome.held_until is None:
        return Sentence(template=CONTESTED, params={"percent": percent})
    return Sentence(template=CONTESTED_UNTIL, params={"percent": percent, "until": f"{outcome.held_until:%Y-%m-%d}"})
