"""What a person was told of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from troth_site.access import Actor
from troth_site.models import Delivery, Notification
from troth_site.queries.ledger import Page

SIZE = 50


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A place that could not be told."""

    place: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One notification.

    Attributes:
        event: One of the events, with the data its sentence needs.
        partner: The other side's name, empty where it is about no record.
        undelivered: Where it was to be told besides, and could not be.
    """

    pk: int
    event: str
    data: dict[str, Any]
    path: str
    at: datetime
    partner: str
    is_read: bool
    undelivered: tuple[Undelivered, ...]


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of a person's notifications, and how many of all are unread."""

    page: Page[Told]
    unread: int


def own(by: Actor, *, unread_alone: bool = False, page: int = 1) -> Inbox:
    """Return a page of what a person was told of, the newest first."""
    rows = Notification.objects.filter(person=by.person)
    unread = rows.filter(read_at=None).count()
    if unread_alone:
        rows = rows.filter(read_at=None)
    total = unread if unread_alone else rows.count()
    number = min(max(page, 1), max(1, -(-total // SIZE)))
    given_up = Delivery.objects.exclude(given_up_at=None).filter(channel__person=by.person).select_related("channel")
    found = (
        rows.select_related("relationship__buyer", "relationship__factory")
        .prefetch_related(Prefetch("deliveries", queryset=given_up.order_by("pk"), to_attr="given_up"))
        .order_by("-at", "-pk")[(number - 1) * SIZE : number * SIZE]
    )
    mine = set(by.organisations())
    return Inbox(Page(tuple(_told(row, mine) for row in found), number, total, SIZE), unread)


def _told(row: Any, mine: set[int]) -> Told:
    partner, relationship = "", row.relationship
    if relationship is not None:
        partner = (relationship.factory if relationship.buyer_id in mine else relationship.buyer).name
    may_see = relationship is None or {relationship.buyer_id, relationship.factory_id} & mine
    return Told(
        pk=row.pk, event=row.event if may_see else "", data=row.data if may_see else {},
        path=row.path if may_see else "", at=row.at, partner=partner if may_see else "",
        is_read=row.read_at is not None,
        undelivered=tuple(Undelivered(one.channel.name, one.error) for one in row.given_up),
    )  # fmt: skip
