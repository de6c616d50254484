"""Corrective action of two parties: by when, what lacks before it may close, whether it worked, and the 8D parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil, exp

from troth.basis.counts import checked_fraction
from troth.basis.findings import Finding, Severity
from troth.basis.special import special
from troth.basis.text import gettext_noop
from troth.quality.verdicts import DefectClass


class Stage(StrEnum):
    """The parts of a corrective action, in their order."""

    CONTAINMENT = "containment"
    CAUSE = "cause"
    CORRECTION = "correction"
    PREVENTION = "prevention"


class Effect(StrEnum):
    """What the lots since say of an action."""

    TOO_EARLY = "too-early"
    SHOWN = "shown"
    CAME_BACK = "came-back"


DAYS = {DefectClass.CRITICAL: 7, DefectClass.MAJOR: 30, DefectClass.MINOR: 90}
CONTAINMENT_DAYS, HOURS_A_DAY = 1, 24
_OTHER = {"buyer": "factory", "factory": "buyer"}
CONFIRM_WORKING_DAYS = 5
"""Working days of its own within which a side confirms what the other did, or says what lacks (`domain.md` 0.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """Hold how far one step has come.

    Args:
        stage: Which part of the action it belongs to.
        side: Whose step it is, "buyer" or "factory".
        done: Whether its owner reported it done, with proof.
        confirmed: Whether the other side confirmed it.
    """

    stage: Stage
    side: str
    done: bool
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LotSince:
    """Hold one lot after an action was carried out.

    Args:
        looked_at: Units looked at, 1 or more.
        came_back: Units on which the same defect was found.
    """

    looked_at: int
    came_back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """Hold a comparison of a defect rate before and after.

    Args:
        before: Fraction bad before.
        after: Fraction bad after.
        p_value: Fisher's exact probability of so clear a fall, or a clearer one, by chance alone.
    """

    before: float
    after: float
    p_value: float

    @property
    def has_fallen(self) -> bool:
        """Tell whether the fraction is lower than before, by however little.

        >>> BeforeAfter(before=0.0, after=0.0, p_value=1.0).has_fallen
        False
        """
        return self.after < self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Hold what two sides agreed about problems.

    Args:
        containment_hours: Wall-clock hours to contain a problem, above 0.
        report_days: Calendar days to the full report, in which the cause stands, 1 or more.
    """

    containment_hours: float
    report_days: int


def due_day(grade: DefectClass, *, stage: Stage, opened: date, terms: Terms | None = None) -> date:
    """Return the day by which a part of an action is due.

    Args:
        grade: How grave the problem is.
        stage: Which part.
        opened: Day on which it was opened.
        terms: What both sides agreed; None where they signed nothing.

    Source: `domain.md` d.2 and 4.6: containment within 24 h; 7, 30 or 90 days by grade; the cause by half of them, and
        within the days agreed for the full report (S3-29).

    >>> due_day(DefectClass.MAJOR, stage=Stage.CONTAINMENT, opened=date(2026, 3, 2)).isoformat()
    '2026-03-03'
    """
    days = DAYS[grade]
    if stage is Stage.CONTAINMENT:
        days = CONTAINMENT_DAYS if terms is None else max(1, ceil(terms.containment_hours / HOURS_A_DAY))
    elif stage is Stage.CAUSE:
        days = days // 2 if terms is None else min(days // 2, terms.report_days)
    return opened + timedelta(days=days)


def what_lacks(
    steps: Sequence[StepDone], *, cause_side: str, lots: Sequence[LotSince], lots_to_watch: int
) -> tuple[Finding, ...]:
    """Name everything that an action lacks before it may close.

    Args:
        steps: All its steps.
        cause_side: Whose the cause was, empty while the sides have not agreed.
        lots: Lots since it was carried out, in order.
        lots_to_watch: How many must be clean.

    Returns:
        One finding for each thing that lacks; none where it may close.

    Source: `domain.md` S0-37, 0.4: no closing without evidence; anchors B6.

    >>> [lack.code for lack in what_lacks([], cause_side="factory", lots=[], lots_to_watch=3)][:2]
    ['corrective.no-step', 'corrective.no-step']
    """
    lacking = [lack for stage in Stage for lack in _stage_lacks(stage, steps)]
    if not cause_side:
        message = gettext_noop("The two sides do not say the same yet about whose the cause was.")
        lacking.append(Finding(code="corrective.no-cause-side", severity=Severity.WARNING, message=message))
    effect = effect_of(lots, lots_to_watch=lots_to_watch)
    if effect is Effect.TOO_EARLY:
        message = gettext_noop("%(clean)s of %(wanted)s lots have shown that it works: inspect the next ones.")
        params = {"clean": len(lots), "wanted": lots_to_watch}
        lacking.append(Finding(code="corrective.not-shown", severity=Severity.WARNING, message=message, params=params))
    if effect is Effect.CAME_BACK:
        message = gettext_noop("The problem came back in a later lot; it is open again.")
        lacking.append(Finding(code="corrective.came-back", severity=Severity.SERIOUS, message=message))
    return tuple(lacking)


def effect_of(lots: Sequence[LotSince], *, lots_to_watch: int) -> Effect:
    """Say what the lots since an action show.

    Args:
        lots: Lots since it was carried out, in order.
        lots_to_watch: How many must be clean, 1 or more.

    Source: `domain.md` S0-37: effectiveness over the next k lots; recurrence reopens.

    >>> effect_of([LotSince(looked_at=80, came_back=0)] * 3, lots_to_watch=3)
    <Effect.SHOWN: 'shown'>
    """
    if any(lot.came_back for lot in lots):
        return Effect.CAME_BACK
    return Effect.SHOWN if len(lots) >= lots_to_watch else Effect.TOO_EARLY


def lots_that_show(*, usual_rate: float, units_a_lot: int, confidence: float = 0.9) -> int:
    """Return how many clean lots it takes to show that a rate has fallen, rather than that none was met by luck.

    Args:
        usual_rate: Fraction of units that had the defect before, between 0 and 1.
        units_a_lot: Units looked at in a lot, 1 or more.
        confidence: How sure to be, a fraction.

    Source: (1 - p)^(n k) <= 1 - confidence.

    >>> lots_that_show(usual_rate=0.02, units_a_lot=80)
    2
    """
    p = checked_fraction(usual_rate, name="usual rate")
    left = 1.0 - checked_fraction(confidence, name="confidence")
    lots, chance = 1, (1.0 - p) ** units_a_lot
    while chance**lots > left:
        lots += 1
    return lots


def before_after(*, bad_before: int, units_before: int, bad_after: int, units_after: int) -> BeforeAfter:
    """Compare a defect rate before and after a countermeasure.

    Args:
        bad_before: Units with the defect before.
        units_before: Units looked at before, 1 or more.
        bad_after: Units with the defect after.
        units_after: Units looked at after, 1 or more.

    Raises:
        ValueError: There were no units, or more bad ones than units.

    Source: Fisher's exact test, one-sided; `domain.md` S0-32.

    >>> f"{before_after(bad_before=12, units_before=200, bad_after=2, units_after=200).p_value:.4f}"
    '0.0057'
    """
    if not (0 <= bad_before <= units_before and 0 <= bad_after <= units_after and units_before and units_after):
        raise ValueError("Bad units are 0 up to the units looked at, and some were looked at before and after.")
    bad, everything = bad_before + bad_after, units_before + units_after
    lowest = max(0, bad - units_before)
    chance = sum(_hypergeometric(found, everything, bad, units_after) for found in range(lowest, bad_after + 1))
    return BeforeAfter(
        before=bad_before / units_before, after=bad_after / units_after, p_value=min(1.0, chance)
    )  # fmt: skip


def eight_disciplines() -> Mapping[str, str]:
    """Return the headings of an 8D report, in their order, each marked for translation.

    Source: Ford, Team Oriented Problem Solving (1987); VDA, 8D Problem Solving in 8 Disciplines (2018).

    >>> list(eight_disciplines())[:2]
    ['D1', 'D2']
    """
    return {
        "D1": gettext_noop("Team"),
        "D2": gettext_noop("Problem"),
        "D3": gettext_noop("Containment"),
        "D4": gettext_noop("Cause"),
        "D5": gettext_noop("Corrections chosen"),
        "D6": gettext_noop("Corrections carried out and shown to work"),
        "D7": gettext_noop("Prevention"),
        "D8": gettext_noop("Closing, and thanks to the team"),
    }


def _stage_lacks(stage: Stage, steps: Sequence[StepDone]) -> list[Finding]:
    own = [step for step in steps if step.stage is stage]
    if not own:
        message = gettext_noop("There is no step of %(stage)s yet: write one.")
        params = {"stage": str(stage)}
        return [Finding(code="corrective.no-step", severity=Severity.WARNING, message=message, params=params)]
    undone = sorted({step.side for step in own if not step.done})
    unconfirmed = sorted({_OTHER[step.side] for step in own if step.done and not step.confirmed})
    not_done = gettext_noop("%(side)s has a step of %(stage)s to do, and to say what proves it.")
    not_confirmed = gettext_noop("%(side)s has a step of %(stage)s to confirm, or to say what lacks in it.")
    lacking = [("corrective.not-done", not_done, side) for side in undone]
    lacking += [("corrective.not-confirmed", not_confirmed, side) for side in unconfirmed]
    return [
        Finding(code=code, severity=Severity.WARNING, message=message, params={"stage": str(stage), "side": side})
        for code, message, side in lacking
    ]


def _hypergeometric(found: int, everything: int, bad: int, drawn: int) -> float:
    gammaln = special().gammaln

    def log_choose(of: int, taken: int) -> float:
        return float(gammaln(of + 1) - gammaln(taken + 1) - gammaln(of - taken + 1))

    return exp(log_choose(bad, found) + log_choose(everything - bad, drawn - found) - log_choose(everything, drawn))
