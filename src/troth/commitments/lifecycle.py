"""The life of a commitment: its states, who may move it, and from when it scores."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from troth.basis.text import gettext_noop
from troth.basis.working_time import WorkCalendar, add_working_days
from troth.commitments.evidence import Quality
from troth.commitments.outcomes import Side

State = Literal[
    "draft",
    "proposed",
    "accepted",
    "at_risk",
    "kept",
    "kept_late",
    "broken",
    "waived",
    "excused",
    "disputed",
    "resolved",
    "withdrawn",
]
Event = Literal[
    "propose",
    "accept",
    "bind_by_contract",
    "decline",
    "withdraw",
    "warn",
    "clear",
    "close_kept",
    "close_late",
    "close_broken",
    "waive",
    "excuse",
    "confirm",
    "dispute",
    "concede",
    "drop",
    "decide",
]
Actor = Literal["factory", "buyer", "reviewer"]
Role = Literal["promisor", "promisee", "either", "counterpart", "closer", "reviewer"]

CONTEST_WORKING_DAYS = 5

STATES: dict[State, str] = {
    "draft": gettext_noop("draft"),
    "proposed": gettext_noop("proposed"),
    "accepted": gettext_noop("accepted"),
    "at_risk": gettext_noop("at risk"),
    "kept": gettext_noop("kept"),
    "kept_late": gettext_noop("kept late"),
    "broken": gettext_noop("broken"),
    "waived": gettext_noop("waived"),
    "excused": gettext_noop("excused"),
    "disputed": gettext_noop("disputed"),
    "resolved": gettext_noop("resolved"),
    "withdrawn": gettext_noop("withdrawn"),
}

OPEN: frozenset[State] = frozenset({"accepted", "at_risk"})
CLOSED: frozenset[State] = frozenset({"kept", "kept_late", "broken", "excused"})
CLOSINGS: frozenset[Event] = frozenset({"close_kept", "close_late", "close_broken", "excuse"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the move table: from which states, who, and to which state (None: it stays, or the verdict says)."""

    from_states: frozenset[State]
    role: Role
    to_state: State | None
    needs_evidence: bool = False


MOVES: dict[Event, Rule] = {
    "propose": Rule(frozenset({"draft"}), "promisor", "proposed"),
    "accept": Rule(frozenset({"proposed"}), "promisee", "accepted"),
    "bind_by_contract": Rule(frozenset({"draft", "proposed"}), "either", "accepted", needs_evidence=True),
    "decline": Rule(frozenset({"proposed"}), "promisee", "withdrawn"),
    "withdraw": Rule(frozenset({"draft", "proposed"}), "promisor", "withdrawn"),
    "warn": Rule(frozenset({"accepted"}), "either", "at_risk"),
    "clear": Rule(frozenset({"at_risk"}), "either", "accepted"),
    "close_kept": Rule(OPEN, "either", "kept", needs_evidence=True),
    "close_late": Rule(OPEN, "either", "kept_late", needs_evidence=True),
    "close_broken": Rule(OPEN, "either", "broken", needs_evidence=True),
    "waive": Rule(OPEN, "promisee", "waived"),
    "excuse": Rule(OPEN | {"kept_late", "broken"}, "promisee", "excused", needs_evidence=True),
    "confirm": Rule(CLOSED, "counterpart", None),
    "dispute": Rule(CLOSED, "counterpart", "disputed"),
    "concede": Rule(frozenset({"disputed"}), "closer", "resolved"),
    "drop": Rule(frozenset({"disputed"}), "counterpart", "resolved"),
    "decide": Rule(frozenset({"disputed"}), "reviewer", "resolved", needs_evidence=True),
}


