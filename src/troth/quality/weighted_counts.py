"""Bad units of lots that weigh differently: their rate, with Clopper and Pearson's bounds where all weigh alike.

A bad unit found among n of a lot of N stands for N / n units. Counts of such weights behave like a plain count of fewer
units: y, the sum of the weights of the bad units, is as uncertain as y^2 / v bad units of y / v looked at, where v sums
the squares (the effective numbers of Kish). The lower bound is that of Clopper and Pearson for these numbers. The upper
bound first adds one more bad unit of the heaviest weight, as theirs adds one: without it, a heavy lot in which nothing
was found would count as good.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from troth.basis.special import special

TAIL = 0.025
"""Left out at each end of a 95 % interval."""
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted:
    """Hold one sample of one lot.

    Args:
        units: What the lot holds, above 0.
        looked_at: Units looked at, 1 or more.
        bad: Bad units among them.
    """

    units: float
    looked_at: int
    bad: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedCount:
    """Hold what samples of several lots come to.

    Args:
        known: Fraction of all units that was found bad where every unit was looked at.
        left: Fraction of all units that lies in lots of which a sample was taken.
        looked_at: Units of an evenly weighted sample in which one bad unit weighs as much as the heaviest does here.
        bad: Sum of the weights of the bad units, the heaviest possible weight being 1.
        squares: Sum of their squares.
        adds_classes: Whether some lot's classes had samples of their own, so that their rates are added.
    """

    known: float
    left: float
    looked_at: float
    bad: float
    squares: float
    adds_classes: bool

    @property
    def rate(self) -> float:
        """Fraction of all units that is bad."""
        return min(1.0, self.known + self.left * self.bad / self.looked_at)

    def low(self) -> float:
        """Return the lower bound of the 95 % interval, a fraction."""
        if not self.bad:
            return self.known
        units, found = _effective(self.bad, self.squares, looked_at=self.looked_at)
        return self.known + self.left * float(special().betaincinv(found, max(0.0, units - found) + 1, TAIL))

    def high(self) -> float:
        """Return the upper bound of the 95 % interval, a fraction."""
        if not self.left:
            return self.known
        units, found = _effective(self.bad + 1, self.squares + 1, looked_at=self.looked_at)
        if self.adds_classes:
            # One unit may be bad twice, once for each class: a Poisson count allows for that, a binomial one does not.
            bound = float(special().gammaincinv(found, 1 - TAIL)) / units
        elif units - found + 1 > ROUNDING:
            bound = float(special().betaincinv(found, units - found + 1, 1 - TAIL))
        else:
            bound = 1.0
        return min(1.0, self.known + self.left * min(1.0, bound))

    def chance(self, target: float) -> float:
        """Return how probable so much or more is where the rate is just a target: the test of which `low` is the bound.

        Args:
            target: A fraction.
        """
        if not self.left:
            return 1.0 if self.known <= target else 0.0
        rest = (target - self.known) / self.left
        if not self.bad or rest >= 1:
            return 1.0
        if rest <= 0:
            return 0.0
        units, found = _effective(self.bad, self.squares, looked_at=self.looked_at)
        return float(special().betainc(found, max(0.0, units - found) + 1, rest))


def weighted_count(
    samples: Sequence[Weighted], *, units: float, known_units: float = 0.0, known_bad: float = 0.0
) -> WeightedCount:
    """Weigh samples of lots by what each lot holds.

    Args:
        samples: One a lot, or one a class where its classes had samples of different sizes.
        units: What the lots they were taken from hold together.
        known_units: What lots hold together of which every unit was looked at.
        known_bad: Bad units in those.

    Returns:
        The count, with its rate, bounds and test. Where all weigh alike they are Clopper and Pearson's and the exact
        binomial test.

    Source: weighted sums of counts: Fay and Feuer, Statistics in Medicine 16 (1997) 791-801, whose gamma quantiles are
        replaced by the beta quantiles of Clopper and Pearson, Biometrika 26 (1934) 404-413, at effective numbers as in
        Korn and Graubard, Survey Methodology 24 (1998) 193-201. With nothing found the upper bound is exact by
        Jensen's inequality; the coverage of the rest is held by simulation in the tests.

    >>> even = weighted_count([Weighted(units=500, looked_at=50, bad=0), Weighted(units=3_000, looked_at=300, bad=5)],
    ...                       units=3_500)
    >>> f"{even.rate:.4f} {even.low():.4f} {even.high():.4f}"
    '0.0143 0.0047 0.0330'
    """
    total = units + known_units
    if not samples:
        return WeightedCount(
            known=known_bad / total, left=0.0, looked_at=1.0, bad=0.0, squares=0.0, adds_classes=False
        )  # fmt: skip
    heaviest = max(each.units / each.looked_at for each in samples)
    weights = [(each.units / each.looked_at / heaviest, each.bad) for each in samples]
    return WeightedCount(
        known=known_bad / total,
        left=units / total,
        looked_at=units / heaviest,
        bad=sum(weight * bad for weight, bad in weights),
        squares=sum(weight**2 * bad for weight, bad in weights),
        adds_classes=sum(each.units for each in samples) > units * (1 + ROUNDING),
    )


def _effective(bad: float, squares: float, *, looked_at: float) -> tuple[float, float]:
    """Return as how many units looked at, and bad ones among them, weighted ones count."""
    share = bad / squares
    return share * looked_at, share * bad
