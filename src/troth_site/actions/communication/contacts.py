"""Who answers for what: naming people and deputies on one's own side, and handing over when somebody leaves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.ledger import NewEntry
from troth_site.models import Action, Card, ContactRole, MeetingSeries, Membership, RedFlag, Relationship, ReplyRequest
from troth_site.models.choices import Topic
from troth_site.queries.people import answering, seated


class NamingRefused(Exception):
    """The person cannot be named, or cannot take this over; the text says why."""


@dataclass(frozen=True, slots=True)
class Named:
    """Who answers for a topic and who stands in; None leaves a place empty, as a gap that both sides see."""

    person: int | None
    deputy: int | None


def name_contact(*, by: Actor, relationship: int, topic: str, named: Named, on: date | None = None) -> None:
    """Name who answers for a topic on one's own side, and who stands in.

    The open questions of the topic go to whoever is newly named, and they are told.

    Raises:
        NamingRefused: There is no such topic, or the two are not two people of one's own side who may answer.
    """
    seen = access.relationship(by, relationship, "settle")
    side = access.side_of(by, seen)
    if topic not in Topic.values:
        raise NamingRefused(gettext_noop("Choose what the person answers for."))
    people = answering(getattr(seen, f"{side}_id"))
    if any(each is not None and each not in people for each in (named.person, named.deputy)):
        raise NamingRefused(gettext_noop("Choose somebody of your own side who may answer."))
    if named.person is not None and named.person == named.deputy:
        raise NamingRefused(gettext_noop("A person cannot stand in for themselves: choose somebody else as deputy."))
    with transaction.atomic():
        row = ledger.lock(seen.pk)
        kept, is_new = ContactRole.objects.get_or_create(
            relationship=row, side=side, topic=topic, defaults={"named_at": timezone.now()}
        )
        before = Named(kept.person_id, kept.deputy_id)
        if before == named and not is_new:
            return
        kept.person_id, kept.deputy_id = named.person, named.deputy
        kept.named_at, kept.named_by_id = timezone.now(), by.person
        kept.save()
        moved = 0
        if named.person not in (None, before.person):
            moved = _hand_questions(by, row, side, topic, named.person)
        _note(by, row, side, topic, on or timezone.localdate(), moved)


def name_instead(*, by: Actor, relationship: int, topic: str, person: int) -> None:
    """Name who answers for a topic from now on; who did before becomes the deputy where there is none.

    Raises:
        NamingRefused: As name_contact().
    """
    seen = access.relationship(by, relationship, "settle")
    with transaction.atomic():
        row = ledger.lock(seen.pk)
        known = ContactRole.objects.filter(relationship=row, side=access.side_of(by, row), topic=topic)
        before, deputy = known.values_list("person", "deputy").first() or (None, None)
        if before == person:
            return
        if deputy in (None, person):
            deputy = before
        name_contact(by=by, relationship=relationship, topic=topic, named=Named(person, deputy))


def hand_over(*, by: Actor, organisation: int, leaving: int, to: Mapping[str, int]) -> int:
    """Hand what one person carries to others of the same organisation, and return how much was handed over.

    Args:
        by: Who looks after the organisation's people.
        organisation: Whose.
        leaving: Who hands over.
        to: For a holding's key, such as "request 12", who takes it over.

    Raises:
        NamingRefused: Somebody named has no seat there, or is the one who leaves.
    """
    own = access.organisation(by, organisation, "people")
    people = seated(own.pk)
    if any(person not in people or person == leaving for person in to.values()):
        raise NamingRefused(gettext_noop("Choose somebody of your own side who stays."))
    moved = 0
    with transaction.atomic():
        for key, person in to.items():
            kind, _blank, number = key.partition(" ")
            if kind in _HANDED and number.isdigit() and _HANDED[kind](own.pk, leaving, int(number), person):
                moved += 1
        audit.record(
            "person.handed_over", by=by, organisation=own.pk, subject=f"person {leaving}", data={"things": sorted(to)}
        )
    return moved


def end_seat(*, by: Actor, organisation: int, person: int) -> None:
    """End a person's seat in an organisation: from then on they see nothing of it; what they did stays on record.

    Raises:
        NamingRefused: It would leave nobody who looks after the organisation's people.
    """
    own = access.organisation(by, organisation, "people")
    keeping = [role for role, may in access.ROLE_MAY.items() if "people" in may and role != "operator"]
    with transaction.atomic():
        seats = Membership.objects.select_for_update().filter(organisation=own, active=True)
        if not seats.filter(person=person).exists():
            return
        others = seats.filter(role__in=keeping, person__is_active=True, person__is_operator=False).exclude(
            person=person
        )
        if not others.exists():
            raise NamingRefused(gettext_noop("Somebody else must be able to look after your people first."))
        seats.filter(person=person).update(active=False)
        roles = ContactRole.objects.filter(relationship__in=_records(own.pk))
        roles.filter(person=person).update(person=None)
        roles.filter(deputy=person).update(deputy=None)
        audit.record("membership.ended", by=by, organisation=own.pk, subject=f"person {person}")


def _records(organisation: int) -> Any:
    rows = Relationship.objects
    return (rows.filter(buyer=organisation) | rows.filter(factory=organisation)).values("pk")


def _side_column(row: Any, organisation: int) -> str:
    return "owner_buyer" if row.relationship.buyer_id == organisation else "owner_factory"


def _own(kind: type[Model], organisation: int, number: int) -> Any:
    rows = kind._default_manager.select_for_update(of=("self",)).select_related("relationship")
    return rows.filter(pk=number, relationship__in=_records(organisation)).first()


def _hand_column(kind: type[Model], column: str) -> Callable[[int, int, int, int], bool]:
    """Return what hands over a row of which one column names the person."""

    def hand(organisation: int, leaving: int, number: int, person: int) -> bool:
        row = _own(kind, organisation, number)
        if row is None or getattr(row, f"{column}_id") != leaving:
            return False
        setattr(row, f"{column}_id", person)
        row.save(update_fields=[column])
        live.tell(row.relationship_id, "people", f"person {person}")
        return True

    return hand


def _hand_action(organisation: int, leaving: int, number: int, person: int) -> bool:
    row = _own(Action, organisation, number)
    return row is not None and _hand_column(Action, _side_column(row, organisation))(
        organisation, leaving, number, person
    )


def _hand_role(organisation: int, leaving: int, number: int, person: int) -> bool:
    row = _own(ContactRole, organisation, number)
    if row is None or leaving not in (row.person_id, row.deputy_id):
        return False
    if row.person_id == leaving:
        row.person_id, row.deputy_id = person, None if row.deputy_id == person else row.deputy_id
    else:
        row.deputy_id = None if row.person_id == person else person
    row.named_at = timezone.now()
    row.save()
    return True


_HANDED: dict[str, Callable[[int, int, int, int], bool]] = {
    "request": _hand_column(ReplyRequest, "assigned_to"),
    "card": _hand_column(Card, "owner"),
    "flag": _hand_column(RedFlag, "owner"),
    "series": _hand_column(MeetingSeries, "organiser"),
    "action": _hand_action,
    "role": _hand_role,
}


def _hand_questions(by: Actor, row: Relationship, side: str, topic: str, person: int | None) -> int:
    """Give the open questions of a topic to whoever answers for it now, tell them, and return how many there are."""
    waiting = ReplyRequest.objects.filter(
        relationship=row, thread__topic=topic, answered_at=None, withdrawn_at=None
    ).exclude(side=side)
    found = list(waiting.values_list("pk", "what"))
    waiting.update(assigned_to=person)
    for pk, what in found:
        notices.notify(
            event="escalated", relationship=row.pk, subject=f"request {pk} to {person}", path=f"/requests/{pk}/",
            to=[person] if person != by.person else [], data={"subject": what},
        )  # fmt: skip
    return len(found)


def _note(by: Actor, row: Relationship, side: str, topic: str, today: date, moved: int) -> None:
    # People can be erased, so the chain keeps that somebody was named, and rows keep who.
    ledger.append(
        row,
        [NewEntry(kind="contact.named", side=side, person=by.person, happened_on=today, recorded_on=today,
                  content={"topic": topic})],
    )  # fmt: skip
    live.tell(row.pk, "people", f"topic {topic}")
    data = {"side": side, "requests": moved}
    audit.record("contact.named", by=by, relationship=row, subject=f"topic {topic}", data=data)
