"""Finding the lowest place of a cost without its slope, by the downhill simplex of Nelder and Mead.

Our own thirty lines, because loading a library's many ways of searching takes more memory than the search itself.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]
Cost = Callable[[Floats], float]

REFLECTED, EXPANDED, OUTSIDE, INSIDE = 1.0, 2.0, 0.5, -0.5
"""Where a step looks: so many times the way from the worst corner to the middle of the others, beyond that middle."""

SHRUNK = 0.5
"""What is left of every corner's way to the best one where no step helps."""


class _Enough(Exception):
    """Raised where the cost may not be asked again."""


def lowest(cost: Cost, corners: Floats, *, most_calls: int, near: float) -> Floats:
    """Return the place with the least cost that a downhill simplex finds.

    Args:
        cost: What to make small; any real number for any place.
        corners: The places to begin with, one more than there are dimensions; shape (n + 1, n).
        most_calls: How often the cost is asked at most; 1 or more.
        near: The search ends when all corners lie within this of the best one, in each coordinate and in cost.

    Returns:
        Shape (n,).

    Source: J. A. Nelder, R. Mead, A simplex method for function minimization, Computer Journal 7 (1965) 308-313.

    >>> place = lowest(lambda at: float((at[0] - 3) ** 2), np.array([[0.0], [1.0]]), most_calls=100, near=1e-6)
    >>> round(float(place[0]), 3)
    3.0
    """
    calls = 0

    def counted(place: Floats) -> float:
        nonlocal calls
        if calls >= most_calls:
            raise _Enough
        calls += 1
        return cost(place)

    places, costs = np.array(corners, dtype=float), np.full(len(corners), np.inf)
    try:
        for at, place in enumerate(places):
            costs[at] = counted(place)
        while not _is_small(places, costs, near):
            order = np.argsort(costs)
            places, costs = places[order], costs[order]
            _step(counted, places, costs)
    except _Enough:
        pass
    best: Floats = places[np.argmin(costs)]
    return best


def _is_small(places: Floats, costs: Floats, near: float) -> bool:
    best = np.argmin(costs)
    return bool(np.abs(places - places[best]).max() <= near and np.abs(costs - costs[best]).max() <= near)


def _step(cost: Cost, places: Floats, costs: Floats) -> None:
    """Move the worst corner to a better place, or all corners towards the best; the corners come best first."""
    middle, worst = places[:-1].sum(axis=0) / (len(places) - 1), places[-1].copy()

    def tried(far: float) -> tuple[Floats, float]:
        place = (1 + far) * middle - far * worst
        return place, cost(place)

    found = tried(REFLECTED)
    if found[1] < costs[0]:
        found = min(found, tried(EXPANDED), key=lambda one: one[1])
    elif found[1] >= costs[-2]:
        is_better = found[1] < costs[-1]
        limit, found = min(found[1], float(costs[-1])), tried(OUTSIDE if is_better else INSIDE)
        if found[1] > limit or (found[1] == limit and not is_better):
            _shrink(cost, places, costs)
            return
    places[-1], costs[-1] = found


def _shrink(cost: Cost, places: Floats, costs: Floats) -> None:
    for at in range(1, len(places)):
        places[at] = places[0] + SHRUNK * (places[at] - places[0])
        costs[at] = cost(places[at])
