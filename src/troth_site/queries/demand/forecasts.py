"""What a buyer expects to order: the forecast that stands, how firm each period is, and how well it came true."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from troth.basis.spans import Span
from troth.orders.demand import Grain, ZoneBreak, Zones, broken_zones, period_of, periods_from, zone_of
from troth.orders.demand_accuracy import (
    FEWEST_PERIODS,
    DemandAccuracy,
    ToldDemand,
    demand_accuracy,
    told_in_time,
)
from troth_site.access import Actor
from troth_site.models import DemandForecast, DemandPeriod
from troth_site.queries.demand import placed
from troth_site.queries.demand.terms import Terms, holding
from troth_site.queries.partners import Partnership, partnership

AHEAD = {Grain.MONTH: 12, Grain.WEEK: 26}
LOOKED_BACK = {Grain.MONTH: 12, Grain.WEEK: 26}
VERSIONS_SHOWN = 20
Units = dict[tuple[str, date], Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One version of a forecast."""

    pk: int
    number: int
    grain: str
    told_on: date
    told_at: datetime
    told_by: str
    note: str
    breaks: int
    units: Units


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodAhead:
    """One period ahead: how firm it is, what is expected by item, what was expected before."""

    span: Span
    zone: str
    units: tuple[Decimal | None, ...]
    total: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodPast:
    """One period that is over: what was forecast when the factory had to know, and what was ordered for it.

    Attributes:
        forecast: None where nothing had been told by then.
        ordered: None where an order of it does not say how much.
    """

    span: Span
    forecast: float | None
    ordered: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandPage:
    """The forecast with a partner.

    Attributes:
        told: The version that stands; None where none was told.
        items: Names of the columns, empty for everything together.
        breaks: What the version that stands changed beyond what was agreed.
        versions: Number, day, who, how many breaks; the newest first.
        accuracy: None below three periods that can be compared.
    """

    partnership: Partnership
    terms: Terms | None
    told: Told | None
    items: tuple[str, ...]
    ahead: tuple[PeriodAhead, ...]
    breaks: tuple[ZoneBreak, ...]
    versions: tuple[tuple[int, date, str, int], ...]
    past: tuple[PeriodPast, ...]
    accuracy: DemandAccuracy | None


def latest(relationship: int) -> Told | None:
    """Return the version that stands; whoever asks was let in before."""
    found = _versions(relationship, count=1)
    return found[0] if found else None


