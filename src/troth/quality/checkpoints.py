"""The checkpoints of a quality plan: what lacks before both sides sign, when each is due, what holds bulk back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from troth.basis.findings import Finding, Param, Severity
from troth.basis.text import gettext_noop
from troth.basis.working_time import WorkCalendar, is_working_day
from troth.commitments.outcomes import Side
from troth.quality.sampling_values import Sampling, wrong_sampling

Stage = Literal[
    "material", "pre-production", "readiness", "first-article", "in-line", "final", "packing", "loading"
]  # fmt: skip
STAGES: dict[Stage, str] = {
    "material": gettext_noop("Incoming material"),
    "pre-production": gettext_noop("Pre-production sample"),
    "readiness": gettext_noop("Pre-production meeting"),
    "first-article": gettext_noop("First article"),
    "in-line": gettext_noop("In-line"),
    "final": gettext_noop("Final"),
    "packing": gettext_noop("Packing"),
    "loading": gettext_noop("Container loading"),
}
"""In the order in which an order passes them."""
BEFORE_BULK: frozenset[Stage] = frozenset({"material", "pre-production", "readiness", "first-article"})
MOST_DAYS = 365
FORGOTTEN_DAYS = 60
"""An order so long past its day that a check of it can no longer be asked for."""
_LONGEST_CLOSURE = 60

_NONE = gettext_noop("The plan has no checkpoint yet. Add at least one.")
_NO_FINAL = gettext_noop("No checkpoint looks at finished goods. Add a final one.")
_TWICE = gettext_noop("Two checkpoints are called %(name)s. Give each its own name.")
_NO_METHOD = gettext_noop("%(name)s: say how it is checked.")
_NO_LIMITS = gettext_noop("%(name)s: say when it is green.")
_NO_EVIDENCE = gettext_noop("%(name)s: say what proves it, such as photos or a test report.")
_DAYS = gettext_noop("%(name)s: 0 to %(most)s days before the order is due.")
_HOLDER = gettext_noop("%(name)s holds bulk back, so it is the factory’s: then the buyer alone can waive it.")
_TOO_LATE = gettext_noop("%(name)s holds bulk back, but is a check of finished goods. Let an earlier one hold it.")
_CLOSED = gettext_noop("This checkpoint is settled already: it is green or waived.")
_STATE = gettext_noop("A checkpoint is found green, found red, or waived.")
_NOTE = gettext_noop("Say what shows it, what was wrong, or why it is waived.")
_OWN = gettext_noop("The other side waives a checkpoint; nobody waives what they promised themselves.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Hold one check of a plan.

    Attributes:
        name: Once in a plan.
        method: How it is checked.
        limits: When it is green.
        owner: The side that answers for it.
        evidence: What proves it.
        days_before_due: Calendar days before the order's due day, 0 or more.
        holds_bulk: Without it green or waived, bulk production may not begin.
        checklist: Code of the checklist whose questions its inspections ask, with its version, such as
            "carton-check/2"; empty where it has none. Without a version the newest is meant.
    """

    name: str
    stage: Stage
    method: str
    limits: str
    sampling: Sampling
    owner: Side
    evidence: str
    days_before_due: int
    holds_bulk: bool = False
    checklist: str = ""


def gaps_in_plan(checkpoints: Iterable[Checkpoint]) -> tuple[Finding, ...]:
    """Find what lacks before a plan can be signed.

    Args:
        checkpoints: As written so far.

    Returns:
        Findings about the plan first, then about each checkpoint in order; empty when it can be signed.

    Source: `domain.md` S0-35: each checkpoint has a method, limits, a sample, an owner and evidence.

    >>> [each.sentence() for each in gaps_in_plan([])][0]
    'The plan has no checkpoint yet. Add at least one.'
    """
    listed = list(checkpoints)
    if not listed:
        return (_finding("plan.empty", _NONE),)
    found = []
    if all(each.stage != "final" for each in listed):
        found.append(_finding("plan.final", _NO_FINAL))
    seen: set[str] = set()
    for each in listed:
        if each.name in seen:
            found.append(_finding("plan.name", _TWICE, name=each.name))
        seen.add(each.name)
        found += _gaps_in(each)
    return tuple(found)


def due_day(order_due: date, *, days_before: int, calendar: WorkCalendar, known_on: date) -> date | None:
    """Return by which day a checkpoint of an order is to be done.

    Args:
        order_due: Day on which the order's first line of the product is due.
        days_before: Calendar days before it.
        calendar: Working days of the side that answers for the checkpoint.
        known_on: Day on which the checkpoint is put on the order.

    Returns:
        That many days before, or the last working day before that; where it has gone by already, the first working
        day after `known_on`. None for an order more than FORGOTTEN_DAYS past its day: nothing is asked of it any more.

    Source: own rule: a check moves forward to an open day, never behind what it protects, and nobody promises the past.

    >>> from datetime import time
    >>> from zoneinfo import ZoneInfo
    >>> week = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Asia/Shanghai"))
    >>> due_day(date(2026, 3, 20), days_before=5, calendar=week, known_on=date(2026, 3, 2))
    datetime.date(2026, 3, 13)
    """
    if known_on - order_due > timedelta(days=FORGOTTEN_DAYS):
        return None
    wanted = order_due - timedelta(days=days_before)
    earlier = _open_day(wanted, calendar, step=-1)
    return earlier if earlier > known_on else _open_day(known_on + timedelta(days=1), calendar, step=1)


