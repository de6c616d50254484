"""Today's table: stored numbers, decay applied to those that were judged on an earlier day."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from troth.commitments.outcomes import Side
from troth_site.access import Actor
from troth_site.models import Judgement
from troth_site.queries.ledger import PAGE, Page
from troth_site.queries.portfolio.numbers import Judged, judged_by
from troth_site.queries.portfolio.rows import DIMENSION, MONTHS, Choice, PartnerRow, Table, page_within
from troth_site.queries.portfolio.stored import Stored


def table_today(by: Actor, chosen: Choice, *, day: date) -> Table:
    """Return a page of the table as it stands."""
    stored = Stored(by)
    total = stored.total(chosen)
    number = page_within(chosen.page, total=total, size=PAGE)
    found = stored.page(chosen, (number - 1) * PAGE)
    ours = _ours(found)
    shown = [_row(values, ours.get((values["relationship_id"], values["side"]))) for values in found]
    anew = _anew(found, day)
    page = Page(tuple(with_numbers(row, anew.get(row.relationship)) for row in shown), number, total)
    return Table(page=page, countries=stored.countries())


def with_numbers(row: PartnerRow, judged: Judged | None) -> PartnerRow:
    """Return a row with numbers judged anew."""
    if judged is None:
        return row
    theirs = judged.theirs
    return replace(
        row,
        n=theirs.n,
        kept=theirs.kept,
        rate=theirs.rate,
        low=theirs.low,
        high=theirs.high,
        state=judged.state,
        forecast=judged.forecast,
        standing=theirs.standing if theirs.r or theirs.s else None,
        ours=judged.ours.standing if judged.ours.r or judged.ours.s else None,
        months=tuple(zip(theirs.monthly_n, theirs.monthly_kept, strict=True))[-MONTHS:],
        trend=theirs.window_rate,
    )


def _ours(found: Sequence[dict[str, Any]]) -> dict[tuple[int, str], float]:
    """Return the standing of the viewer's own side, under the relationship and the other side."""
    keys = [values["relationship_id"] for values in found]
    rows = Judgement.objects.filter(relationship__in=keys, dimension=DIMENSION)
    columns = ("relationship_id", "side", "standing", "kept_evidence", "broken_evidence")
    other = {"factory": "buyer", "buyer": "factory"}
    return {
        (pk, other[side]): standing for pk, side, standing, kept, broken in rows.values_list(*columns) if kept or broken
    }


def _anew(found: Sequence[dict[str, Any]], day: date) -> dict[int, Judged]:
    old: dict[tuple[int, str], list[int]] = {}
    for values in found:
        if values["judged_on"] != day:
            old.setdefault((values["judge_id"], values["side"]), []).append(values["relationship_id"])
    answer: dict[int, Judged] = {}
    for (judge, side), keys in old.items():
        answer.update(judged_by(judge, sorted(keys), side=cast(Side, side), as_of=day, whole=False))
    return answer


def _row(values: dict[str, Any], ours: float | None) -> PartnerRow:
    known = values["kept_evidence"] or values["broken_evidence"]
    return PartnerRow(
        relationship=values["relationship_id"],
        their_side=values["side"],
        name=values["partner_name"],
        latin=values["partner_name_latin"],
        country=values["partner_country"],
        n=values["lines"],
        kept=values["kept"],
        rate=values["rate"],
        low=values["low"],
        high=values["high"],
        state=values["state"],
        forecast=values["forecast"],
        standing=values["standing"] if known else None,
        ours=ours,
        flags=values["open_flags"],
        contact=values["relationship__last_contact_on"],
        months=tuple((n, kept) for n, kept in json.loads(values["months"])),
        trend=values["window_rate"],
        attention=values["attention"],
    )
