"""Skipping lots by a draw that nobody can foresee: promised when planned, drawn when presented, shown from then on."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth.basis.draws import joint_seed
from troth.basis.text import gettext_noop
from troth.quality.skip_lots import SkipPhase, SkipPlan, is_inspected, phase_of
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.quality import inspections, settling_checkpoints
from troth_site.actions.quality.inspections_draws import DrawRefused
from troth_site.models import Inspection, LotDraw
from troth_site.models.quality.choices import InspectionState, LotOutcome
from troth_site.queries.quality.switching_lots import states_of


class NotToBegin(Exception):
    """A lot is not looked at now; the text says why."""


def present(*, by: Actor, inspection: int, word: str, now: datetime | None = None) -> bool:
    """Present a lot of which some are skipped, with a word that mixes the draw; return whether it is looked at.

    The draw is made at this moment and shown to both sides: nobody could know before, since the word was not said.

    Raises:
        DrawRefused: No word is given, the lot was presented before, or there is nothing to draw.
        access.NotAllowed: The side that inspects knows the secret, so it is not its to present.
    """
    seen = access.inspection(by, inspection, "answer")
    side = access.side_of(by, access.relationship(by, seen.relationship_id, "answer"))
    if side == inspections.side_that_inspects(seen):
        raise access.NotAllowed
    said = cleaned(word).strip()[:64]
    if not said:
        raise DrawRefused(gettext_noop("Write a word: any text that the other side cannot know beforehand."))
    with transaction.atomic():
        ledger.lock(seen.relationship_id)
        row = Inspection.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=seen.pk)
        draw = LotDraw.objects.select_for_update().filter(inspection=row).first()
        if draw is None or row.state not in (*inspections.OPEN, InspectionState.SKIPPED):
            raise DrawRefused(gettext_noop("This lot is looked at in any case: nothing is drawn."))
        if draw.presented_at is None:
            _draw(by, row, draw, word=said, now=now or timezone.now())
        elif draw.word != said:
            raise DrawRefused(gettext_noop("The lot was presented before, and its draw is made."))
    return draw.outcome == LotOutcome.INSPECTED


def check_may_begin(row: Inspection) -> None:
    """Refuse work on a lot that the draw left out, or that nobody has presented yet.

    Raises:
        NotToBegin: It is one of these.
    """
    if row.state == InspectionState.SKIPPED:
        raise NotToBegin(gettext_noop("The draw left this lot out: it is not looked at."))
    if LotDraw.objects.filter(inspection=row, presented_at=None).exists():
        raise NotToBegin(gettext_noop("The lot has not been presented yet: the draw is made when it is."))


def _draw(by: Actor, row: Inspection, draw: LotDraw, *, word: str, now: datetime) -> None:
    plan = SkipPlan(clearance=draw.clearance, share=draw.share)
    phase, seed = _phase(row), joint_seed(draw.secret, word)
    outcome = LotOutcome.INSPECTED if is_inspected(seed, plan=plan, phase=phase) else LotOutcome.SKIPPED
    draw.word, draw.seed, draw.phase, draw.outcome = word, seed, str(phase), outcome
    draw.presented_at, draw.presented_by_id = now, by.person
    draw.save()
    if outcome == LotOutcome.SKIPPED:
        row.state = InspectionState.SKIPPED
        row.save(update_fields=["state"])
    told = {
        "lot": row.lot_name, "promise": draw.commitment, "secret": draw.secret, "nonce": draw.nonce, "word": word,
        "seed": seed, "phase": draw.phase, "outcome": str(outcome),
    }  # fmt: skip
    inspections.enter(by, row, "inspection.presented", at=now, more=told)
    if outcome == LotOutcome.SKIPPED and row.order_checkpoint_id is not None:
        settling_checkpoints.settle_by_lot(
            row.relationship, row.order_checkpoint_id, by=by, side=inspections.side_that_inspects(row),
            found="waived", on=timezone.localdate(now),
        )  # fmt: skip
    if row.inspector_id is not None:
        notices.notify(
            event="lot-presented", relationship=row.relationship_id, subject=f"inspection {row.pk} presented",
            path=f"/inspections/{row.pk}/", to=[row.inspector_id], data={"subject": row.lot_name},
        )  # fmt: skip


def _phase(row: Inspection) -> SkipPhase:
    """Return how the lots of this product stand now: skipped only where each class of the plan is."""
    stands = states_of(row).values_list("defect_class", "skip_phase")
    known = {kind: SkipPhase(phase or SkipPhase.EVERY_LOT) for kind, phase in stands}
    return phase_of([known.get(kind, SkipPhase.EVERY_LOT) for kind in row.frozen["classes"]])
