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
    "due_on", "pk", "side", "seen_from", "relationship_id", "dimension", "what", "state", "kind",
    "relationship__buyer__name", "relationship__factory__name",
)  # fmt: skip
_Row = tuple[Any, ...]
"""The values of _COLUMNS; of a hundred that are counted a page shows twenty, and only those are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstOwed:
    """A promise somebody still has to keep, and the name of the other side."""

    promise: OpenPromise
    partner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """What one side owes first over all relationships, the most urgent first.

    Attributes:
        rows: As many as were asked for.
        total: How many are counted, the rows among them.
        overdue: How many of those counted are past their day.
        is_part: There are more than those counted.
    """

    rows: tuple[FirstOwed, ...]
    total: int
    overdue: int
    is_part: bool


def first_owed(by: Actor, *, today: date, most: int = COUNTED) -> tuple[First, First]:
    """Return what the viewer's side owes first, and what the others owe it first, at most so many promises of each."""
    found = [row for side in SIDES for row in _of_side(by, side) if row[1] not in by.unseen.promises]
    found.sort(key=lambda row: (row[0] or date.min, row[1]))
    ours = [row for row in found if row[2] == row[3]]
    theirs = [row for row in found if row[2] != row[3]]
    return _first(ours, today, most), _first(theirs, today, most)


def _of_side(by: Actor, side: str) -> list[_Row]:
    seats = seats_of(by)
    if not seats:
        return []
    found = _prepared(len(seats)).rows(side=side, **seats)
    if len(found) <= COUNTED or len({row[3] for row in found}) < len(SIDES):
        return found
    # Who stands on this side here and on the other there needs the first of both.
    rows = _listed(by.organisations(), side)
    return [row for seen_from in SIDES for row in rows.filter(seen_from=seen_from)[: COUNTED + 1]]


@cache
def _prepared(seats: int) -> Prepared[_Row]:
    return Prepared(lambda: _listed(places(seats), given("side"))[: COUNTED + 1])


def _listed(organisations: Sequence[Any], side: Any) -> QuerySet[Commitment, _Row]:
    rows = Commitment.objects.filter(IsOneOf(F("state"), OPEN), side=side)
    return seen_by(rows, organisations).order_by("due_on", "pk").values_list(*_COLUMNS)


def _first(rows: Sequence[_Row], today: date, most: int) -> First:
    counted = rows[:COUNTED]
    return First(
        rows=tuple(_owed(row) for row in counted[:most]),
        total=len(counted),
        overdue=sum(row[0] is not None and row[0] < today for row in counted),
        is_part=len(rows) > COUNTED,
    )


def _owed(row: _Row) -> FirstOwed:
    due_on, pk, side, seen_from, relationship, dimension, what, state, kind, buyer, factory = row
    promise = OpenPromise(
        pk=pk, relationship=relationship, side=side, dimension=dimension, what=what, due_on=due_on, state=state,
        is_line=kind == "order line",
    )  # fmt: skip
    return FirstOwed(promise=promise, partner=factory if seen_from == "buyer" else buyer)
