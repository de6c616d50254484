"""How soon each side answered in mail that came by file: facts for the library, read from the messages themselves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import QuerySet

from troth.commitments.outcomes import SIDES, Side
from troth.communication.automatic import Automatic
from troth.communication.clock import ResponseSummary, response_summary
from troth.communication.exchanges import Exchange, Spoken, exchanges
from troth.communication.replies import read_message
from troth_site.models import Message

MOST_MESSAGES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How soon one side answered, by the wall clock."""

    side: Side
    summary: ResponseSummary


def exchanges_of(messages: QuerySet[Message]) -> list[Exchange]:
    """Return the questions in messages and what came of them, thread by thread.

    Messages without a time, of neither side, or of a machine neither ask nor answer.
    """
    threads: dict[int, list[Spoken]] = defaultdict(list)
    rows = messages.exclude(sent_at=None).filter(side__in=SIDES).order_by("thread", "sent_at", "pk")[:MOST_MESSAGES]
    for thread, side, text, sent_at, automatic in rows.values_list("thread", "side", "text", "sent_at", "automatic"):
        reading = read_message(text, automatic=Automatic(automatic) if automatic else None)
        threads[thread].append(Spoken(at=sent_at, side=side, reading=reading))
    return [found for spoken in threads.values() for found in exchanges(spoken)]


def answers_of(batch: int) -> tuple[Answered, ...]:
    """Return how soon each side answered in the mail of one file; open questions have waited until its last message."""
    messages = Message.objects.filter(batch=batch)
    found = exchanges_of(messages)
    until = messages.exclude(sent_at=None).order_by("-sent_at").values_list("sent_at", flat=True).first()
    as_of: datetime = until or datetime.max.replace(tzinfo=UTC)
    return tuple(
        Answered(
            side=side,
            summary=response_summary([each.request for each in found if each.answering == side], as_of=as_of),
        )
        for side in SIDES
    )
