"""Packing checks: how high to drop a carton, on which corner, edge and face, and what transit damage says of a pack."""

from collections.abc import Sequence
from dataclasses import dataclass

from troth.basis.findings import Finding, Param, Severity
from troth.basis.intervals import clopper_pearson
from troth.basis.text import gettext_noop
from troth.quality.corrective import before_after
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


DAMAGE = frozenset({"packing.carton-damaged", "packing.wet", "packing.drop", "packing.box-dent", "packing.pallet"})
"""Kinds of defects of the shipped catalogue that say that goods were not protected on their way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Hold what was seen of the cartons of one lot where it arrived.

    Args:
        pack: Version of the pack, such as the number of the specification; None where nobody said.
        cartons: Cartons that arrived, 1 or more.
        damaged: Cartons among them that were damaged.
    """

    pack: int | None
    cartons: int
    damaged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDamage:
    """Hold what transit did to the cartons of one version of a pack.

    Args:
        pack: The version; None where nobody said.
        lots: Lots that arrived in it.
        cartons: Their cartons.
        damaged: Damaged ones among them.
        per_thousand: Damaged cartons of a thousand.
        low: Lower end of the 95 % interval of their true number of a thousand.
        high: Upper end.
        finding: Whether it protects better or worse than the version before, where that is no chance; else None.
    """

    pack: int | None
    lots: int
    cartons: int
    damaged: int
    per_thousand: float
    low: float
    high: float
    finding: Finding | None


def damage_by_pack(lots: Sequence[Arrived], *, level: float = 0.05) -> tuple[PackDamage, ...]:
    """Compare the versions of a pack by how many cartons were damaged on their way.

    Args:
        lots: Lots of one product that arrived, in any order.
        level: Probability below which chance is no explanation.

    Returns:
        Each version in its order, those of no known version last; each is compared with the version before.

    Raises:
        ImpossibleLotCount: More cartons were damaged than arrived, or none arrived.

    Source: `domain.md` S3-22; Clopper and Pearson, Biometrika 26 (1934) 404-413; Fisher's exact test, one-sided.

    >>> old, new = Arrived(pack=1, cartons=400, damaged=20), Arrived(pack=2, cartons=400, damaged=2)
    >>> [(each.per_thousand, each.finding.code if each.finding else "") for each in damage_by_pack([new, old])]
    [(50.0, ''), (5.0, 'packing.better')]
    """
    wrong = next((lot for lot in lots if lot.cartons < 1 or not 0 <= lot.damaged <= lot.cartons), None)
    if wrong is not None:
        raise ImpossibleLotCount(f"{wrong.damaged} damaged of {wrong.cartons} cartons.")
    found = list[PackDamage]()
    for pack in sorted({lot.pack for lot in lots}, key=lambda pack: (pack is None, pack or 0)):
        before = found[-1] if found and pack is not None else None
        found.append(_of_pack(pack, [lot for lot in lots if lot.pack == pack], before, level=level))
    return tuple(found)


def _of_pack(pack: int | None, lots: Sequence[Arrived], before: PackDamage | None, *, level: float) -> PackDamage:
    cartons, damaged = sum(lot.cartons for lot in lots), sum(lot.damaged for lot in lots)
    share = clopper_pearson(successes=damaged, trials=cartons)
    counts = None if before is None else (before.damaged, before.cartons)
    return PackDamage(
        pack=pack, lots=len(lots), cartons=cartons, damaged=damaged,
        per_thousand=damage_per_thousand(damaged=damaged, cartons=cartons),
        low=1_000 * share.low, high=1_000 * share.high,
        finding=None if counts is None else _compared(counts, (damaged, cartons), level=level),
    )  # fmt: skip


def _compared(before: tuple[int, int], after: tuple[int, int], *, level: float) -> Finding | None:
    """Say whether fewer or more cartons were damaged than before, where that is no chance."""
    shown: dict[str, Param] = {
        "before": round(damage_per_thousand(damaged=before[0], cartons=before[1]), 1),
        "after": round(damage_per_thousand(damaged=after[0], cartons=after[1]), 1),
    }  # fmt: skip
    if _chance(before, after) < level:
        message = gettext_noop(
            "It protects better than the one before: %(after)s damaged cartons of 1,000, not %(before)s."
        )
        return Finding(code="packing.better", severity=Severity.NOTE, message=message, params=shown)
    if _chance(after, before) < level:
        message = gettext_noop(
            "It protects worse than the one before: %(after)s damaged cartons of 1,000, not %(before)s."
        )
        return Finding(code="packing.worse", severity=Severity.WARNING, message=message, params=shown)
    return None


def _chance(worse: tuple[int, int], better: tuple[int, int]) -> float:
    found = before_after(bad_before=worse[0], units_before=worse[1], bad_after=better[0], units_after=better[1])
    return found.p_value


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
