"""What follows from the defect rate: an action opens when it is missed, and is checked on the next lots.

Safe to run again: an action is opened once for a miss, and checked once.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.quality.defect_kpi import LOTS_TO_CHECK, DatedLot, DefectKpi, defect_kpi, effect_on_defects
from troth.quality.defect_rates import Source
from troth.trust.actions import Action as Asked
from troth.trust.actions import action_to_open
from troth.trust.sentences import Sentence
from troth_site.actions import ledger
from troth_site.actions.trust import followup
from troth_site.models import Action, Inspection, Relationship
from troth_site.queries.quality.known_lots import known_lots
from troth_site.queries.quality.rates import agreed_target

DIMENSION, SIDE = "quality", "factory"
WORKED = gettext_noop(
    "It worked: %(bad)s of %(n)s units of the %(lots)s lots since were bad, before %(before)s of %(before_n)s."
)
WORKED_BY_SIZE = gettext_noop(
    "It worked: %(rate)s %% of the units of the %(lots)s lots since were bad, each lot weighing what it holds; before "
    "%(before_rate)s %%."
)
DID_NOT_WORK_BY_SIZE = gettext_noop(
    "It did not work: %(rate)s %% of the units of the %(lots)s lots since were bad, each lot weighing what it holds; "
    "before %(before_rate)s %%."
)
DID_NOT_WORK = gettext_noop(
    "It did not work: %(bad)s of %(n)s units of the %(lots)s lots since were bad, before %(before)s of %(before_n)s."
)


def look_at(relationship: int, *, today: date | None = None) -> None:
    """Open, or check, what the defect rate of final inspections asks of a partnership."""
    as_of = today or timezone.localdate()
    with transaction.atomic():
        row = ledger.lock(relationship)
        lots = [lot.dated for lot in known_lots([row.pk]).get(row.pk, ()) if lot.source is Source.FINAL]
        kpi = defect_kpi(lots, source=Source.FINAL, target=agreed_target(row.pk), as_of=as_of)
        earlier = list(Action.objects.filter(relationship=row, side=SIDE, dimension=DIMENSION).order_by("pk"))
        pending = [action for action in earlier if action.state in followup.PENDING]
        asked = action_to_open("defect_rate", state=kpi.state, is_open=bool(pending))
        if asked is not None and _is_newer(lots, earlier):
            followup.put([(_action(row, asked, kpi, lots, as_of), asked)])
        for action in pending:
            if action.state == "done" and followup.OF_UNITS in action.data:
                _check(action, lots, target=kpi.target, as_of=as_of)


def look_at_all(*, today: date) -> None:
    """Look at every partnership whose lots were ever inspected; every night, because windows move with the days."""
    for pk in Inspection.objects.order_by().values_list("relationship", flat=True).distinct():
        look_at(pk, today=today)


def _action(
    row: Relationship, asked: Asked, kpi: DefectKpi, lots: Sequence[DatedLot], as_of: date
) -> Action:  # fmt: skip
    taking, rate = followup.taking_of([row]), kpi.rate
    data: dict[str, Any] = {
        followup.OF_UNITS: rate.looked_at, "bad": rate.nonconforming,
        "kept": rate.looked_at - rate.nonconforming, "n": rate.looked_at, "from": kpi.window_from.isoformat(),
        "rate": rate.rate, "p_value": kpi.p_value, "target": kpi.target, "last_on": lots[-1].on.isoformat(),
    }  # fmt: skip
    return Action(
        side=SIDE, dimension=DIMENSION, data=data, check_lines=LOTS_TO_CHECK,
        **followup.asked_of(row, asked, taking, as_of=as_of),
    )  # fmt: skip


def _is_newer(lots: Sequence[DatedLot], earlier: Sequence[Action]) -> bool:
    """Tell whether a lot was looked at since somebody last worked on this."""
    worked_on = max((action.data.get("last_on") or "" for action in earlier if action.state != "withdrawn"), default="")
    return worked_on < lots[-1].on.isoformat()


def _check(action: Action, lots: Sequence[DatedLot], *, target: float, as_of: date) -> None:
    if action.done_on is None:
        return
    since = [lot for lot in lots if action.done_on < lot.on <= as_of]
    data = action.data
    counted = data["bad"] / data[followup.OF_UNITS]
    before = data.get("rate", counted)
    found = effect_on_defects(since, before=before, target=target)
    if found.verdict == "not yet":
        return
    after, has_worked = found.rate, found.verdict == "worked"
    params: dict[str, str | int] = {
        "bad": after.nonconforming, "n": after.looked_at, "lots": after.lots, "before": data["bad"],
        "before_n": data[followup.OF_UNITS],
    }  # fmt: skip
    template = WORKED if has_worked else DID_NOT_WORK
    said = [f"{100 * share:.1f}" for share in (after.rate, before)]
    if said != [f"{100 * share:.1f}" for share in (after.pooled, counted)]:
        # The plain counts would seem to contradict the verdict, which weighs each lot by what it holds.
        template = WORKED_BY_SIZE if has_worked else DID_NOT_WORK_BY_SIZE
        params |= {"rate": said[0], "before_rate": said[1]}
    followup.keep_check(action, found.verdict, Sentence(template=template, params=params), as_of=as_of)
