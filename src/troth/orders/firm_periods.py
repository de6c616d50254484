"""Firm periods of a forecast as promises of the buyer: kept as told, or changed by more than was agreed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from troth.basis.spans import Span
from troth.commitments.outcomes import Outcome
from troth.orders.demand import MOST_PERIODS, Grain, ZoneBreak, Zones, periods_from

STAKES = {Grain.MONTH: 1.0, Grain.WEEK: 0.5}
"""What a period weighs: half for a week, so that many small promises do not make a record."""


def firm_shares(breaks: Iterable[ZoneBreak]) -> Mapping[date, float]:
    """Tell for each period that was changed too far how much of it stayed within what was agreed.

    Args:
        breaks: The changes of one telling.

    Returns:
        By first day of the period: 1 minus the units beyond what the zone allows, over the larger of what was told
        before and now, of all items that were changed too far; 0 to below 1.

    Source: `domain.md` a.5 and j, vector j06: a change inside the freeze without acceptance breaks the promise;
        partial as all notice is, so that a small change weighs less than a large one.

    >>> from troth.orders.demand import Zone
    >>> may = date(2026, 5, 1)
    >>> told = ZoneBreak("", may, Zone.SLUSH, Decimal(1000), Decimal(1600), Decimal(800), Decimal(1200))
    >>> firm_shares([told])
    {datetime.date(2026, 5, 1): 0.75}
    """
    beyond: dict[date, Decimal] = defaultdict(Decimal)
    whole: dict[date, Decimal] = defaultdict(Decimal)
    for each in breaks:
        beyond[each.starts_on] += max(each.lowest - each.after, each.after - each.highest)
        whole[each.starts_on] += max(each.before, each.after)
    return {day: max(0.0, 1 - float(beyond[day] / whole[day])) for day in beyond}


def firm_periods_over(
    told: Iterable[tuple[date, Iterable[date]]], *, since: date, today: date, grain: Grain, zones: Zones
) -> tuple[Span, ...]:
    """List the periods that are over and had been told before they began, while something was agreed to be firm.

    Args:
        told: For each forecast in this grain the day it was told, and the first days of the periods it names.
        since: The day since which terms hold: what began before it was not agreed to be firm.
        today: Day looked from.
        grain: Months or weeks.
        zones: What both sides agreed.

    Source: `domain.md` j.

    >>> april, may = date(2026, 4, 1), date(2026, 5, 1)
    >>> told, zones = [(date(2026, 3, 9), [april, may])], Zones()
    >>> found = firm_periods_over(told, since=april, today=date(2026, 5, 2), grain=Grain.MONTH, zones=zones)
    >>> [span.start.isoformat() for span in found]
    ['2026-04-01']
    """
    if zones.frozen + zones.slush == 0:
        return ()
    named = {first for day, periods in told for first in periods if day < first}
    spans = periods_from(since, grain=grain, count=MOST_PERIODS)
    return tuple(span for span in spans if span.start >= since and span.end <= today and span.start in named)


def outcome_of_firm_period(share: float, *, settled_on: date, weight: float, recorded_on: date) -> Outcome:
    """Turn a firm period into an outcome of the buyer.

    Args:
        share: How much of it stayed as told, 0 to 1.
        settled_on: Its last day where it was kept, otherwise the day on which it was changed.
        weight: 0 or more.
        recorded_on: Day this version was recorded.

    Source: `domain.md` a.5, volume stability.

    >>> day = date(2026, 3, 9)
    >>> outcome_of_firm_period(0.75, settled_on=day, weight=1.0, recorded_on=day).broken_weight
    0.25
    """
    known_on = max(recorded_on, settled_on)
    return Outcome(
        recorded_on=recorded_on, counted_on=settled_on, counted_from=known_on, lines=1, kept=1 if share == 1 else 0,
        excused=0, scored_on=settled_on, scored_from=known_on, kept_weight=weight * share,
        broken_weight=weight * (1 - share), excused_weight=0.0,
    )  # fmt: skip
