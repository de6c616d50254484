"""What to expect: at the present pace, in how many months the standing reaches the levels that gates ask for."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np

from troth.basis.text import gettext_noop
from troth.trust.policy import DimensionPolicy
from troth.trust.sentences import Sentence
from troth.trust.standing import counted, kept_in_all, points, standings
from troth.trust.tallies import Floats, Tallies, day_number

FEWEST_CLOSED = 5
"""Below this many closed commitments there is no pace to speak of."""

MONTHS_AHEAD = 60
"""What takes longer than five years is not promised."""

DAYS_A_MONTH = 365 / 12
PACE_DAYS = 365
SHORTEST_PACE_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What the gate to a phase asks of the standing in delivery, and how long it takes at the least.

    Attributes:
        to_phase: The phase it opens.
        standing_points: Lowest standing, in points of 0 to 100.
        shortest_months: Months that must have passed, however good the standing is.
        counted_from: "phase": since the phase before was entered; "start": since the relationship began.
    """

    to_phase: int
    standing_points: float
    shortest_months: int
    counted_from: str


GATES = (
    Gate(to_phase=3, standing_points=60.0, shortest_months=6, counted_from="phase"),
    Gate(to_phase=4, standing_points=75.0, shortest_months=12, counted_from="start"),
)
"""Defaults of the method (a.6 of the domain report). Trust takes time even where every promise is kept."""

