"""Another way to meet a limit than the one asked for: it may be turned down, but only with data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.quality.ideas import Equivalence, ImpossibleShare, equivalence
from troth.quality.replication import TooFewReadings
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.models import MethodAlternative, Relationship, Requirement
from troth_site.queries.communication.messages_readers import people_for

OTHER = {"buyer": "factory", "factory": "buyer"}
MOST_READINGS = 1000


class AlternativeRefused(Exception):
    """It cannot be proposed or answered like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAlternative:
    """Another way of working: what was asked for, why the limit is there, and the other way to meet it."""

    asked: str
    why: str
    alternative: str
    requirement: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the other side says, with the readings of a trial where there was one.

    Attributes:
        old: Readings of the way that was asked for, 3 or more where it is turned down; `new`, of the other way.
        margin: The largest difference that does not matter, agreed beforehand.
    """

    is_accepted: bool
    text: str = ""
    old: Sequence[float] = ()
    new: Sequence[float] = ()
    margin: float | None = None


def propose(*, by: Actor, relationship: int, given: NewAlternative, now: datetime | None = None) -> int:
    """Propose another way to meet a limit.

    Raises:
        AlternativeRefused: It does not say what was asked for, why, and what to do instead.
    """
    row = access.relationship(by, relationship, "record")
    side, texts = (
        access.side_of(by, row),
        [cleaned(text).strip() for text in (given.asked, given.why, given.alternative)],
    )
    if not all(texts):
        raise AlternativeRefused(gettext_noop("Say what was asked for, why the limit is there, and the other way."))
    with transaction.atomic():
        locked = ledger.lock(row.pk)
        requirements = Requirement.objects.filter(version__product__relationship=locked)
        requirement = requirements.filter(pk=given.requirement).first() if given.requirement else None
        if given.requirement and requirement is None:
            raise AlternativeRefused(gettext_noop("There is no such requirement with this partner."))
        made = MethodAlternative.objects.create(
            relationship=locked, requirement=requirement, side=side, asked=texts[0], why=texts[1],
            alternative=texts[2], proposed_by_id=by.person, proposed_at=now or timezone.now(),
        )  # fmt: skip
        _note(made, locked, "alternative.proposed", by, side)
    return made.pk


def answer(*, by: Actor, alternative: int, given: Verdict, now: datetime | None = None) -> None:
    """Accept another way of working, or turn it down with the readings of a trial.

    Raises:
        AlternativeRefused: There are too few readings, or they show that it is as good.
    """
    seen = access.of_relationship(by, MethodAlternative, alternative, "record")
    side = access.side_of(by, seen.relationship)
    if side == seen.side:
        raise access.NotAllowed
    _tested(given)
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = MethodAlternative.objects.select_for_update().get(pk=seen.pk)
        if row.accepted is not None:
            raise AlternativeRefused(gettext_noop("It has been answered. Both sides read the answer below."))
        row.accepted, row.answer, row.margin = given.is_accepted, cleaned(given.text).strip(), given.margin
        row.trial_old, row.trial_new = list(given.old), list(given.new)
        row.answered_by_id, row.answered_at = by.person, now or timezone.now()
        row.save()
        _note(row, locked, "alternative.accepted" if given.is_accepted else "alternative.declined", by, side)


def _tested(given: Verdict) -> Equivalence | None:
    """Hold an answer against the readings of its trial; to accept needs none."""
    if given.is_accepted and not (given.old or given.new):
        return None
    readings = [*given.old, *given.new]
    if not all(isfinite(value) for value in readings) or len(readings) > MOST_READINGS:
        raise AlternativeRefused(gettext_noop("A reading is a number; a trial has up to 1,000 of them."))
    try:
        found = equivalence(given.old, given.new, margin=given.margin or 0.0)
    except (TooFewReadings, ImpossibleShare) as error:
        raise AlternativeRefused(
            gettext_noop("Turn it down with data: three readings or more of each way, and the difference that matters.")
        ) from error
    if found.is_shown and not given.is_accepted:
        raise AlternativeRefused(gettext_noop("These readings show that the other way is as good: accept it."))
    return found


def _note(row: MethodAlternative, locked: Relationship, verb: str, by: Actor, side: str) -> None:
    audit.record(verb, by=by, relationship=locked, subject=f"alternative {row.pk}")
    live.tell(locked.pk, "idea", f"alternative {row.pk}")
    notices.notify(
        event="idea", relationship=locked.pk, subject=f"{verb} {row.pk}", path=f"/alternatives/{row.pk}/",
        to=people_for(locked, side=OTHER[side], topic="quality"), data={"subject": row.alternative[:80]},
    )  # fmt: skip
