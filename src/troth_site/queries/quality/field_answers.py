"""What was answered, field by field: each person's latest word, the chosen one, and where two people differ."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from troth_site.models import FieldEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One person's latest answer to a field.

    Attributes:
        is_chosen: Somebody chose it among the answers of several people.
    """

    pk: int
    uid: str
    field: str
    value: Any
    note: str
    person: int
    name: str
    answered_at: datetime
    received_at: datetime
    latitude: float | None
    longitude: float | None
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What was answered to one field.

    Attributes:
        answers: The latest of each person, in the order in which they were given.
        value: What stands: the chosen answer, or the one that all gave; None where people differ.
        is_open: People gave different answers, and nobody has chosen yet.
    """

    name: str
    answers: tuple[Answer, ...]
    value: Any
    is_open: bool


def fields_of(inspection: int) -> list[Field]:
    """Return every field of an inspection, by name; what came is merged however it was sent, in one query."""
    entries = FieldEntry.objects.filter(inspection=inspection).select_related("person")
    return [_field(name, list(said.values())) for name, said in sorted(latest(entries).items())]


def latest(entries: QuerySet[FieldEntry]) -> dict[str, dict[int, FieldEntry]]:
    """Return the latest entry of each person, by field: a phone sends every step of a count."""
    found: dict[str, dict[int, FieldEntry]] = {}
    for row in entries.order_by("answered_at", "received_at", "pk"):
        found.setdefault(row.field, {})[row.person_id] = row
    return found


def standing(fields: list[Field]) -> dict[str, Any]:
    """Return what stands, by field; what people still differ about is left out: it is unknown."""
    return {field.name: field.value for field in fields if not field.is_open}


def both_answers(inspection: int) -> list[dict[str, Any]]:
    """Return the fields about which people differ, as a device reads them."""
    return [
        {
            "field": field.name,
            "answers": [
                {"uid": one.uid, "value": one.value, "by": one.name, "answered_at": one.answered_at.isoformat()}
                for one in field.answers
            ],
        }
        for field in fields_of(inspection)
        if field.is_open
    ]


def _field(name: str, rows: list[FieldEntry]) -> Field:
    answers = tuple(sorted((_answer(row) for row in rows), key=lambda one: (one.answered_at, one.pk)))
    chosen = [row for row in rows if row.chosen_at is not None]
    if chosen:
        return Field(name=name, answers=answers, value=max(chosen, key=_when).value, is_open=False)
    differs = any(row.value != rows[0].value for row in rows)
    return Field(name=name, answers=answers, value=None if differs else rows[0].value, is_open=differs)


def _when(row: FieldEntry) -> datetime:
    return row.chosen_at or row.received_at


def _answer(row: FieldEntry) -> Answer:
    return Answer(
        pk=row.pk, uid=str(row.uid), field=row.field, value=row.value, note=row.note, person=row.person_id,
        name=row.person.name or row.person.email, answered_at=row.answered_at, received_at=row.received_at,
        latitude=row.latitude, longitude=row.longitude, is_chosen=row.chosen_at is not None,
    )  # fmt: skip
