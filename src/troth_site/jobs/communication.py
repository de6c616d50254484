"""What happens by itself where two sides talk."""

from django.tasks import task
from django.utils import timezone

from troth_site.actions.communication import escalations, greetings, responses, responses_decay
from troth_site.queries import organisations


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
