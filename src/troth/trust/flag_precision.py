"""How often a rule that raised red flags was right, counted from what people found."""

from dataclasses import dataclass

from troth.basis.intervals import wilson

FINDINGS = ("confirmed", "not so", "cannot say")
"""What a side may find of a flag; only the first two say whether the rule was right."""

RETUNE_BELOW = 0.30
RETUNE_FROM = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How often a rule was right.

    Attributes:
        raised: Flags the rule raised.
        n: Those of them found right or wrong; the others are unknown, never wrong.
        confirmed: Those found right.
        rate: Share of n that was right, a fraction; None where n is 0.
        low: Lower end of the 95 % interval, a fraction; None where n is 0.
        high: Upper end of it.
        retune: Whether the rule is right too seldom and should be tuned anew.
    """

    raised: int
    n: int
    confirmed: int
    rate: float | None
    low: float | None
    high: float | None
    retune: bool


def precision(*, raised: int, confirmed: int, refuted: int) -> Precision:
    """Tell how often a rule was right, with the interval of that share.

    Args:
        raised: Flags the rule raised, answered or not.
        confirmed: Flags found right.
        refuted: Flags found wrong; together with confirmed at most raised.

    Raises:
        ValueError: A count is negative, or more were found out than raised.

    Source: `domain.md` f.9: rules below 30 % precision after 20 cases are proposed for re-tuning. What nobody could
    say is left out of the share and stated beside it. Interval: Wilson, 95 %.

    >>> found = precision(raised=7, confirmed=3, refuted=2)
    >>> found.n, found.rate, round(found.low, 2), round(found.high, 2), found.retune
    (5, 0.6, 0.23, 0.88, False)
    """
    n = confirmed + refuted
    if confirmed < 0 or refuted < 0 or n > raised:
        raise ValueError(f"{confirmed} right and {refuted} wrong cannot come of {raised} flags.")
    if not n:
        return Precision(raised=raised, n=0, confirmed=0, rate=None, low=None, high=None, retune=False)
    interval = wilson(successes=confirmed, trials=n)
    rate = confirmed / n
    return Precision(
        raised=raised,
        n=n,
        confirmed=confirmed,
        rate=rate,
        low=interval.low,
        high=interval.high,
        retune=n >= RETUNE_FROM and rate < RETUNE_BELOW,
    )
