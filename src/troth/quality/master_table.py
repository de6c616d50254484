"""The single-sampling tables, generated: a plan depends on the sum of its letter's row and its AQL's place alone.

The rows and the AQLs both grow by a factor of about the fifth root of ten, so going one row down and one AQL to the
left keeps sample size times AQL, and with it the acceptance number. Each table is one diagonal pattern, an end to it,
and the few cells that the standards set by hand.
"""

from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from troth.quality.schemes import AQL_SERIES, LETTER_S, LETTERS, SIZE_OF_S, Edition, State, row_size

ROWS, COLUMNS = len(LETTERS), len(AQL_SERIES)
PLACE_OF_S = AQL_SERIES.index("0.025")
_ROW_F = LETTERS.index("F")


class Numbers(NamedTuple):
    """Accept with so many or fewer, refuse with so many or more."""

    accept: int
    reject: int


class Arrow(StrEnum):
    """Where a cell without numbers sends its reader: to the first plan above, or below."""

    UP = "up"
    DOWN = "down"


class Resolved(NamedTuple):
    """The plan that a cell means once its arrows are followed."""

    letter: str
    sample_size: int
    accept: int
    reject: int


class _Pattern(NamedTuple):
    """One table's diagonals: those of the arrows, the first acceptance numbers, and what only rows before F hold."""

    zero: int
    arrows: tuple[Arrow, ...]
    numbers: tuple[Numbers, ...]
    tail: tuple[Numbers, ...]


def _closed(*accepts: int) -> tuple[Numbers, ...]:
    return tuple(Numbers(accept, accept + 1) for accept in accepts)


def _gapped(*pairs: tuple[int, int]) -> tuple[Numbers, ...]:
    return tuple(Numbers(*pair) for pair in pairs)


_UP, _DOWN = Arrow.UP, Arrow.DOWN
_NORMAL = _Pattern(14, (_UP, _DOWN), _closed(1, 2, 3, 5, 7, 10, 14, 21), _closed(30, 44))
_TIGHTENED = _Pattern(15, (_DOWN, _DOWN), _closed(1, 2, 3, 5, 8, 12, 18), _closed(27, 41))
_REDUCED = {
    Edition.ISO_2859_1: _Pattern(14, (_UP, _DOWN, _DOWN), _closed(1, 2, 3, 5, 6, 8, 10), _closed(14, 21)),
    Edition.MIL_STD_105E: _Pattern(
        14,
        (_UP, _DOWN),
        _gapped((0, 2), (1, 3), (1, 4), (2, 5), (3, 6), (5, 8), (7, 10), (10, 13)),
        _gapped((14, 17), (21, 24)),
    ),
}

# Rows A and B of reduced inspection share a sample of 2 with row C and so leave the diagonal; from AQL 25, or 15 on.
_TWO_UNITS = _closed(1, 2, 3, 5, 7, 10, 14, 21, 30)
_OFF_DIAGONAL = MappingProxyType(
    {
        (Edition.ISO_2859_1, 0): (AQL_SERIES.index("25"), _TWO_UNITS),
        (Edition.ISO_2859_1, 1): (AQL_SERIES.index("25"), _TWO_UNITS),
        (Edition.MIL_STD_105E, 0): (AQL_SERIES.index("25"), _TWO_UNITS),
        (Edition.MIL_STD_105E, 1): (
            AQL_SERIES.index("15"),
            _gapped((0, 2), (1, 3), (2, 4), (3, 5), (5, 6), (7, 8), (10, 11), (14, 15), (21, 22), (30, 31)),
        ),
    }
)


