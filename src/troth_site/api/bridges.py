"""What you were told of, and where you are told of things; secrets of places are never shown."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router, Schema

from troth_site.actions.bridges import channels as acts
from troth_site.actions.bridges import reading
from troth_site.actions.bridges.letters import sentence
from troth_site.api.frame.forms import Key, Page, answers
from troth_site.api.frame.writing import Done, Given, Line, asker, done, writes, written
from troth_site.queries.bridges import channels as places
from troth_site.queries.bridges import notifications as told

router = Router(tags=["Notifications"])
Soon = Annotated[int, Field(ge=0, le=1440)]


class NotificationShown(Schema):
    """Something you were told of."""

    id: int
    event: str
    says: str
    path: str = Field(description="The page it leads to.")
    at: datetime
    partner: str
    is_read: bool


class NotificationPage(Schema):
    """A page of notifications, the newest first."""

    unread: int
    total: int
    page: int
    pages: int
    notifications: list[NotificationShown]


class PlaceShown(Schema):
    """A place that is told of things."""

    id: int
    kind: str
    name: str
    address: str = Field(description="What may be shown of it.")
    organisation: int | None
    events: dict[str, int] = Field(description="What it is told of, with the minutes for which each may be gathered.")
    paused_at: datetime | None


class EventsChosen(Given):
    """What a place is told of; events that are left out it is not told of."""

    name: Annotated[Line, Field(max_length=120)]
    events: dict[str, Soon] = Field(max_length=50)


@router.get("notifications", response=answers(NotificationPage, 422), operation_id="notifications",
            url_name="notifications")  # fmt: skip
def notifications(request: HttpRequest, page: Page = 1, unread: bool = False) -> NotificationPage:
    """List what you were told of, the newest first, fifty a page. Reading here marks nothing as read."""
    found = told.own(asker(request), unread_alone=unread, page=page)
    rows = [
        NotificationShown(
            id=row.pk, event=row.event, says=sentence(row.event, row.data), path=row.path, at=row.at,
            partner=row.partner, is_read=row.is_read,
        )
        for row in found.page.rows
    ]  # fmt: skip
    return NotificationPage(
        unread=found.unread, total=found.page.total, page=found.page.number, pages=found.page.pages, notifications=rows
    )


@router.post("notifications/read", response=written(), operation_id="read_notifications", url_name="read-all")
@writes()
def read_all(request: HttpRequest) -> Done:
    """Mark everything you were told of as read."""
    reading.mark_read(by=asker(request))
    return done(None, "notifications")


@router.post("notifications/{notification}/read", response=written(), operation_id="read_notification", url_name="read")
@writes()
def read_one(request: HttpRequest, notification: Key) -> Done:
    """Mark one thing you were told of as read."""
    reading.mark_read(by=asker(request), one=notification)
    return done(notification, "notifications")


@router.get("channels", response=answers(list[PlaceShown]), operation_id="channels", url_name="channels")
def channels(request: HttpRequest) -> list[PlaceShown]:
    """List the places where you, and the organisations you look after, are told of things."""
    fields = set(PlaceShown.model_fields) - {"id"}
    return [
        PlaceShown(id=place.pk, **{name: getattr(place, name) for name in fields})
        for place in places.own(asker(request))
    ]


@router.post("channels/{channel}/events", response=written(), operation_id="choose_events", url_name="choose-events")
@writes(acts.ChannelRefused, blames="events")
def choose(request: HttpRequest, channel: Key, given: EventsChosen) -> Done:
    """Choose what a place is told of, and how soon."""
    acts.choose(by=asker(request), channel=channel, name=given.name, events=given.events)
    return done(channel, "channels")


@router.post("channels/{channel}/test", response=written(), operation_id="test_channel", url_name="test-channel")
@writes(acts.ChannelRefused)
def test(request: HttpRequest, channel: Key) -> Done:
    """Have a test sent to a place."""
    acts.ask_for_test(by=asker(request), channel=channel)
    return done(channel, "channels")


@router.post("channels/{channel}/delete", response=written(), operation_id="delete_channel", url_name="delete-channel")
@writes()
def delete(request: HttpRequest, channel: Key) -> Done:
    """Delete a place with its secret."""
    acts.delete(by=asker(request), channel=channel)
    return done(None, "channels")
