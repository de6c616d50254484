"""One request with everything that happened to it: what was said, who was told, its doors, its entries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from troth.basis.findings import Finding
from troth.basis.working_time import WorkCalendar
from troth.commitments.outcomes import Side
from troth.communication.escalation import STEPS, Step, letter, rungs_ahead
from troth_site.access import Actor
from troth_site.models import LedgerEntry, Message, OneTapLink, Person, ReplyRequest
from troth_site.queries.communication.charters import agreed
from troth_site.queries.communication.ladders import asked_from, ladder_of
from troth_site.queries.communication.requests import READ, RequestRow, as_row, calendars_of, one
from troth_site.queries.partners import Partnership, as_partnership, named

MESSAGES_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What the answering side wrote after it was asked, and what is said of it as an answer.

    Attributes:
        was_read_so: The reading took it for the answer.
        said: By side, whether people of it say that it answers.
        is_answer: It is what stopped the clock.
    """

    pk: int
    author: str
    text: str
    origin: str
    at: datetime
    was_read_so: bool
    said: dict[str, bool]
    is_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One step of the ladder: who was told, when, and the polite text for it."""

    step: str
    person: str
    at: datetime
    letter: dict[str, Any] | None
    skipped: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One step of the ladder that is reached if nobody answers: who is told, when, and the polite text for it."""

    step: Step
    person: str
    at: datetime
    letter: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One entry of the ledger about a request.

    Attributes:
        happened_at: The moment itself, where the request knows it; otherwise None.
        happened_on: The day it happened.
        at: When it was entered here.
    """

    seq: int
    kind: str
    person: str
    happened_at: datetime | None
    happened_on: date
    at: datetime
    content: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPage:
    """One request as its page shows it.

    Attributes:
        zones: Both sides' zones.
        ahead: Steps nobody was told on yet; none once it is answered or withdrawn.
        doors: Links that can still be used.
    """

    row: RequestRow
    partnership: Partnership
    zones: dict[Side, str]
    sayings: tuple[Saying, ...]
    told: tuple[Told, ...]
    ahead: tuple[NextStep, ...]
    doors: int
    history: tuple[Happening, ...]


def request_page(by: Actor, pk: int) -> RequestPage:
    """Return one request of a relationship the person may see.

    Raises:
        access.NotThere: There is none for this person.
    """
    now, row = timezone.now(), one(by, pk)
    calendars = calendars_of(row, now)
    doors = OneTapLink.objects.filter(request=row, used_at=None, revoked_at=None, expires_at__gt=now).count()
    return RequestPage(
        row=as_row(row, calendars=calendars, now=now),
        partnership=as_partnership(by, row.relationship),
        zones={side: calendar.zone.key for side, calendar in calendars.items()},
        sayings=_sayings(row),
        told=_told(row),
        ahead=_ahead(row, calendars),
        doors=doors,
        history=_history(row),
    )


def _sayings(row: ReplyRequest) -> tuple[Saying, ...]:
    rows = Message.objects.filter(thread=row.thread_id, automatic="", recorded_at__gte=row.asked_at)
    # What waits to be sent is its own side's alone.
    heard = rows.exclude(side__in=["", row.side]).exclude(send_at__isnull=False, sent_at=None).select_related("author")
    return tuple(_saying(row, said) for said in heard.order_by("recorded_at", "pk")[:MESSAGES_SHOWN])


def _saying(row: ReplyRequest, said: Message) -> Saying:
    verdict = row.verdicts.get(str(said.pk), {})
    return Saying(
        pk=said.pk,
        author=said.author_name or (named(said.author.name, said.author.email) if said.author else ""),
        text=said.text,
        origin=said.origin,
        at=said.sent_at or said.recorded_at,
        was_read_so=bool(verdict.get(READ)),
        said={side: what for side, what in verdict.items() if side != READ},
        is_answer=said.pk == row.answer_id,
    )


def _told(row: ReplyRequest) -> tuple[Told, ...]:
    people = {person.pk: str(person) for person in Person.objects.filter(pk__in=[one["person"] for one in row.told])}
    return tuple(
        Told(
            step=one["step"], person=people.get(one["person"], ""), at=datetime.fromisoformat(one["at"]),
            letter=one.get("letter"), skipped=tuple(one.get("skipped", ())),
        )
        for one in row.told
    )  # fmt: skip


def _ahead(row: ReplyRequest, calendars: Mapping[Side, WorkCalendar]) -> tuple[NextStep, ...]:
    if row.answered_at is not None or row.withdrawn_at is not None or row.rung >= len(STEPS):
        return ()
    side: Side = "factory" if row.side == "buyer" else "buyer"
    ladder = ladder_of(row, side=side, terms=agreed(row.relationship_id), calendar=calendars[side])
    sender = str(row.message.author or "")
    return tuple(
        NextStep(
            step=each.rung.step, person=each.rung.name, at=each.since,
            letter=letter(each, topic=row.what, asked_at=row.asked_at, sender=sender),
        )
        for each in rungs_ahead(ladder.rungs, asked_at=asked_from(row))
        if each.rung is not None and STEPS.index(each.rung.step) >= row.rung
    )  # fmt: skip


def _history(row: ReplyRequest) -> tuple[Happening, ...]:
    moments = {
        "request.asked": row.asked_at, "request.answered": row.answered_at, "request.withdrawn": row.withdrawn_at,
    }  # fmt: skip
    rows = LedgerEntry.objects.filter(commitment=row.commitment_id).select_related("person").order_by("seq")
    return tuple(
        Happening(
            seq=each.seq, kind=each.kind, person=str(each.person) if each.person else "", at=each.entered_at,
            happened_at=moments.get(each.kind), happened_on=each.happened_on,
            content=json.loads(each.content) if each.content else {},
        )
        for each in rows
    )  # fmt: skip
