"""Calendar files of our own meetings: one meeting, a whole series, a person's feed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from troth.communication.meeting_series import Occurrence, series_uid
from troth_site.queries.communication.feeds import FeedContent
from troth_site.queries.communication.feeds_own import Due
from troth_site.queries.communication.meetings_files import GuestFact, MeetingFact, SeriesFact
from troth_site.sheets.ics import Entry, Guest, cancellation, cancellations, feed, invitation

PAGES = {"promise": "promises", "status": "promises", "request": "requests"}


def meeting_file(fact: MeetingFact, *, stamp: datetime) -> bytes:
    """Write one meeting for somebody who takes it into a calendar of their own; it invites nobody.

    One of a series says so: a calendar that has the series would else hold this meeting in its place.
    """
    return feed([_entry(replace(fact, guests=()))], name=fact.title, stamp=stamp)


def invitation_to(fact: MeetingFact, *, stamp: datetime) -> bytes:
    """Write the invitation to one meeting, or to one meeting of a series that differs from it."""
    return invitation(_entry(fact), stamp=stamp)


def invitation_to_series(fact: SeriesFact, *, stamp: datetime) -> bytes:
    """Write the invitation to a series, with the meetings that are moved or differ from it."""
    whole, *others = _series(fact)
    return invitation(whole, *others, stamp=stamp)


def cancellation_of(fact: MeetingFact, *, stamp: datetime) -> bytes:
    """Write that one meeting is cancelled; its sequence counts that already."""
    entry = replace(_entry(fact), sequence=max(fact.sequence - 1, 0), stands_for=None)
    return cancellation(entry, stamp=stamp, meeting=fact.planned_at)


def cancellation_for(facts: Iterable[MeetingFact], guest: GuestFact, *, stamp: datetime) -> bytes:
    """Write for one person that they are off some meetings, which take place without them."""
    named = (Guest(email=guest.email, name=guest.name, answer=guest.answer),)
    entries = [
        (replace(_entry(fact), sequence=max(fact.sequence - 1, 0), stands_for=None, guests=named), fact.planned_at)
        for fact in facts
    ]
    return cancellations(entries, stamp=stamp)


def cancellation_of_series(fact: SeriesFact, *, stamp: datetime) -> bytes:
    """Write that a whole series is cancelled."""
    whole = next(_series(fact))
    entry = replace(whole, sequence=max(fact.sequence - 1, 0), weeks_apart=0, occurrences=())
    return cancellation(entry, stamp=stamp)


def feed_file(content: FeedContent, *, name: str, stamp: datetime) -> bytes:
    """Write a person's feed; nobody is invited by it, and it names nobody's address."""
    entries = [_alone(fact) for fact in content.meetings]
    entries += [entry for fact in content.series if fact.planned for entry in _series(fact)]
    entries += [_due(due) for due in content.dues]
    return feed(entries, name=name, stamp=stamp)


def uid_of(key: str) -> str:
    """Return the mark under which every calendar keeps a meeting or a series."""
    return series_uid(host=_host(), key=key)


def _host() -> str:
    return urlsplit(settings.TROTH_ORIGIN).hostname or "localhost"


def _entry(fact: MeetingFact) -> Entry:
    return _alone(fact) if fact.planned_at is None else replace(_alone(fact), stands_for=fact.planned_at)


def _alone(fact: MeetingFact) -> Entry:
    return Entry(
        uid=uid_of(fact.key), start=fact.start, end=_later(fact.start, fact.minutes), summary=fact.title,
        sequence=fact.sequence, description=fact.partner, location=fact.place, url=settings.TROTH_ORIGIN + fact.path,
        organiser=_organiser(fact.guests), guests=_guests(fact.guests),
    )  # fmt: skip


def _series(fact: SeriesFact) -> Iterator[Entry]:
    """Yield the series as its rule says it, then each meeting that differs from the rule."""
    start = fact.planned[0][0]
    yield Entry(
        uid=uid_of(fact.key), start=start, end=_later(start, fact.minutes), summary=fact.title, sequence=fact.sequence,
        description=fact.partner, location=fact.place, url=settings.TROTH_ORIGIN + fact.path,
        organiser=_organiser(fact.guests), guests=_guests(fact.guests), weeks_apart=fact.every_weeks,
        occurrences=tuple(_occurrence(at, meeting) for at, meeting in fact.planned),
    )  # fmt: skip
    for at, meeting in fact.planned:
        if meeting is not None and _differs(fact, at, meeting):
            shown = replace(meeting, guests=fact.guests, sequence=max(meeting.sequence, fact.sequence))
            yield replace(_alone(shown), stands_for=at)


def _occurrence(at: datetime, meeting: MeetingFact | None) -> Occurrence:
    # One that differs stands for itself below, so that the rule needs to leave out nothing but what is not held.
    return Occurrence(planned=at.date(), held=None if meeting is None else at.date(), start=None if meeting is None
                      else at)  # fmt: skip


def _differs(fact: SeriesFact, at: datetime, meeting: MeetingFact) -> bool:
    told = (meeting.start, meeting.minutes, meeting.title, meeting.place)
    return told != (at, fact.minutes, fact.title, fact.place)


def _due(due: Due) -> Entry:
    path = f"/{PAGES[due.kind]}/{due.key}/"
    return Entry(
        uid=uid_of(f"{due.kind}/{due.key}"), start=due.day, end=due.day + timedelta(days=1),
        summary=_("Due: %(what)s (%(partner)s)") % {"what": due.what, "partner": due.partner},
        url=settings.TROTH_ORIGIN + path,
    )  # fmt: skip


def _later(start: datetime, minutes: int) -> datetime:
    # By the world's clock: an hour over a change of the clocks is still an hour.
    return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)


def _organiser(guests: tuple[GuestFact, ...]) -> Guest | None:
    # Whoever was asked first planned it.
    return Guest(email=guests[0].email, name=guests[0].name) if guests else None


def _guests(guests: tuple[GuestFact, ...]) -> tuple[Guest, ...]:
    return tuple(Guest(email=each.email, name=each.name, answer=each.answer) for each in guests)
