"""Counting back from a delivery day through stages, each with a calendar of its own, and the slack of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from troth.orders.capacity import ImpossibleCapacity, Plant, earliest_finish, latest_start


class BrokenPlan(ValueError):
    """A plan has no stages, names one twice, or speaks of a stage it does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Hold one stage of a plan.

    Args:
        name: What is done, such as "production"; unique in its plan.
        days: How long it takes: effective days of the plant, or calendar days without one; 0 or more.
        plant: Whose days count; None for calendar days, such as a ship's at sea.
        side: Who has to do it, such as "factory" or "buyer"; empty for a carrier.

    Raises:
        ImpossibleCapacity: The days are negative, or a fraction of calendar days.
    """

    name: str
    days: float
    plant: Plant | None = None
    side: str = ""

    def __post_init__(self) -> None:
        if self.days < 0 or (self.plant is None and self.days != int(self.days)):
            raise ImpossibleCapacity(f"{self.name} takes whole calendar days, 0 or more, not {self.days}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Hold the latest days of one stage: it begins on the start at the latest, and is done by the finish."""

    stage: Stage
    start: date
    finish: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """Hold how much room a stage still has.

    Attributes:
        milestone: The stage with its latest days.
        earliest_start: When it can begin, given what is done and what still goes before it.
        earliest_finish: When it can be done.
        days: Calendar days between the earliest and the latest finish; negative is too late.
        is_done: True for a stage that is done already.
    """

    milestone: Milestone
    earliest_start: date
    earliest_finish: date
    days: int
    is_done: bool

    @property
    def is_at_risk(self) -> bool:
        """True for a stage that is not done and cannot be done by its latest day.

        >>> only = backward_plan(date(2026, 6, 1), stages=[Stage(name="ocean", days=28)])
        >>> [slack.is_at_risk for slack in slacks(only, as_of=date(2026, 5, 10))]
        [True]
        """
        return self.days < 0 and not self.is_done


def backward_plan(due: date, *, stages: Sequence[Stage]) -> tuple[Milestone, ...]:
    """Count back from a day through stages, the last stage first.

    Args:
        due: The day everything is done, such as the day in store.
        stages: In the order in which they are counted, so the last to be done comes first.

    Returns:
        A milestone per stage in the same order; each begins where the next one listed must be done. The start of the
        last one listed is the day by which the order must be placed.

    Raises:
        BrokenPlan: There is no stage, or two have one name.
        NoCapacity: A stage does not fit into ten years.

    Source: `domain.md` h, vector h07.

    >>> plan = backward_plan(date(2026, 6, 1), stages=[Stage(name="inland", days=12), Stage(name="ocean", days=28)])
    >>> [milestone.start.isoformat() for milestone in plan]
    ['2026-05-20', '2026-04-22']
    """
    if not stages or len({stage.name for stage in stages}) < len(stages):
        raise BrokenPlan("A plan needs at least one stage, and each stage a name of its own.")
    plan: list[Milestone] = []
    finish = due
    for stage in stages:
        milestone = Milestone(stage=stage, start=_latest(finish, stage), finish=finish)
        plan.append(milestone)
        finish = milestone.start
    return tuple(plan)


def slacks(
    plan: Sequence[Milestone], *, as_of: date, done: dict[str, date] | None = None, from_day: date | None = None
) -> tuple[Slack, ...]:
    """Tell how much room each stage of a plan has, going forward from what is done.

    Args:
        plan: As backward_plan gives it, the last stage first.
        as_of: Today; what is not done cannot begin earlier.
        done: Day on which a stage was done, by its name.
        from_day: First day on which the first open stage can begin; as_of where it is not given.

    Returns:
        The same order as the plan. The smallest slack is the plan's: the stages after the first late one inherit it,
        less what closures on their way absorb.

    Raises:
        BrokenPlan: A stage that the plan does not have is said to be done.

    Source: `domain.md` h: "critical-path slack per milestone; at-risk when slack <0".

    >>> plan = backward_plan(date(2026, 6, 1), stages=[Stage(name="inland", days=12), Stage(name="ocean", days=28)])
    >>> [slack.days for slack in slacks(plan, as_of=date(2026, 4, 20))]
    [2, 2]
    """
    finished = done or {}
    if strange := finished.keys() - {milestone.stage.name for milestone in plan}:
        raise BrokenPlan(f"The plan has no stage {min(strange)!r}.")
    found: list[Slack] = []
    reached = max(as_of, from_day or as_of)
    for milestone in reversed(plan):
        slack = _slack(milestone, reached, finished.get(milestone.stage.name))
        reached = reached if slack.is_done else slack.earliest_finish
        found.append(slack)
    return tuple(reversed(found))


def _slack(milestone: Milestone, reached: date, done_on: date | None) -> Slack:
    finish = _earliest(reached, milestone.stage) if done_on is None else done_on
    return Slack(
        milestone=milestone,
        earliest_start=reached if done_on is None else min(reached, done_on),
        earliest_finish=finish,
        days=(milestone.finish - finish).days,
        is_done=done_on is not None,
    )


def _latest(finish: date, stage: Stage) -> date:
    if stage.plant is None:
        return finish - timedelta(days=int(stage.days))
    return latest_start(finish, effective_days=stage.days, plant=stage.plant).day


def _earliest(start: date, stage: Stage) -> date:
    if stage.plant is None:
        return start + timedelta(days=int(stage.days))
    return earliest_finish(start, effective_days=stage.days, plant=stage.plant)
