"""The private address at which a person's own program reads their meetings, and what it reads there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from troth_site import access
from troth_site.access import Actor
from troth_site.models import CalendarFeed, Meeting
from troth_site.models.choices import MeetingState
from troth_site.queries.communication.feeds_own import Due, dues
from troth_site.queries.communication.meetings_files import MeetingFact, SeriesFact, meeting_of, series_of
from troth_site.queries.tokens import hash_of

FEED_BEFORE, FEED_AHEAD = timedelta(days=31), timedelta(days=92)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A working address of a feed, without its token."""

    pk: int
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Whose feed an address is, and when it was last asked for."""

    pk: int
    by: Actor
    name: str
    language: str
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContent:
    """What a program reads: meetings alone, series, and days on which something is due."""

    meetings: tuple[MeetingFact, ...]
    series: tuple[SeriesFact, ...]
    dues: tuple[Due, ...]


def holder(token: str) -> Feed | None:
    """Return whose working feed has this token; None for any other."""
    rows = CalendarFeed.objects.filter(token_hash=hash_of(token), revoked_at=None, person__is_active=True)
    found = rows.select_related("person").first()
    if found is None:
        return None
    return Feed(
        pk=found.pk, by=access.actor(found.person), name=str(found.person), language=found.person.language,
        last_used_at=found.last_used_at,
    )  # fmt: skip


def addresses(by: Actor) -> tuple[Address, ...]:
    """Return the working addresses of a person's feed, the newest first."""
    rows = CalendarFeed.objects.filter(person=by.person, revoked_at=None).order_by("-pk")
    return tuple(Address(pk=row.pk, created_at=row.created_at, last_used_at=row.last_used_at) for row in rows)


def feed_content(by: Actor, *, now: datetime) -> FeedContent:
    """Return what stands in a person's feed: meetings they are asked to, of some months, and what falls due."""
    first, until = now - FEED_BEFORE, now + FEED_AHEAD
    rows = list(asked_to(by).filter(starts_at__gte=first, starts_at__lt=until).order_by("starts_at", "pk"))
    alone = [row for row in rows if row.series_id is None and row.state != MeetingState.CANCELLED]
    series = {row.series.pk: row.series for row in rows if row.series is not None}
    together: dict[int, list[Meeting]] = {pk: [] for pk in series}
    # A series is written whole: its rule has no middle. Meetings the person is not asked to are left out of it.
    for row in asked_to(by).filter(series__in=together).order_by("starts_at", "pk"):
        together[row.series_id or 0].append(row)
    return FeedContent(
        meetings=tuple(meeting_of(row) for row in alone),
        series=tuple(series_of(series[pk], found) for pk, found in together.items()),
        dues=dues(by, now.date(), until.date()),
    )


def asked_to(by: Actor) -> QuerySet[Meeting]:
    """Return the meetings a person is asked to and may still see, with everything a calendar names."""
    rows = Meeting.objects.filter(people__person=by.person, relationship__in=access.relationships(by))
    return rows.select_related(
        "relationship__buyer", "relationship__factory", "series__relationship__buyer", "series__relationship__factory"
    )
