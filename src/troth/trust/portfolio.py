"""A whole portfolio judged at once: the KPIs, standings, forecasts and flags of both sides of every partner."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from troth.commitments.outcomes import SIDES, Side
from troth.trust.day_counts import DayCounts, counts_by_day
from troth.trust.delays import delays_in
from troth.trust.forecast import Fit, evidence_by_day, predict_from_evidence
from troth.trust.judgement import Judgements
from troth.trust.kpis import kpis_of
from troth.trust.policy import Policy
from troth.trust.red_flags import RedFlag
from troth.trust.standing import standings
from troth.trust.tallies import Floats, Tallies, day_number


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioJudgement:
    """All that is judged of a portfolio; groups are partner x 2 + side, the sides in the order of SIDES.

    Attributes:
        judgements: KPIs and standings, one element for each group.
        forecasts: For each side, the chance that each partner's next promise is kept, a fraction.
        flags: For each group that has any, its flags of consistent delays, oldest first.
    """

    judgements: Judgements
    forecasts: Mapping[Side, Floats]
    flags: Mapping[int, tuple[RedFlag, ...]]


def judge_portfolio(
    tallies: Tallies,
    *,
    partners: int,
    as_of: date,
    policy: Policy,
    fits: Mapping[Side, Fit],
    dimension: str = "delivery",
) -> PortfolioJudgement:
    """Judge both sides of every partner in one dimension.

    Standings and forecasts are made beside the counts and rates, so that a large portfolio keeps two cores busy.

    Args:
        tallies: Rows of groups partner x 2 + side, in any order; what was known after ``as_of`` is left out.
        partners: Number of partners; those without rows have no data.
        as_of: Day as of which the record is read and to which evidence ages.
        policy: The policy of all dimensions.
        fits: What the forecast of each side was fitted to.
        dimension: The dimension the tallies are of.

    Returns:
        The same numbers as ``judge``, ``consistent_delays`` and ``predict_from_counts`` give, each called by itself.

    Source: methods a.3, b.1, b.2, b.5 and f.2 of the domain report.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> fit = Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=1)
    >>> days = [date(2026, 3, day) for day in range(1, 7)]
    >>> rows = [(0, day, day, 1, 0, 0, 0.0, 0.6, 0.0, 0.0) for day in days]
    >>> found = judge_portfolio(Tallies.from_tuples(rows), partners=1, as_of=days[-1], policy=DEFAULT_POLICY,
    ...                         fits={"factory": fit, "buyer": fit})
    >>> found.judgements.of(0).state, found.forecasts["factory"].round(2).tolist(), len(found.flags[0])
    ('alarm', [0.07], 1)
    """
    judged_by = policy.of(dimension)
    groups = partners * len(SIDES)
    with ThreadPoolExecutor(max_workers=1) as beside:
        reliance = beside.submit(standings, tallies, groups=groups, as_of=as_of, policy=judged_by)
        counts = counts_by_day(tallies, groups=groups, as_of=as_of)
        chances = beside.submit(_forecasts, counts, as_of, fits)
        rates = kpis_of(counts, as_of=as_of, policy=judged_by)
        # Last, because flags are put into words one by one: beside that the arrays of the others would wait.
        flags = delays_in(counts, as_of=as_of, policy=policy, dimension=dimension)
        judgements = Judgements(kpis=rates, standings=reliance.result(), as_of=as_of, policy=judged_by)
        return PortfolioJudgement(judgements=judgements, forecasts=chances.result(), flags=flags)


def _forecasts(counts: DayCounts, as_of: date, fits: Mapping[Side, Fit]) -> dict[Side, Floats]:
    """Forecast each side; the evidence of both is gathered at once where they were fitted to the same."""
    gathered = {fit: evidence_by_day(counts, as_of_day=day_number(as_of), fit=fit) for fit in set(fits.values())}
    return {
        side: predict_from_evidence(gathered[fits[side]].of_side(at, sides=len(SIDES)), fit=fits[side])
        for at, side in enumerate(SIDES)
        if side in fits
    }
