"""The forecast's inputs, its fitted numbers and the weight of one line as evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from troth.trust.tallies import Days

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEVEL_PSEUDO_LINES = 1.0
"""Before any partner has evidence the portfolio's level is one half, held by this many pseudo-partners."""


class UnequalColumnsError(ValueError):
    """Columns that should describe the same rows have different lengths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Day-level tallies of lines: several lines a row, corrections as negative rows.

    Attributes:
        group: Number of the partner (relationship and side), from 0.
        happened: Due day, as a day number (any epoch).
        known: First day on which the row stood in the record.
        lines: Lines that fell due; negative in a correction.
        kept: Those of them that were kept.
    """

    group: Ints
    happened: Ints
    known: Ints
    lines: Floats
    kept: Floats

    @classmethod
    def of(cls, *, days: tuple[ArrayLike, ArrayLike, ArrayLike], lines: ArrayLike, kept: ArrayLike) -> Self:
        """Build the tallies from plain columns.

        Args:
            days: The columns group, happened and known.
            lines: Lines per row.
            kept: Kept lines per row.

        Returns:
            The tallies.

        Raises:
            UnequalColumnsError: If the columns differ in length.

        >>> Counts.of(days=([0], [5], [6]), lines=[3], kept=[2]).kept
        array([2.])
        """
        whole = [np.asarray(column, dtype=np.int64) for column in days]
        sums = [np.asarray(column, dtype=np.float64) for column in (lines, kept)]
        if len({column.shape for column in (*whole, *sums)}) != 1:
            raise UnequalColumnsError("The columns of the tallies must be equally long.")
        return cls(group=whole[0], happened=whole[1], known=whole[2], lines=sums[0], kept=sums[1])

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the rows of all parts, one after the other.

        >>> one = Counts.of(days=([0], [5], [6]), lines=[3], kept=[2])
        >>> Counts.joined([one, one]).lines
        array([3., 3.])
        """
        names = cls.__dataclass_fields__
        return cls(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})

    def where(self, mask: Flags) -> Self:
        """Return the rows the mask selects.

        >>> counts = Counts.of(days=([0, 1], [5, 5], [6, 9]), lines=[3, 1], kept=[2, 1])
        >>> counts.where(counts.known <= 6).lines
        array([3.])
        """
        return type(self)(
            group=self.group[mask],
            happened=self.happened[mask],
            known=self.known[mask],
            lines=self.lines[mask],
            kept=self.kept[mask],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Lines one by one: who promised, when it was due, when its outcome was known, and whether it was kept.

    Attributes:
        partner: Number of the partner, from 0.
        due: Due day, as a day number (any epoch).
        known: First day on which the outcome was known.
        kept: 1 if kept, else 0.
    """

    partner: Ints
    due: Ints
    known: Ints
    kept: Ints

    def counts(self) -> Counts:
        """Return the lines as tallies of one line a row.

        >>> one = np.array([1])
        >>> Events(partner=one, due=one, known=one, kept=one).counts().lines
        array([1.])
        """
        return Counts.of(days=(self.partner, self.due, self.known), lines=np.ones(len(self.due)), kept=self.kept)

    def where(self, chosen: NDArray[Any]) -> Self:
        """Return the lines a mask or an order selects.

        >>> two = np.array([1, 2])
        >>> Events(partner=two, due=two, known=two, kept=two).where(two > 1).due
        array([2])
        """
        return type(self)(
            partner=self.partner[chosen], due=self.due[chosen], known=self.known[chosen], kept=self.kept[chosen]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What was fitted on the portfolio's own past.

    Attributes:
        half_life_days: After this many days a line counts half as recent evidence.
        lag_half_life_days: After this many days half of the late lines have been reported late.
        strength: Evidence, in lines, that weighs as much as the portfolio's level.
        crowding: Exponent from 0 to 1: n lines of one partner due on one day count as n to this power.
        horizon_days: How long before its due day a line is forecast.
        log_loss: Mean walk-forward log-loss of the lines scored in the fit, in nats; None where none was.
        scored: Lines scored in the fit.
    """

    half_life_days: float
    lag_half_life_days: float
    strength: float
    crowding: float
    horizon_days: int = 30
    log_loss: float | None = None
    scored: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the fit as plain JSON values.

        >>> Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=0.5).as_dict()["strength"]
        2
        """
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read a fit back from what `as_dict` wrote.

        >>> fit = Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=0.5)
        >>> Fit.from_dict(fit.as_dict()) == fit
        True
        """
        return cls(**values)


def crowded(lines: Floats | Days, crowding: float) -> Floats:
    """Return the factor by which lines of one partner and due day count, n ** (crowding - 1).

    Args:
        lines: Net lines of one partner on one due day; the factor is 0 where none are left.
        crowding: Exponent, 0 (a day counts once) to 1 (every line counts).

    Returns:
        The factor per day.

    >>> crowded(np.array([4.0, 1.0, 0.0]), 0.5)
    array([0.5, 1. , 0. ])
    """
    factor = (lines > 0).astype(np.float64)
    # Most days have one line, whose factor is 1: a power costs fifty comparisons.
    crowd = np.flatnonzero((lines > 0) & (lines != 1))
    factor[crowd] = lines[crowd] ** (crowding - 1.0)
    return factor


def level_of(kept: Floats, broken: Floats, strength: float) -> float:
    """Return the portfolio's level: the mean rate of its partners.

    Each partner weighs n / (n + strength), so that none weighs more than one however large.

    Args:
        kept: Weighed kept lines per partner.
        broken: Weighed broken lines per partner.
        strength: Evidence, in lines, at which a partner weighs one half.

    Returns:
        The level, a fraction; 0.5 without evidence.

    >>> level_of(np.array([8.0, 0.0]), np.array([0.0, 0.0]), 2.0)
    0.7222222222222222
    """
    total = kept + broken + strength
    shares = float(np.sum(kept / total)) + 0.5 * LEVEL_PSEUDO_LINES
    return shares / (float(np.sum((kept + broken) / total)) + LEVEL_PSEUDO_LINES)
