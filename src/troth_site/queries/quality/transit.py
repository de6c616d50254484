"""What transit did to cartons, by product and version of the pack, from what was seen where they arrived."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from troth.quality.packing import DAMAGE, Arrived, PackDamage, damage_by_pack
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Inspection, InspectionDefect
from troth_site.queries.quality.looks_compared import DONE

SOURCES = ("arrival", "customer")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDamage:
    """Versions of one product's pack; the name is of the family where no product is named."""

    name: str
    packs: tuple[PackDamage, ...]


def transit_damage(by: Actor, pk: int) -> tuple[ProductDamage, ...]:
    """Return damaged cartons by product and version of its specification, where cartons were counted on arrival.

    Raises:
        NotThere: The relationship is not the viewer's.
    """
    relationship = access.relationship(by, pk)
    rows = list(
        Inspection.objects.filter(
            relationship=relationship, source__in=SOURCES, state__in=DONE, cartons__gt=0, blind_of=None,
            resubmitted_of=None,
        )
        .exclude(pk__in=by.unseen.inspections)
        .select_related("product", "specification")
    )  # fmt: skip
    damaged = _damaged([row.pk for row in rows])
    lots = defaultdict[str, list[Arrived]](list)
    for row in rows:
        cartons = row.cartons or 0
        pack = row.specification.number if row.specification else None
        lots[row.product.name if row.product else row.family].append(
            Arrived(pack=pack, cartons=cartons, damaged=min(damaged.get(row.pk, 0), cartons))
        )
    return tuple(ProductDamage(name=name, packs=damage_by_pack(some)) for name, some in sorted(lots.items()))


def _damaged(inspections: Sequence[int]) -> Mapping[int, int]:
    """Return how many cartons were damaged: each once by its number, and those without one as they were told."""
    rows = InspectionDefect.objects.filter(
        inspection__in=inspections, defect_type__code__in=DAMAGE, removed_at=None
    ).values_list("inspection", "carton", "units")  # fmt: skip
    numbered, others = defaultdict[int, set[int]](set), defaultdict[int, int](int)
    for inspection, carton, units in rows:
        if carton is None:
            others[inspection] += units or 0
        else:
            numbered[inspection].add(carton)
    return {key: len(numbered[key]) + others[key] for key in {*numbered, *others}}
