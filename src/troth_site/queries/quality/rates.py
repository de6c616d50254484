"""What samples of lots say of a partner's defect rate: each source apart, lot by lot, and by defect."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.db.models import Q, Sum

from troth.basis.drift import p_chart
from troth.quality.change_points import ChartSignal, chart_signals
from troth.quality.defect_kpi import DatedLot, DefectKpi, defect_kpi, target_of
from troth.quality.defect_rates import LotSample, Source
from troth.quality.pareto import ParetoBar, pareto
from troth_site import access
from troth_site.access import Actor
from troth_site.models import ClassSample, InspectionDefect, Product
from troth_site.queries.partners import Partnership, partnership

GRAVE = ("critical", "major")
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
class SourceRates:
    """One source: its KPI, and its lots as a chart where there are enough."""

    kpi: DefectKpi
    lots: tuple[LotPoint, ...]
    centre: float | None
    signals: tuple[ChartSignal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Everything the page of defects shows."""

    partnership: Partnership
    sources: tuple[SourceRates, ...]
    bars: tuple[ParetoBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLot:
    """One judged lot of a relationship."""

    inspection: int
    name: str
    source: Source
    dated: DatedLot


def rates(by: Actor, pk: int, *, today: date) -> Rates:
    """Return a partner's defect rates, kept apart by source.

    Raises:
        NotThere: The relationship is not the viewer's.
    """
    found = partnership(by, pk)
    lots = known_lots([found.pk]).get(found.pk, ())
    target, unseen = agreed_target(found.pk), set(access.unseen(by).values_list("blind_of", flat=True))
    sources = tuple(
        _without(unseen, _source(source, [lot for lot in lots if lot.source is source], target=target, today=today))
        for source in Source
        if source is Source.FINAL or any(lot.source is source for lot in lots)
    )
    return Rates(partnership=found, sources=sources, bars=pareto(_counts(found.pk)))


def known_lots(relationships: Sequence[int]) -> Mapping[int, tuple[KnownLot, ...]]:
    """Return the lots of relationships, oldest first; resubmitted lots and what nobody counted are left out.

    What was counted counts whatever the verdict: a file may tell none, and a lot on hold was looked at all the same.
    A unit with a critical and a major defect is counted for each, never more than were looked at.
    """
    rows = (
        ClassSample.objects.filter(
            inspection__relationship__in=relationships,
            inspection__resubmitted_of__isnull=True,
            inspection__blind_of__isnull=True,
            defect_class__in=GRAVE,
            looked_at__gt=0,
            nonconforming__isnull=False,
        )
        .values_list(
            "inspection", "inspection__relationship", "inspection__lot_name", "inspection__source",
            "inspection__planned_on", "inspection__lot_size", "looked_at", "nonconforming",
        )
        .order_by("inspection__planned_on", "inspection")
    )  # fmt: skip
    merged: dict[int, tuple[int, str, str, date, int, int, int]] = {}
    for inspection, relationship, name, source, on, size, looked_at, bad in rows:
        _rel, _name, _source, _on, _size, units, so_far = merged.get(
            inspection, (relationship, name, source, on, size, 0, 0)
        )
        merged[inspection] = (relationship, name, source, on, size, max(units, looked_at), so_far + bad)
    found: dict[int, list[KnownLot]] = {}
    for inspection, (relationship, name, source, on, size, looked_at, bad) in merged.items():
        sample = LotSample(lot=max(size, looked_at), looked_at=looked_at, nonconforming=min(bad, looked_at))
        lot = KnownLot(inspection=inspection, name=name, source=Source(source), dated=DatedLot(on=on, sample=sample))
        found.setdefault(relationship, []).append(lot)
    return {relationship: tuple(lots) for relationship, lots in found.items()}


def agreed_target(relationship: int) -> float:
    """Return the strictest target of a relationship's products; the usual one where it has none."""
    products = Product.objects.filter(relationship=relationship).values_list("category", "defect_target")
    return min((target_of(category, agreed=agreed) for category, agreed in products), default=target_of(""))


def _without(unseen: Collection[int | None], of: SourceRates) -> SourceRates:
    """Leave out lots whose second look the viewer takes blind; the rate counts them, and names none."""
    return replace(of, lots=tuple(lot for lot in of.lots if lot.inspection not in unseen))


def _source(source: Source, lots: Sequence[KnownLot], *, target: float, today: date) -> SourceRates:
    kpi = defect_kpi([lot.dated for lot in lots], source=source, target=target, as_of=today)
    if len(lots) < FEWEST_LOTS:
        return SourceRates(kpi=kpi, lots=(), centre=None, signals=())
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
    signals = chart_signals(chart.outside, bad=bad, looked_at=looked_at)
    return SourceRates(kpi=kpi, lots=points, centre=chart.centre, signals=signals)


def _counts(relationship: int) -> dict[str, int]:
    rows = (
        InspectionDefect.objects.filter(Q(removed_at=None, defects__gt=0), inspection__relationship=relationship)
        .values_list("name")
        .annotate(found=Sum("defects"))
        .order_by("name")
    )
    return dict(rows)
