"""Spells of consistent delays in one history: raised once, closed after a full quarter in control."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from troth.basis.proportions import lower_tail
from troth.trust.policy import DimensionPolicy
from troth.trust.tallies import NO_DAY

IN_QUARTERS = "quarters"
IN_A_RUN = "run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One raising of the flag; days in days since 1970-01-01.

    Attributes:
        cause: IN_QUARTERS or IN_A_RUN.
        began: Estimated first day of the delays.
        raised: Day the flag was raised.
        closed: Day it closed, None while open.
    """

    cause: str
    began: int
    raised: int
    closed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What one group did quarter by quarter; days in days since 1970-01-01.

    Attributes:
        starts: First day of each quarter and of the one after the last.
        n: Lines due in each quarter; the last quarter is the running one, not complete yet.
        kept: Those kept.
        missed: Whether the quarter missed the target.
        signals: Days on which the run chart signalled, in order, each with the estimated first day of the change.
    """

    starts: Sequence[int]
    n: Sequence[int]
    kept: Sequence[int]
    missed: Sequence[bool]
    signals: Sequence[tuple[int, int]]


def spells_of(history: History, *, policy: DimensionPolicy, cool_down_days: int) -> list[Spell]:
    """Find the spells of one history, oldest first; at most the last one is open.

    Args:
        history: Quarters and signals.
        policy: Target, alarm level and fewest lines.
        cool_down_days: Days after closing during which nothing is raised.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> history = History(starts=[0, 90, 180, 270], n=[9, 9, 0], kept=[5, 5, 0], missed=[True, True, False], signals=[])
    >>> spells_of(history, policy=DEFAULT_POLICY.of("delivery"), cool_down_days=30)
    [Spell(cause='quarters', began=0, raised=180, closed=None)]
    """
    watch = _Watch(history=history, policy=policy, cool_down_days=cool_down_days)
    running = len(history.n) - 1
    for quarter in range(running + 1):
        first, after = history.starts[quarter : quarter + 2]
        signals = [signal for signal in history.signals if first <= signal[0] < after]
        for day, began in signals:
            watch.raise_flag(Spell(cause=IN_A_RUN, began=began, raised=day))
        if quarter < running:
            watch.end_quarter(quarter, signalled=bool(signals))
    return [*watch.past, watch.open] if watch.open else watch.past


@dataclass(slots=True, kw_only=True)
class _Watch:
    """Keeps at most one flag open while the quarters pass."""

    history: History
    policy: DimensionPolicy
    cool_down_days: int
    past: list[Spell] = field(default_factory=list)
    open: Spell | None = None
    quiet_until: int = NO_DAY
    calm_n: int = 0
    calm_kept: int = 0

    def raise_flag(self, spell: Spell) -> None:
        if self.open is None and spell.raised >= self.quiet_until:
            self.open, self.calm_n, self.calm_kept = spell, 0, 0

    def end_quarter(self, quarter: int, *, signalled: bool) -> None:
        starts, missed = self.history.starts, self.history.missed
        if self.open is not None and starts[quarter] >= self.open.raised:
            self._settle(self.open, quarter, disturbed=signalled or missed[quarter])
        recently = [at for at in range(max(0, quarter - 2), quarter + 1) if missed[at]]
        if missed[quarter] and len(recently) >= 2:
            self.raise_flag(Spell(cause=IN_QUARTERS, began=starts[recently[0]], raised=starts[quarter + 1]))

    def _settle(self, spell: Spell, quarter: int, *, disturbed: bool) -> None:
        """Close the flag once the undisturbed quarters since it was raised hold enough lines to tell."""
        self.calm_n += self.history.n[quarter]
        self.calm_kept += self.history.kept[quarter]
        if not disturbed and self.calm_n < self.policy.fewest_lines:
            return
        if disturbed or self._calm_missed():
            self.calm_n = self.calm_kept = 0
            return
        closed = self.history.starts[quarter + 1]
        self.past.append(replace(spell, closed=closed))
        self.open, self.quiet_until = None, closed + self.cool_down_days

    def _calm_missed(self) -> bool:
        tail = lower_tail(successes=self.calm_kept, trials=self.calm_n, target=self.policy.target)
        return tail < self.policy.alarm_level
