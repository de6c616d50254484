"""Some of an organisation's relationships, judged anew as of a day: nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from troth.commitments.outcomes import SIDES, Side
from troth.trust.forecast import Fit, predict_from_counts
from troth.trust.judgement import Judgement, Judgements
from troth.trust.kpis import ALARM, WATCH, portfolio_alarms
from troth.trust.tallies import Tallies, day_number
from troth_site.models import ForecastFit
from troth_site.models import Judgement as JudgementRow
from troth_site.queries.forecasts import counts_of, forecasts
from troth_site.queries.portfolio.rows import DIMENSION
from troth_site.queries.trust import POLICY, judge_relationships


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Both sides of a relationship as one of its organisations sees them.

    Attributes:
        theirs: Numbers of the judged side.
        ours: Numbers of the judging organisation's own side.
        state: State of the judged side; an alarm stands after control of false discovery.
        forecast: Chance that the judged side's next promise is kept, a fraction; None before anything was fitted.
    """

    theirs: Judgement
    ours: Judgement
    state: str
    forecast: float | None


def judged_by(
    organisation: int, relationships: Sequence[int], *, side: Side, as_of: date, whole: bool
) -> dict[int, Judged]:
    """Return the numbers of relationships as the organisation across from a side sees them.

    Args:
        organisation: The judging organisation.
        relationships: Some or all of its relationships.
        side: The side judged.
        as_of: Day as of which the record is read.
        whole: They are all of its relationships, so the portfolio's level and its tests come from them alone; else
            both come from the last night.
    """
    found, tallies = judge_relationships(relationships, as_of=as_of)
    mine = np.arange(SIDES.index(side), len(relationships) * len(SIDES), len(SIDES))
    alarms = _alarms(found, mine, [] if whole else _others(organisation, side, relationships))
    if whole:
        chances = forecasts(tallies, mine, np.full(len(mine), organisation), side=side, as_of=as_of)
    else:
        chances = _forecasts(tallies, mine, organisation=organisation, side=side, as_of=as_of)
    plain = list(found.rows())
    answer = {}
    for at, pk in enumerate(relationships):
        # Both sides of a relationship stand beside each other: the other one is the neighbour.
        theirs, ours = plain[int(mine[at])], plain[int(mine[at]) ^ 1]
        state = "watch" if theirs.state == "alarm" and not alarms[at] else theirs.state
        answer[pk] = Judged(theirs=theirs, ours=ours, state=state, forecast=chances[at])
    return answer


def _alarms(found: Judgements, mine: Any, others: Sequence[float]) -> Any:
    if not (found.kpis.state[mine] == ALARM).any():
        return np.zeros(len(mine), dtype=bool)
    p_values = np.concatenate((found.kpis.p_value[mine], others))
    states = np.concatenate((found.kpis.state[mine], np.full(len(others), WATCH, dtype=np.int8)))
    return portfolio_alarms(p_values, states, q=POLICY.false_discovery_rate)[: len(mine)]


def _others(organisation: int, side: Side, relationships: Sequence[int]) -> list[float]:
    present = set(relationships)
    rows = JudgementRow.objects.filter(judge=organisation, side=side, dimension=DIMENSION, p_value__isnull=False)
    return [p for pk, p in rows.values_list("relationship_id", "p_value") if pk not in present]


def _forecasts(tallies: Tallies, mine: Any, *, organisation: int, side: Side, as_of: date) -> list[float | None]:
    # Some partners alone do not say where the whole portfolio stands: its level is that of the last night.
    row = ForecastFit.objects.filter(organisation=organisation, side=side, dimension=DIMENSION).first()
    if row is None:
        return [None] * len(mine)
    chances = predict_from_counts(
        counts_of(tallies, mine),
        groups=len(mine),
        as_of_day=day_number(as_of),
        fit=Fit.from_dict(row.fit),
        level=row.level,
    )
    return [float(chance) for chance in chances]
