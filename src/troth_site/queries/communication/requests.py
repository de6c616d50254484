"""Requests of a relationship: a page of them, and one with everything that happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.utils import timezone

from troth.basis.working_time import WorkCalendar
from troth.commitments.outcomes import SIDES, Side
from troth.communication.clock import Request, waited_hours
from troth.communication.requests import Course, RequestState, request_state
from troth.communication.verdicts import Verdict, settled_answer
from troth_site import access
from troth_site.access import Actor
from troth_site.models import ReplyRequest
from troth_site.queries.communication.calendars import work_calendars_of
from troth_site.queries.communication.response_facts import CRITICAL
from troth_site.queries.ledger import PAGE, Page
from troth_site.queries.partners import Partnership, named

READ = "read"
STATES = ("open", "overdue", "answered", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """One request as both sides see it.

    Attributes:
        side: The side that asks; `answering` is the other.
        due_at: By when its asker needs the answer.
        target_at: Until when the charter, or the policy without one, wants it.
        wall_hours: Hours until the answer, or so far.
        business_hours: The same in the working time of the answering side.
        counts_wall: The wall clock counts for it.
        is_disputed: One side says that a message answers it, the other that it does not.
        is_verified: False where the answer came by link or mail and nobody of that side has confirmed it.
    """

    pk: int
    side: Side
    answering: Side
    what: str
    why: str
    severity: str
    topic: str
    thread: int
    subject: str
    asked_at: datetime
    asked_by: str
    due_at: datetime
    target_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None
    answer: int | None
    withdrawn_at: datetime | None
    wall_hours: float
    business_hours: float
    counts_wall: bool
    state: RequestState
    is_disputed: bool
    is_verified: bool
    assigned_to: str
    commitment: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which requests a page shows; empty means all."""

    answering: str = ""
    state: str = ""
    severity: str = ""
    text: str = ""


def requests_of(
    found: Partnership, chosen: Chosen, *, calendars: Mapping[Side, WorkCalendar], page: int = 1, size: int = PAGE
) -> Page[RequestRow]:
    """Return a page of the requests of a relationship the gate let the viewer to, the newest first."""
    now = timezone.now()
    rows = ReplyRequest.objects.filter(relationship=found.pk).filter(_chosen(chosen, now))
    total = rows.count()
    first = (max(page, 1) - 1) * size
    shown = _with_people(rows).order_by("-asked_at", "-pk")[first : first + size]
    return Page(tuple(as_row(row, calendars=calendars, now=now) for row in shown), max(page, 1), total, size)


def counts(found: Partnership, *, answering: str) -> dict[str, int]:
    """Return how many requests to a side stand in each state now, in one query."""
    now = timezone.now()
    rows = ReplyRequest.objects.filter(relationship=found.pk).exclude(side=answering)
    found_rows = rows.values_list("answered_at", "withdrawn_at", "target_at")
    counted = dict.fromkeys(STATES, 0)
    for answered_at, withdrawn_at, target_at in found_rows.iterator(2000):
        if withdrawn_at is not None:
            counted["withdrawn"] += 1
        elif answered_at is not None:
            counted["answered"] += 1
        else:
            counted["overdue" if target_at < now else "open"] += 1
    return counted


def one(by: Actor, pk: int) -> ReplyRequest:
    """Return the row of one request of a relationship the person may see, for queries of this room.

    Raises:
        access.NotThere: There is none for this person.
    """
    seen = access.of_relationship(by, ReplyRequest, pk, "see")
    return _with_people(ReplyRequest.objects.filter(pk=seen.pk)).select_related(
        "relationship__buyer", "relationship__factory", "commitment", "message__author", "answer", "thread",
        "assigned_to",
    ).get()  # fmt: skip


def request_of_promise(by: Actor, commitment: int) -> int:
    """Return the request behind a promise to answer.

    Raises:
        access.NotThere: There is none for this person.
    """
    row = ReplyRequest.objects.filter(commitment=commitment, relationship__in=access.relationships(by)).first()
    if row is None:
        raise access.NotThere
    return row.pk


