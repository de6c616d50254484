"""An inspection as somebody plans it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from troth.quality.verdicts import DefectClass


class PlanRefused(Exception):
    """The inspection cannot be planned or changed like this; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What is agreed for one class, as somebody gave it.

    Attributes:
        aql: Of the series; None accepts none in the largest sample of the other classes.
        level: Inspection level.
        counting: "units" or "defects".
    """

    aql: str | None
    level: str = ""
    counting: str = "units"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An inspection as somebody plans it; nothing has a default that decides how strictly is inspected.

    Attributes:
        lot_name: What the lot is called where it lies.
        lot_size: Units in it, 1 or more.
        family: Product family; switching stands by site, family and class. Taken from the product where one is named.
        kind: At which stage, of CheckpointKind; `source`, of RateSource: rates of different sources are never added.
        limits: What is agreed for each class; none where it is looked at as its checkpoint agreed, or as before.
        edition: Whose tables.
        sample: A fixed number of units instead of AQLs, none accepted; the lot's size for every unit; None by AQL.
        inspector: Who inspects; None while nobody is named.
        resubmitted_of: The inspection that refused this lot before; such a lot is judged and never counts.
        blind_of: The inspection this is a second look of, which its inspector does not see.
        steady: Whether production runs steadily; `authority_agrees`, to reduced inspection; None where nobody said.
        skip: Clearance and share of a skip-lot plan, where one is agreed.
    """

    lot_name: str
    lot_size: int
    kind: str
    source: str
    planned_on: date
    limits: Mapping[DefectClass, Limit]
    edition: str = ""
    sample: int | None = None
    family: str = ""
    product: int | None = None
    order: int | None = None
    order_checkpoint: int | None = None
    site: int | None = None
    cartons: int | None = None
    units_per_carton: int | None = None
    inspector: int | None = None
    resubmitted_of: int | None = None
    blind_of: int | None = None
    steady: bool | None = None
    authority_agrees: bool | None = None
    skip: tuple[int, float] | None = None
    at: datetime | None = field(default=None, compare=False)
