"""Whether a problem came back in a later lot, where a file tells of the lot in words and counts alone."""

from collections.abc import Collection
from dataclasses import dataclass

from troth.quality.corrective import LotSince


@dataclass(frozen=True, slots=True, kw_only=True)
class LotTold:
    """Hold a lot as a file tells of it; None is unknown.

    Args:
        looked_at: Units looked at.
        bad: Units or defects of the problem's own class.
        named: What was found by name, with how many; None where nobody counted.
        by_defect: Whether every row tells of one defect by its name, so that what is not named was not found.
    """

    looked_at: int | None
    bad: int | None
    named: tuple[tuple[str, int | None], ...] = ()
    by_defect: bool = False


def lot_since(lot: LotTold, *, names: Collection[str]) -> LotSince | None:
    """Return what a lot that was told of says about a problem; None where it says nothing.

    Args:
        lot: The lot; its names written as `names` are.
        names: Everything the problem is called.

    Returns:
        The units on which it came back, at least one where it is named without a count. None where nobody said how
        many were looked at, or something was found of its class that has no name: that may be it or another.

    Source: `domain.md` S0-37; what is blank stays unknown.

    >>> lot_since(LotTold(looked_at=80, bad=2, named=(("stain", 2),)), names={"broken zip"})
    LotSince(looked_at=80, came_back=0)
    >>> lot_since(LotTold(looked_at=80, bad=2), names={"broken zip"}) is None
    True
    """
    if not lot.looked_at:
        return None
    again = [1 if count is None else count for name, count in lot.named if name in names]
    if any(again):
        return LotSince(looked_at=lot.looked_at, came_back=min(lot.looked_at, sum(again)))
    is_told = lot.by_defect if lot.bad is None else _counted(lot) >= lot.bad
    return LotSince(looked_at=lot.looked_at, came_back=0) if is_told or again else None


def _counted(lot: LotTold) -> int:
    return sum(1 if count is None else count for _name, count in lot.named)
