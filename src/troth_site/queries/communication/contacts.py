"""Who answers for what on each side, what lacks, and what somebody carries who leaves."""

from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db.models import Q

from troth.basis.findings import Finding
from troth.commitments.outcomes import SIDES, Side
from troth.communication import contacts
from troth.communication.contacts import TOPICS, HandOver, Holding, HoldingKind, Seat, Topic
from troth_site import access
from troth_site.access import Actor
from troth_site.models import (
    Action,
    Card,
    ContactRole,
    MeetingSeries,
    Membership,
    Person,
    PersonFile,
    PreferenceCard,
    RedFlag,
    Relationship,
    ReplyRequest,
)
from troth_site.models.choices import PersonFileKind
from troth_site.queries.partners import Partnership
from troth_site.queries.people import answering

SIDES_OF = ("relationship__buyer", "relationship__factory")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One topic on one side.

    Attributes:
        gap: What lacks, None where nothing does.
    """

    side: Side
    topic: str
    person: int | None
    person_name: str
    deputy: int | None
    deputy_name: str
    gap: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """A person as partners see them, with the card they wrote, if any."""

    pk: int
    name: str
    name_latin: str
    zone: str
    seats: tuple[str, ...]
    is_own: bool
    has_card: bool
    channel: str
    style: str
    languages: tuple[str, ...]
    best_hours: tuple[time, time] | None
    has_photo: bool = False
    has_voice: bool = False


def named(by: Actor, relationship: int) -> dict[Side, tuple[Named, ...]]:
    """Return who answers for each topic on each side, with what lacks, in one query beside the gate."""
    row = access.relationship(by, relationship)
    roles = {(role.side, role.topic): role for role in _roles(row)}
    gaps = {(gap.side, gap.topic): gap.finding for gap in contacts.contact_gaps(_seats(list(roles.values())))}
    return {side: tuple(_named(roles.get((side, topic)), side, topic, gaps) for topic in TOPICS) for side in SIDES}


def may_be_named(by: Actor, relationship: int) -> dict[int, str]:
    """Return the people of one's own side who can be named."""
    row = access.relationship(by, relationship)
    return answering(row.buyer_id if access.side_of(by, row) == "buyer" else row.factory_id)


def with_photo(found: Partnership) -> frozenset[int]:
    """Return which people of both houses of a partnership show their face, to a person let into it; in one query.

    They are those whose card the person may see: whoever has left a house shows nothing to the partners of it.
    """
    seated = Membership.objects.filter(organisation__in=(found.buyer, found.factory), active=True)
    rows = PersonFile.objects.filter(kind=PersonFileKind.PHOTO, person__in=seated.values("person"))
    return frozenset(rows.values_list("person", flat=True))


def contact_for(relationship: int, side: str, topic: str) -> tuple[int | None, int | None]:
    """Return who answers for a topic on a side, and who stands in."""
    row = ContactRole.objects.filter(relationship=relationship, side=side, topic=topic).first()
    return (row.person_id, row.deputy_id) if row else (None, None)


def carried(by: Actor, organisation: int, person: int) -> tuple[HandOver, ...]:
    """Return what somebody carries in one's own organisation, each with who is named to take it over."""
    own = access.organisation(by, organisation, "people")
    mine = Relationship.objects.filter(Q(buyer=own) | Q(factory=own))
    roles = list(ContactRole.objects.filter(relationship__in=mine).select_related("person", "deputy", *SIDES_OF))
    roles = [role for role in roles if role.side == ("buyer" if role.relationship.buyer_id == own.pk else "factory")]
    leaving = Person.objects.get(pk=person).name
    held = [*_requests(mine, own.pk, person), *_owned(mine, own.pk, person)]
    held += [
        Holding(
            kind="role",
            what=role.get_topic_display(),
            key=f"role {role.pk}",
            topic=cast(Topic, role.topic),
            partner=_partner(role, own.pk),
        )
        for role in roles
        if person in (role.person_id, role.deputy_id)
    ]
    # Who is named with one partner is nobody's deputy with another.
    named: dict[str, list[Seat]] = {}
    for role in roles:
        named.setdefault(_partner(role, own.pk), []).append(_seat(role, "factory"))
    return tuple(
        contacts.hand_over([one], seats=named.get(one.partner, ()), leaving=leaving, side="factory")[0] for one in held
    )


