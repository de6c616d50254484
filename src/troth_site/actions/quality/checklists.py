"""Checklists of an organisation: a form comes in as a version that takes an older one's place; shipped ones as rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from troth.quality.checklists import Item, check_items
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.models import Checklist, ChecklistItem, Relationship
from troth_site.queries.quality.shipped_checklists import shipped

_KEPT = (
    "position", "code", "section", "label", "hint", "kind", "required", "relevant", "choices", "constraint", "lower",
    "upper", "step", "failing", "defect_class",
)  # fmt: skip


class UnknownChecklist(Exception):
    """Neither side has a checklist of this name, and none is shipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChecklist:
    """A checklist as it comes in: all of it, or nothing."""

    code: str
    name: str
    items: tuple[Item, ...]
    source: str


def bring_in(*, by: Actor, organisation: int, form: NewChecklist) -> int:
    """Keep a form that was read as the newest version of its checklist; the same form again changes nothing.

    Returns:
        The key of the version that stands now.

    Raises:
        ImpossibleChecklist: Its questions do not make a checklist.
    """
    access.organisation(by, organisation, "record")
    check_items(form.items)
    with transaction.atomic():
        mine = Checklist.objects.select_for_update().filter(organisation=organisation, code=form.code)
        last = mine.order_by("-number").first()
        if last is not None and last.retired_at is None and last.name == form.name and _said(last) == _rows(form.items):
            return last.pk
        mine.filter(retired_at=None).update(retired_at=timezone.now())
        made = Checklist.objects.create(
            organisation_id=organisation, code=form.code, number=last.number + 1 if last else 1, name=form.name,
            source=form.source[:300], made_at=timezone.now(),
        )  # fmt: skip
        _fill(made, form.items)
        audit.record("checklist.imported", by=by, organisation=organisation, subject=f"checklist {made.pk}",
                     data={"code": made.code, "number": made.number, "questions": len(form.items)})  # fmt: skip
    return made.pk


def retire(*, by: Actor, checklist: int) -> None:
    """Take a checklist of one's own off the list; inspections that carry it keep it.

    Raises:
        access.NotThere: It is none of one's own.
    """
    row = Checklist.objects.filter(pk=checklist, organisation__in=by.organisations()).first()
    if row is None or row.organisation_id is None:
        raise access.NotThere
    access.organisation(by, row.organisation_id, "record")
    with transaction.atomic():
        Checklist.objects.filter(pk=row.pk, retired_at=None).update(retired_at=timezone.now())
        audit.record("checklist.retired", by=by, organisation=row.organisation_id, subject=f"checklist {row.pk}")


def shipped_row(code: str) -> int:
    """Return the row of a shipped checklist, inside an act that uses it; made once for each version.

    Raises:
        KeyError: None has this code.
    """
    each = shipped()[code]
    try:
        with transaction.atomic():
            row, is_new = Checklist.objects.get_or_create(
                organisation=None, code=code, number=each.number,
                defaults={"name": each.name["en"], "category": each.category, "source": "shipped",
                          "made_at": timezone.now()},
            )  # fmt: skip
            if is_new:
                _fill(row, each.items)
                audit.record("checklist.shipped", by=None, subject=f"checklist {row.pk}")
    except IntegrityError:
        row = Checklist.objects.get(organisation=None, code=code, number=each.number)
    return row.pk


def version_of(row: Relationship, said: str) -> int | None:
    """Return the version of a checklist that a checkpoint names, inside an act; None where it names none.

    Args:
        row: The record: both sides' own checklists come before shipped ones.
        said: Its code, with "/2" behind it for a version; the newest where left out.

    Raises:
        UnknownChecklist: There is none of this name.
    """
    if not said:
        return None
    code, _, number = said.rpartition("/")
    if not (code and number.isascii() and number.isdigit() and len(number) < 10):
        code, number = said, ""
    named = Checklist.objects.filter(code=code, **({"number": number} if number else {"retired_at": None}))
    own = named.filter(organisation__in=(row.buyer_id, row.factory_id)).order_by("-number", "pk").first()
    if own is not None:
        return own.pk
    if code in shipped() and number in ("", str(shipped()[code].number)):
        return shipped_row(code)
    before = named.filter(organisation=None).order_by("-number").first()
    if before is None:
        raise UnknownChecklist
    return before.pk


def _fill(row: Checklist, items: Iterable[Item]) -> None:
    ChecklistItem.objects.bulk_create(ChecklistItem(checklist=row, **values) for values in _rows(items))


def _rows(items: Iterable[Item]) -> list[dict[str, object]]:
    return [
        {
            "position": position, "code": item.code, "section": item.section, "label": dict(item.label),
            "hint": dict(item.hint), "kind": str(item.kind), "required": item.required, "relevant": item.relevant,
            "choices": [{"value": choice.value, "label": dict(choice.label)} for choice in item.choices],
            "constraint": item.constraint, "lower": item.lower, "upper": item.upper, "step": item.step,
            "failing": list(item.failing), "defect_class": str(item.defect_class or ""),
        }
        for position, item in enumerate(items)
    ]  # fmt: skip


def _said(row: Checklist) -> list[dict[str, object]]:
    return list(row.items.order_by("position").values(*_KEPT))
