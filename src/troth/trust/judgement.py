"""Judgement: the KPIs and the standing of many groups at once, from their tallies alone.

Both sides are judged by this same code; nothing in it knows which side a group belongs to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import repeat
from typing import Any, Self

import numpy as np

from troth.trust.day_counts import DayCounts, counts_by_day
from troth.trust.kpis import STATES, Kpis, kpis_of
from troth.trust.policy import DimensionPolicy
from troth.trust.standing import Standings, standings
from troth.trust.tallies import NO_DAY, Floats, Tallies, day_of

_PLAIN = ("n", "kept", "excused", "window_n", "window_kept")
_PERHAPS_UNKNOWN = ("rate", "low", "high", "window_rate", "window_low", "window_high", "p_value")


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
    light: float
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

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the judgement of all groups of several parts, in their order; as of one day under one policy.

        >>> from troth.trust.policy import DEFAULT_POLICY
        >>> policy = DEFAULT_POLICY.of("delivery")
        >>> one = judge(Tallies.from_tuples([]), groups=1, as_of=date(2026, 3, 2), policy=policy)
        >>> len(Judgements.joined([one, one]))
        2
        """
        return replace(
            parts[0],
            kpis=Kpis(
                **{
                    name: np.concatenate([getattr(part.kpis, name) for part in parts])
                    for name in Kpis.__dataclass_fields__
                }
            ),
            standings=Standings(
                **{
                    name: np.concatenate([getattr(part.standings, name) for part in parts])
                    for name in Standings.__dataclass_fields__
                }
            ),
        )

    def __len__(self) -> int:
        """Return the number of groups."""
        return len(self.kpis.n)

    def rows(self) -> list[Judgement]:
        """Return the judgements of all groups in plain values; many times quicker than asking for each."""
        columns: dict[str, Iterable[Any]] = {
            **{name: getattr(self.kpis, name).tolist() for name in _PLAIN},
            **{name: getattr(self.standings, name).tolist() for name in Standings.__dataclass_fields__},
            **{name: _known(getattr(self.kpis, name)) for name in _PERHAPS_UNKNOWN},
            "window_from": map(day_of, self.kpis.window_from.tolist()),
            "state": (STATES[code] for code in self.kpis.state.tolist()),
            "monthly_n": map(tuple, self.kpis.monthly_n.tolist()),
            "monthly_kept": map(tuple, self.kpis.monthly_kept.tolist()),
            "last_on": (None if day == NO_DAY else day_of(day) for day in self.kpis.last_on.tolist()),
            "as_of": repeat(self.as_of),
            "policy_version": repeat(self.policy.version),
            "target": repeat(self.policy.target),
        }
        ordered = [columns[name] for name in Judgement.__dataclass_fields__]
        return [
            Judgement(**dict(zip(Judgement.__dataclass_fields__, values, strict=True)))
            for values in zip(*ordered, strict=False)
        ]

    def of(self, group: int) -> Judgement:
        """Return the judgement of one group in plain values."""
        one = np.array([group])
        kpis_of_one = Kpis(**{name: getattr(self.kpis, name)[one] for name in Kpis.__dataclass_fields__})
        standing_of_one = Standings(
            **{name: getattr(self.standings, name)[one] for name in Standings.__dataclass_fields__}
        )
        return replace(self, kpis=kpis_of_one, standings=standing_of_one).rows()[0]


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
    counts = counts_by_day(tallies, groups=groups, as_of=as_of)
    return judge_counts(counts, tallies, as_of=as_of, policy=policy, counted_from=counted_from, counted_to=counted_to)


def judge_counts(
    counts: DayCounts,
    tallies: Tallies,
    *,
    as_of: date,
    policy: DimensionPolicy,
    counted_from: date | None = None,
    counted_to: date | None = None,
) -> Judgements:
    """Judge as ``judge`` does where the counts were taken out of the tallies already, to be read for flags as well.

    Args:
        counts: Counts of the tallies by group and day as of the same day, in order.
        tallies: Rows of the same groups, for the standing.
        as_of: As in judge.
        policy: As in judge.
        counted_from: As in judge.
        counted_to: As in judge.

    Returns:
        KPIs and standings, one element for each group.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> day, nothing = date(2026, 3, 2), Tallies.from_tuples([])
    >>> counts = counts_by_day(nothing, groups=2, as_of=day)
    >>> len(judge_counts(counts, nothing, as_of=day, policy=DEFAULT_POLICY.of("delivery")))
    2
    """
    return Judgements(
        kpis=kpis_of(counts, as_of=as_of, policy=policy, counted_from=counted_from, counted_to=counted_to),
        standings=standings(tallies, groups=counts.groups, as_of=as_of, policy=policy),
        as_of=as_of,
        policy=policy,
    )


def _known(values: Floats) -> Iterable[float | None]:
    return (None if value != value else value for value in values.tolist())
