"""The private address of a person's calendar: made, revoked, and remembered when it was asked for last."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.models import CalendarFeed, Person
from troth_site.queries.tokens import hash_of

MOST = 5
NOTED_EVERY = timedelta(days=1)


class FeedRefused(Exception):
    """No such address is made; the message says what to do instead."""


def make(*, by: Actor) -> str:
    """Return the token of a new address of one's own feed, shown this once; only its hash is kept.

    Raises:
        FeedRefused: Five addresses work already.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=by.person)
        if CalendarFeed.objects.filter(person=by.person, revoked_at=None).count() >= MOST:
            raise FeedRefused(gettext_noop("Five addresses work already. Revoke those that no program uses any more."))
        made = CalendarFeed.objects.create(person_id=by.person, token_hash=hash_of(token), created_at=timezone.now())
        audit.record("feed.made", by=by, subject=f"feed {made.pk}")
    return token


def revoke(*, by: Actor, feed: int) -> None:
    """Close an address of one's own feed; closing it twice changes nothing.

    Raises:
        NotThere: It is somebody else's.
    """
    found = CalendarFeed.objects.filter(pk=feed, person=by.person).first()
    if found is None:
        raise access.NotThere
    with transaction.atomic():
        if CalendarFeed.objects.filter(pk=feed, revoked_at=None).update(revoked_at=timezone.now()):
            audit.record("feed.revoked", by=by, subject=f"feed {feed}")


def note_use(*, by: Actor, feed: int, last_used_at: datetime | None) -> None:
    """Remember that a program asked, once a day."""
    now = timezone.now()
    if last_used_at is not None and now - last_used_at < NOTED_EVERY:
        return
    with transaction.atomic():
        CalendarFeed.objects.filter(pk=feed).update(last_used_at=now)
        audit.record("feed.read", by=by, subject=f"feed {feed}")
