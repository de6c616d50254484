"""Judgement: the KPIs and the standing of many groups at once, from their tallies alone.

Both sides are judged by this same code; nothing in it knows which side a group belongs to.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from troth.trust.kpis import STATES, Kpis, kpis
from troth.trust.policy import DimensionPolicy
from troth.trust.standing import Standings, standings
from troth.trust.tallies import NO_DAY, Tallies, day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The judgement of one group, in plain Python values; None where there is no data.

    Attributes are those of Kpis and Standings. Days are dates and the state is a word of STATES; ``target`` is a
    fraction, and ``policy_version`` names the policy under which it was judged.
    """

    as_of: date
    policy_version: str
    target: float
    n: int
    kept: int
    excused: int
    rate: float | None
    low: float | None
    high: float | None
    window_from: date
    window_n: int
    window_kept: int
    window_rate: float | None
    window_low: float | None
    window_high: float | None
    p_value: float | None
    state: str
    standing: float
    expected: float
    upper: float
    n_eff: float
    uncertainty: float
    r: float
    s: float
    alpha: float
    beta: float
    monthly_n: tuple[int, ...]
    monthly_kept: tuple[int, ...]
    last_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """The judgement of all groups: arrays with one element for each group.

    Attributes:
        kpis: Rates, window, test and state.
        standings: What can be relied on.
        as_of: Day as of which the record was read.
        policy: The policy under which it was judged.
    """

    kpis: Kpis
    standings: Standings
    as_of: date
    policy: DimensionPolicy

    def __len__(self) -> int:
        """Return the number of groups."""
        return len(self.kpis.n)

    def of(self, group: int) -> Judgement:
        """Return the judgement of one group in plain values."""
        found, stands = self.kpis, self.standings
        last_on = int(found.last_on[group])
        return Judgement(
            as_of=self.as_of,
            policy_version=self.policy.version,
            target=self.policy.target,
            n=int(found.n[group]),
            kept=int(found.kept[group]),
            excused=int(found.excused[group]),
            rate=_known(found.rate[group]),
            low=_known(found.low[group]),
            high=_known(found.high[group]),
            window_from=day_of(found.window_from[group]),
            window_n=int(found.window_n[group]),
            window_kept=int(found.window_kept[group]),
            window_rate=_known(found.window_rate[group]),
            window_low=_known(found.window_low[group]),
            window_high=_known(found.window_high[group]),
            p_value=_known(found.p_value[group]),
            state=STATES[found.state[group]],
            monthly_n=tuple(found.monthly_n[group].tolist()),
            monthly_kept=tuple(found.monthly_kept[group].tolist()),
            last_on=None if last_on == NO_DAY else day_of(last_on),
            **{name: float(getattr(stands, name)[group]) for name in Standings.__dataclass_fields__},
        )


def judge(
    tallies: Tallies,
    *,
    groups: int,
    as_of: date,
    policy: DimensionPolicy,
    counted_from: date | None = None,
    counted_to: date | None = None,
) -> Judgements:
    """Judge all groups of one dimension at once.

    Args:
        tallies: Rows of any groups, in any order; what was known after ``as_of`` is left out.
        groups: Number of groups; rows carry 0 to groups - 1, groups without rows have no data.
        as_of: Day as of which the record is read and to which evidence ages.
        policy: The policy of the dimension.
        counted_from: First due day that counts in n, kept, excused and the rate; window and standing are not limited.
        counted_to: Day before which due days count (the period is half-open).

    Returns:
        KPIs and standings, one element for each group.

    Source: methods a.3, b.1 and b.2 of the domain report.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> nothing = judge(Tallies.from_tuples([]), groups=1, as_of=date(2026, 3, 2), policy=DEFAULT_POLICY.of("delivery"))
    >>> nothing.of(0).state, nothing.of(0).rate, nothing.of(0).standing
    ('no data', None, 5.0)
    """
    return Judgements(
        kpis=kpis(tallies, groups=groups, as_of=as_of, policy=policy, counted_from=counted_from, counted_to=counted_to),
        standings=standings(tallies, groups=groups, as_of=as_of, policy=policy),
        as_of=as_of,
        policy=policy,
    )


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
