"""Weekly statuses of both sides: what is due, what was told, and how often it came in time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from troth.basis.findings import Finding
from troth.commitments.outcomes import Side
from troth.communication.status_form import Punctuality, Status, gaps_in_status, punctuality
from troth.communication.status_mirror import MirrorStatus, gaps_in_mirror
from troth_site import access
from troth_site.access import Actor
from troth_site.models import OrderLine, StatusPlan, StatusReport
from troth_site.queries.communication.calendars import places
from troth_site.queries.partners import Partnership, as_partnership, partnership

WATCHED_DAYS = (60, 56)
"""An order is reported on while a line of it is due within so many days before and after today."""
MEASURED_DAYS = 183
SHOWN = 40
PROCESSES = ("materials", "production", "packing")
DAYS = frozenset({"ship_day_expected", "next_milestone_on", "next_approval_on", "next_payment_on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """On which day both sides report, and whether both have agreed to it."""

    weekday: int
    side: str
    proposed_by: str
    is_agreed: bool
    agreed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """One weekly status.

    Attributes:
        order: Its number; empty for the buyer's own.
        state: due, overdue, on time or late.
        told: What was told, by field; days as dates, nothing where nothing was written.
        seconds: How long the form was open, None where nobody knows.
    """

    pk: int
    relationship: int
    side: Side
    order: str
    due_on: date
    sent_at: datetime | None
    by: str
    state: str
    told: Mapping[str, Any]
    seconds: int | None
    commitment: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusesPage:
    """The weekly statuses of a relationship."""

    partnership: Partnership
    plan: PlanRow | None
    due: tuple[StatusRow, ...]
    sent: tuple[StatusRow, ...]
    punctual: Mapping[str, Punctuality]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneStatus:
    """One status with the one before it, and what it leaves open."""

    row: StatusRow
    partnership: Partnership
    before: StatusRow | None
    gaps: tuple[Finding, ...]


def statuses(by: Actor, relationship: int, *, now: datetime | None = None) -> StatusesPage:
    """Return what is due and what was told, on both sides alike.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    found = partnership(by, relationship)
    today = days_of(found, now or timezone.now())
    rows = StatusReport.objects.filter(relationship=found.pk).select_related("order", "by")
    recent = list(rows.filter(due_on__gte=min(today.values()) - timedelta(days=MEASURED_DAYS)).order_by("due_on", "pk"))
    shown = [_row(row, today) for row in recent]
    return StatusesPage(
        partnership=found, plan=_plan(found.pk),
        due=tuple(each for each in shown if each.sent_at is None)[-SHOWN:],
        sent=tuple(each for each in reversed(shown) if each.sent_at is not None)[:SHOWN],
        punctual={side: _punctual(recent, side, today[side]) for side in today},
    )  # fmt: skip


def status(by: Actor, pk: int, *, now: datetime | None = None) -> OneStatus:
    """Return one status, and beside it what the same side told the week before.

    Raises:
        access.NotThere: There is none for this person.
    """
    seen = access.of_relationship(by, StatusReport, pk)
    found = as_partnership(by, seen.relationship)
    today = days_of(found, now or timezone.now())
    rows = StatusReport.objects.select_related("order", "by")
    row = _row(rows.get(pk=seen.pk), today)
    earlier = rows.filter(
        relationship=found.pk, side=seen.side, order=seen.order_id, due_on__lt=seen.due_on, sent_at__isnull=False
    ).order_by("-due_on")
    before = next((_row(each, today) for each in earlier[:1]), None)
    return OneStatus(row=row, partnership=found, before=before, gaps=gaps(row, before))


def gaps(row: StatusRow, before: StatusRow | None) -> tuple[Finding, ...]:
    """Return what a filed status leaves open, as the library says; nothing of one that was not filed."""
    if row.sent_at is None:
        return ()
    on = date.fromisoformat(row.told["filed_on"])
    if row.side == "buyer":
        return gaps_in_mirror(MirrorStatus(**_given(MirrorStatus, row.told)), filed_on=on)
    was = None if before is None else Status(**_given(Status, before.told))
    return gaps_in_status(Status(**_given(Status, row.told)), filed_on=on, before=was)


def days_of(found: Partnership, now: datetime) -> dict[Side, date]:
    """Return which day it is on each side, in two queries."""
    known = places([found.buyer, found.factory])
    sides: tuple[Side, Side] = ("buyer", "factory")
    return {side: now.astimezone(ZoneInfo(known[found.organisation(side)].week.zone)).date() for side in sides}


def watched_orders(relationship: int, today: date) -> list[int]:
    """Return the orders on which a status is due: those with an open line due around now."""
    before, ahead = (timedelta(days=days) for days in WATCHED_DAYS)
    rows = OrderLine.objects.filter(
        relationship=relationship, completed_on=None, cancelled_on=None, due_on__gte=today - before,
        due_on__lte=today + ahead,
    )  # fmt: skip
    return sorted(set(rows.values_list("order", flat=True)))


def read_told(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored fields with their days as dates."""
    return {name: date.fromisoformat(value) if name in DAYS and value else value for name, value in stored.items()}


def _given(kind: type, told: Mapping[str, Any]) -> dict[str, Any]:
    return {each.name: told[each.name] for each in fields(kind) if told.get(each.name) is not None}


def _plan(relationship: int) -> PlanRow | None:
    row = StatusPlan.objects.filter(relationship=relationship, ended_at=None)
    found = row.select_related("proposed_by", "agreed_by").first()
    if found is None:
        return None
    return PlanRow(
        weekday=found.weekday, side=found.side, proposed_by=str(found.proposed_by or ""),
        is_agreed=found.agreed_at is not None, agreed_by=str(found.agreed_by or ""),
    )  # fmt: skip


def _row(row: StatusReport, today: Mapping[Side, date]) -> StatusRow:
    side: Side = "buyer" if row.side == "buyer" else "factory"
    return StatusRow(
        pk=row.pk, relationship=row.relationship_id, side=side, order=row.order.number if row.order else "",
        due_on=row.due_on, sent_at=row.sent_at, by=str(row.by or ""), told=read_told(row.fields), seconds=row.seconds,
        commitment=row.commitment_id, state=_state(row, today[side]),
    )  # fmt: skip


def _state(row: StatusReport, today: date) -> str:
    if row.sent_at is None:
        return "overdue" if row.due_on < today else "due"
    # The day it was filed is the day in the filing side's zone, kept with it.
    return "late" if _filed_on(row) > row.due_on else "on time"


def _filed_on(row: StatusReport) -> date:
    return date.fromisoformat(row.fields["filed_on"])


def _punctual(rows: Sequence[StatusReport], side: Side, today: date) -> Punctuality:
    """Count over all orders: each status is one, whatever other orders are due on its day."""
    told = [0, 0, 0, 0]
    for row in rows:
        if row.side == side:
            filed = {} if row.sent_at is None else {row.due_on: _filed_on(row)}
            one = punctuality([row.due_on], filed=filed, as_of=today)
            told = [a + b for a, b in zip(told, (one.due, one.on_time, one.late, one.missing), strict=True)]
    return Punctuality(due=told[0], on_time=told[1], late=told[2], missing=told[3])


def of_promise(by: Actor, commitment: int) -> int:
    """Return the status behind a promise to send it.

    Raises:
        access.NotThere: There is none for this person.
    """
    rows = StatusReport.objects.filter(commitment=commitment, relationship__in=access.relationships(by))
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise access.NotThere
    return found
