"""Packing checks: how high to drop a carton, on which corner, edge and face, and what transit damage says of a pack."""

from dataclasses import dataclass

from troth.basis.text import gettext_noop
from troth.quality.defect_rates import ImpossibleLotCount

HEAVIEST_KG = 68.0

# Up to, not including, so many kilograms: height in millimetres.
_HEIGHTS = ((10.0, 760), (19.0, 610), (28.0, 460), (45.0, 310))
_HEAVY = 200


class NoDropTest(ValueError):
    """A carton without weight, or one too heavy to be dropped by hand; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTest:
    """Hold a drop test.

    Args:
        height_mm: Height of the free fall.
        drops: Where the carton lands, in order; each marked for translation.
    """

    height_mm: int
    drops: tuple[str, ...]


def drop_test(weight_kg: float) -> DropTest:
    """Return the free-fall drop test for a packed carton.

    Args:
        weight_kg: Gross weight, above 0 and up to 68 kg.

    Raises:
        NoDropTest: It has no weight, or is heavier.

    Source: ISTA procedure 1A (2014), table of drop heights: ten drops, one corner, its three edges, six faces.

    >>> drop_test(14.5).height_mm, len(drop_test(14.5).drops)
    (610, 10)
    """
    if not 0 < weight_kg <= HEAVIEST_KG:
        raise NoDropTest(
            f"{weight_kg} kg: a carton of up to {HEAVIEST_KG:.0f} kg is dropped; heavier packs are tested otherwise."
        )
    height = next((millimetres for below, millimetres in _HEIGHTS if weight_kg < below), _HEAVY)
    return DropTest(height_mm=height, drops=_DROPS)


def damage_per_thousand(*, damaged: int, cartons: int) -> float:
    """Return damaged cartons per thousand shipped.

    Args:
        damaged: Cartons claimed as damaged in transit.
        cartons: Cartons shipped, 1 or more.

    Raises:
        ImpossibleLotCount: More were damaged than shipped, or none was shipped.

    Source: `domain.md` S3-22.

    >>> damage_per_thousand(damaged=3, cartons=1_200)
    2.5
    """
    if cartons < 1 or not 0 <= damaged <= cartons:
        raise ImpossibleLotCount(f"{damaged} damaged of {cartons} cartons.")
    return 1_000 * damaged / cartons


_DROPS = (
    gettext_noop("the weakest corner, at the manufacturer's joint"),
    gettext_noop("the shortest edge from that corner"),
    gettext_noop("the next longer edge from that corner"),
    gettext_noop("the longest edge from that corner"),
    gettext_noop("one of the smallest faces"),
    gettext_noop("the other smallest face"),
    gettext_noop("one of the medium faces"),
    gettext_noop("the other medium face"),
    gettext_noop("one of the largest faces"),
    gettext_noop("the other largest face"),
)
