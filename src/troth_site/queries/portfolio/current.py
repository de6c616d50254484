"""Today's table: stored numbers, decay applied to those that were judged on an earlier day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from troth.commitments.outcomes import Side
from troth_site.access import Actor
from troth_site.queries.ledger import PAGE, Page
from troth_site.queries.portfolio.numbers import Judged, judged_by
from troth_site.queries.portfolio.rows import MONTHS, Choice, PartnerRow, Table, page_within
from troth_site.queries.portfolio.shown import Stored, shown
from troth_site.queries.portfolio.stored import Partners


def table_today(by: Actor, chosen: Choice, *, day: date) -> Table:
    """Return a page of the table as it stands."""
    partners = Partners(by, chosen)
    number = page_within(chosen.page, total=partners.total, size=PAGE)
    stored = shown(partners.page(number), partners.sides, chosen)
    anew = _anew(stored, day)
    rows = tuple(with_numbers(each.row, anew.get(each.row.relationship)) for each in stored)
    return Table(page=Page(rows, number, partners.total), countries=partners.countries())


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


def _anew(found: Sequence[Stored], day: date) -> dict[int, Judged]:
    old: dict[tuple[int, Side], list[int]] = {}
    for each in found:
        if each.judged_on != day:
            old.setdefault((each.judge, each.row.their_side), []).append(each.row.relationship)
    answer: dict[int, Judged] = {}
    for (judge, side), keys in old.items():
        answer.update(judged_by(judge, sorted(keys), side=side, as_of=day, whole=False))
    return answer