def cell(row: int, place: int, *, state: State, edition: Edition) -> Numbers | Arrow:
    """Return what stands in one cell of a table: numbers, or the arrow that leads to them.

    Args:
        row: 0 for letter A to 15 for letter R.
        place: 0 for an AQL of 0.010 to 25 for 1000.
        state: Which table: normal, tightened or reduced inspection.
        edition: Whose table.

    Source: ISO 2859-1:1999, tables 2-A to 2-C; MIL-STD-105E, tables II-A to II-C; as diagonals, `domain.md` c.1.

    >>> cell(8, 12, state=State.NORMAL, edition=Edition.ISO_2859_1)
    Numbers(accept=5, reject=6)
    """
    found = _written(row, place, state=state, edition=edition)
    if isinstance(found, Arrow) and _behind(row, place, found, state=state, edition=edition) is None:
        # An arrow with no plan behind it turns round.
        return _opposite(found)
    return found


def resolved(row: int, place: int, *, state: State, edition: Edition) -> Resolved:
    """Return the plan of a cell once its arrows are followed, with the sample size of the row they lead to.

    Args:
        row: 0 for letter A to 15 for letter R.
        place: 0 for an AQL of 0.010 to 25 for 1000.
        state: Which table.
        edition: Whose table.

    Source: as for `cell`; an arrow takes "the first sampling plan above (or below) the arrow", sample size included.

    >>> resolved(4, 12, state=State.NORMAL, edition=Edition.ISO_2859_1)
    Resolved(letter='F', sample_size=20, accept=1, reject=2)
    """
    return _table(state, edition)[row][place]


@cache
def _table(state: State, edition: Edition) -> tuple[tuple[Resolved, ...], ...]:
    return tuple(
        tuple(_followed(row, place, state=state, edition=edition) for place in range(COLUMNS)) for row in range(ROWS)
    )


def _followed(row: int, place: int, *, state: State, edition: Edition) -> Resolved:
    found = cell(row, place, state=state, edition=edition)
    plan = (
        _plan(row, found, state)
        if isinstance(found, Numbers)
        else _behind(row, place, found, state=state, edition=edition)
    )
    if plan is None:
        raise LookupError(f"The column of {AQL_SERIES[place]} holds no plan.")
    return plan


def _behind(row: int, place: int, arrow: Arrow, *, state: State, edition: Edition) -> Resolved | None:
    for other in range(row - 1, -1, -1) if arrow is Arrow.UP else range(row + 1, ROWS):
        found = _written(other, place, state=state, edition=edition)
        if isinstance(found, Numbers):
            return _plan(other, found, state)
    if arrow is Arrow.DOWN and state is State.TIGHTENED and place == PLACE_OF_S:
        return Resolved(LETTER_S, SIZE_OF_S, 1, 2)
    return None


def _plan(row: int, numbers: Numbers, state: State) -> Resolved:
    return Resolved(LETTERS[row], row_size(row, state=state), numbers.accept, numbers.reject)


def _opposite(arrow: Arrow) -> Arrow:
    return Arrow.DOWN if arrow is Arrow.UP else Arrow.UP


def _written(row: int, place: int, *, state: State, edition: Edition) -> Numbers | Arrow:
    if state is State.REDUCED:
        start, numbers = _OFF_DIAGONAL.get((edition, row), (COLUMNS, ()))
        if place >= start:
            return numbers[place - start]
    # The one cell in which the two editions' tightened tables differ.
    if state is State.TIGHTENED and edition is Edition.MIL_STD_105E and (row, AQL_SERIES[place]) == (0, "10"):
        return Arrow.DOWN
    return _on_diagonal(row, row + place, _pattern(state, edition))


def _on_diagonal(row: int, diagonal: int, pattern: _Pattern) -> Numbers | Arrow:
    if diagonal < pattern.zero:
        return Arrow.DOWN
    if diagonal == pattern.zero:
        return Numbers(0, 1)
    step = diagonal - pattern.zero - 1
    tail = pattern.tail if row < _ROW_F else ()
    allowed: tuple[Numbers | Arrow, ...] = (*pattern.arrows, *pattern.numbers, *tail)
    return allowed[step] if step < len(allowed) else Arrow.UP


def _pattern(state: State, edition: Edition) -> _Pattern:
    if state is State.REDUCED:
        return _REDUCED[edition]
    return _NORMAL if state is State.NORMAL else _TIGHTENED
