"""Products of a partnership, for programs."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from troth_site.actions.quality import products as acts
from troth_site.api.frame.forms import Key, PartnerName, answers, partner_name
from troth_site.api.frame.writing import Done, Given, Line, LineOrNothing, asker, done, writes, written
from troth_site.queries.quality import products as queries

router = Router(tags=["Quality"])
Category = Literal["apparel", "hard-goods", "electronics", "packing", "other"]
Fraction = Annotated[float, Field(gt=0, lt=1)]


class ProductShown(Schema):
    """A product, and how far its specification and plan have come."""

    id: int
    name: str
    item: str = Field(description="As order lines name it; empty where nobody said, so no order finds its plan.")
    family: str
    category: str
    specification: int | None = Field(description="Number of the version both sides signed.")
    specification_open: str = Field(description="“draft” or “offered” where a version is open, else empty.")
    plan: int | None = Field(description="Number of the version both sides signed.")
    plan_open: str = Field(description="“draft” or “offered” where a version is open, else empty.")


class ProductWhole(Schema):
    """One product."""

    id: int
    partner: PartnerName
    name: str
    item: str
    family: str
    category: str
    defect_target: float | None = Field(description="Agreed rate, a fraction; null where the category's stands.")


class ProductGiven(Given):
    """A product."""

    name: Line
    item: LineOrNothing = Field("", description="As order lines name it, so that an order finds its plan.")
    family: LineOrNothing = Field("", description="Products made alike and inspected alike; the name where empty.")
    category: Category
    defect_target: Fraction | None = None

    def as_given(self) -> acts.ProductGiven:
        """Return it as the action takes it."""
        return acts.ProductGiven(**self.model_dump())


@router.get(
    "partners/{partner}/products",
    response=answers(list[ProductShown], 404, 422),
    operation_id="products",
    url_name="products",
)
def products(request: HttpRequest, partner: Key) -> list[ProductShown]:
    """List the products of a partnership by name."""
    rows = queries.products(asker(request), partner).rows
    columns = [name for name in ProductShown.model_fields if name != "id"]
    return [ProductShown(id=row.pk, **{name: getattr(row, name) for name in columns}) for row in rows]


@router.post("partners/{partner}/products", response=written(), operation_id="name_product", url_name="products")
@writes(acts.ProductRefused, blames="name")
def add(request: HttpRequest, partner: Key, given: ProductGiven) -> Done:
    """Name a product."""
    made = acts.add(by=asker(request), relationship=partner, given=given.as_given())
    return done(made, "product", product=made)


@router.get("products/{product}", response=answers(ProductWhole, 404, 422), operation_id="product", url_name="product")
def product(request: HttpRequest, product: Key) -> ProductWhole:
    """Show one product."""
    row = queries.product(asker(request), product)
    columns = {name: getattr(row, name) for name in ("name", "item", "family", "category", "defect_target")}
    return ProductWhole(id=row.pk, partner=partner_name(row.partnership), **columns)


@router.post("products/{product}", response=written(), operation_id="change_product", url_name="product")
@writes(acts.ProductRefused, blames="name")
def change(request: HttpRequest, product: Key, given: ProductGiven) -> Done:
    """Change what is said of a product; what both sides signed stays as it is."""
    acts.change(by=asker(request), product=product, given=given.as_given())
    return done(product, "product", product=product)
