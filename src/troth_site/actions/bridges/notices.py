"""Noting what people are to be told, once each, and the deliveries that follow."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from troth_site.actions.bridges import planning
from troth_site.actions.bridges.events import EVENTS
from troth_site.models import Notification


def notify(
    *, event: str, relationship: int | None, subject: str, path: str, to: Sequence[int], data: dict[str, Any]
) -> None:
    """Note inside the transaction of an act what people are to be told of it.

    Args:
        event: One of EVENTS.
        relationship: In which record, None where it is about none.
        subject: What it is about, such as "message 12"; the same person is told of it once.
        path: The page that shows it.
        to: Who is told; whoever acted is left out by the caller.
        data: What the event's sentence needs, as JSON; days and moments as ISO 8601, which each reader reads in their
            own words and zone; nothing a reader of that page may not read.
    """
    if event not in EVENTS:
        raise KeyError(event)
    people = list(dict.fromkeys(to))
    at = timezone.now()
    Notification.objects.bulk_create(
        [
            Notification(
                person_id=person, relationship_id=relationship, event=event, subject=subject, path=path, data=data,
                at=at,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    planning.plan(planning.Happening(event, subject, relationship, at), people)
