"""The verdict on a lot in whatever way its plan is carried out: by two numbers, in turn, in-line or by measurement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from troth.quality.agreed_ways import RUNNING, line_of, lines_of
from troth.quality.frozen_plans import FrozenPlan, Way
from troth.quality.in_line import Followed, block_picks, follow
from troth.quality.sequential_plans import Call, sequential_call
from troth.quality.variables_plans import FEWEST_READINGS, Limits, accept_form_2, measured
from troth.quality.verdicts import (
    Count,
    DefectClass,
    LotVerdict,
    Verdict,
    class_verdict,
    lot_verdict,
    worst_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Hold the readings of one measured requirement.

    Args:
        defect_class: Of a unit outside its limits.
        limits: In its unit.
        values: What was read so far.
    """

    defect_class: DefectClass
    limits: Limits
    values: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Hold what an inspection saw beside its counts.

    Args:
        seed: Of its draw; empty before it is made.
        bad: Units with a critical or major defect, numbered as they were looked at.
        unplaced: Bad units whose number nobody said.
        readings: Of each measured requirement.
    """

    seed: str = ""
    bad: Sequence[int] = ()
    unplaced: int = 0
    readings: Sequence[Readings] = ()


def judge(plan: FrozenPlan, counts: Mapping[DefectClass, Count], *, seen: Seen | None = None) -> LotVerdict:
    """Judge a lot by its frozen plan, in whatever way it is carried out.

    Args:
        plan: As frozen.
        counts: What was counted; a class that is missing is pending.
        seen: What was seen beside the counts.

    Returns:
        As `verdicts.lot_verdict` where two numbers tell. Sequential: as the lines call it. In-line: pending until every
        unit of the lot was looked at or went by between two that were, since CSP-1 judges a flow and promises nothing
        of units that nobody followed; accepted where the line is being sampled then, or none was bad; not accepted
        where it is not, and as soon as a stretch of every unit goes on beyond the plan's limit. By measurement: form 2
        for every measured requirement.

    Raises:
        ImpossibleFinding: A count does not fit the plan.

    Source: own rule for in-line, which refuses no lot by itself; otherwise as the modules of each way.

    >>> from troth.quality.agreed_ways import plan_agreed
    >>> from troth.quality.sampling_values import Sampling
    >>> wald = {"good": "0.01", "bad": "0.10", "producer_risk": "0.05", "consumer_risk": "0.10"}
    >>> plan = plan_agreed(Sampling(method="sequential", values=wald), lot=1_000)
    >>> none = Count(looked_at=24, found=0)
    >>> judge(plan, {DefectClass.CRITICAL: none, DefectClass.MAJOR: none}).verdict
    <Verdict.ACCEPTED: 'accepted'>
    """
    way = plan.way
    if way is None or way.method not in RUNNING:
        return lot_verdict(plan.plans, counts)
    unknown = Count(looked_at=None, found=None)
    said = {kind: counts.get(kind, unknown) for kind in plan.classes}
    for kind, count in said.items():
        class_verdict(plan.classes[kind].plan, count)  # refuses what cannot be
    seen = seen or Seen()
    judging = _by_measurement if way.method == "variables" else _in_turn
    classes = judging(plan, way, said, seen)
    return LotVerdict(verdict=worst_of(classes.values()), classes=classes)


def line_at(way: Way, *, looked_at: int, seen: Seen) -> Followed:
    """Return where following a line has come to.

    Args:
        way: In-line, frozen.
        looked_at: Units looked at so far.
        seen: The seed, and which of them were bad; one whose number nobody said is taken for the last one looked at,
            which never makes a line look better.

    Source: `in_line.follow`.

    >>> way = Way(method="continuous", values={}, numbers={"clearance": 38, "block": 3, "limit": 88})
    >>> line_at(way, looked_at=38, seen=Seen()).passed
    38
    """
    line = line_of(way)
    bad = [*seen.bad, *([looked_at] if seen.unplaced else [])]
    return follow(line, looked_at=looked_at, bad=bad, picks=block_picks(seen.seed, block=line.block))


def _in_turn(plan: FrozenPlan, way: Way, counts: Mapping[DefectClass, Count], seen: Seen) -> dict[DefectClass, Verdict]:
    """Judge where major defects say how long is looked, and critical ones refuse at once."""
    critical, major = counts[DefectClass.CRITICAL], counts[DefectClass.MAJOR]
    call = _sequence(plan, way, major) if way.method == "sequential" else _line(plan, way, major, seen)
    if critical.found:
        none = Verdict.NOT_ACCEPTED
    elif critical.looked_at is None or critical.found is None:
        none = Verdict.PENDING
    else:
        has_ended = call is not Verdict.PENDING and critical.looked_at >= (major.looked_at or 0)
        none = Verdict.ACCEPTED if has_ended else Verdict.PENDING
    # Minor defects are recorded and refuse nothing here.
    minor = Verdict.PENDING if call is Verdict.PENDING else Verdict.ACCEPTED
    return {DefectClass.CRITICAL: none, DefectClass.MAJOR: call, DefectClass.MINOR: minor}


def _sequence(plan: FrozenPlan, way: Way, count: Count) -> Verdict:
    # What refuses after the last unit refuses whatever was looked at: the lines never accept so many before.
    if count.looked_at is None and (count.found or 0) >= plan.classes[DefectClass.MAJOR].plan.reject:
        return Verdict.NOT_ACCEPTED
    if not count.looked_at or count.found is None:
        return Verdict.PENDING
    called = sequential_call(lines_of(way), units=count.looked_at, nonconforming=count.found)
    if called is Call.GO_ON and count.looked_at == way.numbers["most"]:
        is_good = count.found <= plan.classes[DefectClass.MAJOR].plan.accept
        return Verdict.ACCEPTED if is_good else Verdict.NOT_ACCEPTED
    return {Call.ACCEPT: Verdict.ACCEPTED, Call.REJECT: Verdict.NOT_ACCEPTED, Call.GO_ON: Verdict.PENDING}[called]


def _line(plan: FrozenPlan, way: Way, count: Count, seen: Seen) -> Verdict:
    if not count.looked_at or count.found is None:
        return Verdict.PENDING
    at = line_at(way, looked_at=count.looked_at, seen=seen)
    if at.stretch >= way.numbers["limit"]:
        return Verdict.NOT_ACCEPTED
    if at.next_unit <= plan.lot:
        return Verdict.PENDING
    is_good = at.is_sampling or not (seen.bad or seen.unplaced)
    return Verdict.ACCEPTED if is_good else Verdict.NOT_ACCEPTED


def _by_measurement(
    plan: FrozenPlan, way: Way, counts: Mapping[DefectClass, Count], seen: Seen
) -> dict[DefectClass, Verdict]:
    found = {
        kind: [_measured(each, way) for each in seen.readings if each.defect_class is kind] for kind in plan.classes
    }
    all_of_them = worst_of(verdict for verdicts in found.values() for verdict in verdicts)
    # Nothing measured says anything of a class: it waits for the others, and refuses nothing by itself.
    beside = Verdict.PENDING if all_of_them is Verdict.PENDING else Verdict.ACCEPTED
    judged = {kind: worst_of(verdicts) if verdicts else beside for kind, verdicts in found.items()}
    critical = DefectClass.CRITICAL
    counted = class_verdict(plan.classes[critical].plan, counts[critical])
    return judged | {critical: worst_of([*found[critical], counted])}


def _measured(readings: Readings, way: Way) -> Verdict:
    if len(readings.values) < way.numbers["readings"]:
        return Verdict.PENDING
    # A lot of one or two tells no share: each of its units is known.
    if len(readings.values) < FEWEST_READINGS:
        is_good = all(_is_inside(value, readings.limits) for value in readings.values)
        return Verdict.ACCEPTED if is_good else Verdict.NOT_ACCEPTED
    is_good = accept_form_2(measured(readings.values, limits=readings.limits), most=float(way.values["most"]))
    return Verdict.ACCEPTED if is_good else Verdict.NOT_ACCEPTED


def _is_inside(value: float, limits: Limits) -> bool:
    above = limits.lower is None or value >= limits.lower
    return above and (limits.upper is None or value <= limits.upper)
