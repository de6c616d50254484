"""What is owed on both sides over all relationships, the most urgent first."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Value, When

from troth_site import access
from troth_site.access import Actor
from troth_site.models import Commitment, ImportBatch
from troth_site.prepared import Prepared
from troth_site.queries.partner_page.open_promises import OPEN, OpenPromise, as_promise
from troth_site.queries.partners import Partnership, as_partnership, places, seats_of

SHOWN = 25
IMPORTS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A promise somebody still has to keep."""

    promise: OpenPromise
    partnership: Partnership


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side owes over all relationships.

    Attributes:
        overdue: How many of all are past their day.
    """

    rows: tuple[Owed, ...]
    total: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """An import as the first page tells of it."""

    uid: UUID
    file_name: str
    state: str
    state_word: str
    created_on: date
    counts: dict[str, Any]


def owed(by: Actor, *, today: date) -> tuple[Side, Side]:
    """Return what the viewer's side owes, and what the others owe it."""
    rows = _open(by)
    counts = {
        row["ours"]: row
        for row in rows.values("ours").annotate(total=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)))
    }
    return _side(by, rows, counts, ours=True), _side(by, rows, counts, ours=False)


def imports(by: Actor) -> tuple[ImportRow, ...]:
    """Return the newest imports."""
    seats = seats_of(by, "import")
    rows = _imports(len(seats)).rows(**seats) if seats else []
    return tuple(
        ImportRow(
            uid=row.uid,
            file_name=row.file_name,
            state=row.state,
            state_word=row.get_state_display(),
            created_on=row.created_at.date(),
            counts=row.counts or {},
        )
        for row in rows
    )


@cache
def _imports(seats: int) -> Prepared[ImportBatch]:
    return Prepared(
        lambda: ImportBatch.objects.filter(organisation__id__in=places(seats)).order_by("-pk")[:IMPORTS_SHOWN]
    )


def has_partners(by: Actor) -> bool:
    """Tell whether anybody is there to owe anything."""
    return access.relationships(by).filter(hidden=False).exists()


def _open(by: Actor) -> QuerySet[Commitment]:
    mine = by.organisations()
    rows = Commitment.objects.filter(relationship__in=access.relationships(by).filter(hidden=False), state__in=OPEN)
    rows = rows.exclude(pk__in=by.unseen.promises)
    # Who holds seats on both sides of a relationship stands on the buyer's.
    on_buyers_side = Q(relationship__buyer__in=mine)
    ours = (on_buyers_side & Q(side="buyer")) | (~on_buyers_side & Q(side="factory"))
    return rows.annotate(ours=Case(When(ours, then=Value(True)), default=Value(False)))


def _side(by: Actor, rows: QuerySet[Commitment], counts: dict[bool, dict[str, int]], *, ours: bool) -> Side:
    count = counts.get(ours, {})
    if not count:
        return Side(rows=(), total=0, overdue=0)
    found = rows.filter(ours=ours).select_related("relationship__buyer", "relationship__factory")
    shown = found.order_by("due_on", "pk")[:SHOWN]
    return Side(
        rows=tuple(Owed(promise=as_promise(row), partnership=as_partnership(by, row.relationship)) for row in shown),
        total=count["total"],
        overdue=count["overdue"],
    )
