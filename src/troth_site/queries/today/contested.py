"""Entries of the viewer's own record that a partner contests and nobody has answered, the oldest contest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from troth_site.access import Actor
from troth_site.models import Commitment, LedgerEntry
from troth_site.prepared import Prepared
from troth_site.queries.partners import places, seats_of, seen_by
from troth_site.queries.settling import SHOWN, Counted

# What an undone import took out of the record has nothing left to hold to.
_ENDS = ("entry.held_to", "entry.taken_back", "import.undone")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedEntry:
    """An entry that is contested, who contests it and since when."""

    pk: int
    what: str
    partner: str
    on: date


def contested(by: Actor, *, most: int) -> tuple[tuple[ContestedEntry, ...], Counted]:
    """Return the contests that wait for the viewer's side, at most so many, and how many wait in all; in one query."""
    # A record is the buyer's; whoever may not write it cannot answer for it either.
    seats = seats_of(by, "record")
    rows = _prepared(len(seats)).rows(**seats) if seats else []
    found = tuple(ContestedEntry(pk=pk, what=what, partner=partner, on=on) for pk, what, partner, on in rows[:most])
    return found, Counted(min(len(rows), SHOWN), is_part=len(rows) > SHOWN)


@cache
def _prepared(seats: int) -> Prepared[tuple[Any, ...]]:
    return Prepared(lambda: _listed(places(seats)))


def _listed(organisations: Sequence[Any]) -> QuerySet[Commitment, tuple[Any, ...]]:
    answered = LedgerEntry.objects.filter(commitment=OuterRef("pk"), kind__in=_ENDS)
    rows = Commitment.objects.filter(
        ~Exists(answered), contested_on__isnull=False, confirmed_on=None, accepted_by="record"
    )
    ours = seen_by(rows, organisations).filter(seen_from="buyer").order_by("contested_on", "pk")
    return ours.values_list("pk", "what", "relationship__factory__name", "contested_on")[: SHOWN + 1]
