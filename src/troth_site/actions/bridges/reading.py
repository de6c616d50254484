"""What a person has read of what they were told."""

from django.utils import timezone

from troth_site.access import Actor
from troth_site.models import Notification


def mark_read(*, by: Actor, one: int | None = None) -> int:
    """Note that a person has read one notification of theirs, or all of them; return how many were unread."""
    rows = Notification.objects.filter(person=by.person, read_at=None)
    rows = rows if one is None else rows.filter(pk=one)
    return rows.update(read_at=timezone.now())
