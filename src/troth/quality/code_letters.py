"""From the size of a lot and the level of inspection to the code letter of the sample."""

from bisect import bisect_left

from troth.quality.schemes import LETTERS, Level

SMALLEST_LOT = 2

# The largest lot of each row but the last, which has no end.
_UP_TO = (8, 15, 25, 50, 90, 150, 280, 500, 1_200, 3_200, 10_000, 35_000, 150_000, 500_000)
_ROW_LETTERS = {
    Level.S1: "AAAABBBBCCCCDDD",
    Level.S2: "AAABBBCCCDDDEEE",
    Level.S3: "AABBCCDDEEFFGGH",
    Level.S4: "AABCCDEEFGGHJJK",
    Level.I: "AABCCDEFGHJKLMN",
    Level.II: "ABCDEFGHJKLMNPQ",
    Level.III: "BCDEFGHJKLMNPQR",
}

_SINGLE = (
    "A lot has 2 units or more, not 1: of a single unit no sample is drawn. Look at the unit itself, and accept it "
    "where nothing is found."
)


class ImpossibleLot(ValueError):
    """A lot of fewer than 2 units, or of a part of one: there is nothing to draw a sample from."""


def code_letter(lot: int, *, level: Level = Level.II) -> str:
    """Return the code letter of a lot.

    Args:
        lot: Units in the lot, 2 or more.
        level: Inspection level; II unless the plan says otherwise.

    Returns:
        A letter from A to R, without I and O.

    Raises:
        ImpossibleLot: Fewer than 2 units: look at the one there is.

    Source: ISO 2859-1:1999, table 1; MIL-STD-105E, table I.

    >>> code_letter(3_200), code_letter(3_201), code_letter(3_200, level=Level.S3)
    ('K', 'L', 'E')
    """
    return LETTERS[letter_row(lot, level=level)]


def letter_row(lot: int, *, level: Level = Level.II) -> int:
    """Return the row of a lot's code letter in the tables: 0 for A to 15 for R.

    Args:
        lot: Units in the lot, 2 or more.
        level: Inspection level.

    Raises:
        ImpossibleLot: Fewer than 2 units.

    Source: as for `code_letter`.

    >>> letter_row(1_200)
    8
    """
    if lot == 1 and type(lot) is int:
        raise ImpossibleLot(_SINGLE)
    if isinstance(lot, bool) or not isinstance(lot, int) or lot < SMALLEST_LOT:
        raise ImpossibleLot(f"A lot has {SMALLEST_LOT} units or more, not {lot}.")
    return _ROWS[level][bisect_left(_UP_TO, lot)]


_ROWS = {level: tuple(LETTERS.index(letter) for letter in row) for level, row in _ROW_LETTERS.items()}
