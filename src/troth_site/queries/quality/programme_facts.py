"""What moves the interval of a regular inspection, read for the library: lots, switching, alarms, standing, days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from troth.basis.calendars import NeverOpen
from troth.basis.closures import DueProposal
from troth.commitments.outcomes import SIDES
from troth.quality.programmes import Interval, interval_by_risk, next_look, next_look_by_lots
from troth.quality.switching import Stage
from troth_site.models import Action, Inspection, InspectionProgramme, OrderLine, RedFlag, SamplingState
from troth_site.models.quality.choices import InspectionState, IntervalUnit, LotVerdict
from troth_site.queries.communication.calendars import around_years, place_calendar
from troth_site.queries.trust import judge_relationships

QUALITY, FACTORY = "quality", "factory"
MOST_LOTS = 50
DONE = (InspectionState.HANDED_IN, InspectionState.REPORTED)
OPEN = (InspectionState.PLANNED, InspectionState.TAKEN, InspectionState.WORKING)
PENDING = ("open", "done", "reopened")


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """What is known of one partner's quality, for all of its programmes.

    Attributes:
        standing: The factory's, 0 to 100; None where nothing is on the record.
    """

    alarms: int
    standing: float | None


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
        last: None where nobody has looked since it was agreed.
        planned: An inspection that is planned and not handed in yet.
    """

    interval: Interval
    due: DueProposal | None
    lots: int | None
    last: Look | None
    planned: Look | None


def partner_facts(relationship: int, *, today: date) -> Partner:
    """Return what is known of a partner's quality as a whole."""
    flags = RedFlag.objects.filter(relationship=relationship, side=FACTORY, dimension=QUALITY, closed_on=None).count()
    actions = Action.objects.filter(
        relationship=relationship, side=FACTORY, dimension=QUALITY, state__in=PENDING
    ).count()  # fmt: skip
    judged, _tallies = judge_relationships([relationship], as_of=today, dimension=QUALITY)
    numbers = judged.of(SIDES.index(FACTORY))
    return Partner(alarms=flags + actions, standing=numbers.standing if numbers.n else None)


def next_look_of(row: InspectionProgramme, known: Partner, *, today: date) -> NextLook:
    """Return how often is looked under a programme now, and when next; the relationship came with the row."""
    of_product = _of_product(row)
    looks = of_product.filter(kind=row.kind)
    last = looks.filter(state__in=DONE).order_by("-planned_on", "-pk").first()
    planned = looks.filter(state__in=OPEN).order_by("planned_on", "pk").first()
    interval = interval_by_risk(
        row.base, results=_results(of_product), stages=_stages(row), alarms=known.alarms, standing=known.standing
    )
    began = row.agreed_on or today
    since = max(began, _day(last)) if last else began
    finished = _finished(row, since) if row.unit == IntervalUnit.LOTS else None
    return NextLook(
        interval=interval, due=_due(row, interval.length, since, finished),
        lots=None if finished is None else len(finished), last=_look(last), planned=_look(planned),
    )  # fmt: skip


def planned_look(row: InspectionProgramme) -> int | None:
    """Return the inspection that is planned already for the next look."""
    rows = _of_product(row).filter(kind=row.kind, state__in=OPEN).order_by("planned_on", "pk")
    return rows.values_list("pk", flat=True).first()


def _of_product(row: InspectionProgramme) -> QuerySet[Inspection]:
    """Return first looks at lots of a programme's product, or of its family where no product is named."""
    same = Q(product=row.product_id) if row.product_id else Q(family=row.family)
    return Inspection.objects.filter(same, relationship=row.relationship_id, blind_of=None, resubmitted_of=None)


def _results(rows: QuerySet[Inspection]) -> list[bool]:
    judged = rows.filter(state__in=DONE, verdict__in=[LotVerdict.ACCEPTED, LotVerdict.NOT_ACCEPTED])
    verdicts = judged.order_by("-planned_on", "-pk").values_list("verdict", flat=True)[:MOST_LOTS]
    return [verdict == LotVerdict.ACCEPTED for verdict in reversed(verdicts)]


def _stages(row: InspectionProgramme) -> list[Stage]:
    states = SamplingState.objects.filter(relationship=row.relationship_id, family=row.family)
    return [Stage(stage) for stage in states.values_list("stage", flat=True)]


def _finished(row: InspectionProgramme, since: date) -> list[date]:
    lines = OrderLine.objects.filter(relationship=row.relationship_id, completed_on__gt=since, cancelled_on=None)
    if row.product is not None and row.product.item:
        lines = lines.filter(item=row.product.item)
    days = lines.order_by("completed_on").values_list("completed_on", flat=True)[: 2 * row.base]
    return [day for day in days if day is not None]


def _due(row: InspectionProgramme, length: int, since: date, finished: Sequence[date] | None) -> DueProposal | None:
    calendar = place_calendar(row.relationship.factory_id, years=around_years(timezone.localdate()))
    try:
        if finished is None:
            return next_look(last_on=since, interval=length, calendar=calendar)
        return next_look_by_lots(finished=finished, interval=length, calendar=calendar)
    except NeverOpen:
        # Whoever is closed for more than a year is looked at once it opens again.
        return None


def _day(row: Inspection) -> date:
    """Return the day on which a lot was looked at: when it was handed in, or the file's own day."""
    return timezone.localdate(row.handed_in_at) if row.handed_in_at else row.planned_on


def _look(row: Inspection | None) -> Look | None:
    return None if row is None else Look(pk=row.pk, lot=row.lot_name, on=_day(row))
