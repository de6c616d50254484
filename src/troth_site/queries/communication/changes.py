"""Changes that were asked for, and values that contradict each other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, QuerySet, When
from django.utils import timezone

from troth.basis.findings import Finding
from troth.communication.requests_conflicts import Instruction, conflicts
from troth.communication.requests_process import LocalConstraint, ProcessRequest
from troth_site import access
from troth_site.access import Actor
from troth_site.models import ChangeRequest
from troth_site.models.choices import ChangeState
from troth_site.queries.ledger import Page
from troth_site.queries.partners import Partnership, as_partnership

PAGE = 50
UNANSWERED = (ChangeState.OPEN, ChangeState.ALTERNATIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A change as both sides read it; trial is the data a rejection rests on, None where there is none."""

    pk: int
    side: str
    thing: str
    attribute: str
    value: str
    is_process: bool
    why: str
    limit: str
    alternative: str
    constraint: str
    constraint_kind: str
    constraint_source: str
    verdict: str
    trial: dict[str, Any] | None
    state: str
    reason: str
    asked_by: str
    asked_at: datetime
    answered_by: str
    answered_at: datetime | None
    thread: int | None
    thread_subject: str

    def waits_for(self) -> str:
        """Return the side whose move it is, empty where it is closed."""
        other = "factory" if self.side == "buyer" else "buyer"
        return {"open": other, "alternative": self.side}.get(self.state, "")


def changes(by: Actor, relationship: int, *, page: int = 1) -> Page[ChangeRow]:
    """Return the changes of a relationship the person may see, what waits for an answer first, then the newest."""
    access.relationship(by, relationship)
    rows = _rows().filter(relationship=relationship)
    total, first = rows.count(), (max(page, 1) - 1) * PAGE
    waits_first = Case(When(state__in=UNANSWERED, then=0), default=1)
    found = rows.order_by(waits_first, "-asked_at", "-pk")[first : first + PAGE]
    return Page(tuple(_row(row) for row in found), max(page, 1), total, PAGE)


def change(by: Actor, pk: int) -> tuple[ChangeRow, Partnership]:
    """Return one change and whose it is.

    Raises:
        access.NotThere: There is none for this person.
    """
    seen = access.of_relationship(by, ChangeRequest, pk)
    return _row(_rows().get(pk=pk)), as_partnership(by, seen.relationship)


def open_conflicts(relationship: int) -> tuple[Finding, ...]:
    """Return the contradictions among the open wishes of a relationship that has passed the gate; one query.

    A wish to change a value that was accepted is no contradiction: it says openly what it replaces.
    """
    rows = ChangeRequest.objects.filter(relationship=relationship, state__in=UNANSWERED, is_process=False)
    asked = [
        Instruction(
            sku=row.thing, attribute=row.attribute, value=row.value, source=str(row.asked_by or row.side),
            said_on=timezone.localdate(row.asked_at),
        )
        for row in rows.select_related("asked_by").order_by("asked_at", "pk")
    ]  # fmt: skip
    return tuple(found.finding for found in conflicts(asked))


def as_rule(row: ChangeRequest) -> ProcessRequest:
    """Return a change as the library's rule for alternatives reads it."""
    bound = None
    if row.constraint:
        bound = LocalConstraint(kind=row.constraint_kind, text=row.constraint, source=row.constraint_source)  # type: ignore[arg-type]
    is_open = row.state == ChangeState.ALTERNATIVE
    return ProcessRequest(
        method=row.value, why=row.why, limit=row.limit, alternative=row.alternative if is_open else "", constraint=bound
    )


def _rows() -> QuerySet[ChangeRequest]:
    return ChangeRequest.objects.select_related("asked_by", "answered_by", "thread")


def _row(row: ChangeRequest) -> ChangeRow:
    return ChangeRow(
        pk=row.pk, side=row.side, thing=row.thing, attribute=row.attribute, value=row.value,
        is_process=row.is_process, why=row.why, limit=row.limit, alternative=row.alternative,
        constraint=row.constraint, constraint_kind=row.constraint_kind, constraint_source=row.constraint_source,
        verdict=row.verdict, trial=row.trial, state=row.state, reason=row.answer_data,
        asked_by=str(row.asked_by or ""), asked_at=row.asked_at, answered_by=str(row.answered_by or ""),
        answered_at=row.answered_at, thread=row.thread_id, thread_subject=row.thread.subject if row.thread else "",
    )  # fmt: skip
