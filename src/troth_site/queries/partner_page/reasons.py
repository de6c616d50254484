"""Why a number is what it is: its steps a page at a time, what would raise it, and how the forecast is made up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from troth.commitments.outcomes import SIDES, Side
from troth.trust.explanation import Step
from troth.trust.forecast import Fit, parts_from_counts
from troth.trust.judgement import Judgement
from troth.trust.sentences import Sentence
from troth.trust.tallies import day_number
from troth_site.access import Actor
from troth_site.models import Commitment, ForecastFit, LedgerEntry
from troth_site.queries.forecasts import counts_of, fitted_then
from troth_site.queries.ledger import PAGE
from troth_site.queries.partners import Partnership
from troth_site.queries.tallies import tallies_of
from troth_site.queries.trust import explain, prospects

UNTOUCHED = "delivery"
"""The dimension of order lines, which no inspected lot moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One step of a number.

    Attributes:
        entry: Number of the ledger entry, None for the passing of time.
        what: What the promise was about, empty where nothing is left of it.
    """

    relationship: int
    at: date
    recorded_at: date
    entry: int | None
    what: str
    step: float
    reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A page of the steps of one standing, which adds up by itself: start + steps = score.

    A row is an entry with what time took before it; pages hold as many rows as any list, and so now and then twice as
    many steps.

    Attributes:
        start: Where this page begins: the start of all, or what earlier pages came to.
        earlier: Rows folded into the start.
        number: Page, the newest rows on the first.
        total: Rows on all pages.
        policy: Version of the rules that made the number.
        is_cut: Earlier rows are on no page, because one among them may tell of a lot that the viewer looks at blind.
    """

    start: float
    steps: tuple[Moved, ...]
    score: float
    earlier: int
    number: int
    pages: int
    total: int
    policy: str
    is_cut: bool = False


def reasons(by: Actor, pk: int, *, side: str, dimension: str, as_of: date, page: int = 1) -> Reason:
    """Return a page of the steps of one standing, oldest first within the page.

    A step that tells of a lot which the viewer looks at blind goes into the start with all before it: left out alone,
    it would be what is lacking from the sum. So it is in every dimension that a lot may touch, whether it did or not.
    """
    whole = explain(pk, side=side, dimension=dimension, as_of=as_of)
    cut = 0 if dimension == UNTOUCHED else _cut(whole.steps, max(by.unseen.numbers(pk), default=0))
    begun, steps = whole.start + sum(step.step for step in whole.steps[:cut]), whole.steps[cut:]
    ends = _ends(steps)
    total = len(ends)
    pages = max(1, -(-total // PAGE))
    number = min(max(page, 1), pages)
    last = total - (number - 1) * PAGE
    first = max(last - PAGE, 0)
    begin = ends[first - 1] if first else 0
    start = begun + sum(step.step for step in steps[:begin])
    shown = steps[begin : ends[last - 1] if last else 0]
    return Reason(
        start=start,
        steps=_moved(pk, shown),
        score=whole.score if number == 1 else start + sum(step.step for step in shown),
        earlier=first + len(_ends(whole.steps[:cut])),
        number=number,
        pages=pages,
        total=total,
        policy=whole.policy_version,
        is_cut=cut > 0,
    )


def _cut(steps: Sequence[Step], last: int) -> int:
    """Return after how many steps the last one stands whose entry is no later in the ledger than a number."""
    until = (at for at, step in enumerate(steps, 1) if step.entry is not None and int(step.entry) <= last)
    return max(until, default=0)


def _ends(steps: Sequence[Step]) -> list[int]:
    """Return after how many steps each row ends: at an entry, or at the end of all where only time has passed since."""
    ends = [at for at, step in enumerate(steps, 1) if step.entry is not None]
    return [*ends, len(steps)] if steps and steps[-1].entry is None else ends


def _moved(pk: int, steps: Sequence[Step]) -> tuple[Moved, ...]:
    numbers = {int(step.entry) for step in steps if step.entry is not None}
    rows = LedgerEntry.objects.filter(relationship=pk, seq__in=numbers)
    whats = dict(rows.values_list("seq", "commitment__what"))
    found = []
    for step in steps:
        entry = None if step.entry is None else int(step.entry)
        found.append(
            Moved(
                relationship=pk,
                at=step.at,
                recorded_at=step.recorded_at,
                entry=entry,
                what=whats.get(entry) or "",
                step=step.step,
                reason=step.reason,
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What one open promise would do to a standing, in points."""

    what: str
    due_on: date | None
    if_kept: float
    if_broken: float


def ways(by: Actor, pk: int, *, side: str, dimension: str, numbers: Judgement) -> tuple[Way, ...]:
    """Return what each open promise of a side would do if kept, the one that raises most first."""
    found = prospects(pk, side=side, dimension=dimension, numbers=numbers)
    rows = Commitment.objects.in_bulk([int(each.commitment) for each in found])
    return tuple(
        Way(what=row.what, due_on=row.due_on, if_kept=each.if_kept, if_broken=each.if_broken)
        for each in found
        if (row := rows.get(int(each.commitment))) and not by.unseen.hides(row)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastParts:
    """How a forecast is made up: forecast = own_weight x own_rate + (1 - own_weight) x level.

    Attributes:
        own_rate: Share kept of the partner's own recent lines, a fraction; None without any.
        own_lines: What they weigh, in lines.
        own_weight: Their share of the forecast, a fraction.
        level: The level of the whole portfolio, a fraction.
    """

    forecast: float
    own_rate: float | None
    own_lines: float
    own_weight: float
    level: float
    half_life_days: float


def forecast_parts(found: Partnership, *, side: Side, as_of: date) -> ForecastParts | None:
    """Return how the delivery forecast of a side is made up; the caller has seen to it that the viewer judges it."""
    judge = found.organisation("buyer" if side == "factory" else "factory")
    row = ForecastFit.objects.filter(organisation=judge, side=side, dimension="delivery").first()
    if row is None or row.level is None:
        return None
    fit, level = Fit.from_dict(row.fit), row.level
    if as_of < row.fitted_on:
        fit, level = fitted_then(row, day_number(as_of))
    tallies = tallies_of([found.pk], "delivery", [side])
    counts = counts_of(tallies, np.array([SIDES.index(side)]))
    own = parts_from_counts(counts, group=0, as_of_day=day_number(as_of), fit=fit)
    return ForecastParts(
        forecast=own.own_weight * (own.own_rate or 0.0) + own.level_weight * level,
        own_rate=own.own_rate,
        own_lines=own.own_kept + own.own_broken,
        own_weight=own.own_weight,
        level=level,
        half_life_days=fit.half_life_days,
    )
