"""Problems told of by the side that caused them, or found by the other: what was known when, and what it counts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments.evidence import Quality, weight
from troth.quality import disclosure as library
from troth.quality.disclosure import Telling
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.quality import promises
from troth_site.models import Commitment, CorrectiveAction, Disclosure, Inspection, Order, Relationship
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.quality.disclosures import how_told
from troth_site.queries.trust import POLICY
from troth_site.unseen import told_of

HONESTY, MISTAKE = "disclosure", "mistake"
OTHER = {"buyer": "factory", "factory": "buyer"}


class DisclosureRefused(Exception):
    """It cannot be recorded like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem as one side tells of it.

    Attributes:
        occurred_on: Day it happened.
        known_on: Day from which the side that caused it knew, as it says itself; None where nobody says.
        found_on: Day on which the other side found it by itself; given by the side that found it.
        because: What shows that it was found then.
        inspection: The inspection in which it was found, if any.
    """

    title: str
    text: str
    occurred_on: date
    known_on: date | None = None
    found_on: date | None = None
    because: str = ""
    order: int | None = None
    inspection: int | None = None
    corrective: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the other side says.

    Attributes:
        found_on: Of a problem told of: the day on which one's own side had found it; None where it had not.
        because: What shows it; `inspection` names the inspection in which it was found.
        knew: Of a problem found: whether one's own side knew of it, and `known_on` since when.
    """

    text: str = ""
    found_on: date | None = None
    because: str = ""
    inspection: int | None = None
    knew: bool | None = None
    known_on: date | None = None


def tell(*, by: Actor, relationship: int, given: Problem, now: datetime | None = None) -> int:
    """Tell of a problem that one's own side caused, before the other side found it."""
    return _write(by, relationship, given, now, is_own=True)


def found(*, by: Actor, relationship: int, given: Problem, now: datetime | None = None) -> int:
    """Record a problem that the other side caused and one's own side found; that side says whether it knew.

    Raises:
        DisclosureRefused: Nothing shows when it was found.
    """
    if given.found_on is None or not given.because.strip():
        raise DisclosureRefused(gettext_noop("Say on which day it was found, and what shows it."))
    return _write(by, relationship, given, now, is_own=False)


def answer(*, by: Actor, disclosure: int, given: Answer, now: datetime | None = None) -> None:
    """Answer a problem told of or found, once.

    Raises:
        DisclosureRefused: It was answered before, or a day or proof lacks or cannot be.
    """
    seen = access.of_relationship(by, Disclosure, disclosure, "record")
    side = access.side_of(by, seen.relationship)
    moment = now or timezone.now()
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = Disclosure.objects.select_for_update().get(pk=seen.pk)
        was_told = row.told_at is not None
        if side != (OTHER[row.side] if was_told else row.side):
            raise access.NotAllowed
        if row.answered_at is not None:
            raise DisclosureRefused(gettext_noop("It has been answered. Both sides read the answer below."))
        today = _today(locked, side, moment)
        row.answer, row.answered_at = cleaned(given.text).strip(), moment
        (_answer_told if was_told else _answer_found)(row, given, by, today)
        row.save()
        _score(row, locked, by, today)
        _note(row, locked, "disclosure.answered", by, side)


def _write(by: Actor, relationship: int, given: Problem, now: datetime | None, *, is_own: bool) -> int:
    seen, moment = access.relationship(by, relationship, "record"), now or timezone.now()
    side = access.side_of(by, seen)
    today = _today(seen, side, moment)
    title, text = cleaned(given.title).strip()[:200], cleaned(given.text).strip()
    days = [day for day in (given.occurred_on, given.known_on, given.found_on) if day is not None]
    if not title or not text:
        raise DisclosureRefused(gettext_noop("Say in one line what the problem is, and below it what happened."))
    if max(days) > today or min(days) < given.occurred_on:
        raise DisclosureRefused(gettext_noop("It happened first, was known or found after that, and not after today."))
    with transaction.atomic():
        locked = ledger.lock(seen.pk)
        who: dict[str, Any] = {"told_at": moment, "told_by_id": by.person}
        if not is_own:
            who = {
                "found_at": _moment(locked, side, given.found_on), "found_by_id": by.person,
                "found_because": cleaned(given.because).strip(),
            }  # fmt: skip
        row = Disclosure.objects.create(
            relationship=locked, side=side if is_own else OTHER[side], title=title, text=text,
            occurred_on=given.occurred_on, known_on=given.known_on if is_own else None,
            order=_of(locked, Order, given.order), inspection=_of(locked, Inspection, given.inspection),
            corrective=_of(locked, CorrectiveAction, given.corrective), **who,
        )  # fmt: skip
        _score(row, locked, by, today)
        _note(row, locked, "disclosure.told" if is_own else "disclosure.found", by, side)
    return row.pk


