"""The inspections of one partner as they are compared with each other: what was counted, when, where, with photos."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Min, Q

from troth.quality.class_samples import joined
from troth.quality.integrity import Place, Taken
from troth.quality.second_looks import Look
from troth_site.models import ClassSample, FieldEntry, Inspection, InspectionDefect, InspectionPhoto, Notification

DAYS = 730
MOST = 400
DONE = ("handed-in", "reported")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Units looked at, and how many were bad; None where nobody counted them."""

    units: int
    bad: int | None


def compared(relationship: int, *, today: date) -> list[Inspection]:
    """Return the inspections of the last two years that are compared, the latest first."""
    rows = Inspection.objects.filter(
        relationship=relationship, state__in=DONE, planned_on__gte=today - timedelta(days=DAYS)
    )
    return list(rows.select_related("site", "inspector", "product").order_by("-planned_on", "-pk")[:MOST])


def told_of_first(rows: Sequence[Inspection]) -> frozenset[int]:
    """Return the blind looks among some inspections whose inspector had been told how the first ended."""
    blind = [row for row in rows if row.blind_of_id is not None and row.inspector_id is not None]
    heard = told_how_ended([row.blind_of_id for row in blind if row.blind_of_id is not None]) if blind else {}
    return frozenset(
        row.pk for row in blind
        if any(person == row.inspector_id and at < (row.handed_in_at or at) for person, at in heard[row.blind_of_id])
    )  # fmt: skip


def blind_to(inspection: int) -> frozenset[int]:
    """Return who takes a blind second look at a lot and has not handed it in: they are told nothing of the first.

    Nor of another second look at it, nor of the lot presented again.
    """
    of_it = Q(blind_of=inspection) | Q(blind_of__blind_seconds=inspection) | Q(blind_of__resubmissions=inspection)
    rows = Inspection.objects.filter(of_it, handed_in_at__isnull=True, cancelled_because="")
    return frozenset(person for person in rows.values_list("inspector", flat=True) if person is not None)


def told_how_ended(inspections: Sequence[int]) -> dict[int | None, list[tuple[int, datetime]]]:
    """Return who was told how some inspections ended, and when."""
    subjects = {f"inspection {pk} handed in": pk for pk in inspections}
    rows = Notification.objects.filter(event="inspected", subject__in=subjects)
    found = defaultdict[int | None, list[tuple[int, datetime]]](list)
    for person, subject, at in rows.values_list("person", "subject", "at"):
        found[subjects[subject]].append((person, at))
    return found


def counts_of(inspections: Sequence[int]) -> dict[int, Counted]:
    """Return the units looked at and the bad ones among them, by inspection."""
    rows = ClassSample.objects.filter(
        inspection__in=inspections, defect_class__in=("critical", "major"), looked_at__gt=0
    ).order_by("inspection", "defect_class")  # fmt: skip
    found = defaultdict[int, list[tuple[int, int | None]]](list)
    for inspection, looked_at, bad in rows.values_list("inspection", "looked_at", "nonconforming"):
        found[inspection].append((looked_at, bad))
    return {inspection: _joined(counts) for inspection, counts in found.items()}


def _joined(counts: Sequence[tuple[int, int | None]]) -> Counted:
    known = [(looked_at, bad) for looked_at, bad in counts if bad is not None]
    if not known:
        return Counted(units=max(looked_at for looked_at, _bad in counts), bad=None)
    units, bad = joined(known)
    return Counted(units=units, bad=min(bad, units))


def looks_of(rows: Sequence[Inspection], counts: Mapping[int, Counted]) -> list[Look]:
    """Return inspections as they are compared."""
    ids = [row.pk for row in rows]
    times, places, photos = _times(ids), _places(ids), _photos(ids)
    complained = {
        row.order_id for row in rows if row.source in ("arrival", "customer") and row.verdict == "not-accepted"
    }
    nothing = Counted(units=0, bad=None)
    return [
        Look(
            key=row.pk, on=row.planned_on, inspector=row.inspector_id, kind=f"{row.kind} {row.family}",
            site=_place_of(row), times=times.get(row.pk, ()), places=places.get(row.pk, ()),
            units=counts.get(row.pk, nothing).units, bad=counts.get(row.pk, nothing).bad,
            photos=photos.get(row.pk, ()), blind_of=row.blind_of_id,
            accepted={"accepted": True, "not-accepted": False}.get(row.verdict),
            claimed=row.source in ("in-line", "final") and row.order_id is not None and row.order_id in complained,
        )
        for row in rows
    ]  # fmt: skip


def _place_of(row: Inspection) -> Place | None:
    if row.site is None or row.site.latitude is None or row.site.longitude is None:
        return None
    return Place(latitude=row.site.latitude, longitude=row.site.longitude)


def _times(ids: Sequence[int]) -> dict[int, tuple]:
    """Return the first and the last time anything was answered in each inspection; a file tells no times."""
    found = defaultdict(list)
    for entries in (FieldEntry, InspectionDefect):
        rows = entries.objects.filter(inspection__in=ids, inspection__batch=None).values_list("inspection")
        for key, *ends in rows.annotate(first=Min("answered_at"), last=Max("answered_at")):
            found[key] += ends
    return {key: (min(ends), max(ends)) for key, ends in found.items()}


def _places(ids: Sequence[int]) -> dict[int, tuple[Place, ...]]:
    rows = FieldEntry.objects.filter(inspection__in=ids, latitude__isnull=False, longitude__isnull=False)
    found = defaultdict(list)
    for key, latitude, longitude, accuracy in rows.values_list("inspection", "latitude", "longitude", "accuracy"):
        found[key].append(Place(latitude=latitude, longitude=longitude, accuracy_m=accuracy or 0.0))
    return {key: tuple(some) for key, some in found.items()}


def _photos(ids: Sequence[int]) -> dict[int, tuple[Taken, ...]]:
    rows = InspectionPhoto.objects.filter(inspection__in=ids).order_by("taken_at", "pk")
    columns = ("inspection", "inspection__lot_name", "caption", "sha256", "file__difference_hash")
    found = defaultdict(list)
    for key, lot, caption, sha256, like in rows.values_list(*columns):
        name = f"{lot} · {caption or sha256[:8]}"
        found[key].append(Taken(name=name, sha256=sha256, difference_hash=like or ""))
    return {key: tuple(some) for key, some in found.items()}
