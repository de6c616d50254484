"""What was found in a lot: defects counted class by class, and what a judged lot means for the factory's promise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from troth.commitments.evidence import Quality, Severity, weight
from troth.commitments.outcomes import Outcome
from troth.quality.verdicts import Counting, DefectClass, LotVerdict, Verdict

SEVERITIES: dict[DefectClass, Severity] = {
    DefectClass.CRITICAL: "critical",
    DefectClass.MAJOR: "major",
    DefectClass.MINOR: "normal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Hold one finding of a class.

    Args:
        unit: Which unit of the sample; None where several alike were counted at once.
        units: How many units, 1 where the unit is named.
        defects: How many defects on them.
    """

    unit: int | None
    units: int = 1
    defects: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCount:
    """Hold what a class comes to.

    Args:
        units: Units that do not conform, each once however many defects it has.
        defects: Every defect.
    """

    units: int
    defects: int

    def counted(self, counting: Counting) -> int:
        """Return the number the plan counts."""
        return self.units if counting is Counting.UNITS else self.defects


def count_class(found: Iterable[Found]) -> ClassCount:
    """Count the findings of one class, whoever found them and in whichever order they came.

    Args:
        found: The findings; a unit named twice is one unit with the defects of both.

    Source: ISO 2859-1:1999, 3.1.7 and 3.1.8; `domain.md` c.2.

    >>> count_class([Found(unit=7), Found(unit=7, defects=2), Found(unit=None, units=3, defects=3)])
    ClassCount(units=4, defects=6)
    """
    named: set[int] = set()
    alike = defects = 0
    for one in found:
        defects += one.defects
        if one.unit is None:
            alike += one.units
        else:
            named.add(one.unit)
    return ClassCount(units=len(named) + alike, defects=defects)


def outcome_of_lot(judged: LotVerdict, *, on: date, quality: Quality, stake: float = 1.0) -> Outcome | None:
    """Turn a verdict into what came of the factory's promise that the lot meets the plan.

    Args:
        judged: The verdict of the frozen plan.
        on: Day it was handed in.
        quality: How far the finding can be relied on.
        stake: What was at stake, 0.5 to 2.

    Returns:
        Kept where accepted; broken where not, heavier the graver the class that failed; None while it is pending:
        unknown is neither.

    Source: `domain.md` a.3.

    >>> done = LotVerdict(verdict=Verdict.ACCEPTED, classes={DefectClass.MAJOR: Verdict.ACCEPTED})
    >>> outcome_of_lot(done, on=date(2026, 3, 2), quality="third_party_on_site").kept_weight
    1.0
    """
    if judged.verdict is Verdict.PENDING:
        return None
    is_kept = judged.verdict is Verdict.ACCEPTED
    failed = [kind for kind in DefectClass if judged.classes.get(kind) is Verdict.NOT_ACCEPTED]
    severity: Severity = "normal" if is_kept else SEVERITIES[failed[0]]
    heavy = weight(stake=stake, severity=severity, quality=quality)
    return Outcome(
        recorded_on=on,
        counted_on=on,
        counted_from=on,
        lines=1,
        kept=int(is_kept),
        excused=0,
        scored_on=on,
        scored_from=on,
        kept_weight=heavy if is_kept else 0.0,
        broken_weight=0.0 if is_kept else heavy,
        excused_weight=0.0,
    )
