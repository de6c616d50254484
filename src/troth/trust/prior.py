"""A prior borrowed from a buyer's other factories: how strong it may be.

The standing never uses it: its prior is always Beta(1, 1), so that both sides see the same number. The forecast fits
its own pooling; this closed form is what that fit can be compared with.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from troth.basis.counts import checked_counts

FEWEST_SITES = 8
"""Below this many sites nothing is borrowed."""

WEAKEST, STRONGEST = 2.0, 10.0
"""The strength is held between these, in commitments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BorrowedPrior:
    """A Beta prior from the portfolio.

    Attributes:
        pooled: Rate of all sites together, a fraction.
        correlation: Intraclass correlation: how alike commitments of one site are, a fraction.
        strength: How many commitments the prior is worth, 2 to 10.
        alpha: First parameter of the prior.
        beta: Second parameter.
    """

    pooled: float
    correlation: float
    strength: float
    alpha: float
    beta: float


def borrowed_prior(*, kept: npt.ArrayLike, n: npt.ArrayLike) -> BorrowedPrior | None:
    """Estimate a prior from the counts of a buyer's own sites; nothing but counts goes in.

    Args:
        kept: Commitments kept at each site.
        n: Commitments counted at each site; sites without any are left out.

    Returns:
        The prior, or None with fewer than 8 sites or where nothing varies (all kept, all broken, one line each).

    Source: ANOVA estimator of the intraclass correlation for binary data, M. S. Ridout et al., Biometrics 55 (1999)
    137-148; method a.3 of the domain report.

    >>> found = borrowed_prior(kept=[19, 15, 27, 5, 12, 24, 7, 39], n=[20, 15, 30, 8, 12, 25, 10, 40])
    >>> f"{found.strength:.2f}"
    '7.70'
    """
    done, tried = checked_counts(np.asarray(kept), np.asarray(n))
    done, tried = done[tried > 0], tried[tried > 0]
    sites, total = len(tried), float(tried.sum())
    if sites < FEWEST_SITES or total <= sites:
        return None
    rates, pooled = done / tried, float(done.sum()) / total
    between = float((tried * (rates - pooled) ** 2).sum()) / (sites - 1)
    within = float((tried * rates * (1 - rates)).sum()) / (total - sites)
    typical = (total - float((tried**2).sum()) / total) / (sites - 1)
    spread = between + (typical - 1) * within
    if spread <= 0:
        return None
    correlation = (between - within) / spread
    # Sites no more alike than chance would make an endless strength; the strongest allowed stands for it.
    strength = min(max((1 - correlation) / correlation, WEAKEST), STRONGEST) if correlation > 0 else STRONGEST
    return BorrowedPrior(
        pooled=pooled,
        correlation=correlation,
        strength=strength,
        alpha=pooled * strength,
        beta=(1 - pooled) * strength,
    )