def demand(by: Actor, relationship: int, *, today: date) -> DemandPage:
    """Return the forecast with a partner, and how well earlier ones came true.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    found = partnership(by, relationship)
    terms, versions = holding(found.pk), _versions(found.pk, count=VERSIONS_SHOWN)
    told = versions[0] if versions else None
    items = tuple(sorted({item for item, _starts_on in told.units})) if told else ()
    grain = Grain(told.grain) if told else terms.periods if terms else Grain.MONTH
    past = _past(found.pk, versions, terms, today=today, grain=grain)
    return DemandPage(
        partnership=found, terms=terms, told=told, items=items, past=past, accuracy=_accuracy(past),
        ahead=_ahead(told, items, terms, today) if told else (), breaks=_breaks(versions, terms),
        versions=tuple((each.number, each.told_on, each.told_by, each.breaks) for each in versions),
    )  # fmt: skip


def periods_to_tell(told: Told | None, terms: Terms | None, *, today: date) -> tuple[Grain, tuple[Span, ...]]:
    """Return in which periods the next forecast is told."""
    grain = terms.periods if terms else Grain(told.grain) if told else Grain.MONTH
    return grain, periods_from(today, grain=grain, count=AHEAD[grain])


def _versions(relationship: int, *, count: int) -> list[Told]:
    rows = DemandForecast.objects.filter(relationship=relationship).order_by("-number").select_related("told_by")
    listed = list(rows[:count])
    units: dict[int, Units] = defaultdict(dict)
    cells = DemandPeriod.objects.filter(forecast__in=[row.pk for row in listed]).order_by("starts_on", "item")
    for forecast, item, starts_on, quantity in cells.values_list("forecast", "item", "starts_on", "quantity"):
        units[forecast][item, starts_on] = quantity
    return [
        Told(
            pk=row.pk, number=row.number, grain=row.grain, told_on=row.told_on, told_at=row.told_at, note=row.note,
            told_by=str(row.told_by or ""), breaks=row.breaks, units=units[row.pk],
        )
        for row in listed
    ]  # fmt: skip


def _ahead(told: Told, items: tuple[str, ...], terms: Terms | None, today: date) -> tuple[PeriodAhead, ...]:
    grain, zones = Grain(told.grain), terms.zones if terms else Zones(frozen=0, slush=0)
    running = period_of(today, grain=grain).start
    found = []
    for starts_on in sorted({day for _item, day in told.units if day >= running}):
        units = tuple(told.units.get((item, starts_on)) for item in items)
        known = [each for each in units if each is not None]
        zone = zone_of(starts_on, today=today, grain=grain, zones=zones)
        found.append(
            PeriodAhead(
                span=period_of(starts_on, grain=grain), zone=zone.value, units=units,
                total=sum(known, Decimal(0)) if known else None,
            )
        )  # fmt: skip
    return tuple(found)


def _breaks(versions: list[Told], terms: Terms | None) -> tuple[ZoneBreak, ...]:
    if terms is None or len(versions) < 2 or versions[0].grain != versions[1].grain:
        return ()
    now, before = versions[0], versions[1]
    grain = Grain(now.grain)
    return broken_zones(before.units, now.units, today=now.told_on, grain=grain, zones=terms.zones)


def _past(
    relationship: int, versions: list[Told], terms: Terms | None, *, today: date, grain: Grain
) -> tuple[PeriodPast, ...]:
    """Return the whole periods since the first forecast, the last first."""
    told = [version for version in versions if version.grain == grain]
    if not told:
        return ()
    first = min(version.told_on for version in told)
    spans = _over(first, today=today, grain=grain)
    ordered = _ordered(relationship, spans)
    lag = terms.lead_days if terms else 0
    return tuple(
        PeriodPast(
            span=span, ordered=ordered[span.start],
            forecast=told_in_time(_said(told, span), period=span, lag_days=lag),
        )
        for span in reversed(spans)
    )  # fmt: skip


def _said(versions: Iterable[Told], span: Span) -> list[ToldDemand]:
    """Return what versions say of a period; one that does not name it says nothing of it."""
    found = []
    for version in versions:
        units = [quantity for (_item, starts_on), quantity in version.units.items() if starts_on == span.start]
        if units:
            found.append(ToldDemand(version.told_on, float(sum(units, Decimal(0)))))
    return found


def _over(first: date, *, today: date, grain: Grain) -> list[Span]:
    running = period_of(today, grain=grain)
    spans = [span for span in periods_from(first, grain=grain, count=60) if span.end <= running.start]
    return spans[-LOOKED_BACK[grain] :]


def _ordered(relationship: int, spans: Iterable[Span]) -> dict[date, Decimal | None]:
    """Return how much was ordered for each period, by the first day on which an order is wanted."""
    listed = list(spans)
    found: dict[date, Decimal | None] = {span.start: Decimal(0) for span in listed}
    if not listed:
        return found
    for order in placed.placed_orders(relationship, since=date(listed[0].start.year - 2, 1, 1)):
        for span in listed:
            before = found[span.start]
            if order.wanted_on in span:
                known = before is not None and order.quantity is not None
                found[span.start] = before + order.quantity if known else None  # type: ignore[operator]
    return found


def _accuracy(past: Iterable[PeriodPast]) -> DemandAccuracy | None:
    known = [each for each in past if each.forecast is not None and each.ordered is not None]
    if len(known) < FEWEST_PERIODS:
        return None
    known.reverse()
    return demand_accuracy(
        [each.forecast or 0.0 for each in known], [float(each.ordered or 0) for each in known]
    )  # fmt: skip
