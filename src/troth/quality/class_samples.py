"""What a lot's classes of defects come to together: each unit once, each class against the units looked at for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from troth.quality.defect_rates import LotSample
from troth.quality.lot_findings import Found, count_class


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSample:
    """Hold what one class of defects came to in a lot.

    Args:
        looked_at: Units looked at for it, 1 or more.
        nonconforming: Bad units among them.
        found: Its findings; units are told apart only where the findings come to as many bad units.
    """

    looked_at: int
    nonconforming: int
    found: tuple[Found, ...] = ()

    def told_apart(self) -> tuple[frozenset[int], int]:
        """Return the numbers of its bad units, and how many more have none."""
        if count_class(self.found).units != self.nonconforming:
            return frozenset(), self.nonconforming
        named = frozenset(one.unit for one in self.found if one.unit is not None)
        return named, self.nonconforming - len(named)


def lot_sample(classes: Sequence[ClassSample], *, lot: int | None) -> LotSample:
    """Join the classes of one lot to a sample of units that are bad in any of them.

    Args:
        classes: What each class came to, 1 or more.
        lot: Units in the lot; None where nobody said.

    Returns:
        Where all classes were looked at on equally many units, these are the same units, and each bad one counts once:
        exactly where units have numbers; else the most and the fewest there can be. Where samples differ, the counts
        of the worst class, with each class apart: a unit outside a smaller sample was not looked at for that class, so
        the two cannot be one count.

    Raises:
        ImpossibleLotCount: A sample is larger than the lot.

    Source: a unit counts once however many nonconformities it has, ISO 2859-1:1999, 3.1.7; `domain.md` b.3.

    >>> both = [ClassSample(looked_at=20, nonconforming=1, found=(Found(unit=5),))] * 2
    >>> lot_sample(both, lot=500).nonconforming
    1
    >>> lot_sample([ClassSample(looked_at=200, nonconforming=0), ClassSample(looked_at=13, nonconforming=4)], lot=500)
    LotSample(lot=500, looked_at=13, nonconforming=4, least=None, apart=((200, 0), (13, 4)))
    """
    counts = [(each.looked_at, min(each.nonconforming, each.looked_at)) for each in classes]
    if len({looked_at for looked_at, _bad in counts}) > 1:
        looked_at, bad = joined(counts)
        return LotSample(lot=lot, looked_at=looked_at, nonconforming=bad, apart=tuple(counts))
    looked_at = counts[0][0]
    told = [each.told_apart() for each in classes]
    named = len(frozenset[int]().union(*(numbers for numbers, _more in told)))
    most = min(looked_at, named + sum(more for _numbers, more in told))
    least = min(looked_at, max(named, *(bad for _n, bad in counts)))
    return LotSample(lot=lot, looked_at=looked_at, nonconforming=most, least=None if least == most else least)


def joined(counts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Join what was counted of several classes of a lot, as units looked at and what was found on them.

    Args:
        counts: Units looked at, 1 or more, and bad units or defects found, of each class.

    Returns:
        The sum of what was found where all classes were looked at on equally many units; else the worst class alone,
        because what was found on a small sample says nothing of a larger one.

    Source: as for `lot_sample`.

    >>> joined([(80, 1), (80, 3)]), joined([(200, 0), (13, 4)])
    ((80, 4), (13, 4))
    """
    if len({looked_at for looked_at, _found in counts}) == 1:
        return counts[0][0], sum(found for _looked_at, found in counts)
    # Of classes alike, the smaller sample is the one that says less.
    return max(counts, key=lambda one: (one[1] / one[0], -one[0]))
