"""Storing the current judgement of relationships, and fitting the forecast on a portfolio's own past.

Nothing here computes: the library judges the tallies, these functions keep what it said beside them.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.db import transaction

from troth.commitments.outcomes import SIDES, Side
from troth.trust.day_counts import counts_by_day
from troth.trust.judgement import judge_counts
from troth.trust.tallies import day_number
from troth_site.actions import bulk
from troth_site.actions.tallies import pack
from troth_site.actions.trust import followup
from troth_site.models import ForecastFit, Judgement, RedFlag, Relationship, Tally
from troth_site.prepared import Prepared, given
from troth_site.queries.forecasts import PART, fit_portfolio
from troth_site.queries.tallies import tallies_of
from troth_site.queries.trust import POLICY, Judged, Portfolio

ALWAYS = "delivery"
MONTHS_SHOWN = 12
_KEY = ("relationship_id", "side", "dimension")
_NUMBERS = (
    "judge_id", "judged_on", "policy_version",
    "lines", "kept", "excused", "rate", "low", "high",
    "window_from", "window_lines", "window_kept", "window_rate", "window_low",
    "window_high", "p_value", "state", "own_state",
    "standing", "expected", "upper", "kept_evidence", "broken_evidence", "forecast",
    "months", "last_on", "open_flags", "attention",
)  # fmt: skip

_OPEN_FLAGS = Prepared(
    lambda: RedFlag.objects.filter(closed_on=None, relationship=given("relationship")).values_list(
        "relationship_id", "side"
    )
)
_POSTPONED: ContextVar[set[int] | None] = ContextVar("postponed", default=None)


@contextmanager
def postponed() -> Iterator[set[int]]:
    """Collect whose numbers change instead of judging them after every act; the caller judges them once at the end.

    For many acts recorded together: between two of them the record is half told, and nothing must follow from that.
    """
    waiting: set[int] = set()
    token = _POSTPONED.set(waiting)
    try:
        yield waiting
    finally:
        _POSTPONED.reset(token)


def judge(relationships: Sequence[int], *, as_of: date) -> None:
    """Bring the stored numbers of relationships up to date, and open or close what follows from them.

    Runs inside the caller's transaction where there is one, so that a receipt and its partner's numbers are one act.
    """
    waiting = _POSTPONED.get()
    if waiting is not None:
        waiting.update(relationships)
        return
    with transaction.atomic():
        rows = Relationship.objects.filter(pk__in=_bounded(relationships)).order_by("pk")
        wanted = set(relationships)
        chosen = [row for row in rows if row.pk in wanted]
        _judge(chosen, _dimensions([row.pk for row in chosen]), as_of=as_of, packs=True)


def judge_one(relationship: Relationship, *, as_of: date, dimension: str) -> None:
    """Bring the numbers of one dimension of a relationship up to date within the transaction that locked it.

    What was recorded changed this dimension alone; the others change with the days only, which the night sees to.
    """
    waiting = _POSTPONED.get()
    if waiting is not None:
        waiting.add(relationship.pk)
        return
    _judge([relationship], [dimension], as_of=as_of)


def _judge(rows: Sequence[Relationship], dimensions: Iterable[str], *, as_of: date, packs: bool = False) -> None:
    ids = [row.pk for row in rows]
    judge_of: dict[Side, list[int]] = {
        "factory": [row.buyer_id for row in rows],
        "buyer": [row.factory_id for row in rows],
    }
    for dimension in dimensions:
        # Those whose numbers changed are seldom the whole portfolio; when they are, its fit is of this same day.
        gathered = Portfolio(ids, judge_of=judge_of, as_of=as_of, dimension=dimension, whole=False)
        for first in range(0, len(rows), PART):
            part = rows[first : first + PART]
            tallies = tallies_of(ids[first : first + PART], dimension)
            counts = counts_by_day(tallies, groups=len(part) * len(SIDES), as_of=as_of)
            gathered.add(judge_counts(counts, tallies, as_of=as_of, policy=POLICY.of(dimension)), tallies)
            if packs:
                pack(ids[first : first + PART], tallies, dimension=dimension, as_of=as_of)
            if dimension == ALWAYS:
                followup.raise_flags(part, counts, as_of=as_of)
        for at, found in enumerate(gathered.in_parts()):
            part = rows[at * PART : (at + 1) * PART]
            followup.follow_up(part, found, as_of=as_of, dimension=dimension)
            _store(part, found, as_of=as_of)


def judge_portfolio(organisation: int, *, as_of: date) -> None:
    """Fit the forecast on the organisation's own past and judge all of its relationships."""
    with transaction.atomic():
        fit_forecasts(organisation, as_of=as_of)
        judge(relationships_of(organisation), as_of=as_of)


