"""Large orders: what is large beside what a factory usually makes for a buyer, and how early it has to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean, stdev

from troth.basis.intervals import Interval, wilson
from troth.commitments.outcomes import Outcome

FEWEST_ORDERS = 5
"""From this many earlier orders on, their spread says what is usual; fewer would call every second order large."""

LOOKED_BACK_DAYS = 365


class ImpossibleNotice(ValueError):
    """A quantity, a number of days or a share cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTerms:
    """Hold what both sides agreed about large orders. Policy data, versioned.

    Args:
        lead_days: Days a usual order needs from placing to leaving the factory, 0 or more.
        extra_days: Days of notice that a large order needs beside them, 0 or more.
        deviations: Standard deviations above the mean from which an order is large, 0 or more.
        capacity_share: Share of the monthly capacity above which an order is large, above 0, at most 1.
        monthly_capacity: Units the factory keeps for this buyer in a month, above 0; None where it did not say.
        together_days: Orders placed within so many days count as one, 0 or more; 0 where nothing was agreed.

    Raises:
        ImpossibleNotice: A number is out of range.

    Source: `domain.md` j and 4.6: mean + 2 sd, 25 % of monthly capacity, 30 days; all of them to be agreed.

    >>> NoticeTerms(lead_days=45).required_days
    75
    """

    lead_days: int
    extra_days: int = 30
    deviations: float = 2.0
    capacity_share: float = 0.25
    monthly_capacity: Decimal | None = None
    together_days: int = 0

    def __post_init__(self) -> None:
        counts = (self.lead_days, self.extra_days, self.deviations, self.together_days)
        fits = min(counts) >= 0 and 0 < self.capacity_share <= 1
        if not fits or (self.monthly_capacity is not None and self.monthly_capacity <= 0):
            raise ImpossibleNotice("Days and deviations are 0 or more, a share is above 0 to 1, a capacity above 0.")

    @property
    def required_days(self) -> int:
        """Days of notice that a large order needs."""
        return self.lead_days + self.extra_days


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOrder:
    """Hold an order as its notice is judged.

    Attributes:
        number: Its name in the buyer's record.
        quantity: Units over all its lines; None where a line does not say, it then says nothing about what is usual.
        placed_on: Day it was placed.
        wanted_on: First day on which goods of it are wanted.
        announced_on: Day on which it was told before, such as by a reservation the factory accepted; None if never.
    """

    number: str
    quantity: Decimal | None
    placed_on: date
    wanted_on: date
    announced_on: date | None = None


@dataclass(frozen=True, slots=True)
class Usual:
    """Hold what orders usually come to: how many there were, their mean and sample standard deviation."""

    orders: int
    mean: float | None
    deviation: float | None


@dataclass(frozen=True, slots=True)
class Largeness:
    """Hold whether an order is large.

    Attributes:
        is_large: None where neither what is usual nor the capacity is known.
        by_usual: Whether it is beyond what is usual; None where that is not known.
        by_capacity: Whether it is beyond the share of the capacity; None where that is not known.
        limit: Units above which an order is large, the smaller of both limits; None where neither is known.
    """

    is_large: bool | None
    by_usual: bool | None
    by_capacity: bool | None
    limit: float | None


@dataclass(frozen=True, slots=True)
class Notice:
    """Hold how much notice an order gives.

    Attributes:
        given: Days from being told to being wanted; below 0 where that day had passed.
        required: Days agreed for a large order.
        shortfall: Days that lack, 0 or more.
        share: 1 with the whole notice, 0 with none of it.
        keeps_from: The first day on which it may be wanted so that the notice is whole.
    """

    given: int
    required: int
    shortfall: int
    share: float
    keeps_from: date

    @property
    def is_kept(self) -> bool:
        """Whether the notice is whole."""
        return self.shortfall == 0


@dataclass(frozen=True, slots=True)
class NoticeScore:
    """Hold how many of a buyer's large orders came with the notice they need.

    Attributes:
        kept: Large orders with the whole notice.
        orders: Large orders.
        rate: Their share; None without one.
        interval: 95 % interval of the share; NaN without one.
    """

    kept: int
    orders: int
    rate: float | None
    interval: Interval[float]


def usual_before(orders: Iterable[PlacedOrder], *, day: date, days: int = LOOKED_BACK_DAYS) -> Usual:
    """Summarise the orders placed in the time before a day.

    Args:
        orders: Orders of one relationship, in any order; those without a quantity are left out.
        day: Orders of that day and later ones are left out.
        days: How far back, 1 or more.

    Source: `domain.md` j, "mean + 2·sd of last 12 months"; sample standard deviation, unknown below two orders.

    >>> placed, wanted = date(2026, 1, 5), date(2026, 3, 5)
    >>> made = [PlacedOrder(number=str(n), quantity=Decimal(n), placed_on=placed, wanted_on=wanted) for n in (8, 12)]
    >>> usual_before(made, day=date(2026, 2, 1)).mean
    10.0
    """
    since = day - timedelta(days=days)
    known = [float(order.quantity) for order in orders if order.quantity is not None and since <= order.placed_on < day]
    return Usual(
        orders=len(known), mean=fmean(known) if known else None, deviation=stdev(known) if len(known) > 1 else None
    )


