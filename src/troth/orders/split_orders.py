"""One order among others: those placed shortly after each other count as one, so that no large order is split away."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from troth.orders.large_orders import (
    Largeness,
    Notice,
    NoticeTerms,
    PlacedOrder,
    Usual,
    largeness,
    notice_of,
    usual_before,
)


@dataclass(frozen=True, slots=True)
class JudgedOrder:
    """Hold an order with what was usual before it, whether it is large, and its notice.

    Attributes:
        together: Orders placed shortly before that count as one with it; those that were large already are not.
    """

    order: PlacedOrder
    usual: Usual
    largeness: Largeness
    notice: Notice
    together: tuple[PlacedOrder, ...] = ()

    @property
    def with_quantity(self) -> Decimal:
        """Units of the orders that count with it."""
        return _units(self.together)


def summed(orders: Iterable[PlacedOrder], *, terms: NoticeTerms) -> tuple[PlacedOrder, ...]:
    """Return each order with the units of all that count as one with it up to its day.

    Args:
        orders: Orders of one relationship, in any order; those of one day in the order in which they came.
        terms: What both sides agreed.

    Returns:
        In the order of the day they were placed. An order that comes with the whole notice a large one needs stands
        alone: the factory can plan it. One without a quantity says nothing about others.

    Source: the rule of public purchasing that nothing is split to stay below a limit: Directive 2014/24/EU,
        article 5 (3); FAR 13.003 (c) (2). The span is policy data, agreed by both sides.

    >>> from datetime import date
    >>> wanted = date(2026, 4, 1)
    >>> days = date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 30)
    >>> made = [PlacedOrder(number=str(d), quantity=Decimal(10), placed_on=d, wanted_on=wanted) for d in days]
    >>> [int(each.quantity) for each in summed(made, terms=NoticeTerms(lead_days=45, together_days=14))]
    [10, 20, 10]
    """
    found: list[PlacedOrder] = []
    open_ones: deque[PlacedOrder] = deque()
    units = Decimal(0)
    for order in sorted(orders, key=lambda each: each.placed_on):
        if order.quantity is None or not _joins(order, terms):
            found.append(order)
            continue
        while open_ones and not _are_together(open_ones[0], order, terms):
            units -= open_ones.popleft().quantity or 0
        open_ones.append(order)
        units += order.quantity
        found.append(replace(order, quantity=units))
    return tuple(found)


def judged_order(order: PlacedOrder, *, others: Sequence[PlacedOrder], terms: NoticeTerms) -> JudgedOrder:
    """Judge one order: what was usual before it, whether it is large, and its notice.

    Args:
        order: The order; without a quantity nobody can say whether it is large.
        others: Other orders of the relationship; itself among them is left out, and those placed on its day count
            before it as far as they stand before it there.
        terms: What both sides agreed when it was placed.

    Source: `domain.md` j; what is usual is told of sums where orders count as one, so that like is held to like.

    >>> from datetime import date
    >>> new = PlacedOrder(number="P9", quantity=Decimal(900), placed_on=date(2026, 3, 1), wanted_on=date(2026, 4, 1))
    >>> terms = NoticeTerms(lead_days=45, monthly_capacity=Decimal(3000))
    >>> found = judged_order(new, others=(), terms=terms)
    >>> found.largeness.is_large, found.notice.keeps_from
    (True, datetime.date(2026, 5, 15))
    """
    notice, day = notice_of(order, terms=terms), order.placed_on
    near = _near(order, others, terms)
    numbers = {order.number, *(each.number for each in near)}
    alone = usual_before((each for each in others if each.number != order.number), day=day)
    if order.quantity is None:
        return JudgedOrder(order, alone, Largeness(None, None, None, None), notice)
    found = largeness(order.quantity, usual=alone, terms=terms)
    if found.is_large or not near:
        return JudgedOrder(order, alone, found, notice)
    before = summed((each for each in others if each.placed_on < day), terms=terms)
    usual = usual_before((each for each in before if each.number not in numbers), day=day)
    together = _not_yet_large(near, (alone, usual), terms)
    if not together:
        return JudgedOrder(order, alone, found, notice)
    as_one = largeness(order.quantity + _units(together), usual=usual, terms=terms)
    return JudgedOrder(order, usual, as_one, notice, together)


def _joins(order: PlacedOrder, terms: NoticeTerms) -> bool:
    return terms.together_days > 0 and not notice_of(order, terms=terms).is_kept


def _are_together(first: PlacedOrder, later: PlacedOrder, terms: NoticeTerms) -> bool:
    return 0 <= (later.placed_on - first.placed_on).days < terms.together_days


def _near(order: PlacedOrder, others: Sequence[PlacedOrder], terms: NoticeTerms) -> list[PlacedOrder]:
    """Return the orders before one, in their order, that count as one with it."""
    if order.quantity is None or not _joins(order, terms):
        return []
    at = next((index for index, each in enumerate(others) if each.number == order.number), len(others))
    found = [
        each
        for index, each in enumerate(others)
        if each.number != order.number
        and each.quantity is not None
        and (each.placed_on < order.placed_on or index < at)
        and _are_together(each, order, terms)
        and _joins(each, terms)
    ]
    return sorted(found, key=lambda each: each.placed_on)


def _not_yet_large(
    near: Iterable[PlacedOrder], usual: tuple[Usual, Usual], terms: NoticeTerms
) -> tuple[PlacedOrder, ...]:
    """Begin again after each that was large, alone or with those before it: no unit is told of twice."""
    found: list[PlacedOrder] = []
    for each in near:
        found.append(each)
        units = (_units([each]), _units(found))
        if any(largeness(some, usual=one, terms=terms).is_large for some, one in zip(units, usual, strict=True)):
            found.clear()
    return tuple(found)


def _units(orders: Iterable[PlacedOrder]) -> Decimal:
    return sum((each.quantity for each in orders if each.quantity is not None), Decimal(0))
