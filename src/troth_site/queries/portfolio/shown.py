"""The stored numbers of the partners on one page, and of the viewer's own side beside them, found by their keys."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from troth_site.prepared import Prepared, given
from troth_site.queries.ledger import PAGE
from troth_site.queries.portfolio.ordering import judgements, ordered, partner
from troth_site.queries.portfolio.rows import Choice, PartnerRow

_COLUMNS = (
    "relationship_id", "side", "lines", "kept", "rate", "low", "high", "state", "forecast", "standing",
    "kept_evidence", "broken_evidence", "own__standing", "own__kept_evidence", "own__broken_evidence", "open_flags",
    "relationship__last_contact_on", "months", "window_rate", "attention", "judge_id", "judged_on",
)  # fmt: skip
_OF_PARTNER = ("name", "name_latin", "country")


@dataclass(frozen=True, slots=True)
class Stored:
    """A row of the table as it was last judged, and by whom and when."""

    row: PartnerRow
    judge: int
    judged_on: date


def shown(keys: Sequence[tuple[int, str]], sides: Sequence[str], chosen: Choice) -> list[Stored]:
    """Return the rows of a page in the chosen order.

    Args:
        keys: Relationship and judged side of each, at most PAGE.
        sides: All sides that the viewer judges; names are those of the judged organisations.
        chosen: How they are ordered.
    """
    if not keys:
        return []
    found = {f"relationship{at}": keys[at][0] if at < len(keys) else 0 for at in range(PAGE)}
    prepared = _prepared(tuple(sides), chosen.sort, descending=chosen.descending)
    rows, wanted = prepared.rows(**found, one_side=sides[0], other_side=sides[-1]), set(keys)
    # Where the viewer judges partners on either side, both sides of each relationship were found.
    return [_stored(row) for row in rows if row[:2] in wanted]


@cache
def _prepared(sides: tuple[str, ...], sort: str, *, descending: bool) -> Prepared[tuple[Any, ...]]:
    keys = [given(f"relationship{at}") for at in range(PAGE)]
    rows = judgements().filter(relationship__id__in=keys, side__in=[given("one_side"), given("other_side")])
    of_partner = {f"partner_{field}": partner(field, sides) for field in _OF_PARTNER}
    rows = ordered(rows.annotate(**of_partner), sides, sort=sort, descending=descending)
    return Prepared(lambda: rows.values_list(*_COLUMNS, *of_partner))


def _stored(row: Sequence[Any]) -> Stored:
    (
        relationship, side, lines, kept, rate, low, high, state, forecast, standing, kept_evidence, broken_evidence,
        own_standing, own_kept, own_broken, flags, contact, months, trend, attention, judge, judged_on,
        name, latin, country,
    ) = row  # fmt: skip
    told = PartnerRow(
        relationship=relationship, their_side=side, name=name, latin=latin, country=country,
        n=lines, kept=kept, rate=rate, low=low, high=high, state=state, forecast=forecast,
        standing=standing if kept_evidence or broken_evidence else None,
        ours=own_standing if own_kept or own_broken else None,
        flags=flags, contact=contact, months=tuple(map(tuple, json.loads(months))), trend=trend, attention=attention,
    )  # fmt: skip
    return Stored(told, judge, judged_on)
