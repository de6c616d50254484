"""Which few defects make up most of what was found."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ParetoBar:
    """Hold one defect among all.

    Args:
        name: What it is.
        count: How often it was found, 1 or more.
        share: Fraction of everything found.
        running: Fraction that it and all before it make up together.
    """

    name: str
    count: int
    share: float
    running: float


class ImpossibleTally(ValueError):
    """A defect was found fewer than no times."""


def pareto(counts: Mapping[str, int]) -> tuple[ParetoBar, ...]:
    """Order defects by how often they were found.

    Args:
        counts: How often each was found, 0 or more.

    Returns:
        The most frequent first, equal ones by name; those never found are left out. Counts add up to everything found.

    Raises:
        ImpossibleTally: A count is below 0.

    Source: Juran, Quality Control Handbook (1951); `domain.md` S0-32.

    >>> [(bar.name, round(bar.running, 2)) for bar in pareto({"stain": 2, "open seam": 6})]
    [('open seam', 0.75), ('stain', 1.0)]
    """
    if any(count < 0 for count in counts.values()):
        raise ImpossibleTally("A count is 0 or more.")
    total = sum(counts.values())
    bars, so_far = list[ParetoBar](), 0
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if count:
            so_far += count
            bars.append(ParetoBar(name=name, count=count, share=count / total, running=so_far / total))
    return tuple(bars)


def vital_few(bars: tuple[ParetoBar, ...], *, share: float = 0.8) -> tuple[ParetoBar, ...]:
    """Return the fewest defects that make up a share of everything.

    Args:
        bars: As `pareto` returns them.
        share: A fraction, 0.8 by custom.

    Source: as for `pareto`.

    >>> len(vital_few(pareto({"stain": 2, "open seam": 8})))
    1
    """
    chosen = list[ParetoBar]()
    for bar in bars:
        chosen.append(bar)
        if bar.running >= share - 1e-12:
            break
    return tuple(chosen)
