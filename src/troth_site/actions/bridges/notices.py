"""Noting what people are to be told, once each."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

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
        data: What the event's sentence needs, as JSON; nothing a reader of that page may not read.
    """
    if event not in EVENTS:
        raise KeyError(event)
    Notification.objects.bulk_create(
        [
            Notification(
                person_id=person, relationship_id=relationship, event=event, subject=subject, path=path, data=data,
                at=timezone.now(),
            )
            for person in dict.fromkeys(to)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
