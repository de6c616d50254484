"""How two sides keep in touch: on how many days they wrote and on how many they spoke, and when a call is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from troth.basis.findings import Finding
from troth.basis.spans import local_day
from troth.communication.cadence import call_due
from troth_site.models import Meeting
from troth_site.models.choices import MeetingState
from troth_site.queries.communication.response_facts import contact_days
from troth_site.queries.partners import Partnership

DAYS = 90
LONGEST = timedelta(days=730)
"""How far back a conversation is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """How two sides keep in touch; the same for both.

    Attributes:
        days: Days looked back for the two counts.
        written: Days of these on which a person of either side wrote.
        spoken: Days of these on which they met or called, as closed meetings tell.
        last_spoken: None where they never did within two years.
        call: What is proposed after weeks of writing alone, None while it is too early.
    """

    days: int
    written: int
    spoken: int
    last_spoken: date | None
    call: Finding | None


def mix_of(found: Partnership, *, now: datetime) -> Mix:
    """Return how the two sides of a partnership the person has been let into keep in touch, in two queries."""
    zone = ZoneInfo(timezone.get_current_timezone_name())
    written = contact_days(found.pk, since=now - LONGEST, zone=zone)
    met = Meeting.objects.filter(
        relationship=found.pk, state=MeetingState.CLOSED, starts_at__gte=now - LONGEST, starts_at__lte=now
    )
    spoken = sorted({local_day(at, zone=zone) for at in met.values_list("starts_at", flat=True)})
    today, last = local_day(now, zone=zone), spoken[-1] if spoken else None
    since = today - timedelta(days=DAYS)
    return Mix(
        days=DAYS, written=_after(written, since), spoken=_after(spoken, since), last_spoken=last,
        call=_call(written, last, today),
    )  # fmt: skip


def _call(written: list[date], last_spoken: date | None, today: date) -> Finding | None:
    # Who wrote nothing since they spoke last is quiet, which is another matter than writing alone.
    if not written or (last_spoken is not None and written[-1] <= last_spoken):
        return None
    return call_due(last_spoken=last_spoken, first_written=written[0], today=today)


def _after(days: Iterable[date], since: date) -> int:
    return sum(day > since for day in days)
