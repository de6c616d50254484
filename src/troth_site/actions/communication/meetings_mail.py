"""Letters about meetings: to each person once for each version of a meeting, with what their calendar reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from troth_site.actions import audit
from troth_site.models import OutgoingMail
from troth_site.queries.communication.meetings_files import GuestFact, MeetingFact, SeriesFact
from troth_site.world import city

REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter about a meeting or a series.

    Attributes:
        key: What names the version it tells of: the same letter is sent once to the same person.
        method: REQUEST or CANCEL, as the calendar file has it.
        file: The calendar file.
        off: Why the reader need not come any more; "" where the letter is about the meeting itself.
    """

    key: str
    method: str
    file: bytes
    about: MeetingFact | SeriesFact
    off: str = ""


def send(*, letter: Letter, to: GuestFact) -> bool:
    """Send a letter to one person, in their language; the second time nothing is sent.

    Returns:
        Whether it was sent now.
    """
    host = urlsplit(settings.TROTH_ORIGIN).hostname or "localhost"
    name = f"<meeting.{letter.key}.{to.person}@{host}>"
    row, _is_new = OutgoingMail.objects.get_or_create(
        mail_id=name, defaults={"person_id": to.person, "queued_at": timezone.now()}
    )
    # Whoever raises the count sends: of two workers one finds it raised already.
    mine = OutgoingMail.objects.filter(pk=row.pk, sent_at=None, attempts=row.attempts).update(
        attempts=row.attempts + 1
    )  # fmt: skip
    if not mine:
        return False
    with translation.override(to.language or settings.LANGUAGE_CODE):
        _written(letter, to, name).send()
    OutgoingMail.objects.filter(pk=row.pk).update(sent_at=timezone.now())
    audit.record("meeting.mailed", by=None, subject=f"letter {row.pk}", data={"method": letter.method})
    return True


def _written(letter: Letter, to: GuestFact, name: str) -> EmailMultiAlternatives:
    written = EmailMultiAlternatives(
        _subject(letter), _body(letter, to), None, [to.email], headers={"Message-ID": name}
    )  # fmt: skip
    written.attach_alternative(letter.file.decode(), f"text/calendar; method={letter.method}")
    # Once more as a file, for programs that read no part of a letter but its files.
    written.attach("invite.ics", letter.file, "application/ics")
    return written


def _subject(letter: Letter) -> str:
    title = letter.about.title.replace("\n", " ")
    if letter.off:
        return _("You need not come: %(title)s") % {"title": title}
    if letter.method == CANCEL:
        return _("Cancelled: %(title)s") % {"title": title}
    if letter.about.sequence:
        return _("Changed: %(title)s") % {"title": title}
    return _("Invitation: %(title)s") % {"title": title}


def _body(letter: Letter, to: GuestFact) -> str:
    about = letter.about
    start = about.start if isinstance(about, MeetingFact) else about.planned[0][0]
    when = _clocks(start, about.zones, first=to.side)
    lines = [about.partner, "", _("When: %(when)s, %(minutes)s minutes") % {"when": when, "minutes": about.minutes}]
    if isinstance(about, SeriesFact):
        lines.append(_("Every week.") if about.every_weeks == 1 else _("Every second week."))
        lines += _exceptions(about, first=to.side)
    if about.place:
        lines.append(_("Where: %(place)s") % {"place": about.place})
    lines += ["", *_asked_of(letter)]
    return "\n".join(lines) + "\n"


def _asked_of(letter: Letter) -> list[str]:
    address = {"address": settings.TROTH_ORIGIN + _page(letter.about)}
    if letter.method == REQUEST:
        return [_("Say whether you come on this page: %(address)s") % address]
    said = _("It does not take place.")
    if letter.off:
        said = _("You were taken off this meeting; it takes place without you. Why: %(why)s") % {"why": letter.off}
    return [said, "", _("What it is about stands on this page: %(address)s") % address]


def _page(about: MeetingFact | SeriesFact) -> str:
    """Return the page where a reader answers: of a series, its first meeting, which answers for those that follow."""
    if isinstance(about, MeetingFact) or about.is_cancelled:
        return about.path
    return next((meeting.path for _at, meeting in about.planned if meeting is not None), about.path)


def _exceptions(about: SeriesFact, *, first: str) -> list[str]:
    """Return which meetings of a series lie on another day than its rule says, and which are left out."""
    lines = []
    for at, meeting in about.planned:
        if meeting is None:
            lines.append(_("Not on %(day)s.") % {"day": _day(at)})
        elif meeting.start != at:
            moved = {"day": _day(at), "when": _clocks(meeting.start, about.zones, first=first)}
            lines.append(_("Instead of %(day)s: %(when)s.") % moved)
    return lines if not about.is_cancelled else []


def _clocks(start: datetime, zones: Mapping[str, ZoneInfo], *, first: str) -> str:
    """Write a moment on the clocks of both sides, the reader's first; a day is named again where it is another."""
    sides = sorted(zones, key=lambda side: side != first)
    moments = [start.astimezone(zones[side]) for side in sides] or [start]
    said, day = _day(moments[0]), moments[0].date()
    for name, moment in {_city(moment): moment for moment in moments}.items():
        other = "" if moment.date() == day else f"{_day(moment)} "
        said += f" · {other}{moment:%H:%M} {name}"
    return said


def _day(moment: datetime) -> str:
    return date_format(moment.date(), pgettext("a day, in the letters of Django's date filter", "D j M Y"))


def _city(moment: datetime) -> str:
    return city(getattr(moment.tzinfo, "key", "UTC"), translation.get_language() or "en")
