"""Answering what asks for a second look: by whoever inspected, those who look after him, and both sides."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.ledger import NewEntry
from troth_site.actions.quality import second_looks_asking
from troth_site.models import Inspection, LookAnswer, Relationship, SecondLook
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.quality.looks_compared import DONE
from troth_site.queries.quality.second_looks_own import check_record, inspectors_of

SIDES = ("buyer", "factory")
LONGEST = 4000


class AnswerRefused(Exception):
    """It cannot be kept like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What is answered: one inspection, or all lots of an inspector."""

    relationship: Relationship
    inspection: Inspection | None
    inspector: int | None


def answer_inspection(
    *, by: Actor, inspection: int, text: str, closes: bool = False, at: datetime | None = None
) -> int:  # fmt: skip
    """Answer what is noticed about one inspection; the same words sent twice are kept once.

    Args:
        by: Whoever inspected, somebody who looks after them, or a member of either side.
        inspection: Its key.
        text: What explains it, or what was done about it.
        closes: Whether that is enough for the side that speaks; each side closes it for itself.
        at: When; now where nothing is said.

    Raises:
        AnswerRefused: It says nothing, or too much, the inspection is not handed in, or its own inspector closes it.
        access.NotThere: There is none for this person.
    """
    row = _inspection(by, inspection)
    if row.state not in DONE:
        raise AnswerRefused(gettext_noop("This inspection is not handed in yet: there is nothing to answer."))
    about = _About(relationship=row.relationship, inspection=row, inspector=row.inspector_id)
    return _keep(about, text, closes=closes, by=by, at=at)


def answer_record(
    *, by: Actor, relationship: int, inspector: int, text: str, closes: bool = False, at: datetime | None = None
) -> int:  # fmt: skip
    """Answer what is noticed about all lots of an inspector with one partner, as answer_inspection does.

    Raises:
        AnswerRefused: It says nothing, or too much, or the inspector closes it.
        access.NotThere: Nobody of that key inspected there, or the record is not this person's.
    """
    check_record(by, relationship, inspector)
    row = Relationship.objects.select_related("buyer", "factory").get(pk=relationship)
    about = _About(relationship=row, inspection=None, inspector=inspector)
    return _keep(about, text, closes=closes, by=by, at=at)


def _inspection(by: Actor, pk: int) -> Inspection:
    rows = Inspection.objects.select_related("relationship__buyer", "relationship__factory")
    own = rows.filter(pk=pk, inspector__in=inspectors_of(by)).first()
    return own if own is not None else access.inspection(by, pk, "answer")


def _keep(of: _About, text: str, *, closes: bool, by: Actor, at: datetime | None) -> int:
    words, now, side = _checked(text), at or timezone.now(), _side(by, of.relationship)
    if closes and (side not in SIDES or of.inspector == by.person):
        raise AnswerRefused(
            gettext_noop("Whoever inspected says what explains it; somebody else of either side closes it.")
        )
    with transaction.atomic():
        locked = ledger.lock(of.relationship.pk)
        about = {"relationship": locked, "inspection": of.inspection, "inspector_id": of.inspector}
        same = (
            LookAnswer.objects.filter(**about, written_by=by.person, text=words, closes=closes).order_by("pk").first()
        )
        if same is not None:
            return same.pk
        kept = LookAnswer.objects.create(
            **about, side=side, text=words, closes=closes, written_by_id=by.person, written_at=now
        )  # fmt: skip
        if closes:
            _close(locked, about, side, by=by, now=now)
        _enter(locked, kept, of, by=by)
        _tell(locked, kept, by)
    return kept.pk


def _close(locked: Relationship, about: dict[str, Any], side: str, *, by: Actor, now: datetime) -> None:
    # Inspections handed in before anything was kept of what is noticed were never asked for.
    if not SecondLook.objects.filter(**about).exists():
        second_looks_asking.look_at(locked, by=by, now=now)
    SecondLook.objects.filter(**about).update(**{f"{side}_closed_at": now})


def _checked(text: str) -> str:
    words = cleaned(text).strip()
    if not words:
        raise AnswerRefused(gettext_noop("Write what explains it, or what was done about it."))
    if len(words) > LONGEST:
        raise AnswerRefused(gettext_noop("These words are longer than 4,000 characters: shorten them."))
    return words


def _side(by: Actor, row: Relationship) -> str:
    return access.side_of(by, row) if {row.buyer_id, row.factory_id} & set(by.organisations()) else "inspector"


def _enter(locked: Relationship, kept: LookAnswer, of: _About, *, by: Actor) -> None:
    day = timezone.localdate(kept.written_at)
    content = {
        "answer": kept.pk, "by": kept.side, "inspection": str(of.inspection.uid) if of.inspection else "",
        **({"closes": True} if kept.closes else {}),
    }  # fmt: skip
    entry = NewEntry(
        kind="second_look.answered", dimension="quality", person=by.person, happened_on=day, recorded_on=day,
        content=content,
    )  # fmt: skip
    ledger.append(locked, [entry])
    audit.record(
        "second_look.answered", by=by, relationship=locked, subject=f"answer {kept.pk}", data={"closes": kept.closes}
    )


def _tell(locked: Relationship, kept: LookAnswer, by: Actor) -> None:
    live.tell(locked.pk, "quality", f"second look {kept.pk}")
    people = [one for side in SIDES for one in people_for(locked, side=side, topic="quality")]
    notices.notify(
        event="second-look", relationship=locked.pk, subject=f"second look {kept.pk}",
        path=f"/partners/{locked.pk}/quality/second-look/", to=[one for one in people if one != by.person],
        data={"who": by.name},
    )  # fmt: skip
    if kept.inspector_id not in (None, by.person, *people):
        notices.notify(
            event="second-look", relationship=locked.pk, subject=f"second look {kept.pk} inspector",
            path="/second-looks/", to=[kept.inspector_id], data={"who": by.name},
        )  # fmt: skip