LEVELS = (60.0, 75.0)
"""The standings that the gates ask for, in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """When a level is reached.

    Attributes:
        level_points: The standing looked for, in points.
        months: Whole months until then at the present pace; None with the reason.
        reason: "" where months are given; else "reached", "too few closed", "nothing lately" or "out of reach".
    """

    level_points: float
    months: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """What the present pace comes to.

    Attributes:
        closed: Commitments counted over the whole record.
        closed_a_month: Commitments counted a month, over the last year or since the record began.
        kept_a_month: Weight kept a month over the same time.
        broken_a_month: Weight broken a month, before kappa.
        n_eff: Effective evidence today, in commitments of normal weight.
        reaches: One for each level asked for, in that order.
    """

    closed: int
    closed_a_month: float
    kept_a_month: float
    broken_a_month: float
    n_eff: float
    reaches: tuple[Reach, ...]

    @property
    def next(self) -> Reach | None:
        """Return the lowest level that is not reached yet; None where all are."""
        return min((r for r in self.reaches if r.reason != "reached"), key=lambda r: r.level_points, default=None)


class Course(NamedTuple):
    """A weight as it goes on.

    Attributes:
        now: Aged weight so far.
        a_month: Weight a month from now on, spread evenly.
    """

    now: float
    a_month: float


NO_COURSE = Course(0.0, 0.0)


def projection(
    tallies: Tallies,
    *,
    group: int = 0,
    as_of: date,
    policy: DimensionPolicy,
    levels: tuple[float, ...] = LEVELS,
) -> Projection:
    """Project the standing of one group: what is due goes on as it did, kept and broken alike, and old evidence fades.

    Args:
        tallies: Rows of one dimension, of any groups.
        group: The group asked for.
        as_of: Day looked from; what was known later is left out.
        policy: Kappa, half-lives, bound and the share of light promises.
        levels: Standings looked for, in points.

    Returns:
        Months for each level, or why there are none. Without fading, and with every promise kept, that is the
        domain report's (needed - n_eff) / rate, with ``needed`` as ``clean_commitments_needed`` gives it.

    Source: requirement S1-01 and method a.3 of the domain report.

    >>> from troth.commitments.outcomes import TallyRow
    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> days = [date(2025, month, 15) for month in range(1, 13)]
    >>> rows = [TallyRow(happened_on=day, known_on=day, lines=1, kept=1, kept_weight=0.6) for day in days[6:]]
    >>> found = projection(Tallies.from_rows(rows), as_of=date(2025, 12, 31), policy=DEFAULT_POLICY.of("delivery"))
    >>> [(reach.level_points, reach.months) for reach in found.reaches]
    [(60.0, 5), (75.0, 27)]
    """
    mine = tallies.where(tallies.group == group).as_of(as_of)
    mine = replace(mine, group=np.zeros_like(mine.group))
    today = standings(mine, groups=1, as_of=as_of, policy=policy)
    closed = int(mine.lines.sum())
    recent, months = _recent(mine, as_of)
    kept, broken, light = (
        max(float(weight.sum()), 0.0) / months
        for weight in (recent.kept_weight, recent.broken_weight, recent.light_weight)
    )
    light_now = float(today.light[0])
    ahead = points_ahead(
        kept=Course(kept_in_all(float(today.r[0]), light=light_now, policy=policy), kept),
        broken=Course(float(today.s[0]) / policy.kappa, broken),
        light=Course(light_now, light),
        policy=policy,
    )
    refused = "too few closed" if closed < FEWEST_CLOSED else "" if kept or broken else "nothing lately"
    return Projection(
        closed=closed,
        closed_a_month=max(int(recent.lines.sum()), 0) / months,
        kept_a_month=kept,
        broken_a_month=broken,
        n_eff=float(today.n_eff[0]),
        reaches=tuple(_reach(level, ahead, refused) for level in levels),
    )


def points_ahead(*, kept: Course, broken: Course, light: Course = NO_COURSE, policy: DimensionPolicy) -> Floats:
    """Compute the standing today and at the end of each of the next 60 months, if all goes on as now.

    Args:
        kept: Weight of all that is kept.
        broken: Weight of what is broken, before kappa.
        light: The part of ``kept`` that comes from light promises.
        policy: Kappa, half-lives, bound and the share of light promises.

    Returns:
        Points of 0 to 100, 61 of them.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> policy = DEFAULT_POLICY.of("delivery")
    >>> points_ahead(kept=Course(0, 2), broken=NO_COURSE, policy=policy)[:3].round(1).tolist()
    [5.0, 36.1, 53.4]
    """
    months = np.arange(MONTHS_AHEAD + 1, dtype=np.float64)
    kept_then, light_then = (_faded(course, months, policy.half_life_kept_days) for course in (kept, light))
    return points(
        kept=counted(kept_then, light=light_then, policy=policy),
        broken=_faded(broken, months, policy.half_life_broken_days),
        policy=policy,
    )


def _faded(course: Course, months: Floats, half_life_days: int) -> Floats:
    half_life = half_life_days / DAYS_A_MONTH
    left: Floats = np.exp2(-months / half_life)
    # The integral of what comes in evenly and fades from the day it came.
    weight: Floats = course.now * left + course.a_month * (1.0 - left) * half_life / np.log(2)
    return weight


def _reach(level: float, ahead: Floats, refused: str) -> Reach:
    reached = ahead >= level
    if reached[0]:
        return Reach(level_points=level, months=None, reason="reached")
    if refused or not reached.any():
        return Reach(level_points=level, months=None, reason=refused or "out of reach")
    return Reach(level_points=level, months=int(np.argmax(reached)), reason="")


def _recent(mine: Tallies, as_of: date) -> tuple[Tallies, float]:
    """Return the rows of the last year and the months they are spread over; a young record is not held for slow."""
    today = day_number(as_of)
    first = int(mine.happened.min()) if len(mine) else today
    days = min(max(today - first + 1, SHORTEST_PACE_DAYS), PACE_DAYS)
    return mine.where(mine.happened > today - days), days / DAYS_A_MONTH


TOO_FEW_CLOSED = gettext_noop("Fewer than %(fewest)s promises have closed: too early to speak of a pace.")
NOTHING_LATELY = gettext_noop("Nothing has closed in the last year, so there is no pace to go by.")
OUT_OF_REACH = gettext_noop(
    "At this pace, a standing of %(level)s is not in reach within five years: more would have to be kept."
)
ALL_REACHED = gettext_noop("The standing is above every level that a phase asks for.")
IN_A_MONTH = gettext_noop("At this pace, a standing of %(level)s is in reach in about a month.")
IN_MONTHS = gettext_noop("At this pace, a standing of %(level)s is in reach in about %(months)s months.")
_WHY_NOT = {"too few closed": TOO_FEW_CLOSED, "nothing lately": NOTHING_LATELY, "out of reach": OUT_OF_REACH}


def projection_sentence(found: Projection) -> Sentence:
    """Say when the next level is in reach, or why nobody can say.

    >>> reach = Reach(level_points=60.0, months=4, reason="")
    >>> pace = {"closed_a_month": 1.0, "kept_a_month": 0.6, "broken_a_month": 0.0, "n_eff": 3.0}
    >>> projection_sentence(Projection(closed=6, reaches=(reach,), **pace)).text()
    'At this pace, a standing of 60 is in reach in about 4 months.'
    """
    ahead = found.next
    if ahead is None:
        return Sentence(template=ALL_REACHED, params={})
    level = f"{ahead.level_points:g}"
    if ahead.months is None:
        return Sentence(template=_WHY_NOT[ahead.reason], params={"level": level, "fewest": FEWEST_CLOSED})
    if ahead.months == 1:
        return Sentence(template=IN_A_MONTH, params={"level": level})
    return Sentence(template=IN_MONTHS, params={"level": level, "months": ahead.months})
