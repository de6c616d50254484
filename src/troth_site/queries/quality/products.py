"""What a factory makes for a buyer: products with how far their specification and plan have come."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from troth_site import access
from troth_site.access import Actor
from troth_site.among import among
from troth_site.models import OrderLine, QualityPlanVersion, SpecificationVersion
from troth_site.models import Product as Row
from troth_site.queries.partners import Partnership, as_partnership, partnership

MOST_ITEMS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product of a relationship.

    Attributes:
        item: As order lines name it; empty where nobody said.
        defect_target: Agreed rate of defective units, a fraction; None where the category's stands.
    """

    pk: int
    partnership: Partnership
    name: str
    item: str
    family: str
    category: str
    defect_target: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """A product in the list of a partner.

    Attributes:
        specification: Number of the version both sides signed, None where there is none; `plan` likewise.
        specification_open: State of the version that is being written or waits for a signature; empty where none is.
    """

    pk: int
    name: str
    item: str
    family: str
    category: str
    specification: int | None
    specification_open: str
    plan: int | None
    plan_open: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Products:
    """The products of one relationship, by name."""

    partnership: Partnership
    rows: tuple[ProductRow, ...]


def products(by: Actor, pk: int) -> Products:
    """Return the products of a relationship the person may see.

    Raises:
        access.NotThere: There is none for this person.
    """
    found = partnership(by, pk)
    specifications = SpecificationVersion.objects.filter(product=OuterRef("pk"))
    plans = QualityPlanVersion.objects.filter(plan__product=OuterRef("pk"))
    signed, written = {"state": "active"}, {"state__in": ["draft", "offered"]}
    rows = Row.objects.filter(relationship=pk).annotate(
        specification_signed=Subquery(specifications.filter(**signed).values("number")[:1]),
        specification_written=Subquery(specifications.filter(**written).values("state")[:1]),
        plan_signed=Subquery(plans.filter(**signed).values("number")[:1]),
        plan_written=Subquery(plans.filter(**written).values("state")[:1]),
    )
    return Products(partnership=found, rows=tuple(_row(row) for row in rows.order_by("name", "pk")))


def product(by: Actor, pk: int, verb: access.Verb = "see") -> Product:
    """Return one product of a relationship the person may act in.

    Raises:
        access.NotThere: There is none for this person.
        access.NotAllowed: The person sees it, but may not do this.
    """
    row = access.of_relationship(by, Row, pk, verb)
    return Product(
        pk=row.pk, partnership=as_partnership(by, row.relationship), name=row.name, item=row.item, family=row.family,
        category=row.category, defect_target=row.defect_target,
    )  # fmt: skip


def items_without_product(by: Actor, pk: int) -> tuple[str, ...]:
    """Return what order lines of a relationship name and no product is called by, the newest first."""
    partnership(by, pk)
    known = Row.objects.filter(relationship=pk).values_list("item", flat=True)
    lines = OrderLine.objects.filter(relationship=pk).exclude(item="").exclude(item__in=known).order_by("-due_on")
    return tuple(dict.fromkeys(lines.values_list("item", flat=True)[:MOST_ITEMS]))


def by_items(relationships: Iterable[int]) -> dict[tuple[int, str], int]:
    """Return the products with an active plan, by relationship and item."""
    planned = Row.objects.filter(plan__versions__state="active").exclude(item="")
    return {
        (relationship, item): pk
        for relationship, item, pk in planned.filter(among("relationship_id", relationships)).values_list(
            "relationship_id", "item", "pk"
        )
    }


def _row(row: Row) -> ProductRow:
    return ProductRow(
        pk=row.pk, name=row.name, item=row.item, family=row.family, category=row.category,
        specification=row.specification_signed, specification_open=row.specification_written or "",  # type: ignore[attr-defined]
        plan=row.plan_signed, plan_open=row.plan_written or "",  # type: ignore[attr-defined]
    )  # fmt: skip
