"""How fast each side answers, computed anew from its requests, the open ones included."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth.commitments.outcomes import SIDES
from troth_site.actions import audit, bulk
from troth_site.models import Relationship, ReplyRequest, ResponseSummary
from troth_site.queries.communication.response_facts import PACE_FIELDS, pace_of

_KEYS = ("relationship_id", "side")


def recompute(relationship: Relationship, *, sides: Iterable[str] = SIDES, now: datetime) -> None:
    """Compute anew how fast some sides of a relationship answer, within the act that changed it."""
    rows = [(relationship.pk, side, now, *pace_of(relationship, side, now=now)) for side in sides]
    bulk.put(ResponseSummary, _KEYS, ("computed_at", *PACE_FIELDS), rows)


def recompute_all(*, now: datetime) -> int:
    """Compute anew every relationship in which anything was asked: open requests have waited a night longer."""
    asked = ReplyRequest.objects.values("relationship").distinct()
    keys: Sequence[int] = list(Relationship.objects.filter(pk__in=asked).order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        with transaction.atomic():
            recompute(Relationship.objects.get(pk=pk), now=now)
    audit.record("responses.recomputed", by=None, data={"relationships": len(keys)})
    return len(keys)


def refresh(*, relationship: int) -> None:
    """Compute anew how fast both sides of one relationship answer."""
    with transaction.atomic():
        row = Relationship.objects.get(pk=relationship)
        recompute(row, now=timezone.now())
        audit.record("responses.recomputed", by=None, relationship=row)
