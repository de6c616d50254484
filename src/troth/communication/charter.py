"""The communication charter: which channel for what, how fast an answer, which ladder, which languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from troth.basis.findings import Finding, Param, Severity
from troth.basis.spans import NaiveDatetime
from troth.basis.text import gettext_noop
from troth.basis.working_time import WorkCalendar, add_business_hours, business_hours_between
from troth.commitments.outcomes import SIDES, Side
from troth.communication.contacts import TOPICS, Topic
from troth.communication.contacts_cards import Channel
from troth.communication.escalation import DEFAULT_HOURS, STEPS, Step

Weight = Literal["critical", "major", "minor", "question"]
Clock = Literal["wall", "business"]
WEIGHTS: dict[Weight, str] = {
    "critical": gettext_noop("critical or about safety"),
    "major": gettext_noop("major"),
    "minor": gettext_noop("minor"),
    "question": gettext_noop("question"),
}
REPLY_HOURS = 24.0
"""Hours to the first answer of substance, from the seed: response time below 24 hours."""

_SLOW_CRITICAL = gettext_noop(
    "A critical matter may wait %(hours)s hours, longer than a %(other)s one. Give it no more hours than the others."
)
_NO_TIME = gettext_noop("An answer needs more than 0 hours and at most %(most)s. Mend the time for what is %(weight)s.")
_NO_CHANNEL: dict[Topic, str] = {
    "orders": gettext_noop("No channel is agreed for orders."),
    "quality": gettext_noop("No channel is agreed for quality."),
    "finance": gettext_noop("No channel is agreed for finance."),
    "logistics": gettext_noop("No channel is agreed for logistics."),
    "ethics": gettext_noop("No channel is agreed for ethics."),
}
_SLOW_MAJOR = gettext_noop(
    "A major matter may wait %(hours)s hours, longer than a %(other)s one. Give it no more hours than the others."
)
_NO_LANGUAGE: dict[Side, str] = {
    "buyer": gettext_noop("The buyer has no language yet. Name at least one that its people read."),
    "factory": gettext_noop("The factory has no language yet. Name at least one that its people read."),
}
MOST_HOURS = 720.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTime:
    """Hold how fast an answer is due, and by which clock the hours are counted."""

    hours: float
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """Hold what two sides agreed about how they talk. The same for both.

    Attributes:
        channels: The channel agreed for each topic.
        reply_times: For each weight how fast the first answer of substance is due.
        ladder_hours: Business hours of each step of the ladder.
        languages: For each side the codes of the languages it reads and writes, the best first.
        containment_hours: Wall-clock hours to contain a critical problem.
        report_days: Calendar days to the full 8D report.
    """

    channels: Mapping[Topic, Channel] = field(default_factory=lambda: dict.fromkeys(TOPICS, "message"))
    reply_times: Mapping[Weight, ReplyTime] = field(default_factory=lambda: dict(DEFAULT_REPLY_TIMES))
    ladder_hours: Mapping[Step, float] = field(default_factory=lambda: dict.fromkeys(STEPS, DEFAULT_HOURS))
    languages: Mapping[Side, tuple[str, ...]] = field(default_factory=lambda: dict.fromkeys(SIDES, ("en",)))
    containment_hours: float = 24.0
    report_days: int = 14


DEFAULT_REPLY_TIMES: Mapping[Weight, ReplyTime] = {
    "critical": ReplyTime(hours=REPLY_HOURS, clock="wall"),
    "major": ReplyTime(hours=REPLY_HOURS, clock="business"),
    "minor": ReplyTime(hours=REPLY_HOURS, clock="business"),
    "question": ReplyTime(hours=REPLY_HOURS, clock="business"),
}


def reply_due(charter: Charter, *, weight: Weight, asked_at: datetime, calendar: WorkCalendar) -> datetime:
    """Find by when a question is to be answered under the charter.

    Args:
        charter: What was agreed; a weight it does not name has the default.
        weight: How much the matter weighs; critical and safety matters do not wait for Monday.
        asked_at: When it was asked, with its zone.
        calendar: Working time of the side that answers.

    Returns:
        A moment in the answering side's zone.

    Raises:
        NaiveDatetime: The moment carries no zone.

    Source: `domain.md` S3-29, S0-53, b.4.

    >>> from datetime import UTC, time
    >>> from zoneinfo import ZoneInfo
    >>> office = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Asia/Shanghai"))
    >>> friday = datetime(2026, 3, 6, 2, tzinfo=UTC)
    >>> [f"{reply_due(Charter(), weight=weight, asked_at=friday, calendar=office):%a %H:%M}"
    ...  for weight in ("critical", "major")]
    ['Sat 10:00', 'Wed 10:00']
    """
    if asked_at.utcoffset() is None:
        raise NaiveDatetime(asked_at)
    agreed = charter.reply_times.get(weight, DEFAULT_REPLY_TIMES[weight])
    # A critical matter runs on the wall clock whatever was written: nobody is safer for its being Sunday.
    if agreed.clock == "wall" or weight == "critical":
        return (asked_at + timedelta(hours=agreed.hours)).astimezone(calendar.zone)
    return add_business_hours(asked_at, hours=agreed.hours, calendar=calendar)


def hours_taken(
    charter: Charter, *, weight: Weight, asked_at: datetime, answered_at: datetime, calendar: WorkCalendar
) -> float:
    """Measure how long an answer took, by the clock the charter names for its weight.

    Args:
        charter: What was agreed.
        weight: How much the matter weighs.
        asked_at: When it was asked, with its zone.
        answered_at: When it was answered, with its zone, not before.
        calendar: Working time of the side that answered.

    >>> from datetime import UTC, time
    >>> from zoneinfo import ZoneInfo
    >>> office = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Asia/Shanghai"))
    >>> asked, answered = datetime(2026, 3, 6, 2, tzinfo=UTC), datetime(2026, 3, 9, 2, tzinfo=UTC)
    >>> hours_taken(Charter(), weight="major", asked_at=asked, answered_at=answered, calendar=office)
    8.0
    """
    agreed = charter.reply_times.get(weight, DEFAULT_REPLY_TIMES[weight])
    if agreed.clock == "wall" or weight == "critical":
        return (answered_at - asked_at) / timedelta(hours=1)
    return business_hours_between(start=asked_at, end=answered_at, calendar=calendar)


def gaps_in_charter(charter: Charter) -> tuple[Finding, ...]:
    """Find what a charter leaves open or contradicts itself in.

    Args:
        charter: As written so far.

    Returns:
        Findings about channels, times and languages, in this order; empty when it can be agreed.

    >>> gaps_in_charter(Charter())
    ()
    """
    found = [_finding("charter.channel", _NO_CHANNEL[topic]) for topic in TOPICS if topic not in charter.channels]
    for weight, agreed in charter.reply_times.items():
        if not 0 < agreed.hours <= MOST_HOURS:
            found.append(_finding("charter.hours", _NO_TIME, most=f"{MOST_HOURS:g}", weight=weight))
    found += _slow_critical(charter)
    found += _slow_major(charter)
    found += [_finding("charter.language", _NO_LANGUAGE[side]) for side in SIDES if not charter.languages.get(side)]
    return tuple(found)


def shared_languages(charter: Charter) -> tuple[str, ...]:
    """Find the languages that both sides read, the one that suits both best first.

    Args:
        charter: What was agreed.

    Returns:
        Codes by the sum of their places in both lists; of two with the same sum the one whose worse place is better,
        then in the order of their codes. Empty where nothing is shared: then somebody translates.

    Source: `domain.md` S3-29: a charter names the languages.

    >>> shared_languages(Charter(languages={"buyer": ("en", "zh-hans"), "factory": ("zh-hans", "vi", "en")}))
    ('zh-hans', 'en')
    """
    buyer, factory = (tuple(charter.languages.get(side, ())) for side in SIDES)
    places = {code: (buyer.index(code), factory.index(code)) for code in buyer if code in factory}
    return tuple(sorted(places, key=lambda code: (sum(places[code]), max(places[code]), code)))


def _slow_major(charter: Charter) -> list[Finding]:
    major, given = charter.reply_times.get("major"), charter.reply_times
    lighter = [(given[each].hours, each) for each in ("question", "minor") if each in given]
    if major is None or not lighter or min(lighter)[0] >= major.hours:
        return []
    return [_finding("charter.major", _SLOW_MAJOR, hours=f"{major.hours:g}", other=min(lighter)[1])]


def _slow_critical(charter: Charter) -> list[Finding]:
    critical = charter.reply_times.get("critical", DEFAULT_REPLY_TIMES["critical"])
    shortest = min(
        ((agreed.hours, weight) for weight, agreed in charter.reply_times.items() if weight != "critical"),
        default=(critical.hours, "critical"),
    )
    if shortest[0] >= critical.hours:
        return []
    return [_finding("charter.critical", _SLOW_CRITICAL, hours=f"{critical.hours:g}", other=shortest[1])]


def _finding(code: str, message: str, **params: Param) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, message=message, params=params)
