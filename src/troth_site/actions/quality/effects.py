"""Watching whether corrective action works: each next lot counts once, and a problem that comes back reopens it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth_site.actions import ledger
from troth_site.actions.quality import corrective
from troth_site.models import CorrectiveAction, EffectCheck, Inspection
from troth_site.queries.quality import effects


def watch(inspection: int, *, at: datetime | None = None) -> int:
    """Note what a lot that was handed in says of the actions carried out before it; once for each, however often asked.

    Args:
        inspection: One that was handed in.
        at: The moment.

    Returns:
        How many actions it says something about.
    """
    with transaction.atomic():
        seen = Inspection.objects.get(pk=inspection)
        units = effects.looked_at([seen.pk])
        if seen.handed_in_at is None or not units:
            return 0
        locked = ledger.lock(seen.relationship_id)
        rows = effects.watching(seen)
        known = set(EffectCheck.objects.filter(inspection=seen).values_list("corrective", flat=True))
        new = [row for row in rows if row.pk not in known]
        for row in new:
            came_back = min(units, effects.found_again(row, [seen.pk]))
            EffectCheck.objects.create(
                corrective=row, inspection=seen, looked_at=units, came_back=came_back, checked_at=at or timezone.now()
            )
            if came_back:
                _reopen(row)
            verb = "corrective.reopened" if came_back else "corrective.checked"
            # Both sides hear of it: nobody did it.
            corrective.told(row, locked, verb, by=None, subject=f"corrective {row.pk} lot {seen.pk}")
        return len(new)


def _reopen(row: CorrectiveAction) -> None:
    row.state, row.watched_from, row.closed_at, row.closed_by = "reopened", None, None, None
    row.reopened += 1
    row.save(update_fields=["state", "watched_from", "closed_at", "closed_by", "reopened"])
