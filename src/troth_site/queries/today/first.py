"""What is owed first on each side: as much as a page shows, read in the order of an index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import F, QuerySet

from troth.commitments.outcomes import SIDES
from troth_site.access import Actor
from troth_site.models import Commitment
from troth_site.prepared import IsOneOf, Prepared, given
from troth_site.queries.partner_page.open_promises import OPEN, OpenPromise
from troth_site.queries.partners import places, seats_of, seen_by

COUNTED = 50
"""Promises of one side up to which a page counts; beyond it says that there are more."""
_COLUMNS = (
    "pk", "relationship_id", "side", "dimension", "what", "due_on", "state", "kind",
    "relationship__buyer__name", "relationship__factory__name", "seen_from",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstOwed:
    """A promise somebody still has to keep, and the name of the other side."""

    promise: OpenPromise
    partner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """What one side owes first over all relationships, the most urgent first.

    Attributes:
        overdue: How many of the rows are past their day.
        is_part: There are more than the rows.
    """

    rows: tuple[FirstOwed, ...]
    overdue: int
    is_part: bool


def first_owed(by: Actor, *, today: date) -> tuple[First, First]:
    """Return what the viewer's side owes first, and what the others owe it first."""
    found = [dict(zip(_COLUMNS, row, strict=True)) for side in SIDES for row in _of_side(by, side)]
    found.sort(key=lambda row: (row["due_on"] or date.min, row["pk"]))
    ours = [row for row in found if row["side"] == row["seen_from"]]
    theirs = [row for row in found if row["side"] != row["seen_from"]]
    return _first(ours, today), _first(theirs, today)


def _of_side(by: Actor, side: str) -> list[tuple[Any, ...]]:
    seats = seats_of(by)
    if not seats:
        return []
    found = _prepared(len(seats)).rows(side=side, **seats)
    if len(found) <= COUNTED or len({row[-1] for row in found}) < len(SIDES):
        return found
    # Who stands on this side here and on the other there needs the first of both.
    rows = _listed(by.organisations(), side)
    return [row for seen_from in SIDES for row in rows.filter(seen_from=seen_from)[: COUNTED + 1]]


@cache
def _prepared(seats: int) -> Prepared[tuple[Any, ...]]:
    return Prepared(lambda: _listed(places(seats), given("side"))[: COUNTED + 1])


def _listed(organisations: Sequence[Any], side: Any) -> QuerySet[Commitment, tuple[Any, ...]]:
    rows = Commitment.objects.filter(IsOneOf(F("state"), OPEN), side=side)
    return seen_by(rows, organisations).order_by("due_on", "pk").values_list(*_COLUMNS)


def _first(rows: Sequence[dict[str, Any]], today: date) -> First:
    shown = rows[:COUNTED]
    return First(
        rows=tuple(_owed(row) for row in shown),
        overdue=sum(row["due_on"] is not None and row["due_on"] < today for row in shown),
        is_part=len(rows) > COUNTED,
    )


def _owed(row: dict[str, Any]) -> FirstOwed:
    promise = OpenPromise(
        pk=row["pk"],
        relationship=row["relationship_id"],
        side=row["side"],
        dimension=row["dimension"],
        what=row["what"],
        due_on=row["due_on"],
        state=row["state"],
        is_line=row["kind"] == "order line",
    )
    theirs = "factory" if row["seen_from"] == "buyer" else "buyer"
    return FirstOwed(promise=promise, partner=row[f"relationship__{theirs}__name"])
