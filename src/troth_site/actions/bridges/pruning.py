"""Forgetting what was only meant to travel: notices that arrived, and what open pages were told.

Nothing of the record is ever touched: the ledger, the audit trail, messages and promises have no age.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from troth_site.actions import audit
from troth_site.models import Delivery, LiveEvent, Notification
from troth_site.queries.communication.silences import LONGEST_SILENCE_DAYS

PART = 500
"""Rows deleted in one transaction, so that nobody who writes waits long."""

TOLD_WHILE_IT_LASTS = {"quiet": LONGEST_SILENCE_DAYS}
"""Days for which a notice is looked for before it is given again; without its row it would be told twice."""


def prune(*, now: datetime) -> dict[str, int]:
    """Delete notices and signs of change that are older than the settings say, and return how many of each.

    A notice stays while one of its deliveries is under way.

    Args:
        now: The moment to look from.
    """
    notices = sum(_deleted(Notification, rows) for rows in _old_notices(now))
    live = _deleted(LiveEvent, _old_signs(now))
    found = {"notices": notices, "live": live}
    if any(found.values()):
        audit.record("notices.pruned", by=None, data=found)
    return found


def _old_notices(now: datetime) -> Iterator[QuerySet[Notification]]:
    days = settings.TROTH_KEEP_NOTICES_DAYS
    under_way = Delivery.objects.filter(notification=OuterRef("pk"), delivered_at=None, given_up_at=None)
    settled = Notification.objects.exclude(Exists(under_way))
    yield settled.filter(at__lt=now - timedelta(days=days)).exclude(event__in=TOLD_WHILE_IT_LASTS)
    for event, least in TOLD_WHILE_IT_LASTS.items():
        yield settled.filter(event=event, at__lt=now - timedelta(days=max(days, least)))


def _old_signs(now: datetime) -> QuerySet[LiveEvent]:
    # The newest stays, whatever its age: pages begin to listen at its number.
    newest = LiveEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return LiveEvent.objects.filter(at__lt=now - timedelta(days=settings.TROTH_KEEP_LIVE_DAYS), pk__lt=newest)


def _deleted(model: type[Notification] | type[LiveEvent], rows: QuerySet) -> int:
    count = 0
    while part := list(rows.order_by("pk").values_list("pk", flat=True)[:PART]):
        with transaction.atomic():
            model.objects.filter(pk__in=part).delete()
        count += len(part)
    return count
