"""The buyer's forecast of demand: months or weeks ahead, and how firm each of them is: frozen, slush or liquid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from troth.basis.spans import Span

MOST_PERIODS = 60


class ImpossibleZones(ValueError):
    """Zones have a negative length, or a flexibility below 0."""


class Grain(StrEnum):
    """In which periods demand is forecast."""

    MONTH = "month"
    WEEK = "week"


class Zone(StrEnum):
    """How firm a forecast period is."""

    PAST = "past"
    FROZEN = "frozen"
    SLUSH = "slush"
    LIQUID = "liquid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """Hold how far ahead a forecast is firm. Policy data, agreed by both.

    Args:
        frozen: Periods from the running one on that do not change, 0 or more.
        slush: Periods after them that change only within the flexibility, 0 or more.
        flexibility: By which fraction a slush period may change up or down, 0 or more.

    Raises:
        ImpossibleZones: A number is below 0.

    Source: `domain.md` j, vector j04: frozen 0 %, slush 20 %, liquid free; quantity-flexibility contracts,
        Tsay, Management Science 45 (1999) 1339-1358.

    >>> Zones().slush
    2
    """

    frozen: int = 1
    slush: int = 2
    flexibility: Decimal = Decimal("0.2")

    def __post_init__(self) -> None:
        if self.frozen < 0 or self.slush < 0 or self.flexibility < 0:
            raise ImpossibleZones("Periods and the flexibility are 0 or more.")


@dataclass(frozen=True, slots=True)
class ZoneBreak:
    """Hold a change of a forecast that its zone does not allow.

    Attributes:
        item: What it is a forecast of; empty for everything.
        starts_on: First day of the period.
        zone: FROZEN or SLUSH.
        before: Units as told before.
        after: Units as told now.
        lowest: Least units that the zone allows.
        highest: Most units that it allows.
    """

    item: str
    starts_on: date
    zone: Zone
    before: Decimal
    after: Decimal
    lowest: Decimal
    highest: Decimal


def period_of(day: date, *, grain: Grain) -> Span:
    """Return the month or the ISO week in which a day lies.

    Args:
        day: Any day.
        grain: Months, or weeks from Monday on.

    Source: ISO 8601-1:2019 for weeks.

    >>> period_of(date(2026, 12, 9), grain=Grain.MONTH)
    Span(start=datetime.date(2026, 12, 1), end=datetime.date(2027, 1, 1))
    """
    if grain is Grain.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=7))
    first = day.replace(day=1)
    return Span(first, (first + timedelta(days=31)).replace(day=1))


def periods_from(day: date, *, grain: Grain, count: int) -> tuple[Span, ...]:
    """List periods from the one in which a day lies, the first first.

    Args:
        day: Any day of the first period.
        grain: Months or weeks.
        count: How many, 0 to 60.

    Source: `domain.md` S0-34.

    >>> [span.start.month for span in periods_from(date(2026, 11, 20), grain=Grain.MONTH, count=3)]
    [11, 12, 1]
    """
    found: list[Span] = []
    for _each in range(min(count, MOST_PERIODS)):
        found.append(period_of(found[-1].end if found else day, grain=grain))
    return tuple(found)


def zone_of(starts_on: date, *, today: date, grain: Grain, zones: Zones) -> Zone:
    """Tell how firm a period is on a day.

    Args:
        starts_on: Its first day.
        today: Day looked from.
        grain: Months or weeks.
        zones: What both sides agreed.

    Returns:
        PAST for a period before the running one.

    Source: `domain.md` j.

    >>> day = date(2026, 3, 9)
    >>> [zone_of(date(2026, month, 1), today=day, grain=Grain.MONTH, zones=Zones()).value for month in (2, 3, 4, 6)]
    ['past', 'frozen', 'slush', 'liquid']
    """
    ahead = _ahead(starts_on, today, grain)
    if ahead < 0:
        return Zone.PAST
    if ahead < zones.frozen:
        return Zone.FROZEN
    return Zone.SLUSH if ahead < zones.frozen + zones.slush else Zone.LIQUID


def allowed(before: Decimal, *, zone: Zone, zones: Zones) -> tuple[Decimal, Decimal] | None:
    """Give the least and most units to which a period may change.

    Args:
        before: Units as told before, 0 or more.
        zone: How firm it is.
        zones: What both sides agreed.

    Returns:
        None where it is free.

    Source: `domain.md` j, vector j04.

    >>> allowed(Decimal(1000), zone=Zone.SLUSH, zones=Zones())
    (Decimal('800.0'), Decimal('1200.0'))
    """
    if zone is Zone.LIQUID:
        return None
    if zone is not Zone.SLUSH:
        return before, before
    return max(Decimal(0), before * (1 - zones.flexibility)), before * (1 + zones.flexibility)


def broken_zones(
    before: Mapping[tuple[str, date], Decimal], after: Mapping[tuple[str, date], Decimal], *, today: date,
    grain: Grain, zones: Zones,
) -> tuple[ZoneBreak, ...]:  # fmt: skip
    """List the changes between two forecasts that their zones do not allow.

    Args:
        before: Units by item and first day of the period, as told before.
        after: The same as told now; what is left out now was taken back to nothing.
        today: Day of the change.
        grain: Months or weeks, of both.
        zones: What both sides agreed.

    Returns:
        In order of the day, then the item. What was not told before can be told freely; what is past says nothing.

    Source: `domain.md` j, vector j04.

    >>> may = ("", date(2026, 4, 1))
    >>> told, now = {may: Decimal(1000)}, {may: Decimal(1250)}
    >>> broken_zones(told, now, today=date(2026, 3, 9), grain=Grain.MONTH, zones=Zones())[0].highest
    Decimal('1200.0')
    """
    found = []
    for (item, starts_on), told in sorted(before.items(), key=lambda pair: (pair[0][1], pair[0][0])):
        zone = zone_of(starts_on, today=today, grain=grain, zones=zones)
        now = after.get((item, starts_on), Decimal(0))
        bounds = None if zone is Zone.PAST else allowed(told, zone=zone, zones=zones)
        if bounds is not None and not bounds[0] <= now <= bounds[1]:
            found.append(ZoneBreak(item, starts_on, zone, told, now, *bounds))
    return tuple(found)


def _ahead(starts_on: date, today: date, grain: Grain) -> int:
    running = period_of(today, grain=grain).start
    if grain is Grain.WEEK:
        return (starts_on - running).days // 7
    return (starts_on.year - running.year) * 12 + starts_on.month - running.month
