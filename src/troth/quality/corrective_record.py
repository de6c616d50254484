"""What a corrective action means for the record: who bears a lot that was not accepted, and whether it held."""

from dataclasses import replace
from datetime import date

from troth.commitments.evidence import Severity, weight
from troth.commitments.outcomes import Outcome
from troth.quality.verdicts import DefectClass

BUYERS_SHARE = {"buyer": 1.0, "both": 0.5, "factory": 0.0, "third": 0.0, "": 0.0}
"""Share of a lot that was not accepted which the buyer bears, by whose the cause was. A third party is chosen by the
factory; one that the buyer named is the buyer's cause."""
SEVERITIES: dict[DefectClass, Severity] = {
    DefectClass.CRITICAL: "critical",
    DefectClass.MAJOR: "major",
    DefectClass.MINOR: "normal",
}


def borne(outcome: Outcome, *, buyers_share: float, on: date) -> tuple[Outcome, Outcome | None]:
    """Split what came of a lot between the factory that made it and the buyer that caused it, in whole or in part.

    Args:
        outcome: What came of the factory's promise that the lot meets the plan.
        buyers_share: Which part of the cause was the buyer's, 0 to 1.
        on: Day from which it is known.

    Returns:
        The factory's outcome, that part of it excused; and the buyer's own, None where there is nothing to bear.
        Together they break as much as before.

    Source: `domain.md` a.3, a.4: what the other side caused is excused; design 1.5.

    >>> day = date(2026, 3, 2)
    >>> bad = Outcome(recorded_on=day, counted_on=day, counted_from=day, lines=1, kept=0, excused=0, scored_on=day,
    ...               scored_from=day, kept_weight=0.0, broken_weight=2.0, excused_weight=0.0)
    >>> made, asked = borne(bad, buyers_share=0.5, on=day)
    >>> made.broken_weight, made.excused_weight, asked.broken_weight
    (1.0, 1.0, 1.0)
    """
    if not 0.0 <= buyers_share <= 1.0:
        raise ValueError(f"A share is between 0 and 1, not {buyers_share}.")
    if not outcome.broken_weight or not buyers_share:
        return outcome, None
    part, is_whole = outcome.broken_weight * buyers_share, buyers_share == 1.0
    known = replace(
        outcome, recorded_on=on, counted_from=max(on, outcome.counted_from), scored_from=max(on, outcome.scored_from)
    )  # fmt: skip
    made = replace(
        known, lines=0 if is_whole else known.lines, excused=int(is_whole),
        broken_weight=outcome.broken_weight - part, excused_weight=outcome.excused_weight + part,
    )  # fmt: skip
    asked = replace(known, lines=1, kept=0, excused=0, broken_weight=part, excused_weight=0.0)
    return made, asked


def outcome_of_effect(grade: DefectClass, *, held: bool, on: date) -> Outcome:
    """Return what came of the promise that a problem does not come back.

    Args:
        grade: How grave it is.
        held: Whether the lots watched have shown that it works; False where it came back.
        on: Day on which that was known.

    Returns:
        Kept or broken, of the weight of its grade; the lots are evidence that both sides have.

    Source: `domain.md` a.2 (quality: corrective action effective), a.3.

    >>> outcome_of_effect(DefectClass.MAJOR, held=True, on=date(2026, 3, 2)).kept_weight
    1.8
    """
    heavy = weight(severity=SEVERITIES[grade], quality="counterpart_confirmed")
    return Outcome(
        recorded_on=on, counted_on=on, counted_from=on, lines=1, kept=int(held), excused=0, scored_on=on,
        scored_from=on, kept_weight=heavy if held else 0.0, broken_weight=0.0 if held else heavy, excused_weight=0.0,
    )  # fmt: skip
