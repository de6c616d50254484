"""A problem told of before it was found, and one that was hidden: what each counts in quality and in honesty."""

from datetime import date
from enum import StrEnum

from troth.commitments.outcomes import Outcome

TOLD_KAPPA = 1.5
"""How many kept promises a mistake outweighs that was told of by the side that made it."""

FOUND_KAPPA = 3.0
"""How many it outweighs where the other side had to find it: twice as many."""

PROMPT_DAYS = 3
"""Telling within so many days of knowing earns the whole credit."""

SLOW_DAYS = 30
"""From so many days on, telling earns the smallest part of it."""

LEAST_CREDIT = 0.5
"""Telling late still earns half: it must never be better to stay silent."""


class Telling(StrEnum):
    """How a problem came to be known to the other side."""

    TOLD = "told"
    FOUND = "found"
    HIDDEN = "hidden"


class NobodyKnows(ValueError):
    """The problem was neither told of nor found."""


def telling(*, told_on: date | None, found_on: date | None, known_on: date | None) -> Telling:
    """Say how a problem came to be known to the side that did not cause it.

    Args:
        told_on: Day on which the side that caused it told of it; None where it did not.
        found_on: Day on which the other side found it by itself; None where it did not.
        known_on: Day from which the side that caused it knew; None where it did not know, or nobody can say.

    Returns:
        Told where it was told of on or before the day it was found; hidden where it was found while the other side
        knew; found otherwise.

    Raises:
        NobodyKnows: Neither day is given.

    Source: `domain.md` S1-24.

    >>> telling(told_on=None, found_on=date(2026, 3, 9), known_on=date(2026, 3, 2))
    <Telling.HIDDEN: 'hidden'>
    """
    if told_on is None and found_on is None:
        raise NobodyKnows("A problem is recorded once one side told of it or the other found it.")
    if told_on is not None and (found_on is None or told_on <= found_on):
        return Telling.TOLD
    knew = known_on is not None and found_on is not None and known_on < found_on
    return Telling.HIDDEN if knew else Telling.FOUND


def credit(*, told_on: date, known_on: date) -> float:
    """Return the share of the credit for honesty that telling earns: whole within 3 days, half from 30 days on.

    Args:
        told_on: Day of the telling.
        known_on: Day from which the side knew; a later one counts as the day of the telling.

    Source: the project’s own scale between both; `domain.md` S1-24 (disclosure lag).

    >>> [credit(told_on=date(2026, 3, day), known_on=date(2026, 3, 1)) for day in (4, 31)]
    [1.0, 0.5]
    """
    lag = max(0, (told_on - known_on).days)
    slow = min(1.0, max(0, lag - PROMPT_DAYS) / (SLOW_DAYS - PROMPT_DAYS))
    return 1.0 - (1.0 - LEAST_CREDIT) * slow


def mistake(how: Telling, *, occurred_on: date, recorded_on: date, weight: float, kappa: float) -> Outcome:
    """Return what the problem itself counts, in the dimension to which it belongs.

    Args:
        how: How it came to be known.
        occurred_on: Day it happened: ageing starts here, so that telling early never costs more than telling late.
        recorded_on: Day it was recorded.
        weight: Stake x severity x quality of the evidence, 0 or more.
        kappa: How many kept promises a broken one outweighs in that dimension; 1 or more.

    Returns:
        A broken weight that comes to 1.5 kept promises where it was told of, and to 3 where it was not. It is no
        promise with a due day, so it counts in no rate.

    Source: `domain.md` S1-24 (a mistake told of: kappa 1.5, half the penalty of one that was not).

    >>> day = date(2026, 3, 2)
    >>> mistake(Telling.TOLD, occurred_on=day, recorded_on=day, weight=1.0, kappa=2.0).broken_weight
    0.75
    """
    outweighs = TOLD_KAPPA if how is Telling.TOLD else FOUND_KAPPA
    return _outcome(occurred_on, recorded_on, lines=0, broken=weight * outweighs / kappa)


def honesty(how: Telling, *, happened_on: date, recorded_on: date, weight: float, share: float = 1.0) -> Outcome | None:
    """Return what it counts in honesty.

    Args:
        how: How it came to be known.
        happened_on: Day the problem occurred where it was told of, day it was found where it was hidden.
        recorded_on: Day it was recorded.
        weight: Stake x severity x quality of the evidence, 0 or more.
        share: Share of the credit that telling earned, see `credit`.

    Returns:
        Kept where it was told of; broken, which the policy of honesty multiplies by 4 and lets fade over 3 years,
        where it was hidden; None where nobody knew of it before, which says nothing about honesty.

    Source: `domain.md` S1-24, S1-06, a.3.

    >>> day = date(2026, 3, 2)
    >>> found = honesty(Telling.HIDDEN, happened_on=day, recorded_on=day, weight=1.0)
    >>> found.kept, found.broken_weight
    (0, 1.0)
    """
    if how is Telling.FOUND:
        return None
    if how is Telling.TOLD:
        return _outcome(happened_on, recorded_on, lines=1, kept=weight * share)
    return _outcome(happened_on, recorded_on, lines=1, broken=weight)


def _outcome(happened_on: date, recorded_on: date, *, lines: int, kept: float = 0.0, broken: float = 0.0) -> Outcome:
    return Outcome(
        recorded_on=recorded_on, counted_on=happened_on, counted_from=recorded_on, lines=lines,
        kept=1 if kept else 0, excused=0, scored_on=happened_on, scored_from=recorded_on, kept_weight=kept,
        broken_weight=broken, excused_weight=0.0,
    )  # fmt: skip
