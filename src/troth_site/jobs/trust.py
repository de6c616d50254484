"""The night's work on judgement, and flags nobody acknowledged in time."""

from django.tasks import task
from django.utils import timezone

from troth_site.actions.firms import watching
from troth_site.actions.trust import escalating, judging, praising, reporting
from troth_site.queries import organisations


@task
def night(**_unknown: object) -> None:
    """Judge every organisation's whole portfolio, so that false alarms are controlled over all of its tests."""
    today = timezone.localdate()
    for pk in organisations.judging():
        judging.judge_portfolio(pk, as_of=today)
        reporting.report_forecasts(pk, as_of=today)
        praising.watch_praise(pk, today=today)
        watching.watch_firms(pk, today=today)


@task
def report(organisation: int, **_unknown: object) -> None:
    """Tell anew how well an organisation's forecast has been doing, after its past has grown."""
    reporting.report_forecasts(organisation, as_of=timezone.localdate())


@task
def escalate(**_unknown: object) -> None:
    """Hand flags that nobody acknowledged in time to a manager, once; every hour."""
    escalating.escalate_flags(now=timezone.now())


@task
def mail_escalation(flag: int, **_unknown: object) -> None:
    """Write to the manager to whom a flag was handed."""
    escalating.mail_escalation(flag=flag)