def largeness(quantity: Decimal, *, usual: Usual, terms: NoticeTerms, fewest: int = FEWEST_ORDERS) -> Largeness:
    """Tell whether an order is large beside what is usual, or beside the capacity kept for the buyer.

    Args:
        quantity: Units ordered, 0 or more.
        usual: What was ordered before.
        terms: What both sides agreed.
        fewest: Earlier orders from which they say what is usual, 2 or more.

    Returns:
        Large where either rule says so. A rule without its figures says nothing.

    Raises:
        ImpossibleNotice: The quantity is negative.

    Source: `domain.md` j, vectors j02 and j03: more than mean + 2 sd, or more than 25 % of the monthly capacity.

    >>> told = largeness(Decimal(30000), usual=Usual(12, 12000.0, 4000.0), terms=NoticeTerms(lead_days=45))
    >>> told.is_large, told.limit
    (True, 20000.0)
    """
    if quantity < 0:
        raise ImpossibleNotice(f"An order is for 0 units or more, not {quantity}.")
    limits: list[float | None] = [None, None]
    if usual.mean is not None and usual.deviation is not None and usual.orders >= fewest:
        limits[0] = usual.mean + terms.deviations * usual.deviation
    if terms.monthly_capacity is not None:
        limits[1] = terms.capacity_share * float(terms.monthly_capacity)
    beyond = [None if limit is None else float(quantity) > limit for limit in limits]
    known = [limit for limit in limits if limit is not None]
    return Largeness(
        is_large=any(beyond) if known else None, by_usual=beyond[0], by_capacity=beyond[1],
        limit=min(known, default=None),
    )  # fmt: skip


def notice_of(order: PlacedOrder, *, terms: NoticeTerms) -> Notice:
    """Count how much notice an order gives, and what a large one would need.

    Args:
        order: The order; told before it was placed, its notice begins on that earlier day.
        terms: What both sides agreed.

    Source: `domain.md` j, vectors j02 and j03: y = max(0, 1 - shortfall / required).

    >>> placed = PlacedOrder(number="P1", quantity=None, placed_on=date(2026, 3, 1), wanted_on=date(2026, 5, 20))
    >>> found = notice_of(placed, terms=NoticeTerms(lead_days=45))
    >>> found.given, found.required, found.shortfall, found.share
    (80, 75, 0, 1.0)
    """
    told_on = min(order.announced_on or order.placed_on, order.placed_on)
    given, required = (order.wanted_on - told_on).days, terms.required_days
    shortfall = max(0, required - given)
    share = max(0.0, 1 - shortfall / required) if required else 1.0 if shortfall == 0 else 0.0
    return Notice(
        given=given, required=required, shortfall=shortfall, share=share, keeps_from=told_on + timedelta(days=required)
    )


def outcome_of_order_notice(notice: Notice, *, placed_on: date, weight: float, recorded_on: date) -> Outcome:
    """Turn the notice of a large order into an outcome of the buyer.

    Args:
        notice: Of a large order.
        placed_on: Day it was placed: from then on the notice cannot grow.
        weight: 0 or more.
        recorded_on: Day this version was recorded.

    Source: `domain.md` a.5: each order by the large rule, broken when the notice is less than required.

    >>> short = Notice(given=30, required=75, shortfall=45, share=0.4, keeps_from=date(2026, 5, 15))
    >>> placed = date(2026, 3, 1)
    >>> outcome_of_order_notice(short, placed_on=placed, weight=1.0, recorded_on=placed).kept_weight
    0.4
    """
    known_on = max(recorded_on, placed_on)
    return Outcome(
        recorded_on=recorded_on, counted_on=placed_on, counted_from=known_on, lines=1, kept=1 if notice.is_kept else 0,
        excused=0, scored_on=placed_on, scored_from=known_on, kept_weight=weight * notice.share,
        broken_weight=weight * (1 - notice.share), excused_weight=0.0,
    )  # fmt: skip


def notice_score(kept: Iterable[bool]) -> NoticeScore:
    """Count the share of large orders that came with the whole notice.

    Args:
        kept: For each large order whether its notice was whole.

    Source: `domain.md` S0-34; Wilson's interval, for display; without a large order there is no share.

    >>> found = notice_score([True, True, False])
    >>> found.orders, round(found.interval.low, 2), round(found.interval.high, 2)
    (3, 0.21, 0.94)
    """
    told = list(kept)
    whole = sum(told)
    return NoticeScore(
        kept=whole, orders=len(told), rate=whole / len(told) if told else None,
        interval=wilson(successes=whole, trials=len(told)),
    )  # fmt: skip
