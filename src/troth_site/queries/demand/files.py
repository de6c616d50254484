"""Large orders in a file that is about to be imported, and the notice they would come with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from troth.orders.large_orders import LOOKED_BACK_DAYS
from troth.orders.split_orders import JudgedOrder, judged_order
from troth_site.among import among
from troth_site.models import Order, PlanningTerms
from troth_site.queries.demand import placed
from troth_site.queries.demand.terms import Terms, holding
from troth_site.queries.orders import ReportedLine, relationships_by_name

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planning:
    """A factory with which notice was agreed."""

    name: str
    relationship: int
    terms: Terms


def short_notices(buyer: int, lines: Iterable[ReportedLine], *, today: date) -> list[dict[str, Any]]:
    """Return the large orders of a file that are not on the record yet and come with less notice than was agreed.

    Args:
        buyer: Whose file it is.
        lines: Its lines; they are not read where the buyer agreed about notice with nobody.
        today: An order without a day is placed today.

    Returns:
        As JSON, at most twenty, those that lack most days first.
    """
    planning = _planning(buyer)
    if not planning:
        return []
    gathered: dict[str, dict[str, Any]] = {name: {} for name in planning}
    for line in lines:
        if line.factory in gathered and line.order:
            told = (line.quantity, line.ordered or line.recorded or today, line.promised)
            placed.add(gathered[line.factory], line.order, told)
    found = [each for name, orders in gathered.items() if orders for each in _short(planning[name], orders)]
    found.sort(key=lambda each: -each["shortfall"])
    return found[:SHOWN]


def _planning(buyer: int) -> dict[str, _Planning]:
    agreed = set(
        PlanningTerms.objects.filter(relationship__buyer=buyer, state="agreed").values_list("relationship", flat=True)
    )
    if not agreed:
        return {}
    found = {}
    for name, relationship in relationships_by_name(buyer).items():
        terms = holding(relationship) if relationship in agreed else None
        if terms is not None:
            found[name] = _Planning(name=name, relationship=relationship, terms=terms)
    return found


def _short(planning: _Planning, gathered: dict[str, Any]) -> list[dict[str, Any]]:
    terms = planning.terms
    reserved = placed.held(planning.relationship)
    known = _known(planning, gathered)
    new = placed.judged_as({number: each for number, each in gathered.items() if number not in known}, reserved)
    wanted = [order for order in new if terms.agreed_on is not None and order.placed_on >= terms.agreed_on]
    if not wanted:
        return []
    since = wanted[0].placed_on - timedelta(days=LOOKED_BACK_DAYS)
    others = [*placed.placed_orders(planning.relationship, since=since), *new]
    judged = [judged_order(order, others=others, terms=terms.notice) for order in wanted]
    return [_told(planning.name, each) for each in judged if each.largeness.is_large and not each.notice.is_kept]


def _known(planning: _Planning, gathered: dict[str, Any]) -> set[str]:
    rows = Order.objects.filter(among("number", gathered), relationship=planning.relationship)
    return set(rows.values_list("number", flat=True))


def _told(factory: str, judged: JudgedOrder) -> dict[str, Any]:
    order, notice = judged.order, judged.notice
    return {
        "factory": factory, "order": order.number, "quantity": format(order.quantity or 0, "f"),
        "with_orders": len(judged.together), "with_quantity": format(judged.with_quantity, "f"),
        "limit": judged.largeness.limit, "wanted_on": order.wanted_on.isoformat(), "given": notice.given,
        "required": notice.required, "shortfall": notice.shortfall, "keeps_from": notice.keeps_from.isoformat(),
    }  # fmt: skip
