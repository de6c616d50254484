"""By which ways two sides keep in touch, and when a call is due, for one partner and over all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import cast
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from troth.basis.findings import Finding
from troth.basis.spans import local_day
from troth.communication.cadence import CHAT_ONLY_WEEKS
from troth.communication.channel_mix import MIX_WEEKS, ChannelMix, Way, channel_mix, chat_only
from troth_site.access import Actor
from troth_site.models import ContactPolicy, Meeting, Message, Relationship, Thread
from troth_site.models.choices import MeetingState
from troth_site.prepared import Prepared, given
from troth_site.queries.communication.response_facts import contact_days
from troth_site.queries.partners import Partnership, as_partnership, places, seats_of

LONGEST = timedelta(days=730)
"""How far back a conversation is looked for."""
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """How two sides keep in touch; the same for both, but for when each wants to be told to call.

    Attributes:
        kept: On how many days of the last weeks each way was used.
        last_spoken: None where they never did within two years.
        weeks: After how many weeks of writing alone the reader's own house wants to be told.
        call: What is proposed then, None while it is too early.
    """

    kept: ChannelMix
    last_spoken: date | None
    weeks: int
    call: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDue:
    """A partner to whom the reader's side has only written for weeks."""

    relationship: int
    partner: str
    call: Finding


def mix_of(found: Partnership, *, now: datetime) -> Mix:
    """Return how the two sides of a partnership the person has been let into keep in touch, in three queries."""
    zone, ours = _zone(), found.organisation(found.our_side)
    today = local_day(now, zone=zone)
    written = contact_days(found.pk, since=now - LONGEST, zone=zone)
    spoken = _spoken(found.pk, now)
    weeks = weeks_of([ours])[ours]
    last = max((day for day, _way in spoken), default=None)
    contacts: list[tuple[date, Way]] = [(day, "chat") for day in written]
    return Mix(
        kept=channel_mix([*contacts, *spoken], today=today, weeks=MIX_WEEKS), last_spoken=last, weeks=weeks,
        call=chat_only(
            first_written=written[0] if written else None, last_written=written[-1] if written else None,
            last_spoken=last, today=today, weeks=weeks,
        ),
    )  # fmt: skip


def weeks_of(organisations: Iterable[int]) -> dict[int, int]:
    """Return after how many weeks of writing alone each of some organisations wants to be told to call."""
    asked = list(organisations)
    told = _weeks(len(asked)).rows(**{f"seat{at}": each for at, each in enumerate(asked)})
    return dict.fromkeys(asked, CHAT_ONLY_WEEKS) | dict(told)


@cache
def _weeks(seats: int) -> Prepared[tuple[int, int]]:
    told = ContactPolicy.objects.filter
    return Prepared(lambda: told(organisation__id__in=places(seats)).values_list("organisation_id", "chat_only_weeks"))


def calls_due(by: Actor, *, now: datetime) -> tuple[CallDue, ...]:
    """Return the partners to whom a person's side has only written for weeks, in two queries where there are none.

    Whoever may plan a call is told of it.
    """
    seats = seats_of(by, "record")
    if not seats:
        return ()
    weeks = weeks_of(seats.values())
    since, until = (
        connection.ops.adapt_datetimefield_value(at) for at in (now - timedelta(weeks=min(weeks.values())), now)
    )
    rows = _only_written(len(seats)).rows(**seats, since=since, until=until)
    found = {row.pk: as_partnership(by, row) for row in rows}
    due = [_due(found[pk], days, weeks, now) for pk, days in _days(found, now).items()] if found else []
    named = sorted((each for each in due if each is not None), key=lambda each: (each.partner, each.relationship))
    return tuple(named[:SHOWN])


@cache
def _only_written(seats: int) -> Prepared[Relationship]:
    """Return the relationships of some organisations in which somebody wrote in a time, and nobody met."""

    def composed() -> QuerySet[Relationship]:
        ours, relationship = places(seats), OuterRef("pk")
        wrote = Thread.objects.filter(relationship=relationship, last_at__gte=given("since"))
        met = Meeting.objects.filter(relationship=relationship, state=MeetingState.CLOSED)
        met = met.filter(starts_at__gt=given("since"), starts_at__lte=given("until"))
        rows = Relationship.objects.filter(Q(buyer__id__in=ours) | Q(factory__id__in=ours), hidden=False)
        return rows.filter(Exists(wrote), ~Exists(met)).select_related("buyer", "factory")

    return Prepared(composed)


@dataclass(frozen=True, slots=True)
class _Days:
    first_written: date
    last_written: date
    last_spoken: date | None


def _due(found: Partnership, days: _Days, weeks: dict[int, int], now: datetime) -> CallDue | None:
    call = chat_only(
        first_written=days.first_written, last_written=days.last_written, last_spoken=days.last_spoken,
        today=local_day(now, zone=_zone()), weeks=weeks[found.organisation(found.our_side)],
    )  # fmt: skip
    return CallDue(relationship=found.pk, partner=found.partner, call=call) if call else None


def _days(relationships: Iterable[int], now: datetime) -> dict[int, _Days]:
    """Return when the sides of some relationships wrote and spoke, in two queries."""
    pks, zone = list(relationships), _zone()
    met = _met(now).filter(relationship__in=pks).values_list("relationship").annotate(last=Max("starts_at"))
    spoken = {pk: local_day(last, zone=zone) for pk, last in met.order_by()}
    written = Message.objects.filter(thread__relationship__in=pks, automatic="").exclude(side="")
    written = written.annotate(at=Coalesce(F("sent_at"), F("recorded_at"))).filter(at__gte=now - LONGEST)
    rows = written.values_list("thread__relationship").annotate(first=Min("at"), last=Max("at")).order_by()
    return {
        pk: _Days(local_day(first, zone=zone), local_day(last, zone=zone), spoken.get(pk)) for pk, first, last in rows
    }


def _spoken(relationship: int, now: datetime) -> set[tuple[date, Way]]:
    rows = _met(now).filter(relationship=relationship).values_list("starts_at", "way")
    return {(local_day(at, zone=_zone()), cast(Way, way or "unsaid")) for at, way in rows}


def _met(now: datetime) -> QuerySet[Meeting]:
    return Meeting.objects.filter(state=MeetingState.CLOSED, starts_at__gte=now - LONGEST, starts_at__lte=now)


def _zone() -> ZoneInfo:
    return ZoneInfo(timezone.get_current_timezone_name())
