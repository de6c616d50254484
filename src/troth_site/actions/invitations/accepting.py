"""Taking the seat an invitation offers."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from troth_site import access, queue
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.invitations.making import DAYS, InvitationRefused
from troth_site.actions.trust import judging
from troth_site.models import Invitation, Membership, Organisation, Person, Relationship
from troth_site.names import latin, search_text
from troth_site.queries.invitations import is_settled
from troth_site.queries.tokens import hash_of


class DoorClosed(Exception):
    """The invitation was used, revoked, has expired or never existed; the four are not told apart."""


class ForSomebodyElse(Exception):
    """The invitation names another address than that of whoever opened it, or one whose person signs in first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """What somebody says of themselves when they take their seat."""

    name: str
    password: str | None = None
    language: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the first person of an organisation says of it."""

    name: str
    name_latin: str
    country: str
    zone: str


def ask_for_own_door(*, token: str, email: str) -> None:
    """Mail whoever holds a QR code a door that names their address; the code itself is spent.

    Raises:
        DoorClosed: It cannot be used (any more).
    """
    with transaction.atomic():
        row = _open(token)
        if row.email:
            raise DoorClosed
        row.used_at = now = timezone.now()
        row.save(update_fields=["used_at"])
        # Its own token is made when the letter is written; until then nothing opens it.
        mailed = Invitation.objects.create(
            relationship_id=row.relationship_id, organisation_id=row.organisation_id, role=row.role, name=row.name,
            email=email.strip(), language=translation.get_language() or "", invited_by_id=row.invited_by_id,
            token_hash=hash_of(secrets.token_urlsafe(32)), created_at=now, expires_at=now + timedelta(days=DAYS),
        )  # fmt: skip
        subject = f"invitation {mailed.pk}"
        audit.record("invitation.addressed", by=None, organisation=row.organisation_id, subject=subject)
        queue.enqueue("people.mail_invitation", invitation=mailed.pk)


def accept(*, token: str, guest: Guest, house: House | None) -> Person:
    """Take the seat an invitation offers, as somebody new here.

    Args:
        token: The door's own.
        guest: Who comes.
        house: What their organisation is, asked of its first person; not heard where its people are here already.

    Raises:
        DoorClosed: The invitation cannot be used (any more).
        ForSomebodyElse: Its address has a person here, who signs in first.
    """
    with transaction.atomic():
        row = _open(token)
        if not row.email:
            raise DoorClosed
        if Person.objects.filter(email__iexact=row.email).exists():
            raise ForSomebodyElse
        person = Person.objects.create_user(
            row.email, guest.password, name=guest.name, name_latin=latin(guest.name), language=guest.language,
            zone=guest.zone,
        )  # fmt: skip
        if house is not None and not is_settled(row.organisation_id):
            _describe(row, house)
        _seat(row, person, row.organisation_id)
    return person


def accept_as(*, by: Actor, token: str, organisation: int | None) -> None:
    """Take the seat an invitation offers, as somebody who is here already.

    Args:
        by: Who is signed in.
        token: The door's own.
        organisation: One of their own organisations that the inviter means, so that the new record comes to their
            others; None takes a seat in the organisation as the inviter named it.

    Raises:
        DoorClosed: The invitation cannot be used (any more).
        ForSomebodyElse: It names another address.
        InvitationRefused: The organisation is not the one that is meant.
    """
    with transaction.atomic():
        row = _open(token)
        if row.email.casefold() != by.email.casefold():
            raise ForSomebodyElse
        seat = row.organisation_id
        if organisation is not None:
            seat = access.organisation(by, organisation, "people").pk
            _bring_together(row, seat)
        _seat(row, Person.objects.get(pk=by.person), seat)


def _open(token: str) -> Invitation:
    rows = Invitation.objects.select_for_update().filter(token_hash=hash_of(token), used_at=None, revoked_at=None)
    row = rows.filter(expires_at__gt=timezone.now()).first()
    if row is None:
        raise DoorClosed
    return row


def _describe(row: Invitation, house: House) -> None:
    own = Organisation.objects.select_for_update().get(pk=row.organisation_id)
    if own.name != house.name:
        Relationship.objects.filter(factory=own, known_as="").update(known_as=own.name)
    own.name, own.name_latin = house.name, house.name_latin or latin(house.name)
    own.country, own.zone = house.country, house.zone
    own.search = search_text(own.name, own.name_latin)
    own.save()


def _bring_together(row: Invitation, own: int) -> None:
    """Let the inviter's record stand with the organisation the person already has here."""
    record = Relationship.objects.select_for_update().filter(pk=row.relationship_id).first()
    if record is None or is_settled(row.organisation_id) or not _are_alike(row, record, own):
        raise InvitationRefused(gettext_noop("These two cannot be brought together. Take the seat as it was offered."))
    if record.factory_id == row.organisation_id:
        record.known_as = record.known_as or row.organisation.name
        record.factory_id = own
    else:
        record.buyer_id = own
    record.save(update_fields=["factory", "buyer", "known_as"])
    judging.judge([record.pk], as_of=timezone.localdate())


def _are_alike(row: Invitation, record: Relationship, own: int) -> bool:
    """Tell whether an organisation can stand in another's place: of its kind, and with no record of the two yet."""
    as_factory = record.factory_id == row.organisation_id
    pair = (record.buyer_id, own) if as_factory else (own, record.factory_id)
    if pair[0] == pair[1] or Relationship.objects.filter(buyer=pair[0], factory=pair[1]).exists():
        return False
    return Organisation.objects.filter(pk=own, kind=row.organisation.kind).exists()


def _seat(row: Invitation, person: Person, organisation: int) -> None:
    Membership.objects.update_or_create(
        person=person, organisation_id=organisation, defaults={"role": row.role, "active": True}
    )
    row.used_at, row.used_by = timezone.now(), person
    row.save(update_fields=["used_at", "used_by"])
    if row.relationship_id:
        # Its own people invite their colleagues from now on; a code in a stranger's hand would seat one more owner.
        codes = Invitation.objects.filter(organisation_id=row.organisation_id, email="", used_at=None, revoked_at=None)
        codes.update(revoked_at=row.used_at)
    subject, by = f"invitation {row.pk}", access.actor(person)
    audit.record("invitation.accepted", by=by, organisation=organisation, subject=subject, data={"role": row.role})
