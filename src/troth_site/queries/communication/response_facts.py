"""What was asked of one side, as the library's clock reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F
from django.db.models.functions import Coalesce

from troth.basis.spans import local_day
from troth.basis.working_time import WorkCalendar
from troth.communication.cadence import ContactGap, regularity
from troth.communication.clock import Request, summary_of_waits, waited_hours
from troth.communication.decay import Decay, MonthOfAnswers, answers_by_month, communication_decay
from troth_site.models import Message, Relationship, ReplyRequest
from troth_site.queries.communication.calendars import work_calendar_of
from troth_site.queries.communication.charters import agreed, hours_of, target_hours

WINDOW = timedelta(days=365)
"""How far back the share and the median look; as far as the record does of the other KPIs."""

CRITICAL = frozenset({"critical", "safety"})
PACE_FIELDS = (
    "target_hours", "requests", "answered", "open", "share", "low", "high", "median_hours", "median_low",
    "median_high", "trend_percent", "trend_p", "regularity",
)  # fmt: skip
ASKED_FIELDS = ("asked_at", "answered_at", "severity", "wall_hours", "business_hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request, and how long its answer took on the clock that counts for it; None while it is open."""

    request: Request
    hours: float | None
    severity: str = "normal"


def asked_of(relationship: int, side: str, *, since: datetime, until: datetime) -> list[Asked]:
    """Return what was asked of a side in a period, what was taken back left out."""
    rows = (
        ReplyRequest.objects.filter(relationship=relationship, asked_at__gte=since, asked_at__lte=until)
        .filter(withdrawn_at=None)
        .exclude(side=side)
        .order_by("asked_at", "pk")
        .values_list(*ASKED_FIELDS)
    )
    return [asked_from(row) for row in rows]


def asked_from(row: tuple[Any, ...]) -> Asked:
    """Return one request from the values of ASKED_FIELDS."""
    asked_at, answered_at, severity, wall, business = row
    critical = severity in CRITICAL
    request = Request(asked=asked_at, answered=answered_at, is_critical=critical)
    return Asked(request=request, hours=wall if critical else business, severity=severity)


def waits(asked: Iterable[Asked], *, now: datetime, calendar: WorkCalendar) -> tuple[list[float], list[bool]]:
    """Return how long each request waited, or has been waiting, and whether it was answered."""
    hours, ended = [], []
    for one in asked:
        known = one.hours is not None and one.request.answered is not None and one.request.answered <= now
        hours.append(one.hours if known else waited_hours(one.request, as_of=now, calendar=calendar))  # type: ignore[arg-type]
        ended.append(known)
    return hours, ended


def pace_of(relationship: Relationship, side: str, *, now: datetime) -> tuple[Any, ...]:
    """Return how fast a side answers, in the order of PACE_FIELDS; what is not known is None."""
    calendar = work_calendar_of(getattr(relationship, f"{side}_id"), now.date())
    asked = asked_of(relationship.pk, side, since=now - WINDOW, until=now)
    terms = agreed(relationship.pk)
    target = target_hours(terms)
    hours, ended = waits(asked, now=now, calendar=calendar)
    found = summary_of_waits(hours=hours, ended=ended, target_hours=target)
    # Each question against its own time: half of four hours and half of a day are the same share of what was agreed.
    against = [waited * target / hours_of(terms, one.severity) for waited, one in zip(hours, asked, strict=True)]
    timely = summary_of_waits(hours=against, ended=ended, target_hours=target)
    trend = communication_decay(_months(asked, now=now, calendar=calendar, target=target), target_hours=target)
    return (
        target, found.requests, found.answered, found.open, timely.share, timely.low, timely.high, found.median_hours,
        found.median_low, found.median_high, None if trend.slope is None else 100 * trend.slope,
        None if trend.slope is None else trend.p_value,
        regularity(contact_days(relationship.pk, since=now - WINDOW, zone=calendar.zone)),
    )  # fmt: skip


def _months(asked: Iterable[Asked], *, now: datetime, calendar: WorkCalendar, target: float) -> list[MonthOfAnswers]:
    requests = [one.request for one in asked]
    return answers_by_month(requests, as_of=now, calendar=calendar, target_hours=target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paced:
    """A side's months and whether its communication decays."""

    months: tuple[MonthOfAnswers, ...]
    decay: Decay
    target_hours: float


def paced(
    relationship: Relationship,
    side: str,
    *,
    now: datetime,
    unclear_share: float = 0.0,
    gap: ContactGap | None = None,
) -> Paced:
    """Return how a side answered month by month over the last year, and what the library says of it.

    Args:
        relationship: The relationship.
        side: The side that answers.
        now: The moment to look from.
        unclear_share: Share of the asking side's questions that were unclear, a fraction.
        gap: How long it has been quiet against the cadence, None where nobody is expected to be in touch.
    """
    calendar = work_calendar_of(getattr(relationship, f"{side}_id"), now.date())
    target = target_hours(agreed(relationship.pk))
    asked = asked_of(relationship.pk, side, since=now - WINDOW, until=now)
    months = _months(asked, now=now, calendar=calendar, target=target)
    found = communication_decay(months, gap=gap, unclear_share=unclear_share, target_hours=target)
    return Paced(months=tuple(months), decay=found, target_hours=target)


def contact_days(relationship: int, *, since: datetime, zone: ZoneInfo) -> list[date]:
    """Return the days on which a person of either side wrote, each once, in order."""
    moments = _written_by_people(relationship).filter(at__gte=since).values_list("at", flat=True)
    return sorted({local_day(moment, zone=zone) for moment in moments})


def last_substantive_contact(relationship: int) -> datetime | None:
    """Return when a person of either side wrote last; what a machine sent is no contact."""
    return _written_by_people(relationship).order_by("-at").values_list("at", flat=True).first()


def _written_by_people(relationship: int) -> Any:
    rows = Message.objects.filter(relationship=relationship, automatic="").exclude(side="")
    return rows.annotate(at=Coalesce(F("sent_at"), F("recorded_at")))
