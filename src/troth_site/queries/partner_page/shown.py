"""What a partner's first page shows of both sides: as stored where it was judged on the same day, judged anew else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from troth.commitments.outcomes import SIDES, Side
from troth.trust.judgement import Judgement as Numbers
from troth_site.access import Actor
from troth_site.models import Judgement
from troth_site.prepared import Prepared, given
from troth_site.queries.partner_page.numbers import DELIVERY, both_sides, judged_by_viewer
from troth_site.queries.partners import Partnership
from troth_site.queries.trust import POLICY, Judged

_NUMBERS = {
    "n": "lines", "kept": "kept", "r": "kept_evidence", "s": "broken_evidence",
    "standing": "standing", "expected": "expected", "window_from": "window_from", "window_n": "window_lines",
    "window_kept": "window_kept", "window_rate": "window_rate", "window_low": "window_low",
    "window_high": "window_high",
}  # fmt: skip
_COLUMNS = ("side", "dimension", "judged_on", "policy_version", "state", "own_state", "forecast", *_NUMBERS.values())
_STORED = Prepared(lambda: Judgement.objects.filter(relationship=given("relationship")).values_list(*_COLUMNS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One side in one dimension; the numbers are those of troth.trust.judgement.Judgement.

    Attributes:
        state: As the viewer may see it: the side's own where the viewer's organisations do not judge it.
        forecast: A fraction; None where there is none, and where the viewer's organisations do not judge the side.
    """

    side: Side
    state: str
    forecast: float | None
    target: float
    n: int
    kept: int
    r: float
    s: float
    standing: float
    expected: float
    window_from: date
    window_n: int
    window_kept: int
    window_rate: float | None
    window_low: float | None
    window_high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSides:
    """Both sides of one relationship.

    Attributes:
        dimensions: Each side's numbers in every dimension in which anything is on the record; always in delivery.
        judged_by_us: The sides whose judging organisation is one of the viewer's.
    """

    dimensions: dict[Side, dict[str, Shown]]
    judged_by_us: frozenset[Side]

    def delivery(self, side: Side) -> Shown:
        """Return the numbers of one side's deliveries."""
        return self.dimensions[side][DELIVERY]


def shown_sides(by: Actor, found: Partnership, *, as_of: date) -> ShownSides:
    """Return what a relationship's first page shows, of a relationship the viewer was let into."""
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in _STORED.rows(relationship=found.pk)]
    if not _are_current(rows, as_of):
        return _anew(by, found, as_of)
    ours = judged_by_viewer(by, found)
    sides: dict[Side, dict[str, Shown]] = {side: {} for side in SIDES}
    for row in rows:
        sides[row["side"]][row["dimension"]] = _as_stored(row, ours)
    return ShownSides(dimensions=_recorded(sides), judged_by_us=ours)


def _are_current(rows: Iterable[dict[str, Any]], as_of: date) -> bool:
    known = {(row["side"], row["dimension"]) for row in rows}
    return {(side, DELIVERY) for side in SIDES} <= known and all(
        row["judged_on"] == as_of and row["policy_version"] == POLICY.of(row["dimension"]).version for row in rows
    )


def _as_stored(row: dict[str, Any], ours: frozenset[Side]) -> Shown:
    # Alarms of other dimensions are not controlled over a portfolio, and nothing is forecast there.
    controlled = row["side"] in ours and row["dimension"] == DELIVERY
    return Shown(
        side=row["side"],
        state=row["state"] if controlled else row["own_state"],
        forecast=row["forecast"] if controlled else None,
        target=POLICY.of(row["dimension"]).target,
        **{name: row[column] for name, column in _NUMBERS.items()},
    )


def _anew(by: Actor, found: Partnership, as_of: date) -> ShownSides:
    numbers = both_sides(by, found, as_of=as_of)
    sides = {
        side: {
            dimension: _as_judged(judged, numbers.delivery[side] if dimension == DELIVERY else None, side)
            for dimension, judged in numbers.dimensions[side].items()
        }
        for side in SIDES
    }
    return ShownSides(dimensions=_recorded(sides), judged_by_us=numbers.judged_by_us)


def _recorded(sides: dict[Side, dict[str, Shown]]) -> dict[Side, dict[str, Shown]]:
    """Leave out dimensions in which nothing is on the record of either side: some were judged for all that."""
    told = {name for shown in sides.values() for name, each in shown.items() if each.n or each.r or each.s} | {DELIVERY}
    return {side: {name: each for name, each in shown.items() if name in told} for side, shown in sides.items()}


def _as_judged(numbers: Numbers, delivery: Judged | None, side: Side) -> Shown:
    return Shown(
        side=side,
        state=delivery.state if delivery else numbers.state,
        forecast=delivery.forecast if delivery else None,
        **{name: getattr(numbers, name) for name in ("target", *_NUMBERS)},
    )
