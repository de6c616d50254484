"""The least of a smooth cost of few numbers, found by comparing values alone."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Cost = Callable[[Floats], float]


def least(cost: Cost, corners: Floats, *, most_calls: int, near: float, close: float) -> Floats:
    """Find where a cost is least by letting a simplex walk downhill and shrink.

    Args:
        cost: What is made small, of a point of n numbers.
        corners: Where to begin: n + 1 points, shape (n + 1, n).
        most_calls: The cost is asked for at most so often.
        near: It ends when all corners lie so near to the best one in every number,
        close: and their costs so close to its.

    Returns:
        The best point found, shape (n,).

    Source: J. A. Nelder and R. Mead, The Computer Journal 7 (1965) 308-313, with reflection 1, expansion 2,
    contraction 1/2 and shrinking 1/2.

    >>> bowl = least(lambda at: float(np.sum((at - 3) ** 2)), np.array([[0.0], [1.0]]), most_calls=99, near=1e-4,
    ...              close=1e-4)
    >>> bowl.round(2)
    array([3.])
    """
    simplex = _Simplex(cost, corners.astype(np.float64), most_calls)
    try:
        for at in range(len(corners)):
            simplex.costs[at] = simplex.ask(simplex.corners[at])
        simplex.order()
        while not simplex.is_small(near, close):
            simplex.step()
            simplex.order()
    except _OutOfCallsError:
        simplex.order()
    best: Floats = simplex.corners[0]
    return best


class _OutOfCallsError(Exception):
    """The cost may not be asked for again."""


class _Simplex:
    """Corners with their costs, the best one first."""

    def __init__(self, cost: Cost, corners: Floats, most_calls: int) -> None:
        self.cost, self.corners, self.left = cost, corners, most_calls
        self.costs = np.full(len(corners), np.inf)

    def ask(self, at: Floats) -> float:
        if not self.left:
            raise _OutOfCallsError
        self.left -= 1
        return self.cost(at)

    def order(self) -> None:
        order = np.argsort(self.costs, kind="stable")
        self.corners, self.costs = self.corners[order], self.costs[order]

    def is_small(self, near: float, close: float) -> bool:
        return bool(
            np.max(np.abs(self.corners[1:] - self.corners[0])) <= near
            and np.max(np.abs(self.costs[1:] - self.costs[0])) <= close
        )

    def step(self) -> None:
        """Replace the worst corner by a better one beyond or before the middle of the others, else shrink."""
        middle, worst = self.corners[:-1].mean(axis=0), self.corners[-1]
        mirrored = 2.0 * middle - worst
        cost = self.ask(mirrored)
        if cost < self.costs[0]:
            further = 3.0 * middle - 2.0 * worst
            cost_further = self.ask(further)
            self._take(*((further, cost_further) if cost_further < cost else (mirrored, cost)))
        elif cost < self.costs[-2]:
            self._take(mirrored, cost)
        else:
            self._contract(middle, beyond=cost < self.costs[-1], most=min(cost, float(self.costs[-1])))

    def _contract(self, middle: Floats, *, beyond: bool, most: float) -> None:
        worst = self.corners[-1]
        nearer = 1.5 * middle - 0.5 * worst if beyond else 0.5 * middle + 0.5 * worst
        cost = self.ask(nearer)
        if cost < most or (beyond and cost == most):
            self._take(nearer, cost)
            return
        for at in range(1, len(self.corners)):
            self.corners[at] = self.corners[0] + 0.5 * (self.corners[at] - self.corners[0])
            self.costs[at] = self.ask(self.corners[at])

    def _take(self, corner: Floats, cost: float) -> None:
        self.corners[-1], self.costs[-1] = corner, cost
