"""Ending what is not to be done after all: an action opened by mistake, a step declined or released; with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import ledger
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.quality import corrective_counted, promises
from troth_site.actions.quality import corrective_duties as duties
from troth_site.actions.quality.corrective import CorrectiveRefused, answered, raise_if_over, told
from troth_site.actions.quality.corrective_steps import is_carried_out
from troth_site.models import CorrectiveAction, CorrectiveStep, Relationship

LONGEST = 500


def drop(*, by: Actor, corrective: int, reason: str, now: datetime | None = None) -> None:
    """Take back an action that one's own side opened by mistake; nothing is owed any more, and both sides read why.

    Raises:
        CorrectiveRefused: No reason is given, a step was confirmed, or it came back: it ends by being shown to work.
        access.NotAllowed: The other side opened it.
    """
    seen, moment = access.of_relationship(by, CorrectiveAction, corrective, "record"), now or timezone.now()
    side, why = access.side_of(by, seen.relationship), cleaned(reason).strip()[:LONGEST]
    if side != seen.opened_side:
        raise access.NotAllowed
    if not why:
        raise CorrectiveRefused(gettext_noop("Say why it is taken back: both sides read it."))
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = CorrectiveAction.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=seen.pk)
        if row.state == "dropped":
            return
        raise_if_over(row)
        if row.reopened or row.steps.filter(confirmed_at__isnull=False).exists():
            raise CorrectiveRefused(
                gettext_noop("Something was done and confirmed: it ends once the next lots have shown that it works.")
            )
        for step in row.steps.filter(dropped_at=None, done_at=None).select_related("commitment"):
            _release(step, locked, by=by, now=moment, reason=why)
        duties.lift(row, locked, by=by, now=moment)
        row.state, row.dropped_at, row.dropped_by_id, row.dropped_because = "dropped", moment, by.person, why
        row.save(update_fields=["state", "dropped_at", "dropped_by", "dropped_because"])
        corrective_counted.cause(row, locked, by=by, at=moment)
        told(row, locked, "corrective.dropped", by=by, other_than=side, subject=f"corrective {row.pk} dropped")


def drop_step(*, by: Actor, step: int, reason: str, now: datetime | None = None) -> None:
    """Decline a step that was proposed, take back one that one proposed, or release the other side from its own.

    Raises:
        CorrectiveRefused: No reason is given, it is done, or one's own side promised it: the other side releases it.
    """
    seen, why = CorrectiveStep.objects.filter(pk=step).first(), cleaned(reason).strip()[:LONGEST]
    if seen is None:
        raise access.NotThere
    action, moment = access.of_relationship(by, CorrectiveAction, seen.corrective_id, "record"), now or timezone.now()
    side = access.side_of(by, action.relationship)
    if not why:
        raise CorrectiveRefused(gettext_noop("Say why the step falls away: the other side reads it."))
    with transaction.atomic():
        locked = ledger.lock(action.relationship_id)
        row = CorrectiveAction.objects.select_for_update().get(pk=action.pk)
        raise_if_over(row)
        found = CorrectiveStep.objects.select_for_update(of=("self",)).select_related("commitment").get(pk=step)
        if found.dropped_at is not None:
            return
        _check(found, side)
        _release(found, locked, by=by, now=moment, reason=why)
        duties.kept(row, locked, kind="take", by=by, now=moment, step=found)
        duties.lift(row, locked, by=by, now=moment, step=found)
        found.dropped_at, found.dropped_by_id, found.dropped_because = moment, by.person, why
        found.save(update_fields=["dropped_at", "dropped_by", "dropped_because"])
        if is_carried_out(row.pk):
            row.state, row.watched_from = "watched", moment
        answered(row, locked, by=by, at=moment)
        row.save(update_fields=["state", "watched_from", "answered_at"])
        told(row, locked, "corrective.step_dropped", by=by, other_than=side, subject=f"step {found.pk} dropped")


def _check(step: CorrectiveStep, side: str) -> None:
    if step.done_at is not None:
        raise CorrectiveRefused(gettext_noop("It is done already. Confirm it, or say what lacks in it."))
    if step.commitment_id is not None and step.side == side:
        raise CorrectiveRefused(gettext_noop("Your side promised it: the other side can release you from it."))


def _release(step: CorrectiveStep, locked: Relationship, *, by: Actor, now: datetime, reason: str) -> None:
    """Let nobody owe a step any more; one's own that is overdue stays broken, whatever is taken back."""
    promise = step.commitment
    if promise is None:
        return
    on = duties.today_of(locked, step.side, now)
    is_own = access.side_of(by, locked) == step.side
    if is_own and promise.due_on is not None and promise.due_on < on:
        promises.break_off(locked, promise, by=by, on=on, reason=reason)
    else:
        promises.take_back(locked, promise, by=by, on=on, reason=reason)
