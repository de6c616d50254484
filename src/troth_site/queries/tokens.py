"""Whose program asks, and which keys a person has given out."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q
from django.utils import timezone

from troth_site import access
from troth_site.access import Actor, NotThere
from troth_site.models import ApiToken

State = Literal["works", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class Token:
    """A key of one's own, without the key itself."""

    pk: int
    name: str
    writes: bool
    state: State
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """A working token, and the person it stands for with their seats."""

    token: int
    by: Actor
    writes: bool
    last_used_at: datetime | None


def holder(token_hash: str) -> Held | None:
    """Return whose working token has this hash; None for any other."""
    alive = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    rows = ApiToken.objects.filter(alive, token_hash=token_hash, revoked_at=None, person__is_active=True)
    found = rows.select_related("person").first()
    return None if found is None else Held(found.pk, access.actor(found.person), found.writes, found.last_used_at)


def own(by: Actor) -> tuple[Token, ...]:
    """Return a person's own tokens: those that work, then the others, the newest first."""
    rows = [_token(row) for row in ApiToken.objects.filter(person=by.person).order_by("-pk")]
    return tuple(sorted(rows, key=lambda row: row.state != "works"))


def own_one(by: Actor, pk: int) -> Token:
    """Return one of a person's own tokens.

    Raises:
        NotThere: It is somebody else's, or nobody's.
    """
    found = ApiToken.objects.filter(person=by.person, pk=pk).first()
    if found is None:
        raise NotThere
    return _token(found)


def _token(row: ApiToken) -> Token:
    state: State = "works"
    if row.revoked_at is not None:
        state = "revoked"
    elif row.expires_at is not None and row.expires_at <= timezone.now():
        state = "expired"
    return Token(
        pk=row.pk,
        name=row.name,
        writes=row.writes,
        state=state,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )


def hash_of(token: str) -> str:
    """Return what is kept of a token of any door; it is random and long, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()
