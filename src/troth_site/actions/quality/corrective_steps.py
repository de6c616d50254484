"""The steps of a corrective action: promises of a side, done with proof, confirmed or refused by the other side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.quality.corrective import Stage
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import ledger
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.quality import corrective as whole
from troth_site.actions.quality import corrective_duties as duties
from troth_site.actions.quality import promises
from troth_site.actions.quality.corrective import CorrectiveRefused, Unknown
from troth_site.models import CorrectiveAction, CorrectiveStep, EvidenceFile, Relationship
from troth_site.queries.quality.effects import round_start, steps_done

KIND = "corrective"
STAGES = tuple(str(stage) for stage in Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """A step about to be written.

    Attributes:
        stage: "containment", "cause", "correction" or "prevention".
        side: Whose step it is. One's own is promised at once; one of the other side is proposed until it takes it on.
        due_on: By which day; by the grade, moved to an open day of that side, where left out.
    """

    stage: str
    side: str
    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """An action at hand, locked with its relationship, and who acts where."""

    locked: Relationship
    action: CorrectiveAction
    side: str
    now: datetime

    def today(self, side: str) -> date:
        """Return the day it is on a side."""
        return duties.today_of(self.locked, side, self.now)


def add(*, by: Actor, corrective: int, given: NewStep, now: datetime | None = None) -> int:
    """Write a step; one's own is a promise from then on.

    Raises:
        CorrectiveRefused: It says nothing, is of no part or side, is due before today, or the action is closed.
    """
    access.of_relationship(by, CorrectiveAction, corrective, "record")
    text = cleaned(given.text).strip()
    if not text or given.stage not in STAGES or given.side not in ("buyer", "factory"):
        raise CorrectiveRefused(gettext_noop("Say what is done, which part of the action it is, and whose step."))
    with transaction.atomic():
        at = _at(by, corrective, now)
        due_on = given.due_on or duties.proposed_day(at.action, at.locked, given.stage, given.side, since=_since(at))
        if due_on < at.today(given.side):
            raise CorrectiveRefused(gettext_noop("That day has passed. Name one that lies ahead."))
        if given.due_on is None:
            due_on = max(due_on, at.today(given.side))
        row = CorrectiveStep.objects.create(
            corrective=at.action, stage=given.stage, side=given.side, text=text[:4000], due_on=due_on,
            written_by_id=by.person, written_at=at.now,
        )  # fmt: skip
        if given.side == at.side:
            _promise(row, at, by)
        else:
            duties.owe_word(row, at.locked, kind="take", by=by, now=at.now)
        if at.action.state == "watched":
            # More is to be done, so what is watched is not the whole of it yet.
            at.action.state, at.action.watched_from = "open", None
        _note(row, at, "step_written", by)
    return row.pk


def take(*, by: Actor, step: int, now: datetime | None = None) -> None:
    """Take on a step that the other side proposed: from then on it is a promise."""
    with transaction.atomic():
        row, at = _acting(by, step, now, is_own=True)
        if row.commitment_id is None:
            _promise(row, at, by)
            duties.kept(at.action, at.locked, kind="take", by=by, now=at.now, step=row)
            _note(row, at, "step_taken", by)


def done(*, by: Actor, step: int, proof: str, files: Sequence[int] = (), now: datetime | None = None) -> None:
    """Say that a step of one's own side is done, with what proves it.

    Raises:
        CorrectiveRefused: Nothing proves it.
        Unknown: A file is not of this partner.
    """
    if not proof.strip():
        raise CorrectiveRefused(gettext_noop("Say what proves it: the other side confirms it or asks for more."))
    with transaction.atomic():
        row, at = _acting(by, step, now, is_own=True)
        if row.done_at is not None:
            return
        kept = list(EvidenceFile.objects.filter(relationship=at.locked, pk__in=files))
        if len(kept) != len(set(files)):
            raise Unknown(gettext_noop("There is no such file with this partner."))
        if row.commitment is None:
            _promise(row, at, by)
            duties.kept(at.action, at.locked, kind="take", by=by, now=at.now, step=row)
        row.done_at, row.done_by_id, row.proof, row.refused_because = at.now, by.person, cleaned(proof).strip(), ""
        row.save()
        row.files.add(*kept)
        if row.commitment is not None:
            promises.done(at.locked, row.commitment, by=by, on=at.today(row.side), told=row.proof)
        duties.owe_word(row, at.locked, kind="confirm", by=by, now=at.now)
        _note(row, at, "step_done", by)


def confirm(*, by: Actor, step: int, now: datetime | None = None) -> None:
    """Confirm that a step of the other side is done; once all are, the next lots are watched."""
    with transaction.atomic():
        row, at = _acting(by, step, now, is_own=False)
        if row.done_at is None or row.confirmed_at is not None:
            return
        row.confirmed_at, row.confirmed_by_id = at.now, by.person
        row.save(update_fields=["confirmed_at", "confirmed_by"])
        if row.commitment is not None:
            promises.confirm(at.locked, row.commitment, by=by, on=at.today(at.side))
        duties.kept(at.action, at.locked, kind="confirm", by=by, now=at.now, step=row)
        if is_carried_out(at.action.pk):
            at.action.state, at.action.watched_from = "watched", at.now
        _note(row, at, "step_confirmed", by)


def refuse(*, by: Actor, step: int, reason: str, now: datetime | None = None) -> None:
    """Say what lacks in a step that the other side reported done; it is open again.

    Raises:
        CorrectiveRefused: No reason is given.
    """
    if not reason.strip():
        raise CorrectiveRefused(gettext_noop("Say what lacks: the other side reads it at the step."))
    with transaction.atomic():
        row, at = _acting(by, step, now, is_own=False)
        if row.done_at is None or row.confirmed_at is not None:
            return
        row.done_at, row.done_by, row.refused_because = None, None, cleaned(reason).strip()[:500]
        row.save(update_fields=["done_at", "done_by", "refused_because"])
        if row.commitment is not None:
            promises.refuse(at.locked, row.commitment, by=by, on=at.today(at.side), reason=row.refused_because)
        duties.kept(at.action, at.locked, kind="confirm", by=by, now=at.now, step=row)
        _note(row, at, "step_refused", by)


def _at(by: Actor, pk: int, now: datetime | None) -> _Seen:
    """Lock an action and the record it belongs to; the relationship first, as every act does."""
    relationship = CorrectiveAction.objects.values_list("relationship", flat=True).get(pk=pk)
    locked = ledger.lock(relationship)
    action = CorrectiveAction.objects.select_for_update().get(pk=pk)
    whole.raise_if_over(action)
    return _Seen(locked, action, access.side_of(by, locked), now or timezone.now())


def _acting(by: Actor, pk: int, now: datetime | None, *, is_own: bool) -> tuple[CorrectiveStep, _Seen]:
    """Let somebody act on a step of their own side, or on one of the other side, and lock it."""
    seen = CorrectiveStep.objects.filter(pk=pk).first()
    if seen is None:
        raise access.NotThere
    action = access.of_relationship(by, CorrectiveAction, seen.corrective_id, "record")
    if (access.side_of(by, action.relationship) == seen.side) != is_own:
        raise access.NotAllowed
    at = _at(by, seen.corrective_id, now)
    if seen.dropped_at is not None:
        raise CorrectiveRefused(gettext_noop("This step is no longer part of it. Write another one below."))
    return CorrectiveStep.objects.select_for_update(of=("self",)).select_related("commitment").get(pk=pk), at


def _promise(row: CorrectiveStep, at: _Seen, by: Actor) -> None:
    """Make a step a promise of its side, looked after by whoever took it on."""
    what = f"{at.action.number}. {at.action.title}: {row.text}"
    row.commitment = promises.make(
        at.locked,
        promises.NewPromise(side=row.side, kind=KIND, what=what, due_on=row.due_on, grade=at.action.grade),
        by=by,
        on=at.today(row.side),
    )
    row.owner_id = by.person
    row.save(update_fields=["commitment", "owner"])


def _since(at: _Seen) -> datetime:
    """Return from when the days of a part run: since it was opened, or since it came back."""
    return round_start(at.action.pk) or at.action.opened_at


def is_carried_out(corrective: int) -> bool:
    """Tell whether every part of an action has a step and all of them are confirmed."""
    steps = steps_done(corrective)
    return {step.stage for step in steps} == set(Stage) and all(step.confirmed for step in steps)


def _note(row: CorrectiveStep, at: _Seen, verb: str, by: Actor) -> None:
    whole.answered(at.action, at.locked, by=by, at=at.now)
    at.action.save(update_fields=["state", "watched_from", "answered_at"])
    whole.told(
        at.action, at.locked, f"corrective.{verb}", by=by, other_than=at.side,
        subject=f"step {row.pk} {verb} {at.now.isoformat()}",
    )  # fmt: skip
