"""Products of a relationship: named by either side, called as order lines call them."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.communication import live
from troth_site.models import Product

CATEGORIES = {
    "apparel": gettext_noop("Apparel"),
    "hard-goods": gettext_noop("Hard goods"),
    "electronics": gettext_noop("Electronics"),
    "packing": gettext_noop("Packing"),
    "other": gettext_noop("Other"),
}


class ProductRefused(Exception):
    """The product cannot be kept like this; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductGiven:
    """What somebody says of a product.

    Attributes:
        item: As order lines name it, so that an order finds its plan; empty where nobody knows yet.
        defect_target: Agreed rate of defective units, a fraction between 0 and 1; None where the category's stands.
    """

    name: str
    item: str
    family: str
    category: str
    defect_target: float | None = None


def add(*, by: Actor, relationship: int, given: ProductGiven) -> int:
    """Name a product and return its key; naming it again with the same words changes nothing.

    Raises:
        ProductRefused: It has no name, or another product has it or its item already.
    """
    seen = access.relationship(by, relationship, "record")
    with transaction.atomic():
        row = ledger.lock(seen.pk)
        columns = _columns(given)
        same = Product.objects.filter(relationship=row, name=columns["name"]).first()
        if same is not None and all(getattr(same, name) == value for name, value in columns.items()):
            return same.pk
        _refuse_twins(row.pk, columns, but=0)
        made = Product.objects.create(relationship=row, created_at=timezone.now(), **columns)
        audit.record("product.added", by=by, relationship=row, subject=f"product {made.pk}", data=columns)
        live.tell(row.pk, "quality", f"product {made.pk}")
    return made.pk


def change(*, by: Actor, product: int, given: ProductGiven) -> None:
    """Change what is said of a product; its specification and plan stay as signed.

    Raises:
        ProductRefused: It has no name, or another product has it or its item already.
    """
    seen = access.of_relationship(by, Product, product, "record")
    with transaction.atomic():
        row = ledger.lock(seen.relationship_id)
        kept = Product.objects.select_for_update().get(pk=seen.pk)
        columns = _columns(given)
        changed = {name: value for name, value in columns.items() if getattr(kept, name) != value}
        if not changed:
            return
        _refuse_twins(row.pk, columns, but=kept.pk)
        before = {name: getattr(kept, name) for name in changed}
        Product.objects.filter(pk=kept.pk).update(**changed)
        audit.record(
            "product.changed", by=by, relationship=row, subject=f"product {kept.pk}",
            data={"before": before, "after": changed},
        )  # fmt: skip
        live.tell(row.pk, "quality", f"product {kept.pk}")


def _columns(given: ProductGiven) -> dict[str, str | float | None]:
    name, family = given.name.strip(), given.family.strip()
    if not name or given.category not in CATEGORIES:
        raise ProductRefused(gettext_noop("A product has a name and one of the categories."))
    if given.defect_target is not None and not 0 < given.defect_target < 1:
        raise ProductRefused(gettext_noop("A defect target lies between 0 and 100 %."))
    return {
        "name": name[:200], "item": given.item.strip()[:300], "family": (family or name)[:120],
        "category": given.category, "defect_target": given.defect_target,
    }  # fmt: skip


def _refuse_twins(relationship: int, columns: dict[str, str | float | None], *, but: int) -> None:
    others = Product.objects.filter(relationship=relationship).exclude(pk=but)
    if others.filter(name=columns["name"]).exists():
        raise ProductRefused(gettext_noop("Another product has this name. Give each its own."))
    if columns["item"] and others.filter(item=columns["item"]).exists():
        raise ProductRefused(gettext_noop("Order lines with this item belong to another product already."))
