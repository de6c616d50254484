"""What an inspector is asked about requirements that no number tells: one question each, without an answer."""

from collections.abc import Sequence

from troth.basis.text import gettext_noop
from troth.quality.checklists import Choice, Item, Kind
from troth.quality.specifications import Requirement

SECTION = gettext_noop("Specification")
FAILS = "no"
ALL_OF_IT = frozenset({"pre-production", "first-article", "in-line", "final"})
ITS_PACKING = frozenset({"packing", "loading"})
_PREFIX = "requirement."


def is_measured(requirement: Requirement) -> bool:
    """Tell whether a requirement is told by a number.

    Args:
        requirement: Of a specification.

    >>> from troth.quality.verdicts import DefectClass
    >>> is_measured(Requirement(code="L", name="Length", kind="measured", defect_class=DefectClass.MAJOR, lower=59.5))
    True
    """
    return is_told_by_a_number(kind=requirement.kind, lower=requirement.lower, upper=requirement.upper)


def is_told_by_a_number(*, kind: str, lower: float | None, upper: float | None) -> bool:
    """Tell whether a requirement as it is kept is told by a number: of that kind, or with a limit.

    Args:
        kind: What kind it is of.
        lower: Lowest value that is good; None where none is agreed.
        upper: Highest, likewise.

    Source: own rule; `domain.md` S3-17.

    >>> is_told_by_a_number(kind="test", lower=None, upper=8.0)
    True
    """
    return kind == "measured" or lower is not None or upper is not None


def questions_about(
    requirements: Sequence[Requirement], *, stage: str, answers: tuple[Choice, ...]
) -> tuple[Item, ...]:  # fmt: skip
    """Make one question of each requirement that is looked at, tested or about packing.

    Args:
        requirements: Of the specification both sides signed.
        stage: What is inspected; goods are asked about all of it, packing and loading about packing alone, and
            material and meetings about nothing.
        answers: What can be answered; "no" is a finding of the requirement's class.

    Returns:
        The questions in the order of the requirements. None has an answer: what nobody looked at is unknown.

    Source: own rule; `domain.md` S3-17.

    >>> from troth.quality.verdicts import DefectClass
    >>> hook = Requirement(code="H", name="Hooks hold", kind="test", defect_class=DefectClass.CRITICAL, method="10 kg")
    >>> yes_no = (Choice(value="yes", label={"en": "Yes"}), Choice(value="no", label={"en": "No"}))
    >>> [(item.code, item.hint["en"]) for item in questions_about([hook], stage="final", answers=yes_no)]
    [('requirement.H', '10 kg')]
    """
    wanted = [each for each in requirements if not is_measured(each) and is_looked_at(kind=each.kind, stage=stage)]
    return tuple(_question(each, answers) for each in wanted)


def is_looked_at(*, kind: str, stage: str) -> bool:
    """Tell whether a requirement is looked at, tested or measured where something is inspected at a stage.

    Args:
        kind: What kind it is of.
        stage: What is inspected.

    Source: own rule; `domain.md` S3-17.

    >>> is_looked_at(kind="measured", stage="final"), is_looked_at(kind="measured", stage="loading")
    (True, False)
    """
    return stage in ALL_OF_IT or (stage in ITS_PACKING and kind == "packing")


def _question(requirement: Requirement, answers: tuple[Choice, ...]) -> Item:
    more = " · ".join(each for each in (requirement.words, requirement.method) if each)
    return Item(
        code=f"{_PREFIX}{requirement.code}", kind=Kind.CHOICE, label={"en": requirement.name},
        hint={"en": more} if more else {}, section=SECTION, choices=answers, required=True, failing=(FAILS,),
        defect_class=requirement.defect_class,
    )  # fmt: skip
