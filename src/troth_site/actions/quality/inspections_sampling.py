"""Where switching stands for each site, family and class: moved by each lot, or replayed from all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.quality.schemes import Edition
from troth.quality.skip_lots import SkipPhase, SkipPlan, SkipState, after_lot
from troth.quality.switching import Lot, Stage, Standing, switch
from troth.quality.switching import resume as resumed
from troth.quality.verdicts import Counting
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication.keeping import cleaned
from troth_site.models import ClassSample, Inspection, Relationship, SamplingState
from troth_site.models.quality.choices import LotVerdict


class ResumeRefused(Exception):
    """Inspection cannot be taken up again like this; the text says why."""


@dataclass(slots=True)
class _Stands:
    """Where a class stands while lots are replayed."""

    standing: Standing
    skip: SkipState
    because: str = ""


def after(row: Inspection) -> None:
    """Move what stands by one lot inside an act; a pending, resubmitted or second look moves nothing."""
    if not _counts(row):
        return
    known = {one.defect_class: one for one in _states(row.relationship_id, row.site_id, row.family).select_for_update()}
    for sample in ClassSample.objects.filter(inspection=row).exclude(letter=""):
        kept = known.get(sample.defect_class)
        stands = _read(kept) if kept else _Stands(Standing(), SkipState())
        _move(stands, row, sample)
        _write(row, sample.defect_class, stands)


def replay(*, by: Actor, relationship: int) -> int:
    """Replay all lots of a relationship in the order in which they were handed in, and keep where that leaves each.

    Returns:
        How many places of switching stand differently than before.
    """
    return _replayed(by, access.relationship(by, relationship, "record"))


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
        before = {
            (one.site_id, one.family, one.defect_class): (one.stage, one.score, one.refused)
            for one in SamplingState.objects.filter(relationship=seen).select_for_update()
        }
        found: dict[tuple[int | None, str, str], tuple[Inspection, _Stands]] = {}
        for row, samples in _lots(seen.pk):
            for sample in (one for one in samples if one.letter):
                key = (row.site_id, row.family, sample.defect_class)
                stands = found[key][1] if key in found else _Stands(Standing(), SkipState())
                _move(stands, row, sample)
                found[key] = (row, stands)
        for (_site, _family, kind), (row, stands) in found.items():
            _write(row, kind, stands)
        now = {
            key: (str(stands.standing.stage), stands.standing.score, stands.standing.refused)
            for key, (_row, stands) in found.items()
        }
        changed = sum(before.get(key) != value for key, value in now.items())
        audit.record("sampling.replayed", by=by, relationship=seen, data={"changed": changed})
    return changed


def resume(*, by: Actor, state: int, because: str) -> None:
    """Take inspection of a class up again, on tightened inspection, with what shows that corrective action works.

    Raises:
        ResumeRefused: It is not discontinued, or no reason is given.
    """
    seen = access.of_relationship(by, SamplingState, state, "settle")
    if not because.strip():
        raise ResumeRefused(gettext_noop("Say what shows that the corrective action works: the other side reads it."))
    with transaction.atomic():
        row = SamplingState.objects.select_for_update(of=("self",)).get(pk=seen.pk)
        if row.stage != Stage.DISCONTINUED:
            raise ResumeRefused(gettext_noop("Inspection of this class goes on already."))
        standing = resumed(_read(row).standing)
        row.stage, row.score, row.recent, row.refused = str(standing.stage), 0, [], 0
        row.resumed_because, row.changed_at = cleaned(because).strip()[:500], timezone.now()
        row.save()
        audit.record("sampling.resumed", by=by, relationship=seen.relationship, subject=f"sampling {row.pk}")


def _counts(row: Inspection) -> bool:
    return row.verdict != LotVerdict.PENDING and row.resubmitted_of_id is None and row.blind_of_id is None


def _lots(relationship: int) -> Iterable[tuple[Inspection, list[ClassSample]]]:
    rows = (
        Inspection.objects.filter(
            relationship=relationship, handed_in_at__isnull=False, resubmitted_of=None, blind_of=None
        )
        .exclude(verdict__in=["", LotVerdict.PENDING])
        .order_by("handed_in_at", "pk")
        .prefetch_related("classes")
    )
    return ((row, list(row.classes.all())) for row in rows)


def _move(stands: _Stands, row: Inspection, sample: ClassSample) -> None:
    """Move one class by one lot; one that was not counted moves nothing."""
    kept = row.frozen["classes"].get(sample.defect_class, {})
    counting = Counting(kept.get("counting") or Counting.UNITS)
    found = sample.defects if counting is Counting.DEFECTS else sample.nonconforming
    if found is None or sample.verdict == LotVerdict.PENDING:
        return
    # A lot that was inspected after discontinuation was inspected because somebody took it up again.
    if sample.stage == Stage.TIGHTENED:
        stands.standing = resumed(stands.standing)
    is_accepted = sample.verdict == LotVerdict.ACCEPTED
    lot = Lot(
        letter=sample.letter, aql=sample.aql, nonconforming=found, resubmitted=row.resubmitted_of_id is not None,
        steady=row.steady, approved=row.authority_agrees, counting=counting,
    )  # fmt: skip
    stands.standing = switch(stands.standing, lot, edition=Edition(row.frozen["edition"])).after
    skip = row.frozen.get("skip")
    if skip:
        plan = SkipPlan(clearance=skip["clearance"], share=skip["share"])
        stands.skip = after_lot(stands.skip, plan=plan, accepted=is_accepted)


def _states(relationship: int, site: int | None, family: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return SamplingState.objects.filter(relationship=relationship, site=site, family=family)


def _read(row: SamplingState) -> _Stands:
    standing = Standing(
        stage=Stage(row.stage), score=row.score, recent=tuple(bool(one) for one in row.recent), refused=row.refused
    )
    skip = SkipState(phase=SkipPhase(row.skip_phase or SkipPhase.EVERY_LOT), in_a_row=row.skip_in_a_row)
    return _Stands(standing, skip, row.resumed_because)


def _write(row: Inspection, kind: str, stands: _Stands) -> None:
    standing, skip = stands.standing, stands.skip
    SamplingState.objects.update_or_create(
        relationship_id=row.relationship_id, site_id=row.site_id, family=row.family, defect_class=kind,
        defaults={
            "stage": str(standing.stage), "score": standing.score, "recent": list(standing.recent),
            "refused": standing.refused, "skip_phase": str(skip.phase), "skip_in_a_row": skip.in_a_row,
            "changed_at": row.handed_in_at or timezone.now(),
        },
    )  # fmt: skip
