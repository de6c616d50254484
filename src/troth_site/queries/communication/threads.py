"""Threads of all partners, or of one: what was said last, what is new, and who waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from troth_site import access
from troth_site.access import Actor
from troth_site.models import (
    Membership,
    Message,
    MessageTranslation,
    Order,
    ReadMark,
    Relationship,
    ReplyRequest,
    Thread,
)
from troth_site.models.choices import Topic
from troth_site.queries.ledger import Page
from troth_site.queries.partners import seen_by, side_seen_from, visible

PAGE = 50
SHOWN_WORDS = 160
MOST_PARTNERS = 200
TOPICS = tuple(Topic.choices)
WAITING_FOR = ("us", "them")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadFilter:
    """What a list of threads is narrowed to; empty is everything.

    Attributes:
        waits: "us" where the other side waits for an answer of ours, "them" the other way round.
        q: Words in the subject, in what was said, or in the partner's name.
    """

    waits: str = ""
    topic: str = ""
    partner: int | None = None
    q: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRow:
    """A thread in a list.

    Attributes:
        unread: Messages of the other side that the reader has not opened.
        waits_for: "us", "them", "both" or empty.
        last_by: Who wrote last, and last_side, from which side.
    """

    pk: int
    subject: str
    topic: str
    relationship: int
    partner: str
    partner_latin: str
    our_side: str
    order: str
    messages: int
    unread: int
    waits_for: str
    last_at: datetime
    last_by: str
    last_side: str
    last_words: str
    last_language: str
    is_closed: bool


def threads(by: Actor, chosen: ThreadFilter, *, page: int = 1) -> Page[ThreadRow]:
    """Return a page of the threads a person may see, the latest first; four queries for any number of them."""
    found = narrowed(by, chosen)
    total, first = found.count(), (max(page, 1) - 1) * PAGE
    rows = list(
        found.select_related("relationship__buyer", "relationship__factory", "order")
        .order_by("-last_at", "-pk")[first : first + PAGE]
    )  # fmt: skip
    return Page(_rows(by, rows), max(page, 1), total, PAGE)


def partners_in(by: Actor) -> tuple[tuple[int, str], ...]:
    """Return the partners with whom the person's side has threads, by name, at most 200."""
    rows = visible(by).filter(Exists(Thread.objects.filter(relationship=OuterRef("pk"))))[:MOST_PARTNERS]
    mine = by.organisations()
    named = [(row.pk, row.factory.name if row.buyer_id in mine else row.buyer.name) for row in rows]
    return tuple(sorted(named, key=lambda each: each[1].casefold()))


def order_called(relationship: int, number: str) -> int | None:
    """Return the order of a number in a relationship that has passed the gate, None where there is none."""
    found = Order.objects.filter(relationship=relationship, number__iexact=number)
    return found.order_by("pk").values_list("pk", flat=True).first()


def zones(relationship: int) -> dict[str, str]:
    """Return the zone of each side of a relationship that has passed the gate, empty where nobody told it."""
    buyer, factory = Relationship.objects.values_list("buyer__zone", "factory__zone").get(pk=relationship)
    return {"buyer": buyer, "factory": factory}


def readable(by: Actor) -> QuerySet[Thread]:
    """Return the threads a person may read; one whose only message waits is its own side's alone."""
    mine = by.organisations()
    colleagues = Membership.objects.filter(organisation__in=mine).values("person")
    return Thread.objects.filter(Q(messages_count__gt=0) | Q(opened_by__in=colleagues)).filter(
        relationship__in=access.relationships(by)
    )


