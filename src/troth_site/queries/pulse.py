"""The pulse of a relationship: each side's medians, as far as the viewer may see them, never who said what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from troth.commitments.outcomes import SIDES, Side
from troth.trust.pulse import QUESTIONS, Median, Quarter, medians, other_side_is_shown, quarter_of
from troth_site.access import Actor
from troth_site.models import PulseAnswer
from troth_site.queries.partners import Partnership

KEYS = tuple(question.key for question in QUESTIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SidePulse:
    """What the people of one side answered about the other.

    Attributes:
        is_hidden: The viewer may not see it yet; then people and medians tell nothing.
    """

    side: Side
    is_hidden: bool
    people: int
    medians: dict[str, Median]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterPulse:
    """One quarter as the viewer sees it."""

    quarter: Quarter
    sides: dict[Side, SidePulse]

    @property
    def has_answers(self) -> bool:
        """Tell whether the viewer sees any answer."""
        return any(side.people for side in self.sides.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """The pulse of a relationship.

    Attributes:
        now: The running quarter.
        past: Earlier quarters in which somebody answered, newest first.
        own: The viewer's own answers of the running quarter, None before they answered.
    """

    now: QuarterPulse
    past: tuple[QuarterPulse, ...]
    own: dict[str, int | None] | None


def pulse(by: Actor, found: Partnership, *, today: date) -> Pulse:
    """Return the pulse of a relationship the gate has let the viewer to, in one query."""
    running = quarter_of(today)
    rows = list(
        PulseAnswer.objects.filter(relationship=found.pk, quarter__lte=running.start)
        .order_by("-quarter")
        .values("quarter", "side", "person_id", *KEYS)
    )
    starts = sorted({row["quarter"] for row in rows} - {running.start}, reverse=True)
    own = next((row for row in rows if row["quarter"] == running.start and row["person_id"] == by.person), None)
    return Pulse(
        now=_quarter(rows, running, found.our_side, today),
        past=tuple(_quarter(rows, quarter_of(start), found.our_side, today) for start in starts),
        own=None if own is None else {key: own[key] for key in KEYS},
    )


def _quarter(rows: Iterable[dict[str, object]], quarter: Quarter, our_side: Side, today: date) -> QuarterPulse:
    answers = {side: [r for r in rows if r["quarter"] == quarter.start and r["side"] == side] for side in SIDES}
    theirs = next(side for side in SIDES if side != our_side)
    shown = other_side_is_shown(ours=len(answers[our_side]), theirs=len(answers[theirs]), quarter=quarter, today=today)
    sides: dict[Side, SidePulse] = {}
    for side in SIDES:
        is_hidden = side == theirs and not shown
        seen = [] if is_hidden else answers[side]
        sides[side] = SidePulse(
            side=side, is_hidden=is_hidden, people=len(seen), medians=medians([_steps(row) for row in seen])
        )
    return QuarterPulse(quarter=quarter, sides=sides)


def _steps(row: dict[str, object]) -> dict[str, int | None]:
    return {key: value if isinstance(value := row[key], int) else None for key in KEYS}
