"""The register of meals and gifts of a relationship, mirrored for both sides; of policies each reads its own alone."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, cast

from django.db.models import QuerySet
from django.utils import timezone

from troth.basis.money import Money
from troth.commitments.outcomes import Side
from troth.communication.hospitality import Decision, Standing, Word, approval_state, words_open
from troth_site.access import Actor
from troth_site.models import Hospitality, HospitalityApproval, HospitalityLimit
from troth_site.models.choices import Received
from troth_site.queries.ledger import Page
from troth_site.queries.partners import Partnership, may

PAGE = 50
State = Literal["within"] | Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What the reader's own policy asks of a meal or gift.

    Attributes:
        state: Within the limit, waiting, needless because it was refused, approved or declined.
        limit: The limit that asked, None where none did.
        decided_by: Who approved or declined it.
        may_decide: The reader may do so now.
    """

    state: State
    limit: Money | None = None
    decided_by: str = ""
    reason: str = ""
    may_decide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalityRow:
    """One meal or gift.

    Attributes:
        is_given: Its giver has said that it was given; said_given_by, who did.
        received: What its receiver said: accepted, refused, returned, or empty; with who said it and why.
        ours: What the reader's own house asks of it.
        words: What the reader may say of it now.
    """

    pk: int
    day: date
    given_by: str
    what: str
    amount: Decimal
    currency: str
    people: str
    recorded_by: str
    is_given: bool
    said_given_by: str
    received: str
    said_received_by: str
    received_because: str
    ours: Approval
    words: tuple[Word, ...]


def limits_of(buyer: int, factory: int) -> dict[Side, Money]:
    """Return the limit of each side that has set one, in one query; for the library, never for a page of the other."""
    sides: dict[int, Side] = {buyer: "buyer", factory: "factory"}
    rows = HospitalityLimit.objects.filter(organisation__in=sides)
    return {sides[row.organisation_id]: Money(row.amount, row.currency) for row in rows}


def our_limit(found: Partnership) -> Money | None:
    """Return the limit of the reader's own side, None where none was set."""
    row = HospitalityLimit.objects.filter(organisation=found.organisation(found.our_side)).first()
    return Money(row.amount, row.currency) if row else None


def standing_of(row: Hospitality) -> Standing:
    """Return what was said of a meal or gift, as the library takes it."""
    received = cast(Word, row.received) if row.received else None
    given_by: Side = "buyer" if row.given_by == "buyer" else "factory"
    return Standing(given_by=given_by, day=row.day, is_given=row.given_at is not None, received=received)


def register(by: Actor, found: Partnership, *, page: int = 1) -> Page[HospitalityRow]:
    """Return a page of the meals and gifts of a partnership the person has already been let into, the newest first."""
    rows = Hospitality.objects.filter(relationship=found.pk)
    total = rows.count()
    number = min(max(page, 1), max(1, -(-total // PAGE)))
    return Page(_rows(by, found, first=(number - 1) * PAGE, behind=number * PAGE), number, total, PAGE)


def whole_register(by: Actor, found: Partnership) -> tuple[HospitalityRow, ...]:
    """Return all meals and gifts of a partnership the person has already been let into, the newest first."""
    return _rows(by, found, first=0, behind=None)


def waiting(by: Actor, found: Partnership) -> int:
    """Return of how many meals and gifts the reader's own policy still asks for approval."""
    return _ours(found).filter(approved=None).exclude(hospitality__received=Received.REFUSED).count()


def _rows(by: Actor, found: Partnership, *, first: int, behind: int | None) -> tuple[HospitalityRow, ...]:
    rows = list(
        Hospitality.objects.filter(relationship=found.pk)
        .select_related("recorded_by", "given_said_by", "received_said_by")
        .order_by("-day", "-pk")[first:behind]
    )
    asked = _ours(found).select_related("decided_by")
    if behind is not None:
        asked = asked.filter(hospitality__in=[row.pk for row in rows])
    ours = {each.hospitality_id: each for each in asked}
    return tuple(_row(by, found, row, ours.get(row.pk)) for row in rows)


def _ours(found: Partnership) -> QuerySet[HospitalityApproval]:
    return HospitalityApproval.objects.filter(hospitality__relationship=found.pk, side=found.our_side)


def _row(by: Actor, found: Partnership, row: Hospitality, asked: HospitalityApproval | None) -> HospitalityRow:
    approved = True if asked is None else asked.approved
    words = words_open(by=found.our_side, of=standing_of(row), approved=approved, today=timezone.localdate())
    return HospitalityRow(
        pk=row.pk, day=row.day, given_by=row.given_by, what=row.what, amount=row.amount, currency=row.currency,
        people=row.people, recorded_by=str(row.recorded_by or ""), is_given=row.given_at is not None,
        said_given_by=str(row.given_said_by or ""), received=row.received,
        said_received_by=str(row.received_said_by or ""), received_because=row.received_because,
        ours=_approval(by, found, row, asked), words=words if may(by, found, "answer") else (),
    )  # fmt: skip


def _approval(by: Actor, found: Partnership, row: Hospitality, asked: HospitalityApproval | None) -> Approval:
    if asked is None:
        return Approval(state="within")
    state = approval_state(asked.approved, of=standing_of(row))
    deciding = may(by, found, "people") and row.recorded_by_id != by.person
    return Approval(
        state=state, limit=Money(asked.limit, asked.currency), decided_by=str(asked.decided_by or ""),
        reason=asked.reason, may_decide=state == "waits" and deciding,
    )  # fmt: skip
