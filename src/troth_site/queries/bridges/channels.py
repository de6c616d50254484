"""Where a person and the organisations they look after are told of things; never a secret."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from troth_site import access
from troth_site.access import Actor
from troth_site.models import Channel

LATEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that is told of things.

    Attributes:
        address: What may be shown of it: a mailbox, or the host of a service.
        organisation: Whose it is, None for the person's own; with its name.
        events: What it is told of, with the minutes for which each may be gathered.
        undelivered: Things it could not be told of.
        waiting: Things it is still to be told of.
    """

    pk: int
    kind: str
    name: str
    address: str
    organisation: int | None
    organisation_name: str
    events: dict[str, int]
    checked_at: datetime | None
    paused_at: datetime | None
    error: str
    undelivered: int = 0
    waiting: int = 0


def own(by: Actor) -> tuple[Place, ...]:
    """Return a person's own places, then those of the organisations they look after."""
    open_ones = Q(deliveries__delivered_at=None, deliveries__given_up_at=None)
    rows = (
        access.channels(by)
        .select_related("organisation")
        .prefetch_related("subscriptions")
        .annotate(
            lost=Count("deliveries", filter=~Q(deliveries__given_up_at=None)),
            ahead=Count("deliveries", filter=open_ones & ~Q(deliveries__pk=None)),
        )
        .order_by("organisation__name", "created_at", "pk")
    )
    return tuple(sorted((_place(row) for row in rows), key=lambda place: place.organisation_name))


def one(by: Actor, pk: int) -> Place:
    """Return one of these places.

    Raises:
        NotThere: It is somebody else's, or nobody's.
    """
    return _place(access.channel(by, pk))


def _place(row: Any) -> Place:
    found: Channel = row
    return Place(
        pk=found.pk, kind=found.kind, name=found.name, address=found.address, organisation=found.organisation_id,
        organisation_name=found.organisation.name if found.organisation else "",
        events={one.event: one.batch_minutes for one in found.subscriptions.all()}, checked_at=found.checked_at,
        paused_at=found.paused_at, error=found.error, undelivered=getattr(row, "lost", 0),
        waiting=getattr(row, "ahead", 0),
    )  # fmt: skip
