"""What moves the interval of a regular inspection, read for the library: lots, switching, alarms, standing, days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from troth.basis.calendars import NeverOpen, PlaceCalendar
from troth.basis.closures import DueProposal
from troth.commitments.outcomes import SIDES
from troth.quality.programmes import Interval, interval_by_risk, next_look, next_look_by_lots
from troth.quality.switching import Stage
from troth_site.models import (
    Action,
    Inspection,
    InspectionProgramme,
    OrderLine,
    RedFlag,
    Relationship,
    SamplingState,
)
from troth_site.models.quality.choices import InspectionState, IntervalUnit, LotVerdict
from troth_site.queries.communication.calendars import around_years, place_calendar
from troth_site.queries.trust import judge_relationships

QUALITY, FACTORY = "quality", "factory"
MOST_LOTS, MOST_LINES = 400, 2000
LONGEST_DAYS = 1460
"""As long as an interval can be: lots finished before that are not counted."""
DONE = (InspectionState.HANDED_IN, InspectionState.REPORTED)
OPEN = (InspectionState.PLANNED, InspectionState.TAKEN, InspectionState.WORKING)
PENDING = ("open", "done", "reopened")
_LOT = ("pk", "product_id", "family", "kind", "state", "verdict", "planned_on", "handed_in_at", "lot_name")


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot that was looked at for the first time, or will be."""

    pk: int
    product: int | None
    family: str
    kind: str
    state: str
    verdict: str
    planned_on: date
    handed_in_at: datetime | None
    name: str

    @property
    def day(self) -> date:
        """The day on which it was looked at: when it was handed in, or the day of a file or a plan."""
        return timezone.localdate(self.handed_in_at) if self.handed_in_at else self.planned_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """What is known of one partner's quality, for all of its programmes.

    Attributes:
        standing: The factory's, 0 to 100; None where nothing is on the record.
        lots: The latest, the newest first.
        stages: How strictly each class is inspected, by family and stage of inspection.
        finished: Days on which order lines were complete, by item.
    """

    alarms: int
    standing: float | None
    lots: tuple[Lot, ...]
    stages: tuple[tuple[str, str, Stage], ...]
    finished: tuple[tuple[str, date], ...]
    calendar: PlaceCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The last look, or the next one that is planned."""

    pk: int
    lot: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLook:
    """How often is looked now, and when next.

    Attributes:
        due: None while too few lots are finished.
        lots: Lots finished since the last look, where lots are counted; None where days are.
        last: None where nobody has looked yet.
        planned: An inspection that is planned and not handed in yet.
    """

    interval: Interval
    due: DueProposal | None
    lots: int | None
    last: Look | None
    planned: Look | None


def partner_facts(row: Relationship, *, today: date) -> Partner:
    """Return what is known of a partner's quality, in as many queries however many programmes there are."""
    flags = RedFlag.objects.filter(relationship=row, side=FACTORY, dimension=QUALITY, closed_on=None).count()
    actions = Action.objects.filter(relationship=row, side=FACTORY, dimension=QUALITY, state__in=PENDING).count()
    judged, _tallies = judge_relationships([row.pk], as_of=today, dimension=QUALITY)
    numbers = judged.of(SIDES.index(FACTORY))
    lots = _first_looks(row.pk).order_by("-planned_on", "-pk").values_list(*_LOT)[:MOST_LOTS]
    stages = SamplingState.objects.filter(relationship=row).values_list("family", "kind", "stage")
    lines = OrderLine.objects.filter(
        relationship=row, completed_on__gt=today - timedelta(days=LONGEST_DAYS), cancelled_on=None
    ).order_by("-completed_on")  # fmt: skip
    return Partner(
        alarms=flags + actions, standing=numbers.standing if numbers.n else None,
        lots=tuple(Lot(*one) for one in lots),
        stages=tuple((family, kind, Stage(stage)) for family, kind, stage in stages),
        finished=tuple((item, day) for item, day in lines.values_list("item", "completed_on")[:MOST_LINES] if day),
        calendar=place_calendar(row.factory_id, years=around_years(today)),
    )  # fmt: skip


def next_look_of(row: InspectionProgramme, known: Partner, *, today: date) -> NextLook:
    """Return how often is looked under a programme now, and when next."""
    lots = [lot for lot in known.lots if _is_of(lot, row)]
    looks = [lot for lot in lots if lot.kind == row.kind]
    last = next((lot for lot in looks if lot.state in DONE), None)
    planned = [lot for lot in looks if lot.state in OPEN]
    interval = interval_by_risk(
        row.base, results=_results(lots), alarms=known.alarms, standing=known.standing,
        stages=[stage for family, kind, stage in known.stages if (family, kind) == (row.family, row.kind)],
    )  # fmt: skip
    began = row.agreed_on or today
    since = max(began, last.day) if last else began
    finished = _finished(row, known, since) if row.unit == IntervalUnit.LOTS else None
    return NextLook(
        interval=interval, due=_due(known.calendar, interval.length, since, finished),
        lots=None if finished is None else len(finished), last=_look(last),
        planned=_look(planned[-1] if planned else None),
    )  # fmt: skip


def planned_look(row: InspectionProgramme) -> int | None:
    """Return the inspection that is planned already for the next look."""
    rows = _first_looks(row.relationship_id).filter(kind=row.kind, state__in=OPEN)
    rows = rows.filter(product=row.product_id) if row.product_id else rows.filter(family=row.family)
    return rows.order_by("planned_on", "pk").values_list("pk", flat=True).first()


def _first_looks(relationship: int) -> QuerySet[Inspection]:
    return Inspection.objects.filter(relationship=relationship, blind_of=None, resubmitted_of=None)


def _is_of(lot: Lot, row: InspectionProgramme) -> bool:
    """Tell whether a lot is of a programme's product, or of its family where no product is named."""
    return lot.product == row.product_id if row.product_id else lot.family == row.family


def _results(lots: Sequence[Lot]) -> list[bool]:
    judged = (LotVerdict.ACCEPTED, LotVerdict.NOT_ACCEPTED)
    found = [lot.verdict == LotVerdict.ACCEPTED for lot in lots if lot.state in DONE and lot.verdict in judged]
    return found[::-1]


def _finished(row: InspectionProgramme, known: Partner, since: date) -> list[date]:
    item = row.product.item if row.product else ""
    return [day for name, day in known.finished if day > since and item in ("", name)]


def _due(
    calendar: PlaceCalendar, length: int, since: date, finished: Sequence[date] | None
) -> DueProposal | None:  # fmt: skip
    try:
        if finished is None:
            return next_look(last_on=since, interval=length, calendar=calendar)
        return next_look_by_lots(finished=finished, interval=length, calendar=calendar)
    except NeverOpen:
        # Whoever is closed for more than a year is looked at once it opens again.
        return None


def _look(lot: Lot | None) -> Look | None:
    return None if lot is None else Look(pk=lot.pk, lot=lot.name, on=lot.day)
