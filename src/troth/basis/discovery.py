"""Keeping false alarms rare when many tests are made at once."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from troth.basis.counts import checked_fraction


class NotAProbability(ValueError):
    """A p-value was not between 0 and 1."""


def rejected(p_values: ArrayLike, *, q: float) -> NDArray[np.bool_]:
    """Choose the tests that stand out of a family, with few false ones among the chosen.

    Args:
        p_values: P-values, 0 to 1, in any order and shape; NaN where there was nothing to test, which neither counts
            in the family nor is ever chosen.
        q: The largest expected share of false ones among the chosen, a fraction such as 0.10.

    Returns:
        A mask of the p-values' shape, true where the test stands out. Equal p-values are treated alike.

    Raises:
        NotAProbability: A p-value lies outside 0 to 1.
        NotAFraction: q is not between 0 and 1.

    Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289-300, for independent or
    positively dependent tests.

    >>> rejected([0.001, 0.2, float("nan"), 0.012], q=0.05).tolist()
    [True, False, False, True]
    """
    p = np.asarray(p_values, dtype=np.float64)
    tested = p[~np.isnan(p)]
    if np.any((tested < 0) | (tested > 1)):
        raise NotAProbability("A p-value lies between 0 and 1, or is NaN where there was no test.")
    checked_fraction(q, name="false discovery rate")
    ordered = np.sort(tested)
    passing = np.flatnonzero(ordered <= q * (np.arange(1, ordered.size + 1) / max(ordered.size, 1)))
    if not passing.size:
        return np.zeros(p.shape, dtype=np.bool_)
    # A comparison with NaN is false, so what was not tested is never chosen.
    return np.asarray(p <= ordered[passing[-1]], dtype=np.bool_)


def stands_among(p_value: float, *, smaller: int, tests: int, q: float) -> bool:
    """Tell whether a test stands out of a family however its larger tests came out.

    Args:
        p_value: Its own p-value.
        smaller: How many of the others are at most as large.
        tests: Tests in the family, itself among them; a larger number is stricter, never more lenient.
        q: The largest expected share of false ones among the chosen, a fraction such as 0.10.

    Returns:
        True where it is rejected even if all others are 1; what stands only through larger ones answers False.

    Source: as `rejected`.

    >>> stands_among(0.012, smaller=1, tests=3, q=0.05), stands_among(0.04, smaller=0, tests=3, q=0.05)
    (True, False)
    """
    return p_value <= q * ((smaller + 1) / tests)


def false_alarm_probability(*, tests: int, level: float) -> float:
    """Compute how probable at least one false alarm is when each test is judged alone.

    Args:
        tests: Independent tests, 0 or more, in all of which nothing is wrong.
        level: Significance level of each, a fraction.

    Returns:
        A probability; the expected number of false alarms is tests x level.

    Raises:
        NotAFraction: The level is not between 0 and 1.
        ValueError: The number of tests is negative.

    Source: `domain.md` f.9.

    >>> f"{false_alarm_probability(tests=120, level=0.05):.4f}"
    '0.9979'
    """
    if tests < 0:
        raise ValueError(f"There are 0 or more tests, not {tests}.")
    return float(-np.expm1(tests * np.log1p(-checked_fraction(level, name="level"))))
