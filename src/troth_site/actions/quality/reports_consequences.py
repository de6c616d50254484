"""What follows when a lot is judged anew: the factory's promise, the order's checkpoint, and where switching stands."""

from dataclasses import replace
from datetime import date
from typing import cast

from django.utils import timezone

from troth.commitments import contest
from troth.commitments.evidence import QUALITY, Quality
from troth.commitments.outcomes import Outcome
from troth.quality.lot_findings import outcome_of_lot
from troth.quality.verdicts import DefectClass, LotVerdict, Verdict
from troth_site.access import Actor
from troth_site.actions.quality import corrective_counted, defect_actions, inspections_sampling
from troth_site.models import Commitment, Inspection, OrderCheckpoint, Relationship
from troth_site.models.quality.choices import CheckpointState
from troth_site.queries.orders import latest_outcome

STATES = {Verdict.ACCEPTED: CheckpointState.GREEN, Verdict.NOT_ACCEPTED: CheckpointState.RED}
Settled = tuple[Commitment, Outcome, Outcome | None]


def lot_judged_anew(
    row: Relationship, inspection: Inspection, verdict: Verdict, classes: dict[str, Verdict]
) -> Settled | None:
    """Return the factory's promise that the lot meets the plan, with what came of it now and what stood before.

    A second look at a lot that was judged already promises nothing; a pending verdict is neither kept nor broken.
    """
    if inspection.blind_of_id is not None or inspection.handed_in_at is None:
        return None
    day, today = timezone.localdate(inspection.handed_in_at), timezone.localdate()
    promise = corrective_counted.promise_of_lot(row, inspection)
    judged = LotVerdict(verdict=verdict, classes={DefectClass(kind): one for kind, one in classes.items()})
    if promise is None:
        quality = cast(Quality, "third_party_on_site" if inspection.inspector_for == "third" else "unconfirmed")
        outcome = outcome_of_lot(judged, on=day, quality=quality)
        return (_made(row, inspection, outcome, quality, day), _since(outcome, today), None) if outcome else None
    standing = latest_outcome(promise.pk)
    outcome = outcome_of_lot(judged, on=day, quality=_quality(promise))
    if outcome is not None:
        promise.state = "kept" if outcome.kept else "broken"
        promise.save(update_fields=["state"])
        return promise, _since(outcome, today), standing
    if standing is None:
        return None
    promise.state = "withdrawn"
    promise.save(update_fields=["state"])
    return promise, contest.withdrawn(standing, withdrawn_on=today), standing


def follow(by: Actor, row: Relationship, inspection: Inspection, verdict: Verdict) -> None:
    """Turn the order's checkpoint, and replay the lots from which switching follows."""
    state = STATES.get(verdict, CheckpointState.BOOKED)
    if inspection.order_checkpoint_id is not None and inspection.blind_of_id is None:
        on_order = OrderCheckpoint.objects.exclude(state=CheckpointState.WAIVED)
        on_order.filter(pk=inspection.order_checkpoint_id).update(
            state=state, settled_by=by.person, settled_at=timezone.now()
        )
    corrective_counted.judged_anew(inspection, row, by=by, at=timezone.now())
    defect_actions.look_at(row.pk)
    inspections_sampling.replay_after(by=by, inspection=inspection.pk)


def _made(
    row: Relationship, inspection: Inspection, outcome: Outcome, quality: Quality, day: date
) -> Commitment:  # fmt: skip
    return Commitment.objects.create(
        relationship=row, side="factory", dimension="quality", kind="lot",
        what=f"Make the lot as agreed · {inspection.lot_name}"[:300], due_on=day, closed_on=day,
        state="kept" if outcome.kept else "broken", quality=QUALITY[quality],
        accepted_by="contract" if inspection.plan_version_id else "record",
    )  # fmt: skip


def _quality(promise: Commitment) -> Quality:
    return cast(Quality, next((name for name, value in QUALITY.items() if value == promise.quality), "unconfirmed"))


def _since(outcome: Outcome, today: date) -> Outcome:
    """Let what came of it count from the day on which it became known."""
    return replace(outcome, recorded_on=today, counted_from=today, scored_from=today)
