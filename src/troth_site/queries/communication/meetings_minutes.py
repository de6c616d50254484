"""What was written down of a meeting: words, promises made, what became of earlier ones, and how its closing stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from troth.basis.findings import Finding
from troth.commitments.lifecycle import Progress, legal_moves
from troth.commitments.outcomes import Side
from troth.communication.minutes import EarlierPromise, Invited, Minutes, PromiseStatus, closing_problems
from troth_site.models import AgendaItem, Commitment, Meeting
from troth_site.queries.communication.agendas import MADE, Items
from troth_site.queries.communication.meetings_people import Asked
from troth_site.queries.communication.meetings_rows import Clocks

OPEN = ("proposed", "accepted", "at_risk")
CLOSED = ("kept", "kept_late", "broken")
CAME = {"came": True, "missed": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePromise:
    """A promise made in a meeting.

    Attributes:
        may_accept: The viewer's side may accept it here.
    """

    commitment: int
    what: str
    side: str
    owner: str
    due_on: date | None
    state: str
    may_accept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A promise of an earlier meeting, and what was said of it in this one.

    Attributes:
        status: One of PromiseStatus, empty where nothing was said yet.
        may: The statuses that can be said of it now.
    """

    commitment: int
    what: str
    side: str
    owner: str
    due_on: date | None
    state: str
    status: str
    note: str
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Who closed a meeting, and what the other side says to it.

    Attributes:
        state: waiting, confirmed, contested, uncontested (its days are over) or "" where it counts for nobody.
        may_answer: The viewer's side may confirm or contest it now.
    """

    by: str
    at: datetime
    side: str
    state: str
    until: date | None
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPage:
    """What was written down, and what keeps the meeting from being closed."""

    notes: str
    promises: tuple[MadePromise, ...]
    earlier: tuple[Earlier, ...]
    problems: tuple[Finding, ...]
    closing: Closing | None


def minutes_page(
    meeting: Meeting, items: Items, people: Sequence[Asked], *, our_side: Side, clocks: Clocks
) -> MinutesPage:
    """Return what was written down of a meeting."""
    earlier = earlier_promises(meeting, items, our_side=our_side)
    return MinutesPage(
        notes=meeting.notes, promises=tuple(_made(row, our_side) for row in items.made if row.commitment_id),
        earlier=earlier, problems=problems(earlier, people), closing=_closing(meeting, people, our_side),
    )  # fmt: skip


def earlier_promises(meeting: Meeting, items: Items, *, our_side: Side) -> tuple[Earlier, ...]:
    """Return the promises of earlier meetings that were open when this one began, or got a status in it."""
    said = {row.commitment_id: row for row in items.statuses}
    rows = AgendaItem.objects.filter(
        source=MADE, meeting__relationship=meeting.relationship_id, meeting__starts_at__lt=meeting.starts_at
    ).select_related("commitment")
    found: dict[int, Earlier] = {}
    for row in rows.order_by("meeting__starts_at", "position", "pk"):
        promise = row.commitment
        if promise is None or (promise.state not in OPEN and promise.pk not in said):
            continue
        found[promise.pk] = _earlier(row, promise, said.get(promise.pk), our_side)
    return tuple(found.values())


def problems(earlier: Iterable[Earlier], people: Sequence[Asked]) -> tuple[Finding, ...]:
    """Return what keeps a meeting from being closed, as the library says."""
    told = [
        EarlierPromise(
            text=each.what, side=cast(Side, each.side), due=each.due_on or date.min,
            status=PromiseStatus(each.status) if each.status else None,
        )
        for each in earlier
    ]  # fmt: skip
    invited = [Invited(person=each.name, side=each.side, came=CAME.get(each.state)) for each in people]
    return closing_problems(earlier=told, invited=invited, minutes=Minutes(promises=(), findings=()))


def progress_of(row: Commitment) -> Progress:
    """Return where a promise stands."""
    return Progress(
        promisor=cast(Any, row.side), state=cast(Any, row.state), accepted_by=cast(Any, row.accepted_by or None),
        found=cast(Any, row.found or None), closed_by=cast(Any, row.closed_by or None),
        contest_until=row.contest_until, confirmed_on=row.confirmed_on, was_disputed=row.was_disputed,
    )  # fmt: skip


def _made(row: AgendaItem, our_side: Side) -> MadePromise:
    promise = cast(Commitment, row.commitment)
    return MadePromise(
        commitment=promise.pk, what=promise.what, side=promise.side, owner=row.status_note, due_on=promise.due_on,
        state=promise.state, may_accept="accept" in legal_moves(progress_of(promise), by=our_side),
    )  # fmt: skip


def _earlier(row: AgendaItem, promise: Commitment, said: AgendaItem | None, our_side: Side) -> Earlier:
    moves = legal_moves(progress_of(promise), by=our_side)
    closable = "close_kept" in moves
    may = [PromiseStatus.KEPT, PromiseStatus.LATE, PromiseStatus.NOT_KEPT] if closable else []
    is_open = promise.state in OPEN
    return Earlier(
        commitment=promise.pk, what=promise.what, side=promise.side, owner=row.status_note, due_on=promise.due_on,
        state=promise.state, status=said.status if said else "", note=said.status_note if said else "",
        may=(*(each.value for each in may), *([PromiseStatus.STILL_OPEN.value] if is_open else [])),
    )  # fmt: skip


def _closing(meeting: Meeting, people: Sequence[Asked], our_side: Side) -> Closing | None:
    if meeting.closed_at is None:
        return None
    keys = {each.commitment for each in people if each.commitment}
    rows = list(Commitment.objects.filter(pk__in=keys).order_by("pk"))
    first = rows[0] if rows else None
    return Closing(
        by=str(meeting.closed_by or ""), at=meeting.closed_at, side=first.closed_by if first else "",
        state=_closing_state(rows), until=first.contest_until if first else None,
        may_answer=any("confirm" in legal_moves(progress_of(row), by=our_side) and row.confirmed_on is None
                       for row in rows),
    )  # fmt: skip


def _closing_state(rows: Sequence[Commitment]) -> str:
    if not rows:
        return ""
    if any(row.state == "disputed" for row in rows):
        return "contested"
    return "confirmed" if all(row.confirmed_on for row in rows) else "waiting"