def relationships_of(organisation: int) -> list[int]:
    """Return all relationships of an organisation, on either side."""
    mine = Relationship.objects.filter(buyer=organisation) | Relationship.objects.filter(factory=organisation)
    return list(mine.values_list("pk", flat=True))


def fit_forecasts(organisation: int, *, as_of: date) -> None:
    """Fit the forecast of each side this organisation judges; a short past stays close to the starting numbers."""
    judges: tuple[tuple[Side, str], ...] = (("factory", "buyer"), ("buyer", "factory"))
    for side, column in judges:
        ids = list(Relationship.objects.filter(**{column: organisation}).order_by("pk").values_list("pk", flat=True))
        fitted = fit_portfolio(ids, side=side, day=day_number(as_of))
        if fitted is None:
            # Nothing is left to fit, or never was: then nothing is forecast either.
            ForecastFit.objects.filter(organisation=organisation, side=side, dimension=ALWAYS).delete()
            continue
        fit, level = fitted
        ForecastFit.objects.update_or_create(
            organisation_id=organisation,
            side=side,
            dimension=ALWAYS,
            defaults={"fitted_on": as_of, "fit": fit.as_dict(), "level": level},
        )


def _store(rows: Sequence[Relationship], found: Sequence[dict[Side, Judged]], *, as_of: date) -> None:
    flags = _open_flags([row.pk for row in rows])
    bulk.put(
        Judgement,
        _KEY,
        _NUMBERS,
        [
            (row.pk, side, judged.dimension, *_numbers(row, judged, flags.get((row.pk, side), 0), as_of))
            for row, sides in zip(rows, found, strict=True)
            for side, judged in sides.items()
        ],
    )


def _numbers(row: Relationship, judged: Judged, flags: int, as_of: date) -> tuple[Any, ...]:
    numbers = judged.numbers
    months = list(zip(numbers.monthly_n, numbers.monthly_kept, strict=True))[-MONTHS_SHOWN:]
    return (
        row.buyer_id if judged.side == "factory" else row.factory_id, as_of, numbers.policy_version,
        numbers.n, numbers.kept, numbers.excused, numbers.rate, numbers.low, numbers.high,
        numbers.window_from, numbers.window_n, numbers.window_kept, numbers.window_rate, numbers.window_low,
        numbers.window_high, numbers.p_value, judged.state, judged.own_state,
        numbers.standing, numbers.expected, numbers.upper, numbers.r, numbers.s, judged.forecast,
        json.dumps(months, separators=(",", ":")), numbers.last_on, flags, _attention(judged, flags),
    )  # fmt: skip


def _attention(judged: Judged, flags: int) -> int:
    """Return the place in the list of those who need looking at: alarms and flags first, then the newest unknowns."""
    order = {"alarm": 4, "watch": 3, "insufficient": 2, "ok": 1, "no data": 0}
    return flags * 10 + order[judged.state]


def _open_flags(relationships: Iterable[int]) -> dict[tuple[int, str], int]:
    counts: dict[tuple[int, str], int] = {}
    wanted = list(relationships)
    if len(wanted) == 1:
        rows = _OPEN_FLAGS.rows(relationship=wanted[0])
    else:
        flags = RedFlag.objects.filter(closed_on=None, relationship__in=_bounded(wanted))
        rows = list(flags.values_list("relationship_id", "side"))
    for pk, side in rows:
        counts[pk, side] = counts.get((pk, side), 0) + 1
    return counts


def _dimensions(relationships: Sequence[int]) -> list[str]:
    present = Tally.objects.filter(relationship__in=_bounded(relationships)).values_list("dimension", flat=True)
    return sorted({ALWAYS, *present.distinct()})


def _bounded(relationships: Sequence[int]) -> Any:
    """Return something a query can ask for: the keys themselves, or all relationships where there are very many."""
    return relationships if len(relationships) <= 500 else Relationship.objects.values("pk")
