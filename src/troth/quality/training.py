"""Training of workers: how many learned it, and whether fewer units are bad since; never from too little."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from troth.basis.intervals import wilson
from troth.basis.special import special
from troth.quality.defect_rates import LotSample

FEWEST_LOTS = 5
"""Lots on either side below which nothing is said: lots differ more than the units within them."""

FEWEST_TESTED = 5


class ImpossibleTest(ValueError):
    """More passed than were tested, or a number below 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Hold how far a share moved.

    Attributes:
        before: The share before, a fraction.
        after: The share after.
        change: After less before.
        low: Lower bound of its 95 % interval.
        high: Upper bound.
    """

    before: float
    after: float
    change: float
    low: float
    high: float

    @property
    def is_shown(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingEffect:
    """Hold what lots say of the time since a training. Other things may have changed as well.

    Attributes:
        verdict: "too early" below 5 lots on a side, "fewer", "more", or "not shown".
        lots_before: Lots looked at before.
        lots_after: Lots looked at since.
        units_before: Units looked at in them.
        units_after: Units looked at since.
        difference: None where it is too early.
    """

    verdict: str
    lots_before: int
    lots_after: int
    units_before: int
    units_after: int
    difference: Difference | None


def shares_differ(*, hits_before: int, all_before: int, hits_after: int, all_after: int) -> Difference:
    """Compare two shares of independent units.

    Args:
        hits_before: Units that count before, 0 to all of them.
        all_before: Units before, 1 or more.
        hits_after: Units that count after.
        all_after: Units after, 1 or more.

    Raises:
        ImpossibleTest: There were no units, or more that count than there were.

    Source: hybrid score interval, method 10 of Newcombe, Statistics in Medicine 17 (1998) 873-890.

    >>> found = shares_differ(hits_before=56, all_before=70, hits_after=48, all_after=80)
    >>> f"{found.low:.4f} {found.high:.4f}"
    '-0.3339 -0.0524'
    """
    if not (0 <= hits_before <= all_before and 0 <= hits_after <= all_after and all_before and all_after):
        raise ImpossibleTest("Of 1 unit or more, 0 up to all of them count.")
    before, after = hits_before / all_before, hits_after / all_after
    was, now = wilson(successes=hits_before, trials=all_before), wilson(successes=hits_after, trials=all_after)
    change = after - before
    low = change - sqrt((after - now.low) ** 2 + (was.high - before) ** 2)
    high = change + sqrt((now.high - after) ** 2 + (before - was.low) ** 2)
    return Difference(before=before, after=after, change=change, low=max(-1.0, low), high=min(1.0, high))


def learned(*, passed_before: int, tested_before: int, passed_after: int, tested_after: int) -> Difference | None:
    """Compare how many passed the test before and after a training, as counts without names.

    Args:
        passed_before: Who passed before, 0 to those tested.
        tested_before: Who was tested before.
        passed_after: Who passed after.
        tested_after: Who was tested after.

    Returns:
        None below 5 tested on a side. Without names nobody can be followed, so the two groups are taken as
        independent; the same people make the interval wider than it need be, never narrower.

    Raises:
        ImpossibleTest: More passed than were tested, or a number is below 0.

    Source: requirement S0-33 of the domain report.

    >>> learned(passed_before=6, tested_before=24, passed_after=21, tested_after=24).is_shown
    True
    """
    if not (0 <= passed_before <= tested_before and 0 <= passed_after <= tested_after):
        raise ImpossibleTest("Of those tested, 0 up to all of them passed.")
    if min(tested_before, tested_after) < FEWEST_TESTED:
        return None
    return shares_differ(
        hits_before=passed_before, all_before=tested_before, hits_after=passed_after, all_after=tested_after
    )


def training_effect(before: Sequence[LotSample], after: Sequence[LotSample]) -> TrainingEffect:
    """Compare the defect rate of lots before a training with that of lots since.

    Args:
        before: Lots looked at before it, of the same source, family or line.
        after: Lots looked at since.

    Returns:
        The difference with the wider of two intervals: one that takes units as independent, and one that takes
        whole lots, which differ by more than chance among units. A fall or rise is claimed only where both leave
        out zero.

    Source: requirement S0-33 of the domain report; lots as clusters by the ratio estimator, Cochran, Sampling
        Techniques, 3rd ed., section 6.3, with Welch's degrees of freedom; units by Newcombe (1998).

    >>> good, bad = LotSample(lot=900, looked_at=80, nonconforming=0), LotSample(lot=900, looked_at=80, nonconforming=6)
    >>> training_effect([bad] * 6, [good] * 6).verdict, training_effect([bad] * 6, [good] * 4).verdict
    ('fewer', 'too early')
    """
    units_before, units_after = sum(lot.looked_at for lot in before), sum(lot.looked_at for lot in after)
    found: Difference | None = None
    verdict = "too early"
    if min(len(before), len(after)) >= FEWEST_LOTS:
        found = _wider(before, after)
        verdict = "not shown" if not found.is_shown else "fewer" if found.change < 0 else "more"
    return TrainingEffect(
        verdict=verdict, lots_before=len(before), lots_after=len(after), units_before=units_before,
        units_after=units_after, difference=found,
    )  # fmt: skip


def _wider(before: Sequence[LotSample], after: Sequence[LotSample]) -> Difference:
    by_unit = shares_differ(
        hits_before=sum(lot.nonconforming for lot in before), all_before=sum(lot.looked_at for lot in before),
        hits_after=sum(lot.nonconforming for lot in after), all_after=sum(lot.looked_at for lot in after),
    )  # fmt: skip
    spread = [_variance(before, by_unit.before), _variance(after, by_unit.after)]
    half = 0.0
    if sum(spread) > 0:
        freedom = sum(spread) ** 2 / sum(
            part**2 / (len(lots) - 1) for part, lots in zip(spread, (before, after), strict=True)
        )
        half = float(special().stdtrit(freedom, 0.975)) * sqrt(sum(spread))
    return Difference(
        before=by_unit.before, after=by_unit.after, change=by_unit.change,
        low=max(-1.0, min(by_unit.low, by_unit.change - half)), high=min(1.0, max(by_unit.high, by_unit.change + half)),
    )  # fmt: skip


def _variance(lots: Sequence[LotSample], share: float) -> float:
    """Return the variance of a share over lots of unequal size."""
    units = sum(lot.looked_at for lot in lots)
    away = sum((lot.nonconforming - share * lot.looked_at) ** 2 for lot in lots)
    return len(lots) / (len(lots) - 1) * away / units**2
