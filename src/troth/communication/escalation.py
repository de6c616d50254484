"""The escalation ladder: contact, deputy, manager, owner, each given working time of its own calendar to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from troth.basis.findings import Finding, Param, Severity
from troth.basis.spans import NaiveDatetime
from troth.basis.text import gettext_noop
from troth.basis.working_time import WorkCalendar, add_business_hours

Step = Literal["contact", "deputy", "manager", "owner"]
STEPS: tuple[Step, ...] = ("contact", "deputy", "manager", "owner")
DEFAULT_HOURS = 8.0
"""Business hours each rung has to answer: one working day."""

NAMES: dict[Step, str] = {
    "contact": gettext_noop("contact"),
    "deputy": gettext_noop("deputy"),
    "manager": gettext_noop("manager"),
    "owner": gettext_noop("owner"),
}
_SKIPPED: dict[Step, str] = {
    "contact": gettext_noop("Nobody is named as contact, so this step is left out. Name one."),
    "deputy": gettext_noop("Nobody is named as deputy, so this step is left out. Name one."),
    "manager": gettext_noop("Nobody is named as manager, so this step is left out. Name one."),
    "owner": gettext_noop("Nobody is named as owner, so this step is left out. Name one."),
}
_NOBODY = gettext_noop("Nobody is named on any step, so nobody can be asked. Name a contact first.")
LETTERS: dict[Step, str] = {
    "contact": gettext_noop(
        "Dear %(name)s, on %(asked_on)s we asked about “%(topic)s” and may have reached you at a busy time. Could you "
        "tell us by when you can answer? If somebody else looks after it, we will gladly ask there. Kind regards, "
        "%(sender)s"
    ),
    "deputy": gettext_noop(
        "Dear %(name)s, on %(asked_on)s we asked %(before)s about “%(topic)s” and have no answer yet. You are named as "
        "deputy: could you help, or tell us who can? What we need and why is in the thread. Kind regards, %(sender)s"
    ),
    "manager": gettext_noop(
        "Dear %(name)s, our question about “%(topic)s” of %(asked_on)s is still open; we asked %(before)s before. "
        "Perhaps something on our side is unclear. Could you help us to settle it together, or name who will? Kind "
        "regards, %(sender)s"
    ),
    "owner": gettext_noop(
        "Dear %(name)s, we turn to you because our question about “%(topic)s” of %(asked_on)s is still open; we asked "
        "%(before)s before. We value working with you. Could we talk briefly, also about what we could do better? Kind "
        "regards, %(sender)s"
    ),
}


class ImpossibleLadder(ValueError):
    """A ladder's steps are out of order, or a step has no time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """Hold one step of a ladder.

    Attributes:
        step: Which step.
        name: The person as the person writes it; empty where nobody is named.
        calendar: The person's working time, holidays and closures left out.
        hours: Business hours the person has before the next is asked.
    """

    step: Step
    name: str
    calendar: WorkCalendar
    hours: float = DEFAULT_HOURS


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Hold where on the ladder a question stands.

    Attributes:
        rung: Who is to be asked now; None where nobody is named at all.
        since: From when.
        asked_before: Names of the rungs below, in their order.
        next_rung: Who follows; None on the last.
        next_at: When that one is due; None on the last.
        findings: Steps left out because nobody is named, and a ladder without anybody.
    """

    rung: Rung | None
    since: datetime
    asked_before: tuple[str, ...] = ()
    next_rung: Rung | None = None
    next_at: datetime | None = None
    findings: tuple[Finding, ...] = ()


def rung_due(
    ladder: Sequence[Rung], *, asked_at: datetime, now: datetime, answered_at: datetime | None = None
) -> Reached:
    """Find who is to be asked now about a question that is still open.

    Each named rung has its own hours, counted in its own working time from the moment it is asked; holidays and
    closures do not count. A step where nobody is named costs no time and is reported. An answer stops the climb.

    Args:
        ladder: Steps from the contact upwards; some may be missing.
        asked_at: When the question was asked, with its zone.
        now: The moment looked from, with its zone.
        answered_at: When it was answered, or None.

    Returns:
        The rung; as time passes it never goes down.

    Raises:
        ImpossibleLadder: Steps are twice or out of order, or a step has no time.
        NaiveDatetime: A moment carries no zone.

    Source: `domain.md` S0-48.

    >>> from datetime import UTC, time
    >>> from zoneinfo import ZoneInfo
    >>> office = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Asia/Shanghai"))
    >>> ladder = [Rung(step="contact", name="Bao", calendar=office), Rung(step="owner", name="Lin", calendar=office)]
    >>> friday, monday = datetime(2026, 3, 6, 1, tzinfo=UTC), datetime(2026, 3, 9, 2, tzinfo=UTC)
    >>> rung_due(ladder, asked_at=friday, now=monday).rung.name
    'Lin'
    """
    _check(ladder, asked_at, now, answered_at)
    until = now if answered_at is None else min(now, answered_at)
    named = [rung for rung in ladder if rung.name.strip()]
    findings = _left_out(named)
    if not named:
        return Reached(rung=None, since=asked_at, findings=findings)
    since, place = asked_at, 0
    next_at = _next_at(named, place, since)
    while next_at is not None and next_at <= until:
        since, place = next_at, place + 1
        next_at = _next_at(named, place, since)
    return Reached(
        rung=named[place],
        since=since,
        asked_before=tuple(rung.name for rung in named[:place]),
        next_rung=named[place + 1] if next_at is not None else None,
        next_at=next_at,
        findings=findings,
    )


