"""Visiting the installation's mailbox: what is new in it, letter by letter, remembered after each."""

import logging
from collections import Counter
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, transaction

from troth_site.actions import audit
from troth_site.actions.communication.mail import incoming
from troth_site.mailboxes import Account, Fetched, NoMailbox, Place, letters
from troth_site.models import Mailbox

log = logging.getLogger(__name__)
MOST_A_VISIT = 200
LARGEST = 40 * 1024 * 1024


def account() -> Account | None:
    """Return the mailbox of this installation, None where it has none."""
    if not settings.TROTH_IMAP_HOST:
        return None
    return Account(
        host=settings.TROTH_IMAP_HOST, port=settings.TROTH_IMAP_PORT, user=settings.TROTH_IMAP_USER,
        password=settings.TROTH_IMAP_PASSWORD, folder=settings.TROTH_IMAP_FOLDER,
        is_tls=not settings.TROTH_IMAP_STARTTLS, authorities=settings.TROTH_IMAP_AUTHORITIES,
    )  # fmt: skip


def visit(*, now: datetime) -> Counter[str]:
    """Take in what came since the last visit, and return what became of it by kind.

    Interrupted anywhere it goes on where it stopped; a letter read twice changes nothing. A mailbox that cannot be
    reached is noted and tried at the next visit.
    """
    came: Counter[str] = Counter()
    given = account()
    if given is None:
        return came
    row, _is_new = Mailbox.objects.get_or_create(name=given.name[:300])
    error = ""
    try:
        found = letters(given, after=Place(row.validity, row.last_uid), most=MOST_A_VISIT, largest=LARGEST)
        for fetched in found:
            came[_take(fetched, now)] += 1
            Mailbox.objects.filter(pk=row.pk).update(validity=fetched.place.validity, last_uid=fetched.place.uid)
    except NoMailbox as refused:
        error = str(refused)
        log.warning("the mailbox %s cannot be read: %s", given.name, error)
    with transaction.atomic():
        row = Mailbox.objects.select_for_update().get(pk=row.pk)
        row.visited_at, row.error, row.counts = now, error[:300], dict(Counter(row.counts) + came)
        row.save(update_fields=["visited_at", "error", "counts"])
        if came:
            audit.record("mailbox.visited", by=None, subject=f"mailbox {row.pk}", data=dict(came))
    return came


def _take(fetched: Fetched, now: datetime) -> str:
    try:
        return incoming.take(fetched.raw, now=now, is_whole=fetched.is_whole).value
    except DatabaseError:
        # The database is not there: the letter waits in its mailbox for the next visit.
        raise
    except Exception:
        # One letter nobody foresaw must not stop all that come after it; it stays in the mailbox.
        log.exception("letter %s of the mailbox could not be read", fetched.place.uid)
        return "failed"
