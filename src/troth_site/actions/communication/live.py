"""Noting that something changed, for pages that are open."""

from django.utils import timezone

from troth_site.models import LiveEvent


def tell(relationship: int, kind: str, subject: str, *, side: str = "") -> None:
    """Note inside the transaction of an act that something changed.

    Args:
        relationship: In which record.
        kind: What changed, such as "message", "card", "meeting".
        subject: Which one, such as "thread 12"; nothing that may not be read by whoever sees the relationship.
        side: The one side whose pages may hear of it; empty for both.
    """
    LiveEvent.objects.create(relationship_id=relationship, kind=kind, subject=subject, side=side, at=timezone.now())
