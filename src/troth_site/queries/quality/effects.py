"""Whether a corrective action works: the lots since, those before, and how many it takes to show it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max, Q, Sum

from troth.quality.corrective import BeforeAfter, LotSince, Stage, StepDone, before_after, lots_that_show
from troth_site.models import ClassSample, CorrectiveAction, CorrectiveStep, EffectCheck, Inspection, InspectionDefect
from troth_site.names import folded

BEFORE_DAYS = 365
USUAL_LOTS, MOST_LOTS = 3, 20


def steps_done(corrective: int) -> list[StepDone]:
    """Return how far the steps of the running round have come; after a recurrence the earlier ones do not count."""
    since = round_start(corrective)
    rows = CorrectiveStep.objects.filter(corrective=corrective)
    if since is not None:
        rows = rows.filter(written_at__gte=since)
    return [
        StepDone(
            stage=Stage(row.stage), side=row.side, done=row.done_at is not None, confirmed=row.confirmed_at is not None
        )
        for row in rows.order_by("pk")
    ]


def round_start(corrective: int) -> datetime | None:
    """Return when it was last opened again, None where it never was."""
    rows = EffectCheck.objects.filter(corrective=corrective, came_back__gt=0)
    return rows.aggregate(last=Max("checked_at"))["last"]


def lots_since(row: CorrectiveAction) -> list[LotSince]:
    """Return the lots since its steps were confirmed, in their order."""
    if row.watched_from is None:
        return []
    checks = EffectCheck.objects.filter(corrective=row, checked_at__gte=row.watched_from).order_by("checked_at", "pk")
    return [LotSince(looked_at=check.looked_at, came_back=check.came_back) for check in checks]


def watching(inspection: Inspection) -> list[CorrectiveAction]:
    """Return the actions whose effect a lot says something about: of its product or family, carried out or closed."""
    of_same = Q(family=inspection.family) if inspection.family else Q(pk=None)
    if inspection.product_id:
        of_same |= Q(product=inspection.product_id)
    rows = CorrectiveAction.objects.filter(
        of_same, relationship=inspection.relationship_id, state__in=("watched", "closed"), watched_from__isnull=False
    )
    return list(rows.filter(watched_from__lte=inspection.handed_in_at).exclude(inspection=inspection).order_by("pk"))


def looked_at(inspections: Iterable[int]) -> int:
    """Return how many units were looked at, the largest sample of each lot; 0 where nobody said."""
    rows = ClassSample.objects.filter(inspection__in=list(inspections)).values("inspection")
    return sum(row["most"] or 0 for row in rows.annotate(most=Max("looked_at")))


def found_again(row: CorrectiveAction, inspections: Iterable[int]) -> int:
    """Return on how many units of some lots the defect of an action was found."""
    rows = InspectionDefect.objects.filter(inspection__in=list(inspections), removed_at=None)
    if row.defect_type_id:
        return rows.filter(defect_type=row.defect_type_id).aggregate(units=Sum("units"))["units"] or 0
    wanted = folded(row.title)
    return sum(units for name, units in rows.values_list("name", "units") if folded(name) == wanted)


def compared(row: CorrectiveAction) -> BeforeAfter | None:
    """Compare the lots of the year before with those since, None where there are none on a side."""
    before = Inspection.objects.filter(
        relationship=row.relationship_id, family=row.family, handed_in_at__lte=row.opened_at,
        handed_in_at__gt=row.opened_at - timedelta(days=BEFORE_DAYS),
    )  # fmt: skip
    keys = set(before.values_list("pk", flat=True)) if row.family else set()
    keys |= {row.inspection_id} if row.inspection_id else set()
    units_before, since = looked_at(keys), lots_since(row)
    units_after = sum(lot.looked_at for lot in since)
    if not units_before or not units_after:
        return None
    # One unit with the defect may have been counted twice, and is one bad unit.
    return before_after(
        bad_before=min(units_before, found_again(row, keys)), units_before=units_before,
        bad_after=min(units_after, sum(lot.came_back for lot in since)), units_after=units_after,
    )  # fmt: skip


def proposed_lots(relationship: int, family: str, defect_type: int | None, title: str) -> int:
    """Propose how many clean lots show that it works, from how often the defect was found; 3 where nothing is known."""
    if not family:
        return USUAL_LOTS
    rows = Inspection.objects.filter(relationship=relationship, family=family, handed_in_at__isnull=False)
    keys = list(rows.order_by("-handed_in_at").values_list("pk", flat=True)[:USUAL_LOTS])
    units = looked_at(keys)
    bad = found_again(CorrectiveAction(defect_type_id=defect_type, title=title), keys)
    if not units or not bad:
        return USUAL_LOTS
    return min(MOST_LOTS, lots_that_show(usual_rate=min(1.0, bad / units), units_a_lot=max(1, units // len(keys))))
