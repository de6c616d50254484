"""Whether a corrective action works: the lots since, those before, and how many it takes to show it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext

from troth.quality.corrective import BeforeAfter, LotSince, Stage, StepDone, before_after, lots_that_show
from troth.quality.defect_catalogue import SHIPPED
from troth.quality.recurrence import LotTold, lot_since
from troth_site.models import ClassSample, CorrectiveAction, CorrectiveStep, EffectCheck, Inspection, InspectionDefect
from troth_site.names import folded

BEFORE_DAYS = 365
USUAL_LOTS, MOST_LOTS = 3, 20


def steps_done(corrective: int) -> list[StepDone]:
    """Return how far the steps of the running round have come; after a recurrence the earlier ones do not count."""
    since = round_start(corrective)
    rows = CorrectiveStep.objects.filter(corrective=corrective, dropped_at=None)
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
    """Return the actions whose effect a lot says something about: of its product or family, carried out or closed.

    A lot presented again and a second look at one are no next lots. Of a lot that a file tells of, only the day is
    known: one of the day on which the last step was confirmed counts.
    """
    moment = told_at(inspection)
    if moment is None or inspection.resubmitted_of_id or inspection.blind_of_id:
        return []
    of_same = Q(family__iexact=inspection.family) if inspection.family else Q(pk=None)
    if inspection.product_id:
        of_same |= Q(product=inspection.product_id)
    rows = CorrectiveAction.objects.filter(
        of_same, relationship=inspection.relationship_id, state__in=("watched", "closed"), watched_from__isnull=False
    )
    found = rows.exclude(inspection=inspection).select_related("defect_type").order_by("pk")
    return [row for row in found if _is_since(row, moment)]


def told_at(inspection: Inspection) -> datetime | date | None:
    """Return when a lot was looked at: the moment it was handed in, the day a file tells; None before that."""
    return inspection.planned_on if inspection.batch_id else inspection.handed_in_at


def may_be_watched(relationship: int, *, families: Collection[str], until: date) -> bool:
    """Tell whether lots of some families up to a day can say anything about an action with a partner."""
    rows = CorrectiveAction.objects.filter(
        relationship=relationship, state__in=("watched", "closed"), watched_from__isnull=False
    ).values_list("family", "watched_from")
    wanted = {folded(family) for family in families}
    return any(folded(family) in wanted and timezone.localdate(since) <= until for family, since in rows)


def seen_in(row: CorrectiveAction, inspection: Inspection) -> LotSince | None:
    """Return what one lot says of an action; None where it says nothing."""
    told = inspection.frozen.get("told") if inspection.batch_id else None
    if told is not None:
        return _seen_in_told(row, told)
    units, again = looked_at([inspection.pk]), found_again(row, [inspection.pk])
    return LotSince(looked_at=max(units, again), came_back=again) if units or again else None


def looked_at(inspections: Iterable[int]) -> int:
    """Return how many units were looked at, the largest sample of each lot; 0 where nobody said."""
    rows = ClassSample.objects.filter(inspection__in=list(inspections)).values("inspection")
    return sum(row["most"] or 0 for row in rows.annotate(most=Max("looked_at")))


def found_again(row: CorrectiveAction, inspections: Iterable[int]) -> int:
    """Return on how many units of some lots the defect of an action was found."""
    rows = InspectionDefect.objects.filter(inspection__in=list(inspections), removed_at=None)
    wanted = names_of(row)
    return sum(
        units or 0
        for kind, code, name, units in rows.values_list("defect_type", "defect_type__code", "name", "units")
        if (kind is not None and kind == row.defect_type_id) or wanted & {folded(name), folded(code or "")}
    )


def names_of(row: CorrectiveAction) -> frozenset[str]:
    """Return everything the defect of an action is called, in any language; its title where no defect is named."""
    kind = row.defect_type
    named = {row.defect_name, *((kind.name, kind.code) if kind is not None else ())}
    wanted = {folded(name) for name in named if name} or {folded(row.title)}
    return frozenset(wanted.union(*(_called_alike().get(name, ()) for name in wanted)))


def compared(row: CorrectiveAction) -> BeforeAfter | None:
    """Compare the lots of the year before with those since, None where there are none on a side."""
    since = lots_since(row)
    units_after = sum(lot.looked_at for lot in since)
    before = _lots_before(row) if units_after else []
    units_before = sum(lot.looked_at for lot in before)
    if not units_before:
        return None
    # One unit with the defect may have been counted twice, and is one bad unit.
    return before_after(
        bad_before=min(units_before, sum(lot.came_back for lot in before)), units_before=units_before,
        bad_after=min(units_after, sum(lot.came_back for lot in since)), units_after=units_after,
    )  # fmt: skip


def proposed_lots(row: CorrectiveAction) -> int:
    """Propose how many clean lots show that it works, from how often the defect was found; 3 where nothing is known."""
    if not row.family:
        return USUAL_LOTS
    lots = _seen_in_all(row, _of_family(row)[:USUAL_LOTS])
    units, bad = sum(lot.looked_at for lot in lots), sum(lot.came_back for lot in lots)
    if not units or not bad:
        return USUAL_LOTS
    return min(MOST_LOTS, lots_that_show(usual_rate=min(1.0, bad / units), units_a_lot=max(1, units // len(lots))))


def _lots_before(row: CorrectiveAction) -> list[LotSince]:
    """Return what the lots of the year before an action say, the one in which it was found among them."""
    opened = timezone.localdate(row.opened_at)
    found = Q(pk=row.inspection_id)
    if row.family:
        earlier = Q(handed_in_at__lte=row.opened_at) | Q(batch__isnull=False, planned_on__lte=opened)
        found |= earlier & Q(pk__in=_of_family(row), planned_on__gt=opened - timedelta(days=BEFORE_DAYS))
    return _seen_in_all(row, Inspection.objects.filter(found))


def _of_family(row: CorrectiveAction) -> QuerySet[Inspection]:
    """Return the judged lots of the family of an action, the newest first, each once."""
    rows = Inspection.objects.filter(
        Q(handed_in_at__isnull=False) | Q(batch__isnull=False), relationship=row.relationship_id,
        family__iexact=row.family, resubmitted_of=None, blind_of=None,
    )  # fmt: skip
    return rows.order_by("-planned_on", "-pk")


def _seen_in_all(row: CorrectiveAction, inspections: Iterable[Inspection]) -> list[LotSince]:
    return [lot for each in inspections if (lot := seen_in(row, each)) is not None]


def _seen_in_told(row: CorrectiveAction, told: dict[str, Any]) -> LotSince | None:
    names = names_of(row)
    found = [(folded(name), kind, count) for name, kind, count in told.get("found", ())]
    # What was found of another class is another defect, unless it is called the same.
    named = tuple((name, count) for name, kind, count in found if kind == row.grade or name in names)
    lot = LotTold(
        looked_at=told.get("inspected"), bad=told.get(row.grade), named=named, by_defect=bool(told.get("found"))
    )
    return lot_since(lot, names=names)


def _is_since(row: CorrectiveAction, moment: datetime | date) -> bool:
    since = row.watched_from
    if since is None:
        return False
    return since <= moment if isinstance(moment, datetime) else timezone.localdate(since) <= moment


@cache
def _called_alike() -> dict[str, frozenset[str]]:
    """Return, by every name of a shipped defect in any language and by its code, all of them."""
    found: dict[str, frozenset[str]] = {}
    for code, kind in SHIPPED.items():
        called = {folded(code), folded(kind.name)}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                called.add(folded(gettext(kind.name)))
        found |= dict.fromkeys(called, frozenset(called))
    return found
