"""Keys of programs: a person's own token reads what they may see; it writes only where they chose that."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site.access import Actor, NotThere
from troth_site.actions import audit
from troth_site.models import ApiToken, Person
from troth_site.queries.tokens import hash_of

MARK = "troth_"
"""Every token begins with it, so that one left in a file can be found and revoked."""
MOST_WORKING = 50
LONGEST_DAYS = 3660
USE_NOTED_EVERY = timedelta(minutes=5)


class TokenRefused(Exception):
    """No such token is made; the message says what to do instead."""


def make_token(*, by: Actor, person: int, name: str = "", days: int | None = None, writes: bool = False) -> str:
    """Return a new token, shown this once; a person makes their own, the operator anybody's.

    Args:
        by: Who makes it.
        person: Whose it is.
        name: What it is for.
        days: Days for which it works; None for as long as nobody revokes it.
        writes: Whether it may change what its person may change.

    Raises:
        NotThere: There is no such person for whoever asks.
        TokenRefused: The person has many already, or the days cannot be meant.
    """
    if by.person != person and not by.as_operator:
        raise NotThere
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise TokenRefused(gettext_noop("A token works for 1 to 3660 days, or until it is revoked."))
    token = MARK + secrets.token_urlsafe(32)
    with transaction.atomic():
        holder = Person.objects.select_for_update().filter(pk=person, is_active=True).first()
        if holder is None:
            raise NotThere
        if _working(person).count() >= MOST_WORKING:
            raise TokenRefused(gettext_noop("Fifty tokens work already. Revoke those that nothing uses any more."))
        ends = None if days is None else timezone.now() + timedelta(days=days)
        made = ApiToken.objects.create(
            person=holder, name=name[:120], token_hash=hash_of(token), expires_at=ends, writes=writes
        )
        data = {"person": person, "days": days, "writes": writes}
        audit.record("token.made", by=by, subject=f"token {made.pk}", data=data)
    return token


def revoke_tokens(*, by: Actor, person: int, token: int | None = None) -> int:
    """Revoke one token of a person, or all of them; return how many stopped working.

    Raises:
        NotThere: They are somebody else's.
    """
    if by.person != person and not by.as_operator:
        raise NotThere
    with transaction.atomic():
        rows = ApiToken.objects.filter(person=person, revoked_at=None)
        rows = rows if token is None else rows.filter(pk=token)
        revoked = rows.update(revoked_at=timezone.now())
        if revoked:
            audit.record("token.revoked", by=by, subject=f"person {person}", data={"tokens": revoked, "token": token})
    return revoked


def note_use(*, token: int, last_used_at: datetime | None) -> None:
    """Note that a token was used, to some minutes: not every request of a program waits for a write."""
    now = timezone.now()
    if last_used_at is None or now - last_used_at >= USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token).update(last_used_at=now)


def _working(person: int) -> QuerySet[ApiToken]:
    alive = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return ApiToken.objects.filter(alive, person=person, revoked_at=None)
