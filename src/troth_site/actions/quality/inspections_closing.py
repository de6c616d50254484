"""Handing an inspection in: counted, judged by its frozen plan, entered for both sides at the same moment."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments.evidence import QUALITY, Quality
from troth.quality.agreed_verdicts import judge
from troth.quality.field_findings import count_with, hold_back
from troth.quality.frozen_plans import FrozenPlan, from_json
from troth.quality.lot_findings import ClassCount, outcome_of_lot
from troth.quality.verdicts import Count, DefectClass, ImpossibleFinding, LotVerdict
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.actions.quality import (
    defect_actions,
    effects,
    inspections_sampling,
    lots_made,
    programmes_due,
    promises,
    reports,
    second_looks_asking,
    settling_checkpoints,
)
from troth_site.actions.quality.inspections import side_that_inspects
from troth_site.actions.trust import judging
from troth_site.models import (
    ClassSample,
    Commitment,
    FieldSignature,
    Inspection,
    Relationship,
)
from troth_site.models.quality.choices import CheckpointState, InspectionState
from troth_site.models.quality.choices import LotVerdict as Verdicts
from troth_site.queries.communication import messages_readers
from troth_site.queries.quality.checks_counted import Checks, checks_of, written_in
from troth_site.queries.quality.field_answers import fields_of, standing
from troth_site.queries.quality.inspections_seen import seen_in
from troth_site.queries.quality.looks_compared import blind_to

REPORT_WITHIN = timedelta(hours=48)
LOOKED_AT = "looked-at."
SIDES = ("buyer", "factory")


class HandInRefused(Exception):
    """What was counted cannot be; the text says what to mend before handing in."""


def close(*, by: Actor, row: Inspection, now: datetime, clock_ahead: int | None = None) -> None:
    """Hand in a locked inspection inside an act: count, judge, settle, tell both sides, and make the first report.

    Raises:
        HandInRefused: A count does not fit the plan.
    """
    plan = from_json(row.frozen)
    said = standing(fields_of(row.pk))
    checks = checks_of(row, said)
    counts, samples = _counted(row, plan, said, checks)
    try:
        judged = judge(plan, counts, seen=seen_in(row, checks))
    except ImpossibleFinding as error:
        raise HandInRefused(str(error)) from error
    judged = hold_back(judged, checks, method=plan.way.method if plan.way else "")
    for sample in samples:
        sample.verdict = str(judged.classes[DefectClass(sample.defect_class)])
        sample.save(update_fields=["looked_at", "nonconforming", "defects", "from_checks", "verdict"])
    row.state, row.handed_in_at, row.clock_ahead = InspectionState.HANDED_IN, now, clock_ahead
    row.started_at, row.verdict = row.started_at or now, str(judged.verdict)
    locked = ledger.lock(row.relationship_id)
    row.report_commitment = _report_promised(locked, row, by=by, now=now)
    row.save(update_fields=["state", "handed_in_at", "clock_ahead", "started_at", "verdict", "report_commitment"])
    _enter(by, locked, row, judged)
    lots_made.keep_answered(by=by, row=row, said=said, at=now)
    inspections_sampling.after(row)
    effects.watch(row.pk, locked=locked, at=now)
    _settle_checkpoint(locked, row, by=by)
    _tell(by, locked, row)
    reports.make_first(inspection=row.pk, by=by, at=now)
    defect_actions.look_at(row.relationship_id, today=timezone.localdate(now))
    programmes_due.look_at(row.relationship_id, by=by, today=timezone.localdate(now))
    second_looks_asking.look_at(locked, by=by, now=now)
    row.refresh_from_db(fields=["state"])


def _counted(
    row: Inspection, plan: FrozenPlan, said: Mapping[str, Any], checks: Checks
) -> tuple[dict[DefectClass, Count], list[ClassSample]]:
    """Return what was counted, and its rows; what nobody said, or two people said differently, is unknown."""
    found = written_in(row)
    samples = list(ClassSample.objects.filter(inspection=row))
    counts = {}
    for sample in samples:
        kind = DefectClass(sample.defect_class)
        looked_at, written = said.get(f"{LOOKED_AT}{kind}"), found.get(kind, ClassCount(units=0, defects=0))
        came_to, counting = count_with(written, checks[kind], looked_at=looked_at), plan.plans[kind].counting
        is_unknown = looked_at is None and not came_to.defects
        sample.looked_at = looked_at
        sample.nonconforming = None if is_unknown else came_to.units
        sample.defects = None if is_unknown else came_to.defects
        sample.from_checks = came_to.counted(counting) - written.counted(counting)
        counts[kind] = Count(looked_at=looked_at, found=None if is_unknown else came_to.counted(counting))
    return counts, samples


def _report_promised(locked: Relationship, row: Inspection, *, by: Actor, now: datetime) -> Commitment:
    """Promise the report within 48 hours, by a day of the side that inspects."""
    side = side_that_inspects(row)
    zone = ZoneInfo((locked.buyer if side == "buyer" else locked.factory).zone or "UTC")
    due = (now + REPORT_WITHIN).astimezone(zone).date()
    promised = promises.NewPromise(
        side=side, kind="report", what=f"{gettext_noop('Report on the lot')} · {row.lot_name}", due_on=due
    )
    made = promises.make(locked, promised, by=by, on=timezone.localdate(now))
    made.zone = zone.key
    made.save(update_fields=["zone"])
    return made


def _enter(by: Actor, locked: Relationship, row: Inspection, judged: LotVerdict) -> None:
    """Enter the verdict, and what came of the factory's promise that the lot meets the plan."""
    day = timezone.localdate(row.handed_in_at)
    content = {
        "inspection": str(row.uid), "lot": row.lot_name, "plan": row.frozen_digest, "verdict": row.verdict,
        "classes": {str(kind): str(verdict) for kind, verdict in judged.classes.items()}, "seed": row.draw_seed,
    }  # fmt: skip
    entry = NewEntry(
        kind="inspection.handed-in", dimension="quality", person=by.person, happened_on=day, recorded_on=day,
        content=content,
    )  # fmt: skip
    quality = _quality(row)
    outcome = None if row.blind_of_id else outcome_of_lot(judged, on=day, quality=quality)
    if outcome is not None:
        promise = Commitment.objects.create(
            relationship=locked, side="factory", dimension="quality", kind="lot",
            what=f"{gettext_noop('Make the lot as agreed')} · {row.lot_name}"[:300], due_on=day, closed_on=day,
            state="kept" if outcome.kept else "broken", quality=QUALITY[quality],
            accepted_by="contract" if row.plan_version_id else "record",
        )  # fmt: skip
        entry = replace(
            entry, side="factory", commitment=promise.pk, outcome=outcome,
            content=content | {"commitment": promise.pk, "outcome": outcome_content(outcome)},
        )  # fmt: skip
    ledger.append(locked, [entry])
    if outcome is not None:
        judging.judge([locked.pk], as_of=timezone.localdate())
    audit.record("inspection.handed-in", by=by, relationship=locked, subject=f"inspection {row.pk}")
    live.tell(locked.pk, "inspection", f"inspection {row.pk}")


