"""What samples of lots say of a partner's defect rate: each source apart, lot by lot, and by defect."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Sum

from troth.basis.drift import p_chart
from troth.quality.change_points import ChartSignal, chart_signals
from troth.quality.defect_kpi import DefectKpi, defect_kpi, target_of, window
from troth.quality.defect_rates import Source
from troth.quality.pareto import ParetoBar, pareto
from troth_site.access import Actor
from troth_site.models import InspectionDefect, Product
from troth_site.models.quality.choices import InspectionState
from troth_site.queries.partners import Partnership, partnership
from troth_site.queries.quality.known_lots import GRAVE, KnownLot, known_lots

DONE = (InspectionState.HANDED_IN, InspectionState.REPORTED)
FEWEST_LOTS = 5
"""So many lots make a chart whose limits mean something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotPoint:
    """One lot on the chart: its share of bad units and the limits within which chance moves it."""

    inspection: int
    name: str
    on: date
    looked_at: int
    bad: int
    share: float
    lower: float
    upper: float
    is_outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LotSignal:
    """A stretch of lots outside the limits: the first of them, and the lot with which the change probably began.

    Attributes:
        began: None where the viewer reads nothing of that lot.
    """

    first: LotPoint
    began: LotPoint | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How the lots of a rate were counted, as far as it is not plain.

    Attributes:
        classes: By class, units looked at and bad ones; empty where all classes of every lot had the same sample.
        sizes_unknown: In how many lots nobody said how many units they hold.
        units_unknown: In how many nobody said whether a unit has defects of two classes.
    """

    classes: Mapping[str, tuple[int, int]]
    sizes_unknown: int
    units_unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRates:
    """One source: its KPI, its lots as a chart where there are enough, and the defects found in the KPI's lots."""

    kpi: DefectKpi
    counted: Counted
    lots: tuple[LotPoint, ...]
    centre: float | None
    signals: tuple[LotSignal, ...]
    bars: tuple[ParetoBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Defect:
    """How often one defect was found in one lot."""

    inspection: int
    source: str
    on: date
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Everything the page of defects shows."""

    partnership: Partnership
    sources: tuple[SourceRates, ...]


def rates(by: Actor, pk: int, *, today: date) -> Rates:
    """Return a partner's defect rates, kept apart by source.

    Lots whose second look the viewer takes blind are left out of everything: where all others are named one by one,
    what a rate counts beside them would be this lot.

    Raises:
        NotThere: The relationship is not the viewer's.
    """
    found = partnership(by, pk)
    target, unseen = agreed_target(found.pk), by.unseen.inspections
    lots = [lot for lot in known_lots([found.pk]).get(found.pk, ()) if lot.inspection not in unseen]
    defects = [each for each in _defects(found.pk) if each.inspection not in unseen]
    sources = tuple(
        _source(source, [lot for lot in lots if lot.source is source], target, today, unseen, defects)
        for source in Source
        if source is Source.FINAL or any(each.source == source for each in (*lots, *defects))
    )
    return Rates(partnership=found, sources=sources)


def agreed_target(relationship: int) -> float:
    """Return the strictest target of a relationship's products; the usual one where it has none."""
    products = Product.objects.filter(relationship=relationship).values_list("category", "defect_target")
    return min((target_of(category, agreed=agreed) for category, agreed in products), default=target_of(""))


def _source(
    source: Source, lots: Sequence[KnownLot], target: float, today: date, unseen: Collection[int | None],
    defects: Sequence[_Defect],
) -> SourceRates:  # fmt: skip
    """Return one source. Lots whose second look the viewer takes blind are counted in its rate, and named nowhere."""
    kpi = defect_kpi([lot.dated for lot in lots], source=source, target=target, as_of=today)
    recent = [lots[at] for at in window([lot.dated.on for lot in lots], as_of=today)]
    points, centre, signals = _chart(lots)
    in_rate, known = {lot.inspection for lot in recent}, {lot.inspection for lot in lots}
    found: dict[str, int] = {}
    for each in defects:
        # A file may tell of defects and of no bad units: such a lot is in no rate, and its day says whether it counts.
        counts = each.inspection in in_rate if each.inspection in known else kpi.window_from <= each.on <= today
        if each.source == source and counts:
            found[each.name] = found.get(each.name, 0) + each.count
    return SourceRates(
        kpi=kpi, counted=_counted(recent), centre=centre, bars=pareto(found),
        lots=tuple(point for point in points if point.inspection not in unseen),
        signals=tuple(_signal(signal, points, unseen) for signal in signals
                      if points[signal.at - 1].inspection not in unseen),
    )  # fmt: skip


def _counted(lots: Sequence[KnownLot]) -> Counted:
    samples = [lot.dated.sample for lot in lots]
    classes: dict[str, tuple[int, int]] = {}
    if any(sample.apart for sample in samples):
        for kind in GRAVE:
            of_it = [lot.classes[kind] for lot in lots if kind in lot.classes]
            classes[kind] = (sum(looked_at for looked_at, _bad in of_it), sum(bad for _n, bad in of_it))
    return Counted(
        classes=classes,
        sizes_unknown=sum(sample.lot is None for sample in samples),
        units_unknown=sum(sample.surely < sample.nonconforming for sample in samples),
    )


def _chart(lots: Sequence[KnownLot]) -> tuple[tuple[LotPoint, ...], float | None, tuple[ChartSignal, ...]]:
    """Return the lots of a chart, its centre and its signals; nothing where there are too few."""
    if len(lots) < FEWEST_LOTS:
        return (), None, ()
    bad = [lot.dated.sample.nonconforming for lot in lots]
    looked_at = [lot.dated.sample.looked_at for lot in lots]
    chart = p_chart(defectives=np.array(bad), sizes=np.array(looked_at))
    points = tuple(
        LotPoint(
            inspection=lot.inspection, name=lot.name, on=lot.dated.on, looked_at=looked_at[at], bad=bad[at],
            share=bad[at] / looked_at[at], lower=float(chart.lower[at]), upper=float(chart.upper[at]),
            is_outside=at + 1 in chart.outside,
        )
        for at, lot in enumerate(lots)
    )  # fmt: skip
    return points, chart.centre, chart_signals(chart.outside, bad=bad, looked_at=looked_at)


def _signal(signal: ChartSignal, points: Sequence[LotPoint], unseen: Collection[int | None]) -> LotSignal:
    began = points[signal.changed_after]
    return LotSignal(first=points[signal.at - 1], began=None if began.inspection in unseen else began)


def _defects(relationship: int) -> list[_Defect]:
    """Return how often each defect was found, lot by lot; second looks, lots presented again and open work left out."""
    rows = (
        InspectionDefect.objects.filter(
            removed_at=None, defects__gt=0, inspection__relationship=relationship, inspection__state__in=DONE,
            inspection__resubmitted_of=None, inspection__blind_of=None,
        )
        .values_list("inspection", "inspection__source", "inspection__planned_on", "name")
        .annotate(found=Sum("defects"))
        .order_by("inspection", "name")
    )  # fmt: skip
    return [
        _Defect(inspection=inspection, source=source, on=on, name=name, count=count)
        for inspection, source, on, name, count in rows
    ]
