"""Answering what asks for a second look: by whoever inspected, those who look after him, and both sides."""

from datetime import datetime

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
from troth_site.models import Inspection, LookAnswer, Relationship
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.quality.looks_compared import DONE
from troth_site.queries.quality.second_looks_own import check_record, inspectors_of

SIDES = ("buyer", "factory")
LONGEST = 4000


class AnswerRefused(Exception):
    """It cannot be kept like this; the message says what lacks."""


def answer_inspection(*, by: Actor, inspection: int, text: str, at: datetime | None = None) -> int:
    """Answer what is noticed about one inspection; the same words sent twice are kept once.

    Raises:
        AnswerRefused: It says nothing, or too much, or the inspection is not handed in.
        access.NotThere: There is none for this person.
    """
    row = _inspection(by, inspection)
    if row.state not in DONE:
        raise AnswerRefused(gettext_noop("This inspection is not handed in yet: there is nothing to answer."))
    return _keep(row.relationship, row, row.inspector_id, text, by=by, at=at)


def answer_record(*, by: Actor, relationship: int, inspector: int, text: str, at: datetime | None = None) -> int:
    """Answer what is noticed about all lots of an inspector with one partner.

    Raises:
        AnswerRefused: It says nothing, or too much.
        access.NotThere: Nobody of that key inspected there, or the record is not this person's.
    """
    check_record(by, relationship, inspector)
    row = Relationship.objects.select_related("buyer", "factory").get(pk=relationship)
    return _keep(row, None, inspector, text, by=by, at=at)


def _inspection(by: Actor, pk: int) -> Inspection:
    rows = Inspection.objects.select_related("relationship__buyer", "relationship__factory")
    own = rows.filter(pk=pk, inspector__in=inspectors_of(by)).first()
    return own if own is not None else access.inspection(by, pk, "answer")


def _keep(
    seen: Relationship, inspection: Inspection | None, inspector: int | None, text: str, *, by: Actor,
    at: datetime | None,
) -> int:  # fmt: skip
    words, now = cleaned(text).strip(), at or timezone.now()
    if not words:
        raise AnswerRefused(gettext_noop("Write what explains it, or what was done about it."))
    if len(words) > LONGEST:
        raise AnswerRefused(gettext_noop("These words are longer than 4,000 characters: shorten them."))
    mine = by.organisations()
    side = access.side_of(by, seen) if {seen.buyer_id, seen.factory_id} & set(mine) else "inspector"
    with transaction.atomic():
        locked = ledger.lock(seen.pk)
        about = {"relationship": locked, "inspection": inspection, "inspector_id": inspector}
        same = LookAnswer.objects.filter(**about, written_by=by.person, text=words).order_by("pk").first()
        if same is not None:
            return same.pk
        kept = LookAnswer.objects.create(**about, side=side, text=words, written_by_id=by.person, written_at=now)
        day = timezone.localdate(now)
        content = {"answer": kept.pk, "by": side, "inspection": str(inspection.uid) if inspection else ""}
        entry = NewEntry(
            kind="second_look.answered", dimension="quality", person=by.person, happened_on=day, recorded_on=day,
            content=content,
        )  # fmt: skip
        ledger.append(locked, [entry])
        audit.record("second_look.answered", by=by, relationship=locked, subject=f"answer {kept.pk}")
        _tell(locked, kept, by)
    return kept.pk


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
