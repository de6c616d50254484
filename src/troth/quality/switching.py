"""Switching: how the results of past lots decide how strictly the next is inspected, per site, family and class."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from troth.quality.master_table import Resolved, resolved
from troth.quality.schemes import LETTERS, Edition, State, aql_place, counts_defects_alone
from troth.quality.verdicts import Counting

LOTS_LOOKED_BACK = 5
REFUSED_TO_TIGHTEN = 2
ACCEPTED_TO_RELAX = 5
REFUSED_TO_STOP = 5
SCORE_TO_REDUCE = 30


class ImpossibleCount(ValueError):
    """Fewer than none found, or more nonconforming units than the sample holds."""


class Stage(StrEnum):
    """How the next lot is inspected; *discontinued* means not at all until corrective action is shown to work."""

    NORMAL = "normal"
    TIGHTENED = "tightened"
    REDUCED = "reduced"
    DISCONTINUED = "discontinued"


_STRICTNESS = (Stage.REDUCED, Stage.NORMAL, Stage.TIGHTENED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Hold where one site, product family and class of defects stands between two lots.

    Args:
        stage: How the next lot is inspected.
        score: Switching score, counted under normal inspection.
        recent: Whether each of the last lots of this stage was accepted, oldest first.
        refused: Lots refused since tightened inspection began.

    >>> Standing().stage
    <Stage.NORMAL: 'normal'>
    """

    stage: Stage = Stage.NORMAL
    score: int = 0
    recent: tuple[bool, ...] = ()
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Hold what was found in one lot.

    Args:
        letter: Code letter, A to R.
        aql: Acceptance quality limit of the series.
        nonconforming: Nonconforming units found in the sample; defects where those are counted.
        resubmitted: Whether it had been refused before; such a lot is judged and never counts.
        steady: Whether production runs steadily; None where nobody said.
        approved: Whether the responsible authority agrees to reduced inspection; None where nobody said.
        planned: Stage whose plan it was looked at by, where it was planned before inspection changed; None where that
            is the stage in force. Never discontinued.
        counting: What was counted; above an AQL of 10 defects are, whatever it says.
    """

    letter: str
    aql: float | str | Decimal
    nonconforming: int
    resubmitted: bool
    steady: bool | None
    approved: bool | None
    planned: Stage | None = None
    counting: Counting = Counting.UNITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Switched:
    """Hold how a lot was inspected, what came of it, and where that leaves the next.

    Args:
        stage: How this lot was inspected; its own plan's stage where it was planned before inspection changed.
        sample_size: Units looked at; None while discontinued.
        accept: Acceptance number; None while discontinued.
        accepted: Whether it was accepted; None while discontinued, where no lot is judged.
        after: Where the next lot begins.
    """

    stage: Stage
    sample_size: int | None
    accept: int | None
    accepted: bool | None
    after: Standing


def switch(standing: Standing, lot: Lot, *, edition: Edition = Edition.ISO_2859_1) -> Switched:
    """Judge one lot and return how the next is inspected.

    A lot that was planned before inspection changed is judged by its own plan. Refused, it counts in the stage in
    force; accepted, it counts only where its plan was the stricter one, and never towards the score.

    Args:
        standing: Where the lots before left it.
        lot: What was found; its size is taken as larger than the sample.
        edition: Whose tables. The rules are those of ISO 2859-1 under both.

    Raises:
        ImpossibleCount: More nonconforming units than the sample holds, or fewer than none.
        UnknownAql: The AQL is not in the series.

    Source: ISO 2859-1:1999, 9.3: 2 of 5 or fewer consecutive lots refused tighten; 5 accepted in a row relax; 5 refused
    in all on tightened inspection stop acceptance; a score of 30, steady production and the authority's consent reduce;
    a lot refused, or production irregular, ends reduced inspection.

    >>> lot = Lot(letter="L", aql=2.5, nonconforming=3, resubmitted=False, steady=True, approved=True)
    >>> switch(Standing(), lot).after.score
    3
    """
    if standing.stage is Stage.DISCONTINUED:
        return Switched(stage=standing.stage, sample_size=None, accept=None, accepted=None, after=standing)
    stage = lot.planned or standing.stage
    plan = _plan(lot, State(stage), edition)
    # Of defects one unit may have several, and an AQL above 10 is in defects.
    counts_units = lot.counting is Counting.UNITS and not counts_defects_alone(lot.aql)
    if lot.nonconforming < 0 or (counts_units and lot.nonconforming > plan.sample_size):
        raise ImpossibleCount(f"{lot.nonconforming} nonconforming units do not fit a sample of {plan.sample_size}.")
    accepted = lot.nonconforming < plan.reject
    if lot.resubmitted or (accepted and _STRICTNESS.index(stage) < _STRICTNESS.index(standing.stage)):
        after = standing
    elif stage is not standing.stage:
        after = _after_another(standing, lot, accepted=accepted)
    else:
        after = _after(standing, lot, plan, edition)
    return Switched(stage=stage, sample_size=plan.sample_size, accept=plan.accept, accepted=accepted, after=after)


def replay(
    lots: Iterable[Lot], *, start: Standing | None = None, edition: Edition = Edition.ISO_2859_1
) -> Iterator[Switched]:
    """Judge lots in their order.

    Args:
        lots: The lots of one site, product family and class, in the order of their inspection.
        start: Where the first begins; normal inspection where left out.
        edition: Whose tables.

    Source: as for `switch`.

    >>> lot = Lot(letter="L", aql=2.5, nonconforming=11, resubmitted=False, steady=None, approved=None)
    >>> [str(done.after.stage) for done in replay([lot, lot])]
    ['normal', 'tightened']
    """
    standing = start or Standing()
    for lot in lots:
        done = switch(standing, lot, edition=edition)
        standing = done.after
        yield done


def resume(standing: Standing) -> Standing:
    """Take inspection up again on tightened inspection, once corrective action has been shown to work.

    Args:
        standing: A discontinued one; any other is returned as it is.

    Source: ISO 2859-1:1999, 9.4.

    >>> resume(Standing(stage=Stage.DISCONTINUED)).stage
    <Stage.TIGHTENED: 'tightened'>
    """
    if standing.stage is not Stage.DISCONTINUED:
        return standing
    return Standing(stage=Stage.TIGHTENED)


def _plan(lot: Lot, state: State, edition: Edition) -> Resolved:
    return resolved(LETTERS.index(lot.letter), aql_place(lot.aql), state=state, edition=edition)


def _after(standing: Standing, lot: Lot, plan: Resolved, edition: Edition) -> Standing:
    counted = _counted(standing, accepted=lot.nonconforming < plan.reject)
    if standing.stage is Stage.NORMAL:
        return _after_normal(counted, lot, plan, edition)
    if standing.stage is Stage.TIGHTENED:
        return _after_tightened(counted)
    # Above the acceptance number and below rejection (105E alone) the lot passes, and reduced inspection ends.
    if lot.nonconforming > plan.accept or lot.steady is False:
        return Standing()
    return counted


def _after_another(standing: Standing, lot: Lot, *, accepted: bool) -> Standing:
    """Return what a lot leaves that was looked at by the plan of another stage than the one in force."""
    counted = _counted(standing, accepted=accepted)
    if standing.stage is Stage.TIGHTENED:
        return _after_tightened(counted)
    if standing.stage is Stage.REDUCED:
        return counted if accepted and lot.steady is not False else Standing()
    if _is_to_tighten(counted):
        return Standing(stage=Stage.TIGHTENED)
    return counted if accepted else replace(counted, score=0)


def _counted(standing: Standing, *, accepted: bool) -> Standing:
    refused = standing.refused + (standing.stage is Stage.TIGHTENED and not accepted)
    return replace(standing, recent=(*standing.recent, accepted)[-LOTS_LOOKED_BACK:], refused=refused)


def _is_to_tighten(standing: Standing) -> bool:
    return standing.recent.count(False) >= REFUSED_TO_TIGHTEN


def _after_normal(standing: Standing, lot: Lot, plan: Resolved, edition: Edition) -> Standing:
    if _is_to_tighten(standing):
        return Standing(stage=Stage.TIGHTENED)
    score = _score(standing.score, lot, plan, edition)
    if score >= SCORE_TO_REDUCE and lot.steady and lot.approved:
        return Standing(stage=Stage.REDUCED, score=score)
    return replace(standing, score=score)


def _after_tightened(standing: Standing) -> Standing:
    if standing.refused >= REFUSED_TO_STOP:
        return replace(standing, stage=Stage.DISCONTINUED)
    if len(standing.recent) >= ACCEPTED_TO_RELAX and all(standing.recent[-ACCEPTED_TO_RELAX:]):
        return Standing()
    return standing


def _score(score: int, lot: Lot, plan: Resolved, edition: Edition) -> int:
    if lot.nonconforming > plan.accept:
        return 0
    if plan.accept <= 1:
        return score + 2
    tighter = resolved(
        LETTERS.index(plan.letter), aql_place(lot.aql) - 1, state=State.NORMAL, edition=edition
    )  # fmt: skip
    return score + 3 if lot.nonconforming <= tighter.accept else 0
