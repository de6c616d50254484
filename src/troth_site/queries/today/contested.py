"""Contested entries nobody has answered, the oldest contest first: of the viewer's own record, and the viewer's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from troth_site.access import Actor
from troth_site.models import Commitment, LedgerEntry
from troth_site.prepared import Prepared
from troth_site.queries.partners import places, seats_of, seen_by
from troth_site.queries.settling import SHOWN, Counted

# What an undone import took out of the record has nothing left to hold to; what it put back may still be contested.
_ENDS = Q(kind__in=("entry.held_to", "entry.taken_back")) | Q(kind="import.undone", held=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedEntry:
    """An entry that is contested, with whom the record is kept and since when."""

    pk: int
    what: str
    partner: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """Contests that nobody has answered.

    Attributes:
        asked: Of the viewer's own record: the viewer's side answers.
        asked_in_all: How many.
        waiting: The viewer's own contests: the other side answers.
        waiting_in_all: How many.
    """

    asked: tuple[ContestedEntry, ...]
    asked_in_all: Counted
    waiting: tuple[ContestedEntry, ...]
    waiting_in_all: Counted


def contested(by: Actor, *, most: int) -> Contested:
    """Return the contests nobody has answered, at most so many of each kind, and how many there are; in one query."""
    seats, answers = seats_of(by), set(by.organisations("record"))
    found = _prepared(len(seats)).rows(**seats) if seats else []
    rows = [row for row in found if row[0] not in by.unseen.promises]
    # A record is the buyer's; whoever may not write it cannot answer for it either.
    asked = [row for row in rows if row[-1] == "buyer" and row[4] in answers]
    waiting = [row for row in rows if row[-1] == "factory"]
    return Contested(
        asked=tuple(_entry(row, partner=2) for row in asked[:most]),
        asked_in_all=_counted(asked, rows),
        waiting=tuple(_entry(row, partner=3) for row in waiting[:most]),
        waiting_in_all=_counted(waiting, rows),
    )


def _entry(row: Sequence[Any], *, partner: int) -> ContestedEntry:
    return ContestedEntry(pk=row[0], what=row[1], partner=row[partner], on=row[5])


def _counted(of: Sequence[Any], rows: Sequence[Any]) -> Counted:
    return Counted(min(len(of), SHOWN), is_part=bool(of) and len(rows) > SHOWN)


@cache
def _prepared(seats: int) -> Prepared[tuple[Any, ...]]:
    return Prepared(lambda: _listed(places(seats)))


def _listed(organisations: Sequence[Any]) -> QuerySet[Commitment, tuple[Any, ...]]:
    answered = LedgerEntry.objects.filter(_ENDS, commitment=OuterRef("pk"))
    rows = Commitment.objects.filter(
        ~Exists(answered), contested_on__isnull=False, confirmed_on=None, accepted_by="record"
    )
    rows = seen_by(rows, organisations).order_by("contested_on", "pk")
    return rows.values_list(
        "pk", "what", "relationship__factory__name", "relationship__buyer__name", "relationship__buyer_id",
        "contested_on", "seen_from",
    )[: SHOWN + 1]  # fmt: skip
