"""Praise for praise: both sides confirm all that the other claims, all of it kept, and nothing was ever contested."""

from dataclasses import dataclass

from troth.basis.text import gettext_noop
from troth.trust.actions import OWNERS, Action
from troth.trust.policy import DimensionPolicy
from troth.trust.sentences import Sentence

RULE = "never_contested"

FEWEST_EACH = 10
"""So many promises of each side the other must have confirmed: praise that goes one way only is no exchange."""

CHECK_A_SAMPLE = Action(
    kind="check_a_sample",
    title=gettext_noop("Check a few of the confirmed promises against documents"),
    due_days=14,
    evidence=gettext_noop("Which promises were looked at, and the papers that show what came of them."),
    owners=OWNERS,
)

NEVER_CONTESTED = gettext_noop(
    "Each side confirmed what the other promised: all %(n)s were kept, none was late, none was ever contested. "
    "A side that keeps %(target)s %% would come to that with a chance of %(chance)s %%."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """What the other side confirmed of one side's promises on its word alone.

    Attributes:
        confirmed: Promises it confirmed.
        kept: Those of them that were kept in time and in full.
        contested: Promises of this side that were ever contested or disputed, confirmed since or not.
    """

    confirmed: int
    kept: int
    contested: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unquestioned:
    """A record too good to go unchecked.

    Attributes:
        n: Promises of both sides that the other confirmed.
        false_alarm_probability: Chance that sides exactly on target keep all of them, a fraction.
        reason: What was seen, as a translatable sentence.
        action: What it asks for.
    """

    n: int
    false_alarm_probability: float
    reason: Sentence
    action: Action


def unquestioned(first: Confirmed, second: Confirmed, *, policy: DimensionPolicy) -> Unquestioned | None:
    """Say whether the confirmations of two sides look like an exchange of favours.

    Args:
        first: Promises of one side.
        second: Promises of the other; swapping them changes nothing.
        policy: Target and alarm level.

    Returns:
        None where either side confirmed fewer than ten, where anything confirmed was not kept or anything was ever
        contested, and where chance alone explains a clean record: target ** n at or above the alarm level, which at
        95 % and 5 % is up to 58 promises. It is no accusation: a partner that keeps everything comes to it too, and a
        few documents settle it.

    Source: method a.9 of the domain report (counterpart-confirmed without documents, never disputed: flagged).

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> side = Confirmed(confirmed=30, kept=30, contested=0)
    >>> found = unquestioned(side, side, policy=DEFAULT_POLICY.of("honesty"))
    >>> found.n, round(found.false_alarm_probability, 3)
    (60, 0.046)
    >>> unquestioned(side, Confirmed(confirmed=30, kept=29, contested=0), policy=DEFAULT_POLICY.of("honesty")) is None
    True
    """
    sides = (first, second)
    if any(side.confirmed < FEWEST_EACH or side.kept < side.confirmed or side.contested for side in sides):
        return None
    n = first.confirmed + second.confirmed
    chance = policy.target**n
    if chance >= policy.alarm_level:
        return None
    params: dict[str, str | int] = {"n": n, "target": f"{100 * policy.target:.4g}", "chance": f"{100 * chance:.2g}"}
    return Unquestioned(
        n=n,
        false_alarm_probability=chance,
        reason=Sentence(template=NEVER_CONTESTED, params=params),
        action=CHECK_A_SAMPLE,
    )
