"""Consistency: does the share kept swing from month to month by more than chance alone explains?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from troth.basis.special import special
from troth.basis.text import gettext_noop
from troth.trust.sentences import Sentence

FEWEST_MONTHS = 3
"""Below this many months with data nothing is said."""

LEVEL = 0.05
"""A swing that chance alone brings about less often than this, on either side, is called by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """How steady a side is over the months in which something fell due.

    Attributes:
        months: Months with data.
        lines: Commitments due in them.
        kept: Those kept.
        variance: Sample variance of the monthly rates, in squared fractions.
        expected: What chance alone would make of it at these counts, in squared fractions.
        excess: variance - expected; below 0 where the rates lie closer together than chance would have them.
        deviation: Standard deviation of the monthly rates, a fraction.
        expected_deviation: Square root of ``expected``, a fraction.
        verdict: "steadier", "as steady" or "less steady" than chance explains.
    """

    months: int
    lines: int
    kept: int
    variance: float
    expected: float
    excess: float
    deviation: float
    expected_deviation: float
    verdict: str


def consistency(*, monthly_n: Sequence[int], monthly_kept: Sequence[int]) -> Consistency | None:
    """Compare the swing of the monthly rates with the binomial noise of as many commitments.

    Args:
        monthly_n: Commitments due in each month, 0 or more; months without any are left out.
        monthly_kept: Those kept, 0 to n.

    Returns:
        None below 3 months with data. ``expected`` is the mean of p (1 - p) / n over the months, p (1 - p) estimated
        without bias from all of them together, so that a side whose every promise has the same chance has an
        excess of 0 on average. The verdict is Pearson's test of equal rates, 5 % on either side; where everything was
        kept, or nothing, there is no swing and none is expected.

    Source: method S2-21 of the domain report; R. A. Fisher, Statistical Methods for Research Workers, 1925, § 19-21
    (index of dispersion of binomial samples).

    >>> found = consistency(monthly_n=[10, 10, 10, 10], monthly_kept=[10, 2, 10, 1])
    >>> found.verdict, round(found.deviation, 3), round(found.expected_deviation, 3)
    ('less steady', 0.492, 0.158)
    >>> consistency(monthly_n=[10, 0, 10], monthly_kept=[9, 0, 9]) is None
    True
    """
    given, given_kept = np.asarray(monthly_n, dtype=float), np.asarray(monthly_kept, dtype=float)
    n, kept = given[given > 0], given_kept[given > 0]
    if len(n) < FEWEST_MONTHS:
        return None
    rates, total = kept / n, float(n.sum())
    pooled = float(kept.sum()) / total
    noise = pooled * (1.0 - pooled)
    variance = float(np.var(rates, ddof=1))
    expected = noise * total / (total - 1.0) * float(np.mean(1.0 / n))
    return Consistency(
        months=len(n),
        lines=int(total),
        kept=int(kept.sum()),
        variance=variance,
        expected=expected,
        excess=variance - expected,
        deviation=sqrt(variance),
        expected_deviation=sqrt(expected),
        verdict=_verdict(float(np.sum(n * (rates - pooled) ** 2)), noise, len(n) - 1),
    )


def _verdict(squares: float, noise: float, freedom: int) -> str:
    if not noise:
        return "as steady"
    if special().chdtrc(freedom, squares / noise) < LEVEL:
        return "less steady"
    return "steadier" if special().chdtr(freedom, squares / noise) < LEVEL else "as steady"


TOO_FEW_MONTHS = gettext_noop("Too few months with something due to say how steady it is.")
ALL_KEPT = gettext_noop("Over %(months)s months everything was kept: no swing at all.")
NONE_KEPT = gettext_noop("Over %(months)s months nothing was kept: no swing at all.")
STEADIER = gettext_noop(
    "Over %(months)s months the share kept swings by %(points)s points: steadier than chance explains."
)
AS_STEADY = gettext_noop(
    "Over %(months)s months the share kept swings by %(points)s points: as steady as chance allows."
)
LESS_STEADY = gettext_noop(
    "Over %(months)s months the share kept swings by %(points)s points: less steady than chance explains."
)
_SAID = {"steadier": STEADIER, "as steady": AS_STEADY, "less steady": LESS_STEADY}


def consistency_sentence(found: Consistency | None) -> Sentence:
    """Say how steady a side is.

    >>> consistency_sentence(consistency(monthly_n=[10, 10, 10], monthly_kept=[9, 10, 8])).text()
    'Over 3 months the share kept swings by 10 points: as steady as chance allows.'
    """
    if found is None:
        return Sentence(template=TOO_FEW_MONTHS, params={})
    if found.kept in {0, found.lines}:
        return Sentence(template=ALL_KEPT if found.kept else NONE_KEPT, params={"months": found.months})
    return Sentence(
        template=_SAID[found.verdict], params={"months": found.months, "points": round(100 * found.deviation)}
    )