def _quality(row: Inspection) -> Quality:
    """Return how far the finding can be relied on: signed by the other side, seen by a third, or told by one alone."""
    other = "factory" if side_that_inspects(row) == "buyer" else "buyer"
    signed = FieldSignature.objects.filter(inspection=row, side=other, is_listed=True, refused_because="")
    if row.inspector_for == "third":
        return "third_party_on_site"
    return "counterpart_confirmed" if signed.exists() else "unconfirmed"


def _settle_checkpoint(locked: Relationship, row: Inspection, *, by: Actor) -> None:
    """Turn the checkpoint of the order green or red; a pending lot and a second look leave it as it is."""
    states = {Verdicts.ACCEPTED: CheckpointState.GREEN, Verdicts.NOT_ACCEPTED: CheckpointState.RED}
    found = states.get(Verdicts(row.verdict))
    if row.order_checkpoint_id is None or found is None or row.blind_of_id:
        return
    settling_checkpoints.settle_by_lot(
        locked, row.order_checkpoint_id, by=by, side=side_that_inspects(row), found=str(found),
        on=timezone.localdate(row.handed_in_at),
    )  # fmt: skip


def _tell(by: Actor, locked: Relationship, row: Inspection) -> None:
    """Tell both sides in one call, at one moment."""
    people = [one for side in SIDES for one in messages_readers.people_for(locked, side=side, topic="quality")]
    left_out = {by.person} | blind_to(row.pk)
    notices.notify(
        event="inspected", relationship=locked.pk, subject=f"inspection {row.pk} handed in",
        path=f"/inspections/{row.pk}/", to=[one for one in people if one not in left_out],
        data={"subject": row.lot_name, "verdict": row.verdict},
    )  # fmt: skip
