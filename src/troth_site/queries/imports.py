"""Imports: the batch a step works on, and what pages show of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from troth_site import access
from troth_site.access import Actor
from troth_site.models import ImportBatch


@dataclass(frozen=True, slots=True)
class Batch:
    """An import as steps and pages need it."""

    pk: int
    uid: str
    organisation: int
    organisation_name: str
    person: int
    person_name: str
    person_language: str
    state: str
    state_name: str
    file_name: str
    mapping: dict[str, Any] | None
    study: dict[str, Any] | None
    counts: dict[str, Any] | None
    problem: dict[str, Any] | None
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None

    @property
    def kind(self) -> str:
        """What the file holds: "orders" or "inspections"."""
        return str((self.mapping or {}).get("kind", "orders"))


def batch(by: Actor, uid: str) -> Batch:
    """Return one import of the person's organisations."""
    return _batch(access.import_batch(by, uid))


def batches(by: Actor) -> list[Batch]:
    """Return the latest imports of the person's organisations, newest first."""
    rows = access.import_batches(by).select_related("organisation", "person").order_by("-pk")[:50]
    return [_batch(row) for row in rows]


def for_job(pk: int, person: int | None = None) -> tuple[Batch, Actor]:
    """Return an import and the person in whose name its next step runs: its own, unless another asked for the step."""
    row = ImportBatch.objects.select_related("organisation", "person").get(pk=pk)
    asking = row.person if person is None else type(row.person).objects.get(pk=person)
    return _batch(row), access.actor(asking, as_operator=asking.is_operator)


def profiles(by: Actor) -> list[tuple[int, str, dict[str, Any]]]:
    """Return the saved mappings: key, name, mapping."""
    return list(access.import_profiles(by).order_by("name").values_list("pk", "name", "mapping"))


def profile(by: Actor, name: str) -> dict[str, Any] | None:
    """Return a saved mapping by its name."""
    return access.import_profiles(by).filter(name=name).values_list("mapping", flat=True).first()


def recorded(pk: int) -> dict[str, int]:
    """Return how many lines an import added and how many it changed, from what it left in the record."""
    row = ImportBatch.objects.get(pk=pk)
    return {"new": row.lines.count(), "changed": row.changes.exclude(line__batch=row).count()}


def touched(pk: int) -> set[int]:
    """Return the relationships in which an import added or changed lines."""
    row = ImportBatch.objects.get(pk=pk)
    added = row.lines.order_by().values_list("relationship", flat=True).distinct()
    changed = row.changes.order_by().values_list("line__relationship", flat=True).distinct()
    return set(added) | set(changed)


def _batch(row: ImportBatch) -> Batch:
    return Batch(
        pk=row.pk, uid=str(row.uid), organisation=row.organisation_id, organisation_name=row.organisation.name,
        person=row.person_id, person_name=str(row.person),
        person_language=row.person.language, state=row.state, state_name=row.get_state_display(),
        file_name=row.file_name, mapping=row.mapping, study=row.study, counts=row.counts, problem=row.problem,
        created_at=row.created_at, applied_at=row.applied_at, undone_at=row.undone_at,
    )  # fmt: skip
