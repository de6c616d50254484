"""Plain sentences above the numbers, as translatable templates with their values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from troth.basis.text import gettext_noop


class Rated(Protocol):
    """What a sentence about a rate is made from: a Judgement has it, and so has whatever keeps one."""

    @property
    def state(self) -> str:
        """A word of STATES."""

    @property
    def target(self) -> float:
        """Target of the rate, a fraction."""

    @property
    def window_n(self) -> int:
        """Commitments in the window."""

    @property
    def window_kept(self) -> int:
        """Those kept."""

    @property
    def window_low(self) -> float | None:
        """Lower bound of the rate, a fraction; None where there is no data."""

    @property
    def window_high(self) -> float | None:
        """Upper bound of the rate, a fraction; None where there is no data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A translatable sentence and what stands in its places.

    Attributes:
        template: Whole sentence marked for translation, with named places such as ``%(kept)s``.
        params: Value of each place; whole numbers, percentages as text and names, never half sentences.
    """

    template: str
    params: Mapping[str, str | int]

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence as read.

        Args:
            translate: Turns the template into the reader's language, such as Django's gettext; by default unchanged.

        >>> Sentence(template="%(n)s lines", params={"n": 3}).text()
        '3 lines'
        """
        return translate(self.template) % self.params


NO_DATA_YET = gettext_noop("No data yet.")
NOT_ENOUGH = gettext_noop(
    "%(kept)s of %(n)s on time. Not enough lines yet to say: the true rate is probably %(low)s to %(high)s %%."
)
MET = gettext_noop(
    "%(kept)s of %(n)s on time; the true rate is probably %(low)s to %(high)s %%; so far %(target)s %% is met."
)
TOO_EARLY = gettext_noop(
    "%(kept)s of %(n)s on time; the true rate is probably %(low)s to %(high)s %%; "
    "too early to say %(target)s %% is missed."
)
MISSED = gettext_noop(
    "%(target)s %% is missed: %(kept)s of %(n)s on time; the true rate is probably %(low)s to %(high)s %%."
)

KEPT_NOT_ENOUGH = gettext_noop(
    "%(kept)s of %(n)s kept. Not enough commitments yet to say: the true rate is probably %(low)s to %(high)s %%."
)
KEPT_MET = gettext_noop(
    "%(kept)s of %(n)s kept; the true rate is probably %(low)s to %(high)s %%; so far %(target)s %% is met."
)
KEPT_TOO_EARLY = gettext_noop(
    "%(kept)s of %(n)s kept; the true rate is probably %(low)s to %(high)s %%; "
    "too early to say %(target)s %% is missed."
)
KEPT_MISSED = gettext_noop(
    "%(target)s %% is missed: %(kept)s of %(n)s kept; the true rate is probably %(low)s to %(high)s %%."
)

_ON_TIME = {"insufficient": NOT_ENOUGH, "ok": MET, "watch": TOO_EARLY, "alarm": MISSED}
_KEPT = {"insufficient": KEPT_NOT_ENOUGH, "ok": KEPT_MET, "watch": KEPT_TOO_EARLY, "alarm": KEPT_MISSED}


def kpi_sentence(judgement: Rated, *, dimension: str, state: str | None = None) -> Sentence:
    """Say what the KPI means in one plain sentence, from the window its state looks at.

    Args:
        judgement: The judgement of one group.
        dimension: Delivery speaks of "on time", every other dimension of "kept".
        state: The state to speak of, where control of false discovery softened an alarm to watch; by default its own.

    >>> from datetime import date
    >>> from troth.commitments.outcomes import TallyRow
    >>> from troth.trust.judgement import judge
    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> from troth.trust.tallies import Tallies
    >>> day, policy = date(2026, 3, 2), DEFAULT_POLICY.of("delivery")
    >>> row = TallyRow(happened_on=day, known_on=day, lines=50, kept=47)
    >>> found = judge(Tallies.from_rows([row]), groups=1, as_of=day, policy=policy).of(0)
    >>> kpi_sentence(found, dimension="delivery").text()
    '47 of 50 on time; the true rate is probably 84 to 98 %; too early to say 95 % is missed.'
    """
    told = state or judgement.state
    if told == "no data" or judgement.window_low is None or judgement.window_high is None:
        return Sentence(template=NO_DATA_YET, params={})
    return Sentence(
        template=(_ON_TIME if dimension == "delivery" else _KEPT)[told],
        params={
            "kept": judgement.window_kept,
            "n": judgement.window_n,
            "low": _percent(judgement.window_low),
            "high": _percent(judgement.window_high),
            "target": f"{100 * judgement.target:.4g}",
        },
    )


def _percent(fraction: float) -> str:
    """Write a fraction as a whole percentage, but never as 0 or 100 where it is not quite that."""
    percent = round(100 * fraction)
    if percent in {0, 100} and fraction not in {0.0, 1.0}:
        return f"{min(max(100 * fraction, 0.1), 99.9):.1f}"
    return str(percent)
