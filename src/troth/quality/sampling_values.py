"""What a checkpoint's way of sampling needs: its values checked, and told in one plain sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

from troth.basis.counts import NotAFraction, checked_fraction
from troth.basis.findings import Finding, Param, Severity
from troth.basis.text import gettext_noop
from troth.quality.continuous_plans import continuous_limit
from troth.quality.frozen_plans import ClassLimit, NotPlanned, freeze
from troth.quality.operating_curves import ImpossiblePlan
from troth.quality.schemes import Edition, Level, UnknownAql, aql_place, counts_defects_alone
from troth.quality.sequential_plans import sequential_plan
from troth.quality.verdicts import Counting, DefectClass
from troth.quality.zero_acceptance import zero_plan, zero_plan_of_share

Method = Literal["aql", "zero", "sequential", "continuous", "variables", "fixed", "every-unit", "none"]
METHODS: dict[Method, str] = {
    "aql": gettext_noop("by AQL"),
    "zero": gettext_noop("none accepted, sized by risk"),
    "sequential": gettext_noop("sequential"),
    "continuous": gettext_noop("continuous (CSP-1)"),
    "variables": gettext_noop("by measurement"),
    "fixed": gettext_noop("a fixed number"),
    "every-unit": gettext_noop("every unit"),
    "none": gettext_noop("nothing is drawn"),
}
NEEDED: dict[Method, tuple[str, ...]] = {
    "aql": ("edition", "level", "critical", "major", "minor"),
    "zero": ("bad", "risk"),
    "sequential": ("good", "bad", "producer_risk", "consumer_risk"),
    "continuous": ("clearance", "share"),
    "variables": ("readings", "most"),
    "fixed": ("units",),
    "every-unit": (),
    "none": (),
}
"""The values of each method, all as text: fractions such as 0.05, whole numbers, an AQL; an AQL of 0 accepts none."""
NONE_ACCEPTED = "0"
MOST_UNITS = 1_000_000
_USUAL_LOT = 5_000
_ROUNDING = 1e-9

_UNKNOWN = gettext_noop("%(method)s is no way of sampling.")
_LACKS = gettext_noop("This way of sampling needs a value for “%(value)s”.")
_STRANGE = gettext_noop("This way of sampling has no value called “%(value)s”. Take it out.")
_NO_EDITION = gettext_noop("The edition is iso2859-1 or mil-std-105e, not %(given)s.")
_NO_LEVEL = gettext_noop("The level is one of I, II, III, S-1 to S-4, not %(given)s.")
_NO_AQL = gettext_noop("%(given)s is not an AQL of the series, such as 1.0, 2.5 or 4.0; 0 accepts none.")
_ALL_NONE = gettext_noop("Every class accepts none, so no sample has a size. Take the method “none accepted” instead.")
_NO_FRACTION = gettext_noop("“%(value)s” is a fraction between 0 and 1, such as 0.05, not %(given)s.")
_NO_COUNT = gettext_noop("“%(value)s” is a whole number from %(least)s to %(most)s, not %(given)s.")
_WALD = gettext_noop("The bad quality is the larger fraction, and the two risks are less than 1 together.")
_SAID_AQL = gettext_noop(
    "By AQL at level %(level)s: critical %(critical)s, major %(major)s, minor %(minor)s (0 accepts none). Of a lot of "
    "%(lot)s, %(units)s units are looked at."
)
_SAID_AQL_DEFECTS = gettext_noop(
    "By AQL at level %(level)s: critical %(critical)s, major %(major)s, minor %(minor)s (0 accepts none; above 10 it "
    "is in defects per 100 units, and defects are counted). Of a lot of %(lot)s, %(units)s units are looked at."
)
_SAID_ZERO = gettext_noop(
    "%(units)s units, none of which may be bad: a lot with %(bad)s percent bad ones still passes %(risk)s times in a "
    "hundred."
)
_SAID_SEQUENTIAL = gettext_noop(
    "One unit after the other: with nothing found, the lot passes after %(units)s units; each bad one makes it longer."
)
_SAID_CONTINUOUS = gettext_noop(
    "Every unit until %(clearance)s good ones in a row, then %(share)s percent of them at random: at worst "
    "%(worst)s percent bad ones go out on average."
)
_SAID_VARIABLES = gettext_noop(
    "%(readings)s readings: the lot passes where at most %(most)s percent of it is estimated to lie outside the limits."
)
_SAID_FIXED = gettext_noop("%(units)s units, whatever the lot.")
_SAID_EVERY = gettext_noop("Every unit is looked at.")
_SAID_NONE = gettext_noop("Nothing is drawn: the check is of papers, of a place or of a meeting.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """Hold how a checkpoint samples.

    Attributes:
        method: One of METHODS.
        values: What the method needs, by the names of NEEDED, as text.
    """

    method: Method
    values: Mapping[str, str]


def wrong_sampling(sampling: Sampling) -> Finding | None:
    """Find the first thing that is wrong with a way of sampling.

    Args:
        sampling: As typed.

    Returns:
        A finding that says which value and how to mend it, None where it can be carried out.

    Source: the modules that carry each method out; nothing is rounded to a neighbour silently.

    >>> wrong_sampling(Sampling(method="fixed", values={"units": "20"})) is None
    True
    >>> wrong_sampling(Sampling(method="fixed", values={"units": "0"})).sentence()
    '“units” is a whole number from 1 to 1000000, not 0.'
    """
    if sampling.method not in METHODS:
        return _finding(_UNKNOWN, method=sampling.method)
    needed = NEEDED[sampling.method]
    strange = next((name for name in sampling.values if name not in needed), None)
    if strange is not None:
        return _finding(_STRANGE, value=strange)
    lacking = next((name for name in needed if not str(sampling.values.get(name, "")).strip()), None)
    if lacking is not None:
        return _finding(_LACKS, value=lacking)
    check = _CHECKS.get(sampling.method)
    return check(sampling.values) if check else None


def said_sampling(sampling: Sampling, *, lot: int | None = None) -> Finding:
    """Tell a way of sampling in one sentence, with what it comes to.

    Args:
        sampling: One that `wrong_sampling` finds nothing wrong with.
        lot: Units of the lot it is told of, 1 or more; None tells it of any, by AQL with a lot of 5,000 as the example.

    >>> said_sampling(Sampling(method="zero", values={"bad": "0.01", "risk": "0.05"})).sentence()
    '299 units, none of which may be bad: a lot with 1 percent bad ones still passes 5 times in a hundred.'
    """
    message, params = _SAYINGS[sampling.method](sampling.values, lot)
    return Finding(code=f"sampling.{sampling.method}", severity=Severity.NOTE, message=message, params=params)


def class_limits(sampling: Sampling) -> dict[DefectClass, ClassLimit]:
    """Return what a plan by AQL agrees for each class, as a frozen plan takes it.

    Args:
        sampling: By AQL, with nothing wrong.

    Returns:
        A limit for each class at normal inspection; switching puts its own stage in. An AQL above 10 counts defects.

    >>> values = {"edition": "iso2859-1", "level": "II", "critical": "0", "major": "2.5", "minor": "4.0"}
    >>> class_limits(Sampling(method="aql", values=values))[DefectClass.MAJOR].aql
    '2.5'
    """
    level = Level(sampling.values["level"])
    return {
        kind: ClassLimit(aql=None) if aql == NONE_ACCEPTED else ClassLimit(
            aql=aql, level=level, counting=Counting.DEFECTS if counts_defects_alone(aql) else Counting.UNITS
        )
        for kind in DefectClass
        for aql in [sampling.values[kind.value]]
    }  # fmt: skip


def _wrong_aql(values: Mapping[str, str]) -> Finding | None:
    if values["edition"] not in set(Edition):
        return _finding(_NO_EDITION, given=values["edition"])
    if values["level"] not in set(Level):
        return _finding(_NO_LEVEL, given=values["level"])
    aqls = [values[kind.value] for kind in DefectClass]
    for aql in aqls:
        try:
            _ = aql == NONE_ACCEPTED or aql_place(aql)
        except UnknownAql:
            return _finding(_NO_AQL, given=aql)
    return _finding(_ALL_NONE) if set(aqls) == {NONE_ACCEPTED} else None


def _wrong_sequential(values: Mapping[str, str]) -> Finding | None:
    wrong = _wrong_fractions(*NEEDED["sequential"])(values)
    if wrong is not None:
        return wrong
    try:
        sequential_plan(**_fractions(values))
    except ImpossiblePlan:
        return _finding(_WALD)
    return None


def _wrong_fractions(*names: str) -> Callable[[Mapping[str, str]], Finding | None]:
    def check(values: Mapping[str, str]) -> Finding | None:
        for name in names:
            try:
                checked_fraction(float(values[name]), name=name)
            except (NotAFraction, ValueError):
                return _finding(_NO_FRACTION, value=name, given=values[name])
        return None

    return check


def _wrong_count(name: str, *, least: int = 1) -> Callable[[Mapping[str, str]], Finding | None]:
    def check(values: Mapping[str, str]) -> Finding | None:
        text = values[name]
        if text.isascii() and text.isdigit() and least <= int(text[:9]) <= MOST_UNITS and text == str(int(text[:9])):
            return None
        return _finding(_NO_COUNT, value=name, least=least, most=MOST_UNITS, given=text)

    return check


def _both(*checks: Callable[[Mapping[str, str]], Finding | None]) -> Callable[[Mapping[str, str]], Finding | None]:
    return lambda values: next((wrong for check in checks if (wrong := check(values)) is not None), None)


_CHECKS: dict[Method, Callable[[Mapping[str, str]], Finding | None]] = {
    "aql": _wrong_aql,
    "zero": _wrong_fractions("bad", "risk"),
    "sequential": _wrong_sequential,
    "continuous": _both(_wrong_count("clearance"), _wrong_fractions("share")),
    # Three readings are the fewest from which a share can be estimated.
    "variables": _both(_wrong_count("readings", least=3), _wrong_fractions("most")),
    "fixed": _wrong_count("units"),
}

_Said = tuple[str, dict[str, Param]]


def _say_aql(values: Mapping[str, str], of: int | None) -> _Said:
    lot = of or _USUAL_LOT
    try:
        plan = freeze(lot, class_limits(Sampling(method="aql", values=values)), edition=Edition(values["edition"]))
        units: Param = plan.largest
    except NotPlanned:
        units = "–"
    named = {name: values[name] for name in ("level", "critical", "major", "minor")}
    above = any(aql != NONE_ACCEPTED and counts_defects_alone(aql) for aql in map(values.__getitem__, DefectClass))
    message = _SAID_AQL_DEFECTS if above else _SAID_AQL
    return message, {**named, "lot": lot, "units": units}


def _say_zero(values: Mapping[str, str], lot: int | None) -> _Said:
    bad, risk = float(values["bad"]), float(values["risk"])
    if lot is None:
        units = zero_plan(nonconforming=bad, risk=risk)
    else:
        units = zero_plan_of_share(lot, nonconforming=values["bad"], risk=risk)
    return _SAID_ZERO, {"units": units, "bad": f"{bad * 100:g}", "risk": f"{risk * 100:g}"}


def _say_sequential(values: Mapping[str, str], _lot: int | None) -> _Said:
    plan = sequential_plan(**_fractions(values))
    units = ceil(plan.accept_intercept / plan.slope - _ROUNDING)
    return _SAID_SEQUENTIAL, {"units": units}


def _say_continuous(values: Mapping[str, str], _lot: int | None) -> _Said:
    clearance, share = int(values["clearance"]), float(values["share"])
    worst = continuous_limit(clearance=clearance, share=share).outgoing
    return _SAID_CONTINUOUS, {"clearance": clearance, "share": f"{share * 100:g}", "worst": f"{worst * 100:.2g}"}


def _say_variables(values: Mapping[str, str], _lot: int | None) -> _Said:
    return _SAID_VARIABLES, {"readings": int(values["readings"]), "most": f"{float(values['most']) * 100:g}"}


_SAYINGS: dict[Method, Callable[[Mapping[str, str], int | None], _Said]] = {
    "aql": _say_aql,
    "zero": _say_zero,
    "sequential": _say_sequential,
    "continuous": _say_continuous,
    "variables": _say_variables,
    "fixed": lambda values, lot: (_SAID_FIXED, {"units": min(int(values["units"]), lot or MOST_UNITS)}),
    "every-unit": lambda _values, _lot: (_SAID_EVERY, {}),
    "none": lambda _values, _lot: (_SAID_NONE, {}),
}


def _fractions(values: Mapping[str, str]) -> dict[str, Any]:
    return {name: float(text) for name, text in values.items()}


def _finding(message: str, **params: Param) -> Finding:
    return Finding(code="sampling.wrong", severity=Severity.WARNING, message=message, params=params)
