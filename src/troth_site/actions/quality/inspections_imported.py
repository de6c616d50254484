"""Inspections that a file tells of: kept once, as reported, without a plan of ours; taken back as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from troth.quality.frozen_plans import digest
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.ledger import NewEntry
from troth_site.actions.partners import relate_by_name
from troth_site.actions.quality import defect_actions
from troth_site.models import ClassSample, ImportBatch, Inspection, InspectionDefect, Order, Relationship
from troth_site.models.quality.choices import CheckpointKind, InspectionState

KIND = {"in-line": CheckpointKind.IN_LINE}
CLASSES = ("critical", "major", "minor")


@dataclass(frozen=True, slots=True)
class Found:
    """One kind of defect as a row tells of it; None where nobody counted."""

    name: str
    defect_class: str
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One inspection as a file tells of it; None and empty text are unknown."""

    factory: str
    lot: str
    day: date
    rows: tuple[int, ...]
    order: str = ""
    source: str = "final"
    lot_size: int | None = None
    inspected: int | None = None
    critical: int | None = None
    major: int | None = None
    minor: int | None = None
    verdict: str = ""
    inspector: str = ""
    family: str = ""
    line: str = ""
    suppliers: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()

    @property
    def key(self) -> tuple[str, str, date, str]:
        """What names an inspection: the factory, the lot, the day, and where it was."""
        return (self.factory, self.lot[:120], self.day, self.source)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many inspections are new, and how many the record holds already or would have changed."""

    new: int
    unchanged: int
    different: tuple[tuple[int, str], ...]  # row and lot of those that say something else than the record
    unlinked: tuple[tuple[int, str], ...] = ()  # row and order of new ones whose order the record does not hold


def compare(*, by: Actor, buyer: int, results: Sequence[Result]) -> tuple[list[Result], Counts]:
    """Return the inspections that are new, and the counts; the record is not changed by a file that differs."""
    access.organisation(by, buyer, "results")
    known = _known(buyer, results)
    new = [result for result in results if result.key not in known]
    differs = [
        (result.rows[0], result.lot)
        for result in results
        if result.key in known and known[result.key] != digest(_told(result))
    ]
    orders = _orders(buyer, new)
    unlinked = [
        (result.rows[0], result.order)
        for result in new
        if result.order and (result.factory, result.order) not in orders
    ]  # fmt: skip
    return new, Counts(len(new), len(results) - len(new) - len(differs), tuple(differs), tuple(unlinked))


def bring_in(*, by: Actor, batch: int, results: Sequence[Result]) -> Counts:
    """Keep the inspections of a file that the record does not hold yet, in one transaction.

    Raises:
        access.NotAllowed: The person may not import for this organisation.
    """
    row = access.import_batches(by).get(pk=batch)
    with transaction.atomic():
        names = {result.factory for result in results}
        related = relate_by_name(by=by, buyer=row.organisation_id, names=names, verb="results")
        locked = ledger.lock_many(related.values())
        new, counts = compare(by=by, buyer=row.organisation_id, results=results)
        for factory in sorted({result.factory for result in new}):
            mine = [result for result in new if result.factory == factory]
            made = _keep(by, row, locked[related[factory]], mine)
            _watch(made, locked[related[factory]])
            defect_actions.look_at(related[factory])
        row.state, row.applied_at = "done", timezone.now()
        found = {"inspections": counts.new, "new": counts.new, "changed": 0, "unchanged": counts.unchanged}
        row.counts = (row.counts or {}) | found
        row.save(update_fields=["state", "applied_at", "counts"])
        audit.record("import.done", by=by, organisation=row.organisation_id, subject=f"batch {row.pk}", data=row.counts)
    return counts


def take_back(*, by: Actor, batch: ImportBatch, locked: Relationship) -> list[NewEntry]:
    """Take the inspections of an import out of a record, inside its undoing, and return what the ledger keeps of it."""
    # An import of orders holds a million lines, and needs nothing of corrective action.
    from troth_site.actions.quality import effects  # noqa: PLC0415

    gone = Inspection.objects.filter(batch=batch, relationship=locked)
    effects.forget(gone.values_list("pk", flat=True), locked=locked, by=by)
    today = timezone.localdate()
    entries = [
        _entry(by, batch, "inspection.import_undone", today, {"inspection": str(uid), "lot": lot})
        for uid, lot in gone.order_by("pk").values_list("uid", "lot_name")
    ]
    gone.delete()
    if entries:
        audit.record("inspection.import_undone", by=by, organisation=batch.organisation_id, subject=f"batch {batch.pk}")
    return entries


def _watch(made: Sequence[Inspection], locked: Relationship) -> None:
    """Let lots say whether corrective action works, in the order in which they were looked at."""
    if not made:
        return
    # An import of orders does not need this one either.
    from troth_site.actions.quality import effects  # noqa: PLC0415
    from troth_site.queries.quality.effects import may_be_watched  # noqa: PLC0415  reason: as above

    families, last = {each.family for each in made}, max(each.planned_on for each in made)
    if may_be_watched(locked.pk, families=families, until=last):
        for each in sorted(made, key=lambda each: (each.planned_on, each.pk)):
            effects.watch(each.pk, locked=locked)


def _keep(
    by: Actor, batch: ImportBatch, relationship: Relationship, results: Iterable[Result]
) -> list[Inspection]:  # fmt: skip
    orders = dict(Order.objects.filter(relationship=relationship).values_list("number", "pk"))
    entries, kept = [], []
    for result in results:
        told = _told(result)
        made = Inspection.objects.create(
            relationship=relationship, order_id=orders.get(result.order), batch=batch, source=result.source,
            kind=KIND.get(result.source, CheckpointKind.FINAL), family=cleaned(result.family)[:120],
            # What is weighed where the file tells no size; pages read what it told.
            lot_name=cleaned(result.lot)[:120], lot_size=max(1, result.lot_size or result.inspected or 1),
            planned_on=result.day, inspector_for="buyer", state=InspectionState.REPORTED, verdict=result.verdict,
            frozen={"form": 0, "told": told, "classes": {}, "requirements": [], "checklist": []},
            frozen_digest=digest(told), created_at=timezone.now(), created_by_id=by.person,
            line=cleaned(result.line), suppliers="\n".join(cleaned(name) for name in result.suppliers),
        )  # fmt: skip
        ClassSample.objects.bulk_create(_samples(made, result))
        InspectionDefect.objects.bulk_create(_defects(made, result, person=by.person))
        told_of = {
            "inspection": str(made.uid),
            "lot": made.lot_name,
            "verdict": made.verdict,
            "rows": list(result.rows),
            **_made(result),
        }
        entries.append(_entry(by, batch, "inspection.imported", result.day, told_of))
        kept.append(made)
    ledger.append(relationship, entries)
    return kept


def _samples(made: Inspection, result: Result) -> list[ClassSample]:
    """Keep what was counted; numbers to accept nobody told are set so high that they refuse nothing by themselves."""
    samples = []
    for name in CLASSES:
        bad: int | None = getattr(result, name)
        counted = [each.count for each in result.found if each.defect_class == name]
        if bad is None and not counted:
            continue
        defects = sum(count for count in counted if count is not None) if None not in counted and counted else None
        size = result.inspected or 0
        samples.append(
            ClassSample(
                inspection=made, defect_class=name, stage="none", sample_size=size, accept=size, reject=size + 1,
                looked_at=result.inspected, nonconforming=bad, defects=defects, verdict=result.verdict,
            )
        )  # fmt: skip
    return samples


def _defects(made: Inspection, result: Result, *, person: int) -> list[InspectionDefect]:
    """Keep what was found by its name; on how many units, no file says."""
    return [
        InspectionDefect(
            uid=uuid4(), inspection=made, name=cleaned(each.name)[:200], defect_class=each.defect_class, units=None,
            defects=each.count, person_id=person, answered_at=made.created_at, received_at=made.created_at,
        )
        for each in result.found
        if each.count != 0
    ]  # fmt: skip


def _entry(by: Actor, batch: ImportBatch, kind: str, day: date, content: dict[str, object]) -> NewEntry:
    return NewEntry(
        kind=kind, dimension="quality", person=by.person, batch=batch.pk, happened_on=day,
        recorded_on=timezone.localdate(), content=content,
    )  # fmt: skip


def _told(result: Result) -> dict[str, object]:
    names = ("order", "source", "lot_size", "inspected", *CLASSES, "verdict", "inspector", "family")
    found = [[each.name, each.defect_class, each.count] for each in result.found]
    told = {name: getattr(result, name) for name in names} | {"found": found, "day": result.day.isoformat()}
    return told | _made(result)


def _made(result: Result) -> dict[str, object]:
    """Return where the lot was made as it is kept for ever: a sub-supplier may be one person, so no names."""
    made: dict[str, object] = {"line": result.line} if result.line else {}
    if result.suppliers:
        made["suppliers"] = sha256("\n".join(result.suppliers).encode()).hexdigest()
    return made


def _orders(buyer: int, results: Sequence[Result]) -> set[tuple[str, str]]:
    """Return factory and number of those orders named that the record holds."""
    numbers = {result.order for result in results} - {""}
    rows = Order.objects.filter(relationship__buyer=buyer, number__in=numbers)
    return {
        (known_as or name, number)
        for known_as, name, number in rows.values_list(
            "relationship__known_as", "relationship__factory__name", "number"
        )
    }


def _known(buyer: int, results: Sequence[Result]) -> dict[tuple[str, str, date, str], str]:
    days = {result.day for result in results}
    rows = Inspection.objects.filter(relationship__buyer=buyer, planned_on__in=days, batch__isnull=False)
    return {
        (known_as or name, lot, day, source): kept
        for known_as, name, lot, day, source, kept in rows.values_list(
            "relationship__known_as", "relationship__factory__name", "lot_name", "planned_on", "source", "frozen_digest"
        )
    }
