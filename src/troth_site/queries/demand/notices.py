"""The notice of large orders: what an order about to be placed would give, and how those placed have done."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from troth.orders.large_orders import LOOKED_BACK_DAYS, NoticeScore, PlacedOrder, notice_score
from troth.orders.split_orders import JudgedOrder, judged_order
from troth_site import access
from troth_site.access import Actor
from troth_site.models import LargeOrder, Reservation
from troth_site.queries.demand import placed
from troth_site.queries.demand.terms import Terms, holding
from troth_site.queries.partners import Partnership, partnership

MONTHS_COUNTED_DAYS = 365
SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An order about to be placed; `reservation` is the key of what was reserved for it."""

    number: str
    quantity: Decimal
    placed_on: date
    wanted_on: date
    reservation: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the terms say of an order before it is placed; without terms, nothing.

    Attributes:
        judged: What was usual, whether it is large, its notice.
    """

    terms: Terms | None
    judged: JudgedOrder | None

    @property
    def breaks(self) -> bool:
        """Return whether it would be a large order with less notice than was agreed."""
        return self.judged is not None and bool(self.judged.largeness.is_large) and not self.judged.notice.is_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class LargeOrderRow:
    """A large order as both sides read it."""

    pk: int
    number: str
    quantity: Decimal
    placed_on: date
    told_on: date
    wanted_on: date
    given_days: int
    required_days: int
    with_orders: int
    with_quantity: Decimal
    limit: float
    usual_orders: int
    usual_mean: float | None
    usual_deviation: float | None
    commitment: int

    @property
    def is_kept(self) -> bool:
        """Return whether it came with the whole notice."""
        return self.given_days >= self.required_days

    @property
    def keeps_from(self) -> date:
        """Return the first day on which it could have been wanted with the whole notice."""
        return self.told_on + timedelta(days=self.required_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    """The notice score of the buyer with one factory, and the large orders behind it, the newest first."""

    partnership: Partnership
    terms: Terms | None
    score: NoticeScore
    since: date
    orders: tuple[LargeOrderRow, ...]


def check(by: Actor, relationship: int, planned: Planned) -> Check:
    """Say what the terms make of an order before it is placed.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    return checked(access.relationship(by, relationship).pk, planned)


def checked(relationship: int, planned: Planned) -> Check:
    """Say what the terms make of an order; whoever asks was let in before."""
    terms = holding(relationship)
    if terms is None:
        return Check(terms=None, judged=None)
    others = placed.placed_orders(relationship, since=planned.placed_on - timedelta(days=LOOKED_BACK_DAYS))
    order = PlacedOrder(
        number=planned.number, quantity=planned.quantity, placed_on=planned.placed_on, wanted_on=planned.wanted_on,
        announced_on=_reserved(relationship, planned),
    )  # fmt: skip
    return Check(terms=terms, judged=judged_order(order, others=others, terms=terms.notice))


def notices(by: Actor, relationship: int, *, today: date) -> NoticePage:
    """Return the notice score of the last twelve months and the large orders it is counted from.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    found = partnership(by, relationship)
    since = today - timedelta(days=MONTHS_COUNTED_DAYS)
    counted = large_orders(found.pk, since=since)
    return NoticePage(
        partnership=found, terms=holding(found.pk), since=since, orders=counted[:SHOWN],
        score=notice_score(row.is_kept for row in counted),
    )  # fmt: skip


def large_orders(relationship: int, *, since: date) -> tuple[LargeOrderRow, ...]:
    """Return the large orders placed since a day, the newest first."""
    rows = LargeOrder.objects.filter(relationship=relationship, placed_on__gte=since).order_by("-placed_on", "-pk")
    names = list(LargeOrderRow.__dataclass_fields__)
    return tuple(LargeOrderRow(**row) for row in rows.values(*names))


def of_promise(by: Actor, commitment: int) -> int:
    """Return the relationship of a promise to tell of a large order.

    Raises:
        access.NotThere: There is none for this person.
    """
    rows = LargeOrder.objects.filter(commitment=commitment, relationship__in=access.relationships(by))
    found = rows.values_list("relationship", flat=True).first()
    if found is None:
        raise access.NotThere
    return found


def _reserved(relationship: int, planned: Planned) -> date | None:
    """Return since when it is told, where what was held covers it."""
    if planned.reservation is None:
        return None
    rows = Reservation.objects.filter(
        relationship=relationship, pk=planned.reservation, state="held", quantity__gte=planned.quantity,
        first_day__lte=planned.wanted_on,
    )  # fmt: skip
    return rows.values_list("asked_on", flat=True).first()
