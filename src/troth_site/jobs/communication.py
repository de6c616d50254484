"""What happens by itself where two sides talk."""

import logging

from django.tasks import task
from django.utils import timezone

from troth_site.actions.communication import (
    escalations,
    greetings,
    meetings_mail,
    meetings_promises,
    messages,
    responses,
    responses_decay,
    silences,
    statuses,
    translations,
)
from troth_site.actions.communication.mail import dropping, taking_in, visiting
from troth_site.queries import organisations
from troth_site.queries.communication import meetings_files
from troth_site.sheets import meeting_files

log = logging.getLogger(__name__)


@task
def read_mail(batch: int, **_unknown: object) -> None:
    """Read a dropped file of mail for its preview."""
    try:
        dropping.read(batch=batch)
    except Exception:
        log.exception("mail %s could not be read", batch)
        dropping.note_problem(batch=batch)
        raise


@task
def take_mail_in(batch: int, **_unknown: object) -> None:
    """Take a confirmed file of mail in."""
    try:
        taking_in.take_in(batch=batch)
    except Exception:
        log.exception("mail %s could not be taken in", batch)
        dropping.note_problem(batch=batch)
        raise


@task
def fetch_mail(**_unknown: object) -> None:
    """Read what is new in the installation's mailbox; every five minutes."""
    visiting.visit(now=timezone.now())


@task
def escalate_requests(**_unknown: object) -> None:
    """Tell whoever is next on the ladder of requests that nobody answers; every quarter of an hour."""
    escalations.escalate_requests(now=timezone.now())


@task
def responses_at_night(**_unknown: object) -> None:
    """Compute anew how fast every side answers, and look for communication that decays."""
    now = timezone.now()
    responses.recompute_all(now=now)
    for pk in organisations.judging():
        responses_decay.watch_decay(pk, now=now)


@task
def greet_partners(**_unknown: object) -> None:
    """Remind people of their partners' feasts three days ahead; every night."""
    greetings.remind(today=timezone.localdate())


@task
def send_waiting(**_unknown: object) -> None:
    """Send messages that wait for the other side's working hours; every five minutes."""
    messages.send_due(now=timezone.now())


@task
def translate_message(message: int, languages: list[str], **_unknown: object) -> None:
    """Let the installation's translator put a message into languages."""
    for language in languages:
        translations.by_machine(message=message, language=language)


@task
def mail_meeting(meeting: int, sequence: int, **_unknown: object) -> None:
    """Mail everybody asked to a meeting its invitation, its change or that it is cancelled, once for each version."""
    fact = meetings_files.meeting_fact(meeting)
    if fact.sequence != sequence:
        # It changed again before this letter went out: the next one tells how it stands.
        return
    stamp = timezone.now()
    write = meeting_files.cancellation_of if fact.is_cancelled else meeting_files.invitation_to
    method = meetings_mail.CANCEL if fact.is_cancelled else meetings_mail.REQUEST
    letter = meetings_mail.Letter(
        key=f"{meeting}.{sequence}", method=method, file=write(fact, stamp=stamp), about=fact
    )  # fmt: skip
    for guest in fact.guests:
        meetings_mail.send(letter=letter, to=guest)


@task
def mail_series(series: int, sequence: int, **_unknown: object) -> None:
    """Mail everybody asked to a series its invitation, its change or that it is cancelled, once for each version."""
    fact = meetings_files.series_fact(series)
    if fact.sequence != sequence or not fact.planned:
        return
    stamp = timezone.now()
    # Of a series that ended after some meetings those stay: its rule leaves out the others.
    is_gone = fact.is_cancelled and not any(meeting for _at, meeting in fact.planned)
    write = meeting_files.cancellation_of_series if is_gone else meeting_files.invitation_to_series
    method = meetings_mail.CANCEL if is_gone else meetings_mail.REQUEST
    letter = meetings_mail.Letter(
        key=f"series.{series}.{sequence}", method=method, file=write(fact, stamp=stamp), about=fact
    )  # fmt: skip
    for guest in fact.guests:
        meetings_mail.send(letter=letter, to=guest)


@task
def mail_taken_off(meetings: list[int], person: int, sequence: int, why: str, **_unknown: object) -> None:
    """Mail somebody that they need not come to some meetings any more, with what takes them out of their calendar."""
    facts = [fact for fact in map(meetings_files.meeting_fact, meetings) if not _is_asked(fact, person)]
    if not facts:
        # Asked again before this letter went out: the invitation tells how it stands.
        return
    guest = meetings_files.guest_of(person)
    letter = meetings_mail.Letter(
        key=f"{facts[0].pk}.{sequence}.off", method=meetings_mail.CANCEL, about=facts[0], off=why,
        file=meeting_files.cancellation_for(facts, guest, stamp=timezone.now()),
    )  # fmt: skip
    meetings_mail.send(letter=letter, to=guest)


def _is_asked(fact: meetings_files.MeetingFact, person: int) -> bool:
    return any(each.person == person for each in fact.guests)


@task
def meetings_at_night(**_unknown: object) -> None:
    """Record the promises to come to the meetings of the next two weeks, and make the weekly statuses due."""
    now = timezone.now()
    meetings_promises.promise_coming(now=now)
    statuses.make_due(now=now)


@task
def remind_of_quiet(**_unknown: object) -> None:
    """Remind people of partners with whom all is well, and quiet; every morning."""
    silences.remind_of_quiet(today=timezone.localdate())
