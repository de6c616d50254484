"""One thread with its messages: originals beside translations, who read them, what they ask and decide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet, Subquery

from troth.communication.requests import Course, request_state
from troth.communication.translations import MARKS, Original, Translation, mark_of, shown_translation
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Attachment, LiveEvent, Message, MessageTranslation, ReadMark, Thread
from troth_site.queries.communication import decisions as decided
from troth_site.queries.communication.glossary import Terms, terms_of
from troth_site.queries.communication.messages_rows import (
    AskedRow,
    FileRow,
    MessageRow,
    OneThread,
    ReadRow,
    TranslationRow,
)
from troth_site.queries.communication.threads import on_record, readable
from troth_site.queries.partners import as_partnership

NEWEST = 50
MOST = 2000
"""Messages a page holds even when all are asked for."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands beside messages, each by message."""

    translations: Mapping[int, list[MessageTranslation]]
    reads: Mapping[int, list[ReadMark]]
    files: Mapping[int, list[Attachment]]


@dataclass(frozen=True, slots=True)
class _Reader:
    person: int
    side: str
    language: str
    now: datetime


def one_thread(
    by: Actor, pk: int, *, language: str, now: datetime, everything: bool = False, only: int | None = None
) -> OneThread:
    """Return a thread with its newest messages, or with all of them; seven queries for any number.

    Args:
        by: Who reads.
        pk: The thread.
        language: The reader's; a translation into it comes first.
        now: The moment looked from, for what waits for an answer.
        everything: All messages and not the newest alone.
        only: One message alone.

    Raises:
        access.NotThere: There is none for this person.
    """
    row = _thread(by, pk)
    side = access.side_of(by, row.relationship)
    reader = _Reader(by.person, side, language, now)
    rows, earlier = _messages(row, side, MOST if everything else NEWEST, only)
    if not rows and row.messages_count == 0 and row.opened_by_id != by.person:
        raise access.NotThere
    terms, found = terms_of(row.relationship_id), decided.of_thread(row.pk)
    around = _around([message.pk for message in rows])
    shown = tuple(_row(message, around, reader, terms, found) for message in rows)
    return OneThread(
        pk=row.pk, subject=row.subject, topic=row.topic, partnership=as_partnership(by, row.relationship),
        zones={"buyer": row.relationship.buyer.zone, "factory": row.relationship.factory.zone},
        order=row.order.number if row.order else "", commitment=row.commitment_id,
        commitment_what=_what(by, row), is_closed=row.closed_at is not None,
        messages=shown, earlier=earlier, decisions=found, terms=terms,
        newest_change=row.newest_change or 0,  # type: ignore[attr-defined]
    )  # fmt: skip


def _what(by: Actor, row: Thread) -> str:
    """Return what the promise says that a thread is about, empty where it is about none the reader knows of."""
    return row.commitment.what if row.commitment and not by.unseen.hides(row.commitment) else ""


def one_message(by: Actor, pk: int, *, language: str, now: datetime) -> tuple[MessageRow, OneThread]:
    """Return one message and its thread without the other messages.

    Raises:
        access.NotThere: There is none for this person, or it waits on the other side.
    """
    found = Message.objects.filter(pk=pk).values_list("thread", flat=True).first()
    if found is None:
        raise access.NotThere
    thread = one_thread(by, found, language=language, now=now, only=pk)
    if not thread.messages:
        raise access.NotThere
    return thread.messages[0], thread


def _thread(by: Actor, pk: int) -> Thread:
    rows = readable(by).select_related("relationship__buyer", "relationship__factory", "order", "commitment")
    newest = LiveEvent.objects.order_by("-pk").values("pk")[:1]
    found = rows.filter(pk=pk).annotate(newest_change=Subquery(newest)).first()
    if found is None:
        raise access.NotThere
    return found


def _messages(row: Thread, side: str, most: int, only: int | None) -> tuple[list[Message], int]:
    """Return the newest messages a side may read, oldest first, and how many stand before them."""
    rows: QuerySet[Message] = Message.objects.filter(thread=row.pk).filter(on_record(side))
    if only is not None:
        rows = rows.filter(pk=only)
    newest = list(rows.select_related("request").order_by(F("recorded_at").desc(), "-pk")[: most + 1])
    sent = sum(1 for message in newest[:most] if not _waits(message))
    earlier = row.messages_count - sent if len(newest) > most else 0
    return newest[:most][::-1], earlier


