"""What a corrective action counts on the record: whether it held, and who bears the lot in which it was found."""

from datetime import date, datetime
from typing import cast

from troth.basis.text import gettext_noop
from troth.commitments import contest
from troth.commitments.evidence import QUALITY, Quality
from troth.commitments.outcomes import Outcome, recorded_anew
from troth.quality.corrective_record import BUYERS_SHARE, borne, outcome_of_effect
from troth.quality.lot_findings import outcome_of_lot
from troth.quality.verdicts import DefectClass, LotVerdict
from troth_site.access import Actor
from troth_site.actions.quality import promises
from troth_site.actions.quality.corrective_duties import today_of
from troth_site.models import (
    ClassSample,
    Commitment,
    CorrectiveAction,
    CorrectiveDuty,
    Inspection,
    LedgerEntry,
    Relationship,
)
from troth_site.queries.orders import latest_outcome
from troth_site.queries.quality.report_content import judged

EFFECT, CAUSE = "corrective_effect", "corrective_cause"
HOLDS = gettext_noop("Keep the problem from coming back")
NEEDED = gettext_noop("Give what the lot needs to be made right")
SIDES = {"buyer": ("buyer",), "factory": ("factory",), "both": ("buyer", "factory")}


def sides_of(cause_side: str) -> tuple[str, ...]:
    """Return the sides that bear a cause; none for a third party's and while the sides differ."""
    return SIDES.get(cause_side, ())


def effect(
    row: CorrectiveAction, locked: Relationship, *, held: bool | None, by: Actor | None, at: datetime
) -> None:  # fmt: skip
    """Count whether an action held in its running round, on whoever the cause was; None takes that back."""
    known = CorrectiveDuty.objects.filter(corrective=row, kind="effect", round=row.reopened)
    counted = {duty.side: duty.commitment for duty in known.select_related("commitment")}
    sides = set(sides_of(row.cause_side)) if held is not None else set()
    for side in sorted(sides | set(counted)):
        on = today_of(locked, side, at)
        found = None if side not in sides else outcome_of_effect(DefectClass(row.grade), held=bool(held), on=on)
        promise = counted.get(side) or _made(row, locked, side, "effect", on)
        _keep(locked, promise, found, by=by, at=at, verb="held" if held else "back" if found else "gone")


def cause(row: CorrectiveAction, locked: Relationship, *, by: Actor | None, at: datetime) -> None:
    """Let a lot that was not accepted count on whoever both sides say had caused it, or as before where they differ."""
    lot = row.inspection
    promise = promise_of_lot(locked, lot) if lot is not None else None
    if lot is None or promise is None:
        return
    whole, on = _whole(lot, promise), today_of(locked, "factory", at)
    # A lot that is pending has nothing to bear; its promise was taken back when it was judged.
    made, asked = borne(whole, buyers_share=_buyers_share(lot), on=on) if whole is not None else (None, None)
    if made is not None:
        _keep(locked, promise, made, by=by, at=at, verb="caused")
    known = CorrectiveDuty.objects.filter(corrective__inspection=lot, kind="cause").select_related("commitment").first()
    if asked is None and known is None:
        return
    theirs = known.commitment if known else _made(row, locked, "buyer", "cause", on, named=lot.lot_name)
    _keep(locked, theirs, asked, by=by, at=at, verb="caused" if asked else "gone")


def judged_anew(inspection: Inspection, locked: Relationship, *, by: Actor, at: datetime) -> None:
    """Share a lot anew after its verdict changed."""
    row = CorrectiveAction.objects.filter(inspection=inspection).exclude(state="dropped").first()
    if row is not None:
        cause(row, locked, by=by, at=at)


def promise_of_lot(row: Relationship, inspection: Inspection) -> Commitment | None:
    """Return the factory's promise that a lot meets the plan; None where nothing was judged."""
    entries = LedgerEntry.objects.filter(
        relationship=row, kind__in=["inspection.handed-in", "report.amended"], commitment__kind="lot",
        content__contains=str(inspection.uid),
    )  # fmt: skip
    found = entries.order_by("-seq").values_list("commitment", flat=True).first()
    return Commitment.objects.get(pk=found) if found else None


def _buyers_share(lot: Inspection) -> float:
    """Return the buyer's part of what was wrong with a lot: of several problems in it the mean."""
    causes = (
        CorrectiveAction.objects.filter(inspection=lot).exclude(state="dropped").values_list("cause_side", flat=True)
    )
    shares = [BUYERS_SHARE[cause_side] for cause_side in causes]
    return sum(shares) / len(shares) if shares else 0.0


def _whole(lot: Inspection, promise: Commitment) -> Outcome | None:
    """Return what came of the lot, whoever caused it."""
    verdict, classes = judged(lot, ClassSample.objects.filter(inspection=lot))
    quality = next((name for name, value in QUALITY.items() if value == promise.quality), "unconfirmed")
    found = LotVerdict(verdict=verdict, classes={DefectClass(kind): one for kind, one in classes.items()})
    return outcome_of_lot(found, on=promise.closed_on, quality=cast(Quality, quality)) if promise.closed_on else None


def _keep(
    locked: Relationship, promise: Commitment, found: Outcome | None, *, by: Actor | None, at: datetime, verb: str
) -> None:  # fmt: skip
    """Let a version stand in place of the one before, where it says something else."""
    standing, on = latest_outcome(promise.pk), today_of(locked, promise.side, at)
    if _says(standing) == _says(found):
        return
    promise.state = "withdrawn" if found is None else "excused" if found.excused else "kept" if found.kept else "broken"
    promise.save(update_fields=["state"])
    if found is not None and standing is not None:
        found = contest.contest_carried(standing, recorded_anew(found, on))
    promises.record(locked, promise, found, by=by, on=on, verb=verb)


def _says(outcome: Outcome | None) -> tuple[float, ...]:
    if outcome is None:
        return (0, 0, 0.0, 0.0, 0.0)
    weights = (outcome.kept_weight, outcome.broken_weight, outcome.excused_weight)
    return (outcome.lines, outcome.kept, *(round(each, 9) for each in weights))


def _made(
    row: CorrectiveAction, locked: Relationship, side: str, kind: str, on: date, *, named: str = ""
) -> Commitment:  # fmt: skip
    what = f"{HOLDS if kind == 'effect' else NEEDED} · {named or f'{row.number}. {row.title}'}"
    promise = Commitment.objects.create(
        relationship=locked, side=side, dimension="quality", kind=EFFECT if kind == "effect" else CAUSE,
        what=what[:300], due_on=on, closed_on=on, state="broken", accepted_by="hand",
        quality=QUALITY["counterpart_confirmed"],
    )  # fmt: skip
    CorrectiveDuty.objects.create(corrective=row, kind=kind, side=side, round=row.reopened, commitment=promise)
    return promise
