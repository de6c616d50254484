"""Whether bulk lots are what the approved sample and the first visit promised."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance
from unicodedata import normalize

from troth.basis.discovery import rejected
from troth.basis.findings import Finding, Severity
from troth.basis.special import special
from troth.basis.text import gettext_noop
from troth.quality.corrective import before_after

FEWEST_READINGS = 3
SMALLEST_SHIFT = 0.5


class TooFewReadings(ValueError):
    """A comparison needs 3 readings or more on either side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Hold how far readings moved.

    Args:
        first: Mean of the approved ones, in the property's unit.
        bulk: Mean of the bulk lots.
        in_deviations: Distance of the two in pooled standard deviations; NaN where nothing varies.
        p_value: Two-sided probability of so large a distance by chance alone.
    """

    first: float
    bulk: float
    in_deviations: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Hold where and by whom something was made; an empty field is not known.

    Args:
        site: The site.
        line: The production line or machine.
        suppliers: Sub-suppliers of its materials and processes.
    """

    site: str = ""
    line: str = ""
    suppliers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """Hold what is known of some goods: of the approved sample and the first visit, or of bulk lots.

    Args:
        readings: Readings of each property, by its name, in the property's unit.
        bad: Bad units found.
        units: Units looked at; 0 where nobody counted.
        origin: Where and by whom it was made.
    """

    readings: Mapping[str, Sequence[float]]
    bad: int = 0
    units: int = 0
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Hold one property of the approved sample beside bulk.

    Args:
        name: What was measured.
        first: Readings of the approved sample.
        bulk: Readings of bulk lots.
        shift: The comparison; None where there are fewer than 3 readings on a side.
        finding: What is noticed; None where nothing is.
    """

    name: str
    first: int
    bulk: int
    shift: Shift | None
    finding: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replication:
    """Hold whether bulk is what the approved sample promised: each property, and what is noticed beside."""

    properties: tuple[Compared, ...]
    findings: tuple[Finding, ...]


def replicated(first: Goods, bulk: Goods, *, level: float = 0.05) -> Replication:
    """Compare bulk lots with the approved sample and the first visit in everything both tell.

    Args:
        first: What was approved.
        bulk: What was made since.
        level: Share of false findings tolerated among the properties that shifted, a fraction.

    Source: `domain.md` S3-32, f.9; Benjamini and Hochberg over the properties, so that many do not raise chance.

    >>> approved, made = Goods(readings={"Width": [10.0, 10.1, 9.9]}), Goods(readings={"Width": [10.0, 10.1, 9.9]})
    >>> replicated(approved, made).findings
    ()
    """
    names = sorted(set(first.readings) | set(bulk.readings))
    shifts = {name: _shift(first.readings.get(name, ()), bulk.readings.get(name, ())) for name in names}
    tested = [math.nan if found is None else found.p_value for found in shifts.values()]
    stands_out = dict(zip(names, rejected(tested, q=level).tolist(), strict=True))
    properties = tuple(
        Compared(
            name=name, first=len(first.readings.get(name, ())), bulk=len(bulk.readings.get(name, ())), shift=found,
            finding=readings_finding(name, found, level=level) if found is not None and stands_out[name] else None,
        )
        for name, found in shifts.items()
    )  # fmt: skip
    findings = list(origin_findings(first.origin, bulk.origin))
    if first.units and bulk.units:
        worse = rate_finding(
            bad_first=first.bad, units_first=first.units, bad_bulk=bulk.bad, units_bulk=bulk.units, level=level
        )
        findings += [worse] if worse is not None else []
    return Replication(properties=properties, findings=tuple(findings))


def _shift(first: Sequence[float], bulk: Sequence[float]) -> Shift | None:
    enough = min(len(first), len(bulk)) >= FEWEST_READINGS
    return shift(first, bulk) if enough else None


def shift(first: Sequence[float], bulk: Sequence[float]) -> Shift:
    """Compare readings of one property of the approved sample with those of bulk lots.

    Args:
        first: Readings of the approved sample or the first visit, 3 or more.
        bulk: Readings of bulk lots, 3 or more, in the same unit.

    Raises:
        TooFewReadings: Fewer than 3 on a side.

    Source: Welch, Biometrika 34 (1947) 28-35; degrees of freedom after Satterthwaite; `domain.md` S3-32.

    >>> found = shift([10.0, 10.1, 9.9, 10.0], [10.4, 10.5, 10.6, 10.5])
    >>> found.p_value < 0.01
    True
    """
    if len(first) < FEWEST_READINGS or len(bulk) < FEWEST_READINGS:
        raise TooFewReadings(f"A comparison needs {FEWEST_READINGS} readings on either side.")
    means = fmean(first), fmean(bulk)
    spread_first, spread_bulk = variance(first) / len(first), variance(bulk) / len(bulk)
    error = sqrt(spread_first + spread_bulk)
    pooled = sqrt((variance(first) + variance(bulk)) / 2)
    if error == 0:
        same = means[0] == means[1]
        return Shift(first=means[0], bulk=means[1], in_deviations=float("nan"), p_value=1.0 if same else 0.0)
    freedom = error**4 / (spread_first**2 / (len(first) - 1) + spread_bulk**2 / (len(bulk) - 1))
    t = (means[1] - means[0]) / error
    p_value = float(2 * special().stdtr(freedom, -abs(t)))
    return Shift(first=means[0], bulk=means[1], in_deviations=(means[1] - means[0]) / pooled, p_value=p_value)


def readings_finding(name: str, found: Shift, *, level: float = 0.05) -> Finding | None:
    """Say that a property moved between the approved sample and bulk, where it did.

    Args:
        name: What was measured.
        found: The comparison.
        level: Probability below which chance is no explanation.

    Returns:
        A finding where the shift is neither chance nor too small to matter (half a deviation); else None.

    Source: `domain.md` S3-32, f.9 (an effect size beside the probability).

    >>> readings_finding("Length", shift([1, 2, 3], [1, 2, 3])) is None
    True
    """
    too_small = abs(found.in_deviations) < SMALLEST_SHIFT
    if found.p_value >= level or too_small:
        return None
    message = gettext_noop("%(name)s was %(first)s in the approved sample and is %(bulk)s in bulk.")
    params: dict[str, str | float] = {"name": name, "first": round(found.first, 4), "bulk": round(found.bulk, 4)}
    return Finding(code="replication.shifted", severity=Severity.WARNING, message=message, params=params)


def rate_finding(
    *, bad_first: int, units_first: int, bad_bulk: int, units_bulk: int, level: float = 0.05
) -> Finding | None:
    """Say that bulk lots are worse than the first ones, where that is no chance.

    Args:
        bad_first: Bad units found at first.
        units_first: Units looked at then, 1 or more.
        bad_bulk: Bad units found in bulk lots.
        units_bulk: Units looked at in them, 1 or more.
        level: Probability below which chance is no explanation.

    Source: Fisher's exact test, one-sided.

    >>> rate_finding(bad_first=0, units_first=80, bad_bulk=1, units_bulk=80) is None
    True
    """
    found = before_after(bad_before=bad_bulk, units_before=units_bulk, bad_after=bad_first, units_after=units_first)
    if found.p_value >= level:
        return None
    message = gettext_noop("%(bulk)s of %(units_bulk)s units were bad in bulk, %(first)s of %(units_first)s at first.")
    params = {"bulk": bad_bulk, "units_bulk": units_bulk, "first": bad_first, "units_first": units_first}
    return Finding(code="replication.worse", severity=Severity.SERIOUS, message=message, params=params)


def origin_findings(first: Origin, bulk: Origin) -> tuple[Finding, ...]:
    """Name what is known to have changed in where and by whom something is made.

    Args:
        first: Of the approved sample.
        bulk: Of a bulk lot. What either does not say is not compared.

    Source: `domain.md` S3-32: same line, site, equipment and sub-suppliers.

    >>> [found.code for found in origin_findings(Origin(site="Dongguan"), Origin(site="Huizhou"))]
    ['replication.other-site']
    """
    found = list[Finding]()
    if first.site and bulk.site and first.site != bulk.site:
        message = gettext_noop("The sample was made at %(first)s, this lot at %(bulk)s.")
        params = {"first": first.site, "bulk": bulk.site}
        found.append(Finding(code="replication.other-site", severity=Severity.SERIOUS, message=message, params=params))
    if first.line and bulk.line and _key(first.line) != _key(bulk.line):
        message = gettext_noop("The sample was made on %(first)s, this lot on %(bulk)s.")
        params = {"first": first.line, "bulk": bulk.line}
        found.append(Finding(code="replication.other-line", severity=Severity.NOTE, message=message, params=params))
    known = {_key(name) for name in first.suppliers}
    new = sorted(name for name in named_once(sorted(bulk.suppliers)) if known and _key(name) not in known)
    if new:
        message = gettext_noop("Material or work comes from others than at first: %(new)s.")
        found.append(
            Finding(
                code="replication.other-supplier", severity=Severity.WARNING, message=message,
                params={"new": ", ".join(new)},
            )
        )  # fmt: skip
    return tuple(found)


def named_once(names: Iterable[str]) -> tuple[str, ...]:
    """Return names as they were first written, each once, without those that say nothing.

    Args:
        names: Names of lines, machines or companies as people wrote them: case, width and spaces tell none apart.

    Source: `domain.md` S3-32; compatibility forms as of Unicode Standard Annex 15.

    >>> named_once(["Wing Fat Dyeing", "", "  wing fat  DYEING ", "Yih Zippers"])
    ('Wing Fat Dyeing', 'Yih Zippers')
    """
    found = dict[str, str]()
    for name in names:
        found.setdefault(_key(name), " ".join(name.split()))
    found.pop("", None)
    return tuple(found.values())


def _key(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split())
