"""One-tap links: a mailed door to one request, whose page answers once without a sign-in, and does nothing else."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth.communication.attached import AttachedFile
from troth.communication.replies import Reading, Reply, read_message
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.communication import messages, messages_files, requests
from troth_site.actions.communication.requests.entries import answering
from troth_site.models import Message, OneTapLink, ReplyRequest
from troth_site.queries.communication.doors import belongs, usable
from troth_site.queries.tokens import hash_of

DAYS = 14
MOST_TEXT = 4000


class DoorRefused(Exception):
    """No door can be made or used like this; the message says why."""


class DoorClosed(Exception):
    """The door was used, revoked, has expired or never was; the four are not told apart."""


def make_door(request: int, person: int) -> str:
    """Return the address at which a person of the answering side answers one request, once, without a sign-in.

    The token is in the address alone; what is kept is its hash. An earlier door of the same person is closed.

    Raises:
        DoorRefused: The person does not belong to the side that answers, or nothing is open.
    """
    token, now = secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        row = ReplyRequest.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=request)
        if row.answered_at is not None or row.withdrawn_at is not None:
            raise DoorRefused(gettext_noop("This request does not wait for an answer any more."))
        if not belongs(row, person):
            raise DoorRefused(gettext_noop("Only somebody of the side that answers gets a door."))
        OneTapLink.objects.filter(request=row, person=person, used_at=None, revoked_at=None).update(revoked_at=now)
        OneTapLink.objects.create(
            request=row, person_id=person, token_hash=hash_of(token), created_at=now,
            expires_at=now + timedelta(days=DAYS),
        )  # fmt: skip
        audit.record("door.made", by=None, relationship=row.relationship, subject=f"request {row.pk}")
    return f"{settings.TROTH_ORIGIN}/answer/{token}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of an answer through a door: whether it stopped the clock, or only said that somebody looks at it."""

    stops_the_clock: bool


def answer_by_door(*, token: str, text: str, is_choice: bool = False, files: Sequence[AttachedFile] = ()) -> Answered:
    """Answer a request through its door, once; it stands as by link, its sender not verified.

    Args:
        token: From the address.
        text: The answer.
        is_choice: A choice that the page offered was pressed; such an answer is one, however short.
        files: What hangs on the answer, looked at already.

    Raises:
        DoorClosed: The door cannot be used any more, whatever the reason.
        DoorRefused: Nothing is said, or too much.
    """
    words = text.strip()
    if not words or len(words) > MOST_TEXT:
        raise DoorRefused(gettext_noop("Write your answer, at most 4,000 characters."))
    with transaction.atomic():
        link = usable(token, lock=True)
        if link is None:
            raise DoorClosed
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
        said, by = _say(link, words), access.actor(link.person)
        messages_files.keep(said, files)
        reading = _read(words, is_choice=is_choice)
        # Heard before it goes on the record, because the door knows which request it serves.
        requests.hear(said, reading, about=(link.request_id,))
        # Only now: hearing moved the head of the ledger.
        relationship = ledger.lock(link.request.relationship_id)
        messages.put_on_record(by=by, relationship=relationship, message=said)
        audit.record("door.answered", by=by, relationship=relationship, subject=f"request {link.request_id}")
    return Answered(stops_the_clock=reading.reply == Reply.SUBSTANTIVE)


def _read(words: str, *, is_choice: bool) -> Reading:
    reading = read_message(words)
    # "Yes" alone reads as an acknowledgement in some languages; chosen beside the question it is its answer.
    return replace(reading, reply=Reply.SUBSTANTIVE) if is_choice else reading


def _say(link: OneTapLink, words: str) -> Message:
    row, now = link.request, timezone.now()
    return Message.objects.create(
        relationship=row.relationship, thread=row.thread, side=answering(row.side), author=link.person,
        author_name=str(link.person), author_address=link.person.email, text=words, origin="link", sent_at=now,
        recorded_at=now, language=link.person.language, verified=False,
    )  # fmt: skip


def revoke_doors(*, by: Actor, request: int) -> int:
    """Close every open door of a request, from either side, and return how many there were."""
    seen = access.of_relationship(by, ReplyRequest, request, "answer")
    with transaction.atomic():
        doors = OneTapLink.objects.filter(request=seen, used_at=None, revoked_at=None)
        closed: int = doors.update(revoked_at=timezone.now())
        if closed:
            audit.record(
                "door.revoked", by=by, relationship=seen.relationship, subject=f"request {seen.pk}",
                data={"doors": closed},
            )  # fmt: skip
    return closed
