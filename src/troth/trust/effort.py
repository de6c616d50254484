"""The effort calendar: in which weeks each side did something for the relationship. Shown, never scored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from troth.basis.text import gettext_noop
from troth.commitments.outcomes import SIDES, Side
from troth.trust.sentences import Sentence

WEEKS = 52
"""Weeks looked back on, the running one last."""

FILED = ("delivery.reported", "delivery.promised", "delivery.corrected")
"""Kinds of entries a file brings in: of one line, the newest version alone tells what was done and when."""

UNDONE = "import.undone"
DONE_BY_THE_PROMISOR = ("delivery.received", "duty.done", "commitment.proposed", "training.done")
"""Kinds of entries that are an act of the side whose promise it is, whoever wrote them down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedEntry:
    """What a ledger entry tells about who did something on which day.

    Attributes:
        kind: Kind of the entry.
        side: Side whose promise it is about; None where it is about none.
        by: Sides the entry itself names as having acted; nobody for what went by itself.
        done: For an entry from a file, whether it says that the promise was carried out.
        happened_on: Day it happened.
        recorded_on: Day from which it was known.
        commitment: Key of the promise; None where it is about none.
        batch: Key of the import that brought it in; None where no file did.
        takes_out: Whether an undone import took the promise out of the record with it: nothing before it was ever done.
    """

    kind: str
    side: Side | None
    by: tuple[Side, ...] = ()
    done: bool = False
    happened_on: date
    recorded_on: date
    commitment: int | None = None
    batch: int | None = None
    takes_out: bool = False


def contact_days(entries: Iterable[DatedEntry], *, as_of: date) -> dict[Side, list[date]]:
    """Return the days on which each side did something, as the record said on a day.

    Args:
        entries: Entries of one relationship in the order of its ledger.
        as_of: What was known or happened after it is left out; an import undone later was never there.

    Returns:
        Days of each side, one for each act. A delivery is an act of the factory and a payment or approval one of the
        buyer, on the day it happened, whoever reported it; confirming, contesting, answering and promising are acts of
        who did them. Agreeing a duty, an open line in a file, and what numbers bring about by themselves are nobody's.

    Source: requirement S0-02 of the domain report.

    >>> day = date(2026, 3, 2)
    >>> filed = DatedEntry(kind="delivery.reported", side="factory", done=True, happened_on=day, recorded_on=day)
    >>> contact_days([filed], as_of=day)
    {'factory': [datetime.date(2026, 3, 2)], 'buyer': []}
    """
    listed = list(entries)
    undone = {(entry.commitment, entry.batch) for entry in listed if entry.kind == UNDONE}
    out = {entry.commitment: at for at, entry in enumerate(listed) if entry.takes_out}
    known = [
        entry
        for at, entry in enumerate(listed)
        if entry.recorded_on <= as_of
        and at > out.get(entry.commitment, -1)
        and (entry.batch is None or (entry.commitment, entry.batch) not in undone)
    ]
    newest = {entry.commitment: at for at, entry in enumerate(known) if entry.kind in FILED}
    found: dict[Side, list[date]] = {side: [] for side in SIDES}
    for at, entry in enumerate(known):
        replaced = entry.kind in FILED and newest[entry.commitment] != at
        if entry.happened_on <= as_of and not replaced:
            for side in _who_acted(entry):
                found[side].append(entry.happened_on)
    return found


def _who_acted(entry: DatedEntry) -> tuple[Side, ...]:
    of_promisor = entry.done if entry.kind in FILED else entry.kind in DONE_BY_THE_PROMISOR
    if of_promisor and entry.side is not None:
        return (entry.side,)
    return () if entry.kind in FILED else entry.by


