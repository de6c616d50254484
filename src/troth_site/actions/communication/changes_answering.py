"""Answering a change that was asked for: accept it, offer another way, say what binds the place, or decline it."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth.communication.requests_process import (
    LocalConstraint,
    NothingToAnswer,
    RejectedWithoutData,
    Trial,
    Verdict,
    answer_alternative,
)
from troth_site import access
from troth_site.access import Actor
from troth_site.actions.communication.changes import LONGEST_TEXT, ChangeRefused, enter, locked
from troth_site.models import ChangeRequest, Relationship
from troth_site.models.choices import ChangeState
from troth_site.queries.communication.changes import as_rule

CONSTRAINTS = ("law", "custom", "climate", "equipment")


def accept(*, by: Actor, change: int) -> int:
    """Accept a change as it was asked for; an earlier value of the same thing is replaced by it."""
    seen = access.of_relationship(by, ChangeRequest, change, "record")
    with transaction.atomic():
        row, found = _to_answer(by, seen, allow={ChangeState.OPEN})
        if found is None:
            return seen.pk
        _answered(by, row, found, ChangeState.ACCEPTED, "change.accepted")
    return seen.pk


def offer(
    *, by: Actor, change: int, alternative: str, constraint: LocalConstraint | None = None, at: datetime | None = None
) -> int:
    """Offer another way to the same end, and say what binds the place where something does; at a moment, or now.

    Raises:
        ChangeRefused: Neither is said, or this side may not answer it.
    """
    said = _said(alternative, required=constraint is None, lacks=gettext_noop("Describe your way to the same result."))
    if constraint is not None:
        _check_constraint(constraint)
    seen = access.of_relationship(by, ChangeRequest, change, "record")
    with transaction.atomic():
        row, found = _to_answer(by, seen, allow={ChangeState.OPEN})
        if found is None:
            return seen.pk
        if constraint is not None:
            found.constraint, found.constraint_kind = constraint.text.strip(), constraint.kind
            found.constraint_source = constraint.source.strip()
        found.alternative, found.verdict, found.trial = said, "", None
        # A place that is bound and has no other way waits for the asking side to change its request.
        state = ChangeState.ALTERNATIVE if said else ChangeState.OPEN
        _answered(by, row, found, state, "change.alternative" if said else "change.constraint", at=at)
    return seen.pk


def decline(*, by: Actor, change: int, reason: str) -> int:
    """Decline a change with a reason.

    Raises:
        ChangeRefused: No reason is given.
    """
    said = _said(
        reason, required=True, lacks=gettext_noop("Say why it is not possible, so that another way can be found.")
    )
    seen = access.of_relationship(by, ChangeRequest, change, "record")
    with transaction.atomic():
        row, found = _to_answer(by, seen, allow={ChangeState.OPEN})
        if found is None:
            return seen.pk
        found.answer_data = said
        _answered(by, row, found, ChangeState.DECLINED, "change.declined")
    return seen.pk


def answer(*, by: Actor, change: int, verdict: Verdict, trial: Trial | None = None) -> int:
    """Answer the other side's way: accept it, or reject it with a trial that missed the limit.

    A rejected way leaves the request open: the other side accepts it, offers another way, or declines.

    Raises:
        ChangeRefused: It is rejected without data, against the data, or although local law leaves no other way.
    """
    seen = access.of_relationship(by, ChangeRequest, change, "record")
    with transaction.atomic():
        row, found = locked(seen)
        if found.side != access.side_of(by, row):
            raise ChangeRefused(gettext_noop("The side that asked for the change answers the way that was offered."))
        if found.state == ChangeState.ACCEPTED and verdict == found.verdict:
            return seen.pk
        try:
            answer_alternative(as_rule(found), verdict=verdict, trial=trial)
        except NothingToAnswer as error:
            raise ChangeRefused(gettext_noop("There is no other way that waits for your answer.")) from error
        except RejectedWithoutData as error:
            raise ChangeRefused(_why_not(found, trial)) from error
        found.verdict, found.trial = verdict, _kept(trial)
        state = ChangeState.ACCEPTED if verdict == "accepted" else ChangeState.OPEN
        _answered(by, row, found, state, f"change.alternative_{verdict}")
    return seen.pk


def _why_not(row: ChangeRequest, trial: Trial | None) -> str:
    if row.constraint_kind == "law":
        return gettext_noop("Local law leaves no other way: change what you ask for.")
    if trial is None or not trial.is_data:
        return gettext_noop(
            "Another way is rejected with data alone: give the trial's size, its result, the limit and the record."
        )
    return gettext_noop("The trial met the limit: the other way does what you asked for, so accept it.")


def _kept(trial: Trial | None) -> dict[str, object] | None:
    if trial is None:
        return None
    return {**asdict(trial), "measured": str(trial.measured), "limit": str(trial.limit)}


def _check_constraint(constraint: LocalConstraint) -> None:
    if constraint.kind not in CONSTRAINTS:
        raise ChangeRefused(gettext_noop("Say what binds you: a law, a custom, the climate or the equipment."))
    _said(constraint.text, required=True, lacks=gettext_noop("Say what binds you here, in a sentence."))
    _said(constraint.source, required=True, lacks=gettext_noop("Say where it is written, or who says so."))


def _said(text: str, *, required: bool, lacks: str) -> str:
    said = text.strip()
    if required and not said:
        raise ChangeRefused(lacks)
    if len(said) > LONGEST_TEXT:
        raise ChangeRefused(gettext_noop("This is longer than 4,000 characters: say it shorter, or in a message."))
    return said


def _to_answer(by: Actor, seen: ChangeRequest, *, allow: set[ChangeState]) -> tuple[Relationship, ChangeRequest | None]:
    """Return the change to be answered, None where it has been answered already."""
    row, found = locked(seen)
    if found.side == access.side_of(by, row):
        raise ChangeRefused(gettext_noop("Your own side asked for this: the other side answers it."))
    return row, found if found.state in allow else None


def _answered(
    by: Actor, row: Relationship, found: ChangeRequest, state: ChangeState, kind: str, *, at: datetime | None = None
) -> None:
    now = at or timezone.now()
    found.state, found.answered_by_id, found.answered_at = state, by.person, now
    found.save()
    enter(by, row, found, kind, at=now)
