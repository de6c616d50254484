"""What comes next of switching, in sentences: what tightens, relaxes, reduces, stops or takes up inspection again."""

from troth.basis.findings import Finding, Param, Severity
from troth.basis.text import gettext_noop
from troth.quality.switching import (
    ACCEPTED_TO_RELAX,
    LOTS_LOOKED_BACK,
    REFUSED_TO_STOP,
    REFUSED_TO_TIGHTEN,
    SCORE_TO_REDUCE,
    Stage,
    Standing,
)

_CLEAN = gettext_noop(
    "Inspection is tightened once %(refusals)s of %(lots)s lots in a row are refused; none is so far."
)
_NEXT = gettext_noop("One lot was refused. If the next is refused too, inspection is tightened.")
_WITHIN = gettext_noop("One lot was refused. If one of the next %(left)s is refused too, inspection is tightened.")
_SCORE = gettext_noop("The switching score is %(score)s. From %(needed)s on, less may be looked at.")
_REDUCIBLE = gettext_noop(
    "The switching score is %(score)s, enough to look at less: say when planning the next lot whether production runs "
    "steadily and whether the buyer agrees."
)
_RELAX = gettext_noop("Accepted in a row: %(run)s of the %(needed)s lots that lead back to normal inspection.")
_STOP = gettext_noop("Refused on tightened inspection: %(refused)s of the %(needed)s lots that bring it to a stop.")
_REDUCED = gettext_noop("One lot refused, or production that does not run steadily, leads back to normal inspection.")
_STILL = gettext_noop(
    "%(refused)s lots were refused on tightened inspection, so no lot is looked at for this class until corrective "
    "action is shown to work and the buyer agrees. Then it is taken up again, tightened."
)


def outlook(standing: Standing) -> tuple[Finding, ...]:
    """Say what the next lots change, and what stands for or against it already.

    Args:
        standing: Where the lots so far left one site, product family and class.

    Returns:
        One or two sentences, what makes inspection stricter last.

    Source: ISO 2859-1:1999, 9.3 and 9.4.

    >>> [found.sentence() for found in outlook(Standing(stage=Stage.TIGHTENED, recent=(False, True, True), refused=1))]
    ... # doctest: +NORMALIZE_WHITESPACE
    ['Accepted in a row: 2 of the 5 lots that lead back to normal inspection.',
     'Refused on tightened inspection: 1 of the 5 lots that bring it to a stop.']
    """
    if standing.stage is Stage.DISCONTINUED:
        return (_said("still", _STILL, Severity.WARNING, refused=REFUSED_TO_STOP),)
    if standing.stage is Stage.REDUCED:
        return (_said("reduced", _REDUCED),)
    if standing.stage is Stage.TIGHTENED:
        return (
            _said("relax", _RELAX, run=_clean_run(standing.recent), needed=ACCEPTED_TO_RELAX),
            _said("stop", _STOP, Severity.WARNING, refused=standing.refused, needed=REFUSED_TO_STOP),
        )
    return (_score(standing.score), _tighten(standing.recent))


def _score(score: int) -> Finding:
    if score >= SCORE_TO_REDUCE:
        return _said("reducible", _REDUCIBLE, score=score)
    return _said("score", _SCORE, score=score, needed=SCORE_TO_REDUCE)


def _tighten(recent: tuple[bool, ...]) -> Finding:
    """Say how near tightening is: a lot refused counts until as many as are looked back on have followed it."""
    kept = recent[1 - LOTS_LOOKED_BACK :]
    if all(kept):
        return _said("clean", _CLEAN, refusals=REFUSED_TO_TIGHTEN, lots=LOTS_LOOKED_BACK)
    left = LOTS_LOOKED_BACK - kept[::-1].index(False) - 1
    return (
        _said("next", _NEXT, Severity.WARNING) if left == 1 else _said("within", _WITHIN, Severity.WARNING, left=left)
    )


def _clean_run(recent: tuple[bool, ...]) -> int:
    return next((past for past, accepted in enumerate(reversed(recent)) if not accepted), len(recent))


def _said(code: str, message: str, severity: Severity = Severity.NOTE, **params: Param) -> Finding:
    return Finding(code=f"switching.{code}", severity=severity, message=message, params=params)
