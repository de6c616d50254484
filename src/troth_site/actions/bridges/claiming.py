"""Taking a letter to send it: two workers never take the same one, and a repeated letter keeps its contents."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from troth_site.actions.bridges.events import EVENTS
from troth_site.models import Delivery

STALE = timedelta(minutes=10)
"""After so long whoever took a letter is dead: a call ends after ten seconds."""
MOST_IN_A_LETTER = 200


@dataclass(frozen=True, slots=True)
class Claim:
    """A letter that is ours to send.

    Attributes:
        attempts: This one with it.
        was_dropped: Somebody else took it before and never said what came of it.
    """

    letter: uuid.UUID
    attempts: int
    was_dropped: bool


def waiting(channel: int) -> QuerySet[Delivery]:
    """Return what a channel is still to be told."""
    return Delivery.objects.filter(channel_id=channel, delivered_at=None, given_up_at=None)


def channels_due(now: datetime) -> list[int]:
    """Return the channels for which something is due and free, whatever waits longest first."""
    due = Delivery.objects.filter(_free(now), delivered_at=None, given_up_at=None, due_at__lte=now)
    rows = due.filter(channel__paused_at=None).order_by("due_at", "pk").values_list("channel", flat=True)
    return list(dict.fromkeys(rows))


def claim(channel: int, *, now: datetime) -> Claim | None:
    """Take one letter of a channel: one that failed before, else a new one; None where nothing is due or free."""
    with transaction.atomic():
        return _again(channel, now) or _new(channel, now)


def _free(now: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=now - STALE)


def _again(channel: int, now: datetime) -> Claim | None:
    rows = waiting(channel).filter(_free(now), due_at__lte=now).exclude(batch=None).order_by("due_at", "pk")
    found = rows.values_list("batch", "attempts", "claimed_at").first()
    if found is None:
        return None
    letter, attempts, claimed_at = found
    # The condition is asked again by the update itself: whoever comes second changes nothing.
    mine = rows.order_by().filter(batch=letter).update(claimed_at=now, attempts=F("attempts") + 1)
    return Claim(letter, attempts + 1, claimed_at is not None) if mine else None


def _new(channel: int, now: datetime) -> Claim | None:
    fresh = waiting(channel).filter(batch=None)
    due = list(fresh.filter(due_at__lte=now).values_list("pk", "notification__event"))
    if not due:
        return None
    chosen = [pk for pk, _event in due]
    if any(not EVENTS[event].is_urgent for _pk, event in due if event in EVENTS):
        # It is day where this is read, so what waits to be told together comes along.
        chosen = list(fresh.order_by("due_at", "pk").values_list("pk", flat=True)[:MOST_IN_A_LETTER])
    letter = uuid.uuid4()
    mine = fresh.filter(pk__in=chosen).update(batch=letter, claimed_at=now, attempts=1)
    return Claim(letter, 1, False) if mine else None
