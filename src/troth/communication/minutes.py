"""Minutes: what was promised with owner and day, who was there, and when a meeting may be closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from troth.basis.findings import Finding, Param, Severity
from troth.basis.text import gettext_noop
from troth.commitments.outcomes import SIDES, Side


class PromiseStatus(StrEnum):
    """What both sides say in the next meeting of an earlier promise."""

    KEPT = "kept"
    LATE = "late"
    MOVED = "moved"
    WAIVED = "waived"
    NOT_KEPT = "not-kept"
    STILL_OPEN = "still-open"


@dataclass(frozen=True, slots=True, kw_only=True)
class MinuteItem:
    """Hold a line of the minutes as it was typed; what is unknown stays None or empty.

    Args:
        text: What will be done.
        side: Who promises it.
        owner: The person who does it.
        due: By which day.
    """

    text: str
    side: Side | None = None
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPromise:
    """Hold a line that can be recorded as a commitment: who, what, by when."""

    text: str
    side: Side
    owner: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Hold the promises of a meeting, and which lines are not one yet."""

    promises: tuple[MeetingPromise, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Hold one person who was asked to come.

    Args:
        person: How the person is known.
        side: For whom.
        came: True, False, or None where nobody has said yet.
    """

    person: str
    side: Side
    came: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Hold what a side's promise to meet came to.

    Attributes:
        came: True with at least one person there, False with nobody, None where it is not known or nobody was invited.
        missing: People who were invited and did not come.
    """

    side: Side
    came: bool | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPromise:
    """Hold a promise of an earlier meeting, and what was said of it since; None where nothing was."""

    text: str
    side: Side
    due: date
    status: PromiseStatus | None = None


def read_minutes(items: Sequence[MinuteItem], *, on: date) -> Minutes:
    """Turn the lines of the minutes into promises; a line without side, owner or day is asked about, never guessed.

    Args:
        items: Lines as typed; blank ones are left out.
        on: Day of the meeting; nothing can be promised for a day before it.

    Source: S0-22: "minutes → action items with owner and date".

    >>> items = [MinuteItem(text="Send lab dips", side="factory", owner="Li Na", due=date(2026, 3, 9))]
    >>> read_minutes(items, on=date(2026, 3, 2)).promises[0].owner
    'Li Na'
    """
    promises: list[MeetingPromise] = []
    findings: list[Finding] = []
    for line, item in enumerate(items, 1):
        if not item.text.strip():
            continue
        lacking = _lacking(line, item, on)
        findings.extend(lacking)
        if not lacking and item.side is not None and item.due is not None:
            promises.append(
                MeetingPromise(text=item.text.strip(), side=item.side, owner=item.owner.strip(), due=item.due)
            )
    return Minutes(promises=tuple(promises), findings=tuple(findings))


def attendance(invited: Iterable[Invited]) -> tuple[Attendance, Attendance]:
    """Tell for each side whether it came: attendance is a promise of both, kept by at least one person of a side.

    Args:
        invited: Everybody who was asked, in any order.

    Returns:
        The factory's attendance, then the buyer's; swapping the people swaps them.

    Source: S0-22: "missed meeting becomes a broken commitment of the side that missed".

    >>> factory, buyer = attendance([Invited(person="Li Na", side="factory", came=True),
    ...                              Invited(person="Anna", side="buyer", came=False)])
    >>> factory.came, buyer.came, buyer.missing
    (True, False, ('Anna',))
    """
    people = tuple(invited)
    factory, buyer = (_attended([each for each in people if each.side == side], side) for side in SIDES)
    return factory, buyer


def closing_problems(
    *, earlier: Iterable[EarlierPromise], invited: Iterable[Invited], minutes: Minutes
) -> tuple[Finding, ...]:
    """Say what keeps a meeting from being closed.

    Args:
        earlier: Promises of earlier meetings that were due or open when this one began.
        invited: Everybody who was asked to come.
        minutes: What this meeting promised.

    Returns:
        Nothing where it may be closed: each earlier promise has a status, each side's attendance is known, and no line
        of the minutes lacks an owner or a day.

    Source: issue 3, point 6: "a meeting closes only when every earlier promise has a status".

    >>> open_one = EarlierPromise(text="Send lab dips", side="factory", due=date(2026, 3, 2))
    >>> found = closing_problems(earlier=[open_one], invited=[], minutes=Minutes(promises=(), findings=()))
    >>> [problem.code for problem in found]
    ['meeting.promise-without-status']
    """
    people = tuple(invited)
    problems = [_without_status(promise) for promise in earlier if promise.status is None]
    asked = {each.side for each in people}
    problems += [_unknown(side.side) for side in attendance(people) if side.came is None and side.side in asked]
    return (*problems, *minutes.findings)


def _lacking(line: int, item: MinuteItem, on: date) -> list[Finding]:
    about: dict[str, Param] = {"line": line, "text": item.text.strip()}
    found = []
    if item.side is None or not item.owner.strip():
        message = gettext_noop("Line %(line)s, “%(text)s”, has no owner: name the side and the person.")
        found.append(_finding("meeting.promise-without-owner", message, about))
    if item.due is None:
        message = gettext_noop("Line %(line)s, “%(text)s”, has no day: say by when.")
        found.append(_finding("meeting.promise-without-day", message, about))
    elif item.due < on:
        message = gettext_noop("Line %(line)s, “%(text)s”, is promised for %(due)s, before the meeting.")
        found.append(_finding("meeting.promise-in-the-past", message, {**about, "due": item.due}))
    return found


def _attended(people: Sequence[Invited], side: Side) -> Attendance:
    came: bool | None = None
    if any(each.came for each in people):
        came = True
    elif people and all(each.came is False for each in people):
        came = False
    return Attendance(side=side, came=came, missing=tuple(each.person for each in people if each.came is False))


def _without_status(promise: EarlierPromise) -> Finding:
    message = gettext_noop("Say what came of “%(text)s”, promised for %(due)s.")
    return _finding("meeting.promise-without-status", message, {"text": promise.text, "due": promise.due})


def _unknown(side: Side) -> Finding:
    message = (
        gettext_noop("Say who came from the factory.")
        if side == "factory"
        else gettext_noop("Say who came from the buyer.")
    )
    return _finding(f"meeting.attendance-unknown-{side}", message, {})


def _finding(code: str, message: str, params: Mapping[str, Param]) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, message=message, params=params)
