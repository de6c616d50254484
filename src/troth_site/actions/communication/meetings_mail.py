"""Letters about meetings: to each person once for each version of a meeting, with what their calendar reads."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from troth_site.actions import audit
from troth_site.models import OutgoingMail
from troth_site.queries.communication.meetings_files import GuestFact, MeetingFact, SeriesFact

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
    written = EmailMultiAlternatives(_subject(letter), _body(letter), None, [to.email], headers={"Message-ID": name})
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


def _body(letter: Letter) -> str:
    about = letter.about
    start = about.start if isinstance(about, MeetingFact) else about.planned[0][0]
    when = f"{start:%Y-%m-%d %H:%M} {start.tzinfo}"
    lines = [about.partner, "", _("When: %(when)s, %(minutes)s minutes") % {"when": when, "minutes": about.minutes}]
    if isinstance(about, SeriesFact):
        lines.append(_("Every week.") if about.every_weeks == 1 else _("Every second week."))
    if about.place:
        lines.append(_("Where: %(place)s") % {"place": about.place})
    if letter.off:
        said = _("You were taken off this meeting; it takes place without you. Why: %(why)s") % {"why": letter.off}
        address = settings.TROTH_ORIGIN + about.path
        lines += ["", said, "", _("What it is about stands on this page: %(address)s") % {"address": address}]
        return "\n".join(lines) + "\n"
    lines += ["", _("Say whether you come on this page: %(address)s") % {"address": settings.TROTH_ORIGIN + about.path}]
    return "\n".join(lines) + "\n"