def card_of(by: Actor, person: int) -> PersonCard:
    """Return a person with their own card.

    Raises:
        access.NotThere: The two share neither an organisation nor a record.
    """
    if person != by.person and not _are_acquainted(by, person):
        raise access.NotThere
    who = Person.objects.select_related("card").get(pk=person)
    card: PreferenceCard | None = getattr(who, "card", None)
    seats = Membership.objects.filter(person=who, active=True).values_list("organisation__name", flat=True)
    files = set(PersonFile.objects.filter(person=who).values_list("kind", flat=True))
    hours = (card.day_from, card.day_to) if card and card.day_from and card.day_to else None
    return PersonCard(
        pk=who.pk, name=who.name, name_latin=who.name_latin, zone=who.zone, is_own=person == by.person,
        # Of other houses a person sits in, a partner hears nothing.
        seats=tuple(seats) if person == by.person else (),
        has_card=card is not None, channel=card.channel if card else "", style=card.style if card else "",
        languages=tuple(card.languages) if card else (), best_hours=hours,
        has_photo=PersonFileKind.PHOTO in files, has_voice=PersonFileKind.VOICE in files,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A photo or voice note of a person, and where it lies."""

    media_type: str
    path: Path


def file_of(by: Actor, person: int, kind: str) -> KeptFile | None:
    """Return somebody's photo or voice note, None where they added none.

    Raises:
        access.NotThere: The two share neither an organisation nor a record.
    """
    if person != by.person and not _are_acquainted(by, person):
        raise access.NotThere
    row = PersonFile.objects.filter(person=person, kind=kind).first()
    return KeptFile(media_type=row.media_type, path=Path(settings.TROTH_FILES) / row.path) if row else None


def _are_acquainted(by: Actor, person: int) -> bool:
    mine = by.organisations()
    rows = access.relationships(by)
    near = (
        Q(organisation__in=mine) | Q(organisation__in=rows.values("buyer")) | Q(organisation__in=rows.values("factory"))
    )
    return Membership.objects.filter(near, person=person, active=True).exists()


def _roles(row: Relationship) -> Any:
    return ContactRole.objects.filter(relationship=row).select_related("person", "deputy")


def _seats(roles: list[ContactRole]) -> list[Seat]:
    return [_seat(role, cast(Side, role.side)) for role in roles]


def _seat(role: ContactRole, side: Side) -> Seat:
    person, deputy = (each.name if each else "" for each in (role.person, role.deputy))
    return Seat(side=side, topic=cast(Topic, role.topic), person=person, deputy=deputy)


def _named(role: ContactRole | None, side: Side, topic: Topic, gaps: dict[Any, Finding]) -> Named:
    return Named(
        side=side, topic=topic, gap=gaps.get((side, topic)),
        person=role.person_id if role else None, person_name=role.person.name if role and role.person else "",
        deputy=role.deputy_id if role else None, deputy_name=role.deputy.name if role and role.deputy else "",
    )  # fmt: skip


def _requests(mine: Any, organisation: int, person: int) -> list[Holding]:
    rows = ReplyRequest.objects.filter(relationship__in=mine, assigned_to=person, answered_at=None, withdrawn_at=None)
    return [
        Holding(kind="request", what=row.what, key=f"request {row.pk}", topic=cast(Topic, row.thread.topic),
                partner=_partner(row, organisation))
        for row in rows.select_related("thread", *SIDES_OF).order_by("due_at")
    ]  # fmt: skip


def _partner(row: Any, organisation: int) -> str:
    """Return the name of the other side of the record a row belongs to."""
    shared = row.relationship
    return str((shared.factory if shared.buyer_id == organisation else shared.buyer).name)


def _owned(mine: Any, organisation: int, person: int) -> list[Holding]:
    """Return actions, flags, cards and series of meetings in somebody's hands."""
    ours = Q(relationship__buyer=organisation, owner_buyer=person) | Q(
        relationship__factory=organisation, owner_factory=person
    )
    open_now = ("open", "done", "reopened")
    held: tuple[tuple[HoldingKind, str, str, Any], ...] = (
        ("promise", "action", "kind", Action.objects.filter(ours, state__in=open_now).order_by("due_on")),
        ("promise", "flag", "rule", RedFlag.objects.filter(owner=person, closed_on=None).order_by("due_on")),
        ("promise", "card", "title", Card.objects.filter(owner=person, archived_at=None).order_by("pk")),
        ("meeting", "series", "title", MeetingSeries.objects.filter(organiser=person, ended_at=None).order_by("pk")),
    )
    return [
        Holding(kind=kind, what=getattr(row, called), key=f"{key} {row.pk}", partner=_partner(row, organisation))
        for kind, key, called, rows in held
        for row in rows.filter(relationship__in=mine).select_related(*SIDES_OF)
    ]
