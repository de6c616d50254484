"""Where switching stands for each site, family and class: moved by each lot, or replayed from all of them."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth.quality.switching import Stage
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.bridges import notices
from troth_site.models import ClassSample, Inspection, Relationship, SamplingState
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.quality.looks_compared import blind_to
from troth_site.queries.quality.switching_lots import Place, Stands, counts, moved, read, states_of, steps

SIDES = ("buyer", "factory")


def after(row: Inspection) -> None:
    """Move what stands by one lot inside an act; a pending, resubmitted or second look moves nothing."""
    if not counts(row):
        return
    known = {one.defect_class: one for one in states_of(row).select_for_update()}
    for sample in ClassSample.objects.filter(inspection=row).exclude(letter=""):
        kept = known.get(sample.defect_class)
        place = (row.site_id, row.kind, row.family, sample.defect_class)
        stands = moved(read(kept) if kept else Stands(), row, sample)
        _write(row.relationship, place, stands, by_lot=row, before=kept)


def replay(*, by: Actor, relationship: int) -> int:
    """Replay all lots of a relationship in the order in which they were handed in, and keep where that leaves each.

    Returns:
        How many places of switching stand differently than before.
    """
    return _replayed(by, access.relationship(by, relationship, "record"))


def replay_all(*, by: Actor) -> int:
    """Replay the lots of every relationship, for the operator; return how many places stand differently than before.

    Raises:
        access.NotAllowed: Somebody else asks.
    """
    if not by.as_operator:
        raise access.NotAllowed
    rows = Relationship.objects.filter(inspections__handed_in_at__isnull=False).distinct().order_by("pk")
    return sum(_replayed(by, row) for row in rows)


def replay_after(*, by: Actor, inspection: int) -> int:
    """Replay all lots because one was judged anew, by whoever may carry it out: a third party assigned to it too.

    Returns:
        How many places of switching stand differently than before.

    Raises:
        access.NotThere: The inspection is neither of one's own record nor assigned to this person.
    """
    return _replayed(by, access.inspection(by, inspection, "answer").relationship)


def _replayed(by: Actor, seen: Relationship) -> int:
    with transaction.atomic():
        rows = SamplingState.objects.filter(relationship=seen).select_for_update()
        known = {(one.site_id, one.kind, one.family, one.defect_class): one for one in rows}
        changed = 0
        found = steps(seen.pk)
        for place, past in found.items():
            lot, kept = next(step.lot for step in reversed(past) if step.lot is not None), known.get(place)
            changed += kept is None or read(kept).standing != past[-1].after.standing
            _write(seen, place, past[-1].after, by_lot=lot, before=kept)
        for kept in (known[place] for place in known.keys() - found.keys()):
            # The only lots it had are judged differently now, and move nothing.
            changed += read(kept) != Stands()
            _write(seen, (kept.site_id, kept.kind, kept.family, kept.defect_class), Stands(), by_lot=None, before=kept)
        audit.record("sampling.replayed", by=by, relationship=seen, data={"changed": changed})
    return changed


def _write(
    seen: Relationship, place: Place, stands: Stands, *, by_lot: Inspection | None, before: SamplingState | None
) -> None:  # fmt: skip
    site, kind, family, of_class = place
    standing, skip = stands.standing, stands.skip
    changed_at: datetime = (by_lot.handed_in_at if by_lot else None) or timezone.now()
    row, _made = SamplingState.objects.update_or_create(
        relationship=seen, site_id=site, kind=kind, family=family, defect_class=of_class,
        defaults={
            "stage": str(standing.stage), "score": standing.score, "recent": list(standing.recent),
            "refused": standing.refused, "skip_phase": str(skip.phase), "skip_in_a_row": skip.in_a_row,
            "changed_at": changed_at,
        },
    )  # fmt: skip
    was_stopped = before is not None and before.stage == Stage.DISCONTINUED
    if by_lot is not None and standing.stage is Stage.DISCONTINUED and not was_stopped:
        _tell_stopped(seen, row, by_lot)


def _tell_stopped(seen: Relationship, row: SamplingState, lot: Inspection) -> None:
    """Tell both sides at once that no lot of a class is looked at until corrective action is shown to work."""
    people = [one for side in SIDES for one in people_for(seen, side=side, topic="quality")]
    left_out = blind_to(lot.pk)
    notices.notify(
        event="sampling-stopped", relationship=seen.pk, subject=f"sampling {row.pk} stopped by {lot.pk}",
        path=f"/switching/{row.pk}/", to=[one for one in people if one not in left_out],
        data={"subject": lot.lot_name},
    )  # fmt: skip
