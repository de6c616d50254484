"""Whether one line or machine makes a product vary more than the others do, from what was measured in bulk."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from troth.quality.machine_variation import MachineSpread, machines_compared
from troth.quality.replication import named_once
from troth_site.models import Inspection

Readings = Mapping[int, Sequence[tuple[str, float]]]
"""Names and values of what was measured, by inspection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductMachines:
    """One product: how much each property varies on each machine.

    Attributes:
        name: Of the product, or of the family where no product is named.
        properties: Those that two machines or more made.
    """

    name: str
    properties: Mapping[str, tuple[MachineSpread, ...]]


def machines_of(rows: Sequence[Inspection], readings: Readings) -> tuple[ProductMachines, ...]:
    """Return the products whose bulk lots name two machines or more, with what was measured on each."""
    of_product = defaultdict[str, list[Inspection]](list)
    for row in rows:
        if row.line.strip() and row.pk in readings:
            of_product[row.product.name if row.product else row.family].append(row)
    found = ((name, machines_compared(_by_machine(some, readings))) for name, some in sorted(of_product.items()))
    return tuple(ProductMachines(name=name, properties=properties) for name, properties in found if properties)


def _by_machine(rows: Sequence[Inspection], readings: Readings) -> dict[str, dict[str, list[list[float]]]]:
    names = named_once(row.line for row in rows)
    found = defaultdict[str, dict[str, list[list[float]]]](lambda: defaultdict(list))
    for row in rows:
        machine = next(name for name in names if len(named_once((name, row.line))) == 1)
        of_lot = defaultdict[str, list[float]](list)
        for name, value in readings[row.pk]:
            of_lot[name].append(value)
        for name, values in of_lot.items():
            found[name][machine].append(values)
    return found
