"""Problems told of or found: each with what both sides say, and what it counts."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from troth.quality.disclosure import Telling, telling
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Commitment, Disclosure
from troth_site.queries.partners import Partnership, as_partnership, partnership

OTHER = {"buyer": "factory", "factory": "buyer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a problem counts in one dimension: the way to its explanation."""

    dimension: str
    entry: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureRow:
    """A problem as both sides read it.

    Attributes:
        side: Whose problem it is.
        how: "told", "found" or "hidden"; empty while only one side has spoken and nothing counts.
        lag_days: Days between knowing and telling, None where either is not known.
        waits_for: The side whose answer is missing, empty where it was answered.
        counted: Where it counts.
    """

    pk: int
    partnership: Partnership
    side: str
    title: str
    text: str
    order: str
    inspection: str
    inspection_uid: str
    corrective: int | None
    occurred_on: date
    known_on: date | None
    told_on: date | None
    told_by: str
    found_on: date | None
    found_by: str
    found_because: str
    knew: bool | None
    answer: str
    answered_at: datetime | None
    how: str
    lag_days: int | None
    waits_for: str
    counted: tuple[Counted, ...]


def how_told(row: Disclosure) -> Telling | None:
    """Say how a problem came to be known, by what counts: an earlier find needs an inspection that shows it.

    Returns:
        None while only the side that found it has spoken: its word alone counts nothing against the other.
    """
    told_on, found_on = _day(row, row.told_at, row.side), _day(row, row.found_at, OTHER[row.side])
    if told_on is not None:
        inspected = row.inspection.handed_in_at if row.inspection else None
        is_shown = (
            found_on is not None and inspected is not None and row.told_at is not None and inspected < row.told_at
        )
        return telling(told_on=told_on, found_on=found_on if is_shown else None, known_on=row.known_on)
    if row.answered_at is None and row.inspection_id is None:
        return None
    return telling(told_on=None, found_on=found_on, known_on=row.known_on if row.knew_before else None)


def disclosures(by: Actor, relationship: int) -> tuple[Partnership, list[DisclosureRow]]:
    """Return the problems of both sides, the newest first.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    found = partnership(by, relationship)
    rows = _rows().filter(relationship=found.pk).exclude(pk__in=by.unseen.disclosures)
    return found, [_row(row, found) for row in rows.order_by("-occurred_on", "-pk")[:100]]


def disclosure(by: Actor, pk: int) -> DisclosureRow:
    """Return one problem.

    Raises:
        access.NotThere: There is none for this person.
    """
    seen = access.of_relationship(by, Disclosure, pk)
    return _row(_rows().get(pk=seen.pk), as_partnership(by, seen.relationship))


def _rows() -> QuerySet[Disclosure]:
    names = ("order", "inspection", "told_by", "found_by", "commitment", "mistake")
    return Disclosure.objects.select_related(*names, "relationship__buyer", "relationship__factory")


def _row(row: Disclosure, found: Partnership) -> DisclosureRow:
    how, told_on = how_told(row), _day(row, row.told_at, row.side)
    waits = (OTHER[row.side] if row.told_at else row.side) if row.answered_at is None else ""
    return DisclosureRow(
        pk=row.pk, partnership=found, side=row.side, title=row.title, text=row.text,
        order=row.order.number if row.order else "", inspection=row.inspection.lot_name if row.inspection else "",
        inspection_uid=str(row.inspection.uid) if row.inspection else "", corrective=row.corrective_id,
        occurred_on=row.occurred_on, known_on=row.known_on, told_on=told_on, told_by=str(row.told_by or ""),
        found_on=_day(row, row.found_at, OTHER[row.side]), found_by=str(row.found_by or ""),
        found_because=row.found_because, knew=row.knew_before, answer=row.answer, answered_at=row.answered_at,
        how=str(how) if how else "", waits_for=waits, counted=_counted(row, how),
        lag_days=max(0, (told_on - row.known_on).days) if told_on and row.known_on else None,
    )  # fmt: skip


def _counted(row: Disclosure, how: Telling | None) -> tuple[Counted, ...]:
    parts: list[Commitment | None] = [] if how is None else [row.mistake]
    if how is not None and how is not Telling.FOUND:
        parts.append(row.commitment)
    return tuple(Counted(dimension=part.dimension, entry=part.pk) for part in parts if part is not None)


def _day(row: Disclosure, moment: datetime | None, side: str) -> date | None:
    organisation = row.relationship.buyer if side == "buyer" else row.relationship.factory
    return moment.astimezone(ZoneInfo(organisation.zone or "UTC")).date() if moment else None


def of_promise(by: Actor, commitment: int) -> int:
    """Return the problem behind what it counts, in quality or in honesty.

    Raises:
        access.NotThere: There is none for this person.
    """
    rows = Disclosure.objects.filter(relationship__in=access.relationships(by))
    found = rows.filter(Q(commitment=commitment) | Q(mistake=commitment)).values_list("pk", flat=True).first()
    if found is None or found in by.unseen.disclosures:
        raise access.NotThere
    return found
