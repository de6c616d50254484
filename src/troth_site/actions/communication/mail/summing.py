"""What a thread says of its messages: how many there are, and when the first and the last one were sent."""

from collections.abc import Iterable

from django.db.models import Count, Max, Min
from django.db.models.functions import Coalesce

from troth_site.models import Message, Thread


def sum_up(threads: Iterable[int]) -> None:
    """Count the messages of threads anew; a message without a time counts as of when it came here."""
    keys = sorted(set(threads))
    said = Message.objects.filter(thread__in=keys, send_at=None) | Message.objects.filter(
        thread__in=keys, sent_at__isnull=False
    )
    moment = Coalesce("sent_at", "recorded_at")
    sums = said.order_by().values("thread").annotate(number=Count("pk"), first=Min(moment), last=Max(moment))
    found = {row["thread"]: row for row in sums}
    rows = list(Thread.objects.filter(pk__in=found))
    for row in rows:
        of = found[row.pk]
        row.messages_count, row.last_at, row.opened_at = of["number"], of["last"], min(row.opened_at, of["first"])
    Thread.objects.bulk_update(rows, ["messages_count", "last_at", "opened_at"])
