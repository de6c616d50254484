"""What stands open with the partners about whom a flag is up, and in which order the flags ask for attention."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.cache import cache
from django.db.models import Count, Sum

from troth_site import access
from troth_site.access import Actor
from troth_site.models import OrderLine
from troth_site.prepared import Prepared, given
from troth_site.queries.settling import SHOWN, Flag, Pressing, whole

WHOLE_SECONDS = 60
# A line that is neither complete nor called off is open; asking its commitment too would read every one of them.
_OPEN = {"completed_on": None, "cancelled_on": None}
_SUMS = Prepared(
    lambda: (
        OrderLine.objects.filter(relationship__id__in=[given(f"pk{at}") for at in range(SHOWN)], **_OPEN)
        .values_list("relationship_id", "currency")
        # A star instead of keys: what the index of open lines holds answers, without the lines themselves.
        .annotate(total=Sum("value"), lines=Count("*"), known=Count("value"))
        .order_by()
    )
)


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


def inbox(by: Actor, flags: Sequence[Pressing], *, most: int = SHOWN) -> tuple[Waiting, ...]:
    """Return the flags that ask for attention first, at most so many.

    First those handed to the viewer, then by the largest share of what is open; where no value is known a flag stands
    behind the others, the one with most open lines first.
    """
    if not flags:
        return ()
    open_with = _open_with(by, {flag.relationship for flag in flags})

    def urgency(flag: Pressing) -> tuple[bool, bool, float, int, object, int]:
        stands = open_with.get(flag.relationship, _NOTHING)
        share, is_mine = stands.share, flag.escalated_to == by.person
        return (not is_mine, share is None, -(share or 0.0), -stands.lines, flag.due_on, flag.pk)

    first = sorted(flags, key=urgency)[:most]
    found = whole(by, [flag.pk for flag in first])
    return tuple(
        Waiting(flag=found[each.pk], at_risk=open_with.get(each.relationship, _NOTHING).told()) for each in first
    )


class _Open:
    """What stands open with one partner, by its currencies: put in order for all flags, told of those shown."""

    def __init__(self, open_in_all: dict[str, Decimal]) -> None:
        self.open_in_all, self.amounts = open_in_all, list[tuple[str, Decimal, float]]()
        self.lines = self.unknown = 0

    def add(self, currency: str, total: Decimal | None, lines: int, known: int) -> None:
        self.lines += lines
        # A value without its currency says nothing.
        self.unknown += lines - known if currency else lines
        if currency and total is not None:
            self.amounts.append((currency, total, _share(total, self.open_in_all.get(currency))))

    @property
    def share(self) -> float | None:
        return max((share for _currency, _total, share in self.amounts), default=None)

    def told(self) -> AtRisk:
        amounts = sorted(self.amounts, key=lambda amount: (-amount[2], amount[0]))
        told = (Amount(currency=currency, value=total, share=share) for currency, total, share in amounts)
        return AtRisk(amounts=tuple(told), lines=self.lines, unknown=self.unknown)


_NOTHING = _Open({})


def _open_with(by: Actor, relationships: Iterable[int]) -> dict[int, _Open]:
    """Return what stands open with some of the viewer's partners; all that is open is at most a minute old."""
    key = "open-values-" + "-".join(map(str, by.organisations()))
    open_in_all = cache.get_or_set(key, lambda: _whole(by), WHOLE_SECONDS)
    found: dict[int, _Open] = {}
    wanted = sorted(set(relationships))
    for first in range(0, len(wanted), SHOWN):
        some = wanted[first : first + SHOWN]
        keys = {f"pk{at}": some[at] if at < len(some) else 0 for at in range(SHOWN)}
        for pk, *row in _SUMS.rows(**keys):
            found.setdefault(pk, _Open(open_in_all)).add(*row)
    return found


def _whole(by: Actor) -> dict[str, Decimal]:
    mine = access.relationships(by).filter(hidden=False)
    sums = (
        OrderLine.objects.filter(relationship__in=mine, **_OPEN)
        .exclude(currency="")
        .exclude(value=None)
        .values_list("currency")
    )
    return dict(sums.annotate(total=Sum("value")).order_by())


def _share(part: Decimal, whole: Decimal | None) -> float:
    return min(float(part / whole), 1.0) if whole else 0.0