@dataclass(frozen=True, slots=True)
class Week:
    """One ISO week.

    Attributes:
        monday: Its first day.
        contacts: What the side did in it; None before the record began.
    """

    monday: date
    contacts: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """The effort calendar of one side.

    Attributes:
        weeks: The last 52 ISO weeks, oldest first, the running one last.
        counted: Weeks since the record began, at most 52.
        active: Those with contact.
        current_streak: Weeks in a row with contact up to now; the running week breaks nothing before it is over.
        longest_streak: The most weeks in a row with contact.
        quiet_weeks: Whole weeks that passed since the last contact; None without any.
    """

    weeks: tuple[Week, ...]
    counted: int
    active: int
    current_streak: int
    longest_streak: int
    quiet_weeks: int | None


def effort(days: Iterable[date], *, as_of: date, since: date | None = None) -> Effort:
    """Count the weeks in which a side did something.

    Args:
        days: Days of its acts, in any order, with repetitions; days after ``as_of`` are left out.
        as_of: Day looked from; its week is the running one.
        since: Day the record began; earlier weeks without contact are unknown, not empty.

    Returns:
        Weeks begin on Monday (ISO 8601).

    Source: requirement S0-02 of the domain report; ISO 8601-1:2019 for weeks.

    >>> found = effort([date(2026, 3, 3), date(2026, 3, 12)], as_of=date(2026, 3, 31))
    >>> found.active, found.current_streak, found.longest_streak, found.quiet_weeks
    (2, 0, 2, 2)
    """
    running = _monday(as_of)
    mondays = [running - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    contacts = dict.fromkeys(mondays, 0)
    for day in days:
        monday = _monday(day)
        if day <= as_of and monday in contacts:
            contacts[monday] += 1
    begun = min([_monday(since) if since else mondays[0], *(monday for monday, n in contacts.items() if n)])
    weeks = tuple(Week(monday, n if monday >= begun else None) for monday, n in contacts.items())
    busy = [bool(week.contacts) for week in weeks]
    return Effort(
        weeks=weeks,
        counted=sum(week.contacts is not None for week in weeks),
        active=sum(busy),
        current_streak=_run_at_end(busy if busy[-1] else busy[:-1]),
        longest_streak=max(_run_at_end(busy[: end + 1]) for end in range(WEEKS)),
        quiet_weeks=max(busy[::-1].index(True) - 1, 0) if any(busy) else None,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _run_at_end(busy: Sequence[bool]) -> int:
    return (*busy[::-1], False).index(False)


BEGAN_NOW = gettext_noop("The record began this week.")
NO_CONTACT = gettext_noop("No contact from either side in the last %(weeks)s weeks.")
CONTACT = gettext_noop("Contact in %(ours)s of the last %(weeks)s weeks from us, %(theirs)s from them.")
QUIET_WEEK = gettext_noop(
    "Contact in %(ours)s of the last %(weeks)s weeks from us, %(theirs)s from them; quiet for the last week."
)
QUIET = gettext_noop(
    "Contact in %(ours)s of the last %(weeks)s weeks from us, %(theirs)s from them; quiet for %(quiet)s weeks."
)


def effort_sentence(*, ours: Effort, theirs: Effort) -> Sentence:
    """Say in one sentence how steadily both sides have been in touch.

    Args:
        ours: The reader's side.
        theirs: The other side, looked at from the same day.

    >>> day = date(2026, 3, 31)
    >>> busy, silent = effort([date(2026, 3, 3)], as_of=day), effort([], as_of=day)
    >>> effort_sentence(ours=busy, theirs=silent).text()
    'Contact in 1 of the last 52 weeks from us, 0 from them; quiet for 3 weeks.'
    """
    weeks = max(ours.counted, theirs.counted)
    quiet = min((each.quiet_weeks for each in (ours, theirs) if each.quiet_weeks is not None), default=None)
    if weeks < 2:
        return Sentence(template=BEGAN_NOW, params={})
    if quiet is None:
        return Sentence(template=NO_CONTACT, params={"weeks": weeks})
    params: dict[str, str | int] = {"ours": ours.active, "theirs": theirs.active, "weeks": weeks}
    if quiet > 1:
        return Sentence(template=QUIET, params={**params, "quiet": quiet})
    return Sentence(template=QUIET_WEEK if quiet else CONTACT, params=params)
