"""Dropped files of mail: those a person may see, and one of them as its page shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from troth.commitments.outcomes import Side
from troth_site import access
from troth_site.access import Actor
from troth_site.models import MailBatch, Message, Relationship
from troth_site.models.choices import Topic
from troth_site.queries.partners import Partnership, as_partnership

# Until a file is taken in, it is the business of the side that dropped it.
SHARED = ("applying", "done", "undone")
SHOWN = 50
TOPICS = tuple(Topic.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A dropped file of mail.

    Attributes:
        is_ours: The reader's side dropped it.
        report: Counts and findings; for the other side the counts of what was taken in alone.
        to_confirm: Messages in it said to be of the reader's side, which nobody of that side has confirmed.
    """

    pk: int
    uid: str
    name: str
    side: str
    state: str
    state_name: str
    by: str
    read_at: datetime
    undone_at: datetime | None
    is_ours: bool
    report: dict[str, Any]
    answers: dict[str, str]
    to_confirm: int
    partnership: Partnership


def opened(by: Actor, uid: str, verb: access.Verb = "see") -> MailBatch:
    """Return the row of a file the person may see.

    Raises:
        access.NotThere: There is none for this person; what one side has not taken in yet is none for the other.
        access.NotAllowed: The person sees it, but may not do this.
    """
    pk = MailBatch.objects.filter(uid=uid).values_list("pk", flat=True).first()
    if pk is None:
        raise access.NotThere
    row = access.of_relationship(by, MailBatch, pk)
    if row.state not in SHARED and row.side != access.side_of(by, row.relationship):
        raise access.NotThere
    if verb != "see":
        access.relationship(by, row.relationship_id, verb)
    return row


def own(by: Actor, uid: str, verb: access.Verb) -> MailBatch:
    """Return the row of a file of the person's own side; of the other side's nothing can be changed here.

    Raises:
        access.NotThere: There is none for this person.
        access.NotAllowed: The other side dropped it, or the person's role may not do this.
    """
    row = opened(by, uid, verb)
    if row.side != access.side_of(by, row.relationship):
        raise access.NotAllowed
    return row


def batch(by: Actor, uid: str) -> Batch:
    """Return one file as its page shows it."""
    row = opened(by, uid)
    side = access.side_of(by, row.relationship)
    waiting = 0
    if row.state == "done":
        waiting = row.messages.filter(side=side, verified=False, automatic="").count()
    return _batch(row, side, as_partnership(by, row.relationship), waiting)


def batches(by: Actor, found: Partnership) -> tuple[Batch, ...]:
    """Return the files of mail of a relationship that the person may see, the newest first."""
    rows = _seen(found).select_related("by").order_by("-pk")[:SHOWN]
    return tuple(_batch(row, found.our_side, found, 0) for row in rows)


def for_job(pk: int) -> tuple[MailBatch, Actor] | None:
    """Return a file and in whose name it is worked on; None where that person has left."""
    row = MailBatch.objects.select_related("by", "relationship__buyer", "relationship__factory").filter(pk=pk).first()
    if row is None or row.by is None:
        return None
    return row, access.actor(row.by, as_operator=row.by.is_operator)


def same_file(relationship: Relationship, sha256: str) -> MailBatch | None:
    """Return the file with this content that was taken in before."""
    return MailBatch.objects.filter(relationship=relationship, sha256=sha256, state="done").order_by("pk").first()


def messages_of(pk: int) -> QuerySet[Message]:
    """Return the messages a file brought."""
    return Message.objects.filter(batch=pk)


def _seen(found: Partnership) -> QuerySet[MailBatch]:
    return MailBatch.objects.filter(Q(state__in=SHARED) | Q(side=found.our_side), relationship=found.pk)


def _batch(row: MailBatch, side: Side, partnership: Partnership, waiting: int) -> Batch:
    is_ours = row.side == side
    report = row.report if is_ours else {"counts": row.report.get("counts", {})}
    return Batch(
        pk=row.pk, uid=str(row.uid), name=row.name, side=row.side, state=row.state, state_name=row.get_state_display(),
        by=str(row.by or ""), read_at=row.read_at, undone_at=row.undone_at, is_ours=is_ours, report=report,
        answers=row.answers if is_ours else {}, to_confirm=waiting, partnership=partnership,
    )  # fmt: skip
