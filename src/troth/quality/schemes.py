"""The closed lists of acceptance sampling by attributes: editions, states, levels, the AQL series, letters, sizes."""

from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

LETTERS = "ABCDEFGHJKLMNPQR"
# Only where tightened inspection at an AQL of 0.025 finds no plan in row R.
LETTER_S = "S"
SIZE_OF_S = 3_150

AQL_SERIES = (
    "0.010", "0.015", "0.025", "0.040", "0.065", "0.10", "0.15", "0.25", "0.40", "0.65", "1.0", "1.5", "2.5",
    "4.0", "6.5", "10", "15", "25", "40", "65", "100", "150", "250", "400", "650", "1000",
)  # fmt: skip
HIGHEST_PERCENT = 10.0

_NUMBERS = tuple(float(text) for text in AQL_SERIES)
_PLACES = MappingProxyType({number: place for place, number in enumerate(_NUMBERS)})

_FIBONACCI_LIKE = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1_250, 2_000)


class Edition(StrEnum):
    """Whose tables: they agree on normal inspection, and differ on reduced and on double plans."""

    ISO_2859_1 = "iso2859-1"
    MIL_STD_105E = "mil-std-105e"


class State(StrEnum):
    """How strictly the next lot is inspected."""

    NORMAL = "normal"
    TIGHTENED = "tightened"
    REDUCED = "reduced"


class Level(StrEnum):
    """How large a sample is drawn from a lot of a size: four special levels, three general."""

    S1 = "S-1"
    S2 = "S-2"
    S3 = "S-3"
    S4 = "S-4"
    I = "I"  # noqa: E741 - the standard's own name of the level
    II = "II"
    III = "III"


class UnknownAql(ValueError):
    """An AQL outside the series of 26 preferred values; the message names the neighbours."""


def aql_place(aql: float | str | Decimal) -> int:
    """Return the place of an AQL in the series, from 0 for 0.010 to 25 for 1000.

    Args:
        aql: Percent nonconforming, or above 10 nonconformities per 100 units, such as 2.5.

    Raises:
        UnknownAql: It is not one of the 26; no neighbour is taken silently.

    Source: ISO 2859-1:1999, 5.1; MIL-STD-105E, 4.4.

    >>> aql_place(2.5), aql_place("0.010")
    (12, 0)
    """
    try:
        return _PLACES[float(aql)]
    except (KeyError, ValueError):
        raise UnknownAql(f"{aql} is not an AQL of the series; {_neighbours(aql)}.") from None


def counts_defects_alone(aql: float | str | Decimal) -> bool:
    """Tell whether an AQL is in defects per 100 units alone: all are that are above 10.

    Args:
        aql: Of the series; up to 10 it is a percentage of bad units, or the same number of defects per 100 units.

    Raises:
        UnknownAql: It is not one of the 26.

    Source: ISO 2859-1:1999, 5.1; MIL-STD-105E, 4.4.

    >>> counts_defects_alone("10"), counts_defects_alone("15")
    (False, True)
    """
    return _NUMBERS[aql_place(aql)] > HIGHEST_PERCENT


def _neighbours(aql: float | str | Decimal) -> str:
    try:
        wanted = float(aql)
    except ValueError:
        return f"write one of {', '.join(AQL_SERIES)}"
    below = [text for text, number in zip(AQL_SERIES, _NUMBERS, strict=True) if number < wanted]
    above = [text for text, number in zip(AQL_SERIES, _NUMBERS, strict=True) if number > wanted]
    if not below:
        return f"the lowest is {AQL_SERIES[0]}; a limit of none at all is a zero-acceptance plan by risk"
    if not above:
        return f"the highest is {AQL_SERIES[-1]}"
    return f"the next are {below[-1]} and {above[0]}"


def row_size(row: int, *, state: State) -> int:
    """Return the sample size that stands in a row of the tables, before any arrow.

    Args:
        row: 0 for letter A to 15 for letter R.
        state: Reduced inspection takes the size of two letters before, and never less than 2.

    Source: ISO 2859-1:1999, tables 2-A, 2-B, 2-C; MIL-STD-105E, tables II-A to II-C.

    >>> row_size(8, state=State.NORMAL), row_size(8, state=State.REDUCED)
    (80, 32)
    """
    if state is State.REDUCED:
        return _FIBONACCI_LIKE[max(row - 2, 0)]
    return _FIBONACCI_LIKE[row]
