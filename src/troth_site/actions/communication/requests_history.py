"""Recording questions and answers of the past at once, as the single acts would have left them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from troth.basis.working_time import WorkCalendar
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.communication import responses
from troth_site.actions.communication.requests.asking import contact_for, target_of
from troth_site.actions.communication.requests.entries import (
    DIMENSION,
    Happened,
    Stands,
    answering,
    clocks,
    closed,
    entry_of,
    outcome_of,
    promise_of,
)
from troth_site.actions.ledger import NewEntry
from troth_site.actions.trust import judging
from troth_site.models import Commitment, Message, Person, Relationship, ReplyRequest, Thread
from troth_site.queries.communication.calendars import work_calendars_of
from troth_site.queries.communication.charters import agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One question of the past and what came of it.

    Attributes:
        subject: Of its thread; questions of one subject stand in one thread.
        side: Who asked.
        people: Who wrote, by side.
        answered_at: None where it is open.
    """

    subject: str
    topic: str
    side: str
    what: str
    why: str
    people: Mapping[str, int]
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None = None
    answer: str = ""
    severity: str = "normal"


def record_history(*, by: Actor, relationship: int, told: Sequence[Told], now: datetime) -> int:
    """Record questions and answers of the past in one act, each known from its own day; return how many there are.

    Args:
        by: Who records them.
        relationship: The record they belong to.
        told: In any order.
        now: The moment up to which they are told; numbers are judged as of its day.
    """
    access.relationship(by, relationship, "record")
    if not told:
        return 0
    with transaction.atomic():
        row = ledger.lock(relationship)
        ordered = sorted(told, key=lambda one: one.asked_at)
        calendars = _calendars(row, ordered)
        asked, answers = _messages(row, ordered)
        requests = _requests(row, ordered, asked, calendars)
        _answer(ordered, requests, answers, calendars)
        ReplyRequest.objects.bulk_create(requests)
        entries = [entry for one, made in zip(ordered, requests, strict=True) for entry in _entries(one, made)]
        ledger.append(row, sorted(entries, key=lambda entry: entry.recorded_on))
        responses.recompute(row, now=now)
        judging.judge_one(row, as_of=timezone.localdate(now), dimension=DIMENSION)
        audit.record("requests.recorded", by=by, relationship=row, data={"requests": len(requests)})
    return len(requests)


def _calendars(row: Relationship, told: Sequence[Told]) -> dict[str, WorkCalendar]:
    # One calendar holds for a year before and after its day, so the middle of a history stands for all of it.
    middle = told[len(told) // 2].asked_at.date()
    found = work_calendars_of([row.buyer_id, row.factory_id], middle)
    return {"buyer": found[row.buyer_id], "factory": found[row.factory_id]}


def _messages(row: Relationship, told: Sequence[Told]) -> tuple[list[Message], list[Message | None]]:
    """Write every question and answer into the thread of its subject."""
    threads = _threads(row, told)
    names = {person.pk: str(person) for person in Person.objects.filter(pk__in=_people(told))}

    def said(one: Told, *, side: str, text: str, at: datetime) -> Message:
        return Message(
            relationship=row, thread=threads[one.subject], side=side, author_id=one.people[side],
            author_name=names[one.people[side]], text=text, language="en", origin="page", sent_at=at, recorded_at=at,
        )  # fmt: skip

    asked = [said(one, side=one.side, text=one.what, at=one.asked_at) for one in told]
    answers = [
        said(one, side=answering(one.side), text=one.answer, at=one.answered_at) if one.answered_at else None
        for one in told
    ]
    Message.objects.bulk_create([*asked, *(answer for answer in answers if answer is not None)])
    return asked, answers


def _people(told: Iterable[Told]) -> set[int]:
    return {person for one in told for person in one.people.values()}


def _threads(row: Relationship, told: Sequence[Told]) -> dict[str, Thread]:
    found: dict[str, Thread] = {}
    for one in told:
        last = one.answered_at or one.asked_at
        thread = found.setdefault(
            one.subject,
            Thread(
                relationship=row, subject=one.subject, topic=one.topic, opened_by_id=one.people[one.side],
                opened_at=one.asked_at, last_at=last,
            ),
        )  # fmt: skip
        thread.last_at = max(thread.last_at, last)
        thread.messages_count += 2 if one.answered_at else 1
    Thread.objects.bulk_create(found.values())
    return found


def _requests(
    row: Relationship, told: Sequence[Told], asked: Sequence[Message], calendars: Mapping[str, WorkCalendar]
) -> list[ReplyRequest]:
    terms = agreed(row.pk)
    contacts = {
        (side, topic): contact_for(row, side=side, topic=topic)
        for side, topic in {(answering(one.side), one.topic) for one in told}
    }
    made = []
    for one, message in zip(told, asked, strict=True):
        request = ReplyRequest(
            message=message, relationship=row, thread=message.thread, side=one.side, what=one.what, why=one.why,
            severity=one.severity, asked_at=one.asked_at, due_at=one.due_at,
            assigned_to_id=contacts[answering(one.side), one.topic],
        )  # fmt: skip
        request.target_at = target_of(request, terms=terms, calendar=calendars[answering(one.side)])
        request.commitment = promise_of(request, zone=calendars[answering(one.side)].zone)
        made.append(request)
    return made


def _answer(
    told: Sequence[Told],
    requests: Sequence[ReplyRequest],
    answers: Sequence[Message | None],
    calendars: Mapping[str, WorkCalendar],
) -> None:
    for one, request, answer in zip(told, requests, answers, strict=True):
        if one.answered_at is not None and answer is not None:
            request.answer, request.answered_at = answer, one.answered_at
            request.verdicts = {str(answer.pk): {"read": True}}
            calendar = calendars[answering(one.side)]
            request.wall_hours, request.business_hours = clocks(request, one.answered_at, calendar=calendar)
        closed(request.commitment, request, Stands(answered_at=one.answered_at))
    # Writing the requests gives each the key of its promise.
    Commitment.objects.bulk_create([request.commitment for request in requests])


def _entries(one: Told, request: ReplyRequest) -> list[NewEntry]:
    zone, on = ZoneInfo(request.commitment.zone), timezone.localdate(one.asked_at)
    waiting = outcome_of(request, Stands(), zone=zone, recorded_on=on)
    person = one.people[one.side]
    entries = [entry_of(request, Happened(kind="request.asked", on=on, day=on, person=person, outcome=waiting))]
    if one.answered_at is not None:
        known = timezone.localdate(one.answered_at)
        done = outcome_of(request, Stands(answered_at=one.answered_at), zone=zone, recorded_on=known)
        told = Happened(
            kind="request.answered", on=known, day=request.commitment.closed_on or known,
            person=one.people[answering(one.side)], more={"done": request.commitment.closed_on}, outcome=done,
            supersedes=waiting,
        )  # fmt: skip
        entries.append(entry_of(request, told))
    return entries
