"""One-tap links: what the page behind one tells, and nothing else of the relationship."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from troth_site.access import ROLE_MAY
from troth_site.models import Membership, OneTapLink, ReplyRequest
from troth_site.queries.partners import named
from troth_site.queries.tokens import hash_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What an open door shows: the one request it serves.

    Attributes:
        asked_by: Who asks, and for which organisation.
        zone: The receiver's zone.
        their_zone: The asker's zone.
    """

    what: str
    why: str
    severity: str
    asked_by: str
    organisation: str
    receiver: str
    language: str
    asked_at: datetime
    due_at: datetime
    expires_at: datetime
    zone: str
    their_zone: str


def usable(token: str, *, lock: bool = False) -> OneTapLink | None:
    """Return the row of a door that can be used now, None for any other: used, revoked, over, answered or never made.

    Args:
        token: From the address.
        lock: Hold the row until the transaction ends, so that it is used once.
    """
    rows = OneTapLink.objects.filter(
        token_hash=hash_of(token), used_at=None, revoked_at=None, expires_at__gt=timezone.now(),
        request__answered_at=None, request__withdrawn_at=None, person__is_active=True,
    ).select_related(
        "person", "request__message__author", "request__relationship__buyer", "request__relationship__factory",
        "request__thread",
    )  # fmt: skip
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    return found if found is not None and belongs(found.request, found.person_id) else None


def belongs(row: ReplyRequest, person: int) -> bool:
    """Tell whether a person sits in the answering organisation and may answer for it."""
    organisation = row.relationship.factory_id if row.side == "buyer" else row.relationship.buyer_id
    roles = [role for role, verbs in ROLE_MAY.items() if "answer" in verbs]
    seats = Membership.objects.filter(organisation=organisation, active=True, role__in=roles, person__is_active=True)
    return seats.filter(person=person).exists()


def door(token: str) -> Door | None:
    """Return what a door shows, None where there is none to open; looking at it changes nothing."""
    link = usable(token)
    if link is None:
        return None
    row = link.request
    asker, ours = row.relationship.buyer, row.relationship.factory
    if row.side == "factory":
        asker, ours = ours, asker
    author = row.message.author
    return Door(
        what=row.what,
        why=row.why,
        severity=row.severity,
        asked_by=named(author.name, author.email) if author else "",
        organisation=asker.name,
        receiver=str(link.person),
        language=link.person.language,
        asked_at=row.asked_at,
        due_at=row.due_at,
        expires_at=link.expires_at,
        zone=link.person.zone or ours.zone or "UTC",
        their_zone=asker.zone or "UTC",
    )
