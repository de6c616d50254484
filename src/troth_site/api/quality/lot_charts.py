"""Control charts of a partner's lots and defects per unit, for programs."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from troth.quality.lot_charts import ChartKind
from troth_site.api.frame.forms import Key, answers
from troth_site.api.frame.writing import asker
from troth_site.queries.quality import lot_charts as charts
from troth_site.queries.quality import transit

router = Router(tags=["Quality"])


class ChartLotShown(Schema):
    """A lot on a chart."""

    at: int = Field(description="Its number among the lots of its source, from 1, the oldest first.")
    inspection: int
    name: str
    on: date
    looked_at: int
    found: int = Field(description="Bad units; of a u chart defects.")
    value: float = Field(description="Of p and u per unit; of CUSUM (the upper sum) and EWMA in standard deviations.")
    below: float | None = Field(description="The lower sum of a CUSUM, 0 or less.")
    lower: float | None
    upper: float | None
    is_outside: bool


class LotSignalShown(Schema):
    """A stretch of lots outside one limit; lots are null where you take a second look at them unseen."""

    upward: bool
    first: ChartLotShown | None
    began: ChartLotShown | None = Field(description="The lot with which the change probably began.")


class LotChartShown(Schema):
    """The control chart of the lots of one source."""

    source: str
    kind: str
    rate: float = Field(description="Bad units, or defects, per unit of all the lots together.")
    centre: float
    lots: list[ChartLotShown]
    signals: list[LotSignalShown]


class LotChartAsked(Schema):
    """Which chart."""

    chart: Literal["p", "u", "cusum", "ewma"] = "p"


class DensityShown(Schema):
    """Critical and major defects on the units of one source, of the lots that its defect rate looks at."""

    source: str
    defects: int
    units: int
    per_unit: float
    per_million: float = Field(description="Per million opportunities (DPMO).")
    clean_share: float = Field(description="Share of units without any that is to be expected, a fraction.")


class DensityAsked(Schema):
    """How many ways there are."""

    opportunities: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        1, description="Ways in which a unit can be wrong; with 1 a million opportunities are a million units."
    )


@router.get("partners/{partner}/lot-charts", response=answers(list[LotChartShown], 404, 422),
            operation_id="lot_charts", url_name="lot-charts")  # fmt: skip
def lot_charts(request: HttpRequest, partner: Key, asked: Query[LotChartAsked]) -> list[LotChartShown]:
    """Chart the lots of a partner, each source with five lots or more apart, with signals and when a change began."""
    found = charts.lot_charts(asker(request), partner, kind=ChartKind(asked.chart))
    return [LotChartShown(**asdict(each)) for each in found]


@router.get("partners/{partner}/defect-density", response=answers(list[DensityShown], 404, 422),
            operation_id="defect_density", url_name="defect-density")  # fmt: skip
def defect_density(request: HttpRequest, partner: Key, asked: Query[DensityAsked]) -> list[DensityShown]:
    """Return defects per unit and per million opportunities, each source apart, where defects are counted."""
    found = charts.densities(
        asker(request), partner, today=timezone.localdate(), opportunities=asked.opportunities
    )  # fmt: skip
    return [
        DensityShown(
            source=each.source, defects=each.defects, units=each.units, per_unit=each.density.per_unit,
            per_million=each.density.per_million, clean_share=each.density.clean_share,
        )
        for each in found
    ]  # fmt: skip


class PackDamageShown(Schema):
    """What transit did to the cartons of one version of a product's pack."""

    product: str
    version: int | None = Field(description="Of the specification they were packed by; null where nobody said.")
    lots: int
    cartons: int
    damaged: int
    per_thousand: float
    low: float = Field(description="Lower end of its 95 % interval.")
    high: float
    finding: str | None = Field(description="Whether it protects better or worse than the version before.")


@router.get("partners/{partner}/transit-damage", response=answers(list[PackDamageShown], 404, 422),
            operation_id="transit_damage", url_name="transit-damage")  # fmt: skip
def transit_damage(request: HttpRequest, partner: Key) -> list[PackDamageShown]:
    """List damaged cartons by product and version of the pack, where cartons were counted on arrival."""
    return [
        PackDamageShown(
            product=each.name, version=one.pack, lots=one.lots, cartons=one.cartons, damaged=one.damaged,
            per_thousand=one.per_thousand, low=one.low, high=one.high,
            finding=one.finding.sentence(_) if one.finding else None,
        )
        for each in transit.transit_damage(asker(request), partner) for one in each.packs
    ]  # fmt: skip
