"""What stands open with the partners about whom a flag is up, and in which order the flags ask for attention."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from troth_site import access
from troth_site.access import Actor
from troth_site.models import OrderLine
from troth_site.queries.settling import Flag

SHOWN = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Open value in one currency.

    Attributes:
        share: Its share of the open value of all the viewer's partners in the same currency, a fraction.
    """

    currency: str
    value: Decimal
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRisk:
    """What stands open with one partner.

    Attributes:
        amounts: One a currency, the largest share first; currencies are never added up.
        lines: Open order lines.
        unknown: Those of them whose value or currency nobody has told; they are in no amount.
    """

    amounts: tuple[Amount, ...] = ()
    lines: int = 0
    unknown: int = 0

    @property
    def share(self) -> float | None:
        """Return the largest share of the portfolio's open value in one currency, None where no value is known."""
        return self.amounts[0].share if self.amounts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A flag in the inbox with what stands open."""

    flag: Flag
    at_risk: AtRisk


def inbox(by: Actor, flags: Sequence[Flag]) -> tuple[Waiting, ...]:
    """Return flags in the order in which they ask for attention.

    First those handed to the viewer, then by the largest share of what is open; where no value is known a flag stands
    behind the others, the one with most open lines first.
    """
    if not flags:
        return ()
    open_with = at_risk(by, {flag.partnership.pk for flag in flags})
    waiting = [Waiting(flag=flag, at_risk=open_with.get(flag.partnership.pk, AtRisk())) for flag in flags]
    return tuple(sorted(waiting, key=_urgency))


def _urgency(row: Waiting) -> tuple[bool, bool, float, int, object, int]:
    share, flag = row.at_risk.share, row.flag
    return (not flag.is_mine, share is None, -(share or 0.0), -row.at_risk.lines, flag.due_on, flag.pk)


def at_risk(by: Actor, relationships: Iterable[int]) -> dict[int, AtRisk]:
    """Return what stands open with some of the viewer's partners, in one query over what is open with all of them."""
    wanted = set(relationships)
    mine = access.relationships(by).filter(hidden=False)
    # A line that is neither complete nor called off is open; asking its commitment too would read every one of them.
    lines = OrderLine.objects.filter(relationship__in=mine, completed_on=None, cancelled_on=None)
    sums = lines.values("relationship_id", "currency").annotate(
        total=Sum("value"), lines=Count("pk"), unknown=Count("pk", filter=Q(value=None))
    )
    whole: dict[str, Decimal] = {}
    parts: dict[int, list[tuple[str, Decimal | None, int, int]]] = {}
    for row in sums.order_by():
        currency, total = row["currency"], row["total"]
        if currency and total is not None:
            whole[currency] = whole.get(currency, Decimal(0)) + total
        if row["relationship_id"] in wanted:
            parts.setdefault(row["relationship_id"], []).append((currency, total, row["lines"], row["unknown"]))
    return {pk: _at_risk(rows, whole) for pk, rows in parts.items()}


def _at_risk(rows: Sequence[tuple[str, Decimal | None, int, int]], whole: dict[str, Decimal]) -> AtRisk:
    amounts = [
        Amount(currency=currency, value=total, share=float(total / whole[currency]) if whole[currency] else 0.0)
        for currency, total, _lines, _unknown in rows
        if currency and total is not None
    ]
    return AtRisk(
        amounts=tuple(sorted(amounts, key=lambda amount: (-amount.share, amount.currency))),
        lines=sum(lines for _currency, _total, lines, _unknown in rows),
        # A value without its currency says nothing.
        unknown=sum(unknown if currency else lines for currency, _total, lines, unknown in rows),
    )
