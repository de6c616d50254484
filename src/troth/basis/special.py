"""The special functions of statistics: incomplete beta, chi square, quantiles of the normal distribution."""

from functools import cache
from types import ModuleType


@cache
def special() -> ModuleType:
    """Return scipy.special, loaded when the first number needs it.

    Source: P. Virtanen et al., SciPy 1.0, Nature Methods 17 (2020) 261-272; its beta functions are those of Boost.

    >>> round(float(special().betainc(2, 3, 0.5)), 4)
    0.6875
    """
    # reason: it loads scipy.linalg and all of numpy's tools, a third of a command's start and 25 MB, which a command
    # or a worker that computes no interval never needs.
    import scipy.special  # noqa: PLC0415

    loaded: ModuleType = scipy.special
    return loaded
