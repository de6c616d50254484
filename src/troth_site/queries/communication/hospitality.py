"""The register of meals and gifts of a relationship, and both sides' limits."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from troth.commitments.outcomes import Side
from troth.communication.hospitality import Amount
from troth_site.access import Actor
from troth_site.models import Hospitality, HospitalityLimit
from troth_site.queries.ledger import Page
from troth_site.queries.partners import Partnership

PAGE = 50
State = Literal["within", "waits", "approved", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalityRow:
    """One meal or gift.

    Attributes:
        state: Within the limits, waiting for approval, approved or declined.
        limit: The limit that asked for approval, and limit_of whose it is.
        decided_by: Who approved or declined it.
        may_decide: The reader may do so now.
    """

    pk: int
    day: date
    given_by: str
    what: str
    amount: Decimal
    currency: str
    people: str
    needs: str
    recorded_by: str
    state: State
    limit: Amount | None
    limit_of: str
    decided_by: str
    reason: str
    may_decide: bool


def limits_of(buyer: int, factory: int) -> dict[Side, Amount]:
    """Return the limit of each side that has set one, in one query."""
    sides: dict[int, Side] = {buyer: "buyer", factory: "factory"}
    rows = HospitalityLimit.objects.filter(organisation__in=sides)
    return {sides[row.organisation_id]: Amount(value=row.amount, currency=row.currency) for row in rows}


def register(by: Actor, found: Partnership, *, page: int = 1) -> Page[HospitalityRow]:
    """Return a page of the meals and gifts of a partnership the person has already been let into, the newest first."""
    rows = Hospitality.objects.filter(relationship=found.pk)
    total = rows.count()
    number = min(max(page, 1), max(1, -(-total // PAGE)))
    return Page(_rows(by, found, first=(number - 1) * PAGE, behind=number * PAGE), number, total, PAGE)


def whole_register(by: Actor, found: Partnership) -> tuple[HospitalityRow, ...]:
    """Return all meals and gifts of a partnership the person has already been let into, the newest first."""
    return _rows(by, found, first=0, behind=None)


def _rows(by: Actor, found: Partnership, *, first: int, behind: int | None) -> tuple[HospitalityRow, ...]:
    rows = (
        Hospitality.objects.filter(relationship=found.pk)
        .select_related("recorded_by", "approved_by", "declined_by")
        .order_by("-day", "-pk")
    )
    return tuple(_row(by, found, row) for row in rows[first:behind])


def _row(by: Actor, found: Partnership, row: Hospitality) -> HospitalityRow:
    state = _state(row)
    limit_side: Side = "buyer" if row.limit_of == "buyer" else "factory"
    deciding = found.organisation(limit_side) in by.organisations("people") and row.recorded_by_id != by.person
    return HospitalityRow(
        pk=row.pk,
        day=row.day,
        given_by=row.given_by,
        what=row.what,
        amount=row.amount,
        currency=row.currency,
        people=row.people,
        needs=row.needs,
        recorded_by=str(row.recorded_by or ""),
        state=state,
        limit=Amount(value=row.limit, currency=row.limit_currency) if row.limit is not None else None,
        limit_of=row.limit_of,
        decided_by=str(row.approved_by or row.declined_by or ""),
        reason=row.reason,
        may_decide=state == "waits" and deciding,
    )


def _state(row: Hospitality) -> State:
    if not row.limit_of:
        return "within"
    if row.approved_at is not None:
        return "approved"
    return "declined" if row.declined_at is not None else "waits"
