"""What each side still owes the other in one relationship, as of a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from troth_site.access import Actor
from troth_site.models import Commitment, LedgerEntry, PromisedDate, Receipt
from troth_site.prepared import Prepared, given

OPEN = ("proposed", "accepted", "at_risk", "disputed")
SHOWN = 20
_COLUMNS = ("pk", "relationship_id", "side", "dimension", "what", "due_on", "state", "kind")
_OPEN_NOW = Prepared(
    lambda: (
        Commitment.objects.filter(relationship=given("relationship"), state__in=OPEN)
        .order_by("due_on", "pk")
        .values_list(*_COLUMNS)[:SHOWN]
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPromise:
    """A promise that is not closed yet.

    Attributes:
        is_line: It is a line of an order and has that page.
    """

    pk: int
    relationship: int
    side: str
    dimension: str
    what: str
    due_on: date | None
    state: str
    is_line: bool


def open_promises(by: Actor, pk: int, *, as_of: date, past: bool) -> tuple[OpenPromise, ...]:
    """Return the promises of both sides that were open, the most urgent first."""
    if not past:
        return tuple(_promise(*row) for row in _OPEN_NOW.rows(relationship=pk) if row[0] not in by.unseen.promises)
    rows = Commitment.objects.filter(_open_on(as_of), relationship=pk).exclude(pk__in=by.unseen.promises)
    return tuple(_promise(*row) for row in rows.order_by("due_on", "pk").values_list(*_COLUMNS)[:SHOWN])


def as_promise(row: Commitment) -> OpenPromise:
    """Return a promise's row as pages show it."""
    return _promise(row.pk, *(getattr(row, name) for name in _COLUMNS[1:]))


def _promise(pk: int, relationship: int, *told: Any) -> OpenPromise:
    side, dimension, what, due_on, state, kind = told
    return OpenPromise(
        pk=pk, relationship=relationship, side=side, dimension=dimension, what=what, due_on=due_on, state=state,
        is_line=kind == "order line",
    )  # fmt: skip


def _open_on(day: date) -> Q:
    promised = Exists(PromisedDate.objects.filter(line=OuterRef("pk"), recorded_on__lte=day))
    received = Exists(Receipt.objects.filter(line=OuterRef("pk"), recorded_on__lte=day))
    line = Q(kind="order line") & Q(promised) & ~Q(received)
    noted = Exists(LedgerEntry.objects.filter(commitment=OuterRef("pk"), recorded_on__lte=day))
    by_hand = ~Q(kind="order line") & Q(noted) & (Q(closed_on=None) | Q(closed_on__gt=day))
    return line | by_hand