def holding_back(states: Iterable[tuple[str, bool, str]]) -> tuple[str, ...]:
    """Return the names of the checkpoints for whose sake bulk production may not begin.

    Args:
        states: For each checkpoint of an order its name, whether it holds bulk back, and its state.

    Returns:
        In the order given; empty when bulk may begin.

    Source: `domain.md` S3-20: green or waived before bulk.

    >>> holding_back([("Meeting", True, "open"), ("Sample", True, "waived"), ("Final", False, "open")])
    ('Meeting',)
    """
    return tuple(name for name, holds, state in states if holds and state not in ("green", "waived"))


def wrong_settlement(*, before: str, after: str, note: str, by: Side, owner: Side) -> Finding | None:
    """Find why a checkpoint of an order cannot be settled like this.

    Args:
        before: Its state until now.
        after: "green", "red" or "waived".
        note: What shows it, what was wrong, or why it is waived.
        by: The side that says so.
        owner: The side that answers for the checkpoint.

    Returns:
        The reason, None where it can be settled so. Either side may find it green or red; nobody waives their own.

    Source: `domain.md` S3-20, S0-35.

    >>> wrong_settlement(before="open", after="waived", note="Known cloth", by="buyer", owner="buyer").code
    'checkpoint.own'
    """
    if before in ("green", "waived"):
        return _finding("checkpoint.closed", _CLOSED)
    if after not in ("green", "red", "waived"):
        return _finding("checkpoint.state", _STATE)
    if not note.strip():
        return _finding("checkpoint.note", _NOTE)
    if after == "waived" and by == owner:
        return _finding("checkpoint.own", _OWN)
    return None


def written_plan(
    checkpoints: Iterable[Checkpoint], *, specification: str, why: str = "", moves_open_orders: bool = False
) -> dict[str, Any]:
    """Return a plan in the plain values over which both sides sign.

    Args:
        checkpoints: In their order.
        specification: Digest of the specification it is a plan for.
        why: Why this version was made.
        moves_open_orders: Whether it takes the place of what older versions put on open orders.

    Source: own form, version 1.

    >>> written_plan([], specification="ab")["checkpoints"]
    []
    """
    return {
        "form": 1, "specification": specification, "why": why, "moves_open_orders": moves_open_orders,
        "checkpoints": [
            {
                "name": each.name, "stage": each.stage, "method": each.method, "limits": each.limits,
                "sampling": each.sampling.method, "values": dict(sorted(each.sampling.values.items())),
                "owner": each.owner, "evidence": each.evidence, "days_before_due": each.days_before_due,
                "holds_bulk": each.holds_bulk,
                # Left out where there is none: what was signed before keeps its digest.
                **({"checklist": each.checklist} if each.checklist else {}),
            }
            for each in checkpoints
        ],
    }  # fmt: skip


def read_checkpoints(written: Mapping[str, Any]) -> tuple[Checkpoint, ...]:
    """Read the checkpoints of a plan's written form.

    Args:
        written: What `written_plan` returned.

    >>> read_checkpoints(written_plan([], specification="ab"))
    ()
    """
    return tuple(
        Checkpoint(
            sampling=Sampling(method=each["sampling"], values=dict(each["values"])),
            **{name: value for name, value in each.items() if name not in ("sampling", "values")},
        )
        for each in written["checkpoints"]
    )


def _gaps_in(each: Checkpoint) -> list[Finding]:
    name = each.name
    said = ((each.method, _NO_METHOD), (each.limits, _NO_LIMITS), (each.evidence, _NO_EVIDENCE))
    found = [_finding("plan.words", message, name=name) for words, message in said if not words.strip()]
    if not 0 <= each.days_before_due <= MOST_DAYS:
        found.append(_finding("plan.days", _DAYS, name=name, most=MOST_DAYS))
    if each.holds_bulk and each.owner != "factory":
        found.append(_finding("plan.holder", _HOLDER, name=name))
    if each.holds_bulk and each.stage not in BEFORE_BULK:
        found.append(_finding("plan.late", _TOO_LATE, name=name))
    wrong = wrong_sampling(each.sampling)
    if wrong is not None:
        found.append(wrong)
    return found


def _open_day(day: date, calendar: WorkCalendar, *, step: int) -> date:
    """Return the nearest working day from a day on; the day itself where everything is closed for months."""
    days = (day + timedelta(days=step * turn) for turn in range(_LONGEST_CLOSURE + 1))
    return next((each for each in days if is_working_day(each, calendar=calendar)), day)


def _finding(code: str, message: str, **params: Param) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, message=message, params=params)