def _with_people(rows: QuerySet[ReplyRequest]) -> QuerySet[ReplyRequest]:
    return rows.select_related("thread", "message__author", "answer", "assigned_to")


def _chosen(chosen: Chosen, now: datetime) -> Q:
    waiting = Q(answered_at=None, withdrawn_at=None)
    states = {
        "open": waiting & Q(target_at__gte=now),
        "overdue": waiting & Q(target_at__lt=now),
        "answered": Q(answered_at__isnull=False, withdrawn_at=None),
        "withdrawn": Q(withdrawn_at__isnull=False),
    }
    found = states.get(chosen.state, Q())
    if chosen.answering:
        found &= ~Q(side=chosen.answering)
    if chosen.severity:
        found &= Q(severity=chosen.severity)
    if chosen.text:
        found &= Q(what__icontains=chosen.text)
    return found


def calendars(found: Partnership) -> dict[Side, WorkCalendar]:
    """Return the working time of both sides of a relationship, in two queries."""
    by_organisation = work_calendars_of([found.buyer, found.factory], timezone.now().date())
    return {side: by_organisation[found.organisation(side)] for side in SIDES}


def calendars_of(row: ReplyRequest, now: datetime) -> dict[Side, WorkCalendar]:
    """Return the working time of both sides of a request."""
    relationship = row.relationship
    by_organisation = work_calendars_of([relationship.buyer_id, relationship.factory_id], now.date())
    return {side: by_organisation[getattr(relationship, f"{side}_id")] for side in SIDES}


def as_row(row: ReplyRequest, *, calendars: Mapping[Side, WorkCalendar], now: datetime) -> RequestRow:
    """Return a request as its pages show it."""
    answering: Side = "factory" if row.side == "buyer" else "buyer"
    course = Course(
        asked_at=row.asked_at, due=row.target_at, acknowledged_at=row.acknowledged_at, answered_at=row.answered_at,
        withdrawn_at=row.withdrawn_at,
    )  # fmt: skip
    wall, business = _hours(row, calendars[answering], now)
    return RequestRow(
        pk=row.pk, side=cast(Side, row.side), answering=answering, what=row.what, why=row.why, severity=row.severity,
        topic=row.thread.topic, thread=row.thread_id, subject=row.thread.subject, asked_at=row.asked_at,
        asked_by=row.message.author_name or _name(row.message.author), due_at=row.due_at, target_at=row.target_at,
        acknowledged_at=row.acknowledged_at, answered_at=row.answered_at, answer=row.answer_id,
        withdrawn_at=row.withdrawn_at, wall_hours=wall, business_hours=business,
        counts_wall=row.severity in CRITICAL, state=request_state(course, at=now), is_disputed=_is_disputed(row),
        is_verified=row.answer is None or row.answer.verified, assigned_to=_name(row.assigned_to),
        commitment=row.commitment_id,
    )  # fmt: skip


def _hours(row: ReplyRequest, calendar: WorkCalendar, now: datetime) -> tuple[float, float]:
    if row.wall_hours is not None and row.business_hours is not None:
        return row.wall_hours, row.business_hours
    until = row.withdrawn_at or now
    asked = Request(asked=row.asked_at, answered=until)
    return waited_hours(asked, as_of=until), waited_hours(asked, as_of=until, calendar=calendar)


def _is_disputed(row: ReplyRequest) -> bool:
    if row.answered_at is not None:
        return False
    # Whether sides disagree does not hang on when the messages were sent.
    return settled_answer(
        Verdict(message=int(key), at=datetime.min.replace(tzinfo=UTC), was_read_so=said.get(READ, False),
                said={side: what for side, what in said.items() if side != READ})
        for key, said in row.verdicts.items()
    ).is_disputed  # fmt: skip


def _name(person: Any) -> str:
    return "" if person is None else named(person.name, person.email)