def narrowed(by: Actor, chosen: ThreadFilter) -> QuerySet[Thread]:
    """Return the threads of a filter, each annotated with the reader's side and with who waits."""
    unanswered = ReplyRequest.objects.filter(thread=OuterRef("pk"), answered_at=None, withdrawn_at=None)
    rows = seen_by(readable(by), by.organisations()).annotate(
        for_us=Exists(unanswered.exclude(side=OuterRef("seen_from"))),
        for_them=Exists(unanswered.filter(side=OuterRef("seen_from"))),
    )
    if chosen.waits in WAITING_FOR:
        rows = rows.filter(**{f"for_{chosen.waits}": True})
    if chosen.topic:
        rows = rows.filter(topic=chosen.topic)
    if chosen.partner is not None:
        rows = rows.filter(relationship=chosen.partner)
    if chosen.q:
        rows = rows.filter(_said(chosen.q))
    return rows


def on_record(side: F | str) -> Q:
    """Return which messages a side may read: all that were sent, and its own that wait."""
    return Q(send_at=None) | Q(sent_at__isnull=False) | Q(side=side)


def _said(words: str) -> Q:
    messages = Message.objects.filter(thread=OuterRef("pk")).filter(on_record(OuterRef("seen_from")))  # type: ignore[arg-type]
    translated = MessageTranslation.objects.filter(message__thread=OuterRef("pk"), text__icontains=words)
    translated = translated.filter(Q(message__send_at=None) | Q(message__sent_at__isnull=False))
    partner = Q(seen_from="buyer", relationship__factory__search__icontains=words.casefold()) | Q(
        seen_from="factory", relationship__buyer__search__icontains=words.casefold()
    )
    return (
        Q(subject__icontains=words)
        | Q(Exists(messages.filter(text__icontains=words)))
        | Q(Exists(translated))
        | Q(order__number__icontains=words)
        | partner
    )


def _rows(by: Actor, rows: Sequence[Thread]) -> tuple[ThreadRow, ...]:
    keys = [row.pk for row in rows]
    last, unread = _last(by, keys), _unread(by, keys)
    return tuple(_row(row, last.get(row.pk), unread.get(row.pk, 0)) for row in rows)


def _last(by: Actor, threads: Sequence[int]) -> dict[int, Message]:
    mine = by.organisations()
    seen = Message.objects.annotate(seen_from=side_seen_from(mine)).filter(on_record(F("seen_from")))
    newest = seen.filter(thread=OuterRef("pk")).order_by("-recorded_at", "-pk").values("pk")[:1]
    of_threads = Thread.objects.filter(pk__in=threads).annotate(newest=Subquery(newest)).values("newest")
    return {row.thread_id: row for row in Message.objects.filter(pk__in=of_threads)}


def _unread(by: Actor, threads: Sequence[int]) -> dict[int, int]:
    read = ReadMark.objects.filter(message=OuterRef("pk"), person=by.person)
    rows = (
        Message.objects.filter(~Exists(read), thread__in=threads)
        .annotate(seen_from=side_seen_from(by.organisations()))
        .filter(Q(send_at=None) | Q(sent_at__isnull=False))
        .exclude(side=F("seen_from"))
    )
    return dict(rows.order_by().values_list("thread").annotate(count=Count("pk")))


def _row(row: Thread, last: Message | None, unread: int) -> ThreadRow:
    relationship: Relationship = row.relationship
    ours = row.seen_from  # type: ignore[attr-defined]
    other = relationship.factory if ours == "buyer" else relationship.buyer
    waits = [name for name in WAITING_FOR if getattr(row, f"for_{name}")]
    return ThreadRow(
        pk=row.pk, subject=row.subject, topic=row.topic, relationship=relationship.pk, partner=other.name,
        partner_latin=other.name_latin, our_side=ours, order=row.order.number if row.order else "",
        messages=row.messages_count, unread=unread, waits_for="both" if len(waits) == 2 else "".join(waits),
        last_at=last.recorded_at if last else row.last_at, last_by=last.author_name if last else "",
        last_side=last.side if last else "", last_words=_short(last.text) if last else "",
        last_language=last.language if last else "", is_closed=row.closed_at is not None,
    )  # fmt: skip


def _short(text: str) -> str:
    said = " ".join(text[: 2 * SHOWN_WORDS].split())
    return said if len(said) <= SHOWN_WORDS else f"{said[:SHOWN_WORDS].rstrip()}…"
