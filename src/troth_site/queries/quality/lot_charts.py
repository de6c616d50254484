"""Control charts of a partner's lots, read: each source apart, of bad units or of defects."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from troth.quality.change_points import ChartSignal
from troth.quality.class_samples import joined
from troth.quality.defect_kpi import window
from troth.quality.defect_rates import DefectDensity, Source, density
from troth.quality.lot_charts import ChartKind, LotChart, lot_chart
from troth_site import access
from troth_site.access import Actor
from troth_site.models import ClassSample
from troth_site.queries.partners import partnership
from troth_site.queries.quality.known_lots import GRAVE, known_lots
from troth_site.queries.quality.rates import FEWEST_LOTS


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLot:
    """One lot with its place on the chart; without a name where its second look is taken blind by the viewer.

    Attributes:
        at: Its number, from 1, the oldest first.
        found: Bad units, or defects, by the chart.
    """

    at: int
    inspection: int
    name: str
    on: date
    looked_at: int
    found: int
    value: float
    below: float | None
    lower: float | None
    upper: float | None
    is_outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSignal:
    """A signal with the lots it names; None where the viewer reads nothing of a lot."""

    upward: bool
    first: ChartLot | None
    began: ChartLot | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChart:
    """The chart of one source."""

    source: Source
    kind: ChartKind
    rate: float
    centre: float
    lots: tuple[ChartLot, ...]
    signals: tuple[NamedSignal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    inspection: int
    name: str
    source: str
    on: date
    looked_at: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDensity:
    """Critical and major defects on the units of one source, of the lots that its rate looks at."""

    source: Source
    defects: int
    units: int
    density: DefectDensity


def densities(by: Actor, pk: int, *, today: date, opportunities: int = 1) -> tuple[SourceDensity, ...]:
    """Return defects per unit and per million opportunities, each source apart, where defects are counted.

    A unit has as many opportunities as there are ways in which it can be wrong; with one, a million of them are a
    million units.

    Raises:
        NotThere: The relationship is not the viewer's.
    """
    counted = _seen(by, _defects(access.relationship(by, pk).pk))
    found = []
    for source in Source:
        lots = [lot for lot in counted if lot.source == source]
        recent = [lots[at] for at in window([lot.on for lot in lots], as_of=today)]
        defects, units = sum(lot.found for lot in recent), sum(lot.looked_at for lot in recent)
        if units:
            known = density(defects=defects, units=units, opportunities=opportunities)
            found.append(SourceDensity(source=source, defects=defects, units=units, density=known))
    return tuple(found)


def lot_charts(by: Actor, pk: int, *, kind: ChartKind) -> tuple[SourceChart, ...]:
    """Return the charts of a partner's lots, one for each source with enough lots whose counts are known.

    Raises:
        NotThere: The relationship is not the viewer's.
    """
    found = partnership(by, pk)
    unseen = by.unseen.inspections
    counted = _seen(by, (_defects if kind is ChartKind.U else _bad)(found.pk))
    by_source = {source: [lot for lot in counted if lot.source == source] for source in Source}
    return tuple(
        _chart(source, kind, lots, unseen) for source, lots in by_source.items() if len(lots) >= FEWEST_LOTS
    )  # fmt: skip


def _seen(by: Actor, counted: Sequence[_Counted]) -> list[_Counted]:
    """Leave out the lots that the viewer looks at a second time, blind."""
    return [lot for lot in counted if lot.inspection not in by.unseen.inspections]


def _bad(relationship: int) -> list[_Counted]:
    """Return lots in their order with their bad units, as the rate counts them."""
    return [
        _Counted(
            inspection=lot.inspection, name=lot.name, source=str(lot.source), on=lot.dated.on,
            looked_at=lot.dated.sample.looked_at, found=lot.dated.sample.nonconforming,
        )
        for lot in known_lots([relationship]).get(relationship, ())
    ]  # fmt: skip


def _defects(relationship: int) -> list[_Counted]:
    """Return lots in their order with their critical and major defects; with the worse class where samples differ."""
    rows = (
        ClassSample.objects.filter(
            inspection__relationship=relationship, inspection__resubmitted_of=None, inspection__blind_of=None,
            defect_class__in=GRAVE, looked_at__gt=0, defects__isnull=False,
        )
        .values_list("inspection", "inspection__lot_name", "inspection__source", "inspection__planned_on", "looked_at",
                     "defects")
        .order_by("inspection__planned_on", "inspection", "defect_class")
    )  # fmt: skip
    counts = defaultdict[tuple[int, str, str, date], list[tuple[int, int]]](list)
    for *lot, looked_at, defects in rows:
        counts[tuple(lot)].append((looked_at, defects))
    told = ((lot, joined(of_lot)) for lot, of_lot in counts.items())
    return [
        _Counted(inspection=inspection, name=name, source=source, on=on, looked_at=looked_at, found=found)
        for (inspection, name, source, on), (looked_at, found) in told
    ]


def _chart(source: Source, kind: ChartKind, lots: Sequence[_Counted], unseen: Collection[int | None]) -> SourceChart:
    drawn = lot_chart(kind, found=[lot.found for lot in lots], looked_at=[lot.looked_at for lot in lots])
    named = _named(drawn, lots)
    shown = [None if lot.inspection in unseen else lot for lot in named]
    return SourceChart(
        source=source, kind=kind, rate=drawn.rate, centre=drawn.centre, lots=tuple(lot for lot in shown if lot),
        signals=tuple(_signal(signal, shown) for signal in drawn.signals),
    )  # fmt: skip


def _named(drawn: LotChart, lots: Sequence[_Counted]) -> list[ChartLot]:
    return [
        ChartLot(
            at=at, inspection=lot.inspection, name=lot.name, on=lot.on, looked_at=lot.looked_at, found=lot.found,
            value=point.value, below=point.below, lower=point.lower, upper=point.upper, is_outside=point.is_outside,
        )
        for at, (lot, point) in enumerate(zip(lots, drawn.points, strict=True), start=1)
    ]  # fmt: skip


def _signal(signal: ChartSignal, lots: Sequence[ChartLot | None]) -> NamedSignal:
    return NamedSignal(upward=signal.upward, first=lots[signal.at - 1], began=lots[signal.changed_after])
