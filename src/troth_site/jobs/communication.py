"""What happens by itself where two sides talk."""

import logging

from django.tasks import task
from django.utils import timezone

from troth_site.actions.communication import (
    escalations,
    greetings,
    messages,
    responses,
    responses_decay,
    translations,
)
from troth_site.actions.communication.mail import dropping, taking_in, visiting
from troth_site.queries import organisations

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
