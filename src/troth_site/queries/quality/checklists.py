"""Checklists a person may use: shipped ones, and those of both organisations of a partner."""

from collections.abc import Iterable
from dataclasses import dataclass

from troth.quality.checklists import Choice, Item, Kind
from troth.quality.verdicts import DefectClass
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Checklist, ChecklistItem
from troth_site.queries.quality.shipped_checklists import Shipped, shipped


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRow:
    """One checklist in a list; `name` by language for shipped ones, under "en" otherwise."""

    code: str
    number: int
    name: dict[str, str]
    stage: str
    category: str
    questions: int
    organisation: int | None
    source: str
    pk: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistWhole:
    """One checklist with its questions."""

    row: ChecklistRow
    items: tuple[Item, ...]
    is_retired: bool


def checklists(by: Actor, relationship: int) -> list[ChecklistRow]:
    """Return what may be used with a partner: what both organisations brought in, then what is shipped.

    Raises:
        access.NotThere: The record is not this person's.
    """
    seen = access.relationship(by, relationship)
    own = Checklist.objects.filter(organisation__in=(seen.buyer_id, seen.factory_id), retired_at=None)
    rows = list(own.prefetch_related("items").order_by("name", "pk"))
    return [_row(row, len(row.items.all())) for row in rows] + [_of_shipped(each) for each in shipped().values()]


def checklist(by: Actor, relationship: int, *, code: str, organisation: int | None) -> ChecklistWhole:
    """Return the newest version of one checklist.

    Raises:
        access.NotThere: There is none of this code with the partner.
    """
    seen = access.relationship(by, relationship)
    if organisation is None:
        if code not in shipped():
            raise access.NotThere
        each = shipped()[code]
        return ChecklistWhole(row=_of_shipped(each), items=each.items, is_retired=False)
    if organisation not in (seen.buyer_id, seen.factory_id):
        raise access.NotThere
    row = Checklist.objects.filter(organisation=organisation, code=code).order_by("-number").first()
    if row is None:
        raise access.NotThere
    items = tuple(_item(item) for item in row.items.order_by("position"))
    return ChecklistWhole(row=_row(row, len(items)), items=items, is_retired=row.retired_at is not None)


def _row(row: Checklist, questions: int) -> ChecklistRow:
    return ChecklistRow(
        code=row.code, number=row.number, name={"en": row.name}, stage="", category=row.category, questions=questions,
        organisation=row.organisation_id, source=row.source, pk=row.pk,
    )  # fmt: skip


def offered(organisations: Iterable[int], *, language: str) -> list[tuple[str, str]]:
    """Return what a checkpoint may name, each with its version and its name in a language; one's own come first.

    Args:
        organisations: Both sides of a relationship.
        language: Of the reader; where a name lacks it, English.
    """
    own = Checklist.objects.filter(organisation__in=list(organisations), retired_at=None)
    rows = own.order_by("name", "pk").values_list("code", "number", "name")
    found = {f"{code}/{number}": name for code, number, name in rows}
    for each in shipped().values():
        found.setdefault(f"{each.code}/{each.number}", each.name.get(language, each.name["en"]))
    return list(found.items())


def _of_shipped(each: Shipped) -> ChecklistRow:
    return ChecklistRow(
        code=each.code, number=each.number, name=dict(each.name), stage=each.stage, category=each.category,
        questions=len(each.items), organisation=None, source="shipped", pk=None,
    )  # fmt: skip


def _item(row: ChecklistItem) -> Item:
    return Item(
        code=row.code, kind=Kind(row.kind), label=row.label, hint=row.hint, section=row.section, required=row.required,
        relevant=row.relevant, constraint=row.constraint, lower=row.lower, upper=row.upper, step=row.step,
        failing=tuple(row.failing), choices=tuple(Choice(**choice) for choice in row.choices),
        defect_class=DefectClass(row.defect_class) if row.defect_class else None,
    )  # fmt: skip