class MoveError(ValueError):
    """Raised for a move that is not legal; the message names the state and the legal moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a commitment stands.

    Attributes:
        promisor: Whose promise it is.
        accepted_by: None until the other side accepted it by hand, or a contract did.
        found: What it was closed as; after a dispute, what was found.
        closed_by: The side that closed it.
        contest_until: Last day on which the counterpart may contest.
        confirmed_on: Day the counterpart confirmed the closing, or the dispute was resolved.
        was_disputed: It can be disputed once.
    """

    promisor: Side
    state: State = "draft"
    accepted_by: Literal["hand", "contract"] | None = None
    found: State | None = None
    closed_by: Side | None = None
    contest_until: date | None = None
    confirmed_on: date | None = None
    was_disputed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One move as somebody asks for it.

    Attributes:
        evidence_count: Pieces of evidence attached; closing needs one.
        found: What a dispute is found to be, for "concede" and "decide".
        contest_calendar: Working days of the counterpart, for a closing.
    """

    event: Event
    by: Actor
    on: date
    evidence_count: int = 0
    found: State | None = None
    contest_calendar: WorkCalendar | None = None


def move(progress: Progress, step: Step) -> Progress:
    """Take one step in the life of a commitment.

    Args:
        progress: Where it stands.
        step: What is asked, by whom, on which day.

    Raises:
        MoveError: The step is not legal from this state or not for this side, evidence is missing, the time to
            contest is over, or a finding is missing.

    Source: domain report 0.4.

    >>> draft = Progress(promisor="factory")
    >>> proposed = move(draft, Step(event="propose", by="factory", on=date(2026, 3, 2)))
    >>> move(proposed, Step(event="accept", by="buyer", on=date(2026, 3, 3))).accepted_by
    'hand'
    """
    rule = MOVES[step.event]
    if progress.state not in rule.from_states or not _may(progress, rule.role, step.by):
        raise MoveError(_refusal(progress, step))
    if rule.needs_evidence and step.evidence_count < 1:
        raise MoveError(f"{step.event} needs evidence: attach at least one document, photo or record")
    return _EFFECTS.get(step.event, _plain)(replace(progress, state=rule.to_state or progress.state), step)


def legal_moves(progress: Progress, *, by: Actor | None = None) -> tuple[Event, ...]:
    """List the moves that are legal now, for one actor or for anybody.

    >>> legal_moves(Progress(promisor="factory", state="proposed"), by="buyer")
    ('accept', 'bind_by_contract', 'decline')
    """
    actors: tuple[Actor, ...] = ("factory", "buyer", "reviewer") if by is None else (by,)
    return tuple(
        event
        for event, rule in MOVES.items()
        if progress.state in rule.from_states and any(_may(progress, rule.role, actor) for actor in actors)
    )


def closing_quality(progress: Progress, *, as_of: date) -> Quality | None:
    """Tell with which evidence quality a closed commitment scores, None while it does not score.

    Args:
        progress: Where the commitment stands.
        as_of: The day looked from.

    Returns:
        "counterpart_confirmed" from the confirmation; "unconfirmed" from the day after the time to contest; None
        before, while open, when waived or withdrawn, and always where nobody accepted the promise. A disputed one has
        the quality it was closed with: troth.commitments.contest withholds half of it for a while.

    >>> kept = Progress(promisor="factory", state="kept", accepted_by="hand", closed_by="factory", found="kept",
    ...                 contest_until=date(2026, 3, 9))
    >>> closing_quality(kept, as_of=date(2026, 3, 9)), closing_quality(kept, as_of=date(2026, 3, 10))
    (None, 'unconfirmed')
    """
    if progress.accepted_by is None or progress.found is None or progress.found == "waived":
        return None
    if progress.confirmed_on is not None and progress.confirmed_on <= as_of:
        return "counterpart_confirmed"
    if progress.contest_until is not None and progress.contest_until < as_of:
        return "unconfirmed"
    return None


def _may(progress: Progress, role: Role, by: Actor) -> bool:
    if by == "reviewer":
        return role == "reviewer"
    held: dict[Role, bool] = {
        "promisor": by == progress.promisor,
        "promisee": by != progress.promisor,
        "either": True,
        "closer": by == progress.closed_by,
        "counterpart": by != progress.closed_by,
    }
    return held.get(role, False)


def _refusal(progress: Progress, step: Step) -> str:
    possible = [f"{event} ({MOVES[event].role})" for event in legal_moves(progress)]
    return (
        f"a commitment that is {STATES[progress.state]} cannot take {step.event} by the {step.by}; "
        f"possible now: {', '.join(possible) or 'nothing, it is finished'}"
    )


def _plain(progress: Progress, step: Step) -> Progress:
    return progress


def _accepted(progress: Progress, step: Step) -> Progress:
    return replace(progress, accepted_by="hand" if step.event == "accept" else "contract")


def _closed(progress: Progress, step: Step) -> Progress:
    if step.contest_calendar is None:
        raise MoveError(f"{step.event} needs the working days of the side that may contest it")
    until = add_working_days(step.on, count=CONTEST_WORKING_DAYS, calendar=step.contest_calendar)
    closed_by: Side = "factory" if step.by == "factory" else "buyer"
    return replace(progress, found=progress.state, closed_by=closed_by, contest_until=until, confirmed_on=None)


def _waived(progress: Progress, step: Step) -> Progress:
    return replace(progress, found="waived")


def _confirmed(progress: Progress, step: Step) -> Progress:
    return replace(progress, confirmed_on=step.on)


def _disputed(progress: Progress, step: Step) -> Progress:
    if progress.was_disputed:
        raise MoveError("this commitment was disputed before; it cannot be disputed twice")
    if progress.confirmed_on is not None:
        raise MoveError(f"this closing was confirmed on {progress.confirmed_on}; it can no longer be disputed")
    if progress.contest_until is not None and step.on > progress.contest_until:
        raise MoveError(f"the time to contest ended on {progress.contest_until}")
    return replace(progress, was_disputed=True)


def _resolved(progress: Progress, step: Step) -> Progress:
    found = progress.found if step.event == "drop" else step.found
    if found not in CLOSED | {"waived"}:
        raise MoveError(f"{step.event} needs what was found: kept, kept_late, broken, excused or waived")
    return replace(progress, found=found, confirmed_on=step.on)


_EFFECTS: dict[Event, Callable[[Progress, Step], Progress]] = {
    "accept": _accepted,
    "bind_by_contract": _accepted,
    **dict.fromkeys(CLOSINGS, _closed),
    "waive": _waived,
    "confirm": _confirmed,
    "dispute": _disputed,
    "concede": _resolved,
    "drop": _resolved,
    "decide": _resolved,
}
