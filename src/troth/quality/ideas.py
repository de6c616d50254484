"""Ideas that save money: by when they are answered, what they save, who gets how much; and methods that are as good."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from math import sqrt
from statistics import fmean, variance

from troth.basis.special import special
from troth.quality.replication import FEWEST_READINGS, TooFewReadings

ANSWER_WORKING_DAYS = 10
_CENT = Decimal("0.01")


class ImpossibleShare(ValueError):
    """A share outside 0 to 100 percent, or a margin that is not above 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Hold how a saving or a cost is shared; both parts always add up to the whole.

    Args:
        proposer: Amount of the side that proposed it.
        other: Amount of the other side.
    """

    proposer: Decimal
    other: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence:
    """Hold whether another way of working is as good, within a margin.

    Args:
        difference: Mean of the new way less that of the old, in the property's unit.
        low: Lower bound of its 90 % interval.
        high: Upper bound.
        is_shown: Whether the whole interval lies within the margin.
    """

    difference: float
    low: float
    high: float
    is_shown: bool


def realised_saving(lines: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Add up what an adopted idea saved.

    Args:
        lines: Units delivered and what was saved on each, of every line since it was adopted; either may be 0, and a
            saving below 0 is a loss that counts.

    Source: sum of quantity times price difference; `domain.md` S0-31.

    >>> realised_saving([(Decimal(5000), Decimal("0.12")), (Decimal(2000), Decimal("0.10"))])
    Decimal('800.00')
    """
    return sum((units * saved for units, saved in lines), Decimal(0))


def split(amount: Decimal, *, proposer_percent: Decimal) -> Split:
    """Share an amount.

    Args:
        amount: What is shared, of any sign.
        proposer_percent: Percent for the side that proposed it, 0 to 100; the other gets the rest.

    Raises:
        ImpossibleShare: The share is outside 0 to 100.

    Source: `domain.md` S0-31, S1-31: the split sums to 100 %.

    >>> split(Decimal("800.01"), proposer_percent=Decimal(50)).other
    Decimal('400.01')
    """
    if not 0 <= proposer_percent <= 100:
        raise ImpossibleShare(f"A share is 0 to 100 percent, not {proposer_percent}.")
    proposer = (amount * proposer_percent / 100).quantize(_CENT, ROUND_HALF_EVEN)
    return Split(proposer=proposer, other=amount - proposer)


def equivalence(old: Sequence[float], new: Sequence[float], *, margin: float) -> Equivalence:
    """Test whether another way of working gives the same result, within a margin agreed beforehand.

    Args:
        old: Readings of the way that was asked for, 3 or more.
        new: Readings of the alternative, 3 or more, in the same unit.
        margin: The largest difference that does not matter, above 0.

    Raises:
        TooFewReadings: Fewer than 3 on a side.
        ImpossibleShare: The margin is not above 0.

    Source: two one-sided tests at 5 % each, Schuirmann, J. Pharmacokinetics and Biopharmaceutics 15 (1987) 657-680.

    >>> equivalence([10.0, 10.1, 9.9, 10.0], [10.0, 10.1, 9.9, 10.1], margin=0.3).is_shown
    True
    """
    if len(old) < FEWEST_READINGS or len(new) < FEWEST_READINGS:
        raise TooFewReadings(f"A comparison needs {FEWEST_READINGS} readings on either side.")
    if not margin > 0:
        raise ImpossibleShare("The margin is the largest difference that does not matter, above 0.")
    difference = fmean(new) - fmean(old)
    spread_old, spread_new = variance(old) / len(old), variance(new) / len(new)
    error = sqrt(spread_old + spread_new)
    if error == 0:
        return Equivalence(difference=difference, low=difference, high=difference, is_shown=abs(difference) < margin)
    freedom = error**4 / (spread_old**2 / (len(old) - 1) + spread_new**2 / (len(new) - 1))
    half = float(special().stdtrit(freedom, 0.95)) * error
    low, high = difference - half, difference + half
    return Equivalence(difference=difference, low=low, high=high, is_shown=-margin < low and high < margin)
