"""Which cartons and units of a lot are looked at: drawn by a seed that nobody could foresee and everybody can check."""

from dataclasses import dataclass
from math import ceil, isqrt

from troth.basis.draws import ImpossibleDraw, draw


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnUnit:
    """Hold one unit of the sample.

    Args:
        number: Its place in the sample, from 1.
        carton: Number of its carton, from 1; None where the lot lies open.
        place: Its place in the carton, or in the lot where it lies open, from 1.
    """

    number: int
    carton: int | None
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLot:
    """Hold what was drawn.

    Args:
        cartons: Cartons to open, in the order of the draw; empty where the lot lies open or every unit is looked at.
        units: Units to look at, sorted by carton and place; empty where every unit is looked at.
    """

    cartons: tuple[int, ...]
    units: tuple[DrawnUnit, ...]


def cartons_to_open(cartons: int, *, units_per_carton: int, sample: int) -> int:
    """Return how many cartons are opened: the square root of all, and never fewer than hold the sample.

    Args:
        cartons: Cartons of the lot, 1 or more.
        units_per_carton: Units in each, 1 or more.
        sample: Units to look at.

    Source: the trade's square-root rule for cartons; no standard's.

    >>> cartons_to_open(134, units_per_carton=24, sample=125)
    12
    """
    root = isqrt(cartons - 1) + 1
    return min(cartons, max(root, ceil(sample / units_per_carton)))


def draw_lot(
    seed: str, *, lot: int, sample: int, cartons: int | None = None, units_per_carton: int | None = None,
    in_turn: bool = False,
) -> DrawnLot:  # fmt: skip
    """Draw cartons, and units out of them.

    Args:
        seed: Any text; `draws.joint_seed` makes one of two words.
        lot: Units in the lot.
        sample: Units to look at; all of them needs no draw.
        cartons: Cartons of the lot; None where it lies open.
        units_per_carton: Units in each; only the last may hold fewer.
        in_turn: Number the units as they were drawn: where looking may stop early, what was looked at until then has
            to be a random sample too.

    Raises:
        ImpossibleDraw: The sample is larger than the lot, or the cartons cannot hold it.

    Source: `draws.draw` with the seed and "|cartons", then "|units".

    >>> drawn = draw_lot("1", lot=3_200, sample=2, cartons=100, units_per_carton=32)
    >>> len(drawn.cartons), [unit.number for unit in drawn.units]
    (10, [1, 2])
    """
    if not 0 < sample <= lot:
        raise ImpossibleDraw(f"{sample} different ones cannot be drawn from {lot}.")
    if sample == lot:
        return DrawnLot(cartons=(), units=())
    if cartons is None or units_per_carton is None:
        places = _ordered(draw(f"{seed}|units", total=lot, wanted=sample), in_turn=in_turn)
        return DrawnLot(
            cartons=(),
            units=tuple(DrawnUnit(number=at, carton=None, place=place) for at, place in enumerate(places, 1)),
        )
    if not (cartons - 1) * units_per_carton < lot <= cartons * units_per_carton:
        raise ImpossibleDraw(
            f"{cartons} cartons of {units_per_carton} hold {cartons * units_per_carton} units, and the lot has {lot}."
        )
    opened = draw(
        f"{seed}|cartons",
        total=cartons,
        wanted=cartons_to_open(cartons, units_per_carton=units_per_carton, sample=sample),
    )
    held = [
        (carton, place)
        for carton in sorted(opened)
        for place in range(1, min(units_per_carton, lot - (carton - 1) * units_per_carton) + 1)
    ]
    if sample > len(held):
        # The last carton was drawn and is not full: every unit of the opened ones, and the rest of one more.
        return draw_lot(
            seed + "|again", lot=lot, sample=sample, cartons=cartons, units_per_carton=units_per_carton,
            in_turn=in_turn,
        )  # fmt: skip
    order = _ordered(draw(f"{seed}|units", total=len(held), wanted=sample), in_turn=in_turn)
    chosen = [held[at - 1] for at in order]
    return DrawnLot(
        cartons=opened,
        units=tuple(DrawnUnit(number=at, carton=carton, place=place) for at, (carton, place) in enumerate(chosen, 1)),
    )


def _ordered(drawn: tuple[int, ...], *, in_turn: bool) -> list[int]:
    return list(drawn) if in_turn else sorted(drawn)
