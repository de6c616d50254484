"""Orders as their notice is judged: how much, placed when, wanted when, and what was reserved for them before."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q

from troth.orders.large_orders import PlacedOrder
from troth.orders.reservations import Held, announced_on
from troth_site.models import PromisedDate, Reservation


@dataclass(slots=True)
class _Gathering:
    """What the lines of one order come to as they go by."""

    quantities: list[Decimal | None] = field(default_factory=list)
    placed: list[date] = field(default_factory=list)
    wanted: list[date] = field(default_factory=list)


def placed_orders(relationship: int, *, since: date) -> list[PlacedOrder]:
    """Return the orders of a relationship placed since a day, in the order of that day.

    An order is wanted on the first promised day of its lines, and placed on the first day any of them was ordered, or
    promised where nobody says when it was ordered. Cancelled lines are no part of it.
    """
    rows = (
        PromisedDate.objects.filter(line__relationship=relationship, line__cancelled_on=None)
        .filter(Q(line__ordered_on__gte=since) | Q(line__ordered_on=None, recorded_on__gte=since))
        .order_by("line", "recorded_on", "pk")
        .values_list("line", "line__order__number", "line__quantity", "line__ordered_on", "recorded_on", "day")
    )
    found: dict[str, _Gathering] = {}
    seen: set[int] = set()
    for line, number, quantity, ordered_on, recorded_on, day in rows:
        if line not in seen:
            seen.add(line)
            add(found, number, (quantity, ordered_on or recorded_on, day))
    return judged_as(found, held(relationship))


def add(found: dict[str, _Gathering], number: str, told: tuple[Decimal | None, date, date]) -> None:
    """Add what a line says to its order: quantity, day it was placed, day it is wanted."""
    order = found.setdefault(number, _Gathering())
    order.quantities.append(told[0])
    order.placed.append(told[1])
    order.wanted.append(told[2])


def judged_as(found: dict[str, _Gathering], reserved: Iterable[Held]) -> list[PlacedOrder]:
    """Return gathered orders in the order of the day they were placed."""
    known = list(reserved)
    orders = [as_placed(number, each, known) for number, each in found.items()]
    return sorted(orders, key=lambda order: (order.placed_on, order.number))


def as_placed(number: str, gathered: _Gathering, reserved: Iterable[Held]) -> PlacedOrder:
    """Return one gathered order; where a line does not say how much, nobody knows how much it is."""
    unknown = any(quantity is None for quantity in gathered.quantities)
    quantity = None if unknown else sum((each for each in gathered.quantities if each is not None), Decimal(0))
    wanted = min(gathered.wanted)
    return PlacedOrder(
        number=number, quantity=quantity, placed_on=min(gathered.placed), wanted_on=wanted,
        announced_on=announced_on(reserved, order=number, quantity=quantity, wanted_on=wanted),
    )  # fmt: skip


def held(relationship: int) -> list[Held]:
    """Return what was reserved for orders of a relationship."""
    rows = Reservation.objects.filter(relationship=relationship, state="ordered").exclude(order_number="")
    told = rows.order_by("pk").values_list("order_number", "asked_on", "quantity", "first_day")
    return [Held(order=order, told_on=day, quantity=units, first_day=first) for order, day, units, first in told]
