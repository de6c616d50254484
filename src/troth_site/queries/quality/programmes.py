"""Regular inspections with a partner: what is agreed, how often is looked now and why, and when next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from troth.quality.programmes import LookState, look_state
from troth_site import access
from troth_site.access import Actor
from troth_site.models import InspectionProgramme
from troth_site.models.quality.choices import ProgrammeState
from troth_site.queries.partners import Partnership, partnership
from troth_site.queries.quality.programme_facts import NextLook, next_look_of, partner_facts

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRow:
    """One regular inspection, as both sides read it.

    Attributes:
        name: Of the product, or of the family.
        side: The side that looks; a third party looks for the buyer.
        due_on: As promised; None while lots are awaited, or nobody has agreed.
        next: None unless it is agreed.
    """

    pk: int
    name: str
    kind: str
    unit: str
    base: int
    lot_size: int
    sampling: Mapping[str, str]
    inspector: str
    inspector_for: str
    side: str
    state: str
    proposed_side: str
    agreed_on: date | None
    due_on: date | None
    look: LookState
    next: NextLook | None
    ended_on: date | None
    ended_because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Programmes:
    """Everything the page shows: what runs or is proposed, those due first; and what has ended."""

    partnership: Partnership
    rows: tuple[ProgrammeRow, ...]
    ended: tuple[ProgrammeRow, ...]


def programmes(by: Actor, pk: int, *, today: date) -> Programmes:
    """Return the regular inspections with a partner.

    Raises:
        access.NotThere: There is none for this person.
    """
    found = partnership(by, pk)
    rows = list(
        InspectionProgramme.objects.filter(relationship=found.pk)
        .select_related("product", "inspector", "relationship").order_by("due_on", "pk")[:SHOWN]
    )  # fmt: skip
    is_agreed = any(row.state == ProgrammeState.AGREED for row in rows)
    known = partner_facts(rows[0].relationship, today=today) if is_agreed else None
    if known is not None and by.unseen.inspections:
        # Why an interval is what it is names the last lot, and no lot is named whose end the viewer does not know.
        known = replace(known, lots=tuple(lot for lot in known.lots if lot.pk not in by.unseen.inspections))
    shown = []
    for row in rows:
        is_running = row.state == ProgrammeState.AGREED
        shown.append(_row(row, next_look_of(row, known, today=today) if known and is_running else None, today))
    return Programmes(
        partnership=found,
        rows=tuple(sorted((row for row in shown if row.state != ProgrammeState.ENDED), key=_first)),
        ended=tuple(row for row in shown if row.state == ProgrammeState.ENDED),
    )


def of_promise(by: Actor, commitment: int) -> int:
    """Return the partnership whose regular inspection a promise belongs to.

    Raises:
        access.NotThere: There is none for this person.
    """
    return access.commitment(by, commitment, "see").relationship_id


def partner_of(by: Actor, programme: int) -> int:
    """Return the partnership of a regular inspection.

    Raises:
        access.NotThere: There is none for this person.
    """
    return access.of_relationship(by, InspectionProgramme, programme).relationship_id


def _first(row: ProgrammeRow) -> tuple[bool, date, int]:
    """Sort what waits for an agreement first, then by day; what waits for lots last."""
    return (row.state == ProgrammeState.AGREED, row.due_on or date.max, row.pk)


def _row(row: InspectionProgramme, found: NextLook | None, today: date) -> ProgrammeRow:
    who = row.inspector
    return ProgrammeRow(
        pk=row.pk, name=row.product.name if row.product else row.family, kind=row.kind, unit=row.unit, base=row.base,
        lot_size=row.lot_size, sampling=row.sampling, inspector=(who.name or who.email) if who else "",
        inspector_for=row.inspector_for, side=row.inspector_for if row.inspector_for == "factory" else "buyer",
        state=row.state, proposed_side=row.proposed_side, agreed_on=row.agreed_on, due_on=row.due_on,
        look=look_state(row.due_on, today=today), next=found, ended_on=row.ended_on, ended_because=row.ended_because,
    )  # fmt: skip
