"""How steadily both sides are in touch and keep their word, and what their pace comes to; shown, never scored."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, Q, TextField, Value, When

from troth.commitments.outcomes import SIDES, Side
from troth.trust.consistency import Consistency, consistency
from troth.trust.effort import UNDONE, WEEKS, DatedEntry, Effort, contact_days, effort
from troth.trust.projection import Projection, projection
from troth.trust.tallies import Tallies, day_of
from troth_site.models import LedgerEntry
from troth_site.queries.partner_page.numbers import DELIVERY, BothSides
from troth_site.queries.partners import Partnership
from troth_site.queries.trust import POLICY

REPORTED, CORRECTED = "delivery.reported", "delivery.corrected"
NOBODYS = ("delivery.promised", "duty.agreed")
# Of what comes by the thousand, the kind says all; its content stays where it is.
_SPEAKING_FOR_THEMSELVES = (REPORTED, UNDONE, "duty.done", "delivery.received")


@dataclass(frozen=True, slots=True, kw_only=True)
class Steadiness:
    """One side of one relationship as of a day.

    Attributes:
        consistency: Of delivery's monthly rates; None below three months with data.
        projection: Of the standing in delivery.
    """

    effort: Effort
    consistency: Consistency | None
    projection: Projection


def steadiness(found: Partnership, numbers: BothSides, *, as_of: date) -> dict[Side, Steadiness]:
    """Return how steady both sides of a relationship are, from numbers already read and one look into the ledger."""
    days = contact_days(_entries(found.pk, as_of), as_of=as_of)
    since = _since(found, numbers.tallies.as_of(as_of))
    return {side: _of(side, numbers, effort(days[side], as_of=as_of, since=since), as_of) for side in SIDES}


def _of(side: Side, numbers: BothSides, effort_of_side: Effort, as_of: date) -> Steadiness:
    judged = numbers.delivery[side].numbers
    return Steadiness(
        effort=effort_of_side,
        consistency=consistency(monthly_n=judged.monthly_n, monthly_kept=judged.monthly_kept),
        projection=projection(numbers.tallies, group=SIDES.index(side), as_of=as_of, policy=POLICY.of(DELIVERY)),
    )


def _since(found: Partnership, known: Tallies) -> date | None:
    first = [day_of(int(known.happened.min()))] if len(known) else []
    return min([*first, *filter(None, [found.started_on])], default=None)


def _entries(pk: int, as_of: date) -> Iterator[DatedEntry]:
    # What a file corrected or an import took back may have happened earlier, and still replaces what lies inside.
    inside = Q(happened_on__gt=as_of - timedelta(weeks=WEEKS)) | Q(kind__in=(CORRECTED, UNDONE))
    rows = LedgerEntry.objects.filter(inside, relationship=pk, recorded_on__lte=as_of).exclude(kind__in=NOBODYS)
    said = Case(
        When(kind__in=_SPEAKING_FOR_THEMSELVES, then=Value(None)), default=F("content"), output_field=TextField()
    )
    columns = ("kind", "side", "commitment_id", "batch_id", "happened_on", "recorded_on", "lines", "excused")
    for *row, lines, excused, content in rows.order_by("seq").values_list(*columns, said):
        found = _dated(*row, content=json.loads(content) if content else {})
        yield replace(found, takes_out=found.kind == UNDONE and not (lines or excused))


def _dated(
    kind: str, side: str, commitment: int | None, batch: int | None, *days: date, content: dict[str, Any]
) -> DatedEntry:
    happened_on, recorded_on = days
    named = (content.get("by"), content.get("moved_by"))
    return DatedEntry(
        kind=kind,
        side=next((known for known in SIDES if known == side), None),
        by=SIDES if "agreed" in named else tuple(known for known in SIDES if known in named),
        done=kind == REPORTED or (kind == CORRECTED and content.get("delivered") is not None),
        happened_on=happened_on,
        recorded_on=recorded_on,
        commitment=commitment,
        batch=batch,
    )
