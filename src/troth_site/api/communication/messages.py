"""What both sides wrote to each other: threads, messages with their translations, decisions, terms, changes."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Router, Schema

from troth_site.api.frame.forms import Key, Page, Side, Text, answers
from troth_site.queries.communication import changes as changed
from troth_site.queries.communication import glossary as terms
from troth_site.queries.communication import messages as read
from troth_site.queries.communication import threads as listed
from troth_site.queries.communication.changes import ChangeRow
from troth_site.queries.communication.messages_rows import MessageRow, OneThread
from troth_site.queries.communication.threads import ThreadFilter, ThreadRow
from troth_site.queries.partners import partnership

router = Router(tags=["What was written"])
MessageTopic = Literal["orders", "quality", "finance", "logistics", "ethics"]


class ThreadSummary(Schema):
    """A thread of one topic."""

    id: int
    partner: int
    subject: str
    topic: MessageTopic
    order: str
    messages: int
    unread: int = Field(description="Messages of the other side that you have not opened on a page.")
    waits_for: Literal["us", "them", "both", ""] = Field(description="Whose answer is waited for.")
    last_at: datetime
    closed: bool


class Threads(Schema):
    """A page of threads, the latest first."""

    total: int
    page: int
    pages: int
    threads: list[ThreadSummary]


class MessageTranslated(Schema):
    """A translation; the original counts."""

    language: str
    text: str
    mark: Literal["machine", "human", "confirmed", "stale"]


class MessageWritten(Schema):
    """A message in its writer's words."""

    id: int
    side: Literal["factory", "buyer", ""] = Field(description="Empty where a mail's sender belongs to neither.")
    author: str
    text: str
    language: str
    origin: Literal["page", "link", "mail", "file", "api"]
    at: datetime = Field(description="When it came onto the record.")
    send_at: datetime | None = Field(description="When a message of your own side that still waits is sent.")
    sender_verified: bool
    translations: list[MessageTranslated]
    request: int | None = Field(description="The request it asks; null where it asks nothing.")


class DecisionTaken(Schema):
    """What was decided; it stands once both sides have confirmed the same words."""

    id: int
    text: str
    version: int
    state: Literal["proposed", "waiting", "confirmed", "withdrawn"]
    confirmed_by: list[Side]


class ThreadWhole(Schema):
    """A thread with its newest messages, or all of them."""

    id: int
    partner: int
    subject: str
    topic: MessageTopic
    order: str
    closed: bool
    earlier: int = Field(description="Messages before those shown; ask with all=true for them.")
    messages: list[MessageWritten]
    decisions: list[DecisionTaken]


class GlossaryTerm(Schema):
    """A term of a relationship, its words by the code of their language."""

    id: int
    term: str
    meaning: str
    words: dict[str, str]


class ChangeAsked(Schema):
    """A change one side asks for."""

    id: int
    asked_by: Side
    thing: str
    attribute: str
    value: str
    why: str
    is_process: bool
    limit: str
    alternative: str
    constraint: str
    reason: str
    state: Literal["open", "accepted", "alternative", "declined", "withdrawn"]
    asked_at: datetime
    answered_at: datetime | None


@router.get("partners/{partner}/threads", response=answers(Threads, 404, 422), operation_id="threads",
            url_name="threads")  # fmt: skip
def threads(request: HttpRequest, partner: Key, page: Page = 1, q: Text = "") -> Threads:
    """List the threads with a partner, the latest first; with q those that hold its words."""
    found = partnership(request.auth, partner)  # type: ignore[attr-defined]
    shown = listed.threads(request.auth, ThreadFilter(partner=found.pk, q=q), page=page)  # type: ignore[attr-defined]
    rows = [_summary(row) for row in shown.rows]
    return Threads(total=shown.total, page=shown.number, pages=shown.pages, threads=rows)


@router.get("threads/{thread}", response=answers(ThreadWhole, 404, 422), operation_id="thread", url_name="thread")
def thread(request: HttpRequest, thread: Key, all: bool = False) -> ThreadWhole:  # noqa: A002 -- the page calls it so
    """Show a thread: its newest 50 messages, or with all=true every one. Reading here marks nothing as read."""
    found = read.one_thread(
        request.auth, thread, language=get_language() or "en", now=timezone.now(), everything=all  # type: ignore[attr-defined]
    )  # fmt: skip
    return _whole(found)


@router.get("partners/{partner}/glossary", response=answers(list[GlossaryTerm], 404, 422), operation_id="glossary",
            url_name="glossary")  # fmt: skip
def glossary(request: HttpRequest, partner: Key) -> list[GlossaryTerm]:
    """List the terms of a relationship with their words in each language."""
    rows = terms.terms(request.auth, partner)  # type: ignore[attr-defined]
    return [GlossaryTerm(id=row.pk, term=row.term, meaning=row.meaning, words=dict(row.words)) for row in rows]


@router.get("partners/{partner}/changes", response=answers(list[ChangeAsked], 404, 422), operation_id="changes",
            url_name="changes")  # fmt: skip
def changes(request: HttpRequest, partner: Key, page: Page = 1) -> list[ChangeAsked]:
    """List the changes that were asked for, fifty a page, what waits for an answer first."""
    found = changed.changes(request.auth, partner, page=page)  # type: ignore[attr-defined]
    return [_change(row) for row in found.rows]


def _summary(row: ThreadRow) -> ThreadSummary:
    return ThreadSummary(
        id=row.pk, partner=row.relationship, subject=row.subject, topic=row.topic, order=row.order,  # type: ignore[arg-type]
        messages=row.messages, unread=row.unread, waits_for=row.waits_for, last_at=row.last_at, closed=row.is_closed,  # type: ignore[arg-type]
    )  # fmt: skip


def _whole(found: OneThread) -> ThreadWhole:
    return ThreadWhole(
        id=found.pk, partner=found.partnership.pk, subject=found.subject, topic=found.topic, order=found.order,  # type: ignore[arg-type]
        closed=found.is_closed, earlier=found.earlier, messages=[_message(row) for row in found.messages],
        decisions=[
            DecisionTaken(
                id=row.pk, text=row.text, version=row.version, state=row.state,
                confirmed_by=[each.side for each in row.behind if each.at is not None],  # type: ignore[misc]
            )
            for row in found.decisions
        ],
    )  # fmt: skip


def _message(row: MessageRow) -> MessageWritten:
    return MessageWritten(
        id=row.pk, side=row.side, author=row.author, text=row.text, language=row.language, origin=row.origin,  # type: ignore[arg-type]
        at=row.at, send_at=row.send_at if row.is_waiting else None, sender_verified=row.verified,
        translations=[
            MessageTranslated(language=each.language, text=each.text, mark=each.mark) for each in row.translations
        ],
        request=(row.asked.pk or None) if row.asked else None,
    )  # fmt: skip


def _change(row: ChangeRow) -> ChangeAsked:
    return ChangeAsked(
        id=row.pk, asked_by=row.side, thing=row.thing, attribute=row.attribute, value=row.value, why=row.why,  # type: ignore[arg-type]
        is_process=row.is_process, limit=row.limit, alternative=row.alternative, constraint=row.constraint,
        reason=row.reason, state=row.state, asked_at=row.asked_at, answered_at=row.answered_at,  # type: ignore[arg-type]
    )  # fmt: skip
