"""Why this number: the standing replayed entry by entry, each step adding up exactly to the score."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush
from itertools import groupby, pairwise

import numpy as np

from troth.basis.text import gettext_noop
from troth.trust.policy import DimensionPolicy
from troth.trust.replay import Change, ScoredEntry, changes, reason_beside_light
from troth.trust.sentences import Sentence
from troth.trust.standing import counted, points

AGEING = gettext_noop("Time passed: what lies further back counts less.")

_UNMOVED = 1e-12
_UNMOVED_POINTS = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the explanation.

    Attributes:
        at: Day it happened: the closing day of the commitment, or the day up to which time had passed.
        recorded_at: Day from which it stood and moved the score.
        entry: Id of the ledger entry, None for the passing of time.
        step: Change of the standing, in points.
        reason: Why, as a translatable sentence.
    """

    at: date
    recorded_at: date
    entry: str | None
    step: float
    reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The standing taken apart: start plus all steps is the score.

    Attributes:
        start: Standing without any evidence, in points.
        steps: In the order in which things became known.
        score: Standing as of the day asked for, in points.
        policy_version: Version of the policy under which it was computed.
    """

    start: float
    steps: tuple[Step, ...]
    score: float
    policy_version: str


def explain(entries: Iterable[ScoredEntry], *, as_of: date, policy: DimensionPolicy) -> Explanation:
    """Replay the entries of one side and dimension and say what each did to the standing.

    Args:
        entries: In the order of the ledger; what was known after ``as_of`` is left out.
        as_of: Day as of which the record is read and to which evidence ages.
        policy: Kappa, half-lives, bound and the share of light promises.

    Returns:
        The steps, the passing of time as steps of its own; they add up to the score that ``judge`` computes. Where
        light promises count only up to their share, their steps say so, and a heavier one brings more of them in.

    Source: methods a.7 and a.9 of the domain report.

    >>> from troth.commitments.outcomes import Outcome
    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> day = date(2026, 3, 2)
    >>> kept = Outcome(recorded_on=day, counted_on=day, counted_from=day, lines=1, kept=1, excused=0, scored_on=day,
    ...                scored_from=day, kept_weight=1.0, broken_weight=0.0, excused_weight=0.0)
    >>> entry = ScoredEntry(entry="7", commitment="A", outcome=kept)
    >>> found = explain([entry], as_of=day, policy=DEFAULT_POLICY.of("delivery"))
    >>> found.start, [(step.entry, round(step.step, 2), step.reason.text()) for step in found.steps]
    (5.0, [('7', 17.36, 'Kept.')])
    """
    replay = _Replay(
        kept=_Aged(half_life=policy.half_life_kept_days),
        broken=_Aged(half_life=policy.half_life_broken_days),
        light=_Aged(half_life=policy.half_life_kept_days),
    )
    known = changes(entries, as_of=as_of, kappa=policy.kappa)
    for day, that_day in groupby(known, key=lambda change: change.known_on):
        replay.pass_time(day)
        for change in that_day:
            replay.take_in(change)
    replay.pass_time(as_of)
    kept, broken, light = np.maximum(np.array(replay.trail), 0.0).T
    counting = counted(kept, light=light, policy=policy)
    scores = _without_noise(points(kept=counting, broken=broken, policy=policy).tolist())
    reasons = _reasons(replay.causes, capped=(counting < kept - _UNMOVED).tolist(), limit=policy.light_share)
    return Explanation(
        start=scores[0], steps=_steps(replay.causes, scores, reasons), score=scores[-1], policy_version=policy.version
    )


@dataclass(slots=True)
class _Aged:
    """A sum that fades with the days; what lies in the future does not fade before it has happened."""

    half_life: int
    day: int = 0
    faded: float = 0.0
    to_come: list[tuple[int, float]] = field(default_factory=list)

    @property
    def total(self) -> float:
        return self.faded + sum(weight for _, weight in self.to_come) if self.to_come else self.faded

    def add(self, weight: float, happened: int) -> None:
        if happened <= self.day:
            self.faded += weight * 2.0 ** ((happened - self.day) / self.half_life)
        elif weight:
            heappush(self.to_come, (happened, weight))

    def move_to(self, day: int) -> None:
        self.faded *= 2.0 ** ((self.day - day) / self.half_life)
        self.day = day
        while self.to_come and self.to_come[0][0] <= day:
            happened, weight = heappop(self.to_come)
            self.add(weight, happened)


@dataclass(slots=True)
class _Replay:
    """The sums, the trail they left and what caused each step of it."""

    kept: _Aged
    broken: _Aged
    light: _Aged
    trail: list[tuple[float, float, float]] = field(default_factory=lambda: [(0.0, 0.0, 0.0)])
    causes: list[Change | date] = field(default_factory=list)

    def totals(self) -> tuple[float, float, float]:
        return self.kept.total, self.broken.total, self.light.total

    def pass_time(self, day: date) -> None:
        for aged in (self.kept, self.broken, self.light):
            aged.move_to(day.toordinal())
        now = self.totals()
        if any(abs(after - before) > _UNMOVED for before, after in zip(self.trail[-1], now, strict=True)):
            self.trail.append(now)
            self.causes.append(day)

    def take_in(self, change: Change) -> None:
        for sign, row in change.rows:
            happened = row.happened_on.toordinal()
            self.kept.add(sign * row.kept_weight, happened)
            self.broken.add(sign * row.broken_weight, happened)
            self.light.add(sign * row.light_weight, happened)
        self.trail.append(self.totals())
        self.causes.append(change)


def _without_noise(scores: Sequence[float]) -> list[float]:
    """Return the scores, unmoved where only the rounding of sums moved them: no step is minus nothing."""
    found = [scores[0]]
    for score in scores[1:]:
        found.append(score if abs(score - found[-1]) > _UNMOVED_POINTS else found[-1])
    return found


def _reasons(causes: Sequence[Change | date], *, capped: Sequence[bool], limit: float) -> list[Sentence]:
    ageing = Sentence(template=AGEING, params={})
    return [
        ageing
        if isinstance(cause, date)
        else reason_beside_light(cause, was_capped=before, is_capped=after, limit=limit)
        for cause, (before, after) in zip(causes, pairwise(capped), strict=True)
    ]


def _steps(causes: Sequence[Change | date], scores: Sequence[float], reasons: Sequence[Sentence]) -> tuple[Step, ...]:
    found = []
    for cause, reason, (before, after) in zip(causes, reasons, pairwise(scores), strict=True):
        if isinstance(cause, date):
            at, recorded_at, entry = cause, cause, None
        else:
            at, recorded_at, entry = cause.at, cause.known_on, cause.entry
        found.append(Step(at=at, recorded_at=recorded_at, entry=entry, step=after - before, reason=reason))
    return tuple(found)