def _around(keys: Sequence[int]) -> _Around:
    translations = MessageTranslation.objects.filter(message__in=keys).select_related("by", "confirmed_by")
    reads = ReadMark.objects.filter(message__in=keys).select_related("person").order_by("read_at", "pk")
    files = Attachment.objects.filter(message__in=keys).order_by("pk")
    return _Around(_by_message(translations.order_by("made_at", "pk")), _by_message(reads), _by_message(files))


def _by_message[Row: (MessageTranslation, ReadMark, Attachment)](rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.message_id, []).append(row)
    return found


def _row(
    message: Message, around: _Around, reader: _Reader, terms: Terms, known: Sequence[decided.DecisionRow]
) -> MessageRow:
    is_ours, reads = message.side == reader.side, around.reads.get(message.pk, ())
    mine = next((read for read in reads if read.person_id == reader.person), None)
    waits = _waits(message)
    return MessageRow(
        pk=message.pk, side=message.side, is_ours=is_ours, author=message.author_name or message.author_address,
        address=message.author_address, text=message.text, pieces=terms.pieces(message.text),
        language=message.language, origin=message.origin, at=message.recorded_at,
        said_at=message.sent_at if message.sent_at != message.recorded_at else None, send_at=message.send_at,
        is_waiting=waits, verified=message.verified, automatic=message.automatic,
        findings=tuple(
            {"code": said["code"], "template": said["message"], "params": said["params"]}
            for said in message.findings if said["code"] not in _OF_MACHINES
        ),
        translations=_translations(message, around.translations.get(message.pk, ()), reader, terms),
        reads=tuple(
            ReadRow(name=str(read.person), read_at=read.read_at, understood_at=read.understood_at) for read in reads
        ),
        is_understood_by_me=mine is not None and mine.understood_at is not None,
        is_new=not is_ours and mine is None,
        files=tuple(
            FileRow(
                pk=file.pk, name=file.name, size=file.size, is_kept=bool(file.path), refused=file.refused,
                sha256=file.sha256,
            )
            for file in around.files.get(message.pk, ())
        ),
        asked=_asked(message, reader.now),
        candidates=() if waits else decided.new_candidates(message.pk, message.text, known=known),
    )  # fmt: skip


# What a mail program left out and no reader misses.
_OF_MACHINES = frozenset({"mail.no-identifier"})


def _waits(message: Message) -> bool:
    return message.send_at is not None and message.sent_at is None


def _translations(
    message: Message, made: Sequence[MessageTranslation], reader: _Reader, terms: Terms
) -> tuple[TranslationRow, ...]:
    original = Original(text=message.text, language=message.language, written_by=message.side)  # type: ignore[arg-type]
    as_rules = {
        row.language: Translation(
            text=row.text, language=row.language, made_by="machine" if row.state == "machine" else "human",
            of_version=1, is_confirmed=row.state == "confirmed",
        )
        for row in made
    }  # fmt: skip
    first = shown_translation(as_rules.values(), original=original, language=reader.language)
    rows = [_translation(row, as_rules[row.language], original, terms, first) for row in made]
    return tuple(sorted(rows, key=lambda row: (not row.is_readers, row.language)))


def _translation(
    row: MessageTranslation, rule: Translation, original: Original, terms: Terms, first: Translation | None
) -> TranslationRow:
    mark = mark_of(rule, original=original)
    return TranslationRow(
        language=row.language, text=row.text, pieces=terms.pieces(row.text), mark=mark, mark_word=MARKS[mark],
        by=str(row.by or ""), confirmed_by=str(row.confirmed_by or ""), is_readers=rule is first,
    )  # fmt: skip


def _asked(message: Message, now: datetime) -> AskedRow | None:
    if message.asking is not None:
        asking = message.asking
        due_at = datetime.fromisoformat(asking["due_at"])
        return AskedRow(
            pk=0, side=message.side, what=asking["what"], why=asking["why"], severity=asking["severity"],
            due_at=due_at, state="open",
        )  # fmt: skip
    row = getattr(message, "request", None)
    if row is None:
        return None
    course = Course(
        asked_at=row.asked_at, due=row.due_at, acknowledged_at=row.acknowledged_at, answered_at=row.answered_at,
        withdrawn_at=row.withdrawn_at,
    )  # fmt: skip
    return AskedRow(
        pk=row.pk, side=row.side, what=row.what, why=row.why, severity=row.severity, due_at=row.due_at,
        state=request_state(course, at=now),
    )  # fmt: skip
