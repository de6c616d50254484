"""Keys of programs: a person's own token reads what that person may see, and nothing else."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from troth_site.access import Actor, NotThere
from troth_site.actions import audit
from troth_site.models import ApiToken, Person

MARK = "troth_"
"""Every token begins with it, so that one left in a file can be found and revoked."""


def hash_of(token: str) -> str:
    """Return what is kept of a token; it is random and long, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_token(*, by: Actor, person: int, name: str = "") -> str:
    """Return a new token, shown this once; a person makes their own, the operator anybody's.

    Raises:
        NotThere: There is no such person for whoever asks.
    """
    if by.person != person and not by.as_operator:
        raise NotThere
    token = MARK + secrets.token_urlsafe(32)
    with transaction.atomic():
        holder = Person.objects.filter(pk=person, is_active=True).first()
        if holder is None:
            raise NotThere
        made = ApiToken.objects.create(person=holder, name=name[:120], token_hash=hash_of(token))
        audit.record("token.made", by=by, subject=f"token {made.pk}", data={"person": person})
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
        audit.record("token.revoked", by=by, subject=f"person {person}", data={"tokens": revoked})
    return revoked
