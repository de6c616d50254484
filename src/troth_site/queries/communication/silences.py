"""How long it has been quiet between two sides, measured alike for both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from troth.basis.closures import closed_runs
from troth.basis.findings import Finding
from troth.basis.spans import Span
from troth.commitments.lifecycle import OPEN
from troth.communication.cadence import ContactGap, contact_gap, quiet_success
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Commitment, Judgement, Meeting, MeetingSeries, RedFlag, Relationship
from troth_site.models.choices import MeetingState
from troth_site.queries.communication.calendars import place_calendar
from troth_site.queries.communication.response_facts import last_substantive_contact

USUAL_CADENCE_DAYS = 14
"""Where no series of meetings says otherwise: every second week (domain.md S0-22)."""
LONGEST_SILENCE_DAYS = 730
SHORTEST_CLOSURE_DAYS = 3
"""A weekend is part of a cadence; what is longer is a closure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """How quiet it is in one relationship.

    Attributes:
        last_contact: Day on which a person of either side wrote, or both met, last.
        cadence_days: Days agreed between contacts.
        quiet: What is proposed when all is well; None where it is too early or something is amiss.
    """

    last_contact: date
    cadence_days: int
    gap: ContactGap
    quiet: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often two sides mean to be in touch, and how they are.

    Attributes:
        is_agreed: A series of meetings runs; otherwise the cadence is the usual one.
        is_expected: Somebody may expect to hear from the other side: a series runs, or a promise is open. Between
            orders nobody owes anybody a word, so that silence then is no sign of anything.
        last_contact: None where nobody has been in touch in two years.
    """

    cadence_days: int
    is_agreed: bool
    is_expected: bool
    last_contact: date | None = None
    gap: ContactGap | None = None

    @property
    def counted(self) -> ContactGap | None:
        """Return the gap as a sign of decay, None where nobody is expected to be in touch."""
        return self.gap if self.is_expected else None


def rhythm(row: Relationship, *, today: date) -> Rhythm:
    """Return how often two sides mean to be in touch, and how long it has been quiet; the same for both."""
    series = _series_days(row.pk)
    cadence = series or USUAL_CADENCE_DAYS
    last = _last_contact(row, today=today)
    expected = series is not None or _is_anything_open(row.pk)
    if last is None or (today - last).days > LONGEST_SILENCE_DAYS:
        return Rhythm(cadence_days=cadence, is_agreed=series is not None, is_expected=expected)
    closed = _closed_days(row, last, today) if (today - last).days >= cadence else set()
    gap = contact_gap(last_contact=last, today=today, cadence_days=cadence, closed_days=closed)
    return Rhythm(
        cadence_days=cadence, is_agreed=series is not None, is_expected=expected, last_contact=last, gap=gap
    )  # fmt: skip


def silence(row: Relationship, *, today: date) -> Silence | None:
    """Return how quiet it is in a relationship, None where nobody has ever been in touch."""
    kept = rhythm(row, today=today)
    if kept.gap is None or kept.last_contact is None:
        return None
    last, cadence, gap = kept.last_contact, kept.cadence_days, kept.gap
    states = Judgement.objects.filter(relationship=row).values_list("state", flat=True)
    has_flags = RedFlag.objects.filter(relationship=row, closed_on=None).exists()
    return Silence(
        last_contact=last, cadence_days=cadence, gap=gap,
        quiet=quiet_success(gap, states=list(states), has_flags=has_flags),
    )  # fmt: skip


def silence_of(by: Actor, relationship: int, *, today: date) -> Silence | None:
    """Return how quiet it is in a relationship somebody may see, None where nobody has ever been in touch."""
    return silence(access.relationship(by, relationship), today=today)


def kept_in_touch(*, before: date) -> Iterable[Relationship]:
    """Yield the relationships whose owners may be nudged: somebody looks after them, and they were in touch before."""
    rows = Relationship.objects.filter(hidden=False, last_contact_on__lte=before)
    owned = rows.exclude(owner_buyer=None) | rows.exclude(owner_factory=None)
    return owned.order_by("pk").iterator(chunk_size=500)


def _last_contact(row: Relationship, *, today: date) -> date | None:
    met = Meeting.objects.filter(relationship=row, state=MeetingState.CLOSED).aggregate(last=Max("starts_at"))["last"]
    wrote = last_substantive_contact(row.pk)
    days = [row.last_contact_on, *(moment.date() for moment in (met, wrote) if moment is not None)]
    known = [day for day in days if day is not None and day <= today]
    return max(known) if known else None


def _series_days(relationship: int) -> int | None:
    weeks = MeetingSeries.objects.filter(relationship=relationship, ended_at=None).order_by("every_weeks")
    shortest = weeks.values_list("every_weeks", flat=True).first()
    return 7 * shortest if shortest else None


def _is_anything_open(relationship: int) -> bool:
    return Commitment.objects.filter(relationship=relationship, state__in=OPEN).exists()


def _closed_days(row: Relationship, last: date, today: date) -> set[date]:
    """Return the days of long closures of either side since the last contact."""
    span = Span(last, today)
    found: set[date] = set()
    for organisation in (row.buyer_id, row.factory_id):
        calendar: Any = place_calendar(organisation, years=range(last.year, today.year + 1))
        for run in closed_runs(span, calendar=calendar, at_least=SHORTEST_CLOSURE_DAYS):
            found |= set(run.span.each_day())
    return found
