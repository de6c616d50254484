"""The catalogue of defects as a partner sees it: the shipped list of a category, and what both organisations added."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from troth.quality.defect_catalogue import CATEGORIES, SHIPPED, category_key, kinds_for
from troth_site import access
from troth_site.access import Actor
from troth_site.models import DefectType

CLASSES = ("critical", "major", "minor")


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectEntry:
    """One kind of defect.

    Attributes:
        pk: The row's key; None for a shipped kind nobody has used yet.
        code: Stable, by which programs and the field name it.
        name: In the reader's language where it is shipped, as its owner wrote it otherwise.
        organisation: Whose it is; None for shipped ones.
        photo: The public name of its photo, empty where it has none.
    """

    pk: int | None
    code: str
    category: str
    name: str
    description: str
    defect_class: str
    organisation: int | None
    photo: str
    is_retired: bool


def catalogue(organisations: Iterable[int], *, category: str = "", with_retired: bool = False) -> list[DefectEntry]:
    """Return what may be chosen in an inspection: shipped kinds, overridden and followed by those of organisations.

    Args:
        organisations: Both sides of a relationship.
        category: Of the product, with packing; all where left empty.
        with_retired: Retired ones too, for the page on which they can be brought back.
    """
    shipped = kinds_for(category) if category else tuple(SHIPPED.values())
    rows = DefectType.objects.filter(Q(organisation__in=list(organisations)) | Q(organisation=None))
    own, known = [], {}
    for row in rows.select_related("photo").order_by("category", "name", "pk"):
        if row.organisation_id is None:
            known[row.code] = row.pk
        elif _goes_with(row.category, category) and (with_retired or row.retired_at is None):
            own.append(_entry(row))
    hidden = {entry.code for entry in own} | _retired(organisations)
    listed = [
        DefectEntry(
            pk=known.get(kind.code), code=kind.code, category=kind.category, name=_(kind.name),
            description=_(kind.description), defect_class=str(kind.defect_class), organisation=None, photo="",
            is_retired=False,
        )
        for kind in shipped if kind.code not in hidden
    ]  # fmt: skip
    return [*listed, *own]


def in_pack(relationship_organisations: Iterable[int], *, category: str) -> list[dict[str, str]]:
    """Return the catalogue as the field's pack carries it: code, name, description, class, photo."""
    return [
        {
            "code": entry.code, "name": entry.name, "description": entry.description, "class": entry.defect_class,
            "category": entry.category, "photo": entry.photo,
        }
        for entry in catalogue(relationship_organisations, category=category)
    ]  # fmt: skip


def of_organisation(by: Actor, organisation: int) -> list[DefectEntry]:
    """Return the kinds of one's own organisation, retired ones too.

    Raises:
        access.NotThere: It is not one's own.
    """
    access.organisation(by, organisation)
    rows = DefectType.objects.filter(organisation=organisation).select_related("photo")
    return [_entry(row) for row in rows.order_by("category", "name", "pk")]


def categories() -> list[tuple[str, str]]:
    """Return the shipped categories with their names in the reader's language."""
    return [(key, _(name)) for key, name in CATEGORIES.items()]


def named(row: DefectType) -> str:
    """Return what a kind is called in the reader's language."""
    shipped = SHIPPED.get(row.code) if row.organisation_id is None else None
    return _(shipped.name) if shipped else row.name


def _goes_with(kept: str, category: str) -> bool:
    return not category or category_key(kept) in {category_key(category), "packing"}


def _retired(organisations: Iterable[int]) -> set[str]:
    # One's own row with a shipped code takes its place; retired it hides the shipped one.
    rows = DefectType.objects.filter(organisation__in=list(organisations), retired_at__isnull=False)
    return set(rows.values_list("code", flat=True))


def _entry(row: DefectType) -> DefectEntry:
    return DefectEntry(
        pk=row.pk, code=row.code, category=row.category, name=row.name, description=row.description,
        defect_class=row.defect_class, organisation=row.organisation_id,
        photo=str(row.photo.uid) if row.photo else "", is_retired=row.retired_at is not None,
    )  # fmt: skip