def rungs_ahead(ladder: Sequence[Rung], *, asked_at: datetime) -> tuple[Reached, ...]:
    """Return every named rung as it is reached where nobody answers, the contact first.

    Args:
        ladder: Steps from the contact upwards; some may be missing.
        asked_at: When the first of them is asked, with its zone.

    Raises:
        ImpossibleLadder: Steps are twice or out of order, or a step has no time.
        NaiveDatetime: The moment carries no zone.

    Source: `domain.md` S0-48.

    >>> from datetime import time
    >>> from zoneinfo import ZoneInfo
    >>> there = ZoneInfo("Asia/Shanghai")
    >>> office = WorkCalendar(hours=(time(9), time(17)), zone=there)
    >>> ladder = [Rung(step="contact", name="Bao", calendar=office), Rung(step="owner", name="Lin", calendar=office)]
    >>> friday = datetime(2026, 3, 6, 12, tzinfo=there)
    >>> [(each.rung.name, f"{each.since:%a %H:%M}") for each in rungs_ahead(ladder, asked_at=friday)]
    [('Bao', 'Fri 12:00'), ('Lin', 'Mon 12:00')]
    """
    _check(ladder, asked_at)
    found: list[Reached] = []
    moment: datetime | None = asked_at
    while moment is not None:
        reached = rung_due(ladder, asked_at=asked_at, now=moment)
        found.append(reached)
        moment = reached.next_at
    return tuple(found) if found[0].rung is not None else ()


def letter(reached: Reached, *, topic: str, asked_at: datetime, sender: str) -> Finding | None:
    """Return the polite text for the rung that is due, as a translatable sentence with its values.

    Args:
        reached: From rung_due.
        topic: What was asked about, in the asker's words.
        asked_at: When.
        sender: Who writes, as the person writes the name.

    Returns:
        Text for a person to read and send; None where nobody is named.

    >>> from datetime import UTC
    >>> letter(Reached(rung=None, since=datetime(2026, 3, 2, tzinfo=UTC)), topic="Lab dip", sender="Ana",
    ...        asked_at=datetime(2026, 3, 2, tzinfo=UTC)) is None
    True
    """
    if reached.rung is None:
        return None
    message = LETTERS[reached.rung.step]
    params: dict[str, Param] = {
        "name": reached.rung.name,
        "topic": topic,
        "asked_on": asked_at.date(),
        "sender": sender,
        "before": ", ".join(reached.asked_before) or reached.rung.name,
    }
    used = {name: value for name, value in params.items() if f"%({name})s" in message}
    return Finding(code=f"escalation.{reached.rung.step}", severity=Severity.NOTE, message=message, params=used)


def _check(ladder: Sequence[Rung], *moments: datetime | None) -> None:
    for moment in moments:
        if moment is not None and moment.utcoffset() is None:
            raise NaiveDatetime(moment)
    places = [STEPS.index(rung.step) for rung in ladder]
    if places != sorted(set(places)):
        raise ImpossibleLadder("A ladder goes from the contact to the deputy, the manager and the owner, each once.")
    if any(rung.hours <= 0 for rung in ladder):
        raise ImpossibleLadder("Each step needs some business hours to answer, more than 0.")


def _left_out(named: Sequence[Rung]) -> tuple[Finding, ...]:
    steps = {rung.step for rung in named}
    found = [
        Finding(code=f"escalation.no-{step}", severity=Severity.NOTE, message=_SKIPPED[step])
        for step in STEPS
        if step not in steps
    ]
    nobody = Finding(code="escalation.nobody", severity=Severity.SERIOUS, message=_NOBODY)
    return tuple(found) if named else (nobody,)


def _next_at(named: Sequence[Rung], place: int, since: datetime) -> datetime | None:
    if place + 1 >= len(named):
        return None
    return add_business_hours(since, hours=named[place].hours, calendar=named[place].calendar)