def _answer_told(row: Disclosure, given: Answer, by: Actor, today: date) -> None:
    if given.found_on is None:
        return
    if not given.because.strip() or not row.occurred_on <= given.found_on <= today:
        raise DisclosureRefused(gettext_noop("Name the day on which your side had found it, and what shows it."))
    row.inspection = _of(row.relationship, Inspection, given.inspection) or row.inspection
    row.found_at = _moment(row.relationship, OTHER[row.side], given.found_on)
    row.found_by_id, row.found_because = by.person, cleaned(given.because).strip()


def _answer_found(row: Disclosure, given: Answer, by: Actor, today: date) -> None:
    if given.knew is None:
        raise DisclosureRefused(gettext_noop("Say whether your side knew of it. “We did not know” is an answer too."))
    if given.knew and (given.known_on is None or not row.occurred_on <= given.known_on <= today):
        raise DisclosureRefused(gettext_noop("Say since which day your side knew; not before it happened."))
    row.knew_before, row.known_on = given.knew, given.known_on if given.knew else None


def _score(row: Disclosure, locked: Relationship, by: Actor, today: date) -> None:
    """Let a problem count as what it is known to be by now; one side’s word alone counts nothing against the other."""
    how = how_told(row)
    if how is None:
        return
    if row.commitment is None:
        row.commitment = _promise(row, locked, by, HONESTY, "honesty")
        row.mistake = _promise(row, locked, by, MISTAKE, "quality")
        row.save(update_fields=["commitment", "mistake"])
    mistake, honesty = row.mistake, row.commitment
    if mistake is None or honesty is None:
        return
    weighs = (
        1.0 if how is Telling.TOLD else weight(quality="documents" if row.inspection_id else "counterpart_confirmed")
    )
    counted = library.mistake(
        how, occurred_on=row.occurred_on, recorded_on=today, weight=weighs, kappa=POLICY.of("quality").kappa
    )
    promises.record(locked, mistake, counted, by=by, on=today, verb="told" if how is Telling.TOLD else "found")
    _score_honesty(row, locked, how, by=by, today=today)


def _score_honesty(row: Disclosure, locked: Relationship, how: Telling, *, by: Actor, today: date) -> None:
    honesty = row.commitment
    if honesty is None:
        return
    is_told = how is Telling.TOLD
    quality: Quality = (
        "counterpart_confirmed" if row.answered_at and not (is_told and row.found_at) else "self_declared"
    )
    share, happened = 1.0, row.occurred_on
    if is_told and row.told_at:
        share = library.credit(told_on=_today(locked, row.side, row.told_at), known_on=row.known_on or row.occurred_on)
    elif row.found_at:
        happened = _today(locked, OTHER[row.side], row.found_at)
    outcome = library.honesty(
        how, happened_on=happened, recorded_on=today, weight=weight(quality=quality), share=share
    )  # fmt: skip
    state = {Telling.TOLD: "kept", Telling.HIDDEN: "broken", Telling.FOUND: "withdrawn"}[how]
    Commitment.objects.filter(pk=honesty.pk).update(state=state)
    promises.record(locked, honesty, outcome, by=by, on=today, verb=str(how))


def _promise(row: Disclosure, locked: Relationship, by: Actor, kind: str, dimension: str) -> Commitment:
    return Commitment.objects.create(
        relationship=locked, side=row.side, dimension=dimension, kind=kind, what=row.title, due_on=row.occurred_on,
        state="kept" if dimension == "honesty" else "broken", accepted_by="hand", quality=1.0,
        closed_on=row.occurred_on, proposed_by_id=by.person,
    )  # fmt: skip


def _note(row: Disclosure, locked: Relationship, verb: str, by: Actor, side: str) -> None:
    audit.record(verb, by=by, relationship=locked, subject=f"disclosure {row.pk}")
    live.tell(locked.pk, "disclosure", f"disclosure {row.pk}")
    people = people_for(locked, side=OTHER[side], topic="quality")
    notices.notify(
        event="disclosure", relationship=locked.pk, subject=f"{verb} {row.pk}", path=f"/disclosures/{row.pk}/",
        to=told_of(row, people, relationship=locked.pk), data={"subject": row.title},
    )  # fmt: skip


def _of[Row: (Order, Inspection, CorrectiveAction)](
    locked: Relationship, kind: type[Row], pk: int | None
) -> Row | None:
    if not pk:
        return None
    found = kind._default_manager.filter(pk=pk, relationship=locked).first()
    if found is None:
        raise DisclosureRefused(gettext_noop("There is no such order, inspection or corrective action here."))
    return found


def _today(locked: Relationship, side: str, moment: datetime) -> date:
    return moment.astimezone(_zone(locked, side)).date()


def _moment(locked: Relationship, side: str, day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, 12, tzinfo=_zone(locked, side)) if day else None


def _zone(locked: Relationship, side: str) -> ZoneInfo:
    organisation = locked.buyer if side == "buyer" else locked.factory
    return ZoneInfo(organisation.zone or "UTC")
