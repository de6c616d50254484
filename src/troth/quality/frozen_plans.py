"""The plan that is frozen on an inspection: numbers for each class, in a form to keep, to hash and to read again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from troth.basis.findings import Finding, Severity
from troth.basis.text import gettext_noop
from troth.quality.schemes import AQL_SERIES, Edition, Level, State, aql_place, counts_defects_alone
from troth.quality.single_plans import single_plan
from troth.quality.switching import Stage
from troth.quality.verdicts import ClassPlan, Counting, DefectClass, largest_sample

_COUNTS_DEFECTS = gettext_noop("An AQL of %(aql)s is in defects per 100 units: count defects, or take 10 or less.")


class NotPlanned(ValueError):
    """No class has a limit, or inspection of one is discontinued; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLimit:
    """Hold what is agreed for one class of defects.

    Args:
        aql: Acceptance quality limit of the series; None accepts none in the largest sample of the other classes.
        stage: How strictly this class is inspected now, from switching.
        level: The class's own inspection level.
        counting: Bad units, or defects on them.

    >>> ClassLimit(aql="2.5").stage
    <Stage.NORMAL: 'normal'>
    """

    aql: str | None
    stage: Stage = Stage.NORMAL
    level: Level = Level.II
    counting: Counting = Counting.UNITS


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenClass:
    """Hold the numbers of one class as they stood when the inspection was planned.

    Args:
        aql: As agreed, in the series' own writing; empty where none is accepted.
        level: Inspection level.
        stage: How strictly it is inspected.
        letter: Code letter; empty where none is accepted.
        plan: Sample size and numbers.
        every_unit: Whether the sample is the whole lot.
    """

    aql: str
    level: str
    stage: str
    letter: str
    plan: ClassPlan
    every_unit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Hold how a plan is carried out that no table of AQLs gives.

    Args:
        method: One of `sampling_values.METHODS`.
        values: What was agreed, as text, by the names of `sampling_values.NEEDED`.
        numbers: What was worked out of it when the plan was frozen, whole numbers by name.
    """

    method: str
    values: Mapping[str, str]
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenPlan:
    """Hold the plan of one lot.

    Args:
        lot: Units in the lot.
        edition: Whose tables.
        classes: The numbers of each class.
        way: How it is carried out where not by AQL.
    """

    lot: int
    edition: Edition
    classes: Mapping[DefectClass, FrozenClass]
    way: Way | None = None

    @property
    def largest(self) -> int:
        """Units to draw: the largest sample of any class."""
        return max(one.plan.sample_size for one in self.classes.values())

    @property
    def plans(self) -> dict[DefectClass, ClassPlan]:
        """The numbers that a verdict takes."""
        return {kind: one.plan for kind, one in self.classes.items()}


def freeze(lot: int, limits: Mapping[DefectClass, ClassLimit], *, edition: Edition = Edition.ISO_2859_1) -> FrozenPlan:
    """Look up the plan of every class of a lot.

    Args:
        lot: Units in the lot, 1 or more; of a single unit no sample is drawn, and none of any class is accepted on it.
        limits: What is agreed for each class; a critical class without an AQL accepts none in the largest sample.
        edition: Whose tables.

    Raises:
        NotPlanned: No class has an AQL, inspection of one is discontinued, or bad units are counted at an AQL above 10.
        ImpossibleLot: No unit.
        UnknownAql: A limit is not in the series.

    Source: ISO 2859-1:1999; `domain.md` c.2 for the class that accepts none.

    >>> plan = freeze(5_000, {DefectClass.CRITICAL: ClassLimit(aql=None), DefectClass.MAJOR: ClassLimit(aql="2.5")})
    >>> plan.classes[DefectClass.CRITICAL].plan.sample_size, plan.classes[DefectClass.MAJOR].plan.accept
    (200, 10)
    """
    stopped = sorted(str(kind) for kind, limit in limits.items() if limit.stage is Stage.DISCONTINUED)
    if stopped:
        raise NotPlanned(
            f"Inspection of {', '.join(stopped)} defects is discontinued after five lots refused; show first that "
            "corrective action works, then resume."
        )
    classes = {kind: _looked_up(lot, limit, edition) for kind, limit in limits.items() if limit.aql is not None}
    if not classes:
        raise NotPlanned("Give at least one class of defects an AQL.")
    none = largest_sample({kind: one.plan for kind, one in classes.items()})
    for kind, limit in limits.items():
        if limit.aql is None:
            classes[kind] = FrozenClass(
                aql="", level=str(limit.level), stage=str(Stage.NORMAL), letter="", plan=none,
                every_unit=none.sample_size == lot,
            )  # fmt: skip
    return FrozenPlan(
        lot=lot, edition=edition, classes={kind: classes[kind] for kind in DefectClass if kind in classes}
    )


def wrong_counting(aql: str, *, counting: Counting) -> Finding | None:
    """Find that an AQL does not go together with what is counted.

    Args:
        aql: Of the series.
        counting: Bad units, or defects on them.

    Returns:
        A finding where bad units are to be counted at an AQL above 10, None otherwise.

    Raises:
        UnknownAql: It is not in the series.

    Source: ISO 2859-1:1999, 5.1.

    >>> wrong_counting("15", counting=Counting.UNITS).sentence()
    'An AQL of 15 is in defects per 100 units: count defects, or take 10 or less.'
    >>> wrong_counting("15", counting=Counting.DEFECTS) is None
    True
    """
    if not counts_defects_alone(aql) or counting is Counting.DEFECTS:
        return None
    return Finding(
        code="sampling.counting", severity=Severity.WARNING, message=_COUNTS_DEFECTS, params={"aql": aql}
    )  # fmt: skip


def as_json(plan: FrozenPlan) -> dict[str, Any]:
    """Return a plan as plain values, to be kept beside what was found.

    Args:
        plan: A frozen plan.

    Source: own form, version 1; `from_json` reads it back unchanged.

    >>> as_json(freeze(5_000, {DefectClass.MAJOR: ClassLimit(aql="2.5")}))["classes"]["major"]["letter"]
    'L'
    """
    way = plan.way
    return {
        "form": 1,
        "lot": plan.lot,
        "edition": str(plan.edition),
        "classes": {
            str(kind): {
                "aql": one.aql, "level": one.level, "stage": one.stage, "letter": one.letter,
                "sample_size": one.plan.sample_size, "accept": one.plan.accept, "reject": one.plan.reject,
                "counting": str(one.plan.counting), "every_unit": one.every_unit,
            }
            for kind, one in plan.classes.items()
        },
        # Left out where there is none: what was frozen before keeps its digest.
        **({"way": {"method": way.method, "values": dict(way.values), "numbers": dict(way.numbers)}} if way else {}),
    }  # fmt: skip


def from_json(kept: Mapping[str, Any]) -> FrozenPlan:
    """Read a plan that was kept.

    Args:
        kept: What `as_json` returned.

    Raises:
        NotPlanned: It is no plan of this form.

    Source: own form, version 1.

    >>> plan = freeze(5_000, {DefectClass.MAJOR: ClassLimit(aql="2.5")})
    >>> from_json(as_json(plan)) == plan
    True
    """
    if kept.get("form") != 1:
        raise NotPlanned("This is no frozen plan of form 1.")
    classes = {
        DefectClass(kind): FrozenClass(
            aql=one["aql"], level=one["level"], stage=one["stage"], letter=one["letter"], every_unit=one["every_unit"],
            plan=ClassPlan(
                sample_size=one["sample_size"], accept=one["accept"], reject=one["reject"],
                counting=Counting(one["counting"]),
            ),
        )
        for kind, one in kept["classes"].items()
    }  # fmt: skip
    way = Way(**kept["way"]) if kept.get("way") else None
    return FrozenPlan(lot=kept["lot"], edition=Edition(kept["edition"]), classes=classes, way=way)


def digest(kept: Mapping[str, Any]) -> str:
    """Return the hash that both sides sign and a report prints.

    Args:
        kept: Plain values, such as those of `as_json` or of a report.

    Returns:
        SHA-256 of its JSON with sorted keys and no spaces, in UTF-8, as 64 hexadecimal digits.

    Source: JSON as RFC 8785 writes it, for whole numbers and text.

    >>> digest({"b": 1, "a": "é"})[:8]
    'aa58fba8'
    """
    return sha256(
        json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    ).hexdigest()


def _looked_up(lot: int, limit: ClassLimit, edition: Edition) -> FrozenClass:
    aql = AQL_SERIES[aql_place(limit.aql or "")]
    wrong = wrong_counting(aql, counting=limit.counting)
    if wrong is not None:
        raise NotPlanned(wrong.sentence())
    if lot == 1:
        # The tables begin with lots of 2. No letter stands for one unit, so that it never moves switching either.
        one = ClassPlan(sample_size=1, accept=0, reject=1, counting=limit.counting)
        return FrozenClass(
            aql=aql, level=str(limit.level), stage=str(limit.stage), letter="", plan=one, every_unit=True
        )  # fmt: skip
    found = single_plan(lot, aql=aql, level=limit.level, state=State(str(limit.stage)), edition=edition)
    return FrozenClass(
        aql=aql,
        level=str(limit.level),
        stage=str(limit.stage),
        letter=found.code_letter,
        plan=ClassPlan(
            sample_size=found.sample_size, accept=found.accept, reject=found.reject, counting=limit.counting
        ),
        every_unit=found.full_inspection,
    )
