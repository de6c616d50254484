"""Invitations that wait, and what the page behind a door tells."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from troth_site import access
from troth_site.access import Actor
from troth_site.models import Invitation, Membership, Person
from troth_site.queries.tokens import hash_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An invitation that nobody has used yet."""

    pk: int
    name: str
    email: str
    role_word: str
    invited_by: str
    created_at: datetime
    expires_at: datetime
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What an open invitation offers.

    Attributes:
        email: Whose it is; empty for a QR code.
        partner: With whom the record is kept; empty for a colleague's invitation.
        is_known: The address has a person here, who signs in first.
        is_first: Nobody of the organisation is here yet: the guest says what it is.
    """

    email: str
    name: str
    language: str
    role_word: str
    organisation: int
    organisation_name: str
    organisation_latin: str
    kind: str
    country: str
    zone: str
    invited_by: str
    partner: str
    is_known: bool
    is_first: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody with a seat in an organisation."""

    pk: int
    name: str
    email: str
    role_word: str


def waiting_for(by: Actor, relationship: int) -> tuple[Waiting, ...]:
    """Return the invitations to the other side of a relationship that nobody has used."""
    row = access.relationship(by, relationship, "invite")
    return _waiting(Invitation.objects.filter(relationship=row))


def waiting_in(by: Actor, organisation: int) -> tuple[Waiting, ...]:
    """Return the invitations into one's own organisation that nobody has used."""
    return _waiting(Invitation.objects.filter(organisation=access.organisation(by, organisation, "people")))


def members(by: Actor, organisation: int) -> tuple[Member, ...]:
    """Return who has a seat in one's own organisation."""
    own = access.organisation(by, organisation, "people")
    rows = Membership.objects.filter(organisation=own, active=True, person__is_operator=False).select_related("person")
    return tuple(
        Member(pk=row.person_id, name=row.person.name, email=row.person.email, role_word=row.get_role_display())
        for row in rows.order_by("person__name", "pk")
    )


def is_settled(organisation: int) -> bool:
    """Tell whether anybody of an organisation is here; the operator of the installation is nobody's colleague."""
    seats = Membership.objects.filter(organisation=organisation, active=True, person__is_active=True)
    return seats.filter(person__is_operator=False).exists()


def door(token: str) -> Door | None:
    """Return what a door offers, None where it is closed: used, revoked, expired or never made."""
    rows = Invitation.objects.filter(token_hash=hash_of(token), used_at=None, revoked_at=None)
    row = (
        rows.filter(expires_at__gt=timezone.now())
        .select_related("organisation", "invited_by", "relationship__buyer", "relationship__factory")
        .first()
    )
    if row is None:
        return None
    own, record = row.organisation, row.relationship
    partner = "" if record is None else (record.buyer if record.factory_id == own.pk else record.factory).name
    return Door(
        email=row.email, name=row.name, language=row.language, role_word=row.get_role_display(), organisation=own.pk,
        organisation_name=own.name, organisation_latin=own.name_latin, kind=own.kind, country=own.country,
        zone=own.zone, invited_by=row.invited_by.name if row.invited_by else "", partner=partner,
        is_known=bool(row.email) and Person.objects.filter(email__iexact=row.email).exists(),
        is_first=not is_settled(own.pk), expires_at=row.expires_at,
    )  # fmt: skip


def _waiting(rows: QuerySet[Invitation]) -> tuple[Waiting, ...]:
    now = timezone.now()
    found = rows.filter(used_at=None, revoked_at=None).select_related("invited_by").order_by("-created_at")
    return tuple(
        Waiting(
            pk=row.pk, name=row.name, email=row.email, role_word=row.get_role_display(),
            invited_by=row.invited_by.name if row.invited_by else "", created_at=row.created_at,
            expires_at=row.expires_at, is_over=row.expires_at <= now,
        )
        for row in found
    )  # fmt: skip
