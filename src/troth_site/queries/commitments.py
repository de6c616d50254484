"""One promise made by hand: where it stands and what may happen to it next."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from troth.commitments.lifecycle import Event, Progress, legal_moves
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Commitment, LedgerEntry
from troth_site.queries.partners import Partnership, may, partnership

_CONTEST_KINDS = ("entry.contested", "entry.held_to", "entry.taken_back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise as its page shows it.

    Attributes:
        moves: Steps the viewer's side may take now.
    """

    pk: int
    partnership: Partnership
    side: str
    dimension: str
    kind: str
    what: str
    due_on: date | None
    state: str
    accepted_by: str
    closed_on: date | None
    closed_by: str
    contest_until: date | None
    confirmed_on: date | None
    contested_on: date | None
    evidence: str
    proposed_by: str
    moves: tuple[Event, ...]


def promise(by: Actor, pk: int) -> Promise:
    """Return one promise of a relationship the person may see.

    Raises:
        access.NotThere: There is none for this person.
    """
    rows = Commitment.objects.select_related("proposed_by")
    row = rows.filter(pk=pk, relationship__in=access.relationships(by)).first()
    if row is None or by.unseen.hides(row):
        raise access.NotThere
    found = partnership(by, row.relationship_id)
    return Promise(
        pk=row.pk,
        partnership=found,
        side=row.side,
        dimension=row.dimension,
        kind=row.kind,
        what=row.what,
        due_on=row.due_on,
        state=row.state,
        accepted_by=row.accepted_by,
        closed_on=row.closed_on,
        closed_by=row.closed_by,
        contest_until=row.contest_until,
        confirmed_on=row.confirmed_on,
        contested_on=row.contested_on,
        evidence=row.evidence,
        proposed_by=str(row.proposed_by or ""),
        moves=legal_moves(_progress(row), by=found.our_side),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """What the other side says against an entry, and what was answered.

    Attributes:
        until: Last day on which half of the weight is withheld.
        answer: The answer of the side whose record it is; empty while there is none.
        is_taken_back: That side took the entry back.
        may_answer: The viewer may answer it now.
    """

    reason: str
    person: str
    on: date
    until: date | None
    answer: str
    answered_by: str
    answered_on: date | None
    is_taken_back: bool
    may_answer: bool


def contest_of(by: Actor, pk: int) -> Contest | None:
    """Return the contest of an entry of one side's record, None where nobody contested it.

    Raises:
        access.NotThere: There is no such promise for this person.
    """
    row = Commitment.objects.filter(pk=pk, relationship__in=access.relationships(by)).first()
    if row is None or by.unseen.hides(row):
        raise access.NotThere
    if row.accepted_by != "record" or row.contested_on is None:
        return None
    entries = LedgerEntry.objects.filter(commitment=pk, kind__in=_CONTEST_KINDS).select_related("person")
    told = {entry.kind: entry for entry in entries.order_by("seq")}
    asked = told.get("entry.contested")
    if asked is None:
        return None
    answered = told.get("entry.held_to") or told.get("entry.taken_back")
    found = partnership(by, row.relationship_id)
    return Contest(
        reason=_reason(asked), person=str(asked.person or ""), on=asked.happened_on, until=asked.held_until,
        answer=_reason(answered), answered_by=str(answered.person or "") if answered else "",
        answered_on=answered.happened_on if answered else None,
        is_taken_back="entry.taken_back" in told,
        may_answer=answered is None and row.confirmed_on is None and found.our_side == "buyer"
        and may(by, found, "record"),
    )  # fmt: skip


def _reason(entry: LedgerEntry | None) -> str:
    return str(json.loads(entry.content).get("reason", "")) if entry is not None and entry.content else ""


def _progress(row: Commitment) -> Progress:
    return Progress(
        promisor=cast(Any, row.side),
        state=cast(Any, row.state),
        accepted_by=cast(Any, row.accepted_by or None),
        found=cast(Any, row.found or None),
        closed_by=cast(Any, row.closed_by or None),
        contest_until=row.contest_until,
        confirmed_on=row.confirmed_on,
        was_disputed=row.was_disputed,
    )
