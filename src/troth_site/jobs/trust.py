"""The night's work on judgement."""

from django.tasks import task
from django.utils import timezone

from troth_site.actions.trust import judging
from troth_site.queries import organisations


@task
def night(**_unknown: object) -> None:
    """Judge every organisation's whole portfolio, so that false alarms are controlled over all of its tests."""
    today = timezone.localdate()
    for pk in organisations.judging():
        judging.judge_portfolio(pk, as_of=today)
