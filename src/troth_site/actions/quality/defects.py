"""The catalogue of defects: an organisation adds its own kinds, changes and retires them; shipped ones as rows."""

import csv
import io
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import slugify

from troth.basis.text import gettext_noop
from troth.quality.defect_catalogue import SHIPPED
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication.keeping import cleaned
from troth_site.models import DefectType, EvidenceFile, Relationship
from troth_site.names import folded

CLASSES = ("critical", "major", "minor")
COLUMNS = ("category", "name", "class", "description")
MOST_ROWS = 2000


class DefectRefused(Exception):
    """The kind of defect cannot be kept like this; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKind:
    """A kind of defect as somebody writes it; a code of the shipped list puts it in that kind's place."""

    category: str
    name: str
    defect_class: str
    description: str = ""
    code: str = ""
    photo: int | None = None


def add(*, by: Actor, organisation: int, given: NewKind) -> int:
    """Add a kind of defect to the catalogue of one's own organisation; one of the same name is changed.

    Raises:
        DefectRefused: It has no name, category or class, or its photo is not there.
    """
    access.organisation(by, organisation, "record")
    with transaction.atomic():
        row, is_new = _keep(by, organisation, given)
        verb = "defect.added" if is_new else "defect.changed"
        audit.record(verb, by=by, organisation=organisation, subject=f"defect {row.pk}")
    return row.pk


def retire(*, by: Actor, defect: int, is_back: bool = False) -> None:
    """Take a kind of one's own off the list, or put it back; what was counted with it stays.

    Raises:
        access.NotThere: It is no kind of one's own.
    """
    row = DefectType.objects.filter(pk=defect, organisation__in=by.organisations()).first()
    if row is None or row.organisation_id is None:
        raise access.NotThere
    access.organisation(by, row.organisation_id, "record")
    with transaction.atomic():
        row.retired_at = None if is_back else (row.retired_at or timezone.now())
        row.save(update_fields=["retired_at"])
        verb = "defect.brought_back" if is_back else "defect.retired"
        audit.record(verb, by=by, organisation=row.organisation_id, subject=f"defect {row.pk}")


def bring_in(*, by: Actor, organisation: int, content: bytes) -> tuple[int, int]:
    """Add a list of kinds from a table with the columns category, name, class and description; all of it or nothing.

    Returns:
        How many are new and how many changed.

    Raises:
        DefectRefused: The file is no such table; the message names the row.
    """
    access.organisation(by, organisation, "record")
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DefectRefused(gettext_noop("This is no table in UTF-8. Save it as CSV UTF-8.")) from error
    if not rows or len(rows) > MOST_ROWS or not {"category", "name", "class"} <= set(rows[0]):
        raise DefectRefused(
            gettext_noop("The first row names the columns category, name, class, description; 1 to 2,000 follow.")
        )
    with transaction.atomic():
        is_new = [_keep(by, organisation, _of_row(row))[1] for row in rows]
        counts = {"rows": len(rows)}
        audit.record("defect.imported", by=by, organisation=organisation, data=counts)
    return sum(is_new), len(is_new) - sum(is_new)


def type_of(relationship: Relationship, code: str) -> DefectType | None:
    """Return the kind that a code names: that of either side first, else the shipped one; None where there is none."""
    of_sides = Q(organisation__in=(relationship.buyer_id, relationship.factory_id))
    rows = DefectType.objects.filter(of_sides | Q(organisation=None), code=code)
    return rows.order_by(F("organisation").asc(nulls_last=True), "pk").first()


def _of_row(row: dict[str, str | None]) -> NewKind:
    return NewKind(
        category=row.get("category") or "", name=row.get("name") or "",
        defect_class=(row.get("class") or "").strip().lower(), description=row.get("description") or "",
    )  # fmt: skip


def _keep(by: Actor, organisation: int, given: NewKind) -> tuple[DefectType, bool]:
    name, category = cleaned(given.name).strip()[:200], folded(cleaned(given.category).strip())[:40]
    if not name or not category or given.defect_class not in CLASSES:
        raise DefectRefused(gettext_noop("A defect has a name, a category and a class: critical, major or minor."))
    files = EvidenceFile.objects.filter(relationship__in=access.relationships(by), media_type__startswith="image/")
    if given.photo and not files.filter(pk=given.photo).exists():
        raise DefectRefused(gettext_noop("There is no such photo."))
    code = given.code if given.code in SHIPPED else f"{slugify(category) or 'own'}.{slugify(name, allow_unicode=True)}"
    values = {
        "category": category, "name": name, "description": cleaned(given.description).strip()[:500],
        "defect_class": given.defect_class, "retired_at": None,
    }  # fmt: skip
    if given.photo:
        values["photo_id"] = given.photo
    return DefectType.objects.update_or_create(organisation_id=organisation, code=code[:60], defaults=values)
