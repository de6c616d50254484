"""Telling people what happened, keeping outside boards in step, and forgetting what has arrived."""

from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.tasks import task
from django.utils import timezone

from troth_site.actions.bridges import channels, delivering, mirroring, pausing, pruning
from troth_site.actions.communication.mail import sending

FAILED_KEPT = 4
"""How many times as long jobs that failed are kept."""


@task
def deliver(**_unknown: object) -> None:
    """Send every letter that is due; every minute, and whenever something is due at once."""
    delivering.deliver_due(bring=_bring)


def _bring(notification: str) -> bool:
    """Send a message as a letter that can be answered, where the notification is about one."""
    try:
        return sending.bring(notification)
    except sending.NotSent as refused:
        raise delivering.NotBrought(str(refused), is_final=refused.is_final) from refused


@task
def try_channel(channel: int, **_unknown: object) -> None:
    """Send a test to one place."""
    channels.try_now(channel=channel)


@task
def mail_pause(channel: int, person: int, **_unknown: object) -> None:
    """Write to a person that a place is told of nothing any more."""
    pausing.mail_pause(channel=channel, person=person)


@task
def mirror(**_unknown: object) -> None:
    """Bring every board and its outside twin into step; every two minutes."""
    mirroring.mirror_all(now=timezone.now())


@task
def mirror_one(board: int, **_unknown: object) -> None:
    """Bring one board and its outside twin into step at once."""
    mirroring.mirror(board, now=timezone.now())


@task
def prune(**_unknown: object) -> None:
    """Delete old notices, signs of change and finished jobs; every night. The record itself has no age."""
    pruning.prune(now=timezone.now())
    days = settings.TROTH_KEEP_JOBS_DAYS
    call_command("ox_prune", older_than=f"{days}d", stdout=StringIO())
    # Jobs that failed hold their reason, which somebody may still look for.
    call_command("ox_prune", older_than=f"{FAILED_KEPT * days}d", include_failed=True, stdout=StringIO())
