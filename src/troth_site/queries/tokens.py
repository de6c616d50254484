"""Whose program asks, and which keys a person has given out."""

from dataclasses import dataclass
from datetime import datetime

from troth_site import access
from troth_site.access import Actor
from troth_site.models import ApiToken


@dataclass(frozen=True, slots=True)
class Token:
    """A key of one's own, without the key itself."""

    pk: int
    name: str
    created_at: datetime
    revoked_at: datetime | None


def holder(token_hash: str) -> Actor | None:
    """Return the person whose working token has this hash, with their seats; None for any other."""
    rows = ApiToken.objects.filter(token_hash=token_hash, revoked_at=None, person__is_active=True)
    found = rows.select_related("person").first()
    return None if found is None else access.actor(found.person)


def own(by: Actor) -> tuple[Token, ...]:
    """Return a person's own tokens, the newest first."""
    rows = ApiToken.objects.filter(person=by.person).order_by("-pk")
    return tuple(Token(row.pk, row.name, row.created_at, row.revoked_at) for row in rows)
