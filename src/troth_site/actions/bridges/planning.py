"""Which places are due to be told of something, and when: nobody in their night, several things in one letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.db.models import Q

from troth.communication.telling import DAY, speaking_time
from troth_site import queue
from troth_site.actions.bridges.events import EVENTS
from troth_site.models import Channel, Delivery, Membership, Notification, PreferenceCard, Subscription

# Feishu asks its callers to stay away from the full and the half hour, at which everybody's programs wake.
CROWDED_MINUTES, ASIDE = (0, 30), timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Happening:
    """What people are told of."""

    event: str
    subject: str
    relationship: int | None
    at: datetime


def plan(happening: Happening, people: Sequence[int]) -> None:
    """Make the deliveries of what was just noted for people, each in a place that was chosen for it."""
    listening = _listening(happening, people)
    if not listening:
        return
    noted = dict(
        Notification.objects.filter(
            event=happening.event, subject=happening.subject, at=happening.at, person__in=people
        ).values_list("person", "pk")
    )
    members = _members([one.channel for one in listening], people)
    rows = []
    for subscription in listening:
        channel = subscription.channel
        readers = [channel.person_id] if channel.organisation_id is None else members.get(channel.organisation_id, [])
        first = next((noted[person] for person in readers if person in noted), None)
        if first is not None:
            rows.append(_row(first, subscription, happening))
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.due_at <= happening.at for row in rows):
        # Only what is committed is told to the world.
        transaction.on_commit(_ring)


def _ring() -> None:
    queue.enqueue("bridges.deliver")


def _listening(happening: Happening, people: Sequence[int]) -> list[Subscription]:
    whose = Q(channel__person__in=people)
    if happening.relationship is not None:
        whose |= Q(channel__organisation__as_buyer=happening.relationship)
        whose |= Q(channel__organisation__as_factory=happening.relationship)
    rows = Subscription.objects.filter(whose, event=happening.event, channel__paused_at=None)
    return list(rows.select_related("channel__person", "channel__organisation").order_by("pk"))


def _members(channels: Iterable[Channel], people: Sequence[int]) -> dict[int, list[int]]:
    """Return who of the people sits in each organisation that has a place of its own."""
    houses = {channel.organisation_id for channel in channels if channel.organisation_id is not None}
    found: dict[int, list[int]] = {}
    if houses:
        rows = Membership.objects.filter(organisation__in=houses, person__in=people, active=True).order_by("pk")
        for organisation, person in rows.values_list("organisation", "person"):
            found.setdefault(organisation, []).append(person)
    return found


def _row(notification: int, subscription: Subscription, happening: Happening) -> Delivery:
    due = happening.at
    if not EVENTS[happening.event].is_urgent:
        due = awake(subscription.channel, due + timedelta(minutes=subscription.batch_minutes))
    return Delivery(
        notification_id=notification, channel=subscription.channel, due_at=due,
        once=f"{happening.event} {happening.subject}",
    )  # fmt: skip


def awake(channel: Channel, at: datetime) -> datetime:
    """Return the first moment from one on that is no night where a channel is read."""
    zone, day = hours_of(channel)
    due = speaking_time(at, zone=zone, day=day)
    if channel.kind == "feishu" and due != at and due.minute in CROWDED_MINUTES:
        due += ASIDE
    return due


def hours_of(channel: Channel) -> tuple[ZoneInfo, tuple[time, time]]:
    """Return where a channel is read and in which hours: as a person's own card says, else from eight to twenty."""
    if channel.organisation is not None:
        return zone_named(channel.organisation.zone), DAY
    person = channel.person
    card = PreferenceCard.objects.filter(person=person).values_list("day_from", "day_to").first()
    day = (card[0] or DAY[0], card[1] or DAY[1]) if card else DAY
    return zone_of(person.pk, own=person.zone), day


def zone_of(person: int, *, own: str) -> ZoneInfo:
    """Return where a person reads: the zone they chose, else that of their house."""
    return zone_named(own or _zone_of_house(person))


def _zone_of_house(person: int) -> str:
    seats = Membership.objects.filter(person=person, active=True).exclude(organisation__zone="").order_by("pk")
    return seats.values_list("organisation__zone", flat=True).first() or ""


def zone_named(name: str) -> ZoneInfo:
    """Return a zone by its name, the world's own where there is none of that name."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
