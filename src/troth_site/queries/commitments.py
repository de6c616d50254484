"""One promise made by hand: where it stands and what may happen to it next."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from troth.commitments.lifecycle import Event, Progress, legal_moves
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Commitment
from troth_site.queries.partners import Partnership, partnership


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
    if row is None:
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
        evidence=row.evidence,
        proposed_by=str(row.proposed_by or ""),
        moves=legal_moves(_progress(row), by=found.our_side),
    )


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
