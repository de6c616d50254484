"""The lots that move switching, in their order, and where each left its site, family and class."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import QuerySet

from troth.quality.schemes import Edition
from troth.quality.skip_lots import SkipPhase, SkipPlan, SkipState, after_lot
from troth.quality.switching import Lot, Stage, Standing, resume, switch
from troth.quality.verdicts import Counting
from troth_site.models import ClassSample, Inspection, SamplingResumption, SamplingState
from troth_site.models.quality.choices import LotVerdict, ResumptionAnswer

Place = tuple[int | None, str, str, str]
"""Site, stage at which lots are looked at, product family and class of defects."""


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a class stands between two lots."""

    standing: Standing = field(default_factory=Standing)
    skip: SkipState = field(default_factory=SkipState)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that moved a class: a lot that was inspected, or inspection taken up again.

    Attributes:
        lot: None where inspection was taken up again.
        sample: What was counted of the lot in this class; None with it.
        at: When it was handed in, or taken up again.
    """

    lot: Inspection | None
    sample: ClassSample | None
    at: datetime
    before: Stands
    after: Stands


def states_of(row: Inspection) -> QuerySet[SamplingState]:
    """Return what is kept of the classes of a lot's series."""
    series = {"relationship": row.relationship_id, "site": row.site_id, "kind": row.kind, "family": row.family}
    return SamplingState.objects.filter(**series)


def counts(row: Inspection) -> bool:
    """Tell whether a lot moves switching: a pending, resubmitted or second look, and one from a file, moves nothing."""
    is_judged = row.verdict not in ("", LotVerdict.PENDING)
    return is_judged and row.resubmitted_of_id is None and row.blind_of_id is None


def read(row: SamplingState) -> Stands:
    """Return what is kept of a class."""
    standing = Standing(
        stage=Stage(row.stage), score=row.score, recent=tuple(bool(one) for one in row.recent), refused=row.refused
    )
    skip = SkipState(phase=SkipPhase(row.skip_phase or SkipPhase.EVERY_LOT), in_a_row=row.skip_in_a_row)
    return Stands(standing, skip)


def moved(stands: Stands, row: Inspection, sample: ClassSample) -> Stands:
    """Return where a lot leaves a class; one that was not counted, or judged while inspection stands still, moves none.

    A lot planned before inspection came to a stop is still judged by its frozen plan; only the buyer takes it up again.
    """
    kept = row.frozen["classes"].get(sample.defect_class, {})
    counting = Counting(kept.get("counting") or Counting.UNITS)
    found = sample.defects if counting is Counting.DEFECTS else sample.nonconforming
    if found is None or sample.verdict == LotVerdict.PENDING or stands.standing.stage is Stage.DISCONTINUED:
        return stands
    # Before an inspection's plan named its stage, nothing but the stage in force was known.
    planned = Stage(sample.stage) if sample.stage in set(Stage) - {Stage.DISCONTINUED} else None
    lot = Lot(
        letter=sample.letter, aql=sample.aql, resubmitted=row.resubmitted_of_id is not None, steady=row.steady,
        approved=row.authority_agrees, planned=planned, counting=counting,
        # Whoever looks at more units than the plan asks for may find more bad ones than it has.
        nonconforming=found if counting is Counting.DEFECTS else min(found, sample.sample_size),
    )  # fmt: skip
    standing = switch(stands.standing, lot, edition=Edition(row.frozen["edition"])).after
    skip = row.frozen.get("skip")
    if not skip:
        return replace(stands, standing=standing)
    plan = SkipPlan(clearance=skip["clearance"], share=skip["share"])
    return Stands(standing, after_lot(stands.skip, plan=plan, accepted=sample.verdict == LotVerdict.ACCEPTED))


def steps(relationship: int, *, family: str | None = None) -> dict[Place, list[Step]]:
    """Return every step of every class of a relationship, or of one product family, in the order of its happening."""
    found: dict[Place, list[Step]] = defaultdict(list)
    taken_up = _taken_up(relationship)
    for row, sample in _lots(relationship, family):
        place = (row.site_id, row.kind, row.family, sample.defect_class)
        at = row.handed_in_at
        if at is None:
            continue
        while taken_up[place] and taken_up[place][0] < at:
            _add(found[place], taken_up[place].pop(0))
        before = found[place][-1].after if found[place] else Stands()
        after = moved(before, row, sample)
        found[place].append(Step(lot=row, sample=sample, at=at, before=before, after=after))
    for place, moments in taken_up.items():
        for at in moments if place in found else ():
            _add(found[place], at)
    return found


def _add(past: list[Step], at: datetime) -> None:
    """Let inspection be taken up again, where it stood still at that moment."""
    before = past[-1].after if past else Stands()
    after = replace(before, standing=resume(before.standing))
    past.append(Step(lot=None, sample=None, at=at, before=before, after=after))


def _taken_up(relationship: int) -> dict[Place, list[datetime]]:
    rows = SamplingResumption.objects.filter(state__relationship=relationship, answer=ResumptionAnswer.RESUMED)
    found: dict[Place, list[datetime]] = defaultdict(list)
    named = ("state__site", "state__kind", "state__family", "state__defect_class", "answered_at")
    for site, kind, family, of_class, at in rows.order_by("answered_at", "pk").values_list(*named):
        found[site, kind, family, of_class].append(at)
    return found


def _lots(relationship: int, family: str | None) -> Iterator[tuple[Inspection, ClassSample]]:
    rows = (
        Inspection.objects.filter(
            relationship=relationship, handed_in_at__isnull=False, resubmitted_of=None, blind_of=None
        )
        .exclude(verdict__in=["", LotVerdict.PENDING])
        .order_by("handed_in_at", "pk")
        .prefetch_related("classes")
    )
    for row in rows if family is None else rows.filter(family=family):
        yield from ((row, sample) for sample in row.classes.all() if sample.letter)
