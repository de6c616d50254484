"""What answers and readings come to: units of each class that miss a requirement, beside defects written down."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from troth.quality.checklists import Answer, Item, Kind
from troth.quality.field_questions import asked, fails, is_beyond, name_folded, names_of
from troth.quality.lot_findings import ClassCount
from troth.quality.verdicts import DefectClass, LotVerdict, Verdict, worst_of

_GRAVEST_FIRST = tuple(DefectClass)
_DECIDING: Mapping[str, frozenset[DefectClass]] = {
    "sequential": frozenset({DefectClass.CRITICAL, DefectClass.MAJOR}),
    "continuous": frozenset({DefectClass.CRITICAL, DefectClass.MAJOR}),
    "variables": frozenset({DefectClass.CRITICAL}),
}
"""Which classes counts decide where a plan is not carried out by two numbers; the others are recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Hold a defect that somebody wrote down.

    Attributes:
        defect_class: As it was written down.
        names: What it is called: its code and its name.
        unit: Which unit of the sample; None where several alike were counted at once.
        units: How many units.
        defects: How many defects on them.
    """

    defect_class: DefectClass
    names: tuple[str, ...]
    unit: int | None = None
    units: int = 1
    defects: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Hold a requirement told by a number, with its readings.

    Attributes:
        code: Its short name in the specification.
        name: What it is called there.
        defect_class: Of a unit beyond its limits; None where nobody said.
        lower: Least value that conforms; None where only too much is wrong.
        upper: Greatest value that conforms.
        wanted: Units on which it is to be measured, 0 or more.
        readings: Each as the number of the unit and the value.
    """

    code: str
    name: str
    defect_class: DefectClass | None
    lower: float | None = None
    upper: float | None = None
    wanted: int = 0
    readings: Sequence[tuple[int, float]] = ()

    def beyond(self) -> frozenset[int]:
        """Return the units with a reading beyond the limits, each once."""
        return frozenset(unit for unit, value in self.readings if is_beyond(value, lower=self.lower, upper=self.upper))


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Hold what was asked, answered, measured and written down in one inspection.

    Attributes:
        items: The questions.
        answers: By code; what nobody answered, or two people differently, is left out.
        photographed: Codes of questions that photos answer.
        measured: The requirements told by a number, but for those that a plan by measurement judges itself.
        recorded: Defects written down and not taken back.
    """

    items: Sequence[Item] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    photographed: Collection[str] = ()
    measured: Sequence[Measured] = ()
    recorded: Sequence[Recorded] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FromChecks:
    """Hold what answers and readings add to a class, beyond the defects written down.

    Attributes:
        answers: Codes of the questions that failed, one unit each.
        numbers: Units measured beyond limits.
        requirements: Codes of the requirements beyond whose limits they are.
        defects: Each failed question and each unit beyond a requirement's limits.
        open: Codes of what had to be answered or measured and was not, or not wholly.
    """

    answers: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    requirements: tuple[str, ...] = ()
    defects: int = 0
    open: tuple[str, ...] = ()

    @property
    def units(self) -> int:
        """How many units."""
        return len(self.answers) + len(self.numbers)


def unanswered(looked: Looked) -> tuple[str, ...]:
    """Return the codes of the questions that must be answered, are asked and are not, of whatever class.

    Args:
        looked: What was asked and answered.

    >>> unanswered(Looked(items=[Item(code="a", kind=Kind.TEXT, label={"en": "Which lot?"}, required=True)]))
    ('a',)
    """
    return tuple(
        item.code
        for item in asked(looked.items, looked.answers)
        if item.required and item.kind is not Kind.NOTE and not _is_answered(item, looked)
    )


def found_by_checks(looked: Looked, classes: Collection[DefectClass]) -> dict[DefectClass, FromChecks]:
    """Return what answers and readings add to each class of a plan.

    Args:
        looked: What was asked, answered, measured and written down.
        classes: Of the plan; what is graver than any of them in question counts in the next less grave one, and what
            is less grave than all of them counts nowhere.

    Returns:
        For each class of the plan. A failing answer is a finding on one unit at least. Readings beyond limits are of
        the unit whose number they bear, which counts once for its class, whatever else is wrong with it. Defects
        written down in the class under the name of the question or requirement cover as many units of it.

    Source: a nonconforming unit has one nonconformity or more, and counts once: ISO 2859-1:1999, 3.1.7 and 3.1.8;
    that no answer passes by itself is `domain.md` S3-17.

    >>> from troth.quality.checklists import Choice
    >>> dry = Item(code="dry", kind=Kind.CHOICE, label={"en": "Is it dry?"}, failing=("no",),
    ...     choices=(Choice(value="no", label={}),), defect_class=DefectClass.CRITICAL)
    >>> long = Measured(code="L", name="Length", defect_class=DefectClass.MAJOR, upper=63, readings=[(4, 63.8)])
    >>> looked = Looked(items=[dry], answers={"dry": "no"}, measured=[long])
    >>> found = found_by_checks(looked, list(DefectClass))
    >>> found[DefectClass.CRITICAL].answers, found[DefectClass.MAJOR].numbers
    (('dry',), (4,))
    """
    return {kind: _of_class(looked, kind, classes) for kind in _GRAVEST_FIRST if kind in classes}


def count_with(found: ClassCount, more: FromChecks, *, looked_at: int | None) -> ClassCount:
    """Return what a class comes to with what answers and readings add.

    Args:
        found: Of the defects written down.
        more: Of answers and readings.
        looked_at: Units looked at; None where nobody said.

    Returns:
        Never more units through answers and readings than were looked at: several failed questions may be of one unit.

    Source: own rule.

    >>> count_with(ClassCount(units=1, defects=1), FromChecks(answers=("a", "b"), defects=2), looked_at=2)
    ClassCount(units=2, defects=3)
    """
    room = more.units if looked_at is None else max(0, looked_at - found.units)
    return ClassCount(units=found.units + min(more.units, room), defects=found.defects + more.defects)


def hold_back(judged: LotVerdict, found: Mapping[DefectClass, FromChecks], *, method: str = "") -> LotVerdict:
    """Leave pending what counts alone would accept while something that had to be answered or measured is open.

    Args:
        judged: What the plan says of the counts.
        found: With what is open in each class.
        method: How the plan is carried out where not by two numbers; classes it only records hold nothing back.

    Returns:
        Refused stays refused: a rejection number is reached whatever else would have been found.

    Source: `domain.md` S3-17: nothing passes without an answer.

    >>> one = LotVerdict(verdict=Verdict.ACCEPTED, classes={DefectClass.MAJOR: Verdict.ACCEPTED})
    >>> hold_back(one, {DefectClass.MAJOR: FromChecks(open=("dry",))}).verdict
    <Verdict.PENDING: 'pending'>
    """
    deciding = _DECIDING.get(method, frozenset(DefectClass))
    classes = {
        kind: Verdict.PENDING
        if verdict is Verdict.ACCEPTED and kind in deciding and kind in found and found[kind].open
        else verdict
        for kind, verdict in judged.classes.items()
    }
    return LotVerdict(verdict=worst_of(classes.values()), classes=classes) if classes else judged


def _of_class(looked: Looked, kind: DefectClass, classes: Collection[DefectClass]) -> FromChecks:
    recorded = [each for each in looked.recorded if each.defect_class is kind]
    items = [item for item in asked(looked.items, looked.answers) if _counts_in(item.defect_class, classes) is kind]
    failed = [item for item in items if fails(item, looked.answers.get(item.code))]
    answers = tuple(item.code for item in failed if not _under(recorded, item.code, item.label.values()))
    measured = [each for each in looked.measured if _counts_in(each.defect_class, classes) is kind]
    numbers: set[int] = set()
    requirements, defects = [], len(answers)
    for each in measured:
        left, more = _left(each, recorded)
        numbers |= left
        defects += more
        if left or more:
            requirements.append(each.code)
    lacking = [
        item.code for item in items if item.required and item.kind is not Kind.NOTE and not _is_answered(item, looked)
    ]
    lacking += [each.code for each in measured if len({unit for unit, _value in each.readings}) < each.wanted]
    return FromChecks(
        answers=answers, numbers=tuple(sorted(numbers)), requirements=tuple(requirements), defects=defects,
        open=tuple(lacking),
    )  # fmt: skip


def _left(each: Measured, recorded: Sequence[Recorded]) -> tuple[set[int], int]:
    """Return the units beyond limits of which nobody wrote a defect down, and the defects likewise."""
    beyond, under = each.beyond(), _under(recorded, each.code, [each.name])
    named = {one.unit for one in recorded if one.unit is not None}
    spare = sum(one.units for one in under if one.unit is None)
    spare += len({one.unit for one in under if one.unit is not None} - beyond)
    defects = max(0, len(beyond) - sum(one.defects for one in under))
    return set(sorted(beyond - named)[spare:]), defects


def _under(recorded: Sequence[Recorded], code: str, labels: Iterable[str]) -> list[Recorded]:
    wanted = set(names_of(code, labels))
    return [each for each in recorded if wanted & {name_folded(name) for name in each.names}]


def _counts_in(kind: DefectClass | None, classes: Collection[DefectClass]) -> DefectClass | None:
    if kind is None:
        return None
    return next((each for each in _GRAVEST_FIRST[_GRAVEST_FIRST.index(kind) :] if each in classes), None)


def _is_answered(item: Item, looked: Looked) -> bool:
    if item.kind is Kind.PHOTO:
        return item.code in looked.photographed
    return fails(item, looked.answers.get(item.code)) is not None
