"""Watching whether corrective action works: each next lot counts once, and a problem that comes back reopens it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth.quality.corrective import Effect, LotSince, effect_of
from troth_site.access import Actor
from troth_site.actions import ledger
from troth_site.actions.quality import corrective, corrective_counted, corrective_duties
from troth_site.models import CorrectiveAction, CorrectiveStep, EffectCheck, Inspection, Relationship
from troth_site.names import folded
from troth_site.queries.quality import effects


def watch(inspection: int, *, locked: Relationship | None = None, at: datetime | None = None) -> int:
    """Note what a lot says of the actions carried out before it; once for each, however often asked.

    Args:
        inspection: One that was handed in, or brought in by a file.
        locked: Its relationship, where the act has locked it already.
        at: The moment.

    Returns:
        How many actions it says something about.
    """
    with transaction.atomic():
        seen = Inspection.objects.get(pk=inspection)
        rows = effects.watching(seen)
        if not rows:
            return 0
        kept = locked or ledger.lock(seen.relationship_id)
        return sum(_check(row, seen, kept, at or timezone.now()) for row in rows)


def forget(inspections: Iterable[int], *, locked: Relationship, by: Actor, at: datetime | None = None) -> None:
    """Take back what lots that leave the record had said of actions, and what had followed from it."""
    gone = list(EffectCheck.objects.filter(inspection__in=list(inspections)).select_related("corrective"))
    EffectCheck.objects.filter(pk__in=[check.pk for check in gone]).delete()
    for row in {check.corrective_id: check.corrective for check in gone}.values():
        back = [check for check in gone if check.corrective_id == row.pk and check.came_back]
        if row.state == "reopened" and back and not _is_begun_anew(row, back[0].checked_at):
            _watch_again(row, locked, by=by, at=at or timezone.now())
        elif row.state == "closed":
            _doubt(row, locked, by=by, at=at or timezone.now())


def _check(row: CorrectiveAction, seen: Inspection, locked: Relationship, at: datetime) -> int:
    found = effects.seen_in(row, seen)
    if found is None or _is_known(row, seen, found):
        return 0
    EffectCheck.objects.create(
        corrective=row, inspection=seen, looked_at=found.looked_at, came_back=found.came_back, checked_at=at
    )
    if found.came_back:
        _reopen(row, locked, at)
    verb = "corrective.reopened" if found.came_back else "corrective.checked"
    # Both sides hear of it: nobody did it.
    corrective.told(row, locked, verb, by=None, subject=f"corrective {row.pk} lot {seen.pk}")
    return 1


def _is_known(row: CorrectiveAction, seen: Inspection, found: LotSince) -> bool:
    """Tell whether the inspection was counted, or its lot was by another one and nothing came back in this one."""
    checks = list(EffectCheck.objects.filter(corrective=row).select_related("inspection"))
    if any(check.inspection_id == seen.pk for check in checks):
        return True
    named = folded(seen.lot_name)
    is_same = any(
        named and folded(check.inspection.lot_name) == named and check.inspection.order_id == seen.order_id
        for check in checks
    )
    return is_same and not found.came_back


def _reopen(row: CorrectiveAction, locked: Relationship, at: datetime) -> None:
    corrective_counted.effect(row, locked, held=False, by=None, at=at)
    row.state, row.watched_from, row.closed_at, row.closed_by = "reopened", None, None, None
    row.reopened += 1
    row.save(update_fields=["state", "watched_from", "closed_at", "closed_by", "reopened"])
    for side in corrective_counted.sides_of(row.cause_side) or ("buyer", "factory"):
        corrective_duties.owe_answer(row, locked, side=side, by=None, now=at)


def _is_begun_anew(row: CorrectiveAction, since: datetime) -> bool:
    return CorrectiveStep.objects.filter(corrective=row, written_at__gte=since).exists()


def _watch_again(row: CorrectiveAction, locked: Relationship, *, by: Actor, at: datetime) -> None:
    corrective_duties.lift(row, locked, by=by, now=at)
    row.reopened -= 1
    confirmed = CorrectiveStep.objects.filter(corrective=row, dropped_at=None, confirmed_at__isnull=False)
    row.state, row.watched_from = "watched", max(confirmed.values_list("confirmed_at", flat=True), default=at)
    row.save(update_fields=["state", "watched_from", "reopened"])
    corrective_counted.effect(row, locked, held=None, by=by, at=at)
    corrective.told(row, locked, "corrective.lot_gone", by=None, subject=f"corrective {row.pk} {at.isoformat()}")


def _doubt(row: CorrectiveAction, locked: Relationship, *, by: Actor, at: datetime) -> None:
    """Watch a closed action again where the lots that had shown it are gone."""
    if effect_of(effects.lots_since(row), lots_to_watch=row.lots_to_watch) is Effect.SHOWN:
        return
    row.state, row.closed_at, row.closed_by = "watched", None, None
    row.save(update_fields=["state", "closed_at", "closed_by"])
    corrective_counted.effect(row, locked, held=None, by=by, at=at)
    corrective.told(row, locked, "corrective.lot_gone", by=None, subject=f"corrective {row.pk} {at.isoformat()}")
